"""A table that may be filled, as it was understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import references
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable
from lacxl.workbook.layout.own_columns import VALUE, OwnColumns
from lacxl.workbook.layout.period_labels import as_label
from lacxl.workbook.snapshot import CellValue, Formula


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator that a table shows: its reference, "" for none, its title, and its rows.

    `rows` are by the part of the figure that each shows; in a table down, `columns` are, and
    `headings` say which they are.
    """

    reference: str
    title: str
    place: CellRef
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    below: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateTable:
    """A table as it was understood, in the words that a layout has for it.

    `joined` are the tables of its sheet that are filled as one with it, itself among them. `dated`
    are the labels of rows of which another column says the year.
    """

    grid: Grid
    words: OwnTable
    title: Cell
    entries: tuple[ShownIndicator, ...]
    columns: OwnColumns | None = None
    findings: tuple[Finding, ...] = ()
    month: Month | None = None
    joined: tuple[CandidateTable, ...] = ()
    dated: Mapping[Cell, Month] = field(default_factory=dict)

    @property
    def value_cells(self) -> Iterator[tuple[ShownIndicator, object, Cell]]:
        """Yield the cells of figures, with the period of each."""
        for entry in self.entries:
            if self.columns is None:
                column = entry.columns["value"]
                yield from ((entry, period, Cell(row, column)) for period, row in self.down)
            else:
                for each in self.columns.columns:
                    if each.meaning == VALUE and "value" in entry.rows:
                        yield entry, each.period, Cell(entry.rows["value"], each.number)

    @property
    def down(self) -> tuple[tuple[object, int], ...]:
        """The rows of periods of a table down, each with its period."""
        column = self.title.column
        found = []
        for cell, value in self.grid.cells():
            if cell.column == column and cell.row > self.title.row:
                label = self.dated.get(cell) or as_label(value, date1904=self.grid.date1904)
                if isinstance(label, Month | Quarter):
                    found.append((label, cell.row))
        return tuple(found)

    def _figure_cells(self, entry: ShownIndicator) -> Iterator[Cell]:
        """Yield the cells of figures and of what they are worked out from, but of no target."""
        if self.columns is None:
            for column in entry.columns.values():
                yield from (Cell(row, column) for _, row in self.down)
            return
        for each in self.columns.columns:
            if each.meaning == VALUE and each.period in self.columns.typed:
                for part, row in entry.rows.items():
                    if part != "target":
                        yield Cell(row, each.number)

    @property
    def is_formulas(self) -> bool:
        """Whether its figures are formulas, so that it shows what is typed elsewhere.

        Where they are worked out from numerators and denominators beside them, these are typed,
        even if none has been yet.
        """
        typed = filled = 0
        for entry in self.entries:
            values = {cell: self.grid.value(cell) for cell in self._figure_cells(entry)}
            held = [value for value in values.values() if value is not None]
            filled += bool(held)
            is_typed = any(not isinstance(value, Formula) for value in held)
            typed += is_typed or self._reads_own_parts(values)
        return typed * 2 < filled

    def _reads_own_parts(self, values: Mapping[Cell, CellValue]) -> bool:
        """Say whether a formula of an indicator reads an empty cell of another of its parts."""

        def part(cell: Cell) -> int:
            return cell.column if self.columns is None else cell.row

        empty = [cell for cell, value in values.items() if value is None]
        return any(
            part(other) != part(cell)
            and each.top <= other.row <= each.bottom
            and each.left <= other.column <= each.right
            for cell, value in values.items()
            if isinstance(value, Formula) and value.text and empty
            for each in references(parse(value.text))
            if each.sheet in ("", self.grid.name)
            for other in empty
        )
