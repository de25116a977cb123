"""The sheets of a workbook, whatever its file format: texts, and one table at most on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from lacxl.publishing.forms.texts import in_cell
from lacxl.publishing.publication import Value

Held = str | Value


class Shade(Enum):
    """How a cell of a table looks; its words say the same."""

    NONE = ""
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, what its cells are.

    `empty` stands where a text is empty, for no cell of a table is. `is_light` are the words of
    lights, `is_link` names of sheets that lead there.
    """

    heading: str
    width: int
    empty: str = "None"
    is_light: bool = False
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name that a spreadsheet knows it by, its columns and rows.

    The first `fixed` columns say what a row is about, and stay in sight.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Held, ...], ...]
    fixed: int = 1
    filtered: bool = False


class Look(Enum):
    """How a line of text looks."""

    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title in A1, sentences below it, then a table or lines of text."""

    name: str
    title: str
    about: str
    says: tuple[str, ...] = ()
    table: Table | None = None
    texts: tuple[tuple[Look, str], ...] = ()


TEXT_WIDTH = 100
"""The width in characters of a sheet that has no table."""

_SHADES: Mapping[str, Shade] = {
    shade.value: shade for shade in (Shade.GREEN, Shade.AMBER, Shade.RED)
}


def filled(column: Column, held: Held) -> Held:
    """Return what a cell of the column holds: never an empty text."""
    return (in_cell(held) or column.empty) if isinstance(held, str) else held


def shade_of(column: Column, held: Held) -> Shade:
    """Return how a light looks; all other cells look alike."""
    if not column.is_light or not isinstance(held, str):
        return Shade.NONE
    return _SHADES.get(held.strip().casefold(), Shade.NONE)


def distinct(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns with headings that a spreadsheet's table takes: none twice, none empty."""
    taken: set[str] = set()
    found = []
    for column in columns:
        heading = base = in_cell(column.heading)[:200] or "No heading"
        number = 2
        while heading.casefold() in taken:
            heading, number = f"{base} ({number})", number + 1
        taken.add(heading.casefold())
        found.append(Column(heading, column.width, column.empty, column.is_light, column.is_link))
    return tuple(found)
