"""Calendar months, ages, month ends, and England's working days."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from functools import cache

import holidays

_FIRST_YEAR, _LAST_YEAR = 1985, 2055


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many calendar months later: 31 August plus six is 28 February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def birthday(dob: dt.date, years: int) -> dt.date:
    """Return the day of a birthday: for a leap-day child 1 March where there is no 29 February."""
    try:
        return dob.replace(year=dob.year + years)
    except ValueError:
        return dt.date(dob.year + years, 3, 1)


def completed_years(dob: dt.date, day: dt.date) -> int:
    """Return the age on a day."""
    years = day.year - dob.year
    return years if (dob.month, dob.day) <= (day.month, day.day) else years - 1


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of the day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@cache
def bank_holidays() -> frozenset[dt.date]:
    """Return England's bank holidays, substitute days included."""
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


@cache
def _working_days() -> list[int]:
    off = {day.toordinal() for day in bank_holidays()}
    first = dt.date(_FIRST_YEAR, 1, 1).toordinal()
    last = dt.date(_LAST_YEAR, 12, 31).toordinal()
    return [day for day in range(first, last + 1) if day % 7 not in {6, 0} and day not in off]


def twentieth_working_day(day: dt.date) -> dt.date:
    """Return the 20th working day after the day."""
    days = _working_days()
    return dt.date.fromordinal(days[bisect_right(days, day.toordinal()) + 19])


def review_due(entry: dt.date, held: int, last: dt.date | None) -> dt.date:
    """Return when the next review is due after `held` reviews, the last one on `last`."""
    if last is None:
        return twentieth_working_day(entry)
    return add_months(last, 3 if held == 1 else 6)
