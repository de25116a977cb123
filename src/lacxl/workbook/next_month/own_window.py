"""A council's own table whose periods move on: all that is of a period, and what cannot follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.model import Layout, Period
from lacxl.workbook.layout.period_labels import as_label
from lacxl.workbook.next_month.headings import names
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot

_ROWS_ABOVE = 3


def widened(strips: Strips, layout: Layout, snapshot: Snapshot) -> Strips:
    """Return a table with all that belongs to its periods: each column, such as lights and targets,
    and every row under its headings, also of what lacxl does not fill.
    """
    if not strips.is_own or not strips.across or not strips.table.columns:
        return strips
    sheet = snapshot.sheet(strips.sheet)
    columns = _columns(strips, sheet)
    wide = replace(strips, columns=columns, first=strips.table.bottom + 1)
    return replace(wide, last=_last_row(wide, layout, sheet))


def parts_of(strips: Strips, layout: Layout, snapshot: Snapshot) -> tuple[Strips, ...]:
    """Return the months and the quarters of a council's own table, each with all of theirs."""
    if not strips.table.columns:
        return (strips,)
    kinds = [kind for kind in (Month, Quarter) if any(isinstance(p, kind) for p in strips.at)]
    found = []
    for kind in kinds:
        at = {
            p: number
            for p, number in strips.at.items()
            if isinstance(p, kind) or not isinstance(p, Month | Quarter)
        }
        found.append(widened(replace(strips, at=at), layout, snapshot))
    return tuple(found)


def _columns(strips: Strips, sheet: SheetSnapshot) -> dict[Period, tuple[int, ...]]:
    """Return the columns of each period, with those between that come with each of them alike."""
    own: dict[Period, tuple[int, ...]] = {p: strips.table.columns[p] for p in strips.span}
    starts = [columns[0] for columns in own.values()]
    steps = {b - a for a, b in pairwise(starts)}
    if len(steps) != 1:
        return own
    step = steps.pop()
    if any(columns[-1] - columns[0] >= step for columns in own.values()):
        return own
    wide: dict[Period, tuple[int, ...]] = {
        period: tuple(range(columns[0], columns[0] + step)) for period, columns in own.items()
    }
    heads = range(strips.table.at.cell.row, strips.table.bottom + 1)
    others = {
        column
        for period, columns in strips.table.columns.items()
        if period not in own
        for column in columns
    }
    if any(column in others for columns in wide.values() for column in columns):
        return own
    for nth in range(step):
        of_periods = [
            (columns[nth] in own[period], columns[nth]) for period, columns in wide.items()
        ]
        words = {
            tuple(letters(sheet.values.get(Cell(row, column))) for row in heads)
            for is_own, column in of_periods
            if not is_own
        }
        if not all(is_own for is_own, _ in of_periods) and (
            any(is_own for is_own, _ in of_periods) or len(words) > 1 or not any(*words)
        ):
            return own
    return wide


def _last_row(strips: Strips, layout: Layout, sheet: SheetSnapshot) -> int:
    """Return the last row of a table: up to an empty row, or to the headings of another one."""
    columns = range(strips.table.at.cell.column, right_edge(strips) + 1)
    filled = {cell.row for cell in sheet.values if cell.column in columns}
    own = {
        place.cell.row
        for line in strips.lines
        for place in (*line.at.values(), *line.judged_at.values())
    }
    last, until = max(own), next_table(strips, layout)
    at = strips.table.at.cell
    title = letters(sheet.values.get(at))
    while last + 1 in filled and last + 1 < until:
        if letters(sheet.values.get(Cell(last + 1, at.column))) == title:
            break  # the headings of another table
        last += 1
    return last


def right_edge(strips: Strips) -> int:
    """Return the last column of a table's periods."""
    return max(strips.edges(period)[1] for period in strips.span)


def next_table(strips: Strips, layout: Layout) -> int:
    """Return the row in which the next table on the sheet begins, or one beyond all."""
    tops = [
        table.at.cell.row
        for table in layout.tables
        if table.at.sheet == strips.sheet and table.at.cell.row > strips.table.bottom
    ]
    return min(tops, default=1 << 20)


def is_header(strips: Strips, sheet: SheetSnapshot, row: int) -> bool:
    """Say whether a row has headings of periods over the columns of a table's own."""
    cells = [sheet.values.get(Cell(row, strips.edges(period)[0])) for period in strips.span]
    return sum(isinstance(each, str | dt.datetime) and bool(as_label(each)) for each in cells) > 1


def heads(
    strips: Strips, sheet: SheetSnapshot
) -> Iterator[tuple[list[CellRef], list[CellValue], bool]]:
    """Yield the cells over a table's periods, one for each of them: where they are, what they hold,
    and whether they name the periods.

    The first are the highest. Rows above the headings come too, where there may be bands.
    """
    top = max(1, min(strips.table.at.cell.row, _highest(strips)) - _ROWS_ABOVE)
    for row in range(top, strips.table.bottom + 1):
        for nth in range(len(next(iter(strips.columns.values())))):
            cells = [Cell(row, strips.columns[period][nth]) for period in strips.span]
            values = [sheet.values.get(cell) for cell in cells]
            if any(value not in (None, "") for value in values):
                named = all(map(names, values, strips.span))
                yield [CellRef(sheet.name, cell) for cell in cells], values, named


def _highest(strips: Strips) -> int:
    return min(place.cell.row for place in strips.table.headings.values())
