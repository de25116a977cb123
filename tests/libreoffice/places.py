# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""The places of a range: its areas, address, and the cells beside it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Self

from libreoffice import calc_cells, errors
from libreoffice.addresses import COLUMNS, ROWS, WHOLE_SHEET, Box
from libreoffice.dispatch import Collection, ComObject, guarded, method, tick

if TYPE_CHECKING:
    from libreoffice.application import Application
    from libreoffice.worksheet import Worksheet

_DIRECTIONS = {-4121: (1, 0), -4162: (-1, 0), -4159: (0, -1), -4161: (0, 1)}
"""xlDown, xlUp, xlToLeft, xlToRight."""


class Places(ComObject):
    """Cells, and the way from them to other cells."""

    _called = "Range"

    def __init__(self, sheet: Worksheet, *boxes: Box, by: str = "cells") -> None:
        self._sheet = sheet
        self._boxes = boxes
        self._by = by

    # What the stand-in itself asks; none of these is a call of Excel's.

    @property
    def _first(self) -> Box:
        return self._boxes[0]

    @property
    def _book(self) -> Any:
        return self._sheet.book

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Its areas."""
        return self._boxes

    @property
    def sheet(self) -> Worksheet:
        """Its sheet."""
        return self._sheet

    @functools.cached_property
    def _uno(self) -> Any:
        if len(self._boxes) == 1:
            return calc_cells.block(self._sheet.uno, self._first)
        ranges = self._book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        blocks = [calc_cells.block(self._sheet.uno, box) for box in self._boxes]
        ranges.addRangeAddresses(tuple(b.RangeAddress for b in blocks), False)
        return ranges

    @property
    def uno(self) -> Any:
        """Calc's own object for all areas."""
        return self._uno

    def is_mixed(self, name: str) -> bool:
        """Say whether the cells differ in one of Calc's properties."""
        return bool(self._uno.getPropertyState(name).value == "AMBIGUOUS_VALUE")

    def _like(self, *boxes: Box, by: str = "cells") -> Self:
        if not all(WHOLE_SHEET.holds(box) for box in boxes):
            raise errors.application_error("Application-defined or object-defined error")
        return type(self)(self._sheet, *boxes, by=by)

    def guard_contents(self) -> None:
        """Raise where a locked cell of a protected sheet would be written. MODELLED."""
        if self._sheet.protection.guards_contents and self._locked() is not False:
            raise errors.on_a_protected_sheet()

    def guard_formats(self, what: str, of: str = "Range") -> None:
        """Raise where a protected sheet lets nobody format cells. MODELLED."""
        if self._sheet.protection.guards("formatCells"):
            raise errors.unable_to_set(what, of)

    def _locked(self) -> bool | None:
        if self.is_mixed("CellProtection"):
            return None
        return bool(self._uno.CellProtection.IsLocked)

    # Where it is

    def get_Worksheet(self) -> Worksheet:
        return self._sheet

    get_Parent = get_Worksheet

    def get_Application(self) -> Application:
        app: Application = self._book.app
        return app

    def get_Row(self) -> int:
        return self._first.top + 1

    def get_Column(self) -> int:
        return self._first.left + 1

    def get_Count(self) -> int:
        if self._by == "rows":
            return self._first.rows
        if self._by == "columns":
            return self._first.columns
        count = sum(box.count for box in self._boxes)
        if count > 2**31 - 1:
            raise errors.application_error("Overflow")
        return count

    def get_CountLarge(self) -> int:
        return sum(box.count for box in self._boxes)

    def get_Address(self) -> str:
        return ",".join(box.name() for box in self._boxes)

    @method
    def GetAddress(self, RowAbsolute: bool = True, ColumnAbsolute: bool = True, *_: Any) -> str:
        absolute = RowAbsolute and ColumnAbsolute
        return ",".join(box.name(absolute=absolute) for box in self._boxes)

    def get_Areas(self) -> Areas:
        return Areas(self)

    def get_Cells(self) -> Self:
        return type(self)(self._sheet, *self._boxes)

    def get_Rows(self) -> Self:
        return type(self)(self._sheet, *self._boxes, by="rows")

    def get_Columns(self) -> Self:
        return type(self)(self._sheet, *self._boxes, by="columns")

    def get_EntireRow(self) -> Self:
        return self._like(*(Box(b.top, 0, b.bottom, COLUMNS - 1) for b in self._boxes))

    def get_EntireColumn(self) -> Self:
        return self._like(*(Box(0, b.left, ROWS - 1, b.right) for b in self._boxes))

    def _item(self, row: Any, column: Any = None) -> Self:
        first, row = self._first, int(row)
        if self._by == "rows" and column is None:
            return self._like(
                Box(first.top + row - 1, first.left, first.top + row - 1, first.right)
            )
        if self._by == "columns" and column is None:
            left = first.left + row - 1
            return self._like(Box(first.top, left, first.bottom, left))
        if column is None:
            row, column = (row - 1) // first.columns + 1, (row - 1) % first.columns + 1
        top, left = first.top + row - 1, first.left + int(column) - 1
        return self._like(Box(top, left, top, left))

    def __call__(self, row: Any, column: Any = None) -> Self:
        tick(self, "Item")
        return guarded(self._item, row, column)

    def Item(self, row: Any, column: Any = None) -> Self:
        return self(row, column)

    def __iter__(self) -> Any:
        for box in self._boxes:
            for row, column in box.cells():
                tick(self, "_NewEnum")
                yield type(self)(self._sheet, Box(row, column, row, column))

    def get_Offset(self) -> Self:
        """Give the same cells: pywin32 asks without arguments. `GetOffset` takes them."""
        return type(self)(self._sheet, *self._boxes)

    get_Resize = get_Offset

    @method
    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Self:
        down, right = int(RowOffset), int(ColumnOffset)
        return self._like(
            *(
                Box(b.top + down, b.left + right, b.bottom + down, b.right + right)
                for b in self._boxes
            )
        )

    @method
    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Self:
        first = self._first
        rows, columns = int(RowSize or first.rows), int(ColumnSize or first.columns)
        return self._like(
            Box(first.top, first.left, first.top + rows - 1, first.left + columns - 1)
        )

    @method
    def End(self, Direction: int) -> Self:
        down, right = _DIRECTIONS[int(Direction)]
        return self._like(self._sheet.edge(self._first, down, right))

    # Showing it

    @method
    def Select(self) -> bool:
        if (
            self._book.active_sheet != self._sheet.name
            or self._book.app.active_book is not self._book
        ):
            raise errors.application_error("Select method of Range class failed")
        self._sheet.select(self._boxes)
        return True

    @method
    def Activate(self) -> bool:
        if self._book.active_sheet != self._sheet.name:
            raise errors.application_error("Activate method of Range class failed")
        self._sheet.activate_cell(self._first)
        return True


class Areas(Collection):
    def __init__(self, cells: Places) -> None:
        self._range = cells

    def members(self) -> list[Places]:
        return [type(self._range)(self._range.sheet, box) for box in self._range.boxes]
