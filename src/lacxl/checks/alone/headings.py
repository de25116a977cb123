"""Headings of months that are out of order, or one of which is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lacxl.checks.alone.ahead import cover_month
from lacxl.checks.alone.figures_on_page import named
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, Layout, Line
from lacxl.workbook.layout.heading_words import as_month
from lacxl.workbook.snapshot import CellValue

HEADING = "Q109"
LONGEST_GAP = 3
"""A longer gap is taken for a month chosen to compare with, such as the same month last year."""
_FEWEST, _YEAR, _FARTHEST = 2, 12, 100


@dataclass(frozen=True, slots=True)
class Headed:
    """A table of which the months' headings are in doubt, and the cells under them."""

    finding: Finding
    cells: frozenset[CellRef]


def headings(
    layout: Layout, there: Mapping[CellRef, CellValue], spared: Iterable[str] = ()
) -> Iterator[Headed]:
    """Yield Q109 for each table in which the months do not follow each other.

    `spared` are sheets of which it is told already that a heading is
    there twice.
    """
    seen: set[tuple[str, tuple[tuple[int, Month], ...]]] = set()
    for table in layout.tables:
        lines = [
            line
            for line in layout.lines
            if line.table == table.name and (table.name == SUMMARY or line.sheet == table.at.sheet)
        ]
        if not lines or lines[0].sheet in spared or lines[0].is_quarterly:
            continue
        ordered = _ordered(lines[0])
        if (lines[0].sheet, ordered) in seen:
            continue
        seen.add((lines[0].sheet, ordered))
        months = [month for _, month in ordered]
        words, doubted = _wrong(months, cover_month(layout, there))
        if not words:
            continue
        unread = ", ".join(str(place) for place, _ in table.unread if table.amid_months)
        cells = frozenset(
            place for line in lines for month, place in line.months.items() if month in doubted
        )
        where = [str(_heading(there, lines[0], month)) for month in months if month in doubted]
        yield Headed(
            warning(
                HEADING,
                f"The months of {named(layout, table.name)} do not follow each other: {words}."
                + (f" Not understood: {unread}." if unread else ""),
                ", ".join(where) or unread or _between(there, lines[0], months) or str(table.at),
                "Correct the heading.",
            ),
            cells,
        )


def _ordered(line: Line) -> tuple[tuple[int, Month], ...]:
    places = {month: place.cell for month, place in line.months.items()}
    columns = {cell.column for cell in places.values()}
    across = len(columns) > 1
    return tuple(
        sorted((cell.column if across else cell.row, month) for month, cell in places.items())
    )


def _heading(there: Mapping[CellRef, CellValue], line: Line, month: Month) -> CellRef:
    """Return the cell that heads a month: the nearest above or to the left that names it."""
    place = line.months[month]
    up = len({each.cell.column for each in line.months.values()}) > 1
    for back in range(1, _FARTHEST):
        row, column = place.cell.row - back * up, place.cell.column - back * (not up)
        cell = CellRef(place.sheet, Cell(row, column))
        if as_month(there.get(cell)) == month:
            return cell
    return place


def _between(there: Mapping[CellRef, CellValue], line: Line, months: list[Month]) -> str:
    """Return the cells between two headings where a month is missing, if there are any."""
    for one, other in pairwise(months):
        first, last = (_heading(there, line, each) for each in (one, other))
        if _index(other) - _index(one) == 1 or first.sheet != last.sheet:
            continue
        cells = [
            CellRef(first.sheet, Cell(row, column))
            for row in range(first.cell.row, last.cell.row + 1)
            for column in range(first.cell.column, last.cell.column + 1)
        ]
        return ", ".join(map(str, cells[1:-1]))
    return ""


def _wrong(months: list[Month], cover: Month | None) -> tuple[str, set[Month]]:
    """Return what is wrong with months in the order of their cells, and which are in doubt."""
    steps = [_index(b) - _index(a) for a, b in pairwise(months)]
    if not steps or all(step == 1 for step in steps):
        return "", set()
    offsets = Counter(_index(month) - at for at, month in enumerate(months))
    if any(step <= 0 for step in steps) and any(step > 0 for step in steps):
        usual = offsets.most_common(1)[0][0]
        off = [m for at, m in enumerate(months) if _index(m) - at != usual]
        at = months.index(off[0])
        near = months[at - 1] if at else months[1]
        side = "after" if at else "before"
        return f"{off[0].short} comes {side} {near.short}", set(off)
    if all(step < 0 for step in steps):
        steps = [-step for step in steps]
        months = months[::-1]
        steps.reverse()
    gaps = [
        (a, b)
        for a, b, step in zip(months, months[1:], steps, strict=False)
        if 1 < step <= LONGEST_GAP
    ]
    if not gaps:
        return _alone(months, steps, cover)
    missing = [a + i for a, b in gaps for i in range(1, _index(b) - _index(a))]
    return f"{', '.join(m.short for m in missing)} is missing", set()


def _alone(months: list[Month], steps: list[int], cover: Month | None) -> tuple[str, set[Month]]:
    """Return a first or last month that is far from the others, and is none to compare with."""
    first, last = months[0], months[-1]
    if len(months) <= _FEWEST:
        return "", set()
    a_year = (_index(last) - _index(first)) % _YEAR == 0
    march = first == first.financial_year.last and months[1].number != first.number + 1
    if steps[0] > LONGEST_GAP and not (a_year or march) and max(steps[1:]) == 1:
        return f"{first.short} comes before {months[1].short}", {first}
    missing = (cover is not None and cover not in months) or len(months) > LONGEST_GAP
    if steps[-1] > LONGEST_GAP and missing and max(steps[:-1]) == 1:
        return f"{last.short} comes after {months[-2].short}", {last}
    return "", set()


def _index(month: Month) -> int:
    return month.year * 12 + month.number
