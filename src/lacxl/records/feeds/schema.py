"""The layouts' schemas as data: kinds of files, their columns, and code lists by year."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from lacxl.tables.headings import plain

NEVER, ALWAYS = 0, 9999
_LONGEST_NAME = 63
"""How long a column's name may be in PostgreSQL, in letters."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes with the returns in which they are allowed, and the words that stand for them."""

    name: str
    title: str
    allowed: tuple[str, ...]
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
    """A column that is read: `heads` are the headings it may bear, the first as it is printed.

    `key`: a row without it says nothing. `key_column`: a table without the column says nothing.
    `spare`: read only where the main source of the same thing is absent. `filled`: every row should
    have it. `blank`: what a date says that is not there, so that one which cannot be read may not
    be taken for it.
    """

    name: str
    heads: tuple[str, ...]
    type: str
    codes: str = ""
    key: bool = False
    key_column: bool = False
    optional: bool = False
    spare: bool = False
    ahead: bool = False
    feeds: str = ""
    filled: bool = False
    blank: str = ""

    @property
    def title(self) -> str:
        """The heading as it is printed in messages."""
        return self.heads[0]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: what it is called, the columns read, and headings that only show it."""

    source: str
    name: str
    title: str
    columns: tuple[ColumnSpec, ...]
    other: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    unused: bool = False

    @property
    def headings(self) -> Mapping[str, str]:
        """The column's name (or its own heading, for one that is not read) by squashed heading."""
        return _headings(self)


def squash(heading: str) -> str:
    """Return a heading without what varies: case, blanks, quotes, marks, underscores."""
    return plain(heading).replace(" ", "")


@cache
def _headings(kind: Kind) -> Mapping[str, str]:
    found = {
        squash(part): f"({head})" for head in (*kind.other, *kind.newer) for part in _as_named(head)
    }
    for column in kind.columns:
        found.update(
            {squash(part): column.name for head in column.heads for part in _as_named(head)}
        )
    return found


def _as_named(heading: str) -> tuple[str, ...]:
    """Return a heading as a file has it, and as a database may: PostgreSQL cuts long names off."""
    return (heading,) if len(heading) <= _LONGEST_NAME else (heading, heading[:_LONGEST_NAME])


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of table that lacxl knows, in a fixed order."""
    return tuple(
        _kind(data["source"], name, table)
        for file in ("ssda903", "annex_a", "ssd", "other")
        for data in (_load(file),)
        for name, table in data["kinds"].items()
    )


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return the code lists by name."""
    lists = {}
    for name, table in _load("codes").items():
        words = tuple(
            (row[0], *(plain(phrase) for phrase in row[1:])) for row in table.get("words", ())
        )
        lists[name] = CodeList(
            name,
            table["title"],
            tuple(table["allowed"]),
            table.get("since", {}),
            table.get("until", {}),
            words,
            tuple(plain(word) for word in table.get("blank", ())),
            table.get("others", "fault"),
            table.get("letters", False),
        )
    return lists


def _load(name: str) -> dict[str, Any]:
    folder = resources.files("lacxl.records.feeds").joinpath("schemas")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))


def _kind(source: str, name: str, table: dict[str, Any]) -> Kind:
    columns = tuple(
        ColumnSpec(
            column,
            tuple(spec["head"]),
            spec["type"],
            spec.get("codes", ""),
            spec.get("key", False),
            spec.get("key_column", spec.get("key", False)),
            spec.get("optional", False),
            spec.get("spare", False),
            spec.get("ahead", False),
            spec.get("feeds", ""),
            spec.get("filled", False),
            spec.get("blank", ""),
        )
        for column, spec in table.get("columns", {}).items()
    )
    return Kind(
        source,
        name,
        table["title"],
        columns,
        tuple(table.get("other", ())),
        tuple(table.get("newer", ())),
        table.get("unused", False),
    )


def shown(text: str) -> str:
    """Return a heading of a schema for a message, in one line."""
    return " ".join(unicodedata.normalize("NFC", text).split())
