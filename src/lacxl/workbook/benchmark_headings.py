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
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    found: dict[CellRef, set[CellRef]] = {}
    for line in layout.lines:
        places = tuple(line.benchmarks.values())
        if not places:
            continue
        sheet = sheets[line.sheet]
        others = [place.cell for place in line.at.values()]
        for heading in _headings(line, [place.cell for place in places], others, sheet):
            found.setdefault(CellRef(line.sheet, heading), set()).update(places)
    return {heading: frozenset(places) for heading, places in found.items()}


def of_year(text: str, year: FinancialYear) -> str:
    """Return a heading's text with another year in the place of the one that it names."""
    named = only_year(text)
    return text if named is None else years_later(text, year.start - named.start)


def _headings(
    line: Line, cells: Iterable[Cell], others: list[Cell], sheet: SheetSnapshot
) -> Iterator[Cell]:
    """Yield the headings of a line's benchmarks; in a row they stand over them, else beside."""
    mine = list(cells)
    across = any(other.row == mine[0].row for other in others)
    lines = [cell.column if across else cell.row for cell in mine]
    first, last = min(lines), max(lines)
    start = min(cell.row if across else cell.column for cell in mine)
    merges = {area.first: area for area in sheet.merges}
    for cell, value in sheet.values.items():
        before = cell.row < start if across else cell.column < start
        if not before or not isinstance(value, str) or only_year(value) is None:
            continue
        area = merges.get(cell, Area.of(cell))
        begin, end = (area.left, area.right) if across else (area.top, area.bottom)
        if first <= begin and end <= last:
            yield cell
