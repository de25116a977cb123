"""Months and financial years as the report writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def label(month: date) -> str:
    """Write a month as the report does: May-15."""
    return f"{SHORT[month.month - 1]}-{month.year % 100:02d}"


def parse(text: str) -> date | None:
    """Read "May-15" as the first of that month; None for anything else."""
    name, dash, year = text.partition("-")
    if not dash or name not in SHORT or not year.isdigit():
        return None
    return date(2000 + int(year), SHORT.index(name) + 1, 1)


def span(first: date, last: date) -> list[date]:
    """List the months from first to last, both included."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def financial_year(month: date) -> str:
    """Name the financial year, April to March, that holds a month: 2015/16."""
    start = month.year if month.month >= 4 else month.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def runs_of_years(months: Sequence[date]) -> list[tuple[str, int, int]]:
    """Group consecutive months by financial year: (year, first index, last index)."""
    runs: list[tuple[str, int, int]] = []
    for index, month in enumerate(months):
        year = financial_year(month)
        if runs and runs[-1][0] == year:
            runs[-1] = (year, runs[-1][1], index)
        else:
            runs.append((year, index, index))
    return runs
