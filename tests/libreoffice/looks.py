# ruff: noqa: N802 (the members of COM objects bear Excel's names)
"""Fills, letters and lines of cells. Run by Calc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice import errors
from libreoffice.dispatch import ComObject
from libreoffice.uno_library import enum, struct

if TYPE_CHECKING:
    from libreoffice.ranges import Range

_NO_FILL, _NO_COLOUR = -4142, -4105
_AUTOMATIC = -1
"""Calc's colour of a cell that has none of its own."""
_WHITE = 16_777_215.0


def swapped(colour: int) -> int:
    """Turn Excel's blue-green-red number into red-green-blue, or back."""
    return ((colour & 0xFF) << 16) | (colour & 0xFF00) | (colour >> 16)


_SOLID = 1
_LINES = {(1, 1): (2, 3), (1, 2): (26, 0), (1, -4138): (53, 0), (1, 4): (79, 0)}
_LINES |= {(-4115, 2): (26, 2), (-4118, 2): (26, 1), (-4115, -4138): (53, 2)}
"""LineStyle and Weight, and what Calc has for them: width in 1/100 mm and its own style."""
_EDGES = {-4131: "LeftBorder", -4152: "RightBorder", -4160: "TopBorder", -4107: "BottomBorder"}


_THEME = ["000000", "FFFFFF", "44546A", "E7E6E6", "4472C4", "ED7D31"]
_THEME += ["A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72"]
"""MODELLED: the colours of Office's theme in Excel's order; Calc has none."""


class Themed(ComObject):
    """What has a colour that may be named by the theme."""

    def put_Color(self, colour: float) -> None:
        """Set the colour."""
        raise NotImplementedError

    def put_ThemeColor(self, number: int) -> None:
        self.put_Color(float(swapped(int(_THEME[int(number) - 1], 16))))

    def put_TintAndShade(self, tint: float) -> None:
        """MODELLED: Calc keeps no tint; one that is none is taken."""
        if tint:
            raise errors.application_error("Calc has no tints.")


class Border(Themed):
    """A side of each cell of a range."""

    def __init__(self, cells: Range, edge: int) -> None:
        self._range = cells
        self._name = _EDGES[edge]
        self._style = 1

    def _put(self, width: int, style: int, colour: int) -> None:
        line = struct("table.BorderLine2")
        line.OuterLineWidth, line.LineWidth = width, width
        line.LineStyle, line.Color = style, colour
        setattr(self._range.uno, self._name, line)

    @property
    def _line(self) -> Any:
        return getattr(self._range.uno, self._name)

    def put_LineStyle(self, style: int) -> None:
        self._range.guard_formats("LineStyle", of="Border")
        self._style = int(style)
        if style == _NO_FILL:
            self._put(0, 0, 0)
        else:
            self._put(*_LINES[self._style, 2], 0)

    def put_Weight(self, weight: int) -> None:
        self._range.guard_formats("Weight", of="Border")
        excel = {0: 1, 2: -4115, 1: -4118, 3: 1}[self._line.LineStyle]
        self._put(*_LINES[excel, int(weight)], self._line.Color)

    def put_Color(self, colour: float) -> None:
        self._range.guard_formats("Color", of="Border")
        line = self._line
        self._put(line.LineWidth, line.LineStyle, swapped(int(colour)))

    def put_ColorIndex(self, index: int) -> None:
        self._range.guard_formats("ColorIndex", of="Border")
        line = self._line
        self._put(line.LineWidth, line.LineStyle, 0)


class Borders(ComObject):
    def __init__(self, cells: Range) -> None:
        self._range = cells

    def __call__(self, edge: Any) -> Border:
        return Border(self._range, int(edge))


class Interior(Themed):
    def __init__(self, cells: Range) -> None:
        self._range = cells

    def put_Pattern(self, pattern: int) -> None:
        self._range.guard_formats("Pattern", of="Interior")
        if pattern == _NO_FILL:
            self._range.uno.CellBackColor = _AUTOMATIC
        elif pattern != _SOLID:
            raise errors.application_error("Calc has no patterns.")

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


class Font(Themed):
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

    def put_ColorIndex(self, index: int) -> None:
        self._put("ColorIndex", "CharColor", _AUTOMATIC)

    def put_Underline(self, style: int) -> None:
        self._put("Underline", "CharUnderline", {_NO_FILL: 0, 2: 1, -4119: 2}[int(style)])

    def put_Strikethrough(self, strike: bool) -> None:
        self._put("Strikethrough", "CharStrikeout", int(bool(strike)))

    def get_Color(self) -> float | None:
        colour = self._get("CharColor")
        return None if colour is None else 0.0 if colour == _AUTOMATIC else float(swapped(colour))

    def put_Color(self, colour: float) -> None:
        self._put("Color", "CharColor", swapped(int(colour)))
