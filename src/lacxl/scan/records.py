"""Cells that look like a child's record: what a table gives away, by its columns.

One of a kind is often nothing: a council's postcode on a cover, ten digits that fit by chance. What
counts as a find is given at each rule, and in docs/scan.md.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lacxl.scan import headings
from lacxl.scan.identifiers import NOTHING, Identifiers, day_in, look, look_at_number, name_and_day

Value = str | float | dt.date
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_KNOWN = 10_000
_ROWS_OF_PAIRS = 2
_BIRTHS_FROM = 1990
"""The fewest rows of names beside dates where no heading mentions births; the first year."""


@dataclass(frozen=True, slots=True)
class Find:
    """A kind of identifier in a column: `nhs`, `upn`, `postcode`, `born` (`beside` names there)."""

    kind: str
    column: int
    count: int
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """What a text is, and what it says as a heading: the same texts come again and again."""

    found: Identifiers
    is_person: bool
    day: dt.date | None
    of_births: bool
    of_other_dates: bool
    of_names: bool
    of_nhs: bool


@dataclass(slots=True)
class _Column:
    found: Identifiers = NOTHING
    births: int = 0
    days: set[int] = field(default_factory=set)
    dated: int = 0
    people: int = 0
    texts: int = 0
    coded: int = 0
    birth_from: int | None = None
    named: bool = False
    other_date: bool = False
    nhs: bool = False


class SheetRows:
    """A sheet's rows as they come; what they give away is known at the end."""

    def __init__(self) -> None:
        self._columns: dict[int, _Column] = {}
        self._pairs: Counter[tuple[int, int]] = Counter()
        self._beside_more: set[int] = set()
        self._known: dict[str, _Text] = {}

    def add(self, row: int, cells: Mapping[int, Value]) -> None:
        """Take in a row: its cells that hold something, by column."""
        people: list[int] = []
        dates: list[int] = []
        codes: list[int] = []
        strong = labelled = False
        for number, value in cells.items():
            column = self._columns.get(number) or self._columns.setdefault(number, _Column())
            if isinstance(value, str):
                read = self._read(value)
                found, day, labels = read.found, read.day, read.of_births
                column.texts += 1
                _note_heading(column, row, read)
                if read.is_person:
                    people.append(number)
                    column.people += 1
            else:
                labels, day = False, value if isinstance(value, dt.date) else None
                found = NOTHING if isinstance(value, dt.date) else look_at_number(value)
            if found is not NOTHING:
                column.found += found
                strong = strong or bool(found.spaced or found.upn or found.born or found.checked)
                if found.postcodes:
                    codes.append(number)
                    column.coded += 1
            below = column.birth_from is not None and row > column.birth_from
            if day is not None:
                dates.append(number)
                column.dated += 1
                column.days.add(day.toordinal())
            if (day is not None and (below or labelled)) or (below and _is_serial(value)):
                column.births += 1
                strong = True
            labelled = labels
        if strong:
            self._beside_more.update(codes)
        if people and dates:
            self._pairs.update((name, date) for name in people for date in dates)

    def finds(self) -> list[Find]:
        """Return what the table gives away."""
        found: list[Find] = []
        for number, column in sorted(self._columns.items()):
            nhs = self._nhs(column)
            if nhs:
                found.append(Find("nhs", number, nhs))
            if column.found.upn:
                found.append(Find("upn", number, column.found.upn))
            if len(column.found.postcodes) > 1 or number in self._beside_more:
                found.append(Find("postcode", number, column.coded))
            births = column.births + column.found.born
            beside = self._names_beside(number)
            if births:
                found.append(Find("born", number, births, beside))
            elif beside and self._looks_like_births(number, column, beside):
                found.append(Find("born", number, column.dated, beside))
        return found

    def _read(self, text: str) -> _Text:
        if text not in self._known:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            heading = headings.plain(text)
            name, day = name_and_day(text) or (text, day_in(text))
            is_person = headings.is_person(name)
            self._known[text] = _Text(
                look(text),
                is_person,
                day if is_person or name is text else None,
                headings.is_birth(heading),
                headings.is_other_date(heading),
                headings.is_name(heading),
                headings.is_nhs(heading),
            )
        return self._known[text]

    @staticmethod
    def _nhs(column: _Column) -> int:
        """Return how many NHS numbers a column holds.

        One number in eleven fits by chance. So of ten digits in a row at least half must fit, but
        where they are written 3-3-4, or the heading says NHS.
        """
        found = column.found
        likely = found.checked * 2 >= found.loose or column.nhs
        return found.spaced + (found.checked if likely else 0)

    def _names_beside(self, date: int) -> tuple[int, ...]:
        headed = [n for n, c in self._columns.items() if c.named and n != date]
        paired = [name for (name, other), rows in self._pairs.items() if other == date and rows]
        return tuple(sorted({*headed, *paired}))

    def _looks_like_births(self, number: int, column: _Column, beside: Iterable[int]) -> bool:
        """Say whether there are names beside dates that can be births, where no heading says so.

        That takes two rows, most texts of the column being names, and dates over more than a year
        from 1990 on; a heading for another kind of date settles it.
        """
        if column.other_date or len(column.days) < _ROWS_OF_PAIRS:
            return False
        earliest, latest = min(column.days), max(column.days)
        if dt.date.fromordinal(earliest).year < _BIRTHS_FROM or latest - earliest < 366:
            return False
        return any(
            self._pairs[name, number] >= _ROWS_OF_PAIRS
            and self._columns[name].people * 2 > self._columns[name].texts
            for name in beside
        )


def typed(text: str) -> Value:
    """Return what a text file or a page means by a cell: a plain number, else its text."""
    bare = text.strip()
    return float(bare) if _PLAIN_NUMBER.fullmatch(bare) else bare


def _note_heading(column: _Column, row: int, read: _Text) -> None:
    """Note what a text says about the cells below it, wherever a table begins."""
    if read.of_births:
        column.birth_from = row
    elif not column.dated:  # among the dates it is a remark
        column.other_date |= read.of_other_dates
    column.named |= read.of_names
    column.nhs |= read.of_nhs


def _is_serial(value: Value) -> bool:
    """Say whether a plain number can be a day of the years 1980 to 2050 that lost its format."""
    return isinstance(value, float | int) and 29_221 <= value <= 55_153 and value == int(value)
