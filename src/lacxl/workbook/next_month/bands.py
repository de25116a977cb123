"""Bands over the months of a table: 2014/15 over its months, 2015/16 over the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.dated_headings import years_later
from lacxl.workbook.layout.words import as_year
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue, SheetSnapshot

_ROWS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Bands:
    """What bands become: the values of their cells, and merged areas that go and that come."""

    values: Mapping[Cell, CellValue]
    gone: tuple[Area, ...]
    come: tuple[Area, ...]


def bands_after(
    strips: Strips, sheet: SheetSnapshot, after: Sequence[Month], *, more: int = 0
) -> Bands:
    """Return the bands of financial years over a table's months, for the months that it will have,
    so many `more` columns at the right included.

    Only a row is changed in which each month has the band of its own year.
    """
    values: dict[Cell, CellValue] = {}
    gone: list[Area] = []
    come: list[Area] = []
    if strips.across:
        columns = [strips.at[month] for month in strips.months]
        for row in _rows(strips):
            areas = [_area(sheet, Cell(row, column)) for column in columns]
            if areas[0].top != row:
                continue
            years = [as_year(sheet.values.get(area.first)) for area in areas]
            if years != [month.financial_year for month in strips.months]:
                continue
            if any(area.left < columns[0] or area.right > columns[-1] for area in areas):
                continue
            text = str(sheet.values[areas[0].first])
            under = [*columns, *(columns[-1] + i for i in range(1, more + 1))]
            made = list(_made(areas[0], under, text, years[0], after))
            before = list(dict.fromkeys(areas))
            new = [area for area, _ in made]
            gone += [area for area in before if area.size > 1 and area not in new]
            come += [area for area in new if area.size > 1 and area not in before]
            values |= {Cell(row, column): None for column in under}
            values |= {area.first: written for area, written in made}
    return Bands(values, tuple(gone), tuple(come))


def _made(
    example: Area,
    columns: Sequence[int],
    text: str,
    year: FinancialYear | None,
    after: Sequence[Month],
) -> Iterator[tuple[Area, str]]:
    """Yield a band for each financial year, written as the one in the example is."""
    start = year.start if year else 0
    of = zip(columns, after, strict=True)
    for found, group in groupby(of, key=lambda each: each[1].financial_year):
        under = [column for column, _ in group]
        area = Area(example.top, under[0], example.bottom, under[-1])
        yield area, years_later(text, found.start - start)


def _rows(strips: Strips) -> range:
    top = min(strips.table.headings[month].cell.row for month in strips.months)
    return range(max(1, top - _ROWS_ABOVE), top)


def _area(sheet: SheetSnapshot, cell: Cell) -> Area:
    return next((area for area in sheet.merges if cell in area), Area.of(cell))
