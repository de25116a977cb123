"""Dates however they are written: each different text is read once, and never by guessing.

The day comes first unless a column, or the table as a whole, proves the month does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import MONTH_NUMBERS
from lacxl.records.feeds.schemas import load
from lacxl.records.frames import DAY, NO_DAY, Days, Mask, Whole
from lacxl.tables.cell import Cell

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

ERROR_VALUES: Final = frozenset(load("texts")["errors"])
BLANK_WORDS: Final = frozenset(load("texts")["blanks"])
_PLACEHOLDERS = np.array(load("texts")["placeholders"], DAY)
_SHORT_PLACEHOLDERS: Final = (991231, 101)
"""What 31/12/9999 and 01/01/1900 become when Excel cuts the century: year, month and day."""


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


_READ: Final = (Doubt.NONE, Doubt.SERIAL, Doubt.AMERICAN, Doubt.SHORT_YEAR)
"""The doubts about what is a day all the same."""


class Order(IntEnum):
    """Which part of 3/4/2015 is the day, as far as dates prove it."""

    UNCLEAR = 0
    DAY_FIRST = 1
    AMERICAN = 2
    MIXED = 3


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """The days and doubts of a column's different values, the order they were read in, and whether
    some that are no dates would be in the other order.
    """

    days: Days
    doubts: npt.NDArray[np.int8]
    order: Order
    has_other_order: bool = False


class DateForm(IntEnum):
    """How the numbers of a date follow each other; of a serial it is one, else what is doubtful."""

    YEAR_FIRST = 0
    SLASHED = 1
    SHORT_YEAR = 2
    SERIAL = 3
    NO_DATE = 4


_EXCEL_BEGINS: Final = np.datetime64("1899-12-30", "D")
_LAST_SERIAL: Final = 73_050  # 31 December 2099
_USUAL = (
    (DateForm.SLASHED, (2, 5), ord("/"), ((0, 2), (3, 5), (6, 10))),
    (DateForm.YEAR_FIRST, (4, 7), ord("-"), ((0, 4), (5, 7), (8, 10))),
)
"""The forms of ten letters that most dates have: what parts the numbers, and where each is."""


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
    written = {name: _written(values) for name, values in columns.items()}
    proofs = {name: _proofs(found) for name, found in written.items()}
    whole = _order(*(sum(each) for each in zip((0, 0), *proofs.values(), strict=True)))
    result = {}
    for name, found in written.items():
        order = _order(*proofs[name]) or whole
        days, doubts = _told(found, order, today, name in births)
        if not repairs["placeholder_dates"]:
            doubts[doubts == Doubt.PLACEHOLDER] = Doubt.NO_SUCH_YEAR
        if not repairs["excel_serials"]:
            days[doubts == Doubt.SERIAL] = NO_DAY
        if not repairs["american_dates"]:
            days[doubts == Doubt.AMERICAN] = NO_DAY
        result[name] = Parsed(days, doubts, order, _has_other_order(found, order))
    return result


def _written(values: Sequence[Cell]) -> Whole:
    """Return the form and the numbers of each value, in whatever order, a column of the array."""
    found = np.full((4, len(values)), -1)
    letters = np.array(list(values), "U11").reshape(-1, 1).view(np.uint32).astype(np.int64)
    digits = letters - ord("0")
    for form, marks, mark, numbers in _USUAL:
        fits = (letters[:, marks] == mark).all(axis=1) & (letters[:, 10] == 0)
        for begin, end in numbers:
            fits &= ((digits[:, begin:end] >= 0) & (digits[:, begin:end] <= 9)).all(axis=1)
        found[0, fits] = form
        for row, (begin, end) in zip(found[1:], numbers, strict=True):
            row[fits] = digits[fits, begin:end] @ 10 ** np.arange(end - begin)[::-1]
    for at in np.flatnonzero(found[0] < 0).tolist():
        found[:, at] = _written_otherwise(values[at])
    return found


def _written_otherwise(value: Cell) -> tuple[int, int, int, int]:
    """Return the form of a value and its numbers."""
    if not isinstance(value, str):
        return DateForm.YEAR_FIRST, value.year, value.month, value.day
    if len(value) > 10 and value[4] == "-" == value[7] and value[10] in "T " and ":" in value:
        value = value[:10]
    if found := _SLASHED.fullmatch(value):
        return DateForm.SLASHED, int(found[1]), int(found[3]), int(found[4])
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return DateForm.YEAR_FIRST, int(found[1]), int(found[2]), int(found[3])
    for pattern, form, year, day in (
        (_NAMED, DateForm.YEAR_FIRST, 3, 1), (_NAMED_YEAR_FIRST, DateForm.YEAR_FIRST, 1, 3),
        (_NAMED_SHORT, DateForm.SHORT_YEAR, 1, 3),
    ):  # fmt: skip
        if (found := pattern.fullmatch(value)) and found[2].casefold() in MONTH_NUMBERS:
            return form, int(found[year]), MONTH_NUMBERS[found[2].casefold()], int(found[day])
    if (found := _SERIAL.fullmatch(value)) and int(found[1]) <= _LAST_SERIAL:
        return DateForm.SERIAL, int(found[1]), 0, 0
    folded = value.casefold()
    if folded in ERROR_VALUES:
        return DateForm.NO_DATE, Doubt.ERROR_VALUE, 0, 0
    if folded in BLANK_WORDS:
        return DateForm.NO_DATE, Doubt.BLANK, 0, 0
    return DateForm.NO_DATE, Doubt.TWO_DIGITS if _SHORT.fullmatch(value) else Doubt.NO_DATE, 0, 0


def _told(
    written: Whole, order: Order, today: dt.date, is_birth: bool
) -> tuple[Days, npt.NDArray[np.int8]]:
    """Return the days of values in the order that the column has, and their doubts."""
    form, first, month, last = written
    slashed, short = form == DateForm.SLASHED, form == DateForm.SHORT_YEAR
    american = slashed & (order is Order.AMERICAN)
    either = slashed & False
    if order is Order.MIXED:
        american = slashed & (month > 12)
        either = slashed & (first <= 12) & (month <= 12) & (first != month)
    year, day = np.where(slashed, last, first), np.where(slashed, first, last)
    month, day = np.where(american, day, month), np.where(american, month, day)
    untold = short
    if short.any():
        years, days_of_month, untold = _of_short_years(written, short, today, is_birth)
        year, day = np.where(short, years, year), np.where(short, days_of_month, day)
    begins = (year * 12 + month - 1 - 1970 * 12).astype("datetime64[M]")
    days: Days = begins.astype(DAY) + (day - 1)
    is_day = (
        (year > 0) & (month > 0) & (month <= 12) & (day > 0) & (days.astype(begins.dtype) == begins)
    )
    is_serial = form == DateForm.SERIAL
    doubts = np.select(
        (
            form == DateForm.NO_DATE, is_serial, either, untold, ~is_day,
            np.isin(days, _PLACEHOLDERS), (year < FIRST_YEAR) | (year >= LAST_YEAR),
            short, american,
        ),
        (
            first, Doubt.SERIAL, Doubt.EITHER_ORDER, Doubt.TWO_DIGITS, Doubt.NO_DATE,
            Doubt.PLACEHOLDER, Doubt.NO_SUCH_YEAR, Doubt.SHORT_YEAR, Doubt.AMERICAN,
        ),
    ).astype(np.int8)  # fmt: skip
    days[is_serial] = _EXCEL_BEGINS + first[is_serial]
    days[~np.isin(doubts, _READ)] = NO_DAY
    return days, doubts


def _of_short_years(
    written: Whole, short: Mask, today: dt.date, is_birth: bool
) -> tuple[Whole, Whole, Mask]:
    """Return the years and days of dates like 31-May-25, and of which nobody can tell them.

    The year comes last, unless the column shows that it comes first: by numbers that no day has.
    Where it shows both, each date has to show it. A birth is the last one that is not in the
    future.
    """
    _, first, month, last = written
    may_begin, may_end = (first > 0) & (first <= 31), (last > 0) & (last <= 31)
    year_first = may_end & ~may_begin
    some, others = int((short & year_first).sum()), int((short & may_begin & ~may_end).sum())
    untold = short & (may_begin == may_end)
    if min(some, others) <= _TYPOS * max(some, others):
        year_first[:] = some > others and some > _TYPOS * int(short.sum())
        untold = short & False
    year, day = np.where(year_first, first, last), np.where(year_first, last, first)
    if is_birth:
        year = year + today.year // 100 * 100
        now = (today.year * 100 + today.month) * 100 + today.day
        year -= 100 * ((year * 100 + month) * 100 + day > now)
    else:
        untold |= short & np.isin((year * 100 + month) * 100 + day, _SHORT_PLACEHOLDERS)
        latest = today.year + _AHEAD
        year = latest - (latest - year) % 100
    return year, day, untold


def _proofs(written: Whole) -> tuple[int, int]:
    """Return how many values can only be day first, and how many only month first."""
    form, first, second, _ = written
    slashed = form == DateForm.SLASHED
    return (
        int((slashed & (first > 12) & (second <= 12)).sum()),
        int((slashed & (second > 12) & (first <= 12)).sum()),
    )


def _order(day_first: int, american: int) -> Order:
    if not day_first and not american:
        return Order.UNCLEAR
    few, many = sorted((day_first, american))
    if few > _TYPOS * many:
        return Order.MIXED
    return Order.DAY_FIRST if day_first > american else Order.AMERICAN


def _has_other_order(written: Whole, order: Order) -> bool:
    """Say whether some dates would be ones with day and month the other way round."""
    form, day, month, _ = written
    if order is Order.DAY_FIRST:
        day, month = month, day
    elif order is not Order.AMERICAN:
        return False
    fits = (form == DateForm.SLASHED) & (month >= 1) & (month <= 12) & (day > 12) & (day <= 31)
    return bool(fits.any())
