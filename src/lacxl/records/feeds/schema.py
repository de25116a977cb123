"""The layouts' schemas as data: kinds of files, their columns, and code lists by year."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from lacxl.records.feeds.schemas import load
from lacxl.tables.cell import plain

NEVER, ALWAYS = 0, 9999
_LONGEST_NAME = 63
"""How long a column's name may be in PostgreSQL, in letters."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes with the returns in which they are allowed, and the words for them.

    `blank` are codes and words for none; `others` says what an unknown text is, a fault or
    blank; with `letters` a single letter may be a code that other words follow.
    """

    title: str
    allowed: Sequence[str]
    since: Mapping[str, int] = field(default_factory=dict)
    until: Mapping[str, int] = field(default_factory=dict)
    words: tuple[tuple[str, ...], ...] = ()
    blank: tuple[str, ...] = ()
    others: str = "fault"
    letters: bool = False

    def allowed_in(self, first: int, last: int) -> tuple[str, ...]:
        """Return the codes allowed in a return of the years `first` to `last`."""
        return tuple(
            code
            for code in self.allowed
            if self.since.get(code, NEVER) <= last and self.until.get(code, ALWAYS) >= first
        )


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column that is read: `heads` are the headings it may have, the first as it is printed.

    `key`: a row without it says nothing. `key_column`: a table without the column says nothing.
    `spare`: read only where the main source of the same thing is absent. `filled`: every row should
    have it. `feeds`: what cannot be counted without it. `blank`: what a date says that is not
    there, so that one which cannot be read may not be taken for it.
    """

    name: str
    heads: tuple[str, ...]
    type: str
    codes: str = ""
    key: bool = False
    key_column: bool = False
    optional: bool = False
    spare: bool = False
    feeds: str = ""
    filled: bool = False
    blank: str = ""

    @property
    def title(self) -> str:
        """The heading as it is printed in messages, in one line."""
        return " ".join(unicodedata.normalize("NFC", self.heads[0]).split())


@dataclass(frozen=True)
class TableKind:
    """A kind of table: what it is called, the columns read, and headings that only show it.

    `gives` is the dataset that its columns are put into.
    """

    source: str
    name: str
    title: str
    columns: tuple[ColumnSpec, ...]
    other: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    unused: bool = False
    gives: str = ""

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The column's name (or its own heading, for one that is not read) by squashed heading."""
        found: dict[str, str] = {}
        for head in (*self.other, *self.newer):
            found |= dict.fromkeys(_as_named(head), f"({head})")
        for column in self.columns:
            for head in column.heads:
                found |= dict.fromkeys(_as_named(head), column.name)
        return found

    def title_of(self, column: str) -> str:
        """Return the heading of a column as it is printed, the name where the kind has no such."""
        return next((spec.title for spec in self.columns if spec.name == column), column)


def squash(heading: str) -> str:
    """Return a heading without what varies: case, blanks, quotes, marks, underscores."""
    return plain(heading).replace(" ", "")


def _as_named(heading: str) -> tuple[str, ...]:
    """Return a heading, squashed, as in a file, and as in PostgreSQL, which cuts long names off."""
    return squash(heading), squash(heading[:_LONGEST_NAME])


@cache
def kinds() -> tuple[TableKind, ...]:
    """Return every kind of table that lacxl knows, in a fixed order."""
    return tuple(
        _kind(data["source"], name, table)
        for file in ("ssda903", "annex_a", "ssd", "other")
        for data in (load(file),)
        for name, table in data["kinds"].items()
    )


def _kind(source: str, name: str, table: Mapping[str, Any]) -> TableKind:
    columns = tuple(column_of(*each) for each in table.get("columns", {}).items())
    other, newer = (tuple(table.get(key, ())) for key in ("other", "newer"))
    gives, unused = table.get("gives", name), table.get("unused", False)
    return TableKind(source, name, table["title"], columns, other, newer, unused, gives)


def column_of(name: str, table: Mapping[str, Any]) -> ColumnSpec:
    """Return a column as a schema declares it: a key is a key column too."""
    given = {key: value for key, value in table.items() if key != "head"}
    return ColumnSpec(
        name, tuple(table["head"]), **{"key_column": table.get("key", False), **given}
    )


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return the code lists by name."""
    lists = {}
    for name, table in load("codes").items():
        words = tuple((code, *map(plain, texts)) for code, *texts in table.get("words", ()))
        blank = tuple(map(plain, table.get("blank", ())))
        lists[name] = CodeList(**{**table, "words": words, "blank": blank})
    return lists
