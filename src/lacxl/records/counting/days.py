"""Days as whole numbers, so that a million dates are compared, and moved by months, at once."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Days: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.int8] | npt.NDArray[np.int16]

MISSING = int(np.iinfo(np.int32).min)
"""A date that is not known; it comes before every day."""
FAR = int(np.iinfo(np.int32).max)
"""The end of what has not ended."""
_EPOCH = dt.date(1970, 1, 1)
BASE = (dt.date(1850, 1, 1) - _EPOCH).days
LAST = (dt.date(2249, 12, 31) - _EPOCH).days
"""Dates before BASE and after LAST, such as 31 December 9999, are taken for these days."""
SPAN_BITS = 18
"""Enough for the days from BASE to LAST."""
_APRIL = 3
_FEW_MARKS = 32
_FEW_DAYS = 20_000
"""So few are worked out one by one: to work out all that there are takes a millisecond or more."""
_LOW_MONTH, _HIGH_MONTH = 1850 * 12, 2249 * 12 + 11


def day(date: dt.date) -> int:
    """Return the number of the day."""
    return (date - _EPOCH).days


def date_of(number: int) -> dt.date:
    """Return the date of a day's number."""
    return _EPOCH + dt.timedelta(days=number)


def days_of(dates: npt.ArrayLike) -> Days:
    """Return a column of dates as numbers of days, MISSING where there is none."""
    whole = np.asarray(dates).astype("datetime64[D]", copy=False).view(np.int64)
    missing = whole == np.iinfo(np.int64).min
    if whole.max(initial=BASE) > LAST or _count(whole <= BASE) > _count(missing):
        whole = np.clip(whole, BASE + 1, LAST)
        whole[missing] = 0
    found: Days = whole.astype(np.int32)  # NaT becomes 0
    if missing.any():
        found += missing * np.int32(MISSING)
    return found


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def ends_of(days: Days) -> Days:
    """Return days that end something, FAR where they are MISSING."""
    missing = days == MISSING
    if not missing.any():
        return days
    found: Days = (
        days - missing
    )  # the number before MISSING is FAR: several times as fast as a choice
    return found


def first_known(days: Days) -> int:
    """Return the earliest day that is known, FAR where there is none."""
    lowest = int(days.min(initial=FAR))
    return lowest if lowest > MISSING else int(days.min(initial=FAR, where=days != MISSING))


def passed(days: Days, marks: Sequence[int]) -> Places:
    """Return how many of some days, which are in order, each day comes after."""
    if len(marks) > _FEW_MARKS:
        places: Places = np.searchsorted(np.array(marks, np.int32), days).astype(np.int16)
        return places
    found = np.zeros(len(days), np.int8)
    for mark in marks:
        found += days > mark
    return found


@cache
def _months() -> Days:
    """Return year * 12 + month - 1 for each day from BASE on, which itself stands for MISSING."""
    first = _first_days(0)
    found = np.repeat(np.arange(len(first) - 1, dtype=np.int32) + _LOW_MONTH, np.diff(first))
    found[0] = MISSING
    return found


@cache
def _first_days(later: int) -> Days:
    """Return the first day of each month from BASE on, and of one more, moved on by months."""
    months = np.arange(_LOW_MONTH, _HIGH_MONTH + 2) + (later - 1970 * 12)
    days = months.astype("datetime64[M]").astype("datetime64[D]")
    return days.astype(np.int64).astype(np.int32)


@cache
def _moved(months: int) -> Days:
    """Return for each day from BASE on, which itself stands for MISSING, the day moved on."""
    days = np.arange(BASE, LAST + 1, dtype=np.int32)
    days[0] = MISSING
    return _moved_on(days, months)


def _moved_on(days: Days, months: int) -> Days:
    month = np.maximum(month_numbers(days) - np.int64(_LOW_MONTH), 0)
    target = _first_days(months)
    of_month = np.minimum(days, LAST) - _first_days(0)[month]
    found: Days = np.minimum(target[month] + of_month, target[month + 1] - 1)
    found[days <= BASE] = MISSING
    return found


def add_months(days: Days, months: int) -> Days:
    """Return the days moved on by calendar months: 31 August and six months is 28 February.

    MISSING stays MISSING; FAR is not a day and must not come in.
    """
    if len(days) <= _FEW_DAYS:
        return _moved_on(days, months)
    low, high = int(days.min()), int(days.max())
    if high - low <= _FEW_DAYS and low > BASE:
        return np.take(_moved_on(np.arange(low, high + 1, dtype=np.int32), months), days - low)
    found: Days = np.take(_moved(months), days - np.int64(BASE), mode="clip")
    return found


def less_months(on: int, months: int) -> int:
    """Return the day less calendar months: 31 August less six months is 28 February."""
    date = date_of(on)
    year, month = divmod(date.year * 12 + date.month - 1 - months, 12)
    most = calendar.monthrange(year, month + 1)[1]
    return day(dt.date(year, month + 1, min(date.day, most)))


def end_before(on: int, months: int) -> int:
    """Return the last day of the month that is so many months before that of the day.

    A day moved on by these months is not after the last day of a month where it is not after this.
    """
    date = date_of(on)
    year, month = divmod(date.year * 12 + date.month - months, 12)
    return day(dt.date(year, month + 1, 1)) - 1


def month_numbers(days: Days) -> npt.NDArray[np.int32]:
    """Return year * 12 + month - 1 of each day; MISSING where it is not known."""
    found: Days = np.take(_months(), days - np.int64(BASE), mode="clip")
    return found


def financial_years(days: Days) -> npt.NDArray[np.int32]:
    """Return the calendar year of the April before each day; no meaning where it is MISSING."""
    return ((month_numbers(days).astype(np.int64) - _APRIL) // 12).astype(np.int32)


def born_by(on: int, years: int) -> int:
    """Return the last day of birth of those who have completed so many years on the day.

    Who was born on 29 February completes a year on 1 March where the year has no 29 February: in
    England an age is reached when the anniversary begins (Family Law Reform Act 1969, section 9).
    """
    date = date_of(on)
    try:
        return day(date.replace(year=date.year - years))
    except ValueError:
        return day(dt.date(date.year - years, 2, 28))


def term_start(on: int) -> int:
    """Return the first day of the school term: September, January or April."""
    date = date_of(on)
    month = 9 if date.month >= 9 else 4 if date.month >= 4 else 1
    return day(dt.date(date.year, month, 1))


def school_year_start(on: int) -> int:
    """Return the 1 September on which the school year of a day began."""
    date = date_of(on)
    return day(dt.date(date.year - (date.month < 9), 9, 1))


def working_days_after(days: Days, number: int) -> Days:
    """Return the `number`th working day after each day; England's bank holidays are none.

    MISSING stays MISSING.
    """
    found = np.full(len(days), MISSING, np.int32)
    known = days != MISSING
    if not known.any():
        return found
    each, back = _different(days[known])
    years = range(date_of(int(each[0])).year, date_of(int(each[-1])).year + 2)
    moved = np.busday_offset(
        each.astype("datetime64[D]"),
        number,
        roll="backward",
        holidays=_bank_holidays(years),
    )
    found[known] = moved.astype(np.int64).astype(np.int32)[back]
    return found


def _different(days: Days) -> tuple[Days, Numbers]:
    """Return the different days in order, maybe with some between, and of each day its place."""
    low, high = int(days.min()), int(days.max())
    if high - low > 2 * len(days):
        return np.unique(days, return_inverse=True)
    return np.arange(low, high + 1, dtype=np.int32), days - np.int64(low)


def _bank_holidays(years: Iterable[int]) -> list[dt.date]:
    """Return England's bank holidays of the years."""
    import holidays  # takes a while to load, and few counts need it

    return sorted(holidays.country_holidays("GB", subdiv="ENG", years=years))
