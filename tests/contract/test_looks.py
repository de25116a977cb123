"""Number formats and locks; all else of a cell's look stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bench import Bench
from edits import edit

from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import CellLook
from oracles.locks import locked
from oracles.reader import read

FORMATS = ("General", "0", "0.00", "0.0%", "#,##0", "mmm-yy", "dd/mm/yyyy", '0.0" of "0', "@")


def test_looks_are_read(bench: Bench) -> None:
    cells = {name: Cell.parse(name) for name in ("C2", "C3", "B6", "A2")}
    looks = bench.looks("Report", cells.values())
    assert {name: looks[cell] for name, cell in cells.items()} == {
        "C2": CellLook("#,##0", locked=False),
        "C3": CellLook("0.0%"),
        "B6": CellLook("mmm-yy"),
        "A2": CellLook("General"),
    }


def test_an_absent_cell_has_the_look_of_its_row_then_of_its_column(bench: Bench) -> None:
    cells = {name: Cell.parse(name) for name in ("H15", "J20", "H20", "J15")}
    looks = bench.looks("Report", cells.values())
    assert looks[cells["H15"]] == CellLook("0.0%")
    assert looks[cells["J20"]] == CellLook("#,##0", locked=False)
    assert looks[cells["H20"]] == CellLook("#,##0", locked=False)
    assert looks[cells["J15"]] == CellLook()


@pytest.mark.parametrize("cell", ["H15", "J20"])
def test_a_new_cell_takes_the_look_it_seemed_to_have(bench: Bench, cell: str) -> None:
    place = Cell.parse(cell)
    before = bench.looks("Report", [place])[place]
    result = bench.apply(edit(bench, "Report", {cell: 0.5}))
    assert bench.looks("Report", [place])[place] == before
    style = read(result)["Report"].styles[place]
    assert (style.number_format, style.locked) == (before.number_format, before.locked)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("cell", ["B15", "C3", "B2"])
def test_a_number_format_is_set_and_the_rest_stays(bench: Bench, form: str, cell: str) -> None:
    place = Cell.parse(cell)
    report = bench.saved()
    result = bench.apply(edit(bench, "Report", formats={cell: form}))
    assert bench.looks("Report", [place])[place].number_format == form
    after, before = (read(path)["Report"] for path in (result, report))
    if place in before.styles:
        assert after.styles[place].rest == before.styles[place].rest
        assert after.styles[place].locked == before.styles[place].locked
    assert without(after.values, place) == without(before.values, place)
    if place in after.styles and form != "dd/mm/yyyy":  # openpyxl takes it for the local date
        assert after.styles[place].number_format.lower() == form.lower()


def without(values: Mapping[tuple[int, int], object], place: Cell) -> dict[object, object]:
    """Return all values but one, which openpyxl may read as a date or not by its format."""
    return {cell: value for cell, value in values.items() if cell != place}


@pytest.mark.parametrize("lock", [True, False])
@pytest.mark.parametrize("cell", ["B15", "C2", "C3", "H15", "J20", "A8"])
def test_a_lock_is_set_and_the_rest_stays(bench: Bench, lock: bool, cell: str) -> None:
    place = Cell.parse(cell)
    report = bench.saved()
    look = bench.looks("Report", [place])[place]
    result = bench.apply(edit(bench, "Report", locks={cell: lock}))
    assert bench.looks("Report", [place])[place] == CellLook(look.number_format, lock)
    assert locked(result, "Report", [cell]) == {cell: lock}
    after, before = (read(path)["Report"] for path in (result, report))
    if place in before.styles:
        assert after.styles[place].rest == before.styles[place].rest
    assert after.values == before.values


def test_value_format_and_lock_together(bench: Bench) -> None:
    changes = edit(bench, "Report", {"B15": 0.25}, formats={"B15": "0.00%"}, locks={"B15": False})
    result = bench.apply(changes)
    style = read(result)["Report"].styles[15, 2]
    assert (style.number_format, style.locked) == ("0.00%", False)
    assert read(result)["Report"].values[15, 2] == 0.25
