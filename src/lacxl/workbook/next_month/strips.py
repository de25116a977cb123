"""The strips of a table: the column or the row of each of its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.insertion import Axis, Insertion
from lacxl.workbook.layout.model import (
    FigurePart,
    Layout,
    Line,
    Period,
    TableHeadings,
    YearToDate,
)
from lacxl.workbook.next_month.headings import Span


@dataclass(frozen=True, slots=True)
class Strips:
    """A table's periods, each with the cells that are its own between the first line and the last.

    `across` says that a period is a column; `at` is its number, else that of a row. Where a period
    has several `columns`, as many in each, its cells are in all of them.
    """

    table: TableHeadings
    across: bool
    at: Mapping[Period, int]
    first: int
    last: int
    lines: tuple[Line, ...]
    columns: Mapping[Period, tuple[int, ...]] = field(default_factory=dict)
    _lines: Mapping[CellRef, Line] = field(init=False, repr=False, compare=False)
    _nth: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = {
            place: line
            for line in reversed(self.lines)
            for place in (*line.judged_at.values(), *line.at.values())
        }
        nth = {at: n for each in self.columns.values() for n, at in enumerate(each)}
        object.__setattr__(self, "_lines", lines)
        object.__setattr__(self, "_nth", nth)

    @property
    def sheet(self) -> str:
        """The sheet that it is on."""
        return self.table.at.sheet

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months as they follow each other on the sheet."""
        return tuple(sorted((p for p in self.at if isinstance(p, Month)), key=lambda p: self.at[p]))

    @property
    def span(self) -> tuple[Span, ...]:
        """The periods of which it shows one after the other: months, or quarters alone."""
        quarters = (p for p in self.at if isinstance(p, Quarter))
        return self.months or tuple(sorted(quarters, key=lambda p: self.at[p]))

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """Its years of which the outturn is shown, as they follow each other on the sheet."""
        found = (p for p in self.at if isinstance(p, FinancialYear))
        return tuple(sorted(found, key=lambda p: self.at[p]))

    @property
    def so_far(self) -> tuple[YearToDate, ...]:
        """Its years to date."""
        return tuple(p for p in self.at if isinstance(p, YearToDate))

    @property
    def is_own(self) -> bool:
        """Whether it is a table of a council's own workbook."""
        return any(line.form.own_formats for line in self.lines)

    def edges(self, period: Period) -> tuple[int, int]:
        """Return the first and the last column or row of a period."""
        numbers = self.columns.get(period) or (self.at[period],)
        return numbers[0], numbers[-1]

    def cells(self, period: Period) -> Iterator[CellRef]:
        """Yield the cells of a period, in the same order for each."""
        for other in range(self.first, self.last + 1):
            for at in self.columns.get(period) or (self.at[period],):
                cell = (other, at) if self.across else (at, other)
                yield CellRef(self.sheet, Cell(*cell))

    def area(self, period: Period) -> Area:
        """Return the area of a period's cells."""
        left, right = self.edges(period)
        if self.across:
            return Area(self.first, left, self.last, right)
        return Area(left, self.first, right, self.last)

    def insertion(self) -> Insertion:
        """Return what makes room for a month after the last one."""
        axis = Axis.COLUMNS if self.across else Axis.ROWS
        return Insertion(self.sheet, axis, self.at[self.months[-1]] + 1, extend=True)

    def beside(self, place: CellRef, by: int) -> CellRef:
        """Return the cell so many columns or rows on, the way that time runs."""
        row, column = place.cell
        return CellRef(
            place.sheet, Cell(row, column + by) if self.across else Cell(row + by, column)
        )

    def part_at(self, place: CellRef) -> str:
        """Return what a cell shows of its line: a part of the figure, its target, its light."""
        for line in self.lines:
            for (which, _), judged in line.judged_at.items():
                if judged == place:
                    return which.value
        line_there = self.line_at(place)
        return line_there.part.value if line_there else ""

    def line_at(self, place: CellRef) -> Line | None:
        """Return the line that a cell belongs to."""
        return self._lines.get(place)

    def other(self, place: CellRef, period: Period) -> CellRef:
        """Return the cell of another period in the same row or column of figures."""
        columns = self.columns.get(period)
        at = columns[self._nth[place.cell.column]] if columns else self.at[period]
        cell = Cell(place.cell.row, at) if self.across else Cell(at, place.cell.column)
        return CellRef(place.sheet, cell)


def strips_of(layout: Layout) -> Iterator[Strips]:
    """Yield the strips of every table that has months or quarters beside each other on a sheet."""
    for table in layout.tables:
        if not any(isinstance(period, Month | Quarter) for period in table.headings):
            continue
        across, lines = _lines_of(layout, table)
        if not lines:
            continue
        cells = [place.cell for line in lines for place in line.at.values()]
        others = [cell.row if across else cell.column for cell in cells]
        yield Strips(
            table=table,
            across=across,
            at={
                period: place.cell.column if across else place.cell.row
                for line in sorted(lines, key=_is_of_value)
                for period, place in line.at.items()
            },
            first=min(others),
            last=max(others),
            lines=lines,
        )


def _is_of_value(line: Line) -> bool:
    return line.part is FigurePart.VALUE


def _lines_of(layout: Layout, table: TableHeadings) -> tuple[bool, tuple[Line, ...]]:
    """Return whether time runs across in a table, and the lines that its headings head."""
    dated = ((p, place) for p, place in table.headings.items() if isinstance(p, Month | Quarter))
    period, heading = min(dated, key=lambda each: isinstance(each[0], Quarter))
    own = [
        line
        for line in layout.lines
        if line.table == table.name
        and line.sheet == table.at.sheet
        and period in line.at
        and _heads(layout, table, line.at[period])
    ]
    if table.columns:
        columns = table.columns[period]
        return True, tuple(line for line in own if line.at[period].cell.column in columns)
    down = tuple(line for line in own if line.at[period].cell.row == heading.cell.row)
    if down and down[0].at[period].cell.column != heading.cell.column:
        return False, down
    return True, tuple(line for line in own if line not in down)


def _heads(layout: Layout, table: TableHeadings, place: CellRef) -> bool:
    """Say whether a table's headings are those of a cell, not those of one of its name below."""
    row = place.cell.row
    others = (
        each.at.cell.row
        for each in layout.tables
        if each.name == table.name and each.at.sheet == table.at.sheet
    )
    above = [other for other in others if other <= row]
    return not above or max(above) == table.at.cell.row
