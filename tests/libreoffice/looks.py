# ruff: noqa: N802 (the members of COM objects bear Excel's names)
"""Fills and letters of cells. Run by Calc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice.dispatch import ComObject
from libreoffice.uno_library import enum

if TYPE_CHECKING:
    from libreoffice.ranges import Range

_NO_FILL, _NO_COLOUR = -4142, -4105
_AUTOMATIC = -1
"""Calc's colour of a cell that has none of its own."""
_WHITE = 16_777_215.0


def swapped(colour: int) -> int:
    """Turn Excel's blue-green-red number into red-green-blue, or back."""
    return ((colour & 0xFF) << 16) | (colour & 0xFF00) | (colour >> 16)


class Interior(ComObject):
    def __init__(self, cells: Range) -> None:
        self._range = cells

    def get_ColorIndex(self) -> int | None:
        if self._range.is_mixed("CellBackColor"):
            return None
        return _NO_FILL if self._range.uno.CellBackColor == _AUTOMATIC else 1

    def put_ColorIndex(self, index: int) -> None:
        self._range.guard_formats("ColorIndex", of="Interior")
        if index == _NO_FILL:
            self._range.uno.CellBackColor = _AUTOMATIC

    def get_Color(self) -> float | None:
        if self._range.is_mixed("CellBackColor"):
            return None
        colour = self._range.uno.CellBackColor
        return _WHITE if colour == _AUTOMATIC else float(swapped(colour))

    def put_Color(self, colour: float) -> None:
        self._range.guard_formats("Color", of="Interior")
        self._range.uno.CellBackColor = swapped(int(colour))


class Font(ComObject):
    def __init__(self, cells: Range) -> None:
        self._range = cells

    def _get(self, name: str) -> Any:
        return None if self._range.is_mixed(name) else getattr(self._range.uno, name)

    def _put(self, excel: str, name: str, value: Any) -> None:
        self._range.guard_formats(excel, of="Font")
        setattr(self._range.uno, name, value)

    def get_Bold(self) -> bool | None:
        weight = self._get("CharWeight")
        return None if weight is None else weight > 110

    def put_Bold(self, bold: bool) -> None:
        self._put("Bold", "CharWeight", 150.0 if bold else 100.0)

    def get_Italic(self) -> bool | None:
        posture = self._get("CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    def put_Italic(self, italic: bool) -> None:
        posture = enum("awt.FontSlant", "ITALIC" if italic else "NONE")
        self._put("Italic", "CharPosture", posture)

    def get_Size(self) -> float | None:
        size = self._get("CharHeight")
        return None if size is None else float(size)

    def put_Size(self, size: float) -> None:
        self._put("Size", "CharHeight", float(size))

    def get_Name(self) -> str | None:
        name = self._get("CharFontName")
        return None if name is None else str(name)

    def put_Name(self, name: str) -> None:
        self._put("Name", "CharFontName", name)

    def get_ColorIndex(self) -> int | None:
        colour = self._get("CharColor")
        return None if colour is None else _NO_COLOUR if colour == _AUTOMATIC else 1

    def get_Color(self) -> float | None:
        colour = self._get("CharColor")
        return None if colour is None else 0.0 if colour == _AUTOMATIC else float(swapped(colour))

    def put_Color(self, colour: float) -> None:
        self._put("Color", "CharColor", swapped(int(colour)))
