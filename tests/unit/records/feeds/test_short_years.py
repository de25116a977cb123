"""Dates with the month's name and a year of two digits: the century, and which part is the year."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from lacxl.records.feeds.parsing.dates import Doubt, parse

TODAY = dt.date(2026, 6, 15)
REPAIRS = dict.fromkeys(("american_dates", "excel_serials", "placeholder_dates"), True)


def read(*values: str, births: bool = False) -> list[str]:
    """Return the days of a column as texts, or the name of what is wrong."""
    found = parse({"x": values}, REPAIRS, ["x"] if births else [], TODAY)["x"]
    pairs = zip(found.days, found.doubts, strict=True)
    return [Doubt(int(f)).name if np.isnat(day) else str(day) for day, f in pairs]


def test_a_birth_is_never_in_the_future_and_other_dates_may_be() -> None:
    values = ("14-Jun-26", "15-Jun-26", "16-Jun-26", "01-Jan-98", "01-Jan-30")
    assert read(*values, births=True) == [
        "2026-06-14", "2026-06-15", "1926-06-16", "1998-01-01", "1930-01-01"
    ]  # fmt: skip
    assert read(*values, "31-Dec-46", "01-Jan-47") == [
        "2026-06-14", "2026-06-15", "2026-06-16", "1998-01-01", "2030-01-01", "2046-12-31",
        "1947-01-01",
    ]  # fmt: skip


def test_the_year_comes_first_only_where_the_column_shows_it() -> None:
    assert read("25-May-31", "24-May-30") == ["2031-05-25", "2030-05-24"]
    assert read("98-May-31", "05-May-30", births=True) == ["1998-05-31", "2005-05-30"]
    assert read("05-May-98", "05-May-30", births=True) == ["1998-05-05", "1930-05-05"]


def test_a_year_of_four_digits_may_come_first() -> None:
    assert read("2025-May-31", "31-May-2025", "2025 June 1") == [
        "2025-05-31", "2025-05-31", "2025-06-01"
    ]  # fmt: skip


def test_a_single_typing_mistake_does_not_turn_a_column() -> None:
    assert read(*["05-May-25"] * 200, "99-May-25")[-2:] == ["2025-05-05", "NO_DATE"]


def test_a_column_that_shows_both_is_read_where_it_can_be_told() -> None:
    values = ("98-May-31", "31-May-98", "05-May-04")
    assert read(*values, births=True) == ["1998-05-31", "1998-05-31", "TWO_DIGITS"]


def test_a_month_in_digits_leaves_the_century_and_the_order_open() -> None:
    assert read("31/05/25", "31-05-25", "05.06.25") == ["TWO_DIGITS"] * 3


@pytest.mark.parametrize("value", ["31-Dec-99", "01-Jan-00"])
def test_what_may_stand_for_no_date_is_only_a_birth(value: str) -> None:
    assert read(value) == ["TWO_DIGITS"]
    assert read(value, births=True) == ["1999-12-31" if value[0] == "3" else "2000-01-01"]


def test_a_day_that_the_month_does_not_have_is_no_date() -> None:
    assert read("31-Jun-25", "29-Feb-25", "29-Feb-24") == ["NO_DATE", "NO_DATE", "2024-02-29"]
