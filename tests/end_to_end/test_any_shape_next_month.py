"""The place for the next month in a workbook of any shape, or why a person has to make it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from any_shape import EACH, council
from folders import DECIDE, DONE, REFUSED, WITH_FINDINGS

from lacxl.app.case.seen import see
from lacxl.domain.month import Month, Quarter
from lacxl.settings.settings import Settings
from shapes.filling import cells

OK = (DONE, WITH_FINDINGS)


@pytest.mark.parametrize(("shape", "seed"), EACH)
def test_the_place_is_there_or_it_is_said_who_makes_it(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    before = ours.bytes()
    tried = ours.run("next-month", "--dry-run")
    assert ours.bytes() == before
    done = ours.run("next-month")
    assert done.codes() == tried.codes()
    if done.code not in OK:
        assert set(done.codes()) in ({"N101"}, {"N116"}), done.err
        assert done.code == (DECIDE if "N101" in done.codes() else REFUSED)
        assert f"lacxlrefresh{ours.next}" in done.said
        assert ours.bytes() == before
    if "N116" not in done.codes():
        ours.another_period()
        filled = ours.run("refresh", ours.next)
        assert filled.code in OK, filled.err
        assert "nothing to change" not in filled.out


def test_a_workbook_with_a_sheet_for_each_month_says_which_sheet_to_copy(tmp_path: Path) -> None:
    ours = council("sheet_a_month", 0, tmp_path)
    refused = ours.run("next-month")
    assert refused.codes() == ["N116"]
    assert f"copythesheet{ours.made.facts['sheet']}".replace(" ", "") in refused.said


def test_rows_of_months_grow_by_one(tmp_path: Path) -> None:
    ours = council("data_sheet", 19, tmp_path)
    before, month = ours.cells(), ours.month
    assert month.endswith("-03"), "choose a seed that ends with its month, at the end of a year"
    tried = ours.run("next-month", "--dry-run", "--json").json()
    assert {each["way"] for each in tried["tables"]} == {"grow"}
    assert ours.cells() == before
    assert ours.run("next-month").code in OK
    ours.another_period()
    filled = ours.run("refresh", ours.next, "--json")
    assert filled.code in OK, filled.err
    rows = {re.sub("[A-Z]", "", each["cell"]) for each in filled.json()["cells"]}
    assert len(rows) == 1
    typed = {place: each for place, each in before.items() if not str(each).startswith("=")}
    now = ours.cells()
    assert {place: now.get(place) for place in typed} == typed
    assert ours.run("undo").code in OK
    assert ours.run("undo").code in OK
    assert cells(ours.workbook) == before


@pytest.mark.parametrize("seed", [1, 12, 33])
def test_a_window_of_quarters_rolls_on(seed: int, tmp_path: Path) -> None:
    ours = council("quarterly", seed, tmp_path)
    places = sorted(_headed(ours.workbook, Quarter).items())
    before = ours.cells()
    assert ours.run("next-month").code in OK
    assert sorted(_headed(ours.workbook, Quarter)) == [period + 1 for period, _ in places]
    after = ours.cells()
    columns = [left for _, (_, _, left) in places]
    _, (sheet, bottom, _) = places[0]
    rows = {int(re.sub("[A-Z]", "", cell)) for name, cell in before if name == sheet}
    for row in (row for row in rows if row > bottom):
        was = [before.get((sheet, f"{left}{row}")) for left in columns]
        now = [after.get((sheet, f"{left}{row}")) for left in columns]
        is_formula = any(str(value).startswith("=") for value in was)
        assert now == (was if is_formula else [*was[1:], None]), row


def _letters(cell: str) -> str:
    return re.sub("[0-9]", "", cell)


@pytest.mark.parametrize(
    ("shape", "seed"),
    [("full_year", 13), ("full_year", 4), ("letters", 27), ("blocks", 10), ("blocks", 5)],
)
def test_a_new_year_begins(shape: str, seed: int, tmp_path: Path) -> None:
    """March's readings are given again for April: its column then shows what March's did."""
    ours = council(shape, seed, tmp_path)
    assert ours.month.endswith("-03"), "choose a seed of which the month is March"
    before = ours.cells()
    assert ours.run("next-month").code in OK
    emptied = ours.cells()
    months = _headed(ours.workbook, Month)
    (sheet, _, last), (_, _, first) = months[max(months)], months[min(months)]
    ours.another_period()
    assert ours.run("refresh", ours.next).code in OK
    now = ours.cells()
    rows = [int(re.sub("[A-Z]", "", cell)) for name, cell in before if name == sheet]
    march = {row: before.get((sheet, f"{last}{row}")) for row in rows}
    right = {
        (sheet, f"{first}{row}"): value for row, value in march.items() if isinstance(value, float)
    }
    assert right
    assert {place: now.get(place) for place in right} == right
    assert [place for place in right if emptied.get(place) is not None] == []
    assert ours.run("issue", ours.next).code in OK
    assert ours.run("verify").code in OK


def _headed(workbook: Path, kind: type) -> dict[Any, tuple[str, int, str]]:
    """Return where periods are headed: on which sheet, the last row of headings, the column."""
    settings = Settings.load(workbook.parent / "lacxl.toml")
    return {
        period: (place.sheet, table.bottom, _letters(str(place.cell)))
        for table in see(settings).layout.tables
        for period, place in table.headings.items()
        if isinstance(period, kind)
    }
