"""How the cells of a workbook look: the same in each file format, and never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Final

from lacxl.publishing.forms.palette import HEAD, LIGHTS, LINK, PAPER

FONT: Final = "Arial"
"""A plain font that every office program has, or has one of the same widths for."""


class Style(Enum):
    """What a cell is, by the name that its style has in the file."""

    TITLE = "Heading 1"
    HEADING = "Heading 2"
    TEXT = "Text"
    LINE = "Line"
    COLUMN = "Column"
    FIGURES = "Column of figures"
    NUMBER = "Number"
    SYMBOL = "Symbol"
    FIRST = "First column"
    WORDS = "Words"
    LINK = "Link"
    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; colours are rrggbb. One that `is_lined` has a line below it."""

    size: int = 12
    is_bold: bool = False
    is_underlined: bool = False
    ground: str = ""
    ink: str = PAPER.ink
    is_lined: bool = False
    is_right: bool = False
    wraps: bool = True


_COLUMN: Final = Look(is_bold=True, ground=HEAD.ground, ink=HEAD.ink, is_lined=True)


def _light(name: str) -> Look:
    return Look(is_bold=True, is_lined=True, ground=LIGHTS[name].ground, ink=LIGHTS[name].ink)


LOOKS: Final[Mapping[Style, Look]] = MappingProxyType(
    {
        Style.TITLE: Look(size=16, is_bold=True, wraps=False),
        Style.HEADING: Look(size=14, is_bold=True),
        Style.TEXT: Look(),
        Style.LINE: Look(wraps=False),
        Style.COLUMN: _COLUMN,
        Style.FIGURES: replace(_COLUMN, is_right=True),
        Style.NUMBER: Look(is_lined=True, is_right=True, wraps=False),
        Style.SYMBOL: Look(is_lined=True, is_right=True),
        Style.FIRST: Look(is_bold=True, is_lined=True),
        Style.WORDS: Look(is_lined=True),
        Style.LINK: Look(is_lined=True, is_underlined=True, ink=LINK),
        Style.GREEN: _light("green"),
        Style.AMBER: _light("amber"),
        Style.RED: _light("red"),
    }
)
"""The look of each style."""
