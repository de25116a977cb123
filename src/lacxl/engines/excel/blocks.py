"""Scattered cells gathered into few blocks, and many addresses into few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lacxl.engines.excel.sending import Sent
from lacxl.workbook.address import Area, Cell

ADDRESS_LIMIT = 255
"""The most characters of an address that Excel's Range takes."""
_LARGEST_BRIDGED = 4_096
_MOST_TRIED = 300
"""Beyond these sizes gaps are not bridged: a few more calls cost less than the search."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle written in one go."""

    area: Area
    rows: tuple[tuple[Sent, ...], ...]


@dataclass(frozen=True, slots=True)
class RepeatedValue:
    """One value for many cells; the address names them all."""

    address: str
    value: Sent


def gathered(
    values: Mapping[Cell, Sent], kept: Callable[[Cell], Sent | None]
) -> tuple[tuple[Block, ...], tuple[RepeatedValue, ...]]:
    """Return the fewest blocks and stamps found that give the cells these values.

    `kept` says what may be written again to a cell that must not change, because that is what it
    holds; None where it must not be touched.
    """
    best: tuple[tuple[Block, ...], tuple[RepeatedValue, ...]] = (blocks_of(values, kept), ())
    stamped = _with_stamps(values, kept, _repeated(values))
    if sum(map(len, stamped)) < sum(map(len, best)):
        return stamped
    return best


def blocks_of(
    values: Mapping[Cell, Sent], kept: Callable[[Cell], Sent | None]
) -> tuple[Block, ...]:
    """Return the fewest blocks found that give the cells these values; `kept` as in `gathered`."""
    return _with_stamps(values, kept, ())[0]


def addresses(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return addresses, each within Excel's limit, that together name just these cells."""
    return joined(str(area) for area in _tiled(set(cells)))


def joined(areas: Iterable[str]) -> tuple[str, ...]:
    """Return the areas' addresses joined by commas into as few as Excel's limit allows."""
    found: list[str] = []
    for area in areas:
        if found and len(found[-1]) + 1 + len(area) <= ADDRESS_LIMIT:
            found[-1] = f"{found[-1]},{area}"
        else:
            found.append(area)
    return tuple(found)


def _with_stamps(
    values: Mapping[Cell, Sent],
    kept: Callable[[Cell], Sent | None],
    repeated: Iterable[Sent],
) -> tuple[tuple[Block, ...], tuple[RepeatedValue, ...]]:
    stamped: dict[Sent, list[Cell]] = {value: [] for value in repeated}
    single: set[Cell] = set()
    for cell, value in values.items():
        if isinstance(value, str) and value in stamped:
            stamped[value].append(cell)
        else:
            single.add(cell)

    def content(cell: Cell) -> Sent | None:
        return values[cell] if cell in values else kept(cell)

    areas = _bridged(_tiled(single), lambda cell: content(cell) is not None)
    blocks = tuple(Block(area, _filled(area, content)) for area in areas)
    stamps = tuple(
        RepeatedValue(address, value)
        for value, cells in stamped.items()
        for address in addresses(c for c in cells if not any(c in area for area in areas))
    )
    return blocks, stamps


def _filled(area: Area, content: Callable[[Cell], Sent | None]) -> tuple[tuple[Sent, ...], ...]:
    rows = []
    for row in range(area.top, area.bottom + 1):
        line = []
        for column in range(area.left, area.right + 1):
            value = content(Cell(row, column))
            if value is None:
                raise AssertionError("a block reaches over a cell that must not be touched")
            line.append(value)
        rows.append(tuple(line))
    return tuple(rows)


def _repeated(values: Mapping[Cell, Sent]) -> tuple[Sent, ...]:
    """Return the texts, '' among them, that several cells are to hold."""
    count: dict[str, int] = {}
    for value in values.values():
        if isinstance(value, str):
            count[value] = count.get(value, 0) + 1
    return tuple(value for value, times in count.items() if times > 1)


def _tiled(cells: set[Cell]) -> list[Area]:
    """Return rectangles that hold just these cells: runs of a row, joined where they line up."""
    runs: list[Area] = []
    for cell in sorted(cells):
        last = runs[-1] if runs else None
        if last is not None and (last.top, last.right + 1) == cell:
            runs[-1] = Area(last.top, last.left, last.bottom, cell.column)
        else:
            runs.append(Area.of(cell))
    tiles: list[Area] = []
    open_ones: dict[tuple[int, int], int] = {}
    for run in runs:
        at = open_ones.get((run.left, run.right))
        if at is not None and tiles[at].bottom + 1 == run.top:
            tiles[at] = Area(tiles[at].top, run.left, run.bottom, run.right)
        else:
            open_ones[run.left, run.right] = len(tiles)
            tiles.append(run)
    return tiles


def _bridged(areas: list[Area], may_hold: Callable[[Cell], bool]) -> list[Area]:
    """Join rectangles as long as everything between two of them may be written again."""
    if len(areas) > _MOST_TRIED:
        return areas
    areas = sorted(areas)
    first = 0
    while first < len(areas):
        for other in range(first + 1, len(areas)):
            box = _around(areas[first], areas[other])
            if box.size <= _LARGEST_BRIDGED and all(map(may_hold, cells_of(box))):
                areas = sorted([a for a in areas if not _inside(a, box)] + [box])
                first = 0
                break
        else:
            first += 1
    return areas


def _around(one: Area, other: Area) -> Area:
    return Area(
        min(one.top, other.top),
        min(one.left, other.left),
        max(one.bottom, other.bottom),
        max(one.right, other.right),
    )


def _inside(area: Area, box: Area) -> bool:
    return area.first in box and Cell(area.bottom, area.right) in box


def cells_of(area: Area) -> Iterable[Cell]:
    """Return the cells of an area, row by row."""
    return (
        Cell(row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )
