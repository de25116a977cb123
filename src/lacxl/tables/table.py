"""A table whatever it is kept in: its first records, then its rows one by one, or its columns."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lacxl.tables.cells import Body

Cell = str | dt.datetime | int
"""A trimmed text, a date and time, or a whole number of a large text that has many of them."""

AROUND = " \t\r\n\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff"
"""What does not count around the text of a cell."""
HEAD_RECORDS = 20
"""How many records are looked through for the header."""
_NOT_WORDS = re.compile(r"[\W_]+")


class Flaw(Enum):
    """What may be wrong with a row or a cell, before anybody has decided how much it weighs."""

    NONE = "none"
    RAGGED = "more or fewer cells than the header"
    BLANK_CELLS = "blank cells beyond the header"
    UNPAIRED = "quotation marks that do not pair up"
    UNWORKED = "a formula that was never worked out"
    FORMULA = "a formula, of which the last result was read"
    ERROR = "an error of Excel"
    MERGED = "merged cells"
    NO_DATE = "a number shown as a date, and none"
    NO_VALUE = "a date or a number that no table has"
    NO_ROW = "a row that its reader fails at"


class Record(NamedTuple):
    """A row below the header: its number as Excel shows it, its cells, what is wrong with it."""

    row: int
    cells: Sequence[object]
    flaw: Flaw = Flaw.NONE


class Flawed(NamedTuple):
    """The rows with a flaw, and the column as Excel or the table calls it, where it is of cells."""

    flaw: Flaw
    rows: Sequence[int]
    column: str = ""


class Table(ABC):
    """A text file, a sheet, a Parquet file, or the answer to a query.

    `name` is the file's, with the number of the sheet where there is more than one; `title` is the
    sheet's own, for choosing it only. `encoding` is what the text was taken for where its bytes do
    not prove it, `delimiter` what parts its cells: both are "" for what is no text.
    """

    def __init__(self, name: str, *, title: str = "", encoding: str = "", delimiter: str = ""):
        self.name = name
        self.title = title
        self.encoding = encoding
        self.delimiter = delimiter

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text, blank ones too."""
        return list(islice(self.first(), HEAD_RECORDS))

    @abstractmethod
    def first(self) -> Iterator[Sequence[str]]:
        """Yield the records from the top on as text."""

    @abstractmethod
    def below(self, header: int) -> Iterator[Record]:
        """Yield the records below record `header` of the head; those of a text without blank ones.

        A row that cannot be read has no cells.
        """

    def flawed(self, header: int, places: Sequence[int]) -> list[Flawed]:
        """Return what is wrong with cells at the places, once the rows have been read."""
        del header, places
        return []

    def percentages(self) -> Mapping[int, frozenset[int]]:
        """Return the rows, by place, in which a number is shown as a percentage."""
        return {}

    def read(self, header: int, places: Sequence[int]) -> tuple[Body, list[Flawed]]:
        """Return the columns at `places` of the rows below record `header` of the head.

        Rows without any cell are left out, and so are rows that cannot be read, with their flaw.
        """
        from lacxl.tables.cells import body_of  # brings numpy, which readings of text do without

        body, rows = body_of(self.below(header), places)
        found = [Flawed(flaw, of) for flaw, of in rows.items()]
        return body, [*found, *self.flawed(header, places)]


def plain(heading: str) -> str:
    """Return a heading without what varies: case, blanks, quotes, points, underscores, marks."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", heading)).strip().casefold()


def cell_of(value: object) -> Cell:
    """Return a reader's value as trimmed text, or as a date and time where it is one."""
    if isinstance(value, str):
        return str(value).strip(AROUND)
    if value is None or value != value:  # noqa: PLR0124 - not a number, not a time
        return ""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, fold=0) if value.tzinfo else value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip(AROUND)
    return str(value).strip(AROUND)
