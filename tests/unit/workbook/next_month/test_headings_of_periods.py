"""Headings of a council's own months and quarters, written for others in the same way."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.next_month.headings import names, renamed


def month(text: str) -> Month:
    return Month.parse(text)


def quarter(start: int, number: int) -> Quarter:
    return Quarter(FinancialYear(start), number)


@pytest.mark.parametrize(
    ("heading", "of", "new", "right"),
    [
        ("Apr-25", month("2025-04"), month("2025-05"), "May-25"),
        ("April 2025", month("2025-04"), month("2026-09"), "September 2026"),
        ("APR 25", month("2025-04"), month("2025-06"), "JUN 25"),
        ("Sept", month("2025-09"), month("2025-10"), "Oct"),
        ("april", month("2025-04"), month("2025-06"), "june"),
        ("30/04/2025", month("2025-04"), month("2025-05"), "31/05/2025"),
        ("31.01.25", month("2025-01"), month("2025-02"), "28.02.25"),
        ("Target Apr-25", month("2025-04"), month("2025-05"), "Target May-25"),
        ("CURRENT May-15", month("2015-05"), month("2015-06"), "CURRENT Jun-15"),
        ("2025-04", month("2025-04"), month("2025-12"), "2025-12"),
        (dt.datetime(2025, 4, 30), month("2025-04"), month("2025-05"), dt.datetime(2025, 5, 31)),
        ("Q2 2025/26", quarter(2025, 2), quarter(2025, 3), "Q3 2025/26"),
        ("Q4 25/26", quarter(2025, 4), quarter(2026, 1), "Q1 26/27"),
        ("2025/26 Qtr 4", quarter(2025, 4), quarter(2026, 1), "2026/27 Qtr 1"),
        ("Quarter 1", quarter(2025, 1), quarter(2025, 2), "Quarter 2"),
        ("Apr-Jun", quarter(2025, 1), quarter(2025, 2), "Jul-Sep"),
        ("Apr - Jun 2025", quarter(2025, 1), quarter(2025, 4), "Jan - Mar 2026"),
        ("Q3 (Oct-Dec)", quarter(2025, 3), quarter(2025, 4), "Q4 (Jan-Mar)"),
        ("Actual Q1 2025/26", quarter(2025, 1), quarter(2025, 2), "Actual Q2 2025/26"),
        ("July to September", quarter(2025, 2), quarter(2025, 3), "October to December"),
    ],
)
def test_a_heading_is_written_for_another_period(
    heading: str | dt.datetime, of: Month | Quarter, new: Month | Quarter, right: object
) -> None:
    assert names(heading, of)
    assert not names(heading, of + 1)
    assert renamed([heading], [of], new) == right
    assert names(right, new)  # type: ignore[arg-type]


def test_may_is_written_as_long_as_the_months_beside_it() -> None:
    of = [month("2025-05"), month("2025-06")]
    assert renamed(["May 2025", "Jun 2025"], of, month("2025-07")) == "Jul 2025"
    assert renamed(["May", "June"], of, month("2025-07")) == "July"


@pytest.mark.parametrize(
    "heading", ["Apr-25 to Jun-25", "Month 1", "Q1", "2025/26", "", None, 12.0]
)
def test_what_names_no_month_is_of_none(heading: str | float | None) -> None:
    assert not names(heading, month("2025-04"))
    with pytest.raises(ValueError, match="heading"):
        renamed([heading], [month("2025-04")], month("2025-05"))
