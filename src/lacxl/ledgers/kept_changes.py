"""A change set as a receipt keeps it, and back: what undoing needs, in JSON's own kinds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    ChartTextChange,
    CommentMove,
    CommentsChange,
    MergesChange,
    ProtectionChange,
    RulesChange,
    Swap,
)
from lacxl.workbook.conditional_formats import ConditionalFormat, Look
from lacxl.workbook.insertion import Axis, Insertion
from lacxl.workbook.snapshot import CellError, CellValue, Comment, Formula, Protection
from lacxl.workbook.style import Style

T = TypeVar("T")


def kept(changes: ChangeSet) -> dict[str, object]:
    """Return a change set for JSON; docs/json.md documents it."""
    found: dict[str, object] = {
        "cells": [_cell(change) for change in changes.cells],
        "rules": [
            {"sheet": change.sheet, **_swap(change.rules, lambda rules: [_rule(r) for r in rules])}
            for change in changes.rules
        ],
        "protection": [
            {"sheet": change.sheet, **_swap(change.protection, _protection)}
            for change in changes.protection
        ],
    }
    if changes.merges:
        found["merges"] = [
            {"sheet": change.sheet, **_swap(change.merges, lambda areas: [*map(str, areas)])}
            for change in changes.merges
        ]
    if changes.comments:
        found["comments"] = [
            {"sheet": change.sheet, "moves": [*map(_move, change.moves)]}
            for change in changes.comments
        ]
    if changes.chart_texts:
        found["chart_texts"] = [
            {"sheet": change.sheet, "chart": change.name, **_swap(change.text, str)}
            for change in changes.chart_texts
        ]
    for name, lines in (("inserted", changes.inserted), ("deleted", changes.deleted)):
        if lines:
            found[name] = [{**asdict(each), "axis": each.axis.value} for each in lines]
    return found


def restored(content: object) -> ChangeSet:
    """Return the change set that was kept; raises ValueError for anything else."""
    try:
        return _restored(content)
    except (TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise ValueError("not a change set") from fault


def _restored(content: Any) -> ChangeSet:
    return ChangeSet(
        tuple(
            CellChange(
                _text(each["sheet"]),
                Cell.parse(each["cell"]),
                _swapped(each.get("value"), _value_of),
                _swapped(each.get("number_format"), _text),
                _swapped(each.get("locked"), _truth),
                _swapped(each.get("style"), _style_of),
            )
            for each in content["cells"]
        ),
        tuple(
            RulesChange(
                _text(each["sheet"]), Swap(_rules_of(each["before"]), _rules_of(each["after"]))
            )
            for each in content["rules"]
        ),
        tuple(
            ProtectionChange(
                _text(each["sheet"]),
                Swap(_protection_of(each["before"]), _protection_of(each["after"])),
            )
            for each in content["protection"]
        ),
        tuple(
            MergesChange(
                _text(each["sheet"]), Swap(_areas_of(each["before"]), _areas_of(each["after"]))
            )
            for each in content.get("merges", ())
        ),
        tuple(
            CommentsChange(_text(each["sheet"]), tuple(map(_move_of, each["moves"])))
            for each in content.get("comments", ())
        ),
        tuple(
            ChartTextChange(
                _text(each["sheet"]),
                _text(each["chart"]),
                Swap(_text(each["before"]), _text(each["after"])),
            )
            for each in content.get("chart_texts", ())
        ),
        tuple(map(_line_of, content.get("inserted", ()))),
        tuple(map(_line_of, content.get("deleted", ()))),
    )


def _cell(change: CellChange) -> dict[str, object]:
    found: dict[str, object] = {"sheet": change.sheet, "cell": str(change.cell)}
    if change.value is not None:
        found["value"] = _swap(change.value, _value)
    if change.number_format is not None:
        found["number_format"] = _swap(change.number_format, str)
    if change.locked is not None:
        found["locked"] = _swap(change.locked, bool)
    if change.style is not None:
        found["style"] = _swap(change.style, _style)
    return found


def _swap(swap: Swap[T], write: Callable[[T], object]) -> dict[str, object]:
    return {"before": write(swap.before), "after": write(swap.after)}


def _swapped(content: Any, read: Callable[[Any], T]) -> Swap[T] | None:
    return None if content is None else Swap(read(content["before"]), read(content["after"]))


def _text(content: object) -> str:
    if not isinstance(content, str):
        raise ValueError("not a text")
    return content


def _truth(content: object) -> bool:
    if not isinstance(content, bool):
        raise ValueError("not a truth value")
    return content


def _style(style: Style) -> dict[str, object]:
    return {"index": style.index, "facts": dict(style.facts)}


def _style_of(content: Any) -> Style:
    index = content["index"]
    if not (index is None or type(index) is int):
        raise ValueError("not an index")
    return Style.of({_text(k): _text(v) for k, v in content["facts"].items()}, index)


def _value(value: CellValue) -> object:
    """Return a value so that its kind can be told again: a text is no date and no formula."""
    match value:
        case Formula():
            return {
                "formula": value.text,
                "cached": _value(value.cached),
                "anchors": value.anchors,
            }
        case CellError():
            return {"error": value.code}
        case dt.datetime():
            return {"date": value.isoformat()}
    return value


def _value_of(content: Any) -> CellValue:
    match content:
        case {"formula": str(text), "cached": cached, "anchors": str(anchors)}:
            inner = _value_of(cached)
            if isinstance(inner, Formula):
                raise ValueError("a formula within a formula")
            return Formula(text, inner, anchors)
        case {"error": str(code)}:
            return CellError(code)
        case {"date": str(text)}:
            return dt.datetime.fromisoformat(text)
        case None | bool() | str():
            return content
        case int() | float() if math.isfinite(content):
            return float(content)
    raise ValueError("not a cell's value")


def _areas_of(content: Sequence[str]) -> tuple[Area, ...]:
    return tuple(map(Area.parse, content))


def _move(move: CommentMove) -> dict[str, object]:
    return {
        "text": move.comment.text,
        "author": move.comment.author,
        "before": str(move.before) if move.before else None,
        "after": str(move.after) if move.after else None,
    }


def _move_of(content: Mapping[str, Any]) -> CommentMove:
    before, after = (Cell.parse(content[n]) if content[n] else None for n in ("before", "after"))
    return CommentMove(Comment(_text(content["text"]), _text(content["author"])), before, after)


def _line_of(content: Mapping[str, Any]) -> Insertion:
    before, count = content["before"], content["count"]
    if type(before) is not int or type(count) is not int:
        raise ValueError("not a row or column")
    axis, extend = Axis(content["axis"]), _truth(content["extend"])
    return Insertion(_text(content["sheet"]), axis, before, count, extend)


def _rule(rule: ConditionalFormat) -> dict[str, object]:
    return {
        "area": str(rule.area),
        "formula": rule.formula,
        "fill": rule.look.fill,
        "font": rule.look.font,
        "bold": rule.look.bold,
    }


def _rules_of(content: Sequence[Mapping[str, Any]]) -> tuple[ConditionalFormat, ...]:
    return tuple(
        ConditionalFormat(
            Area.parse(each["area"]),
            str(each["formula"]),
            Look(each["fill"], each["font"], bool(each["bold"])),
        )
        for each in content
    )


def _protection(protection: Protection | None) -> object:
    if protection is None:
        return None
    return {"allowed": sorted(protection.allowed), "password": protection.password}


def _protection_of(content: Mapping[str, Any] | None) -> Protection | None:
    if content is None:
        return None
    return Protection(frozenset(map(str, content["allowed"])), bool(content["password"]))
