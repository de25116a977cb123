# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""Range: cells of a sheet in one area or several."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from libreoffice import calc_cells, errors, serials
from libreoffice.addresses import COLUMNS, ROWS, WHOLE_SHEET, Box, around, moved
from libreoffice.dispatch import Collection, ComObject, guarded, method, tick
from libreoffice.looks import Font, Interior
from libreoffice.rules import FormatConditions

if TYPE_CHECKING:
    from libreoffice.application import Application
    from libreoffice.worksheet import Worksheet

_DIRECTIONS = {-4121: (1, 0), -4162: (-1, 0), -4159: (0, -1), -4161: (0, 1)}
"""xlDown, xlUp, xlToLeft, xlToRight."""


class Range(ComObject):
    """Cells. As in Excel, values are those of the first area, formats those of all areas."""

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

    def _like(self, *boxes: Box, by: str = "cells") -> Range:
        if not all(WHOLE_SHEET.holds(box) for box in boxes):
            raise errors.application_error("Application-defined or object-defined error")
        return Range(self._sheet, *boxes, by=by)

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

    def get_Cells(self) -> Range:
        return Range(self._sheet, *self._boxes)

    def get_Rows(self) -> Range:
        return Range(self._sheet, *self._boxes, by="rows")

    def get_Columns(self) -> Range:
        return Range(self._sheet, *self._boxes, by="columns")

    def get_EntireRow(self) -> Range:
        return self._like(*(Box(b.top, 0, b.bottom, COLUMNS - 1) for b in self._boxes))

    def get_EntireColumn(self) -> Range:
        return self._like(*(Box(0, b.left, ROWS - 1, b.right) for b in self._boxes))

    def _item(self, row: Any, column: Any = None) -> Range:
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

    def __call__(self, row: Any, column: Any = None) -> Range:
        tick(self, "Item")
        return guarded(self._item, row, column)

    def Item(self, row: Any, column: Any = None) -> Range:
        return self(row, column)

    def __iter__(self) -> Any:
        for box in self._boxes:
            for row, column in box.cells():
                tick(self, "_NewEnum")
                yield Range(self._sheet, Box(row, column, row, column))

    def get_Offset(self) -> Range:
        """Give the same cells: pywin32 asks without arguments. `GetOffset` takes them."""
        return Range(self._sheet, *self._boxes)

    get_Resize = get_Offset

    @method
    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Range:
        down, right = int(RowOffset), int(ColumnOffset)
        return self._like(
            *(
                Box(b.top + down, b.left + right, b.bottom + down, b.right + right)
                for b in self._boxes
            )
        )

    @method
    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Range:
        first = self._first
        rows, columns = int(RowSize or first.rows), int(ColumnSize or first.columns)
        return self._like(
            Box(first.top, first.left, first.top + rows - 1, first.left + columns - 1)
        )

    @method
    def End(self, Direction: int) -> Range:
        down, right = _DIRECTIONS[int(Direction)]
        return self._like(self._sheet.edge(self._first, down, right))

    # What it holds

    def _values(self, *, plain: bool = False) -> Any:
        data = calc_cells.read(self._sheet, self._clipped(), plain=plain)
        return _shaped(data)

    def _clipped(self) -> Box:
        """Return the first area; where it is far larger than what is used, Excel gives all."""
        if self._first.count > 5_000_000:
            raise errors.application_error("Not enough memory", errors.OUT_OF_MEMORY)
        return self._first

    def get_Value(self) -> Any:
        return self._values()

    def get_Value2(self) -> Any:
        return self._values(plain=True)

    def put_Value(self, data: Any) -> None:
        self.guard_contents()
        for box in self._boxes:
            values = serials.grid(data, box.rows, box.columns)
            if isinstance(data, str) and data.startswith("="):
                values = [
                    [moved(data, row, column) for column in range(box.columns)]
                    for row in range(box.rows)
                ]
            self._put(box, values)

    put_Value2 = put_Value

    def _put(self, box: Box, values: list[list[Any]]) -> None:
        """Write, except what falls on the covered part of a merge: that is lost. MODELLED."""
        covered = self._sheet.covered(box)
        if not covered:
            calc_cells.write(self._sheet, box, values)
            return
        for row, column in box.cells():
            if (row, column) not in covered:
                value = values[row - box.top][column - box.left]
                cell = Box(row, column, row, column)
                calc_cells.write(self._sheet, cell, [[value]])

    def get_Formula(self) -> Any:
        return _shaped(calc_cells.read_formulas(self._sheet, self._clipped()))

    def put_Formula(self, data: Any) -> None:
        self.put_Value(data)

    get_Formula2 = get_Formula
    put_Formula2 = put_Formula

    def get_HasFormula(self) -> bool | None:
        boxes = [calc_cells.formula_cells(self._sheet.uno, box) for box in self._boxes]
        found = sum(box.count for part in boxes for box in part)
        return False if not found else True if found == self.get_CountLarge() else None

    def get_HasArray(self) -> bool | None:
        found = sum(
            part.count
            for box in self._boxes
            for array in calc_cells.arrays(self._sheet.uno, box)
            if (part := array.meets(box))
        )
        return False if not found else True if found == self.get_CountLarge() else None

    def get_CurrentArray(self) -> Range:
        found = calc_cells.arrays(self._sheet.uno, self._first)
        if not found:
            raise errors.application_error("No cells were found.")
        return self._like(found[0])

    @method
    def ClearContents(self) -> None:
        self.guard_contents()
        for box in self._boxes:
            if any(not box.holds(m) for m in self._sheet.merges_in(box)):
                raise errors.application_error("We can't do that to a merged cell.")
            calc_cells.clear(self._sheet, box)
            calc_cells.block(self._sheet.uno, box).clearContents(calc_cells.CONTENTS)

    @method
    def Clear(self) -> None:
        self.guard_contents()
        self.guard_formats("Clear")
        for box in self._boxes:
            calc_cells.clear(self._sheet, box)
            cells = calc_cells.block(self._sheet.uno, box)
            cells.clearContents(calc_cells.CONTENTS | calc_cells.HARD_FORMATS)

    # How it looks

    def get_NumberFormat(self) -> str | None:
        if self.is_mixed("NumberFormat"):
            return None
        code: str = self._book.number_formats.code(self._uno.NumberFormat)
        return code

    def put_NumberFormat(self, code: str) -> None:
        self.guard_formats("NumberFormat")
        self._uno.NumberFormat = self._book.number_formats.key(code)

    def get_Locked(self) -> bool | None:
        return self._locked()

    def put_Locked(self, locked: bool) -> None:
        if self._sheet.protection.is_on:
            raise errors.unable_to_set("Locked")
        protection = self._uno.CellProtection
        protection.IsLocked = bool(locked)
        self._uno.CellProtection = protection

    def get_FormulaHidden(self) -> bool | None:
        if self.is_mixed("CellProtection"):
            return None
        return bool(self._uno.CellProtection.IsFormulaHidden)

    def get_Interior(self) -> Interior:
        return Interior(self)

    def get_Font(self) -> Font:
        return Font(self)

    def get_FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    def get_WrapText(self) -> bool | None:
        return None if self.is_mixed("IsTextWrapped") else bool(self._uno.IsTextWrapped)

    def put_WrapText(self, wrap: bool) -> None:
        self.guard_formats("WrapText")
        self._uno.IsTextWrapped = bool(wrap)

    def get_ColumnWidth(self) -> float:
        columns = calc_cells.block(self._sheet.uno, self._first).Columns
        return float(columns.getByIndex(0).Width) / 200

    def put_ColumnWidth(self, width: float) -> None:
        for box in self._boxes:
            calc_cells.block(self._sheet.uno, box).Columns.Width = int(width * 200)

    @method
    def AutoFit(self) -> None:
        for box in self._boxes:
            cells = calc_cells.block(self._sheet.uno, box)
            axis, name = (cells.Rows, "Height") if self._by == "rows" else (cells.Columns, "Width")
            setattr(axis, f"Optimal{name}", True)

    # Merges

    def get_MergeCells(self) -> bool | None:
        found = sum(
            part.count
            for box in self._boxes
            for merge in self._sheet.merges_in(box)
            if (part := merge.meets(box))
        )
        return False if not found else True if found == self.get_CountLarge() else None

    def get_MergeArea(self) -> Range:
        if self._first.count > 1:
            raise errors.application_error(
                "Unable to get the MergeArea property of the Range class"
            )
        found = self._sheet.merges_in(self._first)
        return self._like(found[0] if found else self._first)

    @method
    def Merge(self, Across: bool = False) -> None:
        self.guard_formats("MergeCells")
        for box in self._boxes:
            self._sheet.merge(box)

    @method
    def UnMerge(self) -> None:
        self.guard_formats("MergeCells")
        for box in self._boxes:
            self._sheet.unmerge(box)

    # What lies there besides

    def get_ListObject(self) -> Any:
        return next((t for t in self._sheet.tables() if t.box.meets(self._first)), None)

    def get_Hyperlinks(self) -> Any:
        return self._sheet.get_Hyperlinks()

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
    def __init__(self, cells: Range) -> None:
        self._range = cells

    def members(self) -> list[Range]:
        return [Range(self._range.sheet, box) for box in self._range.boxes]


def _shaped(data: list[list[Any]]) -> Any:
    if len(data) == 1 and len(data[0]) == 1:
        return data[0][0]
    return tuple(tuple(row) for row in data)


def union(ranges: list[Range]) -> Range:
    """Return the cells of several ranges of one sheet as one range."""
    if len({r.sheet.name for r in ranges}) != 1:
        raise errors.application_error("Method 'Union' of object '_Application' failed")
    return Range(ranges[0].sheet, *(box for r in ranges for box in r.boxes))


def between(first: Range, last: Range) -> Range:
    """Return the smallest range that holds both."""
    return Range(first.sheet, around((*first.boxes, *last.boxes)))
