"""Which of Excel's properties say a fact of a cell's style. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.workbook.changes import Swap
from lacxl.workbook.style import AUTOMATIC, Style

_NONE, _AUTOMATIC_INDEX, _SOLID = -4142, -4105, 1
_EDGES = {"left": -4131, "right": -4152, "top": -4160, "bottom": -4107, "down": 5, "up": 6}
"""The sides of each cell of a range (xlLeft and so on; xlEdgeLeft is the range's own)."""
_LINES = {
    "thin": (1, 2),
    "medium": (1, -4138),
    "thick": (1, 4),
    "hair": (1, 1),
    "dashed": (-4115, 2),
    "dotted": (-4118, 2),
    "dashDot": (4, 2),
    "dashDotDot": (5, 2),
    "double": (-4119, 4),
    "mediumDashed": (-4115, -4138),
    "mediumDashDot": (4, -4138),
    "mediumDashDotDot": (5, -4138),
    "slantDashDot": (13, -4138),
}
"""LineStyle and Weight."""
_PATTERNS = {
    "solid": _SOLID,
    "gray125": 17,
    "gray0625": 18,
    "darkGray": -4126,
    "mediumGray": -4125,
    "lightGray": -4124,
    "darkHorizontal": -4128,
    "darkVertical": -4166,
    "darkDown": -4121,
    "darkUp": -4162,
    "darkGrid": 9,
    "darkTrellis": 10,
    "lightHorizontal": 11,
    "lightVertical": 12,
    "lightDown": 13,
    "lightUp": 14,
    "lightGrid": 15,
    "lightTrellis": 16,
}
_UNDERLINES = {"": _NONE, "single": 2, "double": -4119, "singleAccounting": 4}
_UNDERLINES |= {"doubleAccounting": 5}
_HORIZONTAL = {"": 1, "left": -4131, "center": -4108, "right": -4152, "fill": 5}
_HORIZONTAL |= {"justify": -4130, "centerContinuous": 7, "distributed": -4117}
_VERTICAL = {"": -4107, "top": -4160, "center": -4108, "justify": -4130, "distributed": -4117}
_ORDERS = {"": -5002, "1": -5003, "2": -5004}
_STACKED, _STACKED_IN_FILE = -4166, 255
_THEME = (2, 1, 4, 3)
"""Light 1, dark 1, light 2, dark 2: the file counts them otherwise than Excel."""


@dataclass(frozen=True, slots=True)
class DressingStep:
    """One property to set: of the range, of its Font or Interior, or of an edge of its cells."""

    name: str
    value: object
    part: str = ""
    edge: int | None = None


def unsettable(change: Swap[Style]) -> tuple[str, ...]:
    """Return the facts on either side, which must be put back if need be, that cannot be set."""
    return tuple(
        fact
        for fact, said in sorted({*change.before.facts, *change.after.facts})
        if not _can(fact, said)
    )


def steps(fact: str, said: str) -> tuple[DressingStep, ...]:
    """Return what to set so that cells have the fact, '' for what is usual.

    Raises LookupError or ValueError for what cannot be set.
    """
    kind, _, name = fact.partition(".")
    if kind == "border":
        return tuple(_line(_EDGES[name], said))
    if kind == "fill":
        return tuple(_fill(said))
    if kind == "font":
        return tuple(_font(name, said))
    if fact == "hidden":
        return (DressingStep("FormulaHidden", bool(said)),)
    return (_aligned(name, said),)


def _can(fact: str, said: str) -> bool:
    try:
        steps(fact, said)
    except (LookupError, ValueError):
        return False
    return True


def _line(edge: int, said: str) -> Iterator[DressingStep]:
    if not said:
        yield DressingStep("LineStyle", _NONE, edge=edge)
        return
    line, _, colour = said.partition(" ")
    style, weight = _LINES[line]
    yield DressingStep("LineStyle", style, edge=edge)
    yield DressingStep("Weight", weight, edge=edge)
    for name, value in _colour(colour):
        yield DressingStep(name, value, edge=edge)


def _fill(said: str) -> Iterator[DressingStep]:
    if not said:
        yield DressingStep("Pattern", _NONE, "Interior")
        return
    pattern, front, *back = said.split()
    yield DressingStep("Pattern", _PATTERNS[pattern], "Interior")
    if pattern == "solid":
        for name, value in _colour(front):
            yield DressingStep(name, value, "Interior")
        return
    for name, value in _colour(front):
        yield DressingStep(f"Pattern{name}", value, "Interior")
    for name, value in _colour(back[0] if back else AUTOMATIC):
        yield DressingStep(name, value, "Interior")


def _font(name: str, said: str) -> Iterator[DressingStep]:
    if name in ("name", "size"):
        if said:
            yield DressingStep(name.title(), float(said) if name == "size" else said, "Font")
    elif name == "color":
        for member, value in _colour(said or AUTOMATIC):
            yield DressingStep(member, value, "Font")
    elif name == "underline":
        yield DressingStep("Underline", _UNDERLINES[said], "Font")
    elif name == "vertical":
        member = {"": "Superscript", "superscript": "Superscript", "subscript": "Subscript"}[said]
        if not said:
            yield DressingStep("Subscript", False, "Font")
        yield DressingStep(member, bool(said), "Font")
    else:
        member = {"bold": "Bold", "italic": "Italic", "strike": "Strikethrough"}[name]
        yield DressingStep(member, bool(said), "Font")


def _aligned(name: str, said: str) -> DressingStep:
    match name:
        case "horizontal":
            return DressingStep("HorizontalAlignment", _HORIZONTAL[said])
        case "vertical":
            return DressingStep("VerticalAlignment", _VERTICAL[said])
        case "wrap":
            return DressingStep("WrapText", bool(said))
        case "shrink":
            return DressingStep("ShrinkToFit", bool(said))
        case "indent":
            return DressingStep("IndentLevel", int(said or 0))
        case "order":
            return DressingStep("ReadingOrder", _ORDERS[said])
        case "rotation":
            degrees = int(said or 0)
            if degrees == _STACKED_IN_FILE:
                return DressingStep("Orientation", _STACKED)
            return DressingStep("Orientation", degrees if degrees <= 90 else 90 - degrees)
    raise LookupError(name)


def _colour(said: str) -> Iterator[tuple[str, object]]:
    kind, _, value = said.partition(":")
    if said.startswith("#"):
        number = int(said[1:], 16)
        yield "Color", number >> 16 | number & 0xFF00 | (number & 0xFF) << 16
    elif kind == "theme":
        theme, _, tint = value.partition(":")
        place = int(theme)
        yield "ThemeColor", _THEME[place] if place < len(_THEME) else place + 1
        yield "TintAndShade", float(tint or 0)
    elif kind == "indexed":
        yield "ColorIndex", int(value) + 1 if int(value) < 8 else int(value) - 7
    else:
        yield "ColorIndex", _AUTOMATIC_INDEX
