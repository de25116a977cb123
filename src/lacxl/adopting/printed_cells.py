"""The cells of a table by what they are of, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.engine import Engine
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import CellLook, CellValue, Snapshot

_SHOW_TARGETS = ("target", "green", "amber", "red", "tolerance")


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


def sheets_of(book: Engine, snapshot: Snapshot, found: Sequence[CandidateTable]) -> Sheets:
    """Return the cells of a workbook, those of its tables with formats, lists and colours."""
    of_sheet: dict[str, list[Cell]] = {}
    for place in dict.fromkeys(place for table in found for place in _places(table)):
        of_sheet.setdefault(place.sheet, []).append(place.cell)
    looks: dict[CellRef, CellLook] = {}
    lists: dict[CellRef, tuple[str, ...]] = {}
    coloured: set[CellRef] = set()
    for name, cells in of_sheet.items():
        looks |= {CellRef(name, cell): look for cell, look in book.looks(name, cells).items()}
        for each in book.validations(name):
            if each.allowed is not None:
                words = tuple(str(word) for word in each.allowed if word is not None)
                inside = (cell for cell in cells if any(cell in area for area in each.areas))
                lists |= {CellRef(name, cell): words for cell in inside}
        for rule in book.coloured(name):
            inside = (cell for cell in cells if any(cell in area for area in rule.areas))
            coloured |= {CellRef(name, cell) for cell in inside}
    return Sheets(snapshot.cells, looks, lists, frozenset(coloured))


def _places(table: CandidateTable) -> Iterator[CellRef]:
    """Yield the cells of a table's figures, and of every column in its indicators' rows."""
    for _, _, cell in table.value_cells:
        yield table.grid.place(cell)
    if table.columns is None:
        return
    for entry in table.entries:
        for row in entry.rows.values():
            for each in table.columns.columns:
                for cell in table.grid.cells_of(row, each.number):
                    yield table.grid.place(cell)


def columns_of(table: CandidateTable, entry: ShownIndicator) -> CandidateTable:
    """Return the table of a sheet in which an indicator's row is."""
    for each in table.joined:
        if any(other.place == entry.place for other in each.entries):
            return each
    return table


def value_cells(table: CandidateTable, entry: ShownIndicator) -> dict[object, Cell]:
    """Return the cells of an indicator's figures by their period."""
    own = columns_of(table, entry)
    return {p: cell for other, p, cell in own.value_cells if other.place == entry.place}


def judging_cell(table: CandidateTable, entry: ShownIndicator, meaning: str) -> CellRef | None:
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


def judging_ytd(table: CandidateTable, entry: ShownIndicator) -> bool:
    """Say whether an indicator's row has a year to date."""
    return any(isinstance(period, YearToDate) for period in value_cells(table, entry))


def has_target(table: CandidateTable, entry: ShownIndicator, sheets: Sheets) -> bool:
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


def has_place_for_target(table: CandidateTable, entry: ShownIndicator) -> bool:
    """Say whether a row has a cell, or another row, in which a target or limits could be."""
    own = columns_of(table, entry)
    columns = () if own.columns is None else own.columns.columns
    return "target" in entry.rows or any(each.meaning in _SHOW_TARGETS for each in columns)
