"""Surveying a workbook: what stands in the window of each sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lacxl.domain.errors import refuse
from lacxl.engines.package.faults import reading
from lacxl.engines.package.formats import rules_of
from lacxl.engines.package.frame import Frame, FrameBytes, frame_bytes, open_sheet
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.protection import protection_of
from lacxl.engines.package.rows import Row, read_rows
from lacxl.engines.package.shared_formulas import SharedFormulas
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.text import shared_strings
from lacxl.engines.package.values import SharedText, anchors_of, read_value
from lacxl.engines.package.xml import Element, local_name
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot

LARGE_SHEET = 4 << 20
"""From this many bytes on, what follows a sheet's rows is read only where it can matter."""


@dataclass(slots=True)
class Contents:
    """What the cells of a sheet hold, before its shared strings are looked up."""

    values: dict[Cell, CellValue] = field(default_factory=dict)
    shared: dict[Cell, tuple[int, Formula | None]] = field(default_factory=dict)
    spelling: SharedFormulas = field(default_factory=SharedFormulas)
    blocked: list[tuple[Area, str]] = field(default_factory=list)
    complete: bool = True

    def add(self, row: Row, columns: int, styles: Stylesheet, date1904: bool) -> None:
        """Take in the cells of a row up to a column."""
        for column, element in row.cells:
            if not len(element):
                continue
            if column > columns:
                self.complete = False
                break
            cell = Cell(row.number, column)
            is_date = styles.is_date(int(element.get("s", "0")))
            value, cached = read_value(element, is_date=is_date, date1904=date1904)
            if isinstance(value, SharedText):
                self.shared[cell] = (value.index, None)
            elif isinstance(value, Formula):
                value = self.spelling.spelt(cell, element, value)
                self.values[cell] = value
                if cached:
                    self.shared[cell] = (cached.index, value)
                blocked = blocked_by(element)
                if blocked:
                    self.blocked.append(blocked)
            elif value is not None:
                self.values[cell] = value

    def settle(self, texts: dict[int, str], where: str) -> None:
        """Put the shared strings in."""
        for cell, (index, formula) in self.shared.items():
            if index not in texts:
                raise refuse(
                    "W115",
                    "A cell names a shared text that does not exist.",
                    f"{where}!{cell}",
                    "Open the file in Excel, let it repair it, and save it.",
                )
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
    """A sheet as far as it was read."""

    sheet: SheetPart
    contents: Contents
    frame: FrameBytes | None


def read_sheet(
    package: Package, sheet: SheetPart, styles: Stylesheet, full: Collection[str] | None
) -> Surveyed:
    """Read a sheet's window, and what surrounds its rows where that is cheap or asked for."""
    contents = Contents()
    with reading(package.where(sheet.part)):
        cutter = open_sheet(package, sheet)
        for row in read_rows(cutter, range(1, WINDOW_ROWS + 1), WINDOW_ROWS):
            if row.number > WINDOW_ROWS:
                contents.complete = False
            contents.add(row, WINDOW_COLUMNS, styles, package.date1904)
        large = package.info(sheet.part).file_size > LARGE_SHEET
        if large and (not contents.has_text if full is None else sheet.name not in full):
            contents.complete = False
            return Surveyed(sheet, contents, None)
        return Surveyed(sheet, contents, frame_bytes(cutter))


def snapshot_of(package: Package, surveyed: Surveyed, styles: Stylesheet) -> SheetSnapshot:
    """Return the snapshot of a sheet whose texts are settled."""
    contents, sheet = surveyed.contents, surveyed.sheet
    if surveyed.frame is None:
        return SheetSnapshot(
            sheet.name,
            contents.values,
            blocked=tuple(contents.blocked),
            visible=sheet.visible,
            complete=False,
        )
    with reading(package.where(sheet.part)):
        frame = Frame(package, sheet, surveyed.frame)
        return SheetSnapshot(
            sheet.name,
            contents.values,
            frame.merges,
            (*frame.blocked, *contents.blocked),
            rules_of(frame, styles),
            protection_of(frame),
            sheet.visible,
            contents.complete,
        )


def blocked_by(cell: Element) -> tuple[Area, str] | None:
    """Return the area that the formula of this cell fills, and what it is."""
    for element in cell:
        if local_name(element) == "f":
            anchor = anchors_of(element)
            area = element.get("ref")
            if anchor in ("array", "table") and area:
                name = "an array formula" if anchor == "array" else "a data table"
                return Area.parse(area), name
    return None


def texts_for(package: Package, sheets: Collection[Surveyed]) -> dict[int, str]:
    """Return the shared strings that the sheets name."""
    wanted: set[int] = set().union(*(surveyed.contents.indexes for surveyed in sheets))
    return shared_strings(package, wanted)
