"""A sheet as the layout looks at it: a merge stands for its first cell."""

from __future__ import annotations

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.snapshot import Formula, SheetSnapshot

A1, B1, C1, A2 = (Cell.parse(text) for text in ("A1", "B1", "C1", "A2"))


def grid(*merges: str) -> Grid:
    values = {A1: "Y T D", A2: 0.5, Cell(3, 1): Formula("A2", 0.5), Cell(3, 2): True}
    return Grid(SheetSnapshot("S", values, tuple(map(Area.parse, merges))))


def test_a_merge_shows_its_first_cell_everywhere_within() -> None:
    merged = grid("A1:B1")
    assert [merged.value(cell) for cell in (A1, B1, C1)] == ["Y T D", "Y T D", None]
    assert [merged.text(cell) for cell in (A1, B1, C1)] == ["ytd", "ytd", ""]
    assert [merged.area(cell) for cell in (B1, C1)] == [Area.parse("A1:B1"), Area.of(C1)]


def test_a_merge_over_a_whole_column_or_row_is_cut_to_where_anything_can_stand() -> None:
    whole = grid("C1:C1048576", "D5:XFD5")
    column, row = Area.parse("C1:C1048576"), Area.parse("D5:XFD5")
    assert [whole.area(Cell(at, 3)) == column for at in (1, 1000, 1001)] == [True, True, False]
    assert [whole.area(Cell(5, at)) == row for at in (4, 259, 260)] == [True, True, False]


def test_numbers_are_those_of_the_cell_itself() -> None:
    merged = grid("A2:B2")
    assert [merged.is_number(Cell(2, at)) for at in (1, 2)] == [True, False]
    assert [merged.is_number(Cell(3, at)) for at in (1, 2, 3)] == [True, False, False]
    assert [merged.is_number(A1), merged.is_number(B1)] == [False, False]


def test_what_a_row_holds_and_where_the_sheet_ends() -> None:
    sheet = grid()
    assert [sheet.has_value(3, range(a, b)) for a, b in ((1, 2), (2, 3), (3, 9))] == [
        True, True, False,
    ]  # fmt: skip
    assert (sheet.last_row, sheet.filled_rows) == (3, {1, 2, 3})
    assert Grid(SheetSnapshot("S")).last_row == 0
    assert [cell for cell, _ in sheet.cells()] == [A1, A2, Cell(3, 1), Cell(3, 2)]
    assert sheet.place(A2) == CellRef("S", A2)
