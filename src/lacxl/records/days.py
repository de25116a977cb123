"""Days as datetime64[D]: months added to them, ages, school years, working days."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import TypeAlias, TypeVar

import numpy as np

from lacxl.domain.month import Month, day_in_words
from lacxl.records.frames import Days, Mask, Whole

Day: TypeAlias = np.datetime64
"""NO_DAY is neither before nor after any other: `not (end <= day)` holds where there is no end."""
D = TypeVar("D", Day, Days)
_PATHWAY_AGE = 16 * 12 + 3
"""In months: needs must be assessed within three months of the sixteenth birthday (Care Planning,
Placement and Case Review (England) Regulations 2010, regulation 42).
"""
_TERM_LEFT = np.array([2, 1, 0, 4, 3, 2, 1, 0, 3, 2, 1, 0])
"""By the month, January first: how many more the school term has."""


def day(date: dt.date) -> Day:
    """Return the day of a date."""
    return np.datetime64(date, "D")


def date_of(on: Day) -> dt.date:
    """Return the date of a day."""
    return on.astype(dt.date)  # type: ignore[no-any-return, unused-ignore]


def month_of(on: Day) -> Month:
    """Return the month of a day; before the first month or after the last there is, the nearest."""
    first, last = Month(Month.FIRST_YEAR, 1).first_day, Month(Month.LAST_YEAR, 12).last_day
    return Month.of(date_of(min(max(on, day(first)), day(last))))


def last_day(month: Month) -> Day:
    """Return T, the last day of the month."""
    return day(month.last_day)


def within(days: Days, month: Month) -> Mask:
    """Return which days are in the month."""
    return (days >= day(month.first_day)) & (days <= last_day(month))


def in_words(on: Day) -> str:
    """Return a day in words: 31 May 2015."""
    return day_in_words(date_of(on))


def add_months(days: D, months: int | Whole) -> D:
    """Return the days moved by calendar months: 31 August and six months is 28 February."""
    of = days.astype("datetime64[M]")
    moved = of + months
    last = (moved + 1).astype("datetime64[D]") - 1
    found: D = np.minimum(moved.astype("datetime64[D]") + (days - of), last)
    return found


def months_before(on: Day, months: int) -> Day:
    """Return the last day of which so many months later is no later than a day."""
    month = on.astype("datetime64[M]")
    is_last = on + 1 == (month + 1).astype("datetime64[D]")  # months end on it that have more days
    found: Day = (month - months + 1).astype("datetime64[D]") - 1
    return found if is_last else add_months(on, -months)


def birthday(born: Days, years: int) -> Days:
    """Return from which day on so many years are completed; of those born on 29 February it is
    1 March: an age is reached when the anniversary begins (Family Law Reform Act 1969, section 9).
    """
    month = born.astype("datetime64[M]")
    into = born - month.astype("datetime64[D]")
    found: Days = (month + 12 * years).astype("datetime64[D]") + into
    return found


def pathway_age(born: Days) -> Days:
    """Return from which day on a pathway plan counts."""
    return add_months(born, _PATHWAY_AGE)


def term_end(days: Days) -> Days:
    """Return the last day of the school term of each day: 31 December, 31 March or 31 August."""
    month = days.astype("datetime64[M]")
    left = _TERM_LEFT[month.astype(np.int64) % 12]
    found: Days = (month + left + 1).astype("datetime64[D]") - 1
    return found


def school_year_start(on: Day) -> Day:
    """Return the 1 September on which the school year of a day began."""
    date = date_of(on)
    return day(dt.date(date.year - (date.month < 9), 9, 1))


def school_year_after(days: Days) -> Days:
    """Return the first 1 September after each day."""
    month = days.astype("datetime64[M]")
    found: Days = (month + 12 - (month.astype(np.int64) - 8) % 12).astype("datetime64[D]")
    return found


def in_date_until(short: Days, long: Days, longer_from: Days, on: Day | Days) -> Days:
    """Return until when each is in date, as seen on a day, where the later end holds from a day on
    and the earlier one before: what is out of date before that day is so until it comes.
    """
    longer = longer_from <= np.fmax(short + 1, on)
    return np.where(longer, np.fmax(short, long), short)


def working_days_after(days: Days, number: int) -> Days:
    """Return the `number`th working day after each day; England's bank holidays do not count."""
    if not len(days):
        return days
    years = range(date_of(days.min()).year, date_of(days.max()).year + 2)
    return np.busday_offset(days, number, roll="backward", holidays=bank_holidays(years))


@cache
def bank_holidays(years: range) -> tuple[dt.date, ...]:
    """Return England's bank holidays, by the library's module of the United Kingdom alone: to load
    all of its 250 countries takes longer than a nation's count.
    """
    package = find_spec("holidays.countries")  # a while to load, too, and few counts need it
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("united_kingdom", places or ())
    if spec is None or spec.loader is None:
        import holidays

        return tuple(sorted(holidays.country_holidays("GB", subdiv="ENG", years=years)))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return tuple(sorted(module.UnitedKingdom(subdiv="ENG", years=years)))
