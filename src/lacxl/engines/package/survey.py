"""Surveying a workbook: what the window of each sheet holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.engines.package.around_rows import (
    AroundBytes,
    AroundRows,
    around_bytes,
    open_sheet,
    parse_area,
)
from lacxl.engines.package.broken_files import Unclear, not_understood, reading
from lacxl.engines.package.cell_text import shared_strings
from lacxl.engines.package.cell_values import SharedText, anchors_of, read_value
from lacxl.engines.package.formats import rules_of
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.protection import protection_of
from lacxl.engines.package.row_reader import Row, read_rows
from lacxl.engines.package.shared_formulas import SharedFormulas
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.xml import Element, kids
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.snapshot import UNREAD, CellValue, Formula, SheetSnapshot

LARGE_SHEET = 4 << 20
"""From this many bytes on, what follows a sheet's rows is read only where it can matter."""


@dataclass(slots=True)
class Contents:
    """What the cells of a sheet hold, before its shared strings are looked up.

    `formats` is what each cell that is there states as its format, `row_formats` what the absent
    cells of a row have. A cell of which value or format cannot be understood is `unclear`, with
    the reason.
    """

    sheet: str
    part: str
    values: dict[Cell, CellValue] = field(default_factory=dict)
    formats: dict[Cell, str | None] = field(default_factory=dict)
    row_formats: dict[int, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    shared: dict[Cell, tuple[int, Formula | None]] = field(default_factory=dict)
    spelling: SharedFormulas = field(default_factory=SharedFormulas)
    blocked: list[tuple[Area, str]] = field(default_factory=list)
    unclear: dict[Cell, Finding] = field(default_factory=dict)
    complete: bool = True

    def add(self, row: Row, columns: int, styles: Stylesheet, date1904: bool) -> None:
        """Take in the cells of a row up to a column."""
        if row.style is not None:
            self.row_formats[row.number] = row.style
        if row.hidden:
            self.hidden_rows.add(row.number)
        for column, element in row.cells:
            filled = len(element) > 0
            if column > columns:
                if not filled:
                    continue
                self.complete = False
                break
            cell, is_date = Cell(row.number, column), False
            stated = self.formats[cell] = element.get("s")
            try:
                is_date = styles.shows_date(stated)
            except Unclear as fault:
                self.unclear[cell] = unclear_cell(self.sheet, cell, self.part, str(fault))
            if filled:
                try:
                    self._take(cell, element, is_date, date1904)
                except Unclear as fault:
                    self._pass_over(cell, str(fault))

    def _take(self, cell: Cell, element: Element, is_date: bool, date1904: bool) -> None:
        value, cached = read_value(element, is_date=is_date, date1904=date1904)
        if isinstance(value, SharedText):
            self.shared[cell] = (value.index, None)
        elif isinstance(value, Formula):
            value = self.spelling.spelt(cell, element, value)
            blocked = blocked_by(element)
            if blocked:
                self.blocked.append(blocked)
            self.values[cell] = value
            if cached:
                self.shared[cell] = (cached.index, value)
        elif value is not None:
            self.values[cell] = value

    def _pass_over(self, cell: Cell, why: str) -> None:
        self.values[cell] = UNREAD
        self.unclear[cell] = unclear_cell(self.sheet, cell, self.part, why)

    def settle(self, texts: dict[int, str]) -> None:
        """Put the shared strings in."""
        for cell, (index, formula) in self.shared.items():
            if index not in texts:
                self._pass_over(cell, "it names a shared text that is not there")
                continue
            text = texts[index]
            if formula is not None:
                self.values[cell] = Formula(formula.text, text, formula.anchors)
            elif text:
                self.values[cell] = text
        self.shared.clear()
        for cell, text in self.spelling.late():
            there = self.values[cell]
            if isinstance(there, Formula):
                self.values[cell] = replace(there, text=text)
        self.values = dict(sorted(self.values.items()))

    @property
    def indexes(self) -> set[int]:
        """The shared strings that are wanted."""
        return {index for index, _ in self.shared.values()}

    @property
    def has_text(self) -> bool:
        """Say whether any cell holds text: without it no table of a report is there."""
        return bool(self.shared) or any(
            isinstance(value, str) or (isinstance(value, Formula) and isinstance(value.cached, str))
            for value in self.values.values()
        )


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A sheet as far as it was read; `fault` is why it could not be understood."""

    sheet: SheetPart
    contents: Contents
    frame: AroundBytes | None
    fault: Finding | None = None


def read_sheet(
    package: Package, sheet: SheetPart, styles: Stylesheet, full: Collection[str] | None
) -> Surveyed:
    """Read a sheet's window, and what surrounds its rows where that is cheap or asked for."""
    contents = _nothing(sheet)
    try:
        with reading(package.where_sheet(sheet)):
            cutter = open_sheet(package, sheet)
            for row in read_rows(cutter, range(1, WINDOW_ROWS + 1), WINDOW_ROWS):
                if row.number > WINDOW_ROWS:
                    contents.complete = False
                contents.add(row, WINDOW_COLUMNS, styles, package.date1904)
            large = package.info(sheet.part).file_size > LARGE_SHEET
            if large and (not contents.has_text if full is None else sheet.name not in full):
                contents.complete = False
                return Surveyed(sheet, contents, None)
            return Surveyed(sheet, contents, around_bytes(cutter))
    except Refused as refused:
        return Surveyed(sheet, _nothing(sheet), None, not_understood(refused))


def snapshot_of(package: Package, surveyed: Surveyed, styles: Stylesheet) -> SheetSnapshot:
    """Return the snapshot of a sheet whose texts are settled."""
    contents, sheet, fault = surveyed.contents, surveyed.sheet, surveyed.fault
    if surveyed.frame is not None and fault is None:
        try:
            with reading(package.where_sheet(sheet)):
                frame = AroundRows(package, sheet, surveyed.frame)
                return SheetSnapshot(
                    sheet.name,
                    contents.values,
                    frame.merges,
                    (*frame.blocked, *contents.blocked),
                    rules_of(frame, styles),
                    protection_of(frame),
                    sheet.visible,
                    contents.complete,
                    contents.unclear,
                )
        except Refused as refused:
            fault = not_understood(refused)
    return SheetSnapshot(
        sheet.name,
        {} if fault else contents.values,
        blocked=tuple(contents.blocked),
        visible=sheet.visible,
        complete=False,
        unclear=contents.unclear,
        fault=fault,
    )


def unclear_cell(sheet: str, cell: Cell, part: str, why: str) -> Finding:
    """Return the error for a cell that is not understood."""
    return error(
        "W115",
        f"lacxl cannot make sense of this cell: {why}.",
        f"{sheet}!{cell} ({part})",
        "Open the file in Excel, let it repair it, or clear the cell there, and save it.",
    )


def blocked_by(cell: Element) -> tuple[Area, str] | None:
    """Return the area that the formula of this cell fills, and what it is."""
    for element in kids(cell, "f"):
        anchor = anchors_of(element)
        area = element.get("ref")
        if anchor in ("array", "table") and area:
            name = "an array formula" if anchor == "array" else "a data table"
            return parse_area(area, name), name
    return None


def settle(package: Package, sheets: Sequence[Surveyed]) -> list[Surveyed]:
    """Return the sheets with the shared strings put in.

    Where these cannot be read, a sheet that names any cannot be understood.
    """
    wanted: set[int] = set().union(*(surveyed.contents.indexes for surveyed in sheets))
    texts: dict[int, str] = {}
    fault: Finding | None = None
    try:
        texts = shared_strings(package, wanted)
    except Refused as refused:
        fault = not_understood(refused)
    settled = []
    for surveyed in sheets:
        if fault is not None and surveyed.contents.indexes:
            settled.append(replace(surveyed, contents=_nothing(surveyed.sheet), fault=fault))
        else:
            surveyed.contents.settle(texts)
            settled.append(surveyed)
    return settled


def _nothing(sheet: SheetPart) -> Contents:
    return Contents(sheet.name, sheet.part)
