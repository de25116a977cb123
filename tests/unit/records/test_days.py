"""Days, months, ages and working days."""

import datetime as dt
import subprocess
import sys

import holidays
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.month import Month
from lacxl.records.days import (
    add_months,
    bank_holidays,
    birthday,
    date_of,
    day,
    last_day,
    month_of,
    months_before,
    school_year_after,
    school_year_start,
    term_end,
    within,
    working_days_after,
)
from lacxl.records.frames import NO_DAY, Days

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
MONTH_ENDS = st.builds(Month, st.integers(1990, 2030), st.integers(1, 12)).map(
    lambda month: month.last_day
)
LEAP_DAYS = st.sampled_from([dt.date(year, 2, 29) for year in range(1996, 2024, 4)])


def days(*dates: str) -> Days:
    return np.array(dates, "datetime64[D]")


def first(days: Days) -> str:
    return str(days[0])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2014-08-31", 6, "2015-02-28"),
        ("2015-08-31", 6, "2016-02-29"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2015-11-30", 3, "2016-02-29"),
        ("2015-12-31", 1, "2016-01-31"),
        ("2015-01-31", 1, "2015-02-28"),
        ("2015-05-31", -12, "2014-05-31"),
        ("2016-02-29", -12, "2015-02-28"),
    ],
)
def test_a_month_added_is_a_calendar_month(start: str, months: int, end: str) -> None:
    assert first(add_months(days(start), months)) == end


@given(DATES, st.integers(-400, 400))
def test_months_move_as_pandas_moves_them(date: dt.date, months: int) -> None:
    moved = pd.Timestamp(date) + pd.DateOffset(months=months)
    assert add_months(day(date), months) == day(moved.date())


@given(DATES, st.integers(0, 400), st.one_of(DATES, MONTH_ENDS))
def test_a_day_and_months_are_not_after_another_day(
    date: dt.date, months: int, other: dt.date
) -> None:
    on = day(other)
    assert (day(date) <= months_before(on, months)) == (add_months(day(date), months) <= on)


@given(st.one_of(DATES, LEAP_DAYS), st.integers(0, 30), st.one_of(DATES, MONTH_ENDS), st.booleans())
def test_an_age_is_completed_from_the_birthday_on(
    date: dt.date, years: int, other: dt.date, near: bool
) -> None:
    born = np.array([day(date)])
    on = birthday(born, years)[0] - 1 if near else day(other)
    for each in (on, on + 1):
        then = date_of(each)
        age = then.year - date.year - ((then.month, then.day) < (date.month, date.day))
        assert (birthday(born, years) <= each) == (age >= years)


def test_a_day_that_is_not_known_stays_so_and_is_neither_before_nor_after_another() -> None:
    nothing, may = np.array([NO_DAY]), day(dt.date(2015, 5, 31))
    assert np.isnat(add_months(nothing, 6)).all()
    assert not (add_months(nothing, 6) <= may).any()
    assert not (birthday(nothing, 0) <= may).any()
    assert not within(nothing, Month(2015, 5)).any()


def test_the_end_of_time_is_a_day() -> None:
    far = day(dt.date(9999, 12, 31))
    assert far > last_day(Month(2015, 5))
    assert month_of(far) == Month(Month.LAST_YEAR, 12)
    assert month_of(day(dt.date(1900, 1, 1))) == Month(Month.FIRST_YEAR, 1)


@pytest.mark.parametrize(
    ("on", "years", "latest"),
    [
        ("2015-05-31", 5, "2010-05-31"),
        ("2016-02-29", 5, "2011-02-28"),
        ("2017-02-28", 5, "2012-02-28"),  # who was born on 29 February is five on 1 March
        ("2017-03-01", 5, "2012-03-01"),
        ("2016-02-29", 16, "2000-02-29"),
    ],
)
def test_the_last_birthday_that_is_old_enough(on: str, years: int, latest: str) -> None:
    born = np.datetime64(latest, "D") + np.arange(2)
    assert (birthday(born, years) <= np.datetime64(on, "D")).tolist() == [True, False]


@pytest.mark.parametrize(
    ("entry", "due"),
    [
        ("2015-03-16", "2015-04-15"),  # across Good Friday and Easter Monday
        ("2015-03-14", "2015-04-14"),  # a Saturday is no working day
        ("2015-03-15", "2015-04-14"),
        ("2015-05-01", "2015-06-02"),  # two bank holidays in May
        ("2014-12-10", "2015-01-12"),  # Christmas, Boxing Day and New Year
        ("2012-05-21", "2012-06-20"),  # the Jubilee: 4 and 5 June
        ("2023-04-21", "2023-05-23"),  # the Coronation: 8 May, as well as 1 May
    ],
)
def test_the_twentieth_working_day(entry: str, due: str) -> None:
    assert first(working_days_after(days(entry), 20)) == due


def test_the_bank_holidays_are_the_librarys() -> None:
    years = range(1975, 2035)
    of_all = holidays.country_holidays("GB", subdiv="ENG", years=years)
    assert bank_holidays(years) == tuple(sorted(of_all))


def test_no_other_countrys_holidays_are_loaded() -> None:
    asked = "import sys; from lacxl.records.days import bank_holidays as of"
    said = 'print(len(of(range(2015, 2016))) > 0, "holidays.countries" in sys.modules)'
    done = subprocess.run(
        (sys.executable, "-c", f"{asked}; {said}"), capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "False"], done.stderr


def test_a_library_that_is_arranged_in_another_way_is_asked_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lacxl.records.days.find_spec", lambda _name: None)
    years = range(2010, 2012)
    assert bank_holidays.__wrapped__(years) == bank_holidays(range(2010, 2012))


@pytest.mark.parametrize(
    ("on", "end"),
    [
        ("2014-12-31", "2014-12-31"),
        ("2015-01-01", "2015-03-31"),
        ("2015-03-31", "2015-03-31"),
        ("2015-04-01", "2015-08-31"),
        ("2015-07-15", "2015-08-31"),
        ("2015-09-01", "2015-12-31"),
        ("2015-11-05", "2015-12-31"),
    ],
)
def test_terms(on: str, end: str) -> None:
    assert first(term_end(days(on))) == end


@pytest.mark.parametrize(
    ("on", "start"), [("2015-08-31", "2014-09-01"), ("2015-09-01", "2015-09-01")]
)
def test_the_school_year_begins_in_september(on: str, start: str) -> None:
    assert date_of(school_year_start(days(on)[0])).isoformat() == start


@given(DATES)
def test_a_school_year_begins_after_every_day(date: dt.date) -> None:
    following = school_year_after(np.array([day(date)]))[0]
    assert following == school_year_start(following)
    assert school_year_start(following - 1) <= day(date) < following
