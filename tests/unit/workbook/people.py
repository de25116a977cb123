"""What people do to the workbook: moves drawn at random, and how they write months and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from hypothesis import assume
from hypothesis import strategies as st

from lacxl.catalogue import indicators, layouts
from lacxl.domain.month import Month
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import Layout, locate
from lacxl.workbook.snapshot import Snapshot
from unit.workbook.moves import Book, Sheet
from unit.workbook.snapshots import BLANK, DEMO, read

SUMMARY = "Performance Summary"
COVER = "Cover"
FIRST_1904 = 1462
NUMBERS = [Cell(row, 1) for row in range(6, 29) if row != 11]
TITLES = [Cell(row, 2) for row in range(6, 29) if row != 11]
NUMBERS_OF = dict(zip((cell.row for cell in NUMBERS), indicators.shipped(), strict=True))


def found(snapshot: Snapshot) -> Layout:
    return locate(snapshot, layouts.shipped(), indicators.shipped())


@cache
def places_of(template: str) -> Layout:
    return found(read(DEMO if template == "demo" else BLANK))


def book_of(template: str, kind: type[Sheet] = Sheet) -> Book:
    return Book.of(read(DEMO if template == "demo" else BLANK), kind)


def month_labels(book: Book) -> list[tuple[str, Cell, Month]]:
    """Where the template labels months: the summary's row 5 and each theme page's column B."""
    labels = [(SUMMARY, Cell(5, column), Month(2015, column - 3)) for column in (6, 7, 8)]
    for sheet in book.sheets:
        labels += [
            (sheet.original, cell, Month(value.year, value.month))
            for cell, value in sheet.values.items()
            if isinstance(value, dt.datetime) and cell.column == 2 and sheet.original != COVER
        ]
    return labels


def texts(book: Book) -> list[tuple[str, Cell]]:
    """The words that the layout goes by, but those of months."""
    wanted = [(SUMMARY, cell) for cell in TITLES]
    for sheet in book.sheets:
        for cell, value in sheet.values.items():
            heads = (cell.row in (4, 5)) if sheet.original == SUMMARY else cell.row == 4
            labels = cell.column == 2 and cell.row > 3
            if isinstance(value, str) and (heads or labels) and "May-15" not in value:
                wanted.append((sheet.original, cell))
    return wanted


# -- how people write a month, and words ------------------------------------------------------

LABELS: list[Callable[[Month], str]] = [
    lambda m: m.short,
    lambda m: m.short.upper(),
    lambda m: m.short.replace("-", " "),
    lambda m: m.short.replace("Sep", "Sept"),
    lambda m: m.long,
    lambda m: m.long.upper(),
    lambda m: m.long.replace(" ", "\n"),
    lambda m: f"CURRENT\n{m.short}",
    lambda m: f"Current month:\xa0{m.long}",
    lambda m: f"  {m} ",
]
STYLES: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.swapcase,
    lambda text: text.replace(" ", "\xa0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\n", 1),
    lambda text: text.replace("/", "/ "),
    lambda text: f" {text}\r\n",
]
NOTES = [
    "Note: April's figures are provisional.",
    "Placements and adoptions",
    "May 2015",
    "2014/15",
    "n/a",
    "YTD",
]
LOOSE: list[str | float | dt.datetime] = [
    *NOTES, "May-15", "RAG", "DOT", "SN AVE", "NO.", "of", 409.0, 42125.0, 56_100.0, 0.98, 7.1,
    dt.datetime(2015, 4, 30),
]  # fmt: skip

PLACE = st.integers(0, 10_000)
MOVES = st.one_of(
    st.tuples(st.just("row"), PLACE, PLACE),
    st.tuples(st.just("row"), PLACE, PLACE),
    st.tuples(st.just("column"), PLACE, PLACE),
    st.tuples(st.just("column"), PLACE, PLACE),
    st.tuples(st.just("rename"), PLACE, PLACE),
    st.tuples(st.just("order"), PLACE, PLACE),
    st.tuples(st.just("month"), PLACE, PLACE),
    st.tuples(st.just("months"), PLACE, PLACE),
    st.tuples(st.just("words"), PLACE, PLACE),
    st.tuples(st.just("note"), PLACE, PLACE),
    st.tuples(st.just("float"), PLACE, PLACE),
    st.tuples(st.just("unmerge"), PLACE, PLACE),
    st.tuples(st.just("extra"), PLACE, PLACE),
)


class Person:
    """Somebody who rearranges the workbook."""

    def __init__(self, template: str, kind: type[Sheet] = Sheet, *, date1904: bool = False) -> None:
        self.template = template
        self.book = book_of(template, kind)
        self.book.date1904 = date1904
        self.months = month_labels(self.book)
        self.texts = texts(self.book)
        self.merged = [(s.original, area.first) for s in self.book.sheets for area in s.merges]
        self.triples = {
            (s.original, area.first)
            for s in self.book.sheets
            for area in s.merges
            if s.original not in (COVER, SUMMARY) and area.top == 4
        }
        self.apart: set[tuple[str, Cell]] = set()

    def does(self, move: tuple[str, int, int]) -> None:
        what, a, b = move
        getattr(self, f"_{what}")(a, b)

    def _any(self, a: int) -> Sheet:
        return self.book.sheets[a % len(self.book.sheets)]

    def _row(self, a: int, b: int) -> None:
        sheet = self._any(a)
        sheet.insert_row(1 + b % (sheet.last.row + 1))

    def _column(self, a: int, b: int) -> None:
        sheet = self._any(a)
        before = 1 + b % (sheet.last.column + 1)
        if sheet.original == COVER and sheet.now[Cell(5, 3)].column > 5:
            return  # a label and its value may be three blank columns apart, not more
        for name, first in self.apart:
            # three columns under no common heading: without figures nothing tells them apart
            left = sheet.now[first].column if name == sheet.original else before
            if self.template == "blank" and left < before <= left + 2:
                return
        sheet.insert_column(before)

    def _rename(self, a: int, b: int) -> None:
        name = ["Sheet1", "Bob's page", "7.1", "May-15", SUMMARY][b % 5]
        self._any(a).name = f"{name} ({a}, {b})"[:31]
        assume(len({sheet.name for sheet in self.book.sheets}) == len(self.book.sheets))

    def _order(self, a: int, b: int) -> None:
        self.book.sheets.insert(b % len(self.book.sheets), self.book.sheets.pop(a % 9))

    def _month(self, a: int, b: int) -> None:
        name, cell, month = self.months[a % len(self.months)]
        self._label(name, cell, month, b)

    def _months(self, a: int, b: int) -> None:
        name = self.months[a % len(self.months)][0]
        for each, cell, month in self.months:
            if each == name:
                self._label(name, cell, month, b)

    def _label(self, name: str, cell: Cell, month: Month, b: int) -> None:
        day = month.first_day + dt.timedelta(b % month.last_day.day)
        how = b % (len(LABELS) + 2)
        sheet = self.book.sheet(name)
        if how < len(LABELS):
            sheet.put(cell, LABELS[how](month))
        elif how == len(LABELS):
            sheet.put(cell, dt.datetime(day.year, day.month, day.day))
        else:
            serial = (day - dt.date(1899, 12, 30)).days
            sheet.put(cell, float(serial - FIRST_1904 * self.book.date1904))

    def _words(self, a: int, b: int) -> None:
        name, cell = self.texts[a % len(self.texts)]
        sheet = self.book.sheet(name)
        sheet.put(cell, STYLES[b % len(STYLES)](str(sheet.get(cell))))

    def _note(self, a: int, b: int) -> None:
        sheet = self.book.sheet(SUMMARY)
        below = [row for row in range(7, 29) if row != 11][a % 21]
        at = sheet.now[Cell(below, 1)].row
        column = sheet.now[Cell(6, 1 + b % 2)].column
        sheet.insert_row(at)
        sheet.put_at(Cell(at, column), NOTES[b % len(NOTES)])

    def _float(self, a: int, b: int) -> None:
        sheet = self.book.sheet(SUMMARY)
        cell = NUMBERS[a % len(NUMBERS)]
        sheet.put(cell, float(str(sheet.get(cell))))

    def _unmerge(self, a: int, b: int) -> None:
        name, first = self.merged[a % len(self.merged)]
        sheet = self.book.sheet(name)
        if (name, first) in self.triples:
            area = next((m for m in sheet.merges if m.first == sheet.now[first]), None)
            if self.template == "blank" and (area is None or area.right - area.left != 2):
                return
            self.apart.add((name, first))
        sheet.unmerge(first)

    def _extra(self, a: int, b: int) -> None:
        values = {
            Cell(1 + (a * k) % 9, 1 + (b * k) % 5): LOOSE[(a + b * k) % len(LOOSE)]
            for k in range(1, 12)
        }
        self.book.add(f"Extra {len(self.book.sheets)} {a} {b}"[:31], values.items())


def rearranged(
    template: str, moves: list[tuple[str, int, int]], *, date1904: bool = False
) -> Person:
    person = Person(template, date1904=date1904)
    for move in moves:
        person.does(move)
    return person
