"""Labels of periods as councils write them: Apr-25, April, Q1 2024/25, Qtr 1, 2024/25, YTD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from lacxl.domain.month import MONTH_NAMES, FinancialYear, Month, Quarter
from lacxl.workbook.layout.model import Period, YearToDate
from lacxl.workbook.layout.words import as_month, as_year, as_year_so_far, letters, plain, text_of
from lacxl.workbook.snapshot import CellValue

_NAMES = {
    spelling: number
    for number, name in enumerate(MONTH_NAMES, 1)
    for spelling in (name.lower(), name[:3].lower(), *(["sept"] if name == "September" else []))
}
_YEAR = r"(?:fy)?\s*(\d{4}|\d{2})\s*[/\-–]\s*(\d{4}|\d{2})"
_QUARTER = r"(?:q|qtr\.?|quarter)\s*\.?([1-4])"
_QUARTER_FIRST = re.compile(rf"{_QUARTER}(?:\s*[,:\-–(]*\s*{_YEAR}\)?)?", re.I)
_YEAR_FIRST = re.compile(rf"{_YEAR}\s*[,:\-–]*\s*{_QUARTER}", re.I)
_SPAN = re.compile(r"\(?\b([a-z]{3,9})\s*(?:-|–|to)\s*([a-z]{3,9})\b\)?\s*(\d{4}|\d{2})?", re.I)
_TWO_YEARS = re.compile(
    r"(?<!\d)(\d{4}|\d{2})\s*(?:/|-|–|\bto\b)\s*(?:[a-z]{3,9}\s+)?(\d{4}|\d{2})(?!\d)", re.I
)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_EARLIEST, _LATEST = 20, 39  # of two digits a year is 20/21 to 39/40, and 16-17 an age
_SO_FAR = ("ytd", "yeartodate", "cumulativeytd", "yearsofar", "cumulative")


@dataclass(frozen=True, order=True, slots=True)
class Bare:
    """A month or a quarter without its year, which the table says somewhere else.

    `months` is 1 or 3, `number` that of the calendar month or of the quarter.
    """

    months: int
    number: int

    def of(self, year: FinancialYear) -> Month | Quarter:
        """Return the month or quarter of a financial year."""
        if self.months == 3:
            return Quarter(year, self.number)
        return year.first + (self.number - year.first.number) % 12


Label: TypeAlias = Period | Bare


def as_label(value: CellValue, *, date1904: bool = False) -> Label | None:
    """Return the period that a label names, None where it names none."""
    if (month := as_month(value, date1904=date1904)) is not None:
        return month
    text = text_of(value)
    if not text:
        return None
    if (quarter := _quarter(text)) is not None:
        return quarter
    if (ended := _ended_by(text)) is not None:
        return ended
    if (number := _NAMES.get(letters(text))) is not None:
        return Bare(1, number)
    if (year := as_year(text) or _short_year(text)) is not None:
        return year
    if letters(text) in _SO_FAR:
        return YearToDate()
    so_far = as_year_so_far(text)
    return None if so_far is None else YearToDate(so_far)


def years_in(value: CellValue) -> frozenset[FinancialYear]:
    """Return the financial years that a text names among other words: 2025/26, 2025 to 2026."""
    text = text_of(value)
    found = (
        _year(each[1], each[2]) for each in _TWO_YEARS.finditer(text) if not _is_no_year(text, each)
    )
    return frozenset(year for year in found if year is not None)


def _is_no_year(text: str, found: re.Match[str]) -> bool:
    """Say whether two numbers are ages or limits: aged 16-17, 95-96%."""
    if len(found[1]) == 4:
        return False
    is_after_age = re.search(r"\bage[ds]?\W*$", text[: found.start()], re.I) is not None
    is_limit = text[found.end() :].lstrip().startswith("%")
    return is_after_age or is_limit or not _EARLIEST <= int(found[1]) <= _LATEST


def _quarter(text: str) -> Quarter | Bare | None:
    span = _SPAN.search(text)
    rest = text if span is None else (text[: span.start()] + text[span.end() :]).strip(" -–:,")
    of_span = _of_span(span) if span else None
    if span is not None and of_span is None:
        return None
    if not rest:
        return of_span
    if found := _QUARTER_FIRST.fullmatch(rest):
        number, first, second = found[1], found[2], found[3]
    elif found := _YEAR_FIRST.fullmatch(rest):
        first, second, number = found[1], found[2], found[3]
    else:
        return None
    named: Quarter | Bare = Bare(3, int(number))
    if first:
        year = _year(first, second)
        if year is None:
            return None
        named = Quarter(year, int(number))
    if of_span is None:
        return named
    if of_span.number != named.number:  # Q2 (Apr-Jun) says two things
        return None
    return of_span if isinstance(named, Bare) else named


def _of_span(span: re.Match[str]) -> Quarter | Bare | None:
    """Return the quarter of Apr-Jun, or Apr-Jun 2024."""
    first, last = (_NAMES.get(span[i].lower(), 0) for i in (1, 2))
    if not first or (last - first) % 12 != 2 or first % 3 != 1:
        return None
    number = (first - 4) % 12 // 3 + 1
    if not span[3]:
        return Bare(3, number)
    year = int(span[3]) if len(span[3]) == 4 else 2000 + int(span[3])
    try:
        return Month(year, first).quarter
    except ValueError:
        return None


def _ended_by(text: str) -> Month | None:
    """Return the month whose last day is written as 30/04/2025 or 30.04.25."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    try:
        month = Month(year, int(found[2]))
    except ValueError:
        return None
    return month if month.last_day.day == int(found[1]) else None


def _short_year(text: str) -> FinancialYear | None:
    """Return the year of 24/25, or FY24-25."""
    found = re.fullmatch(_YEAR, text, re.I)
    return _year(found[1], found[2]) if found else None


def _year(first: str, second: str) -> FinancialYear | None:
    start = int(first) if len(first) == 4 else 2000 + int(first)
    if not Month.FIRST_YEAR <= start < Month.LAST_YEAR or not str(start + 1).endswith(second):
        return None
    return FinancialYear(start)


def remainder(value: CellValue, spelling: str) -> str:
    """Return what a heading says beside a spelling of its meaning: 2024/25 in "Target 2024/25".

    "" where it does not begin or end with the spelling, or says nothing else.
    """
    said, meant = text_of(value), spelling.strip()
    folded, wanted = said.casefold(), meant.casefold()
    if not wanted or not plain(meant):
        return ""
    if folded.startswith(wanted) and not folded[len(wanted) : len(wanted) + 1].isalnum():
        return said[len(wanted) :].strip(" -–:(),")
    if folded.endswith(wanted) and not folded[: -len(wanted)][-1:].isalnum():
        return said[: -len(wanted)].strip(" -–:(),")
    return ""
