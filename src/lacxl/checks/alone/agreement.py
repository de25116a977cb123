"""Two tables that print the same figure: one that differs, and a page that is a row out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

from lacxl.checks.alone.figure_arithmetic import Arithmetic
from lacxl.checks.alone.figures_on_page import BookAlone, FiguresOnPage, Key, keys_of, named, told
from lacxl.checks.alone.printed_number import PrintedNumber, Range
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, Line

DIFFER, SHIFTED = "Q106", "Q108"
_FEWEST_SHIFTED = 2
_Pairs: TypeAlias = list[tuple[Key, PrintedNumber, PrintedNumber]]


@dataclass(frozen=True, slots=True)
class Shifted:
    """A page of which figures are one row late or early, and their cells."""

    finding: Finding
    cells: frozenset[CellRef]


def shifted(book: BookAlone) -> tuple[Shifted, ...]:
    """Return the pages that show two months or more of the summary one month off (Q108)."""
    summary = {(line.indicator, line.figure): line for line in book.layout.summary}
    found: defaultdict[tuple[str, str, int], list[tuple[Line, list[Month]]]] = defaultdict(list)
    for line in book.layout.pages:
        own = summary.get((line.indicator, line.figure))
        if own is None or line.part is not FigurePart.VALUE:
            continue
        for by in (1, -1):
            months = _explained(_months(book, own), _months(book, line), by)
            if months:
                found[line.table, line.sheet, by].append((line, months))
    return tuple(_as_shifted(book, summary, *key, lines) for key, lines in found.items())


def _months(book: BookAlone, line: Line) -> dict[Month, PrintedNumber]:
    read = {month: book.at(place) for month, place in line.months.items()}
    return {month: number for month, number in read.items() if number is not None}


def _explained(
    summary: Mapping[Month, PrintedNumber], page: Mapping[Month, PrintedNumber], by: int
) -> list[Month]:
    """Return the months that the page shows `by` rows off, if all that differ are such."""
    differ = [m for m in summary if m in page and not summary[m].range.meets(page[m].range)]
    off = [
        m
        for m in summary
        if (m in differ or m not in page)
        and m + by in page
        and summary[m].range.meets(page[m + by].range)
    ]
    is_all = bool(differ) and set(differ) <= set(off)
    return off if is_all and len(off) >= _FEWEST_SHIFTED else []


def _as_shifted(
    book: BookAlone,
    summary: Mapping[tuple[str, str], Line],
    table: str,
    sheet: str,
    by: int,
    lines: Sequence[tuple[Line, list[Month]]],
) -> Shifted:
    words, cells = [], []
    for line, months in lines:
        own = summary[line.indicator, line.figure]
        for month in months:
            number = book.at(line.at[month + by])
            assert number is not None  # noqa: S101 - it was compared
            words.append(f"{line.indicator} {month.short} {number.text} at {(month + by).short}")
            cells += [line.at[month + by], own.at[month]]
    late = "late" if by > 0 else "early"
    finding = warning(
        SHIFTED,
        f"The months of the page {table} are one row {late}: what the summary shows, the page has "
        f"a month {'later' if by > 0 else 'earlier'} ({', '.join(words)}).",
        ", ".join(map(str, cells)),
        "Move the page's figures to their months.",
    )
    first = {id(line): min(months) for line, months in lines}
    doubted = {
        place
        for line, _ in lines
        for month, place in line.months.items()
        if month >= min(first[id(line)], first[id(line)] + by)
    }
    return Shifted(finding, frozenset(doubted))


def settled(
    figures: FiguresOnPage, sums: Arithmetic
) -> tuple[dict[Key, PrintedNumber], dict[Key, tuple[PrintedNumber, ...]]]:
    """Return one number for each figure, and the figures of which cells print two.

    Of two that differ, the one is taken with which more of the relations hold; else the first.
    """
    values = {key: number for key in figures.cells if (number := figures.get(key)) is not None}
    differing = {key: cells for key, cells in figures.cells.items() if not _agree(cells)}
    for key, cells in differing.items():
        values[key] = cells[0]
    for key, cells in differing.items():
        about = [each for each in sums.relations if key in each.keys]
        ranges = {**ranges_of(values), **sums.implied}

        def broken(number: PrintedNumber) -> int:
            tried = {**ranges, key: number.range}  # noqa: B023 - called within the loop
            return sum(not each.holds(tried) for each in about)  # noqa: B023

        values[key] = min(cells, key=broken)
    return values, differing


def ranges_of(values: Mapping[Key, PrintedNumber]) -> dict[Key, Range]:
    """Return what each figure may be."""
    return {key: number.range for key, number in values.items()}


def differences(
    book: BookAlone,
    differing: Mapping[Key, Sequence[PrintedNumber]],
    chosen: Mapping[Key, PrintedNumber],
    others: Mapping[Key, PrintedNumber],
) -> Iterator[Finding]:
    """Yield Q106 for each line of a page that differs from another table's, with every period.

    `others` are figures that a wrong cell may have been copied from.
    """
    tables = {
        place: (line.table, line.indicator, line.figure, line.part)
        for line in book.layout.lines
        for _, place in keys_of(book, line)
    }
    groups: defaultdict[tuple[object, ...], _Pairs] = defaultdict(list)
    for key, cells in differing.items():
        one = cells[0]
        other = next(each for each in cells[1:] if not each.range.meets(one.range))
        groups[tables[one.place], tables[other.place]].append((key, one, other))
    exchanged, kept = _exchanged(list(groups.values()))
    yield from exchanged
    for (first, second), pairs in groups.items():
        if pairs not in kept:
            continue
        on = [_name(book, first), _name(book, second)]
        words = [
            f"{told(key.when)} {one.text} and {other.text}{_hint(key, one, other, chosen, others)}"
            for key, one, other in pairs
        ]
        where = [str(number.place) for _, one, other in pairs for number in (one, other)]
        yield warning(
            DIFFER,
            f"{pairs[0][0].indicator} is one figure with two values, on {on[0]} and on "
            f"{on[1]}: {'; '.join(words)}.",
            ", ".join(where),
            "Find out which is right and correct the other.",
        )


def _exchanged(groups: list[_Pairs]) -> tuple[list[Finding], list[_Pairs]]:
    """Return Q106 for figures that are in each other's place, and the other groups."""
    found: list[Finding] = []
    kept = list(groups)
    for one, other in combinations(groups, 2):
        crossed = len(one) == len(other) and all(
            a[0].when == b[0].when
            and a[1].range.meets(b[2].range)
            and b[1].range.meets(a[2].range)
            and a[2].place.sheet == b[2].place.sheet
            for a, b in zip(one, other, strict=True)
        )
        if crossed and one in kept and other in kept:
            kept = [each for each in kept if each not in (one, other)]
            cells = [str(number.place) for pairs in (one, other) for _, *both in pairs
                     for number in reversed(both)]  # fmt: skip
            periods = ", ".join(told(pair[0].when) for pair in one)
            found.append(
                warning(
                    DIFFER,
                    f"{one[0][0].indicator} and {other[0][0].indicator} are in each other's place "
                    f"on one of two tables: {periods}.",
                    ", ".join(cells),
                    "Find out which is right and exchange the other two.",
                )
            )
    return found, kept


def _name(book: BookAlone, table: object) -> str:
    return named(book.layout, str(table[0]) if isinstance(table, tuple) else SUMMARY)


def _hint(
    key: Key,
    one: PrintedNumber,
    other: PrintedNumber,
    chosen: Mapping[Key, PrintedNumber],
    others: Mapping[Key, PrintedNumber],
) -> str:
    """Return which of the two the other figures speak against, and what it may be a copy of."""
    wrong = other if chosen[key] is one else one
    copy = copied_from(key, wrong, others)
    return f" ({wrong.text} is {told(copy.when)}'s)" if copy is not None else ""


def copied_from(key: Key, wrong: PrintedNumber, others: Mapping[Key, PrintedNumber]) -> Key | None:
    """Return the period of the same figure that shows the same, the nearest before first."""
    same = [
        each
        for each, number in others.items()
        if each[:2] == key[:2]
        and type(each.when) is type(key.when)
        and each.when != key.when
        and replace(number, place=wrong.place, stored=wrong.stored) == wrong
    ]
    return max(same, key=lambda each: str(each.when), default=None)


def _agree(cells: Sequence[PrintedNumber]) -> bool:
    return all(each.range.meets(cells[0].range) for each in cells[1:])
