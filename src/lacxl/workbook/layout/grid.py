"""A sheet as the layout looks at it: texts, and merges that stand for their first cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import copy

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot


class Grid:
    """Reading access to one sheet's snapshot."""

    def __init__(self, sheet: SheetSnapshot, *, date1904: bool = False) -> None:
        self.name = sheet.name
        self.date1904 = date1904
        self._values = sheet.values
        self._merge_of: dict[Cell, Area] = {}
        for area in sheet.merges:
            # a merge over whole columns or rows is cut to where there can be anything
            for row in range(area.top, min(area.bottom, area.top + 999) + 1):
                for column in range(area.left, min(area.right, area.left + 255) + 1):
                    self._merge_of[Cell(row, column)] = area
        self.letters: dict[Cell, str] = {
            cell: text for cell, value in sheet.values.items() if (text := letters(value))
        }
        self._rows: dict[int, list[tuple[Cell, CellValue]]] | None = None
        self.filled_rows = {cell.row for cell in sheet.values}
        self.last_row = max(self.filled_rows, default=0)

    def area(self, cell: Cell) -> Area:
        """Return the merge that the cell belongs to, else the cell itself."""
        return self._merge_of.get(cell) or Area.of(cell)

    def value(self, cell: Cell) -> CellValue:
        """Return what is seen at the cell: a merge shows its first cell's value."""
        return self._values.get(self.area(cell).first)

    def text(self, cell: Cell) -> str:
        """Return the letters of the text seen at the cell."""
        return self.letters.get(self.area(cell).first, "")

    def word(self, cell: Cell) -> str:
        """Return the letters of the text seen at the cell; of one of signs alone the signs."""
        value = self.value(cell)
        return letters(value) or (value.strip() if isinstance(value, str) else "")

    def is_number(self, cell: Cell) -> bool:
        """Say whether the cell itself holds a number, or a formula that last gave one."""
        value = self._values.get(cell)
        if isinstance(value, Formula):
            value = value.cached
        return isinstance(value, float | int) and not isinstance(value, bool)

    def within(self, first: int, last: int) -> Grid:
        """Return the sheet as it is between two columns, and empty beside them."""
        found = copy(self)
        found._values = {c: v for c, v in self._values.items() if first <= c.column <= last}
        found.letters = {c: t for c, t in self.letters.items() if first <= c.column <= last}
        found._rows = None
        found.filled_rows = {cell.row for cell in found._values}
        found.last_row = max(found.filled_rows, default=0)
        return found

    def in_row(self, row: int) -> list[tuple[Cell, CellValue]]:
        """Return the cells of a row that hold something, from the left."""
        if self._rows is None:
            self._rows = {}
            for cell, value in self.cells():
                self._rows.setdefault(cell.row, []).append((cell, value))
        return self._rows.get(row, [])

    def cells_of(self, row: int, column: int) -> tuple[Cell, ...]:
        """Return the cell, and that which it is merged into."""
        cell = Cell(row, column)
        return tuple(dict.fromkeys((cell, self.area(cell).first)))

    def dated(self, cell: Cell) -> bool:
        """Say whether the cell holds a date."""
        value = self.value(cell)
        value = value.cached if isinstance(value, Formula) else value
        return isinstance(value, dt.datetime)

    def cells(self) -> Iterator[tuple[Cell, CellValue]]:
        """Yield the cells that hold something, row by row."""
        yield from sorted(self._values.items(), key=lambda item: item[0])

    def has_value(self, row: int, columns: range) -> bool:
        """Say whether any cell of the row within the columns holds something of its own."""
        return any(Cell(row, column) in self._values for column in columns)

    def place(self, cell: Cell) -> CellRef:
        """Return the address of the cell."""
        return CellRef(self.name, cell)
