"""How labels are read: months, financial years, years to date, and plain words."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.layout.heading_words import (
    as_month,
    as_year,
    as_year_so_far,
    letters,
    plain,
    unqualified,
)
from lacxl.workbook.snapshot import CellError, CellValue, Formula

MAY = Month(2015, 5)


@pytest.mark.parametrize(
    "label",
    [
        "May-15", "May 15", "MAY 2015", "may15", "May'15", "May/15", " May\xa02015 ",
        "CURRENT\nMay-15", "CURRENT May-15", "M ay-15", "CURR ENT Ma\ny-15", "May-1 5",
        "Current month: May 2015", "Latest May-15",
        "This month May-15", "2015-05", "2015-05-31", "2015-05-01 00:00:00", "2015-05-01T00:00",
        dt.datetime(2015, 5, 1),
        dt.datetime(2015, 5, 31, 12, 30), 42_125.0, 42_155.0, 42_155.99, 42_125,
        Formula("EDATE(F5,1)", dt.datetime(2015, 5, 1)), Formula("EDATE(F5,1)", 42_125.0),
        Formula('TEXT(A1,"mmm-yy")', "May-15"),
    ],
)  # fmt: skip
def test_a_month(label: CellValue) -> None:
    assert as_month(label) == MAY


def test_september_has_two_short_names() -> None:
    assert as_month("Sept-15") == as_month("Sep-15") == as_month("SEPTEMBER 2015")
    assert as_month("Sept-15") == Month(2015, 9)


@pytest.mark.parametrize(
    "label",
    [
        None, "", "May", "Plan 2015", "409", 409.0, 0.98, 2015.0, True, "2015", "May 5",
        "Mayor 2015", "Decision 2015", "Marching 15", "31/05/2015", "Year to Date 15/16", "2015/16",
        "2010/11", "2014-15", "2010-11", "2015-13", "YTD May-15", "since May-15", CellError("#N/A"),
        dt.datetime(1899, 12, 30), 1e300, float("nan"), float("inf"), Formula("NOW()"), "May 0015",
    ],
)  # fmt: skip
def test_no_month(label: CellValue) -> None:
    assert as_month(label) is None


@pytest.mark.parametrize("serial", [40_663.0, 40_663.5, 40_693.0])
def test_a_serial_number_in_the_1904_system(serial: float) -> None:
    assert as_month(serial, date1904=True) == MAY
    assert as_month(serial) != MAY


@pytest.mark.parametrize("number", range(1, 13))
def test_every_day_of_every_month(number: int) -> None:
    month = Month(2016, number)
    for day in range(1, calendar.monthrange(2016, number)[1] + 1):
        date = dt.datetime(2016, number, day)
        serial = (date - dt.datetime(1899, 12, 30)).days
        assert as_month(date) == as_month(float(serial)) == month
        assert as_month(float(serial - 1462), date1904=True) == month
    assert as_month(month.short) == as_month(month.long) == as_month(str(month)) == month


@pytest.mark.parametrize(
    "label",
    [
        "2014/15",
        "2014/ 15",
        "20 14/1\n5",
        "2014 / 15",
        "2014-15",
        "2014–15",
        "2014/2015",
        " 2014/15\n",
    ],
)
def test_a_financial_year(label: str) -> None:
    assert as_year(label) == FinancialYear(2014)


def test_a_year_over_the_turn_of_the_century() -> None:
    assert as_year("1999/00") == as_year("1999/2000") == FinancialYear(1999)


@pytest.mark.parametrize(
    "label",
    ["2014/16", "2014/14", "2014/1915", "2014/5", "14/15", "2014", "2014/15 YTD", "", None, 2014.0],
)
def test_no_financial_year(label: CellValue) -> None:
    assert as_year(label) is None


@pytest.mark.parametrize(
    "label",
    [
        "2015/16 YTD",
        "2015/16 Y T D",
        "2015/16 Y.T.D.",
        "2015/16 ytd",
        "2015/16 (YTD)",
        "2015-16\nYear to date",
        "YTD 2015/16",
    ],
)
def test_a_year_so_far(label: str) -> None:
    assert as_year_so_far(label) == FinancialYear(2015)
    assert as_year(label) is None
    assert as_month(label) is None


@pytest.mark.parametrize("label", ["2015/16", "YTD", "2015/17 YTD", "YTD 2015/16 YTD", None, 1.0])
def test_no_year_so_far(label: CellValue) -> None:
    assert as_year_so_far(label) is None


@pytest.mark.parametrize(
    ("label", "same"),
    [
        ("TARGE T", "TARGET"), ("TAR GET", "target"), ("Y T D", "YTD"), ("R.A.G", "RAG"),
        ("R A G", "rag"), ("GOOD PERF. IS", "GOOD PERF IS"), ("GOOD PER F\nIS", "good perf is"),
        ("D.O.T.", "DOT"), ("N O.", "NO"), ("Per cent of LAC", "% of LAC"),
    ],
)  # fmt: skip
def test_words_are_the_same_whose_letters_are(label: str, same: str) -> None:
    assert letters(label) == letters(same) != ""


def test_brackets_behind_a_heading_are_told_from_it() -> None:
    assert unqualified("DOT\n(Month on Month)") == ("dot", "monthonmonth")
    assert unqualified("RAG (YTD) ") == ("rag", "ytd")
    assert unqualified(Formula("A1", "TARGET (2015/16)")) == ("target", "201516")
    assert unqualified("(Month on Month)") == ("", "monthonmonth")
    for text in ("DOT", "DOT (Month", "DOT Month)", "(a) DOT", 7.1, None):
        assert unqualified(text) == ("", "")


@pytest.mark.parametrize(
    "label",
    [
        "YTD (last year)", "YTD (Previous)", "DOT (Year on Year)", "DOT (Yr on Yr)",
        "DOT (previous quarter)", "DOT (Quarterly)", "YTD (Target)", "YTD (Forecast)",
    ],
)  # fmt: skip
def test_brackets_that_speak_of_another_figure_are_no_qualifier(label: str) -> None:
    assert unqualified(label) == ("", "")


def test_words_are_compared_without_case_blanks_and_punctuation() -> None:
    assert plain("NAT TOP\n QTILE") == plain("nat top\xa0qtile:") == "nat top qtile"
    assert plain("% of LAC") == plain("percent OF  lac.")
    assert plain("Number & Percentage") == plain("number and percentage")
    assert plain(7.1) == plain(None) == plain(True) == ""
    assert plain(Formula("A1", "YTD")) == "ytd"
