"""Cells and areas as Excel spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from lacxl.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Cell,
    CellRef,
    column_letters,
    column_number,
)

CELLS = st.builds(Cell, st.integers(1, MAX_ROW), st.integers(1, MAX_COLUMN))


def test_a_cell_is_spelt_column_first() -> None:
    assert str(Cell(7, 2)) == "B7"
    assert Cell.parse("$B$7") == Cell.parse("b7") == Cell(7, 2)
    assert str(Cell(1_048_576, 16_384)) == "XFD1048576"


@pytest.mark.parametrize(
    "text", ["", "7", "B", "B0", "7B", "XFE1", "A1048577", "A1:B2", "B-7", "AAAA1", "B7 ", "R1C1"]
)
def test_not_a_cell(text: str) -> None:
    with pytest.raises(ValueError, match=text or "cell"):
        Cell.parse(text)


def test_every_column_is_spelt_as_openpyxl_spells_it() -> None:
    for number in range(1, MAX_COLUMN + 1):
        assert column_letters(number) == get_column_letter(number)
        assert column_number(column_letters(number)) == number
    assert column_index_from_string("XFD") == column_number("xfd") == MAX_COLUMN


@given(CELLS)
def test_a_cell_reads_back(cell: Cell) -> None:
    assert Cell.parse(str(cell)) == cell


@given(CELLS, CELLS)
def test_an_area_reads_back_whichever_corners_are_named(a: Cell, b: Cell) -> None:
    area = Area.parse(f"{a}:{b}")
    assert area == Area.parse(f"{b}:{a}") == Area.parse(str(area))
    assert a in area
    assert b in area
    assert area.first == (min(a.row, b.row), min(a.column, b.column))


def test_areas() -> None:
    area = Area.parse("B7:C9")
    assert (area.size, str(area), str(Area.of(Cell(7, 2)))) == (6, "B7:C9", "B7")
    assert Cell(10, 2) not in area
    assert "B7" not in area


def test_cells_sort_as_a_sheet_is_read() -> None:
    assert sorted(map(Cell.parse, ["A2", "B1", "AA1", "A10"])) == [
        Cell(1, 2), Cell(1, 27), Cell(2, 1), Cell(10, 1),
    ]  # fmt: skip


def test_a_place_quotes_the_sheet_where_excel_does() -> None:
    assert str(CellRef("Health", Cell(5, 3))) == "Health!C5"
    assert str(CellRef("Plans - In Date", Cell(5, 3))) == "'Plans - In Date'!C5"
    assert str(CellRef("Bob's", Cell(1, 1))) == "'Bob''s'!A1"
    for text in ("Health!C5", "'Plans - In Date'!C5", "'Bob''s'!A1"):
        assert str(CellRef.parse(text)) == text
    for text in ("C5", "!C5", "Health!", "Health: charts", "Health!C5:D6"):
        with pytest.raises(ValueError, match="is not a cell"):
            CellRef.parse(text)
