"""What only matters to draw a sheet: widths, hidden columns, the theme's colours."""

from __future__ import annotations

from collections.abc import Iterator

from lacxl.domain.errors import Refused
from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, elements, flag, kids, local_name, whole
from lacxl.workbook.colours import OFFICE_THEME
from lacxl.workbook.engine import WINDOW_COLUMNS
from lacxl.workbook.shape import Shape

_ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
_NUMBERED = ("lt1", "dk1", "lt2", "dk2", *_ACCENTS, "hlink", "folHlink")
"""Cells number a theme's colours with light before dark; the theme lists them the other way."""


def shape_of(frame: AroundRows, hidden_rows: frozenset[int]) -> Shape:
    """Return the shape of a sheet, of which the hidden rows are known already."""
    widths, hidden = {}, set()
    for first, last, element in _columns(frame):
        width = _number(element.get("width", ""))
        for column in range(first, min(last, WINDOW_COLUMNS) + 1):
            if flag(element, "hidden") or width == 0:
                hidden.add(column)
            elif width is not None:
                widths[column] = width
    return Shape(widths, hidden_rows, frozenset(hidden))


def theme_colours(package: Package) -> tuple[str, ...]:
    """Return the colours of the workbook's theme as cells number them."""
    part = package.related("theme")
    if part is None:
        return OFFICE_THEME
    try:
        root = package.parse(part)
    except Refused:  # cells can be read without their colours
        return OFFICE_THEME
    found: dict[str, str] = {}
    for scheme in root.iter():
        if local_name(scheme) == "clrScheme":
            for element in elements(scheme):
                for colour in elements(element):
                    found[local_name(element)] = colour.get("lastClr") or colour.get("val", "")
    return tuple(
        f"#{found[name].upper()}" if name in found else usual
        for name, usual in zip(_NUMBERED, OFFICE_THEME, strict=True)
    )


def _columns(frame: AroundRows) -> Iterator[tuple[int, int, Element]]:
    for listed in kids(frame.root, "cols"):
        for element in kids(listed, "col"):
            yield whole(element.get("min")), whole(element.get("max")), element


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
