"""Labels of periods as councils write them: Apr-25, April, Q1 2024/25, Apr - Jun 25, 2024/25, YTD.

A label says one period or none: what contradicts itself, or is half a year, is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from lacxl.domain.month import MONTH_NUMBERS, FinancialYear, Month, Quarter
from lacxl.workbook.layout.heading_words import as_month, letters, plain, text_of
from lacxl.workbook.layout.model import Period, YearToDate
from lacxl.workbook.layout.period_words import (
    EARLIEST,
    LATEST,
    LabelWords,
    NamedMonth,
    PeriodWord,
    Span,
    words_of,
)
from lacxl.workbook.layout.periods import period_named
from lacxl.workbook.snapshot import CellValue, Formula

_TWO_YEARS = re.compile(
    r"(?<!\d)(\d{4}|\d{2})\s*(?:/|-|–|\bto\b)\s*(?:[a-z]{3,9}\s+)?(\d{4}|\d{2})(?!\d)", re.I
)
_APRIL, _MARCH = 4, 3
_BESIDE = " -–:(),"
_LAST_DAYS = {
    number: {Month(year, number).last_day.day for year in (2023, 2024)} for number in range(1, 13)
}


@dataclass(frozen=True, order=True, slots=True)
class Bare:
    """A month or a quarter without its year, which the table says somewhere else.

    `months` is 1 or 3, `number` that of the calendar month or of the quarter. `so_far` says that
    the year to date at the end of the month is meant.
    """

    months: int
    number: int
    so_far: bool = False

    def of(self, year: FinancialYear) -> Month | Quarter | YearToDate:
        """Return the month or quarter of a financial year, or the year to date at its end."""
        if self.months == 3:
            return Quarter(year, self.number)
        month = _in_year(self.number, year)
        return YearToDate(year, month) if self.so_far else month


class NoPeriod(Enum):
    """Why a label that speaks of time names no period that a cell can be filled for."""

    CONTRADICTION = "contradiction"
    """Its parts do not agree: Q1 (Jul-Sep), Apr 25 2024/25."""
    OTHER = "other"
    """It is no month, quarter, year or year to date: half a year, a month and its quarter."""


Label: TypeAlias = Period | Bare


def as_label(value: CellValue, *, date1904: bool = False) -> Label | None:
    """Return the period that a label names, None where it names none."""
    found = read_label(value, date1904=date1904)
    return None if isinstance(found, NoPeriod) else found


def read_label(value: CellValue, *, date1904: bool = False) -> Label | NoPeriod | None:
    """Return the period that a label names, or why none though it speaks of time."""
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str):
        return _of_text(text_of(value))
    return as_month(value, date1904=date1904)


def own_month_or_year(value: CellValue, date1904: bool) -> Period | None:
    """Return what a council's own row is of: a month in any spelling, a year or one to date."""
    label = read_label(value, date1904=date1904)
    return label if isinstance(label, Month) else period_named(value, date1904)


@lru_cache(maxsize=4096)
def _of_text(text: str) -> Label | NoPeriod | None:
    words = words_of(text) if text else None
    if words is not None and (found := _meant(words)) is not None:
        return found
    # narrow columns part words: A pr-25
    if (number := MONTH_NUMBERS.get(letters(text))) is not None:
        return Bare(1, number)
    return as_month(text)


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
    return is_after_age or is_limit or not EARLIEST <= int(found[1]) <= LATEST


def _year(first: str, second: str) -> FinancialYear | None:
    start = int(first) if len(first) == 4 else 2000 + int(first)
    if not Month.FIRST_YEAR <= start < Month.LAST_YEAR or not str(start + 1).endswith(second):
        return None
    return FinancialYear(start)


class _Unclear(Exception):  # noqa: N818 - no error: most texts are no labels
    """A label that names no period, with the reason where it speaks of time."""

    def __init__(self, why: NoPeriod | None) -> None:
        super().__init__(why)
        self.why = why


_When: TypeAlias = Month | Bare
_SAYS_YEAR = {PeriodWord.FINANCIAL_YEAR, PeriodWord.WHOLE_YEAR, PeriodWord.YEAR_TO_DATE}


def _meant(words: LabelWords) -> Label | NoPeriod | None:
    """Return the one period that all words of a label say, or why they say none."""
    try:
        year = _year_of(words)
        month = _one_month([_month_of(each, year) for each in words.months])
        spans = {_span_of(each, year) for each in words.spans}
        if len(spans) > 1:
            return NoPeriod.OTHER
        span = next(iter(spans), None)
        if not any(
            (year, month, span, words.quarters, words.said & {PeriodWord.HALF, *_SAYS_YEAR})
        ):
            return None
        if (
            PeriodWord.HALF in words.said
            or PeriodWord.MONTHS in words.said
            or len(words.quarters) > 1
        ):
            return NoPeriod.OTHER
        return _label(words.said, year, next(iter(words.quarters), None), span, month)
    except _Unclear as unclear:
        return unclear.why


def _year_of(words: LabelWords) -> FinancialYear | None:
    """Return the financial year that a label names."""
    others = bool(words.months or words.spans or words.quarters or words.said & _SAYS_YEAR)
    if words.odd or len(words.years) > 1:
        raise _Unclear(NoPeriod.CONTRADICTION if others else None)
    if words.unsure and not others:  # 16-17 is an age
        raise _Unclear(None)
    return next(iter(words.years), None)


def _month_of(named: NamedMonth, year: FinancialYear | None, *, begins: bool = False) -> _When:
    """Return a month with its year, if it is known, whose first or last day may be named."""
    when: _When = Bare(1, named.number)
    if named.year is not None:
        try:
            when = Month(named.year, named.number)
        except ValueError:
            raise _Unclear(None) from None
        if year is not None and when.financial_year != year:
            raise _Unclear(NoPeriod.CONTRADICTION)
    elif year is not None:
        when = _in_year(named.number, year)
    if named.day is not None:
        lasts = {when.last_day.day} if isinstance(when, Month) else _LAST_DAYS[named.number]
        if named.day > max(lasts):
            raise _Unclear(NoPeriod.CONTRADICTION)
        if named.day not in ({1} if begins else lasts):
            raise _Unclear(None)
    return when


def _one_month(months: list[_When]) -> _When | None:
    """Return the month that a label names, in one way or in two."""
    dated = {each for each in months if isinstance(each, Month)}
    if len(dated) > 1:
        raise _Unclear(NoPeriod.CONTRADICTION)
    if len({each.number for each in months}) > 1:
        raise _Unclear(NoPeriod.OTHER)
    return next(iter((*dated, *months)), None)


def _span_of(span: Span, year: FinancialYear | None) -> tuple[_When, _When]:
    """Return first and last month; a year that one of them lacks is that of the other."""
    first, last = span.first, span.last
    crosses = first.number > last.number
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - crosses)
    elif last.year is None and first.year is not None:
        last = replace(last, year=first.year + crosses)
    begins, ends = _month_of(first, year, begins=True), _month_of(last, year)
    if isinstance(begins, Month) and isinstance(ends, Month) and begins > ends:
        raise _Unclear(NoPeriod.CONTRADICTION)
    return begins, ends


def _label(
    said: set[PeriodWord],
    year: FinancialYear | None,
    quarter: int | None,
    span: tuple[_When, _When] | None,
    month: _When | None,
) -> Label:
    """Return the period that parts of a label say together; raises _Unclear."""
    if span is not None and month is not None and month != span[1]:
        raise _Unclear(NoPeriod.CONTRADICTION)
    if PeriodWord.YEAR_TO_DATE in said:
        return _so_far(said, year, quarter, span, month)
    ends = bool(said & {PeriodWord.END, PeriodWord.TO})
    if PeriodWord.WHOLE_YEAR in said or (PeriodWord.YEAR in said and ends):
        return _whole_year(year, quarter, span, month)
    if PeriodWord.YEAR in said or (span is None and month is None and PeriodWord.TO in said):
        raise _Unclear(None)
    if span is not None:
        return _of_span(span, quarter)
    if month is not None:
        return _of_month(month, quarter, said)
    if quarter is not None:
        return Bare(3, quarter) if year is None else Quarter(year, quarter)
    if year is None or PeriodWord.QUARTER in said:
        raise _Unclear(None)
    return year


def _so_far(
    said: set[PeriodWord],
    year: FinancialYear | None,
    quarter: int | None,
    span: tuple[_When, _When] | None,
    month: _When | None,
) -> Label:
    """Return a year to date, up to the end of a quarter, a span or a month if one is named."""
    if said & {PeriodWord.WHOLE_YEAR, PeriodWord.YEAR, PeriodWord.QUARTER}:
        raise _Unclear(NoPeriod.OTHER)
    until = span[1] if span is not None else month
    if quarter is not None:
        last = quarter * 3 % 12 + 3
        if until is not None and until.number != last:
            raise _Unclear(NoPeriod.CONTRADICTION)
        until = until or (Bare(1, last) if year is None else _in_year(last, year))
    if span is not None and span[0].number != _APRIL:
        is_quarter = quarter is not None and _quarter_of(span) is not None
        if not is_quarter:  # a year that begins with another month
            raise _Unclear(NoPeriod.OTHER)
    if until is None:
        return YearToDate(year)
    if isinstance(until, Bare):
        return replace(until, so_far=True)
    if (
        span is not None
        and isinstance(span[0], Month)
        and span[0].financial_year != (until.financial_year)
    ):
        raise _Unclear(NoPeriod.OTHER)
    return YearToDate(until.financial_year, until)


def _whole_year(
    year: FinancialYear | None,
    quarter: int | None,
    span: tuple[_When, _When] | None,
    month: _When | None,
) -> Label:
    """Return the year of Full year 2024/25, Year ending 31 March 2025."""
    until = span[1] if span is not None else month
    if span is not None and _months_in(span) != 12:
        raise _Unclear(NoPeriod.OTHER)
    if quarter is not None or (until is not None and until.number != _MARCH):
        raise _Unclear(NoPeriod.OTHER)
    if isinstance(until, Month):
        return until.financial_year
    if year is None:
        raise _Unclear(NoPeriod.OTHER if until is not None else None)
    return year


def _of_span(span: tuple[_When, _When], quarter: int | None) -> Label:
    """Return the quarter of Apr - Jun, or the year of April 2025 to March 2026."""
    found = _quarter_of(span)
    if quarter is not None and (found is None or found.number != quarter):
        raise _Unclear(NoPeriod.CONTRADICTION)
    if found is not None:
        return found
    first, last = span
    if isinstance(last, Month) and first.number == _APRIL and _months_in(span) == 12:
        return last.financial_year
    raise _Unclear(NoPeriod.OTHER)


def _of_month(month: _When, quarter: int | None, said: set[PeriodWord]) -> Label:
    """Return a month, or the quarter that ends with it: Q1 as at 30 June 2025."""
    if quarter is None and PeriodWord.QUARTER not in said:
        if PeriodWord.TO in said:  # several months up to it
            raise _Unclear(NoPeriod.OTHER)
        return month
    number = _quarter_number(month)
    if quarter is not None and quarter != number:
        raise _Unclear(NoPeriod.CONTRADICTION)
    if month.number % 3 or not said & {PeriodWord.END, PeriodWord.TO}:
        raise _Unclear(NoPeriod.OTHER)
    return month.quarter if isinstance(month, Month) else Bare(3, number)


def _quarter_of(span: tuple[_When, _When]) -> Quarter | Bare | None:
    first, last = span
    if _months_in(span) != 3 or first.number % 3 != 1:
        return None
    return (
        last.quarter if isinstance(last, Month) else Bare(3, (first.number - _APRIL) % 12 // 3 + 1)
    )


def _quarter_number(month: _When) -> int:
    return (month.number - _APRIL) % 12 // 3 + 1


def _months_in(span: tuple[_When, _When]) -> int:
    first, last = span
    if isinstance(first, Month) and isinstance(last, Month):
        return (last.year - first.year) * 12 + last.number - first.number + 1
    return (last.number - first.number) % 12 + 1


def _in_year(number: int, year: FinancialYear) -> Month:
    return year.first + (number - year.first.number) % 12


def remainder(value: CellValue, spelling: str) -> str:
    """Return what a heading says beside a spelling of its meaning: Q1 2024/25 in "Q1 Target 24/25".

    "" where it does not have the spelling as words of their own, or says nothing else.
    """
    said, meant = text_of(value), spelling.strip()
    if not plain(meant):
        return ""
    found = re.search(rf"(?<!\w){re.escape(meant)}(?!\w)", said, re.I)
    if found is None:
        return ""
    beside = (said[: found.start()].strip(_BESIDE), said[found.end() :].strip(_BESIDE))
    return " ".join(each for each in beside if each)
