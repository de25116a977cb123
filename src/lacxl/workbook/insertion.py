"""Inserting rows or columns: what is wanted, where everything is afterwards, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area, Cell, column_letters


class Axis(Enum):
    """Along which side of a sheet something is inserted."""

    ROWS = "rows"
    COLUMNS = "columns"

    @property
    def last(self) -> int:
        """The last row or column that a sheet can have."""
        return MAX_ROW if self is Axis.ROWS else MAX_COLUMN

    def of(self, cell: Cell) -> int:
        """Return the row or the column of a cell."""
        return cell.row if self is Axis.ROWS else cell.column

    def ends(self, area: Area) -> tuple[int, int]:
        """Return the first and the last row or column of an area."""
        if self is Axis.ROWS:
            return area.top, area.bottom
        return area.left, area.right

    def with_ends(self, area: Area, first: int, last: int) -> Area:
        """Return an area that goes from one row or column to another."""
        if self is Axis.ROWS:
            return Area(first, area.left, last, area.right)
        return Area(area.top, first, area.bottom, last)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows or columns to insert on a sheet, `count` of them before the one that is `before` now.

    They look like the one before them and are empty. `extend` asks for what Excel does not do: a
    range of at least two rows or columns that ends directly before the place takes them in.
    """

    sheet: str
    axis: Axis
    before: int
    count: int = 1
    extend: bool = False

    @property
    def lines(self) -> str:
        """The rows or columns that are new, as they are spelt: 5:5 or E:E."""
        first, last = self.before, self.before + self.count - 1
        if self.axis is Axis.ROWS:
            return f"{first}:{last}"
        return f"{column_letters(first)}:{column_letters(last)}"

    def is_new(self, cell: Cell) -> bool:
        """Say whether a cell is among those that are new."""
        return self.before <= self.axis.of(cell) < self.before + self.count

    def moved(self, number: int) -> int:
        """Return where a row or column is afterwards, which may be beyond the sheet."""
        return number + self.count if number >= self.before else number

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the ends of a range afterwards, None where it is pushed off the sheet.

        As in Excel a range that crosses the place grows, and one from the first row or column to
        the last stays.
        """
        if first <= 1 and last >= self.axis.last:
            return first, last
        top = self.moved(first)
        return None if top > self.axis.last else (top, min(self.moved(last), self.axis.last))

    def ends_before(self, first: int, last: int) -> bool:
        """Say whether a range of at least two ends directly before the place."""
        return first < last == self.before - 1

    def crosses(self, first: int, last: int) -> bool:
        """Say whether the place is within a range."""
        return first < self.before <= last

    def area(self, area: Area) -> Area | None:
        """Return an area afterwards, None where it is pushed off the sheet."""
        ends = self.span(*self.axis.ends(area))
        return None if ends is None else self.axis.with_ends(area, *ends)

    def grown(self, area: Area) -> Area | None:
        """Return an area afterwards; one that ends directly before the place takes it in."""
        first, last = self.axis.ends(area)
        if last == self.before - 1:
            return self.axis.with_ends(area, first, min(last + self.count, self.axis.last))
        return self.area(area)

    def cell(self, cell: Cell) -> Cell | None:
        """Return a cell afterwards, None where it is pushed off the sheet."""
        if self.axis is Axis.ROWS:
            found = Cell(self.moved(cell.row), cell.column)
        else:
            found = Cell(cell.row, self.moved(cell.column))
        return None if self.axis.of(found) > self.axis.last else found


@dataclass(frozen=True, slots=True)
class Done(Insertion):
    """An insertion that was made: ranges may still take it in, and nothing moves any more."""

    def moved(self, number: int) -> int:
        """Return where a row or column is: where it was."""
        return number


def settled(insertions: Sequence[Insertion]) -> Iterator[Done]:
    """Yield what was inserted one after the other, each with its place when all of it is done."""
    for number, each in enumerate(insertions, 1):
        before = each.before
        for later in insertions[number:]:
            if (later.sheet, later.axis) == (each.sheet, each.axis):
                before = later.moved(before)
        yield Done(each.sheet, each.axis, before, each.count, each.extend)


@dataclass(frozen=True, slots=True, order=True)
class Extension:
    """A range that took in what was inserted, which Excel alone would not have done.

    `kind` is what has it: formula, name, chart, sparkline, rule, validation, table, filter, pivot
    source, control or shape. `where` is its place afterwards, `before` and `after` are its text.
    """

    kind: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, order=True)
class Unfollowed:
    """Something that does not follow, or of which nobody can tell whether it has to.

    `kind` is the function by name (INDIRECT, OFFSET, INDEX, VLOOKUP, HLOOKUP), `several sheets` for
    a reference to the same cells of several sheets, `link` for a hyperlink to a cell that moved,
    `macro` for an address in VBA. `where` is the cell or name afterwards, or the macro's module;
    `text` what is there.
    """

    kind: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Inserted:
    """What came of an insertion, beside that everything else followed."""

    extensions: tuple[Extension, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()
