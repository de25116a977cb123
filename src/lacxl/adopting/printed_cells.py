"""The cells of a table by what they are of, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacxl.adopting.candidates import Candidate, Entry
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import CellLook, CellValue


@dataclass(frozen=True, slots=True)
class Sheets:
    """The cells of a workbook as they are, and how they are formatted."""

    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]
    lists: Mapping[CellRef, tuple[str, ...]] = field(default_factory=dict)
    coloured: frozenset[CellRef] = frozenset()

    def text(self, place: CellRef) -> str:
        """Return the text that a cell shows."""
        value = self.there.get(place)
        return shown(value, self.looks.get(place, CellLook()).number_format).strip()


def columns_of(table: Candidate, entry: Entry) -> Candidate:
    """Return the table of a sheet in which an indicator's row is."""
    for each in table.joined:
        if any(other.place == entry.place for other in each.entries):
            return each
    return table


def value_cells(table: Candidate, entry: Entry) -> dict[object, Cell]:
    """Return the cells of an indicator's figures by their period."""
    own = columns_of(table, entry)
    return {p: cell for other, p, cell in own.value_cells if other.place == entry.place}


def judging_cell(table: Candidate, entry: Entry, meaning: str) -> CellRef | None:
    """Return the cell of an indicator's row in a column of no period."""
    own = columns_of(table, entry)
    if own.columns is None:
        return None
    dated = [each for each in own.columns.columns if each.meaning == meaning]
    single = [each for each in dated if not isinstance(each.period, Month | Quarter)]
    for each in single or dated[-1:]:
        if each.meaning == meaning:
            rows = [entry.rows["value"], *entry.rows.values()]
            cells = [own.grid.area(Cell(row, each.number)).first for row in rows]
            filled = [cell for cell in cells if own.grid.value(cell) is not None]
            return own.grid.place((filled or cells)[0])
    return None


def judging_ytd(table: Candidate, entry: Entry) -> bool:
    """Say whether an indicator's row has a year to date."""
    return any(isinstance(period, YearToDate) for period in value_cells(table, entry))


def has_target(table: Candidate, entry: Entry, sheets: Sheets) -> bool:
    """Say whether a row has a target, of any period."""
    own = columns_of(table, entry)
    if "target" in entry.rows:
        return True
    if own.columns is None:
        return False
    cells = (
        own.grid.place(Cell(row, each.number))
        for each in own.columns.columns
        if each.meaning == "target"
        for row in entry.rows.values()
    )
    return any(sign.isdigit() for cell in cells for sign in sheets.text(cell))
