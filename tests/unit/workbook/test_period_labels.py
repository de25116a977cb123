"""Labels of months, quarters and years as councils write them, and texts that are none."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.layout import YearToDate
from lacxl.workbook.layout.period_labels import (
    Bare,
    Label,
    NoPeriod,
    as_label,
    read_label,
    remainder,
    years_in,
)
from lacxl.workbook.snapshot import CellValue, Formula

YEAR = FinancialYear(2025)
APRIL, SEPTEMBER = Month(2025, 4), Month(2025, 9)
Q1, Q4 = Quarter(YEAR, 1), Quarter(YEAR, 4)
SERIAL = 45_748.0  # 1 April 2025


@pytest.mark.parametrize(
    "text",
    ["Apr-25", "Apr 25", "Apr25", "April 2025", "APRIL 2025", "apr.2025", "Apr'25", "2025-04",
     "2025-04-01", "30/04/2025", "30.04.25", " April  2025 ", "Latest month April 2025"],
)  # fmt: skip
def test_a_month_with_its_year(text: str) -> None:
    assert as_label(text) == APRIL


def test_a_date_is_its_month_in_either_date_system() -> None:
    assert as_label(dt.datetime(2025, 4, 1)) == APRIL
    assert as_label(dt.datetime(2025, 4, 30)) == APRIL
    assert as_label(SERIAL) == APRIL
    assert as_label(SERIAL - 1462, date1904=True) == APRIL
    assert as_label(Formula("TEXT(A1,'mmm-yy')", "Apr-25")) == APRIL


@pytest.mark.parametrize(
    ("text", "number"),
    [("Apr", 4), ("April", 4), ("APR", 4), ("Sept", 9), ("Sep.", 9), ("March", 3), ("may", 5)],
)
def test_a_month_without_a_year_waits_for_one(text: str, number: int) -> None:
    label = as_label(text)
    assert label == Bare(1, number)
    assert isinstance(label, Bare)
    assert label.of(YEAR) == Month(2025 if number >= 4 else 2026, number)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        *(
            (text, Q1)
            for text in ("Q1 2025/26", "Q1 25/26", "Q1 (2025-26)", "Qtr 1 2025/26", "2025/26 Q1")
        ),
        *((text, Q1) for text in ("Quarter 1, 2025/2026", "Q.1 2025/26", "Apr-Jun 2025")),
        *((text, Q1) for text in ("April to June 2025", "Q1 Apr-Jun 2025")),
        *((text, Q4) for text in ("Q4 2025/26", "Jan-Mar 2026", "Q4 (Jan - Mar) 26")),
        *((text, Bare(3, 1)) for text in ("Q1", "q1", "Qtr 1", "Quarter 1")),
        *((text, Bare(3, 1)) for text in ("Apr-Jun", "Q1 (Apr-Jun)")),
        *((text, Bare(3, 3)) for text in ("Oct - Dec", "October to December", "Qtr. 3")),
    ],
)  # fmt: skip
def test_a_quarter_of_a_financial_year(text: str, quarter: Quarter | Bare) -> None:
    assert as_label(text) == quarter


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *(
            (text, Q1)
            for text in (
                "Q1 (Apr-Jun) 2025/26", "Apr-Jun 2025/26", "Quarter 1 2025-26", "2025-26 Q1",
                "Qtr1 25/26 Apr to Jun", "Q1 25-26", "Q1\nApr–Jun\n2025/26", "Q1\u00a02025/26",
                "First quarter 2025/26", "1st Qtr 25/26", "Quarter One 2025/26",
                "Apr-25 to Jun-25", "1 April - 30 June 2025", "01/04/2025 - 30/06/2025",
                "1 Apr 25 – 30 Jun 25", "Q1 as at 30 June 2025", "Quarter ending June 2025",
                "Qtr ended 30/06/2025", "End of Q1 2025/26", "Q1 (Apr - Jun 25) 2025/26",
            )
        ),
        *((text, Q4) for text in ("Q4 (Jan - Mar 26)", "Q4 Jan-Mar 2026 (2025/26)")),
        ("Jan-Mar 25/26", Q4),
        *(
            (text, SEPTEMBER)
            for text in (
                "As at 30 Sep 2025", "Sept 25", "September-2025", "Sep '25", "Sep\u00a025",
                "Sep ’25", "30th September 2025", "30-Sep-25", "Month ending 30/09/25",
                "End of Sept 2025", "September 2025 (Sep-25)", "Sep 25 2025/26", "Sep 2025/26",
            )
        ),
        ("Apr 20/21", Month(2020, 4)),  # and not of 2021
        ("Mar 20/21", Month(2021, 3)),
        ("30 Sep", Bare(1, 9)),
        *(
            (text, FinancialYear(2024))
            for text in (
                "Full year 2024-25", "2024/25 (full year)", "Year ending 31 March 2025",
                "Year to March 2025", "Year end 24/25", "April 2024 to March 2025", "FY 24-25",
            )
        ),
        *(
            (text, YearToDate(YEAR))
            for text in ("YTD (2025/26)", "Year to date 2025/26", "Cumulative 25/26")
        ),
        *(
            (text, YearToDate(YEAR, SEPTEMBER))
            for text in (
                "YTD Apr-25 to Sep-25", "YTD (Apr-Sep 25)", "Sep-25 YTD", "YTD to 30 Sep 2025",
                "YTD Q2 2025/26", "Year to date (Apr - Sep) 2025/26", "Cumulative Apr-Sep 2025",
            )
        ),
        *((text, Bare(1, 9, so_far=True)) for text in ("YTD Q2", "YTD (Apr-Sep)", "YTD Sept")),
    ],
)  # fmt: skip
def test_whatever_councils_write(text: str, label: Label) -> None:
    assert as_label(text) == label


def test_a_year_to_date_without_a_year_waits_for_one() -> None:
    assert Bare(1, 9, so_far=True).of(YEAR) == YearToDate(YEAR, SEPTEMBER)
    assert Bare(1, 3, so_far=True).of(YEAR) == YearToDate(YEAR, Month(2026, 3))


@pytest.mark.parametrize(
    "text",
    [
        "Q1 (Jul-Sep)", "Q4 (Jan-Mar 25) 2025/26", "Apr 25 2024/25", "Q2 (Apr-Jun)",
        "Sep 25 (Q1)", "Q1 (Apr-Sep)", "31/04/2025", "30 Feb 2024", "Jun 25 - Apr 25",
        "Q1 2025/27", "April 2025 (May-25)", "Q1 2024/25 2025/26", "YTD 2024/25 Sep 25",
        "Jan-Jun 2025/26", "YTD Q2 (Apr-Aug 25)", "Apr-Jun 25 as at 31 May 2025",
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_no_period_and_said(text: str) -> None:
    assert as_label(text) is None
    assert read_label(text) is NoPeriod.CONTRADICTION


@pytest.mark.parametrize(
    "text",
    [
        "H1 2025/26", "H1", "Apr-Sep 2025", "Apr 25 - Sep 25", "Oct 25 - Mar 26", "H2 (Oct-Mar)",
        "Half year 1 2025/26", "1st half 2025/26", "Mid-year 2025/26", "Half-yearly 2025/26",
        "Apr-Dec 2025", "May-Jul", "Q1-Q2", "Q1 to Q3 2025/26",
        "6 months to Sep 2025", "12 months to Sep 2025", "YTD Jan-Sep 25", "Sep 25 (Q2)",
        "to Sep 2025", "Year to September 2025", "Apr-Mar",
    ],
)  # fmt: skip
def test_another_length_of_time_is_no_period_and_said(text: str) -> None:
    assert as_label(text) is None
    assert read_label(text) is NoPeriod.OTHER


@pytest.mark.parametrize(
    "text",
    ["2025/26", "2025-26", "2025/2026", "25/26", "25-26", "FY25/26", "FY 2025/26", "2025 / 26"],
)
def test_a_financial_year(text: str) -> None:
    assert as_label(text) == YEAR


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *((text, YearToDate()) for text in ("YTD", "Y.T.D.", "Year to date", "Cumulative")),
        *((text, YearToDate(YEAR)) for text in ("2025/26 YTD", "YTD 2025/26", "(YTD) 2025/26")),
    ],
)
def test_a_year_to_date(text: str, label: YearToDate) -> None:
    assert as_label(text) == label


@pytest.mark.parametrize(
    "value",
    [
        "Q1 2024",  # of which year it is the first quarter cannot be told
        "Q5",
        "Q1-Q2",
        "Q2 (Apr-Jun)",  # says two things
        "Apr-Sep 2025",  # half a year
        "May-Jul",  # no quarter
        "2025",
        "2025/27",
        "2026/25",
        "95-96%",
        "90/91 children",
        "31/04/2025",
        "15/04/2025",  # a day, not the end of a month
        "13/2025",
        "Month 1",
        "16-17",  # an age
        "Year",
        "Full year",
        "Last month Apr-25",
        "Rolling 12 months",
        "YTD 2025",
        "28 Feb 2024",
        "Q1 25",
        "Quarter 2025/26",
        "Mary",
        "Marching",
        "Target",
        "Apr-25 target",
        "YTD target",
        "",
        None,
        True,
        2025.0,
        409.0,
        0.25,
    ],
)
def test_what_names_no_period(value: CellValue) -> None:
    assert as_label(value) is None


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Scorecard 2025/26", {2025}),
        ("Scorecard 2025-26: children in care", {2025}),
        ("Scorecard 2025 to 2026", {2025}),
        ("April 2025 to March 2026", {2025}),
        ("Scorecard FY25/26", {2025}),
        ("2025/26 against 2024/25", {2024, 2025}),
        ("Scorecard 2025", set()),
        ("Scorecard 2025/27", set()),
        ("Version 12/05/2025", set()),
        ("Scorecard", set()),
    ],
)
def test_the_years_that_a_title_names(title: str, years: set[int]) -> None:
    assert {year.start for year in years_in(title)} == years


@pytest.mark.parametrize("title", ["Care leavers aged 16-17", "Amber: 95-96%", "Ages 18 to 19"])
def test_ages_and_limits_are_no_years(title: str) -> None:
    assert years_in(title) == frozenset()


@pytest.mark.parametrize(
    ("heading", "spelling", "rest"),
    [
        ("Target 2025/26", "Target", "2025/26"),
        ("2025/26 target", "Target", "2025/26"),
        ("Target (Q1)", "target", "Q1"),
        ("Target: Apr-25", "Target", "Apr-25"),
        ("Target", "Target", ""),
        ("Targets 2025/26", "Target", ""),
        ("Retarget 2025/26", "Target", ""),
        ("Q1 Target 2025/26", "Target", "Q1 2025/26"),
        ("2025/26", "Target", ""),
        ("Target 2025/26", "", ""),
    ],
)
def test_what_a_heading_says_beside_its_meaning(heading: str, spelling: str, rest: str) -> None:
    assert remainder(heading, spelling) == rest
