"""The column of periods beside a table's headings: which row is which month, year or benchmark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import (
    Spellings,
    as_month,
    as_year,
    as_year_so_far,
    letters,
    unqualified,
)
from lacxl.workbook.layout.model import Period, YearToDate
from lacxl.workbook.snapshot import CellValue, Formula

Names: TypeAlias = Callable[[CellValue, bool], Period | None]
"""How a label is read; it is given whether dates are counted from 1904."""
_Key = TypeVar("_Key", Period, str)
_FEWEST = 2
_LONGEST_GAP = 30


@dataclass(frozen=True, slots=True)
class Label:
    """A cell that names a period.

    `number` says that it holds a bare number, `exact` that it has no words in brackets besides.
    """

    cell: Cell
    names: Period | str
    number: bool
    exact: bool = True


class Labels:
    """Every cell of a sheet that names a period, and every other text, read once."""

    def __init__(
        self,
        grid: Grid,
        words: Spellings,
        reads: Names | None = None,
        dated: Mapping[Cell, Month] = MappingProxyType({}),
    ) -> None:
        """Read a sheet; `dated` are the cells of which another one says the year."""
        reads = reads or period_named
        benchmark = {
            letters(spelling): name for name, spellings in words.items() for spelling in spellings
        }
        self.words = words
        self._by_column: dict[int, list[Label]] = {}
        self._others: dict[int, dict[int, Cell]] = {}
        for cell, value in grid.cells():
            if grid.area(cell).first != cell:
                continue
            held = value.cached if isinstance(value, Formula) else value
            text = grid.letters.get(cell, "")
            names = dated.get(cell) or reads(held, grid.date1904) or benchmark.get(text)
            exact = names is not None
            names = names if exact else benchmark.get(unqualified(held)[0])
            if names is not None:
                label = Label(cell, names, isinstance(held, float | int), exact)
                self._by_column.setdefault(cell.column, []).append(label)
            elif text:
                self._others.setdefault(cell.column, {})[cell.row] = cell

    def of(self, column: int) -> Sequence[Label]:
        """Return the labels of a column, from the top."""
        return self._by_column.get(column, ())

    def others(self, column: int, first: int, last: int) -> Sequence[Cell]:
        """Return the texts between two rows of a column that name no period, and those below."""
        texts = self._others.get(column, {})
        while last + 1 in texts:
            last += 1
        return [cell for row, cell in sorted(texts.items()) if first <= row <= last]


class Periods:
    """The labelled rows of one column below a heading."""

    def __init__(
        self, labels: Labels, heading: Area, column: int, ends: Collection[int] = ()
    ) -> None:
        """Read the labels below the heading, up to the first of the rows in `ends` after some."""
        self.column = column
        self.rows: dict[Period, int] = {}
        self.benchmarks: dict[str, int] = {}
        self.twice: list[tuple[str, Cell]] = []
        self._by_number = False
        loose: list[Label] = []
        last = heading.bottom
        for label in labels.of(column):
            row = label.cell.row
            if row <= heading.bottom:
                continue
            ended = self.size and any(last < end <= row for end in ends)
            if ended or row - last > _LONGEST_GAP:
                break
            last = row
            self._by_number |= label.number
            if not label.exact:
                loose.append(label)
                continue
            if isinstance(label.names, str):
                self._benchmark(label.names, label.cell, labels)
            else:
                period = label.names
                name = period.short if isinstance(period, Month) else str(period)
                self._put(self.rows, period, label.cell, name)
        just_so = set(self.benchmarks)
        for label in loose:
            if isinstance(label.names, str) and label.names not in just_so:
                self._benchmark(label.names, label.cell, labels)

    def _benchmark(self, name: str, cell: Cell, labels: Labels) -> None:
        self._put(self.benchmarks, name, cell, labels.words[name][0])

    def _put(self, rows: dict[_Key, int], key: _Key, cell: Cell, name: str) -> None:
        if key in rows:
            self.twice.append((name, cell))
        else:
            rows[key] = cell.row

    @property
    def labelled(self) -> dict[Period | str, int]:
        """The row of every period and benchmark that is labelled."""
        labelled: dict[Period | str, int] = dict(self.rows.items())
        return labelled | self.benchmarks

    @property
    def months(self) -> dict[Month, int]:
        """The rows of months."""
        return {each: row for each, row in self.rows.items() if isinstance(each, Month)}

    @property
    def size(self) -> int:
        """How many periods are labelled."""
        return len(self.rows) + len(self.benchmarks)

    @property
    def counts(self) -> bool:
        """Say whether the column names periods, and not just figures that could be dates.

        A population of 56,100 is also the serial number of a day in 2053. So bare numbers count
        only beside years or benchmarks, or where the months that they give follow each other.
        """
        months = self.months
        if not months or self.size < _FEWEST:
            return False
        if not self._by_number or self.size > len(months):
            return True
        follow = sum(abs(_index(b) - _index(a)) == 1 for a, b in pairwise(months))
        return 2 * follow >= len(months) - 1 and len(self.twice) < len(months)

    def disagrees(self, other: Periods) -> tuple[int, int] | None:
        """Return the two rows of a period that this column and another label differently."""
        theirs = other.labelled
        for period, row in self.labelled.items():
            if theirs.get(period, row) != row:
                return row, theirs[period]
        return None

    def says_all_of(self, other: Periods) -> bool:
        """Say whether each label of the other column is here in the same row."""
        return other.labelled.items() <= self.labelled.items()


def candidates(
    labels: Labels,
    heading: Area,
    foreign: Collection[int],
    ends: Mapping[int, Collection[int]],
) -> list[Periods]:
    """Return the columns of periods that may belong to a heading, the nearest first.

    `foreign` are the columns with headings of other pages: of two tables side by side, each has
    its own periods, or both share the ones at the left. `ends` are the rows by column at which
    the next table begins.
    """
    found: list[Periods] = []
    for column in range(heading.left - 1, 0, -1):
        if found and column + 1 in foreign:
            break
        periods = Periods(labels, heading, column, ends.get(column, ()))
        if periods.counts:
            found.append(periods)
    return found


def chosen(found: list[Periods]) -> Periods | None:
    """Return the column that is meant: the nearest, or one that says all it says and more."""
    best = found[0] if found else None
    for other in found[1:]:
        if best is not None and other.size > best.size and other.says_all_of(best):
            best = other
    return best


def clash(found: list[Periods]) -> tuple[Cell, Cell] | None:
    """Return two labels of one period in different rows, if it cannot be known which is meant.

    A column that disagrees is left aside where the nearest one labels more periods.
    """
    best = chosen(found)
    for other in found:
        if best is not None and other.size >= best.size and (rows := best.disagrees(other)):
            return Cell(rows[0], best.column), Cell(rows[1], other.column)
    return None


def period_named(value: CellValue, date1904: bool) -> Period | None:
    """Return the period that a label names, as the report's own pages write them."""
    return _spelt(value) if isinstance(value, str) else _named(value, date1904)


@lru_cache(maxsize=4096)
def _spelt(text: str) -> Period | None:
    return _named(text, False)  # which dates a workbook counts by is nothing to a text


def _named(value: CellValue, date1904: bool) -> Period | None:
    if (month := as_month(value, date1904=date1904)) is not None:
        return month
    if (so_far := as_year_so_far(value)) is not None:
        return YearToDate(so_far)
    return as_year(value)


def _index(month: Month) -> int:
    return month.year * 12 + month.number
