"""Cells are named in few words, a sheet at a time."""

from __future__ import annotations

from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.formulas.cell_lists import listed


def at(sheet: str, *cells: str) -> list[CellRef]:
    return [CellRef(sheet, Cell.parse(cell)) for cell in cells]


def test_cells_below_and_beside_each_other_are_one() -> None:
    assert listed(at("Dash", "B2", "B3", "B4", "C2", "C3", "C4", "E9")) == "Dash!B2:C4, E9"


def test_each_sheet_is_named_once() -> None:
    places = [*at("My Dash", "B2"), *at("Other", "A1", "A2"), *at("My Dash", "B9")]
    assert listed(places) == "'My Dash'!B2, B9; Other!A1:A2"


def test_very_many_are_counted() -> None:
    cells = [f"A{row}" for row in range(1, 201, 2)]
    assert listed(at("S", *cells)).endswith("A79 and 60 more")
