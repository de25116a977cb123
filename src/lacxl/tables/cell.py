"""A cell's value, a row of cells, and what may be wrong with either: what every reader gives."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

Cell = str | dt.datetime

AROUND = " \t\r\n\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff"
"""What does not count around the text of a cell."""
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


class Record(NamedTuple):
    """A row below the header: its number as Excel shows it, its cells, what is wrong with it."""

    row: int
    cells: Sequence[object]
    flaw: Flaw = Flaw.NONE


class Flawed(NamedTuple):
    """The rows with a flaw; where it is of cells, the index of their column and its name."""

    flaw: Flaw
    rows: Sequence[int]
    column: str = ""
    column_index: int = -1

    @property
    def is_unread(self) -> bool:
        """Whether the cells hold something that is read as blank."""
        return self.flaw in (Flaw.UNWORKED, Flaw.ERROR, Flaw.NO_DATE, Flaw.NO_VALUE)


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
