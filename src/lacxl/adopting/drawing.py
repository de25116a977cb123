"""Which cells of a sheet the map draws, and where on the page each of them is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lacxl.adopting.map import MappedSheet
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import Cell, column_letters

MOST_ROWS = 120
MOST_COLUMNS = 60
MOST_WHERE_NOTHING_IS = (60, 30)
"""So many rows and columns are drawn of a sheet on which nothing is taken or asked about."""
_SMALL_GAP = 3
"""So many empty rows or columns are drawn; of more there is only a line."""


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet as it is drawn: its rows and columns, and what merged cells come to.

    `marked` says whether any of its cells means something, is asked about or has a finding, and
    `shown` has those of the page that show such a cell.
    `spans` has how many rows and columns a drawn cell covers, and whose content it shows; `covers`
    leads from a cell that is not drawn itself to the one in which it is.
    """

    number: int
    sheet: MappedSheet
    marked: bool
    shown: frozenset[Cell]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    spans: Mapping[Cell, tuple[int, int, Cell]]
    covers: Mapping[Cell, Cell]
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the sheet on the page."""
        return f"sheet-{self.number}"

    def drawn(self, cell: Cell) -> Cell | None:
        """Return the drawn cell that shows a cell, None where there is none."""
        return _drawn(cell, self.rows, self.columns, self.covers)

    def id_of(self, cell: Cell) -> str:
        """Return the id of a cell on the page, that of the sheet where it is not drawn."""
        at = self.drawn(cell)
        return f"s{self.number}-{at}" if at in self.shown else self.id


def drawing_of(number: int, sheet: MappedSheet, marked: Collection[Cell]) -> DrawnSheet:
    """Return how a sheet is drawn, the marked cells first where not all can be."""
    filled = {cell for cell, look in sheet.cells.items() if look.text}
    hidden = sheet.shape.hidden_rows, sheet.shape.hidden_columns
    notes: list[str] = []
    kept: list[tuple[int, ...]] = []
    limits = (MOST_ROWS, MOST_COLUMNS) if marked else MOST_WHERE_NOTHING_IS
    for way, (limit, what) in enumerate(zip(limits, ("row", "column"), strict=True)):
        meant = {cell[way] for cell in marked}
        used = {cell[way] for cell in filled} - hidden[way] | meant
        kept.append(_kept(used, meant, hidden[way], limit))
        if more := len(used.difference(kept[way])):
            notes.append(f"{how_many(more, what)} more with content: not drawn here.")
        if out := {cell[way] for cell in filled} & hidden[way] - meant:
            plural = "s" if len(out) > 1 else ""
            names = _runs(out, column_letters if what == "column" else str)
            notes.append(f"Hidden in the workbook and left out here: {what}{plural} {names}.")
    rows, columns = kept
    spans, covers = _merged(sheet, rows, columns)
    shown = frozenset(at for cell in marked if (at := _drawn(cell, rows, columns, covers)))
    return DrawnSheet(
        number, sheet, bool(marked), shown, rows, columns, spans, covers, tuple(notes)
    )


def _drawn(
    cell: Cell,
    rows: Collection[int],
    columns: Collection[int],
    covers: Mapping[Cell, Cell],
) -> Cell | None:
    known = cell.row in rows and cell.column in columns
    return covers.get(cell, cell) if known else None


def _kept(
    used: Collection[int], meant: Collection[int], hidden: Collection[int], limit: int
) -> tuple[int, ...]:
    """Return which rows or columns are drawn: what is used, and small gaps between."""
    order = sorted(used)
    gaps = (
        between
        for one, other in pairwise(order)
        if other - one <= _SMALL_GAP + 1
        for between in range(one + 1, other)
        if between not in hidden
    )
    every = sorted({*order, *gaps})
    if len(every) > limit:
        first = sorted(meant)[:limit]
        every = sorted([*first, *[n for n in every if n not in meant][: limit - len(first)]])
    return tuple(every)


def _merged(
    sheet: MappedSheet, rows: tuple[int, ...], columns: tuple[int, ...]
) -> tuple[dict[Cell, tuple[int, int, Cell]], dict[Cell, Cell]]:
    spans: dict[Cell, tuple[int, int, Cell]] = {}
    covers: dict[Cell, Cell] = {}
    for area in sheet.merges:
        down = [row for row in rows if area.top <= row <= area.bottom]
        across = [column for column in columns if area.left <= column <= area.right]
        within = [Cell(row, column) for row in down for column in across]
        if not within or any(cell in covers for cell in within):
            continue  # no workbook has merged cells that overlap, but a file may
        covers |= dict.fromkeys(within, within[0])
        spans[within[0]] = len(down), len(across), area.first
    return spans, covers


def _runs(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Return numbers in words, those that follow each other as one: 3, 7 to 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(name(a) if a == b else f"{name(a)} to {name(b)}" for a, b in runs)
