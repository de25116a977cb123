"""Headings of a council's own table: which period one names, and its words for another period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from lacxl.domain.month import MONTH_NAMES, Month, Quarter
from lacxl.workbook.dated_headings import (
    for_month,
    like_name,
    months_named,
    years_later,
)
from lacxl.workbook.layout.heading_words import text_of
from lacxl.workbook.layout.period_labels import Bare, as_label, years_in
from lacxl.workbook.snapshot import CellValue

Span = Month | Quarter
"""A period of which a table shows several, one after the other."""
_QUARTER = re.compile(r"\b(q|qtr\.?|quarter)(\W*)([1-4])\b", re.I)
_DAY = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})([/.\- ])(\d{4}|\d{2})")
_LAST_YEAR = re.compile(r"(?<!\d)(?:\d{4}|\d{2})(?=\W*$)")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def said(period: Span) -> str:
    """Return a period as messages have it: May-15, 2015/16 Q1."""
    return period.short if isinstance(period, Month) else str(period)


def speaks_of_time(value: CellValue) -> bool:
    """Say whether a heading has a month, a quarter or a year in it, by itself or among words."""
    text = text_of(value)
    return (
        as_label(value) is not None
        or bool(years_in(value) or months_named(text))
        or _QUARTER.search(text) is not None
        or _ANY_YEAR.search(text) is not None
    )


def names(value: CellValue, period: Span, *, date1904: bool = False) -> bool:
    """Say whether a heading names this period, with or without its year, and no other one."""
    label = as_label(value, date1904=date1904)
    if label is not None:
        bare = isinstance(label, Bare) and label.of(
            period.financial_year if isinstance(period, Month) else period.year
        )
        return period in (label, bare)
    text = text_of(value)
    if isinstance(period, Month):
        return months_named(text) == (period,)
    found = _QUARTER.findall(text)
    years = years_in(value)
    return [int(each[2]) for each in found] == [period.number] and years <= {period.year}


def renamed(
    like: Sequence[CellValue], before: Sequence[Span], after: Span, *, date1904: bool = False
) -> CellValue:
    """Return the heading of a period, written as those of others are.

    Raises ValueError where it cannot be written so that it names the period.
    """
    # May is as long in both ways of writing months, so another month is the example
    example, period = next(
        (each for each in zip(like, before, strict=True) if not _is_may(each[1])),
        (like[0], before[0]),
    )
    if not names(example, period, date1904=date1904):
        raise ValueError("the heading does not name its period")
    value = _renamed(example, period, after, date1904)
    if not names(value, after, date1904=date1904):
        raise ValueError("the heading cannot be written for another period")
    return value


def _is_may(period: Span) -> bool:
    return isinstance(period, Month) and period.number == 5


def _renamed(value: CellValue, before: Span, after: Span, date1904: bool) -> CellValue:
    if not isinstance(value, str):
        if not isinstance(after, Month) or not isinstance(value, dt.datetime | float | int):
            raise ValueError("the heading names no period")
        return for_month(value, after, date1904=date1904)
    if isinstance(before, Quarter) and isinstance(after, Quarter):
        return _of_quarter(value, before, after)
    if not isinstance(after, Month):
        raise ValueError("the heading is of a period of another length")
    if found := _DAY.fullmatch(value.strip()):
        day, one, month, other, year = found.groups()
        last = str(after.last_day.day)
        number = f"{after.number:0{len(month)}d}"
        return f"{last:0>{len(day)}}{one}{number}{other}{str(after.year)[-len(year) :]}"
    if months_named(value):
        return for_month(value, after)
    if isinstance(as_label(value), Bare):
        name = value.strip().rstrip(".")
        return value.replace(name, like_name(name, MONTH_NAMES[after.number - 1]))
    return for_month(value, after)


def _of_quarter(value: str, before: Quarter, after: Quarter) -> str:
    text = _QUARTER.sub(lambda found: f"{found[1]}{found[2]}{after.number}", value)
    for old, new in ((before.first, after.first), (before.last, after.last)):
        forms = sorted({MONTH_NAMES[old.number - 1], MONTH_NAMES[old.number - 1][:3]}, reverse=True)
        name = MONTH_NAMES[new.number - 1]
        found = re.search(rf"\b({'|'.join(forms)})\b", text, re.I)
        if found:
            text = text[: found.start()] + like_name(found[0], name) + text[found.end() :]
    if years_in(text):
        return years_later(text, after.year.start - before.year.start)
    year = str(after.last.year)
    return _LAST_YEAR.sub(lambda found: year[-len(found[0]) :], text)
