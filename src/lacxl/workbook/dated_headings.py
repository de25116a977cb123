"""Headings of months and years: which year one names, and the same words of another month."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from lacxl.domain.month import MONTH_NAMES, FinancialYear, Month
from lacxl.workbook.snapshot import CellValue

_BEGINS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001
_NAMES = sorted(
    {form for name in MONTH_NAMES for form in (name, name[:3])} | {"Sept"}, key=len, reverse=True
)
_NAMED = re.compile(
    rf"({'|'.join(_NAMES)})(?P<point>\.?)(?P<between>[^0-9A-Za-z]*)(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)\d{4}-\d{2}(?!\d)")
_YEAR = re.compile(r"(?<![\d/])(\d{4}|\d{2})(\s*[/\-–]\s*)(\d{4}|\d{2})(?![\d/])")


def for_month(value: CellValue, month: Month, *, date1904: bool = False) -> CellValue:
    """Return a heading of another month: a date, its serial number, or a text such as
    CURRENT May-15, of which the rest stays.

    Raises ValueError where the value names no month.
    """
    if isinstance(value, dt.datetime):
        return _same_day(value, month)
    if isinstance(value, float | int) and not isinstance(value, bool):
        begins = _BEGINS[date1904]
        moved = _same_day(begins + dt.timedelta(days=int(value)), month)
        return type(value)((moved - begins).days)
    if isinstance(value, str):
        if found := _NAMED.search(value):
            year = str(month.year)[-len(found["year"]) :]
            name = _like(found[1], MONTH_NAMES[month.number - 1], year)
            written = f"{name}{found['point']}{found['between']}{year}"
            return value[: found.start()] + written + value[found.end() :]
        if _ISO.search(value):
            return _ISO.sub(str(month), value, count=1)
    raise ValueError("the heading names no month")


def years_later(text: str, years: int = 1) -> str:
    """Return a text with each financial year in it that much later: 2014/15, 14/15, 2014-2015."""

    def later(found: re.Match[str]) -> str:
        first, between, second = found.groups()
        year = int(first)
        if (year + 1) % 100 != int(second) % 100:
            return found[0]  # a date or a fraction
        moved = year + years
        return f"{_digits(moved, len(first))}{between}{_digits(moved + 1, len(second))}"

    return _YEAR.sub(later, text)


def names_month(text: str, month: Month) -> bool:
    """Say whether a text has a month in it, in words or as 2015-05."""
    name, year = MONTH_NAMES[month.number - 1][:3].casefold(), str(month.year)
    return str(month) in _ISO.findall(text) or any(
        found[1][:3].casefold() == name and year.endswith(found["year"])
        for found in _NAMED.finditer(text)
    )


def names_year(text: str, year: FinancialYear) -> bool:
    """Say whether a text has a financial year in it, with two digits or four."""
    pair = str(year.start), str(year.start + 1)
    return any(
        pair[0].endswith(found[1]) and pair[1].endswith(found[3]) for found in _YEAR.finditer(text)
    )


def _digits(year: int, number: int) -> str:
    return f"{year % 10**number:0{number}d}"


def _same_day(date: dt.datetime, month: Month) -> dt.datetime:
    """Return the same day of another month; the last day of a month stays the last one."""
    last = calendar.monthrange(month.year, month.number)[1]
    is_last = date.day == calendar.monthrange(date.year, date.month)[1]
    day = last if is_last else min(date.day, last)
    return date.replace(year=month.year, month=month.number, day=day)


def _like(example: str, name: str, year: str) -> str:
    """Return a month's name as short, and in the letters of, another; May goes by its year."""
    if example.casefold() == "may":
        short = len(year) == len("15")
    else:
        short = example.casefold() not in {each.casefold() for each in MONTH_NAMES}
    found = name[:3] if short else name
    if example.isupper():
        return found.upper()
    return found.lower() if example.islower() else found
