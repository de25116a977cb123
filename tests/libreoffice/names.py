# ruff: noqa: N802 (the members of COM objects bear Excel's names)
"""The names of a workbook or of a sheet, the area to print among those. Run by Calc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice import errors
from libreoffice.addresses import parse_boxes
from libreoffice.dispatch import Collection, ComObject
from libreoffice.uno_library import struct

if TYPE_CHECKING:
    from libreoffice.ranges import Range
    from libreoffice.workbook import Workbook
    from libreoffice.worksheet import Worksheet

_PRINTED, _IN_FILE = "Print_Area", "_xlnm.Print_Area"


class Name(ComObject):
    def __init__(self, book: Workbook, names: Any, name: str) -> None:
        self._book = book
        self._names = names
        self._name = name

    def get_Name(self) -> str:
        return self._name

    def get_RefersToRange(self) -> Range:
        found = self._book.named(self._name)
        if found is None:
            raise errors.application_error("Application-defined or object-defined error")
        return found

    def put_RefersTo(self, formula: str) -> None:
        place = struct("table.CellAddress", 0, 0, 0)
        tokens = self._book.parser().parseFormula(formula.removeprefix("="), place)
        self._names.getByName(self._name).setTokens(tokens)


class PrintArea(ComObject):
    """The area to print: in Calc no name, but the one that was in the file stays beside it."""

    _called = "Name"

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def get_Name(self) -> str:
        return _PRINTED

    def put_RefersTo(self, formula: str) -> None:
        parts = formula.removeprefix("=").split(",")
        boxes = parse_boxes(",".join(part.rpartition("!")[2] for part in parts))
        if boxes is None:
            raise errors.application_error("Application-defined or object-defined error")
        if self._sheet.uno.NamedRanges.hasByName(_IN_FILE):
            self._sheet.uno.NamedRanges.removeByName(_IN_FILE)
        self._sheet.uno.PrintAreas = tuple(self._sheet.cells(box).uno.RangeAddress for box in boxes)


class Names(Collection):
    def __init__(self, book: Workbook, sheet: Worksheet | None = None) -> None:
        self._book = book
        self._sheet = sheet

    def members(self) -> list[Any]:
        names = (self._sheet.uno if self._sheet else self._book.document).NamedRanges
        found: list[Any] = [Name(self._book, names, name) for name in names.ElementNames]
        printed = self._sheet is not None and bool(self._sheet.uno.PrintAreas)
        return [*found, PrintArea(self._sheet)] if printed and self._sheet else found
