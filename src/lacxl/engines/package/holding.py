"""Reading what blocks of cells hold, a sheet at a time and no more of it than is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from lacxl.domain.errors import Refused
from lacxl.engines.package.around_rows import open_sheet
from lacxl.engines.package.broken_files import not_understood, reading
from lacxl.engines.package.cell_text import shared_strings
from lacxl.engines.package.cell_values import SharedText
from lacxl.engines.package.formula_cells import held_value
from lacxl.engines.package.parts import Package
from lacxl.engines.package.row_reader import Row, read_rows
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW
from lacxl.workbook.formulas.held import MOST_CELLS, SMALL, HeldCells, Unknown
from lacxl.workbook.formulas.names_and_cells import CellBlock, Spot

_UNREAD = "it reads a sheet that lacxl cannot read"


def read_held(package: Package, blocks: Iterable[CellBlock]) -> HeldCells:
    """Return what the blocks hold in the file."""
    held = HeldCells()
    texts: list[tuple[Spot, int]] = []
    by_sheet: dict[int, set[CellBlock]] = {}
    for block in blocks:
        by_sheet.setdefault(block.sheet, set()).add(block)
    for sheet, wanted in by_sheet.items():
        if package.sheets[sheet].kind:
            continue
        try:
            _read_sheet(package, sheet, wanted, held, texts)
        except Refused as refused:
            not_understood(refused)
            held.cover(CellBlock(sheet, 1, 1, MAX_ROW, MAX_COLUMN), _UNREAD)
    known: dict[int, str] = {}
    with suppress(Refused):  # else no formula that reads a text can be worked out
        known = shared_strings(package, {index for _, index in texts})
    for spot, index in texts:
        held.put(spot, known[index] if index in known else Unknown(_UNREAD))
    return held


class _Wanted:
    """The rows of the blocks; those of large ones until there are too many cells."""

    def __init__(self, blocks: set[CellBlock]) -> None:
        self.columns: dict[int, set[int]] = {}
        self.large: list[CellBlock] = []
        for block in blocks:
            if block.size > SMALL:
                self.large.append(block)
                continue
            for row in range(block.top, block.bottom + 1):
                self.columns.setdefault(row, set()).update(range(block.left, block.right + 1))
        self.last = max([*self.columns, *(block.bottom for block in self.large)], default=0)

    def __contains__(self, row: object) -> bool:
        return row in self.columns or any(
            block.top <= row <= block.bottom  # type: ignore[operator]
            for block in self.large
        )

    def has(self, spot: Spot) -> bool:
        return spot.column in self.columns.get(spot.row, ()) or any(
            block.has(spot) for block in self.large
        )


def _read_sheet(
    package: Package,
    sheet: int,
    blocks: set[CellBlock],
    held: HeldCells,
    texts: list[tuple[Spot, int]],
) -> None:
    part = package.sheets[sheet]
    wanted = _Wanted(blocks)
    count = 0
    with reading(package.where(part.part)):
        for row in read_rows(open_sheet(package, part), wanted, wanted.last):
            if row.number > wanted.last:
                break
            count += _take_in(package, sheet, row, wanted, held, texts)
            if count > MOST_CELLS and wanted.large:
                held.cut_short.add(sheet)
                wanted.large.clear()
                if row.number >= max(wanted.columns, default=0):
                    break


def _take_in(
    package: Package,
    sheet: int,
    row: Row,
    wanted: _Wanted,
    held: HeldCells,
    texts: list[tuple[Spot, int]],
) -> int:
    count = 0
    for column, cell in row.cells:
        spot = Spot(sheet, row.number, column)
        if not len(cell) or not wanted.has(spot):
            continue
        value = held_value(cell, package.date1904)
        count += value is not None
        if isinstance(value, SharedText):
            texts.append((spot, value.index))
        else:
            held.put(spot, value)
    return count
