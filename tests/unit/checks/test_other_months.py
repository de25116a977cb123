"""Rows of other months in the readings are named when they are new."""

from __future__ import annotations

from decimal import Decimal

from lacxl.checks.other_months import other_months
from lacxl.domain.finding import Finding, note
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading, Source

MAY = Month(2015, 5)


def reading(month: Month, row: int, file: str = "readings.csv") -> Reading:
    return Reading("7.1", month, Decimal(1), source=Source(file, row))


def found(*new: Reading) -> Finding | None:
    findings = list(other_months("readings.csv", new, MAY))
    assert len(findings) <= 1
    return findings[0] if findings else None


def test_a_row_of_another_month_is_named() -> None:
    assert found(reading(MAY, 2), reading(Month(2014, 5), 3)) == note(
        "K117",
        "New rows for months other than May-15: May-14 (1).",
        "readings.csv row 3",
        "They go into the history; earlier months count in year to date and arrows. Check that no "
        "month is mistyped.",
    )


def test_rows_of_later_months_are_said_to_wait() -> None:
    finding = found(reading(MAY + 1, 9), reading(MAY - 1, 4), reading(MAY - 1, 3))
    assert finding
    assert finding.where == "readings.csv rows 3, 4, 9"
    assert finding.what == (
        "New rows for months other than May-15: Apr-15 (2), Jun-15 (1). Those of later months are "
        "used when their month is filled."
    )


def test_six_months_and_ten_rows_are_named_and_more_are_not() -> None:
    months = [MAY - back for back in range(1, 7)]
    rows = [reading(months[n % 6], 2 + n) for n in range(10)]
    finding = found(*rows)
    assert finding
    assert finding.where == "readings.csv rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    assert "Nov-14 (1), Dec-14 (1), Jan-15 (2)" in finding.what
    finding = found(*rows, reading(MAY - 1, 12))
    assert finding
    assert finding.where == "readings.csv"
    finding = found(*rows, reading(MAY - 7, 12))
    assert finding
    assert "11, in 7 months from Oct-14 to Apr-15." in finding.what


def test_many_rows_are_counted() -> None:
    finding = found(*(reading(MAY - back, 20 - back) for back in range(13)))
    assert finding
    assert finding.where == "readings.csv"
    assert "other than May-15: 12, in 12 months from May-14 to Apr-15." in finding.what


def test_of_many_rows_those_of_later_months_are_named() -> None:
    """A month that was mistyped is seldom an earlier one of a long file."""
    finding = found(*(reading(MAY - back, 20 - back) for back in range(13)), reading(MAY + 1, 21))
    assert finding
    assert finding.where == "readings.csv row 21 of later months"


def test_nothing_is_said_of_the_month_itself_or_of_counted_readings() -> None:
    assert found(reading(MAY, 2)) is None
    assert found(reading(MAY - 1, 2, "episodes.csv"), reading(MAY - 1, 0)) is None
    assert found(Reading("7.1", MAY - 1, Decimal(1))) is None
