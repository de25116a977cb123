# ruff: noqa: N802 (the members of COM objects bear Excel's names)
"""Notes of cells. Run by Calc, which keeps no author of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice import errors
from libreoffice.dispatch import ComObject, method

if TYPE_CHECKING:
    from libreoffice.addresses import Box
    from libreoffice.worksheet import Worksheet


class Comment(ComObject):
    """The note of one cell."""

    def __init__(self, sheet: Worksheet, box: Box) -> None:
        self._sheet = sheet
        self._box = box

    @method
    def Text(self) -> str:
        return text_at(self._sheet, self._box) or ""

    def get_Author(self) -> str:
        return ""

    @method
    def Delete(self) -> None:
        if self._sheet.protection.guards_objects:
            raise errors.on_a_protected_sheet()
        notes = self._sheet.uno.Annotations
        for number in range(notes.Count):
            if _is_at(notes.getByIndex(number), self._box):
                notes.removeByIndex(number)
                return
        raise errors.application_error("The note is gone.")


def text_at(sheet: Worksheet, box: Box) -> str | None:
    """Return the note's text, None where the cell has none."""
    notes = sheet.uno.Annotations
    found = (notes.getByIndex(number) for number in range(notes.Count))
    return next((str(note.String) for note in found if _is_at(note, box)), None)


def add(sheet: Worksheet, box: Box, text: str) -> Comment:
    """Add a note. Raises Excel's error where there is one, or the sheet guards it."""
    if sheet.protection.guards_objects:
        raise errors.on_a_protected_sheet()
    if text_at(sheet, box) is not None:
        raise errors.application_error("Application-defined or object-defined error")
    cell = sheet.uno.getCellByPosition(box.left, box.top)
    sheet.uno.Annotations.insertNew(cell.CellAddress, text)
    return Comment(sheet, box)


def _is_at(note: Any, box: Box) -> bool:
    place = note.Position
    return bool((place.Row, place.Column) == (box.top, box.left))
