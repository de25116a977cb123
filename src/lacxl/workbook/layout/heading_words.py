"""The words by which tables are found, and how a label is read as a month or a year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache

from lacxl.domain.month import MONTH_NUMBERS, FinancialYear, Month
from lacxl.workbook.layout.model import AS_SHIPPED, FigurePart, Form, Signs
from lacxl.workbook.snapshot import CellValue, Formula

_MONTH = re.compile(
    r"(?:current|latest|this)?(?:month)?"
    rf"({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})(\d{{4}}|\d{{2}})"
)
_PARTED_YEAR = re.compile(r"\d\s*[^\s\w]\s*\d")
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?:[T ]00:00(?::00)?)?")
_YEAR = re.compile(r"(\d{4})[/\-–](\d{2}|\d{4})")
_SO_FAR = re.compile(r"\(?\s*(?:Y[\s.]*T[\s.]*D\b\.?|year\s*to\s*date)\s*\)?", re.I)
_OF_ANOTHER = re.compile(
    r"\b(?:last|previous|prior|quarter\w*|target|plan|forecast|(?:year|yr) on (?:year|yr))\b"
)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # the years 1990 to 2099 in the 1900 date system
_OFFSET_1904 = 1462


Spellings = Mapping[str, tuple[str, ...]]
"""The spellings seen of each thing that is meant, by the layout's key for it."""


class Time(Enum):
    """Which way time runs in a table: its periods are columns, rows, or sheets of their own."""

    ACROSS = "across"
    DOWN = "down"
    SHEETS = "sheets"


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line that is known by its own heading: which figure it shows, and the spellings seen.

    `alone` says that a part of a figure has one column, and not those of "n of d". `below` are the
    words under the heading that say which of its columns is meant.
    """

    indicator: str
    figure: str
    part: FigurePart
    header: tuple[str, ...]
    alone: bool = False
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table by its name, the way its time runs, and its words.

    `headings` are those of whatever is no month and no year: what judges a line, its benchmarks,
    the year to date. Where there are no `lines`, each is known by the indicator's number or title,
    under the headings `number` and `indicator`.
    """

    name: str
    time: Time
    headings: Spellings
    lines: tuple[LineWords, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of a council's own workbook, described by its headings.

    The indicators `otherwise` have their percentages written the other way than `form` says.

    `sheet` is the one it is on; where no sheet has that name, every visible one is looked at.
    `headings` give what each column is, or each row's part of a figure under the keys of `parts`.
    `order` are the parts of a block's rows where no words tell them. `year` is of months that are
    headed without one; without it the table's title, or its sheet's name, says it.
    """

    name: str
    sheet: str
    time: Time
    headings: Spellings
    parts: Spellings = field(default_factory=dict)
    order: tuple[str, ...] = ()
    lines: tuple[LineWords, ...] = ()
    form: Form = AS_SHIPPED
    otherwise: frozenset[str] = frozenset()
    year: FinancialYear | None = None

    def form_of(self, indicator: str) -> Form:
        """Return how an indicator's figures are written."""
        if indicator not in self.otherwise:
            return self.form
        return replace(self.form, points=not self.form.points)


@dataclass(frozen=True, slots=True)
class LayoutWords:
    """All words of a layout; the summary's table comes first.

    `own` are the tables of a council's own workbook: where there are any, they are all there is.
    """

    cover: Spellings
    tables: tuple[TableWords, ...]
    own: tuple[OwnTable, ...] = ()
    signs: Signs | None = None

    @property
    def summary(self) -> TableWords:
        """The table of the summary."""
        return self.tables[0]

    @property
    def pages(self) -> tuple[TableWords, ...]:
        """The tables of the theme pages."""
        return self.tables[1:]

    @property
    def row_labels(self) -> Spellings:
        """What names a row, and is no period, where time runs down."""
        return {
            key: spellings
            for table in self.tables
            if table.time is Time.DOWN
            for key, spellings in table.headings.items()
        }


def plain(value: CellValue) -> str:
    """Return a text stripped to what matters: lower case, one blank between words."""
    if isinstance(value, Formula):
        value = value.cached
    return _plain(value) if isinstance(value, str) else ""


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    text = text.casefold().replace("%", " percent ").replace("&", " and ")
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text).split())


def letters(value: CellValue) -> str:
    """Return a text's letters and digits alone, as words are compared.

    Narrow columns and scans part words (TARGE T), people point them (R.A.G): both say the same.
    """
    return plain(value).replace(" ", "")


def unqualified(value: CellValue) -> tuple[str, str]:
    """Return the letters of a heading before its last brackets, and those within them.

    DOT (Month on Month) is DOT. Brackets that speak of another figure, as in YTD (last year) or
    DOT (year on year), are no such qualifier: both are then empty.
    """
    text = text_of(value)
    before, bracket, within = text.removesuffix(")").rpartition("(")
    if not text.endswith(")") or not bracket or _OF_ANOTHER.search(plain(within)):
        return "", ""
    return letters(before), letters(within)


def as_month(value: CellValue, *, date1904: bool = False) -> Month | None:
    """Return the month that a label names: a date, its serial number, May-15, CURRENT May 2015."""
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, dt.datetime):
        return _month(value.year, value.month)
    if isinstance(value, float | int) and not isinstance(value, bool):
        serial = value + _OFFSET_1904 if date1904 else value
        if not _FIRST_SERIAL <= serial < _LAST_SERIAL:
            return None
        date = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial))
        return _month(date.year, date.month)
    # Apr 20/21 is April of a financial year
    if (found := _MONTH.fullmatch(letters(value))) and not _PARTED_YEAR.search(text_of(value)):
        year = int(found[2])
        return _month(year if len(found[2]) == 4 else 2000 + year, MONTH_NUMBERS[found[1]])
    # 2010-11 is a financial year as well; no column is for months that old, but for years
    if (found := _ISO.fullmatch(text_of(value))) and as_year(value) is None:
        return _month(int(found[1]), int(found[2]))
    return None


def as_year(value: CellValue) -> FinancialYear | None:
    """Return the financial year that a label names: 2014/15, 2014/ 15, 2014-15, 2014/2015."""
    found = _YEAR.fullmatch(text_of(value).replace(" ", ""))
    if not found or not str(int(found[1]) + 1).endswith(found[2]):
        return None
    return FinancialYear(int(found[1]))


def as_year_so_far(value: CellValue) -> FinancialYear | None:
    """Return the financial year of a label such as 2015/16 YTD or Year to date 2015/16."""
    year, count = _SO_FAR.subn(" ", text_of(value))
    return as_year(year.strip()) if count == 1 else None


def text_of(value: CellValue) -> str:
    """Return a text with one blank between its words, "" for anything else."""
    if isinstance(value, Formula):
        value = value.cached
    return " ".join(value.split()) if isinstance(value, str) else ""


def _month(year: int, number: int) -> Month | None:
    try:
        return Month(year, number)
    except ValueError:
        return None
