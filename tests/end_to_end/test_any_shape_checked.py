"""What lacxl check says of a workbook of any shape, filled, and changed afterwards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from any_shape import EACH, Council, council
from folders import DONE, WITH_FINDINGS, Ran, call

from lacxl.domain.month import Month

HEURISTIC = {"Q114", "Q122"}
"""Figures that repeat the month before may do so by chance."""


def checked(ours: Council) -> Ran:
    """Check the workbook, by the settings beside it."""
    return call("check", str(ours.workbook))


@pytest.mark.parametrize(("shape", "seed"), EACH)
def test_nothing_contradicts_itself_once_it_is_filled(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    found = checked(ours)
    assert found.code in (DONE, WITH_FINDINGS), found.err
    assert set(found.codes()) <= HEURISTIC, found.out


@pytest.mark.parametrize(("seed", "kind"), [(17, "flow"), (17, "snapshot")])
def test_a_quarter_is_held_against_its_months(seed: int, kind: str, tmp_path: Path) -> None:
    ours = council("early_help", seed, tmp_path)
    counts = {
        each.reference for each in ours.made.indicators if (each.kind, each.unit) == (kind, "count")
    }
    book = openpyxl.load_workbook(ours.workbook)
    sheet = book[ours.made.facts["sheet"].split(" | ")[0]]
    texts = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    heading = next(cell for text, cell in texts.items() if "1" in text and text.startswith("Q"))
    rows = [cell.row for text, cell in texts.items() if text in counts]
    changed = sheet.cell(rows[0], heading.column)
    assert isinstance(changed.value, int | float)
    changed.value += 7
    book.save(ours.workbook)
    found = checked(ours)
    assert "Q124" in found.codes(), found.out
    assert f"{changed.coordinate}" in found.out


def test_an_arrow_and_a_light_are_held_against_the_figures_in_the_workbooks_words(
    tmp_path: Path,
) -> None:
    ours = council("letters", 0, tmp_path)
    facts = ours.made.facts
    assert checked(ours).code == DONE
    red, green = facts["light.red"], facts["light.green"]
    place = next(place for place, value in ours.made.expected.items() if value == green)
    book = openpyxl.load_workbook(ours.workbook)
    book[place[0]][place[1]].value = red
    book.save(ours.workbook)
    found = checked(ours)
    assert "Q112" in found.codes(), found.out
    assert f"the light is {red}" in " ".join(found.out.split())


def test_the_narrative_is_compared_with_the_copy_of_the_month_before(tmp_path: Path) -> None:
    """The workbook's own name may have a month, which is then in the name of every copy."""
    ours = council("early_help", 3, tmp_path)
    settings = tmp_path / "lacxl.toml"
    text = settings.read_text("utf-8")
    title = f"Scorecard {Month.parse(ours.month).long}"
    settings.write_text(re.sub('title = ".*"', f'title = "{title}"', text), "utf-8")
    ours.another_period()
    for month in (ours.month, ours.next):
        assert ours.run("refresh", month).code in (DONE, WITH_FINDINGS)
        assert ours.run("issue", month).code in (DONE, WITH_FINDINGS)
    later = f"{title} - {Month.parse(ours.next).long}"
    shutil.copyfile(tmp_path / f"{later} - I1.xlsx", tmp_path / f"{later} - I2.xlsx")
    found = checked(ours)
    assert "Q122" in found.codes()
    before = Month.parse(ours.month).long
    assert f"- {before} - I1.xlsx" in " ".join(found.out.split())
