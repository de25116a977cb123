"""What formulas know of their workbook: spots and blocks of cells, sheets, names, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Cell
from lacxl.workbook.formulas.syntax import Reference
from lacxl.workbook.snapshot import CellError

Value = None | bool | float | str | CellError
"""What a cell holds for a formula: a date is its number, an empty cell is None."""


class NotCertain(Exception):  # noqa: N818 - it is no error: the formula is left to Excel
    """What a formula gives cannot be told with certainty; the text says why."""


class Spot(NamedTuple):
    """A cell of the workbook, its sheet by its position."""

    sheet: int
    row: int
    column: int

    @property
    def cell(self) -> Cell:
        """The cell on its sheet."""
        return Cell(self.row, self.column)


class CellBlock(NamedTuple):
    """A rectangle of cells on a sheet, corners included."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def first(self) -> Spot:
        """Its top left cell."""
        return Spot(self.sheet, self.top, self.left)

    @classmethod
    def of(cls, spot: Spot) -> CellBlock:
        """Return the block that is this one cell."""
        return cls(spot.sheet, spot.row, spot.column, spot.row, spot.column)

    def spots(self) -> Iterator[Spot]:
        """Yield its cells, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield Spot(self.sheet, row, column)

    def meets(self, other: CellBlock) -> bool:
        """Say whether both have a cell in common."""
        return (
            self.sheet == other.sheet
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def has(self, spot: Spot) -> bool:
        """Say whether the cell is in it."""
        return (
            self.sheet == spot.sheet
            and self.top <= spot.row <= self.bottom
            and self.left <= spot.column <= self.right
        )


class FormulaCell(NamedTuple):
    """A cell with a formula; `shift` says how far it is from where the text is written.

    `fills` are the cells that hold its results: more than its own for an array. `kind` is "array"
    or "table" (a data table) for these, whose `inputs` a text does not tell. `has_result` is false
    where the file keeps no result of it.
    """

    at: Spot
    text: str
    fills: CellBlock
    shift: tuple[int, int] = (0, 0)
    kind: str = ""
    inputs: tuple[CellBlock, ...] = ()
    has_result: bool = True


class BookNames:
    """The sheets in their order; defined names by sheet (-1 for the workbook's) and name.

    `tables` are by name, header and totals included; names of both are in small letters.
    `as_displayed` says that Excel calculates with the figures that it shows.
    """

    def __init__(
        self,
        sheets: Sequence[str],
        names: Mapping[tuple[int, str], str] = MappingProxyType({}),
        tables: Mapping[str, CellBlock] = MappingProxyType({}),
        *,
        as_displayed: bool = False,
    ) -> None:
        self.sheets = sheets
        self.names = names
        self.tables = tables
        self.as_displayed = as_displayed

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {name.casefold(): number for number, name in enumerate(self.sheets)}

    def sheet(self, name: str) -> int | None:
        """Return the position of a sheet."""
        return self._numbers.get(name.casefold())

    def blocks(
        self, reference: Reference, at: Spot, shift: tuple[int, int]
    ) -> tuple[CellBlock, ...]:
        """Return the cells that a reference in a formula means, one block a sheet.

        Raises NotCertain where its sheet is not there or it has moved off the sheet.
        """
        down, aside = shift
        fixed_top, fixed_left, fixed_bottom, fixed_right = reference.fixed
        rows = (
            reference.top + (0 if fixed_top else down),
            reference.bottom + (0 if fixed_bottom else down),
        )
        columns = (
            reference.left + (0 if fixed_left else aside),
            reference.right + (0 if fixed_right else aside),
        )
        top, bottom, left, last = min(rows), max(rows), min(columns), max(columns)
        if top < 1 or bottom > MAX_ROW or left < 1 or last > MAX_COLUMN:
            raise NotCertain("it refers to cells that are not there")
        return tuple(
            CellBlock(sheet, top, left, bottom, last) for sheet in self._of(reference.sheet, at)
        )

    def name(self, sheet: str, text: str, at: Spot) -> str | None:
        """Return what a defined name stands for, None where it is not defined."""
        scope = at.sheet if not sheet else self.sheet(sheet)
        key = text.casefold()
        return self.names.get((-1 if scope is None else scope, key), self.names.get((-1, key)))

    def _of(self, spelt: str, at: Spot) -> range | tuple[int]:
        if not spelt:
            return (at.sheet,)
        whole = self.sheet(spelt)
        if whole is not None:
            return (whole,)
        first, _, last = spelt.partition(":")
        ends = [self.sheet(first), self.sheet(last or first)]
        if None in ends:
            raise NotCertain("it refers to a sheet that is not there")
        low, high = sorted(end for end in ends if end is not None)
        return range(low, high + 1)
