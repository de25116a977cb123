"""How cells are formatted and locked, and what may be typed there, asked of an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lacxl.workbook.address import CellRef
from lacxl.workbook.engine import Engine
from lacxl.workbook.snapshot import CellLook, Validation


def looks_of(book: Engine, places: Iterable[CellRef]) -> Mapping[CellRef, CellLook]:
    """Return number format and lock of the places, asked of the engine a sheet at a time."""
    by_sheet: dict[str, list[CellRef]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append(place)
    return {
        CellRef(sheet, cell): look
        for sheet, wanted in by_sheet.items()
        for cell, look in book.looks(sheet, [place.cell for place in wanted]).items()
    }


def validations_of(book: Engine, places: Iterable[CellRef]) -> Mapping[CellRef, Validation]:
    """Return the validations of the places that have one, asked of the engine a sheet at a time."""
    by_sheet: dict[str, list[CellRef]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append(place)
    return {
        place: rule
        for sheet, wanted in by_sheet.items()
        for rule in book.validations(sheet)
        for place in wanted
        if any(place.cell in area for area in rule.areas)
    }
