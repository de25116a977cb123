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


class FormStyle(Enum):
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
class FormLook:
    """How a cell looks; colours are rrggbb. One that `is_lined` has a line below it."""

    size: int = 12
    is_bold: bool = False
    is_underlined: bool = False
    ground: str = ""
    ink: str = PAPER.ink
    is_lined: bool = False
    is_right: bool = False
    wraps: bool = True


_COLUMN: Final = FormLook(is_bold=True, ground=HEAD.ground, ink=HEAD.ink, is_lined=True)


def _light(name: str) -> FormLook:
    return FormLook(is_bold=True, is_lined=True, ground=LIGHTS[name].ground, ink=LIGHTS[name].ink)


LOOKS: Final[Mapping[FormStyle, FormLook]] = MappingProxyType(
    {
        FormStyle.TITLE: FormLook(size=16, is_bold=True, wraps=False),
        FormStyle.HEADING: FormLook(size=14, is_bold=True),
        FormStyle.TEXT: FormLook(),
        FormStyle.LINE: FormLook(wraps=False),
        FormStyle.COLUMN: _COLUMN,
        FormStyle.FIGURES: replace(_COLUMN, is_right=True),
        FormStyle.NUMBER: FormLook(is_lined=True, is_right=True, wraps=False),
        FormStyle.SYMBOL: FormLook(is_lined=True, is_right=True),
        FormStyle.FIRST: FormLook(is_bold=True, is_lined=True),
        FormStyle.WORDS: FormLook(is_lined=True),
        FormStyle.LINK: FormLook(is_lined=True, is_underlined=True, ink=LINK),
        FormStyle.GREEN: _light("green"),
        FormStyle.AMBER: _light("amber"),
        FormStyle.RED: _light("red"),
    }
)
"""The look of each style."""
