"""Headings of months and years: which year one names, and the same words of another month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping

from lacxl.domain.month import MONTH_NAMES, MONTH_NUMBERS, FinancialYear, Month
from lacxl.workbook.snapshot import CellValue

_CENTURY, _CENTURIES = 100, 2000
_BEGINS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001
_NAMES = sorted(MONTH_NUMBERS, key=len, reverse=True)
_NAMED = re.compile(
    rf"({'|'.join(_NAMES)})(?P<point>\.?)(?P<between>[^0-9A-Za-z]*)(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_NAME = rf"\b(?:{'|'.join(_NAMES)})\b"
_DATED = r"\.?[^0-9A-Za-z]*"
_SPAN = re.compile(
    rf"(?:(?P<first>{_NAME})(?:(?P<first_rest>{_DATED}?)(?P<first_year>\d{{4}}|\d{{2}})?)"
    r"(?P<link>\s*(?:\b(?:to|until)\b|[-\u2013\u2014])\s*))?"
    rf"(?P<name>{_NAME})(?P<rest>{_DATED})(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
"""A month, or months from one to another, of which the first may go without a year."""
_SAYS_MORE = re.compile(
    rf"{_NAME}|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twice|quarter"
    r"|up(?! to date)|down|more|less|few\w*|most|least|level|unchanged|stead\w*|stable|above|below"
    r"|met|missed|better|best|worse|worst|high\w*|low\w*|peak\w*|ris\w*|rose|fall\w*|fell|drop\w*|increas\w*"
    r"|decreas\w*|grow\w*|grew|improv\w*|declin\w*)\b",
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
            name = like_name(found[1], MONTH_NAMES[month.number - 1], year)
            written = f"{name}{found['point']}{found['between']}{year}"
            return value[: found.start()] + written + value[found.end() :]
        if _ISO.search(value):
            return _ISO.sub(str(month), value, count=1)
    raise ValueError("the heading names no month")


def months_later(text: str, last: Month, moves: Mapping[Month, Month]) -> str | None:
    """Return a text about a month, or about months up to it, that is about the next one.

    `moves` has the months that one up to it may begin with, and those in their places then. None
    where the text has anything else that may not be true of them: another month, a figure, a word
    for a number or for a direction.
    """
    found = list(_SPAN.finditer(text))
    if len(found) != 1:
        return None
    (span,) = found
    rest = f"{text[: span.start()]} {text[span.end() :]}"
    number = MONTH_NUMBERS[span["name"].casefold()]
    if any(c.isdigit() for c in rest) or _SAYS_MORE.search(rest) or number != last.number:
        return None
    if not str(last.year).endswith(span["year"]):
        return None
    new = last + 1
    name, like, end = "", span["name"], span["year"]
    if first := span["first"]:
        begins = (
            before
            for before in moves
            if before.number == MONTH_NUMBERS[first.casefold()]
            and (
                str(before.year).endswith(span["first_year"])
                if span["first_year"]
                else _is_before(before, last)
            )
        )
        moved = moves.get(next(begins, last))
        if moved is None or not (span["first_year"] or _is_before(moved, new)):
            return None
        year = str(moved.year)[-len(span["first_year"] or end) :]
        name = like_name(first, MONTH_NAMES[moved.number - 1], year)
        name += span["first_rest"] + (year if span["first_year"] else "") + span["link"]
        like = first if like.casefold() == "may" and first.casefold() != "may" else like
    year = str(new.year)[-len(end) :]
    written = f"{like_name(like, MONTH_NAMES[new.number - 1], year)}{span['rest']}{year}"
    return f"{text[: span.start()]}{name}{written}{text[span.end() :]}"


def _is_before(first: Month, last: Month) -> bool:
    """Say whether a month is meant where months up to the last begin with its bare name."""
    return first <= last < first + 12


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


def months_named(text: str) -> tuple[Month, ...]:
    """Return the months that a text names with their years, in words: Apr-15, April 2015."""
    return tuple(
        Month(year if year > 99 else 2000 + year, MONTH_NUMBERS[found[1].casefold()])
        for found in _NAMED.finditer(text)
        for year in [int(found["year"])]
        if year <= 99 or Month.FIRST_YEAR <= year <= Month.LAST_YEAR
    )


def names_year(text: str, year: FinancialYear) -> bool:
    """Say whether a text has a financial year in it, with two digits or four."""
    pair = str(year.start), str(year.start + 1)
    return any(
        pair[0].endswith(found[1]) and pair[1].endswith(found[3]) for found in _YEAR.finditer(text)
    )


def only_year(text: str) -> FinancialYear | None:
    """Return the one financial year that a text has in it, None where there is none or several."""
    pairs = [(int(each[1]), each[3]) for each in _YEAR.finditer(text)]
    years = [first for first, second in pairs if (first + 1) % 100 == int(second) % 100]
    if len(years) != 1:
        return None
    return FinancialYear(years[0] if years[0] >= _CENTURY else _CENTURIES + years[0])


def _digits(year: int, number: int) -> str:
    return f"{year % 10**number:0{number}d}"


def _same_day(date: dt.datetime, month: Month) -> dt.datetime:
    """Return the same day of another month; the last day of a month stays the last one."""
    last = calendar.monthrange(month.year, month.number)[1]
    is_last = date.day == calendar.monthrange(date.year, date.month)[1]
    day = last if is_last else min(date.day, last)
    return date.replace(year=month.year, month=month.number, day=day)


def like_name(example: str, name: str, year: str = "") -> str:
    """Return a month's name as short, and in the letters of, another; May goes by its year."""
    if example.casefold() == "may":
        short = len(year) == len("15")
    else:
        short = example.casefold() not in {each.casefold() for each in MONTH_NAMES}
    found = name[:3] if short else name
    if example.isupper():
        return found.upper()
    return found.lower() if example.islower() else found
