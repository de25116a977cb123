"""The place for the next month in a workbook of any shape, or why a person has to make it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from any_shape import EACH, council
from folders import DECIDE, DONE, REFUSED, WITH_FINDINGS

from shapes.filling import cells

OK = (DONE, WITH_FINDINGS)


@pytest.mark.parametrize(("shape", "seed"), EACH)
def test_the_place_is_there_or_it_is_said_who_makes_it(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    before = ours.bytes()
    for more in (("--dry-run",), ()):
        done = ours.run("next-month", *more)
        assert set(done.codes()) in ({"N101"}, {"N116"}), done.err
        assert done.code == (DECIDE if "N101" in done.codes() else REFUSED)
        assert f"lacxlrefresh{ours.next}" in done.said
        assert ours.bytes() == before
    if "N101" in done.codes():
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


@pytest.mark.parametrize(("shape", "seed"), [("full_year", 13), ("letters", 27), ("blocks", 10)])
def test_no_new_year_begins_in_a_workbook_that_lacxl_did_not_make(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    assert ours.month.endswith("-03"), "choose a seed of which the month is March"
    before = ours.bytes()
    refused = ours.run("next-month")
    assert refused.code == REFUSED
    assert set(refused.codes()) == {"N116"}
    assert ours.bytes() == before
