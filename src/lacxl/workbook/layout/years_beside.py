"""Months down a column, as April or Apr, of which a column beside them says the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters, text_of
from lacxl.workbook.layout.period_labels import Bare, as_label
from lacxl.workbook.snapshot import CellValue, Formula

_APRIL = 4
_FEWEST = 2
_LONGEST_GAP = 3
_HEADINGS_ABOVE = 3
_OVER_YEARS = ("year", "fy", "yr")


@dataclass(frozen=True, slots=True)
class DatedRows:
    """The rows of a column of months, and the column of their years."""

    column: int
    years: int
    months: Mapping[int, Month]

    @property
    def cells(self) -> dict[Cell, Month]:
        """The months by their cells."""
        return {Cell(row, self.column): month for row, month in self.months.items()}


def months_beside_years(grid: Grid) -> Iterator[DatedRows]:
    """Yield the columns of months without a year that stand beside one of years.

    A year is a financial year, as 2024/25, or a calendar year where the rows show it: the next one
    begins in January, or April has the year of March. A year may stand once for all rows below it.
    The months have to follow each other: else it is not known what the years mean, and the months
    are of none.
    """
    bare: dict[int, dict[int, Bare]] = {}
    for cell, value in grid.cells():
        if not isinstance(value, str | Formula) or grid.area(cell).first != cell:
            continue
        label = as_label(value)
        if isinstance(label, Bare) and label.months == 1 and not label.so_far:
            bare.setdefault(cell.column, {})[cell.row] = label
    for column, labels in bare.items():
        for run in _runs(sorted(labels)):
            for beside in (column - 1, column + 1):
                if beside < 1 or not _says_year(grid, run[0], beside):
                    continue
                months = _months(grid, run, beside, labels)
                if months:
                    yield DatedRows(column, beside, months)
                    break


def months_by_cell(grid: Grid) -> dict[Cell, Month]:
    """Return the months of a sheet of which a column beside them says the year, by their cells."""
    return {c: month for each in months_beside_years(grid) for c, month in each.cells.items()}


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for row in rows:
        if run and row - run[-1] > _LONGEST_GAP:
            if len(run) >= _FEWEST:
                yield run
            run = []
        run.append(row)
    if len(run) >= _FEWEST:
        yield run


def _says_year(grid: Grid, first: int, column: int) -> bool:
    """Say whether the heading over a column is that of years."""
    for row in range(first - 1, max(0, first - 1 - _HEADINGS_ABOVE), -1):
        if said := letters(grid.value(Cell(row, column))):
            return any(word in said for word in _OVER_YEARS)
    return False


def _months(
    grid: Grid, run: Sequence[int], column: int, labels: Mapping[int, Bare]
) -> dict[int, Month]:
    """Return the months of some rows; none where the years beside them leave it open."""
    found: dict[int, Month] = {}
    year: FinancialYear | int | None = None
    kinds: set[type] = set()
    for row in range(run[0], run[-1] + 1):
        value = grid.value(Cell(row, column))
        if value not in (None, ""):
            year = _year(value)
            if year is None:
                return {}
        if row not in labels:
            continue
        if year is None:
            return {}
        kinds.add(type(year))
        label = labels[row]
        if isinstance(year, FinancialYear):
            month = label.of(year)
            assert isinstance(month, Month)  # noqa: S101 - the label is of one month
        else:
            month = Month(year, label.number)
        found[row] = month
    months = list(found.values())
    follow = all(later == earlier + 1 for earlier, later in pairwise(months))
    is_calendar = any(a.year < b.year or b.number == _APRIL for a, b in pairwise(months))
    return found if follow and len(kinds) == 1 and (int not in kinds or is_calendar) else {}


def _year(value: CellValue) -> FinancialYear | int | None:
    """Return the financial year or the calendar year that a cell says alone."""
    if isinstance(value, Formula):
        value = value.cached
    label = as_label(value)
    if isinstance(label, FinancialYear):
        return label
    if isinstance(value, bool):
        return None
    text = text_of(value)
    number = int(text) if len(text) == 4 and text.isdigit() else value
    if not isinstance(number, int | float) or number != int(number):
        return None
    return int(number) if Month.FIRST_YEAR <= number < Month.LAST_YEAR else None
