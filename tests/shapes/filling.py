"""A made-up workbook adopted, answered by somebody who knows it, and filled."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

from lacxl.adopting.answers import Asked, Item, quoted, read_answers
from lacxl.app.adopt.adopt import adopt
from lacxl.app.adopt.adopted import Adopted
from lacxl.app.month.refresh import Refreshed, refresh
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.snapshot import Formula
from shapes.tolerances import by_rule
from shapes.truth import Made, TrueIndicator

ANSWERS = "lacxl-answers.toml"
Cells = Mapping[tuple[str, str], object]
_ARROWS = {
    "up": "up",
    "better": "up",
    "level": "level",
    "down": "down",
    "worse": "down",
    "slightly_up": "up_slightly",
    "slightly_down": "down_slightly",
}
_UP_TO_DOWN = ("up", "up_slightly", "level", "down_slightly", "down")
_ALWAYS = {
    "per": "10000",
    "frequency": "monthly",
    "cumulative": "month",
    "suppressed": "fill",
    "judged": "month",
    "column": "year to date",
    "edge": "better",
}


@dataclass(frozen=True)
class Filled:
    """What came of it: the cells that are not as expected, by what is wrong with them.

    `answers` is how many lines somebody had to write into the file of answers.
    """

    adopted: Adopted
    refreshed: Refreshed | None
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    answers: int = 0
    lost: tuple[str, ...] = field(default=())


def answered(
    made: Made, asked: tuple[Asked, ...], *, each_amber: bool = False, each_target: bool = False
) -> dict[str, dict[str, str]]:
    """Return the answers of somebody who knows the workbook, in as few lines as it takes.

    `each_amber` says where amber ends line by line, in place of the rule for all. `each_target`
    says the targets that the workbook does not show; else the lights that need them are left.
    """
    given: dict[str, dict[str, str]] = {}
    for question in asked:
        right = {item.key: _answer(made, question, item) for item in question.items}
        if question.id == "amber" and question.singly:
            right = _ambers(made, question, each=each_amber)
        if question.id == "target":
            right = _targets(made, question) if each_target else {"rest": "leave"}
        given[question.id] = _fewest(question, right)
    return given


def _fewest(question: Asked, right: dict[str, str]) -> dict[str, str]:
    """Return the lines that say it, one of them for all that is left open if that saves some.

    As the file says, that one is for those of which nothing else is likely.
    """
    differ = question.id in ("kind", "polarity")
    ways = [right]
    for likely in (False, True):
        for other in ("", *question.choices):
            meant = {
                item.key: item.suggested
                if likely and item.suggested
                else ""
                if differ and item.suggested not in ("", other)
                else other
                for item in question.items
            }
            said = ", else ".join(each for each in (likely * "likely", other) if each)
            own = {key: answer for key, answer in right.items() if answer != meant.get(key)}
            if said and len(question.items) > 1:
                ways.append({"rest": said, **own})
    return min(ways, key=len)


def _ambers(made: Made, question: Asked, *, each: bool) -> dict[str, str]:
    """Return the rule by which amber ends, and the limits that differ from it."""
    rule = made.facts["tolerance.all"]
    truth = _truth(made)
    found = {} if each else {"rest": rule}
    for item in question.singly:
        one = truth.get(item.key)
        if one is None:  # a line below the table, such as what was planned
            continue
        if each or one.amber != by_rule(rule, one):
            found[item.key] = "none" if one.amber is None else _limit(one)
    return found


def _targets(made: Made, question: Asked) -> dict[str, str]:
    """Return the target of each indicator that is asked about."""
    truth = _truth(made)
    return {
        item.key: "none" if one.target is None else _written(one, one.target)
        for item in question.singly
        if (one := truth.get(item.key)) is not None
    }


def _truth(made: Made) -> dict[str, TrueIndicator]:
    truth = {one.reference: one for one in made.indicators}
    return truth | {one.reference.lstrip("0"): one for one in made.indicators}


def _answer(made: Made, question: Asked, item: Item) -> str:
    one, facts = _truth(made).get(item.key), made.facts
    match question.id:
        case "kind":
            return one.kind if one else "?"
        case "unit":
            return one.unit if one else "?"
        case "polarity":
            return one.polarity if one else "?"
        case "amber":
            return "none" if one is None or one.amber is None else _limit(one)
        case "year":
            return facts["year"].replace("-", "/")
        case "table":
            sheet = facts["sheet"].split(" | ")[0]
            return sheet if sheet in question.choices else question.choices[0]
        case "percentages":
            return "points" if facts["percent"] == "points" else "fractions"
        case "lights" if item.key == "red to green":
            return ", ".join(facts[f"light.{name}"] for name in ("red", "amber", "green"))
        case "lights":
            return facts.get(f"light.{item.key}", "none") or "none"
        case "tolerance":
            of = facts.get("tolerance.of", "target")
            return "percentage points" if of == "points" else "of the target"
        case "arrows":
            return _arrow(facts, item.key)
        case _:
            return _ALWAYS.get(question.id, "?")


def _arrow(facts: Mapping[str, str], key: str) -> str:
    match key:
        case "shows":
            return facts["arrow.of"]
        case "neither":
            return "number"
        case "slight":
            return facts["slight"]
        case "up to down":
            signs = [facts.get(f"arrow.{name}", "") for name in _UP_TO_DOWN]
            return ", ".join(sign for sign in signs if sign)
        case _:
            return facts.get(f"arrow.{_ARROWS.get(key, key)}", "none")


def _limit(one: TrueIndicator) -> str:
    assert one.amber is not None
    return _written(one, one.amber)


def _written(one: TrueIndicator, limit: Fraction) -> str:
    if one.unit == "percentage":
        return f"{float(limit * 100):g}%"
    if one.unit == "count":  # the last whole number
        return str(floor(limit) if one.polarity == "low" else ceil(limit))
    return f"{float(limit):g}"


def fill(made: Made, *, each_amber: bool = False, each_target: bool = False) -> Filled:
    """Adopt the workbook, answer, fill the month, and compare every cell with what is right."""
    folder = made.workbook.parent
    before = folder / "before"
    before.mkdir(exist_ok=True)
    untouched = before / made.workbook.name
    shutil.copyfile(made.workbook, untouched)
    first = adopt(made.workbook)
    assert made.workbook.read_bytes() == untouched.read_bytes(), "adopt changed the workbook"
    result = first
    count = 0
    for _ in range(3):
        if not result.asked:
            break
        given = answered(made, result.asked, each_amber=each_amber, each_target=each_target)
        count += sum(v != "?" for answers in given.values() for v in answers.values())
        _write_into(folder / ANSWERS, given)
        result = adopt(made.workbook)
    if made.readings.name != "readings.csv":
        shutil.copyfile(made.readings, folder / "readings.csv")
    if result.is_shipped:
        return Filled(result, None, answers=count)
    filled = refresh(Settings.load(folder / "lacxl.toml"), Month.parse(made.month))
    once = made.workbook.read_bytes()
    again = refresh(Settings.load(folder / "lacxl.toml"), Month.parse(made.month))
    assert made.workbook.read_bytes() == once, [str(c.place) for c in again.cells]
    wrong, missing = compared(made, cells(untouched), cells(made.workbook))
    return Filled(result, filled, wrong, missing, count, lost(untouched, made.workbook))


def _write_into(file: Path, given: Mapping[str, Mapping[str, str]]) -> None:
    """Write answers into the file that was written, beside those that are there."""
    there = read_answers(file.read_text(encoding="utf-8"), file.name)
    text = ""
    for name in {**there, **given}:
        text += f"[{name}]\n"
        for key, said in {**there.get(name, {}), **given.get(name, {})}.items():
            text += f"{quoted(key)} = {quoted(said)}\n"
    file.write_text(text, encoding="utf-8")


def compared(made: Made, before: Cells, after: Cells) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cells that hold something wrong, and those that were not filled."""
    wrong: list[str] = []
    missing: list[str] = []
    for key in sorted({*before, *after, *made.expected}):
        was, now = before.get(key), after.get(key)
        if key in made.expected:
            right = made.expected[key]
            if not same(now, right):
                into = missing if same(now, was) else wrong
                into.append(f"{key[0]}!{key[1]}: {was!r} -> {now!r}, right is {right!r}")
        elif not same(now, was):
            allowed = made.may_change.get(key, ())
            if not any(same(now, one) for one in allowed):
                wrong.append(f"{key[0]}!{key[1]}: {was!r} -> {now!r}, was to stay {allowed!r}")
    return tuple(wrong), tuple(missing)


def same(one: object, other: object) -> bool:
    """Say whether two cells hold the same, numbers to fifteen digits."""
    if one in (None, "") and other in (None, ""):
        return True
    if isinstance(one, int | float) and isinstance(other, int | float):
        return f"{one:.12g}" == f"{other:.12g}"
    return one == other


def cells(path: Path) -> Cells:
    """Return what every cell of a workbook holds; of a formula its text."""
    with PackageWorkbook(path) as book:
        snapshot = book.survey()
    return {
        (sheet.name, str(cell)): f"={value.text}" if isinstance(value, Formula) else value
        for sheet in snapshot.sheets
        for cell, value in sheet.values.items()
    }


def lost(before: Path, after: Path) -> tuple[str, ...]:
    """Return the parts of the file, beside sheets and formats, that are not the same bytes."""
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(after) as other:
        names = {*one.namelist(), *other.namelist()}
        return tuple(
            sorted(
                name
                for name in names
                if not name.startswith(("xl/worksheets/sheet", "xl/styles", "xl/sharedStrings"))
                and not name.startswith("xl/charts/chart")  # a chart keeps what its cells hold
                and name not in ("xl/workbook.xml", "xl/calcChain.xml", "[Content_Types].xml")
                and (
                    name not in one.namelist()
                    or name not in other.namelist()
                    or one.read(name) != other.read(name)
                )
            )
        )
