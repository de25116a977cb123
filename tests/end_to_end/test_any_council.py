"""Workbooks of every shape, adopted by somebody who knows them: each cell right, or left alone.

LACXL_SEEDS=200 makes so many workbooks of each shape in place of two.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from lacxl.app.adopt.adopt import adopt
from lacxl.app.month.refresh import refresh
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
from shapes import SHAPES, make
from shapes.filling import Filled, cells, compared, fill
from shapes.truth import Made

SEEDS = range(int(os.environ.get("LACXL_SEEDS", "2")))
EACH = [(shape, seed) for shape in SHAPES for seed in SEEDS]
HARD = [
    ("blocks", 75),  # an empty year: only the formulas of percentages are there
    ("data_sheet", 127),  # a row of targets below the references, with 4 and 426 among them
    ("data_sheet", 147),
    ("quarterly", 122),  # within 10 percentage points of a target of 9%, which is met
    ("sheet_a_month", 59),  # the first month: how figures are written is in Previous month alone
]
MOST_ANSWERS = 12
"""The most lines that somebody who knows a workbook has to write into the file of answers."""
KEPT = ("lacxl-layout.toml", "lacxl-catalogue.toml", "lacxl-answers.toml", "lacxl.toml")


def refreshed(made: Made) -> None:
    """Fill the month of the workbook by the settings beside it."""
    refresh(Settings.load(made.workbook.parent / "lacxl.toml"), Month.parse(made.month))


def missing(made: Made, filled: Filled) -> tuple[str, ...]:
    """Return what was not filled, but for lights where the workbook names no target at all."""
    layout = made.workbook.parent / "lacxl-layout.toml"
    if not layout.exists() or re.search("^(target|green) = ", layout.read_text("utf-8"), re.M):
        return filled.missing
    lights = tuple(
        f"right is {word!r}" for key, word in made.facts.items() if key.startswith("light.")
    )
    return tuple(each for each in filled.missing if not each.endswith(lights))


@pytest.mark.parametrize(("shape", "seed"), [*EACH, *HARD])
def test_an_answered_workbook_is_filled_as_its_council_would(
    shape: str, seed: int, tmp_path: Path
) -> None:
    """`fill` holds besides that adopting leaves the workbook as it is, byte by byte."""
    made = make(shape, seed, tmp_path)
    filled = fill(made)
    assert filled.answers <= MOST_ANSWERS
    assert filled.wrong == ()
    assert missing(made, filled) == ()
    assert filled.lost == ()
    known = {each.reference for each in made.indicators}
    assert known.isdisjoint(item.key for each in filled.adopted.asked for item in each.items)
    if filled.adopted.is_shipped:  # it needs no answers, and is filled with its own settings
        return
    once = made.workbook.read_bytes()
    refreshed(made)
    assert made.workbook.read_bytes() == once
    adopt(made.workbook)  # with one month more to learn from
    assert adopt(made.workbook).written == ()
    assert made.workbook.read_bytes() == once


@pytest.mark.parametrize(("shape", "seed"), [("full_year", 1), ("sheet_a_month", 0), ("blocks", 1)])
def test_where_amber_ends_may_be_said_line_by_line(shape: str, seed: int, tmp_path: Path) -> None:
    made = make(shape, seed, tmp_path)
    filled = fill(made, each_amber=True)
    answers = (tmp_path / "lacxl-answers.toml").read_text("utf-8")
    assert '[amber]\n"rest"' not in answers
    assert filled.wrong == ()
    assert missing(made, filled) == ()


@pytest.mark.parametrize("seed", [30, 57, 98, 141])
def test_lights_are_filled_where_the_targets_are_said_that_no_cell_shows(
    seed: int, tmp_path: Path
) -> None:
    made = make("blocks", seed, tmp_path)
    filled = fill(made, each_target=True)
    assert "\ntarget = " not in (tmp_path / "lacxl-layout.toml").read_text("utf-8")
    assert (filled.wrong, filled.missing) == ((), ())
    assert filled.refreshed is not None
    assert {each.code for each in filled.refreshed.findings}.isdisjoint({"K105"})


@pytest.mark.parametrize(("shape", "seed"), [("letters", 0), ("quarterly", 0), ("early_help", 1)])
def test_what_was_known_before_a_month_was_filled_stays_known(
    shape: str, seed: int, tmp_path: Path
) -> None:
    made = make(shape, seed, tmp_path)
    fill(made)
    files = [(tmp_path / name).read_bytes() for name in KEPT]
    assert adopt(made.workbook).asked == ()
    assert [(tmp_path / name).read_bytes() for name in KEPT] == files


@pytest.mark.parametrize(("shape", "seed"), [*EACH, *HARD, ("quarterly", 16)])  # it has most open
def test_nothing_wrong_is_filled_before_any_answer(shape: str, seed: int, tmp_path: Path) -> None:
    made = make(shape, seed, tmp_path)
    before = cells(made.workbook)
    if made.readings.name != "readings.csv":
        shutil.copyfile(made.readings, tmp_path / "readings.csv")
    first = adopt(made.workbook)
    again = adopt(made.workbook)
    assert again.asked == first.asked
    assert again.written == () or first.is_shipped
    if first.is_shipped or not (tmp_path / "lacxl.toml").exists():
        return  # which of two sheets is filled has to be said first
    with suppress(Refused):
        refreshed(made)
    wrong, _left_alone = compared(made, before, cells(made.workbook))
    assert wrong == ()
