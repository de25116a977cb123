"""Days, months, ages and working days."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.records.counting.days import (
    MISSING,
    add_months,
    born_by,
    date_of,
    day,
    days_of,
    less_months,
    month_numbers,
    term_start,
    working_days_after,
)

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


def one(date: str) -> np.ndarray:
    return np.array([day(dt.date.fromisoformat(date))], np.int32)


def first(days: np.ndarray) -> str:
    return date_of(int(days[0])).isoformat()


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
    assert first(add_months(one(start), months)) == end


@given(DATES, st.integers(-400, 400))
def test_months_move_as_pandas_moves_them(date: dt.date, months: int) -> None:
    moved = pd.Timestamp(date) + pd.DateOffset(months=months)
    assert less_months(day(date), -months) == day(moved.date())


def test_a_missing_date_stays_missing() -> None:
    nothing = days_of(pd.Series([pd.NaT], dtype="datetime64[s]"))
    assert nothing[0] == MISSING
    assert add_months(nothing, 6)[0] == MISSING
    assert month_numbers(nothing)[0] == MISSING
    assert working_days_after(nothing, 20)[0] == MISSING


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_dates_of_any_unit(unit: str) -> None:
    dates = pd.Series(pd.to_datetime(["2015-05-31", None])).astype(f"datetime64[{unit}]")
    assert days_of(dates).tolist() == [day(dt.date(2015, 5, 31)), MISSING]


def test_the_end_of_time_is_a_day() -> None:
    far = days_of(pd.Series([dt.datetime(9999, 12, 31)]).astype("datetime64[s]"))
    assert far[0] > day(dt.date(2200, 1, 1))


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
    assert first(np.array([born_by(int(one(on)[0]), years)])) == latest


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
    assert first(working_days_after(one(entry), 20)) == due


@pytest.mark.parametrize(
    ("on", "start"),
    [
        ("2014-12-31", "2014-09-01"),
        ("2015-01-31", "2015-01-01"),
        ("2015-03-31", "2015-01-01"),
        ("2015-04-30", "2015-04-01"),
        ("2015-08-31", "2015-04-01"),
        ("2015-09-30", "2015-09-01"),
    ],
)
def test_terms(on: str, start: str) -> None:
    assert date_of(term_start(int(one(on)[0]))).isoformat() == start
