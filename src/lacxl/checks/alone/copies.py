"""Stale copies: figures equal to those of the month or year before, where the others moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lacxl.checks.alone.figures import CASES, FAILURES, OF, VALUE, Book, Key, When, told
from lacxl.checks.alone.printed_number import Printed
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.layout import SUMMARY

COPY = "Q114"
FEWEST_EQUAL, FEWEST_MOVED, LEAST_OF = 2, 4, 100
"""Two figures or more have to be equal, or one with its n and d, d being 100 or more, or in the
workbook's own month one of many digits; and four others, twice as many as are equal, have moved."""
_EXACT, _SMALL = 6, 100


@dataclass(frozen=True, slots=True)
class Copied:
    """A finding, and the figures that it is about."""

    finding: Finding
    keys: frozenset[Key]


def copies(book: Book, values: Mapping[Key, Printed]) -> Iterator[Copied]:
    """Yield Q114 for each month, and each closed year, that repeats the one before."""
    whens: set[When] = {key.when for key in values}
    for when in sorted(w for w in whens if isinstance(w, Month) and w <= book.month):
        yield from _of(book, values, when, when - 1)
    for year in sorted(w for w in whens if isinstance(w, FinancialYear)):
        yield from _of(book, values, year, year - 1)


def _of(book: Book, values: Mapping[Key, Printed], when: When, before: When) -> Iterator[Copied]:
    equal: list[Key] = []
    sure: list[Key] = []
    moved = 0
    for number, indicator in book.indicators.items():
        now, then = (values.get(Key(number, VALUE, each)) for each in (when, before))
        if now is None or then is None:
            continue
        if now.text != then.text or now.stored != then.stored:
            moved += 1
            continue
        if indicator.figures[-1].unit not in (Unit.PERCENTAGE, Unit.MEAN):
            continue
        if indicator.figures[-1].unit is Unit.PERCENTAGE and now.value in (0, 1):
            continue
        parts = [_parts(values, number, each) for each in (when, before)]
        if parts[0] and parts[1]:
            if parts[0] != parts[1]:
                moved += 1
            elif parts[0][1] >= LEAST_OF:
                sure.append(Key(number, VALUE, when))
        elif when == book.month and _is_exact(now):
            sure.append(Key(number, VALUE, when))
        else:
            equal.append(Key(number, VALUE, when))
    found = [*sure, *equal] if sure or len(equal) >= FEWEST_EQUAL else []
    if not sure and not _is_row(book, equal):
        found = []
    if found and moved >= max(FEWEST_MOVED, 2 * len(found)):
        words = ", ".join(f"{key.indicator} {values[key].text}" for key in found)
        cells = defaultdict(list)
        for line in book.layout.lines:
            for key in found:
                if line.indicator == key.indicator and key.when in line.at:
                    cells[key].append(str(line.at[key.when]))  # type: ignore[index]
        yield Copied(
            warning(
                COPY,
                f"{told(when)} repeats {told(before)} to the last digit ({words}), where {moved} "
                "other figures moved.",
                ", ".join(place for each in cells.values() for place in each),
                "Look whether the figures were copied and not yet replaced.",
            ),
            frozenset(found),
        )


def _is_row(book: Book, keys: list[Key]) -> bool:
    """Say whether the figures are all that some page has: a row that was copied as a whole."""
    numbers = {key.indicator for key in keys}
    pages: dict[str, set[str]] = defaultdict(set)
    for line in book.layout.lines:
        if line.table != SUMMARY:
            pages[line.table].add(line.indicator)
    return any(len(page) >= FEWEST_EQUAL and page <= numbers for page in pages.values())


def _parts(values: Mapping[Key, Printed], number: str, when: When) -> tuple[object, int] | None:
    of = values.get(Key(number, OF, when))
    cases = [values.get(Key(number, part, when)) for part in (CASES, FAILURES)]
    if of is None or cases == [None, None]:
        return None
    return tuple(each.value if each else None for each in (*cases, of)), int(of.value)


def _is_exact(number: Printed) -> bool:
    """Say whether a cell keeps far more digits than a person types, of no small fraction."""
    small = number.stored.limit_denominator(_SMALL)
    return (number.stored * 10**_EXACT).denominator > 1 and abs(small - number.stored) > 1e-9
