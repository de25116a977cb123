"""The sheets of a workbook, whatever its file format: texts, and one table at most on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lacxl.publishing.forms.looks import FormStyle
from lacxl.publishing.forms.shown_numbers import printed
from lacxl.publishing.forms.texts import in_cell
from lacxl.publishing.publication import Value

Held = str | Value

TEXT_WIDTH: Final = 100
"""The width in characters of a sheet that has no table."""

_LIGHTS: Final[Mapping[str, FormStyle]] = {
    "green": FormStyle.GREEN,
    "amber": FormStyle.AMBER,
    "red": FormStyle.RED,
}


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a table: its heading, its width in characters, what its cells are.

    `empty` stands where a text is empty, for no cell of a table is. In one that `is_figure` stand
    figures, which are put to the right; `is_light` are the words of lights, `is_link` names of
    sheets that lead there.
    """

    heading: str
    width: int
    empty: str = "None"
    is_figure: bool = False
    is_light: bool = False
    is_link: bool = False

    @property
    def style(self) -> FormStyle:
        """The style of its heading."""
        return FormStyle.FIGURES if self.is_figure else FormStyle.COLUMN


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table: the name that a spreadsheet knows it by, its columns and rows. The first column
    says what a row is about.
    """

    name: str
    columns: tuple[FormColumn, ...]
    rows: tuple[tuple[Held, ...], ...]

    def style(self, at: int, held: Held) -> FormStyle:
        """Return the style of a cell in the column at that place, from 0."""
        column = self.columns[at]
        if column.is_figure:
            is_number = not isinstance(held, str) and printed(held) is not None
            return FormStyle.NUMBER if is_number else FormStyle.SYMBOL
        if column.is_link:
            return FormStyle.LINK
        if column.is_light and isinstance(held, str) and held.casefold() in _LIGHTS:
            return _LIGHTS[held.casefold()]
        return FormStyle.WORDS if at else FormStyle.FIRST


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet: its title in A1, sentences below it, then a table or lines of text."""

    name: str
    title: str
    about: str
    says: tuple[str, ...] = ()
    table: FormTable | None = None
    texts: tuple[tuple[FormStyle, str], ...] = ()

    @property
    def first(self) -> tuple[tuple[FormStyle, str], ...]:
        """The lines above a table, all lines where there is none."""
        style = FormStyle.TEXT if self.table is None else FormStyle.LINE
        says = ((style, sentence) for sentence in self.says)
        return ((FormStyle.TITLE, self.title), *says, *self.texts)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of its columns in characters."""
        return (
            (TEXT_WIDTH,)
            if self.table is None
            else tuple(column.width for column in self.table.columns)
        )


def filled(column: FormColumn, text: str) -> str:
    """Return the text of a cell of the column: never an empty one."""
    return in_cell(text) or column.empty


def distinct(columns: Iterable[FormColumn]) -> tuple[FormColumn, ...]:
    """Return the columns with headings that a spreadsheet's table takes: none twice, none empty."""
    taken: set[str] = set()
    found = []
    for column in columns:
        heading = base = in_cell(column.heading)[:200] or "No heading"
        number = 2
        while heading.casefold() in taken:
            heading, number = f"{base} ({number})", number + 1
        taken.add(heading.casefold())
        found.append(replace(column, heading=heading))
    return tuple(found)
