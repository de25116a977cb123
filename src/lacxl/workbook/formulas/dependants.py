"""What depends on what: from cells to the formulas that read them, directly or through others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from lacxl.workbook.formulas.names_and_cells import CellBlock, FormulaCell, Spot
from lacxl.workbook.formulas.reach import Reach

_SHIFT = 7
_SMALL = 32
"""A block of up to so many strips of 128 rows and columns is looked up by them, others one by one.
"""


class Readers:
    """Finds the formulas that read a cell. Formulas are known by their number."""

    def __init__(self, reaches: Sequence[Reach]) -> None:
        self._readers: dict[CellBlock, list[int]] = defaultdict(list)
        for number, reach in enumerate(reaches):
            for block in reach.blocks:
                self._readers[block].append(number)
        self._strips: dict[tuple[int, int, int], list[CellBlock]] = defaultdict(list)
        self._large: dict[int, list[CellBlock]] = defaultdict(list)
        for block in self._readers:
            strips = range(block.top >> _SHIFT, (block.bottom >> _SHIFT) + 1)
            columns = range(block.left, block.right + 1)
            if len(strips) * len(columns) > _SMALL:
                self._large[block.sheet].append(block)
                continue
            for column in columns:
                for strip in strips:
                    self._strips[block.sheet, column, strip].append(block)

    def followed(
        self, formulas: Sequence[FormulaCell], cells: Iterable[Spot], known: Iterable[int] = ()
    ) -> set[int]:
        """Return all formulas that read the cells, or a formula that does, and so on.

        `known` are formulas among them from the start.
        """
        found: set[int] = set()
        met: set[CellBlock] = set()
        waiting = [CellBlock.of(cell) for cell in cells]

        def add(numbers: Iterable[int]) -> None:
            for number in numbers:
                if number not in found:
                    found.add(number)
                    waiting.append(formulas[number].fills)

        add(known)
        while waiting:
            filled = waiting.pop()
            for block in self._near(filled):
                if block not in met and block.meets(filled):
                    met.add(block)
                    add(self._readers[block])
        return found

    def _near(self, filled: CellBlock) -> Iterable[CellBlock]:
        """Return the blocks that may have to do with cells; of an array's, all are asked."""
        if filled.size > 1:
            return self._readers
        at = (filled.sheet, filled.left, filled.top >> _SHIFT)
        return (*self._strips.get(at, ()), *self._large.get(filled.sheet, ()))


class Spots:
    """Finds which of some cells are in a block."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._rows: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for spot in sorted(spots):
            self._rows[spot.sheet][spot.column].append(spot.row)

    def within(self, block: CellBlock) -> Iterator[Spot]:
        """Yield them, column by column."""
        columns = self._rows.get(block.sheet, {})
        for column in sorted(columns):
            if block.left <= column <= block.right:
                rows = columns[column]
                for row in rows[bisect_left(rows, block.top) : bisect_right(rows, block.bottom)]:
                    yield Spot(block.sheet, row, column)


class Outputs:
    """Finds which of some formulas have results in a block."""

    def __init__(self, formulas: Sequence[FormulaCell], numbers: Collection[int]) -> None:
        self.at: dict[Spot, int] = {}
        self._arrays: list[tuple[CellBlock, int]] = []
        for number in numbers:
            fills = formulas[number].fills
            if fills.size > 1:
                self._arrays.append((fills, number))
            else:
                self.at[fills.first] = number
        self._spots = Spots(self.at)

    def holding(self, spot: Spot) -> int | None:
        """Return the number of the formula whose result is in a cell."""
        found = self.at.get(spot)
        if found is None and self._arrays:
            return next((number for block, number in self._arrays if block.has(spot)), None)
        return found

    def within(self, block: CellBlock) -> Iterator[int]:
        """Yield the numbers of the formulas."""
        for fills, number in self._arrays:
            if fills.meets(block):
                yield number
        if block.size == 1:
            number = self.at.get(block.first, -1)
            if number >= 0:
                yield number
            return
        yield from (self.at[spot] for spot in self._spots.within(block))


def read_by_these(reaches: Sequence[Reach], formulas: Iterable[int], outputs: Outputs) -> set[int]:
    """Return the formulas, and those among the outputs that they read, or that these read."""
    found = set(formulas)
    waiting = list(found)
    while waiting:
        for block in reaches[waiting.pop()].blocks:
            for number in outputs.within(block):
                if number not in found:
                    found.add(number)
                    waiting.append(number)
    return found


def in_order(
    numbers: Collection[int],
    read_by: Callable[[int], Iterable[int]],
    visit: Callable[[int, bool], None],
) -> None:
    """Visit formulas, each after those that it reads; True marks one that leads to itself.

    `read_by` gives the formulas, of those to visit, that a formula reads.
    """
    state: dict[int, int] = {}  # 1 under way, 2 done
    circling: set[int] = set()
    for start in sorted(numbers):
        if start in state:
            continue
        path: list[tuple[int, Iterator[int]]] = [(start, iter(read_by(start)))]
        state[start] = 1
        while path:
            number, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                state[number] = 2
                visit(number, number in circling)
            elif state.get(following) == 1:
                circling.update(_loop(path, following))
            elif following not in state:
                state[following] = 1
                path.append((following, iter(read_by(following))))


def _loop(path: Sequence[tuple[int, Iterator[int]]], first: int) -> Iterator[int]:
    for number, _ in reversed(path):
        yield number
        if number == first:
            return
