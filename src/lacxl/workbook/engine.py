"""The contract of the two engines. They know cells, formats and locks, and no indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import CellLook, Snapshot

WINDOW_ROWS = 400
WINDOW_COLUMNS = 128
"""How far down and right a sheet is surveyed: the report's tables lie within."""


class Engine(Protocol):
    """A workbook that can be read out. Writing differs: the package engine writes a new file.

    Either engine carries out a change set wholly or not at all, and raises Refused.
    """

    def survey(self) -> Snapshot:
        """Return values, formulas, merges, protection and owned rules of every worksheet."""
        ...

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return number format and lock of the cells; an absent cell has its row's or column's."""
        ...
