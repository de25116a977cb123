"""The year column: a financial year, 2015/16."""

from __future__ import annotations

from lacxl.domain.month import FinancialYear, Month
from lacxl.readings.faults import Fault


def read_year(text: str) -> FinancialYear | Fault:
    """Return the financial year of a cell, or why it has none."""
    if not text.isascii():
        return _NO_YEAR
    try:
        year = FinancialYear.parse(text)
    except ValueError:
        return _NO_YEAR
    if not Month.FIRST_YEAR <= year.start < Month.LAST_YEAR:
        return _NO_YEAR
    return year


_NO_YEAR = Fault(
    "R141",
    "this is not a financial year.",
    "Write it as 2015/16; Excel turns 2011/12 into a date unless the column is formatted as text.",
)
