"""The tables of a page, as rows and columns of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacxl.scan.records import SheetRows, Value, typed

_WIDEST = 1000


@dataclass(slots=True)
class _Table:
    rows: SheetRows = field(default_factory=SheetRows)
    row: int = 0
    column: int = 0
    cells: dict[int, Value] = field(default_factory=dict)
    cell: list[str] | None = None
    """The text of the cell that has not ended yet."""
    below: dict[int, int] = field(default_factory=dict)
    """The columns that a cell of a row above reaches into, and how many rows are left of it."""


class PageTables:
    """Gathers the tables of a page from where its elements begin and end."""

    def __init__(self) -> None:
        self._all: list[SheetRows] = []
        self._open: list[_Table] = []

    @property
    def is_in_cell(self) -> bool:
        """Whether a text belongs to a cell now."""
        return bool(self._open) and self._open[-1].cell is not None

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take in where an element begins."""
        if tag == "table":
            self._open.append(_Table())
            self._all.append(self._open[-1].rows)
        elif self._open and tag == "tr":
            _end_row(self._open[-1])
        elif self._open and tag in ("td", "th"):
            _begin_cell(self._open[-1], attributes)

    def say(self, text: str) -> None:
        """Take in a text."""
        if self._open and (cell := self._open[-1].cell) is not None:
            cell.append(text)

    def end(self, tag: str) -> None:
        """Take in where an element ends."""
        if not self._open:
            return
        if tag in ("td", "th"):
            _end_cell(self._open[-1])
        elif tag == "tr":
            _end_row(self._open[-1])
        elif tag == "table":
            _end_row(self._open.pop())

    def finish(self) -> list[SheetRows]:
        """Return all tables in the order in which they begin."""
        while self._open:
            self.end("table")
        return self._all


def _begin_cell(table: _Table, attributes: Mapping[str, str]) -> None:
    _end_cell(table)
    table.column += 1
    while table.below.get(table.column, 0):
        table.column += 1
    wide, high = (_span(attributes.get(each, "")) for each in ("colspan", "rowspan"))
    table.cell = []
    if high > 1:
        table.below |= dict.fromkeys(range(table.column, table.column + wide), high)
    table.column += wide - 1


def _end_cell(table: _Table) -> None:
    if table.cell is None:
        return
    text = " ".join("".join(table.cell).split())
    if text:
        table.cells[table.column] = typed(text)
    table.cell = None


def _end_row(table: _Table) -> None:
    _end_cell(table)
    if not table.column:  # it has ended already, where the next one began
        return
    if table.cells:
        table.row += 1
        table.rows.add(table.row, table.cells)
    table.cells, table.column = {}, 0
    table.below = {column: left - 1 for column, left in table.below.items() if left > 1}


def _span(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 5
    return min(int(text), _WIDEST) if is_number else 1
