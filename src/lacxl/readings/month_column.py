"""The month column: 2015-05, May-15 or May 2015; nothing that could mean two months.

A column of month ends has days: the last ones of their months.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from enum import Enum

from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.readings.faults import Fault

_ISO = re.compile(r"\d{4}-\d{2}", re.ASCII)
_NAMED = re.compile(r"([A-Za-z]{3,9})(?:-(\d{2}|\d{4})| (\d{4}))", re.ASCII)
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?:[ T].*)?", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}([-/.]?)\d{1,2}\1\d{1,2}(?:[ T].*)?", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[ T].*)?", re.ASCII)
_SLASHED_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_QUARTER = re.compile(
    r"Q([1-4]) (\d{4}[/-]\d{2}(?:\d{2})?)|(\d{4}[/-]\d{2}(?:\d{2})?) Q([1-4])", re.ASCII
)
_NAMES = tuple(name.casefold() for name in calendar.month_name)
_WRITE = "Write the month as 2015-05."
_EXCEL = (
    "Excel turned the month into a day number: format the column as text, write it as 2015-05, "
    "and save again."
)


class Order(Enum):
    """How the dates of a month column are written, as far as the column as a whole shows it."""

    AMERICAN = "the column's dates show American order, the month first"
    DAY_FIRST = "the column's dates show that the day comes first"
    UNCLEAR = "day or month may come first"
    MIXED = "some dates of the column have the day first and some the month"


def date_order(cells: Iterable[str]) -> Order:
    """Return what a column of dates proves: a part over 12 can only be a day."""
    found = [m for cell in cells if (m := _DAY_OR_MONTH_FIRST.fullmatch(cell.strip()))]
    american = any(int(m[3]) > 12 >= int(m[1]) for m in found)
    day_first = any(int(m[1]) > 12 >= int(m[3]) for m in found)
    if american and day_first:
        return Order.MIXED
    if american:
        return Order.AMERICAN
    return Order.DAY_FIRST if day_first else Order.UNCLEAR


def read_quarter(text: str) -> Quarter | None:
    """Return the quarter of a cell such as 2015/16 Q1 or Q1 2015/16; None where it names none."""
    written = " ".join(text.split())
    found = _QUARTER.fullmatch(written)
    if not found:
        return None
    number, year = found[1] or found[4], found[2] or found[3]
    try:
        return Quarter(FinancialYear.parse(year.replace("-", "/")), int(number))
    except ValueError:
        return None


def read_month(
    text: str,
    order: Order = Order.UNCLEAR,
    today: Month | None = None,
    *,
    has_ends: bool = False,
) -> Month | Fault:
    """Return the month of a cell, or why it has none.

    A whole date is refused, even one that could be read: a month is asked for, and whoever sends
    days may mean another layout. With `has_ends` the column is of month ends, and takes a month's
    last day. `today` is the month we are in: a later one is refused.
    """
    written = " ".join(text.split())
    if not written:
        return Fault("R112", "the month is missing.", _WRITE)
    month = _month(written)
    if month is None and has_ends:
        month = _ended_by(written)
    if isinstance(month, Month):
        if today is not None and month > today:
            return Fault(
                "R115",
                f"the month {month} is in the future (this is {today}).",
                "Correct the month, or wait until it has begun.",
            )
        return month
    if month is not None:
        return month
    if _DAY_OR_MONTH_FIRST.fullmatch(written):
        return Fault("R114", f"this is a date, not a month, and {order.value}.", _WRITE)
    if _YEAR_FIRST.fullmatch(written):
        return Fault("R114", "this is a date, not a month.", _WRITE)
    if _SERIAL.fullmatch(written):
        return Fault("R116", "this is a number, not a month.", _EXCEL)
    return Fault("R113", "this is not a month.", _WRITE)


def _month(written: str) -> Month | Fault | None:
    """Return the month; a fault if it is written well but there is no such month; else None."""
    try:
        if _ISO.fullmatch(written):
            return Month.parse(written)
        if named := _NAMED.fullmatch(written):
            number = _number(named[1])
            if number:
                return Month(_year(named[2] or named[3]), number)
    except ValueError as fault:
        return Fault("R113", f"there is no such month: {fault}.", _WRITE)
    return None


def _ended_by(written: str) -> Month | Fault | None:
    """Return the month whose last day is written; None for what is not a day.

    No last day can be taken for a month's number, so that day and month are never confused.
    """
    if found := _ISO_DAY.fullmatch(written):
        parts = [(int(found[1]), int(found[3]), int(found[4]))]
    elif found := _SLASHED_DAY.fullmatch(written):
        one, other, year = int(found[1]), int(found[3]), _year(found[4])
        parts = [(year, other, one), (year, one, other)]
    elif (found := _NAMED_DAY.fullmatch(written)) and _number(found[2]):
        parts = [(_year(found[3]), _number(found[2]), int(found[1]))]
    else:
        return None
    for year, number, day in parts:
        if 1 <= number <= 12 and Month.FIRST_YEAR <= year <= Month.LAST_YEAR:
            month = Month(year, number)
            if month.last_day.day == day:
                return month
    return Fault("R151", "this is not the last day of a month.", f"Write that, or: {_WRITE}")


def _number(name: str) -> int:
    """Return the number of a month by its English name or the start of it; 0 for another word."""
    start = name.casefold()
    if start == "sept":
        return 9
    if len(start) > 3 and start not in _NAMES:
        return 0
    return next((i for i, full in enumerate(_NAMES) if i and full.startswith(start)), 0)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 1900 + year if year >= Month.FIRST_YEAR % 100 else 2000 + year
