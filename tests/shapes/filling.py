"""A made-up workbook adopted, answered by somebody who knows it, and filled."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from lacxl.adopting.answers import Asked, quoted
from lacxl.app.adopt import Adopted, adopt
from lacxl.app.refresh import Refreshed, refresh
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.snapshot import Formula
from shapes.truth import Made

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


@dataclass(frozen=True)
class Filled:
    """What came of it: the cells that are not as expected, by what is wrong with them."""

    adopted: Adopted
    refreshed: Refreshed | None
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    answers: int = 0
    lost: tuple[str, ...] = field(default=())


def answered(made: Made, asked: tuple[Asked, ...]) -> dict[str, dict[str, str]]:
    """Return the answers of somebody who knows the workbook."""
    truth = {one.reference: one for one in made.indicators}
    truth |= {one.reference.lstrip("0"): one for one in made.indicators}
    facts = made.facts
    given: dict[str, dict[str, str]] = {}
    for question in asked:
        for item in question.items:
            one = truth.get(item.key)
            match question.id:
                case "kind":
                    answer = one.kind if one else "?"
                case "unit":
                    answer = one.unit if one else "?"
                case "polarity":
                    answer = one.polarity if one else "?"
                case "amber":
                    answer = "none" if one is None or one.amber is None else _limit(one)
                case "year":
                    answer = facts["year"].replace("-", "/")
                case "table":
                    sheet = facts["sheet"].split(" | ")[0]
                    answer = sheet if sheet in question.choices else question.choices[0]
                case "percentages":
                    answer = "points" if facts["percent"] == "points" else "fractions"
                case "lights":
                    answer = facts.get(f"light.{item.key}", "none") or "none"
                case "tolerance":
                    of = facts.get("tolerance.of", "target")
                    answer = "percentage points" if of == "points" else "of the target"
                case "per":
                    answer = "10000"
                case "frequency":
                    answer = "monthly"
                case "cumulative":
                    answer = "month"
                case "suppressed":
                    answer = "fill"
                case "judged":
                    answer = "month"
                case "column":
                    answer = "year to date"
                case "edge":
                    answer = "better"
                case "arrows" if item.key == "shows":
                    answer = facts["arrow.of"]
                case "arrows" if item.key == "neither":
                    answer = "number"
                case "arrows" if item.key == "slight":
                    answer = facts["slight"]
                case "arrows":
                    answer = facts.get(f"arrow.{_ARROWS.get(item.key, item.key)}", "none")
                case _:
                    answer = "?"
            if answer != item.suggested:
                given.setdefault(question.id, {})[item.key] = answer
            elif len(question.items) > 1:
                given.setdefault(question.id, {})["rest"] = "likely"
            else:
                given.setdefault(question.id, {})[item.key] = answer
    return given


def _limit(one: object) -> str:
    amber: Fraction = one.amber  # type: ignore[attr-defined]
    if one.unit == "percentage":  # type: ignore[attr-defined]
        return f"{float(amber * 100):g}%"
    return f"{float(amber):g}"


def fill(made: Made) -> Filled:
    """Adopt the workbook, answer, fill the month, and compare every cell with what is right."""
    folder = made.workbook.parent
    before = folder / "before"
    before.mkdir(exist_ok=True)
    untouched = before / made.workbook.name
    shutil.copyfile(made.workbook, untouched)
    first = adopt(made.workbook)
    assert made.workbook.read_bytes() == untouched.read_bytes(), "adopt changed the workbook"
    given: dict[str, dict[str, str]] = {}
    result = first
    for _ in range(3):
        if not result.asked:
            break
        for name, answers in answered(made, result.asked).items():
            given.setdefault(name, {}).update(answers)
        text = "".join(
            f"[{name}]\n" + "".join(f"{quoted(k)} = {quoted(v)}\n" for k, v in answers.items())
            for name, answers in given.items()
        )
        (folder / ANSWERS).write_text(text, encoding="utf-8")
        result = adopt(made.workbook)
    count = sum(v != "?" for answers in given.values() for v in answers.values())
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
