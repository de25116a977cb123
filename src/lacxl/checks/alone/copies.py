"""Stale copies: figures equal to those of the month or year before, where the others moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lacxl.checks.alone.figures_on_page import (
    CASES,
    FAILURES,
    OF,
    VALUE,
    BookAlone,
    Key,
    When,
    keys_of,
    told,
)  # fmt: skip
from lacxl.checks.alone.printed_number import PrintedNumber
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Unit
from lacxl.domain.month import FinancialYear, Month

COPY = "Q114"
FEWEST_EQUAL, FEWEST_MOVED, LEAST_OF, FEWEST_DIGITS = 2, 4, 100, 3
"""All figures of a page have to be equal, two or more; or one with its n and d, d being 100 or
more; or in the workbook's own month one of many digits; or in a year the only one, of three digits
or more. And four others, twice as many as are equal, have moved."""
_EXACT, _SMALL = 6, 100


@dataclass(frozen=True, slots=True)
class Copied:
    """A finding, and the figures that it is about."""

    finding: Finding
    keys: frozenset[Key]


def copies(book: BookAlone, values: Mapping[Key, PrintedNumber]) -> Iterator[Copied]:
    """Yield Q114 for each month, and each closed year, that repeats the one before."""
    whens: set[When] = {key.when for key in values}
    for when in sorted(w for w in whens if isinstance(w, Month) and w <= book.month):
        yield from _of(book, values, when, when - 1)
    for year in sorted(w for w in whens if isinstance(w, FinancialYear)):
        yield from _of(book, values, year, year - 1)


def _of(
    book: BookAlone, values: Mapping[Key, PrintedNumber], when: When, before: When
) -> Iterator[Copied]:
    equal: list[Key] = []
    sure: list[Key] = []
    moved = 0
    for number, indicator in book.indicators.items():
        key = Key(number, VALUE, when)
        now, then = values.get(key), values.get(Key(number, VALUE, before))
        if now is None or then is None:
            continue
        parts = _parts(values, number, when), _parts(values, number, before)
        if now.text != then.text or now.stored != then.stored or parts[0] != parts[1]:
            moved += 1
            continue
        equal.append(key)
        counted = indicator.figures[-1].unit not in (Unit.PERCENTAGE, Unit.MEAN)
        if not counted and now.value not in (0, 1):
            with_parts = parts[0] is not None and parts[0][1] >= LEAST_OF
            digits = parts[0] is None and when == book.month and _is_exact(now)
            sure += [key] if with_parts or digits else []
    rows = _rows(book, equal)
    found = [key for key in equal if key in sure or key.indicator in rows]
    if not found and len(equal) == 1 and isinstance(when, FinancialYear):
        found = [key for key in equal if _digits(values[key]) >= FEWEST_DIGITS]
    if found and moved >= max(FEWEST_MOVED, 2 * len(found)):
        words = ", ".join(f"{key.indicator} {values[key].text}" for key in found)
        cells = [
            str(place)
            for line in book.layout.lines
            for key, place in keys_of(book, line)
            if key in found
        ]
        yield Copied(
            warning(
                COPY,
                f"{told(when)} repeats {told(before)} to the last digit ({words}), where {moved} "
                "other figures moved.",
                ", ".join(cells),
                "Look whether the figures were copied and not yet replaced.",
            ),
            frozenset(
                key._replace(part=part) for key in found for part in (VALUE, CASES, OF, FAILURES)
            ),
        )


def _rows(book: BookAlone, equal: list[Key]) -> set[str]:
    """Return the indicators of pages of which every figure is equal: rows copied as a whole."""
    numbers = {key.indicator for key in equal}
    pages: dict[str, set[str]] = defaultdict(set)
    for line in book.layout.pages:
        pages[line.table].add(line.indicator)
    whole = [page for page in pages.values() if len(page) >= FEWEST_EQUAL and page <= numbers]
    return {number for page in whole for number in page}


def _digits(number: PrintedNumber) -> int:
    return len(re.sub(r"\D", "", number.text).lstrip("0"))


def _parts(
    values: Mapping[Key, PrintedNumber], number: str, when: When
) -> tuple[object, int] | None:
    of = values.get(Key(number, OF, when))
    cases = [values.get(Key(number, part, when)) for part in (CASES, FAILURES)]
    if of is None or cases == [None, None]:
        return None
    return tuple(each.value if each else None for each in (*cases, of)), int(of.value)


def _is_exact(number: PrintedNumber) -> bool:
    """Say whether a cell keeps far more digits than a person types, of no small fraction."""
    small = number.stored.limit_denominator(_SMALL)
    return (number.stored * 10**_EXACT).denominator > 1 and abs(small - number.stored) > 1e-9
