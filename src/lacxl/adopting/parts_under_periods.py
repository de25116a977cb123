"""Numerator, denominator and percentage in columns under each month: N, D, % below Apr-25."""

from __future__ import annotations

from lacxl.adopting.vocabulary import meaning_of, part_of
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.own_columns import COUNTS, VALUE
from lacxl.workbook.layout.period_labels import Bare, as_label


def parts_under(grid: Grid, row: int) -> dict[Cell, str]:
    """Return the cells of a row that say which part of a figure is below, and the part.

    Each heading of a period above has a column for the figure, and one or two for what it is worked
    out from. A word means one part in the whole row, and nothing else.
    """
    found: dict[Cell, str] = {}
    meant: dict[str, set[str]] = {}
    for first, last in _periods_over(grid, row):
        cells = [cell for c in range(first, last + 1) if letters(grid.value(cell := Cell(row, c)))]
        parts = {cell: part for cell in cells if (part := _part(grid, cell)) is not None}
        said = list(parts.values())
        if VALUE not in said or not {*COUNTS} & {*said} or len({*said}) < len(said):
            continue
        found |= parts
        for cell, part in parts.items():
            meant.setdefault(letters(grid.value(cell)), set()).add(part)
    unsure = {word for word, parts in meant.items() if len(parts) > 1} | {
        letters(value)
        for cell, value in grid.in_row(row)
        if cell not in found and letters(value) in meant
    }
    return {cell: part for cell, part in found.items() if letters(grid.value(cell)) not in unsure}


def _part(grid: Grid, cell: Cell) -> str | None:
    part = part_of(grid.value(cell))
    if part in (VALUE, *COUNTS):
        return part
    meaning = meaning_of(grid.value(cell))
    return meaning if meaning in (VALUE, *COUNTS) else None


def _periods_over(grid: Grid, row: int) -> list[tuple[int, int]]:
    """Return the first and the last column of each heading of a period right above a row.

    One that is not merged goes up to the next.
    """
    above = grid.in_row(row - 1)
    last = max((cell.column for cell, _ in grid.in_row(row)), default=0)
    ends = [*(cell.column - 1 for cell, _ in above[1:]), last]
    found: list[tuple[int, int]] = []
    for (cell, value), end in zip(above, ends, strict=False):
        label = as_label(value, date1904=grid.date1904)
        if isinstance(label, Month | Quarter | Bare):
            right = grid.area(cell).right
            found.append((cell.column, right if right > cell.column else end))
    return found
