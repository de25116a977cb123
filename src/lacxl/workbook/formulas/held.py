"""What the cells hold that formulas read, as far as it was read and is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lacxl.workbook.formulas.names_and_cells import CellBlock, NotCertain, Spot, Value

MOST_CELLS = 100_000
"""No more cells of a sheet are read than this for blocks of more than SMALL cells."""
SMALL = 4_096
_MOST_VISITS = 5_000_000


class Unknown(NamedTuple):
    """Stands for a value that is not known, with the reason."""

    why: str


class HeldCells:
    """The cells of all sheets that were read."""

    def __init__(self) -> None:
        self._sheets: dict[int, dict[int, dict[int, Value | Unknown]]] = defaultdict(dict)
        self._covered: list[tuple[CellBlock, str]] = []
        self._visits = 0
        self.cut_short: set[int] = set()

    def kept(self, spot: Spot) -> Value | Unknown:
        """Return what was put in a cell, known or not."""
        return self._sheets.get(spot.sheet, {}).get(spot.column, {}).get(spot.row)

    def put(self, spot: Spot, value: Value | Unknown) -> None:
        """Say what a cell holds; None empties it."""
        column = self._sheets[spot.sheet].setdefault(spot.column, {})
        if value is None:
            column.pop(spot.row, None)
        else:
            column[spot.row] = value

    def cover(self, block: CellBlock, why: str) -> None:
        """Record that what a block holds is not known."""
        if block.size == 1:
            self.put(block.first, Unknown(why))
        else:
            self._covered.append((block, why))

    def uncover(self, block: CellBlock) -> None:
        """Let a covered block be read again: what it holds is known now."""
        self._covered = [each for each in self._covered if each[0] != block]

    def value(self, spot: Spot) -> Value:
        """Return what a cell holds; raises NotCertain where that is not known."""
        self._require_uncovered(CellBlock.of(spot))
        return _known(self.kept(spot))

    def values(self, block: CellBlock) -> list[Value]:
        """Return what the cells of a block hold that hold anything, row by row."""
        return [value for _, value in sorted(self.items(block), key=lambda item: item[0])]

    def items(self, block: CellBlock) -> Iterator[tuple[tuple[int, int], Value]]:
        """Yield row, column and value of each cell in a block that holds anything, in any order.

        Raises NotCertain where one is not known, or where there are very many.
        """
        self._require_uncovered(block)
        if block.sheet in self.cut_short and block.size > SMALL:
            raise NotCertain(f"it reads more than {MOST_CELLS:,} cells")
        columns = self._sheets.get(block.sheet, {})
        within = range(block.left, block.right + 1)
        for column in (each for each in columns if each in within):
            rows = columns[column]
            height = block.bottom - block.top + 1
            self._visits += min(height, len(rows))
            if self._visits > _MOST_VISITS:
                raise NotCertain("the formulas that read it read very many cells")
            if height < len(rows):
                for row in range(block.top, block.bottom + 1):
                    if row in rows:
                        yield (row, column), _known(rows[row])
            else:
                for row, value in rows.items():
                    if block.top <= row <= block.bottom:
                        yield (row, column), _known(value)

    def _require_uncovered(self, block: CellBlock) -> None:
        for covered, why in self._covered:
            if covered.meets(block):
                raise NotCertain(why)


def _known(value: Value | Unknown) -> Value:
    if isinstance(value, Unknown):
        raise NotCertain(value.why)
    return value
