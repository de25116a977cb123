# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""Range: what cells hold and how they look."""

from __future__ import annotations

from typing import Any

from libreoffice import calc_cells, errors, lines, notes, serials
from libreoffice.addresses import Box, around, moved
from libreoffice.dispatch import method
from libreoffice.format_conditions import FormatConditions
from libreoffice.looks import Borders, Font, Interior
from libreoffice.places import Places
from libreoffice.uno_library import enum

_HORIZONTAL = {1: "STANDARD", -4131: "LEFT", -4108: "CENTER", -4152: "RIGHT", -4130: "BLOCK"}
_VERTICAL = {-4107: 3, -4160: 1, -4108: 2, -4130: 4}
_COMMENTS, _VALIDATION = -4144, 6
"""xlPasteComments, xlPasteValidation."""
_INDENT = 353
"""1/100 mm a level, as Calc reads a file's."""


class Range(Places):
    """Cells. As in Excel, values are those of the first area, formats those of all areas."""

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

    def get_Borders(self) -> Borders:
        return Borders(self)

    def put_FormulaHidden(self, hidden: bool) -> None:
        if self._sheet.protection.is_on:
            raise errors.unable_to_set("FormulaHidden")
        protection = self._uno.CellProtection
        protection.IsFormulaHidden = bool(hidden)
        self._uno.CellProtection = protection

    def put_ShrinkToFit(self, shrink: bool) -> None:
        self.guard_formats("ShrinkToFit")
        self._uno.ShrinkToFit = bool(shrink)

    def put_HorizontalAlignment(self, side: int) -> None:
        self.guard_formats("HorizontalAlignment")
        self._uno.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[int(side)])

    def put_VerticalAlignment(self, side: int) -> None:
        self.guard_formats("VerticalAlignment")
        self._uno.VertJustify = _VERTICAL[int(side)]

    def put_Orientation(self, degrees: int) -> None:
        self.guard_formats("Orientation")
        self._uno.RotateAngle = int(degrees) % 360 * 100

    def put_IndentLevel(self, level: int) -> None:
        self.guard_formats("IndentLevel")
        self._uno.ParaIndent = int(level) * _INDENT

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

    # Rows and columns

    @method
    def Insert(self, Shift: Any = None, CopyOrigin: int = 0) -> None:
        lines.insert(self._sheet, self._whole_lines("insert"))

    @method
    def Delete(self, Shift: Any = None) -> None:
        lines.delete(self._sheet, self._whole_lines("delete"))

    def _whole_lines(self, verb: str) -> Box:
        """Return whole rows or columns, which the sheet lets be inserted or deleted."""
        box = self._first
        if len(self._boxes) > 1 or not lines.is_whole(box):
            raise errors.application_error("The stand-in inserts and deletes whole lines alone.")
        flag = f"{verb}{'Rows' if box.columns > box.rows else 'Columns'}"
        if self._sheet.protection.guards(flag):
            raise errors.application_error(f"{verb.title()} method of Range class failed")
        return box

    # Notes

    def get_Comment(self) -> notes.Comment | None:
        there = notes.text_at(self._sheet, self._first)
        return None if there is None else notes.Comment(self._sheet, self._first)

    @method
    def AddComment(self, Text: str = "") -> notes.Comment:
        return notes.add(self._sheet, self._first, Text)

    @method
    def Copy(self, Destination: Any = None) -> None:
        if Destination is not None:
            raise errors.application_error("The stand-in copies to the clipboard alone.")
        self._book.app.take_up(self)

    @method
    def PasteSpecial(self, Paste: int = -4104, *_: Any, **__: Any) -> None:
        source = self._book.app.clipboard
        if Paste == _VALIDATION and source is not None:
            lines.paste_validations(source.sheet, source.boxes[0], self._sheet, self._first)
            return
        if Paste != _COMMENTS or source is None:
            raise errors.application_error("The stand-in pastes notes and validations alone.")
        text = notes.text_at(source.sheet, source.boxes[0])
        if text is not None:
            notes.add(self._sheet, self._first, text)

    # What lies there besides

    def get_ListObject(self) -> Any:
        return next((t for t in self._sheet.tables() if t.box.meets(self._first)), None)

    def get_Hyperlinks(self) -> Any:
        return self._sheet.get_Hyperlinks()


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
