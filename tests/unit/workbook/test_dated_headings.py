"""Headings of other months and years are written the way those that are there are written."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.dated_headings import for_month, names_month, names_year, years_later
from lacxl.workbook.snapshot import CellValue

JUN, JAN = Month(2015, 6), Month(2016, 1)


@pytest.mark.parametrize(
    ("there", "month", "heading"),
    [
        (dt.datetime(2015, 5, 1), JUN, dt.datetime(2015, 6, 1)),
        (dt.datetime(2015, 5, 31), JUN, dt.datetime(2015, 6, 30)),
        (dt.datetime(2015, 4, 30), Month(2015, 5), dt.datetime(2015, 5, 31)),
        (dt.datetime(2015, 5, 15), JUN, dt.datetime(2015, 6, 15)),
        (42125.0, JUN, 42156.0),
        ("CURRENT May-15", JUN, "CURRENT Jun-15"),
        ("May-15", JAN, "Jan-16"),
        ("May 2015", JUN, "June 2015"),
        ("May 15", JUN, "Jun 15"),
        ("June 2015", Month(2015, 7), "July 2015"),
        ("Jun-15", Month(2015, 7), "Jul-15"),
        ("APR 2015", Month(2015, 5), "MAY 2015"),
        ("sept 15", Month(2015, 10), "oct 15"),
        ("September 2015", Month(2015, 10), "October 2015"),
        ("Dec. 15", JAN, "Jan. 16"),
        ("2015-05", JUN, "2015-06"),
        ("This month\nMay-15", JUN, "This month\nJun-15"),
        ("CURRENTMay-15", JUN, "CURRENTJun-15"),
    ],
)
def test_a_heading_of_another_month(there: CellValue, month: Month, heading: CellValue) -> None:
    assert for_month(there, month) == heading


def test_a_serial_number_in_the_system_of_1904() -> None:
    assert for_month(40663.0, JUN, date1904=True) == 40694.0


@pytest.mark.parametrize("there", ["YTD", None, True, "5/2015 to 6"])
def test_what_names_no_month(there: CellValue) -> None:
    with pytest.raises(ValueError, match="names no month"):
        for_month(there, JUN)


@pytest.mark.parametrize(
    ("there", "later"),
    [
        ("2014/15", "2015/16"),
        ("Year to Date 15/16", "Year to Date 16/17"),
        ("2015/16 YTD", "2016/17 YTD"),
        ("1999/00", "2000/01"),
        ("99/00", "00/01"),
        ("2014-2015", "2015-2016"),
        ("2014 / 15", "2015 / 16"),
        ("31/05/2015", "31/05/2015"),
        ("3/4 of them", "3/4 of them"),
        ("12/15", "12/15"),
    ],
)
def test_a_year_later(there: str, later: str) -> None:
    assert years_later(there) == later


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Placements to May 2015", True),
        ("to MAY-15, by month", True),
        ("2015-05", True),
        ("May 2014 and June 2015", False),
        ("Mayor's report 2015", False),
    ],
)
def test_whether_a_text_names_a_month(text: str, names: bool) -> None:
    assert names_month(text, Month(2015, 5)) is names


def test_whether_a_text_names_a_year() -> None:
    year = FinancialYear(2015)
    assert names_year("Year to Date 15/16", year)
    assert names_year("2015/16 YTD", year)
    assert not names_year("Year to Date 14/15", year)
    assert not names_year("31/05/2015", year)
