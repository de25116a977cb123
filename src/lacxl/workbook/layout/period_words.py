"""The words of a label that may name a period: months, days, quarters, years, and what joins them.

Nothing here decides what they mean together: `period_labels.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TypeAlias

from lacxl.domain.month import MONTH_NUMBERS, FinancialYear, Month

EARLIEST, LATEST = 20, 39
"""Of two digits a year is 20/21 to 39/40, and 16-17 an age."""
_LONGEST = 60
_LIKE_OTHERS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("'’‘`´"))
_ORDINALS = {
    **dict.fromkeys(("1st", "first", "one"), 1),
    **dict.fromkeys(("2nd", "second", "two"), 2),
    **dict.fromkeys(("3rd", "third", "three"), 3),
    **dict.fromkeys(("4th", "fourth", "four"), 4),
}


class PeriodWord(Enum):
    """What a word says that names no month, quarter or year."""

    YEAR_TO_DATE = auto()
    WHOLE_YEAR = auto()
    FINANCIAL_YEAR = auto()
    YEAR = auto()
    QUARTER = auto()
    HALF = auto()
    MONTHS = auto()
    END = auto()
    TO = auto()
    DASH = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """A month by its number, with the year and the day that are written beside it."""

    number: int
    year: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Some months, from the first to the last."""

    first: NamedMonth
    last: NamedMonth


@dataclass(slots=True)
class LabelWords:
    """All that a label says.

    `unsure` says that its only years may be ages, `odd` that two years do not follow each other.
    """

    months: list[NamedMonth] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    quarters: set[int] = field(default_factory=set)
    years: set[FinancialYear] = field(default_factory=set)
    said: set[PeriodWord] = field(default_factory=set)
    unsure: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class _Quarter:
    number: int


@dataclass(frozen=True, slots=True)
class _Years:
    """Two years as written: the financial year that they are, if they follow each other."""

    year: FinancialYear | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Number:
    text: str


_Token: TypeAlias = PeriodWord | NamedMonth | _Quarter | _Years | _Number
_NAME = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_ORDINAL = "|".join(_ORDINALS)
_BEGINS = r"(?<![a-z])"
_ENDS = r"(?![a-z])"
_MATCHERS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("iso", r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"),
        ("date", r"(?<!\d)(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?!\d)"),
        ("years", r"(?<!\d)(\d{4}|\d{2})\s*([/-])\s*(\d{4}|\d{2})(?!\d)"),
        ("day", rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?[/.\-]?\s*({_NAME})(?![a-z])"),
        ("ordinal", rf"(?<![a-z0-9])({_ORDINAL})\s+(?:quarter|qtr)(?![a-z])"),
        ("half", r"(?<![a-z0-9])(?:1st|2nd)\s+half(?![a-z])"),
        ("months", r"(?<!\d)\d{1,2}[\s-]*months?(?![a-z])"),
        *(
            (kind, rf"(?<![a-z])(?:{pattern})")
            for kind, pattern in (
                ("month", rf"({_NAME})(?![a-z])"),
                ("half", r"h\s*[12](?![a-z0-9])"),
                ("half", r"half(?:[\s-]*year)?\s*[12](?![a-z0-9])"),
                ("half", r"(?:first\s+|second\s+)?half(?:[\s-]*year(?:ly)?)?(?![a-z])"),
                ("half", r"mid[\s-]*year(?![a-z])"),
                ("quarter", r"(?:q|qtr|quarter)[\s.\-]*([1-4])(?![a-z0-9])"),
                ("ordinal", rf"(?:quarter|qtr)\s+({_ORDINAL})(?![a-z0-9])"),
                ("months", r"(?:three|six|nine|twelve)[\s-]*months?(?![a-z])"),
                ("so_far", r"(?:y[\s.]*t[\s.]*d|cumulative)(?![a-z])"),
                ("so_far", r"year[\s-]*to[\s-]*date(?![a-z])|year\s+so\s+far(?![a-z])"),
                ("whole", r"(?:(?:full|whole)[\s-]*year|year[\s-]*end(?:ing|ed)?)(?![a-z])"),
                ("whole", r"end\s+of\s+(?:the\s+)?year(?![a-z])"),
                ("fy", r"(?:fy|financial\s+year)(?![a-z])"),
                ("filler", r"(?:the|of|in|for|month|position|current|latest|this)(?![a-z])"),
                ("quarterly", r"(?:quarter|qtr)(?![a-z])"),
                ("year", r"year(?:ly)?(?![a-z])"),
                ("end", r"(?:as\s+at|as\s+of|at|ending|ended|end)(?![a-z])"),
                ("to", r"(?:up\s+)?(?:to|until)(?![a-z])"),
            )
        ),
        ("dash", "-"),
        ("number", r"\d+"),
        ("blank", r"[\s,:;()\[\]./]+"),
    )
)
"""What a label may be made of; the first that fits is taken."""
_WORDS = {
    "half": PeriodWord.HALF,
    "months": PeriodWord.MONTHS,
    "so_far": PeriodWord.YEAR_TO_DATE,
    "whole": PeriodWord.WHOLE_YEAR,
    "fy": PeriodWord.FINANCIAL_YEAR,
    "year": PeriodWord.YEAR,
    "quarterly": PeriodWord.QUARTER,
    "filler": PeriodWord.FILLER,
    "blank": PeriodWord.FILLER,
    "end": PeriodWord.END,
    "to": PeriodWord.TO,
    "dash": PeriodWord.DASH,
}


def words_of(text: str) -> LabelWords | None:
    """Return what a label says, None where it says anything that no period has."""
    if len(text) > _LONGEST:
        return None
    tokens = list(_tokens(text.casefold().translate(_LIKE_OTHERS)))
    return None if None in tokens else _together(_with_years([t for t in tokens if t is not None]))


def _tokens(text: str) -> Iterator[_Token | None]:
    """Yield the words of a text, and None at the first that is not known."""
    at = 0
    before: NamedMonth | None = None  # a month that a number may be the year of
    while at < len(text):
        for kind, pattern in _MATCHERS:
            found = pattern.match(text, at)
            token = _token(kind, found) if found else None
            if found and kind == "day" and "-" in found[0] and before is not None:
                continue  # Oct 25 - Mar 26 has no 25 March
            if found and token is not None:
                if kind not in ("blank", "dash"):
                    before = token if isinstance(token, NamedMonth) and token.day is None else None
                if kind != "blank":
                    yield token
                at = found.end()
                break
        else:
            yield None
            return


def _token(kind: str, found: re.Match[str]) -> _Token | None:
    """Return what a word names or says; None where numbers are not what they look like."""
    match kind:
        case "iso":
            return _named(found[2], found[1], found[3])
        case "date":
            return _named(found[2], found[3], found[1])
        case "years":
            return _years(found[1], found[2], found[3])
        case "day":
            return NamedMonth(MONTH_NUMBERS[found[2]], None, int(found[1]))
        case "month":
            return NamedMonth(MONTH_NUMBERS[found[1]])
        case "quarter":
            return _Quarter(int(found[1]))
        case "ordinal":
            return _Quarter(_ORDINALS[found[1]])
        case "number":
            return _Number(found[0])
    return _WORDS[kind]


def _named(month: str, year: str, day: str) -> NamedMonth | None:
    return NamedMonth(int(month), _full(year), int(day)) if 1 <= int(month) <= 12 else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _years(first: str, between: str, second: str) -> _Years | NamedMonth | None:
    """Return a financial year, or the month of 2025-04; None where two numbers are neither."""
    start = _full(first)
    plausible = len(first) == 4 or EARLIEST <= int(first) <= LATEST
    if len(first) == 2 and int(first) > LATEST:
        return None
    if Month.FIRST_YEAR <= start < Month.LAST_YEAR and str(start + 1).endswith(second):
        return _Years(FinancialYear(start), plausible or between == "/")
    if len(first) == 4 and between == "-" and len(second) == 2 and 1 <= int(second) <= 12:
        return NamedMonth(int(second), start)
    if between == "/" and plausible and EARLIEST <= int(second[-2:]) <= LATEST:
        return _Years(None, is_sure=True)
    return None


def _with_years(tokens: Sequence[_Token]) -> list[_Token]:
    """Return the words with a number after a month taken as its year: Apr 25, April-2025."""
    found: list[_Token] = []
    for token in tokens:
        at = -2 if found[-1:] == [PeriodWord.DASH] else -1
        before = found[at] if len(found) >= -at else None
        year = token.text if isinstance(token, _Number) and len(token.text) in (2, 4) else ""
        if year and isinstance(before, NamedMonth) and before.year is None:
            found[at:] = [replace(before, year=_full(year))]
        else:
            found.append(token)
    return found


def _together(tokens: Sequence[_Token]) -> LabelWords | None:
    """Return what the words say together; None where a number is left that says nothing."""
    words = LabelWords()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if isinstance(token, NamedMonth):
            after = tokens[at : at + 2]
            if (
                len(after) == 2
                and after[0] in (PeriodWord.DASH, PeriodWord.TO)
                and isinstance(after[1], NamedMonth)
            ):
                words.spans.append(Span(token, after[1]))
                at += 2
            else:
                words.months.append(token)
        elif isinstance(token, _Quarter):
            words.quarters.add(token.number)
        elif isinstance(token, _Years):
            words.odd |= token.year is None
            words.unsure |= not token.is_sure
            words.years |= {token.year} if token.year is not None else set()
        elif isinstance(token, _Number):
            return None
        else:
            words.said.add(token)
    return words
