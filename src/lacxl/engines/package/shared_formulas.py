"""Formulas that a sheet spells in one cell for many: each cell's own text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lacxl.engines.package.cell_values import formula_text
from lacxl.engines.package.part_cutter import Cutter
from lacxl.engines.package.row_reader import cells_of, numbered
from lacxl.engines.package.xml import Element, kids, local_name
from lacxl.workbook.address import Cell
from lacxl.workbook.shifting import shared_at
from lacxl.workbook.snapshot import Formula


@dataclass(slots=True)
class SharedFormulas:
    """The shared formulas of a sheet, as far as it was read.

    ECMA-376 18.3.1.40: the cell with the text has `ref` too, all others have its `si` alone and
    mean the same formula as seen from their own cells.
    """

    _spelt: dict[str, tuple[Cell, str]] = field(default_factory=dict)
    _waiting: dict[Cell, str] = field(default_factory=dict)

    def spelt(self, cell: Cell, element: Element, formula: Formula) -> Formula:
        """Take in a cell's formula and return it with its own text, if that is known already."""
        shared = _shared(element)
        if shared is None:
            return formula
        if formula.text:
            self._take(cell, shared)
            return formula
        self._waiting[cell] = shared.get("si", "")
        text = self._text(cell)
        return replace(formula, text=text) if text else formula

    @property
    def wanted(self) -> bool:
        """Whether a cell still waits for its text."""
        return bool(self._waiting)

    def late(self) -> Iterator[tuple[Cell, str]]:
        """Yield the texts of those cells that were met before the cell that spells theirs."""
        for cell in list(self._waiting):
            if text := self._text(cell):
                yield cell, text

    def look_for(self, cutter: Cutter) -> None:
        """Read a sheet for the cells that spell what others wait for; only rows with any."""
        current = 0
        for block in cutter.blocks():
            for number, row in numbered(cutter, block, current):
                current = number
                if b"shared" not in row:
                    continue
                for element in kids(cutter.wrapping.parse(row), "row"):
                    for column, each in cells_of(element, number):
                        if (shared := _shared(each)) is not None:
                            self._take(Cell(number, column), shared)

    def _take(self, cell: Cell, shared: Element) -> None:
        if (text := formula_text(shared)) and shared.get("ref"):
            self._spelt[shared.get("si", "")] = (cell, text)

    def _text(self, cell: Cell) -> str | None:
        first = self._spelt.get(self._waiting[cell])
        text = shared_at(first[1], first[0], cell) if first else None
        if text is not None:
            del self._waiting[cell]
        return text


def _shared(cell: Element) -> Element | None:
    """Return a cell's formula element if it has part in a shared formula, else None."""
    for element in kids(cell):
        if local_name(element) == "f":
            return element if element.get("t") == "shared" else None
    return None
