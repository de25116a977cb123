"""The column of periods beside a table's headings: which row is which month, year or benchmark."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TypeVar

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.words import LayoutWords, as_month, as_year, as_year_so_far, plain
from lacxl.workbook.snapshot import Formula

Period = TypeVar("Period", Month, FinancialYear, str)
_FEWEST = 2
_LONGEST_GAP = 30


class Periods:
    """The labelled rows of one column below a heading."""

    def __init__(
        self, grid: Grid, heading: Area, column: int, words: LayoutWords, ends: Collection[int] = ()
    ) -> None:
        """Read the labels below the heading, up to the first of the rows in `ends` after some."""
        self.column = column
        self.months: dict[Month, int] = {}
        self.years: dict[FinancialYear, int] = {}
        self.so_far: dict[FinancialYear, int] = {}
        self.benchmarks: dict[str, int] = {}
        self.twice: list[tuple[str, Cell]] = []
        self._by_number = False
        benchmark = {
            plain(spelling): name
            for name, spellings in words.benchmark_rows.items()
            for spelling in spellings
        }
        last = heading.bottom
        for row in range(heading.bottom + 1, grid.last_row + 1):
            if (row in ends and self.size) or row - last > _LONGEST_GAP:
                break
            cell = Cell(row, column)
            if grid.area(cell).first != cell:
                continue
            if self._read(grid, cell, benchmark, words):
                last = row

    def _read(
        self, grid: Grid, cell: Cell, benchmark: dict[str, str], words: LayoutWords
    ) -> bool:
        value = grid.value(cell)
        if (month := as_month(value, date1904=grid.date1904)) is not None:
            held = value.cached if isinstance(value, Formula) else value
            self._by_number |= isinstance(held, float | int)
            self._put(self.months, month, cell, month.short)
        elif (so_far := as_year_so_far(value)) is not None:
            self._put(self.so_far, so_far, cell, f"{so_far} YTD")
        elif (year := as_year(value)) is not None:
            self._put(self.years, year, cell, str(year))
        elif (name := benchmark.get(plain(value))) is not None:
            self._put(self.benchmarks, name, cell, words.benchmark_rows[name][0])
        else:
            return False
        return True

    def _put(self, rows: dict[Period, int], key: Period, cell: Cell, name: str) -> None:
        if key in rows:
            self.twice.append((name, cell))
        else:
            rows[key] = cell.row

    @property
    def size(self) -> int:
        """How many periods are labelled."""
        return len(self.months) + len(self.years) + len(self.so_far) + len(self.benchmarks)

    @property
    def rows(self) -> list[int]:
        """The labelled rows, from the top."""
        return sorted(row for each in self._all for row in each.values())

    @property
    def _all(self) -> tuple[dict[Month, int] | dict[FinancialYear, int] | dict[str, int], ...]:
        return self.months, self.years, self.so_far, self.benchmarks

    @property
    def counts(self) -> bool:
        """Say whether the column names periods, and not just figures that could be dates.

        A population of 56,100 is also the serial number of a day in 2053. So numbers count only
        where the months that they give follow each other.
        """
        if not self.months or self.size < _FEWEST:
            return False
        if not self._by_number:
            return True
        steps = [abs(_index(b) - _index(a)) == 1 for a, b in pairwise(self.months)]
        return not self.twice and 2 * sum(steps) >= max(len(steps), 1)

    def contradicts(self, other: Periods) -> tuple[str, int, int] | None:
        """Return a period that the two label in different rows, and these rows."""
        for mine, theirs in zip(self._all, other._all, strict=True):
            for key, row in mine.items():
                if theirs.get(key, row) != row:  # type: ignore[call-overload]
                    return str(key), row, theirs[key]  # type: ignore[index]
        return None


def candidates(
    grid: Grid, heading: Area, words: LayoutWords, foreign: Collection[Cell], ends: Collection[int]
) -> list[Periods]:
    """Return the columns of periods that may belong to a heading, the nearest first.

    `foreign` are headings of other pages: a table beside another one has its periods to the right
    of the other one's headings, unless both share them.
    """
    found: list[Periods] = []
    for column in range(heading.left - 1, 0, -1):
        if found and any(cell.column == column + 1 for cell in foreign):
            break
        periods = Periods(grid, heading, column, words, ends)
        if periods.counts:
            found.append(periods)
    return found


def clashes(found: list[Periods]) -> Iterator[tuple[str, Cell, Cell]]:
    """Yield where columns of periods disagree so that it is not known which one is meant."""
    nearest, *others = found
    for other in others:
        if other.size >= nearest.size and (clash := nearest.contradicts(other)) is not None:
            name, row, there = clash
            yield name, Cell(row, nearest.column), Cell(there, other.column)


def _index(month: Month) -> int:
    return month.year * 12 + month.number
