"""Bands over the months of a table: 2014/15 over its months, 2015/16 over the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.dated_headings import years_later
from lacxl.workbook.layout.heading_words import as_year
from lacxl.workbook.layout.period_labels import years_in
from lacxl.workbook.next_month.headings import Span
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
    strips: Strips, sheet: SheetSnapshot, after: Sequence[Span], *, more: int = 0
) -> Bands:
    """Return the bands of financial years over a table's months, for the months that it will have,
    so many `more` columns at the right included.

    Only a row is changed in which each month has the band of its own year.
    """
    values: dict[Cell, CellValue] = {}
    gone: list[Area] = []
    come: list[Area] = []
    if strips.across:
        columns = [strips.edges(period) for period in strips.span]
        first, last = columns[0][0], columns[-1][1]
        for row in _rows(strips):
            areas = [_area(sheet, Cell(row, left)) for left, _ in columns]
            if areas[0].top != row:
                continue
            years = [_year(sheet.values.get(area.first)) for area in areas]
            if years != [year_of(period) for period in strips.span]:
                continue
            if any(area.left < first or area.right > last for area in areas):
                continue
            text = str(sheet.values[areas[0].first])
            under = [*columns, *((last + i, last + i) for i in range(1, more + 1))]
            made = list(_made(areas[0], under, text, years[0], after))
            if [_year(written) for _, written in made] != list(dict.fromkeys(map(year_of, after))):
                continue  # it names its year in a way that does not move on
            before = list(dict.fromkeys(areas))
            new = [area for area, _ in made]
            gone += [area for area in before if area.size > 1 and area not in new]
            come += [area for area in new if area.size > 1 and area not in before]
            values |= {Cell(row, left): None for left, _ in under}
            values |= {area.first: written for area, written in made}
    return Bands(values, tuple(gone), tuple(come))


def _made(
    example: Area,
    columns: Sequence[tuple[int, int]],
    text: str,
    year: FinancialYear | None,
    after: Sequence[Span],
) -> Iterator[tuple[Area, str]]:
    """Yield a band for each financial year, written as the one in the example is."""
    start = year.start if year else 0
    of = zip(columns, after, strict=True)
    for found, group in groupby(of, key=lambda each: year_of(each[1])):
        under = [column for column, _ in group]
        area = Area(example.top, under[0][0], example.bottom, under[-1][1])
        yield area, years_later(text, found.start - start)


def year_of(period: Span) -> FinancialYear:
    """Return the financial year of a month or a quarter."""
    return period.financial_year if isinstance(period, Month) else period.year


def _year(value: CellValue) -> FinancialYear | None:
    """Return the year that a band names, among other words too."""
    years = years_in(value)
    return next(iter(years)) if len(years) == 1 else as_year(value)


def _rows(strips: Strips) -> range:
    top = min(strips.table.headings[period].cell.row for period in strips.span)
    return range(max(1, top - _ROWS_ABOVE), top)


def _area(sheet: SheetSnapshot, cell: Cell) -> Area:
    return next((area for area in sheet.merges if cell in area), Area.of(cell))
