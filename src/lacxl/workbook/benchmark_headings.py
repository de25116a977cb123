"""The headings that say of which year the benchmarks are: LATEST BENCHMARKING - 2013/14."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.dated_headings import only_year, years_later
from lacxl.workbook.layout import Layout
from lacxl.workbook.layout.model import Line
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot

Headings = Mapping[CellRef, frozenset[CellRef]]
"""Each heading with the benchmarks under it, or beside it."""


def benchmark_headings(layout: Layout, snapshot: Snapshot) -> Headings:
    """Return the texts with one financial year that stand over, or beside, benchmarks alone."""
    lines = [line for line in layout.lines if line.benchmarks]
    with_any = {line.sheet for line in lines}
    named = {sheet.name: _named(sheet) for sheet in snapshot.sheets if sheet.name in with_any}
    found: dict[CellRef, set[CellRef]] = {}
    for line in lines:
        for heading in _headings(line, named[line.sheet]):
            found.setdefault(CellRef(line.sheet, heading), set()).update(line.benchmarks.values())
    return {heading: frozenset(places) for heading, places in found.items()}


def of_year(text: str, year: FinancialYear) -> str:
    """Return a heading's text with another year in the place of the one that it names."""
    named = only_year(text)
    return text if named is None else years_later(text, year.start - named.start)


def _named(sheet: SheetSnapshot) -> list[tuple[Cell, Area]]:
    """Return the texts of a sheet with one financial year, and the cells that each is over."""
    merges = {area.first: area for area in sheet.merges}
    return [
        (cell, merges.get(cell, Area.of(cell)))
        for cell, value in sheet.values.items()
        if isinstance(value, str) and only_year(value) is not None
    ]


def _headings(line: Line, named: Iterable[tuple[Cell, Area]]) -> Iterator[Cell]:
    """Yield the headings of a line's benchmarks; in a row they stand over them, else beside."""
    cells = [place.cell for place in line.benchmarks.values()]
    across = any(place.cell.row == cells[0].row for place in line.at.values())
    lines = [cell.column if across else cell.row for cell in cells]
    start = min(cell.row if across else cell.column for cell in cells)
    for cell, area in named:
        before = cell.row < start if across else cell.column < start
        begin, end = (area.left, area.right) if across else (area.top, area.bottom)
        if before and min(lines) <= begin and end <= max(lines):
            yield cell
