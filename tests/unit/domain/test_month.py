"""Months and financial years."""

from __future__ import annotations

import datetime as dt
import locale

import pytest

from lacxl.domain.month import FinancialYear, Month

MAY = Month(2015, 5)


def test_a_month_is_written_four_ways() -> None:
    assert (str(MAY), MAY.short, MAY.long) == ("2015-05", "May-15", "May 2015")
    assert Month(2009, 9).short == "Sep-09"
    assert (MAY.first_day, MAY.last_day) == (dt.date(2015, 5, 1), dt.date(2015, 5, 31))


def test_names_do_not_follow_the_machine_s_language() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "")
        assert Month(2015, 3).long == "March 2015"
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_february_ends_on_the_29th_in_a_leap_year() -> None:
    assert Month(2016, 2).last_day == dt.date(2016, 2, 29)
    assert Month(2015, 2).last_day == dt.date(2015, 2, 28)


def test_months_are_read_as_iso_only() -> None:
    assert Month.parse(" 2015-05 ") == Month.of(dt.date(2015, 5, 31)) == MAY
    for text in ("2015-5", "May-15", "2015/05", "05-2015", "2015-00", "2015-13", "", "2015-05-01"):
        with pytest.raises(ValueError, match="month"):
            Month.parse(text)


@pytest.mark.parametrize(("year", "number"), [(2015, 0), (2015, 13), (1989, 1), (2100, 1)])
def test_impossible_months(year: int, number: int) -> None:
    with pytest.raises(ValueError, match=r"needed|number"):
        Month(year, number)


def test_the_first_and_the_last_month() -> None:
    assert str(Month(1990, 1) + 1) == "1990-02"
    assert str(Month(2099, 12)) == "2099-12"
    with pytest.raises(ValueError, match=r"^a month has a number from 1 to 12, not 13$"):
        Month(2015, 13)
    with pytest.raises(ValueError, match=r"^a year from 1990 to 2099 is needed, not 2100$"):
        Month(2100, 1)
    with pytest.raises(ValueError, match=r"^'May-15' is not a month: write it as 2015-05$"):
        Month.parse("May-15")
    with pytest.raises(ValueError, match=r"^'2015/17' is not a financial year: write"):
        FinancialYear.parse("2015/17")


def test_counting_over_the_new_year() -> None:
    assert Month(2015, 12) + 1 == Month(2016, 1)
    assert Month(2016, 1) - 1 == Month(2015, 12)
    assert Month(2014, 5) == MAY - 12
    assert Month(2014, 12) < MAY < Month(2015, 10)


def test_a_financial_year_runs_from_april_to_march() -> None:
    year = FinancialYear(2015)
    assert Month(2015, 4).financial_year == Month(2016, 3).financial_year == year
    assert Month(2015, 3).financial_year == FinancialYear(2014) == year - 1
    assert (str(year), year.first, year.last) == ("2015/16", Month(2015, 4), Month(2016, 3))
    assert str(FinancialYear(1999)) == "1999/00"
    assert str(FinancialYear(2008) + 1) == "2009/10"
    assert len(year.months()) == 12
    assert year.months(MAY) == (Month(2015, 4), MAY)
    assert year.months(Month(2015, 3)) == ()


def test_a_financial_year_is_read_with_blanks() -> None:
    for text in ("2015/16", " 2015/ 16", "2015 /16", "2015/2016"):
        assert FinancialYear.parse(text) == FinancialYear(2015)
    for text in ("2015/17", "2015", "15/16", "2015-16", "2015/1916", "2015/6"):
        with pytest.raises(ValueError, match="financial year"):
            FinancialYear.parse(text)
