"""Dates however they are written: each different text is read once, and never by guessing.

The day comes first unless a column, or the table as a whole, proves the month does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import MONTH_NAMES
from lacxl.records.frames import DAY, Days
from lacxl.tables.cell import Cell

_REMEMBERED: Final = 1 << 16
"""So many dates are not read again: columns of large tables have the same ones."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
_TYPOS: Final = 0.01
"""The share of dates that prove the other order and are taken for typing mistakes."""
_AHEAD: Final = 20
"""How many years ahead a date other than of birth may be, such as one due."""

_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_SHORT = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{2}" + _TIME, re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/ ]*([A-Za-z]{3,9})[-/, ]*(\d{4})" + _TIME)
_NAMED_YEAR_FIRST = re.compile(r"(\d{4})[-/ ]*([A-Za-z]{3,9})[-/ ]*(\d{1,2})" + _TIME, re.ASCII)
_NAMED_SHORT = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([A-Za-z]{3,9})[-/., ]*'?(\d{2})" + _TIME, re.ASCII
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_NAMES = {name.casefold()[:3]: i for i, name in enumerate(MONTH_NAMES, 1)}
_FULL_NAMES = {name.casefold() for name in MONTH_NAMES} | set(_NAMES) | {"sept"}

ERROR_VALUES: Final = frozenset(
    ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#getting_data",
     "#multivalue", "#spill!", "#calc!")
)  # fmt: skip
BLANK_WORDS: Final = frozenset(
    ("null", "(null)", "none", "nan", "nat", "<na>", "n/a", "na", "-", ".")
)
_PLACEHOLDERS = {
    dt.date(*day)
    for day in (
        (1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1753, 1, 1), (1, 1, 1), (1800, 1, 1),
        (9999, 12, 31), (2999, 12, 31), (3000, 1, 1), (2099, 12, 31), (2100, 1, 1), (9999, 1, 1),
    )
}  # fmt: skip
_SHORT_PLACEHOLDERS: Final = {(31, 12, 99), (1, 1, 0)}
"""What 31/12/9999 and 01/01/1900 become when Excel cuts the century."""


class Doubt(IntEnum):
    """What may be wrong with a text where a date is wanted; NONE and BLANK are no faults."""

    NONE = 0
    BLANK = 1
    ERROR_VALUE = 2
    NO_DATE = 3
    NO_SUCH_YEAR = 4
    PLACEHOLDER = 5
    SERIAL = 6
    TWO_DIGITS = 7
    EITHER_ORDER = 8
    AMERICAN = 9
    SHORT_YEAR = 10


class Order(IntEnum):
    """Which part of 3/4/2015 is the day, as far as dates prove it."""

    UNCLEAR = 0
    DAY_FIRST = 1
    AMERICAN = 2
    MIXED = 3

    __hash__ = int.__hash__  # an enumeration's own takes most of the time of looking a date up


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """The days and doubts of a column's different values, and the order they were read in.

    `has_other_order` says that some of those read as no date would be one in the other order.
    """

    days: Days
    doubts: npt.NDArray[np.int8]
    order: Order
    has_other_order: bool = False


class Form(IntEnum):
    """How the three numbers of a date follow each other as it is written."""

    YEAR_FIRST = 0
    SLASHED = 1
    SHORT_YEAR = 2


Parts = tuple[Form, int, int, int]
"""The numbers of a date as they are written, the month's name as a number."""
Told = tuple[int, Doubt]
"""A day as a number from 1 January 1970 on, or _NO_DAY, and what is doubtful about it."""
_NO_DAY: Final = int(np.iinfo(np.int64).min)
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_EXCEL_BEGINS: Final = dt.date(1899, 12, 30).toordinal() - _EPOCH


def parse(
    columns: Mapping[str, Sequence[Cell]],
    repairs: Mapping[str, bool],
    births: Collection[str],
    today: dt.date,
) -> dict[str, Parsed]:
    """Return the days of the values of a table's date columns.

    `repairs` says whether american_dates, excel_serials and placeholder_dates are made. `births`
    are the columns in which no date is after `today`, whatever its century.
    """
    written = {name: [_written(value) for value in values] for name, values in columns.items()}
    slashed = {name: _slashed(found) for name, found in written.items()}
    proofs = {name: _proofs(found) for name, found in slashed.items()}
    whole = _order(
        sum(day for day, _ in proofs.values()), sum(american for _, american in proofs.values())
    )
    result = {}
    for name, found in written.items():
        order = _order(*proofs[name])
        order = whole if order is Order.UNCLEAR else order
        short = _ShortYears.of(found, today, is_birth=name in births)
        told = [
            _told(value, order) or short.dated(*each[1:])
            for value, each in zip(columns[name], found, strict=True)
        ]
        days = np.array([day for day, _ in told], np.int64)
        doubts = np.array([doubt for _, doubt in told], np.int8)
        if not repairs["placeholder_dates"]:
            doubts[doubts == Doubt.PLACEHOLDER] = Doubt.NO_SUCH_YEAR
        if not repairs["excel_serials"]:
            days[doubts == Doubt.SERIAL] = _NO_DAY
        if not repairs["american_dates"]:
            days[doubts == Doubt.AMERICAN] = _NO_DAY
        has_other = _has_other_order(slashed[name], order)
        result[name] = Parsed(days.view(DAY), doubts, order, has_other)
    return result


@lru_cache(_REMEMBERED)
def _written(value: Cell) -> Parts | Told:
    """Return what a text says, without deciding between day first and month first."""
    if not isinstance(value, str):
        return Form.YEAR_FIRST, value.year, value.month, value.day
    if len(value) > 10 and value[4] == "-" == value[7] and value[10] in "T " and ":" in value:
        value = value[:10]
    if found := _SLASHED.fullmatch(value):
        return Form.SLASHED, int(found[1]), int(found[3]), int(found[4])
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return Form.YEAR_FIRST, int(found[1]), int(found[2]), int(found[3])
    for pattern, form, year, day in (
        (_NAMED, Form.YEAR_FIRST, 3, 1), (_NAMED_YEAR_FIRST, Form.YEAR_FIRST, 1, 3),
        (_NAMED_SHORT, Form.SHORT_YEAR, 1, 3),
    ):  # fmt: skip
        if (found := pattern.fullmatch(value)) and found[2].casefold() in _FULL_NAMES:
            return form, int(found[year]), _NAMES[found[2].casefold()[:3]], int(found[day])
    if found := _SERIAL.fullmatch(value):
        return _EXCEL_BEGINS + int(found[1]), Doubt.SERIAL
    folded = value.casefold()
    if folded in ERROR_VALUES:
        return _NO_DAY, Doubt.ERROR_VALUE
    if folded in BLANK_WORDS:
        return _NO_DAY, Doubt.BLANK
    return _NO_DAY, Doubt.TWO_DIGITS if _SHORT.fullmatch(value) else Doubt.NO_DATE


@lru_cache(_REMEMBERED)
def _told(value: Cell, order: Order) -> Told | None:
    """Return the day of a text, where the column's order says which part is what; None where its
    year is short, which other dates of the column decide.
    """
    written = _written(value)
    if len(written) == 2:
        return written
    form, first, second, third = written
    if form is Form.YEAR_FIRST:
        return _dated(first, second, third)
    if form is Form.SHORT_YEAR:
        return None
    if order is Order.MIXED and first <= 12 and second <= 12 and first != second:
        return _NO_DAY, Doubt.EITHER_ORDER
    if order is Order.AMERICAN or (order is Order.MIXED and second > 12):
        day, doubt = _dated(third, first, second)
        return day, Doubt.AMERICAN if doubt is Doubt.NONE else doubt
    return _dated(third, second, first)


@lru_cache(_REMEMBERED)
def _dated(year: int, month: int, day: int) -> Told:
    """Return a date, or why it is not one, only means none, or is too old or too far ahead."""
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return _NO_DAY, Doubt.NO_DATE
    if found in _PLACEHOLDERS:
        return _NO_DAY, Doubt.PLACEHOLDER
    if not FIRST_YEAR <= year < LAST_YEAR:
        return _NO_DAY, Doubt.NO_SUCH_YEAR
    return found.toordinal() - _EPOCH, Doubt.NONE


def _slashed(found: Sequence[Parts | Told]) -> Mapping[tuple[int, int], int]:
    """Return the first two numbers of those like 3/4/2015, and how often they are there."""
    return Counter(
        (each[1], each[2]) for each in found if len(each) == 4 and each[0] is Form.SLASHED
    )


def _proofs(slashed: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    """Return how many values can only be day first, and how many only month first."""
    return (
        sum(times for (first, second), times in slashed.items() if first > 12 >= second),
        sum(times for (first, second), times in slashed.items() if second > 12 >= first),
    )


def _order(day_first: int, american: int) -> Order:
    if not day_first and not american:
        return Order.UNCLEAR
    few, many = sorted((day_first, american))
    if few > _TYPOS * many:
        return Order.MIXED
    return Order.DAY_FIRST if day_first > american else Order.AMERICAN


def _has_other_order(slashed: Collection[tuple[int, int]], order: Order) -> bool:
    """Say whether some dates would be ones with day and month the other way round."""
    if order is Order.AMERICAN:
        return any(1 <= month <= 12 < day <= 31 for day, month in slashed)
    if order is Order.DAY_FIRST:
        return any(1 <= month <= 12 < day <= 31 for month, day in slashed)
    return False


@dataclass(frozen=True, slots=True)
class _ShortYears:
    """Which part of a column's dates like 31-May-25 is the year, and of which century it is.

    The year comes last, unless the column shows that it comes first: by numbers that no day has.
    `year_first` is None where it shows both, so that each date has to show it.
    """

    year_first: bool | None
    is_birth: bool
    today: dt.date

    @classmethod
    def of(cls, found: Sequence[Parts | Told], today: dt.date, is_birth: bool) -> _ShortYears:
        """Return what the dates of a column show."""
        shown = [
            _shows_year_first(each[1], each[3]) for each in found
            if len(each) == 4 and each[0] is Form.SHORT_YEAR
        ]  # fmt: skip
        some, others = shown.count(True), shown.count(False)
        if min(some, others) > _TYPOS * max(some, others):
            return cls(None, is_birth, today)
        return cls(some > others and some > _TYPOS * len(shown), is_birth, today)

    def dated(self, first: int, month: int, last: int) -> Told:
        """Return the date. A birth is the last one that is not in the future."""
        year_first = self.year_first
        if year_first is None:
            year_first = _shows_year_first(first, last)
        if year_first is None:
            return _NO_DAY, Doubt.TWO_DIGITS
        short, day = (first, last) if year_first else (last, first)
        if self.is_birth:
            year = self.today.year // 100 * 100 + short
            if (year, month, day) > (self.today.year, self.today.month, self.today.day):
                year -= 100
        elif (day, month, short) in _SHORT_PLACEHOLDERS:
            return _NO_DAY, Doubt.TWO_DIGITS
        else:
            latest = self.today.year + _AHEAD
            year = latest - (latest - short) % 100
        found, doubt = _dated(year, month, day)
        return found, Doubt.SHORT_YEAR if doubt is Doubt.NONE else doubt


def _shows_year_first(first: int, last: int) -> bool | None:
    """Say whether only the first number can be the year, or only the last; None for neither."""
    days = 1 <= first <= 31, 1 <= last <= 31
    return None if days[0] == days[1] else days[1]
