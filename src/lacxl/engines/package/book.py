"""The workbook as the headless engine sees it: surveyed, looked at, rewritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, TracebackType

from lacxl.domain.errors import Refused
from lacxl.engines.package.admission import sheet_faults
from lacxl.engines.package.appearance import shape_of, theme_colours
from lacxl.engines.package.around_rows import AroundBytes, AroundRows, around_bytes, open_sheet
from lacxl.engines.package.beside_cells import BesideCells, beside_cells
from lacxl.engines.package.broken_files import Unclear, reading
from lacxl.engines.package.calculating import Calculator, is_calculated
from lacxl.engines.package.cell_text import shared_strings
from lacxl.engines.package.charts import chart_texts_on
from lacxl.engines.package.colouring import COLOURED, coloured_by
from lacxl.engines.package.comments import comments_of
from lacxl.engines.package.named_values import MOST, NamedValues
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.row_reader import read_rows
from lacxl.engines.package.styles import MINIMAL, Stylesheet
from lacxl.engines.package.survey import Contents, read_sheet, settle, snapshot_of
from lacxl.engines.package.text_boxes import text_boxes
from lacxl.engines.package.validations import VALIDATED, validations_of
from lacxl.engines.package.writing import write_changes
from lacxl.engines.package.xml import flag, namespace, within
from lacxl.engines.package.zips import Archive
from lacxl.workbook.address import MAX_COLUMN, Area, Cell, CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.insertion import Inserted, Insertion
from lacxl.workbook.new_sheet import NewSheet
from lacxl.workbook.shape import Shape
from lacxl.workbook.snapshot import (
    CellLook,
    CellValue,
    Chart,
    ChartText,
    Comment,
    Formula,
    Scalar,
    Snapshot,
    TextBox,
    Validation,
)
from lacxl.workbook.style import Style


class PackageWorkbook:
    """A workbook file, open for reading; writing makes a new file and leaves this one alone.

    The file stays open until `close`: close it before the file is replaced (Windows insists).
    """

    def __init__(self, path: Path, *, allow_signed: bool = False) -> None:
        self._archive = Archive(path)
        try:
            self._package = Package(self._archive, allow_signed=allow_signed)
        except BaseException:
            self._archive.close()
            raise
        self._frames: dict[str, AroundBytes] = {}
        self._surveyed: dict[str, Contents] = {}
        self._read_styles: Stylesheet | None = None
        self._calculator: Calculator | None = None
        self._beside_cells: BesideCells | None = None

    def __enter__(self) -> PackageWorkbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def survey(self, full: Collection[str] | None = None) -> Snapshot:
        """Return the content of every worksheet's window, with merges, rules and protection.

        Of a sheet larger than 4 MB those need the whole sheet to be decompressed (about 0.3 s for
        100 MB). That is done where its window holds any text, as every report's does; a caller
        who knows better names in `full` the large sheets that matter. A sheet so skipped is marked
        as not complete; writing checks it in any case.

        A sheet or a cell that cannot be understood is passed over, and the snapshot says why: it
        matters only where something has to be written. Raises Refused where no sheet is understood.
        """
        package, styles = self._package, self._styles()
        with reading(package.label):
            surveyed = [
                read_sheet(package, sheet, styles, full)
                for sheet in package.sheets
                if not sheet.kind
            ]
            surveyed = settle(package, surveyed)
            for one in surveyed:
                if one.frame is not None:
                    self._frames[one.sheet.part] = one.frame
            sheets = tuple(snapshot_of(package, one, styles) for one in surveyed)
            self._surveyed = {
                one.sheet.name: one.contents
                for one, sheet in zip(surveyed, sheets, strict=True)
                if not sheet.fault
            }
            if sheets and all(sheet.fault for sheet in sheets):
                raise Refused(fault for sheet in sheets for fault in sheet.faults)
            return Snapshot(sheets, package.date1904)

    def text_boxes(self) -> tuple[TextBox, ...]:
        """Return what people wrote in text boxes, by sheet."""
        with reading(self._package.label):
            return tuple(text_boxes(self._package))

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts of all sheets."""
        return tuple(chart for on in self.beside_cells().charts.values() for chart in on)

    def chart_texts(self, sheet: str) -> tuple[ChartText, ...]:
        """Return the alternative texts of a sheet's charts, none of a sheet that is not there."""
        part = self._package.sheet(sheet)
        with reading(self._package.label):
            return tuple(chart_texts_on(self._package, part)) if part else ()

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return number format and lock of the cells; an absent cell has its row's or column's."""
        wanted = set(cells)
        return self._looks(sheet, wanted, self._known(sheet, wanted))

    def details(
        self, sheet: str, cells: Iterable[Cell]
    ) -> tuple[Mapping[Cell, CellValue], Mapping[Cell, CellLook]]:
        """Return values (none for empty cells) and looks of cells, anywhere on the sheet."""
        wanted = set(cells)
        contents = self._contents(sheet, wanted)
        return contents.values, self._looks(sheet, wanted, contents)

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how cells look beside that; an absent cell looks as its row or column does."""
        wanted, styles = set(cells), self._styles()
        formats = self._formats(sheet, wanted, self._known(sheet, wanted))
        with reading(self._package.label):
            known = {format_: _style(styles, format_) for format_ in set(formats.values())}
            return {cell: known[format_] for cell, format_ in formats.items()}

    def shape_of(self, sheet: str) -> Shape:
        """Return how wide a surveyed sheet's columns are, and which rows and columns are hidden."""
        surveyed = self._surveyed.get(sheet)
        frame = self.frame(sheet)
        with reading(self._package.label):
            return shape_of(frame, frozenset(surveyed.hidden_rows if surveyed else ()))

    @property
    def theme_colours(self) -> tuple[str, ...]:
        """The colours of the workbook's theme in the order in which cells number them."""
        return theme_colours(self._package)

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        """Return the comments of a sheet by cell."""
        part = self._sheet(sheet)
        with reading(self._package.where_sheet(part)):
            return comments_of(self._package, part.part)

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        """Return what may be typed where on a sheet; nothing of a sheet that cannot be read."""
        frame = self._frame_with(sheet, VALIDATED)
        if frame is None:
            return ()
        return tuple(validations_of(frame, self._named(sheet)))

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        """Return what others' conditional formats colour on a sheet, as `validations` does."""
        frame = self._frame_with(sheet, COLOURED)
        return () if frame is None else coloured_by(frame, self._named(sheet))

    def beside_cells(self) -> BesideCells:
        """Return what names cells without being in one."""
        if self._beside_cells is None:
            package = self._package
            frames = {s.name: self.frame(s.name) for s in package.sheets if s.part and not s.kind}
            with reading(package.label):
                self._beside_cells = beside_cells(package, frames)
        return self._beside_cells

    @property
    def has_group(self) -> bool:
        """Whether several sheets are selected together in one of its windows."""
        sheets = [s.name for s in self._package.sheets if s.part and not s.kind]
        with reading(self._package.label):
            selected = Counter(
                view.get("workbookViewId")
                for name in sheets
                for view in within(self.frame(name).root, "sheetView")
                if flag(view, "tabSelected")
            )
        return any(number > 1 for number in selected.values())

    def _known(self, sheet: str, wanted: Collection[Cell]) -> Contents:
        """Return the surveyed rows where the cells are in them, else read theirs."""
        surveyed = self._surveyed.get(sheet)
        if surveyed is None or any(
            cell.row > WINDOW_ROWS or cell.column > WINDOW_COLUMNS for cell in wanted
        ):
            return self._contents(sheet, wanted)
        # Reading every sheet once more for the looks took 7% of the demo's refresh.
        return surveyed

    def _frame_with(self, sheet: str, mark: bytes) -> AroundRows | None:
        """Return what surrounds a sheet's rows, None where it cannot be read or lacks the mark."""
        try:
            around = self._frame_bytes(self._sheet(sheet))
            return self.frame(sheet) if mark in around.tail or mark in around.head else None
        except Refused:
            return None

    def _named(self, sheet: str) -> NamedValues:
        def values_in(name: str, area: Area) -> list[Scalar] | None:
            last = min(area.bottom, area.top + MOST - 1)
            found = self._contents_of(name, range(area.top, last + 1), last, area)
            if last < area.bottom and not found.complete:
                return None
            values = found.values.values()
            return [each.cached if isinstance(each, Formula) else each for each in values]

        return NamedValues(self._package, sheet, values_in)

    def _contents(self, sheet: str, wanted: Collection[Cell]) -> Contents:
        """Return what the rows of the cells say of them."""
        rows = {cell.row for cell in wanted}
        return self._contents_of(sheet, rows, max(rows, default=0), wanted)

    def _contents_of(
        self, sheet: str, rows: Container[int], last: int, wanted: Container[tuple[int, int]]
    ) -> Contents:
        part = self._sheet(sheet)
        package, styles = self._package, self._styles()
        contents = Contents(sheet, part.part)
        if not last:
            return contents
        with reading(package.where_sheet(part)):
            for row in read_rows(open_sheet(package, part), rows, last):
                contents.complete = row.number <= last
                asked = tuple(cell for cell in row.cells if (row.number, cell[0]) in wanted)
                contents.add(replace(row, cells=asked), MAX_COLUMN, styles, package.date1904)
            if contents.spelling.wanted:  # a formula may be spelt out in another cell
                contents.spelling.look_for(open_sheet(package, part))
            contents.settle(shared_strings(package, contents.indexes))
        return contents

    def _looks(
        self, sheet: str, cells: Collection[Cell], contents: Contents
    ) -> Mapping[Cell, CellLook]:
        """Return the looks of cells of which the rows were read."""
        styles = self._styles()
        formats = self._formats(sheet, cells, contents)
        known = {format_: _look(styles, format_) for format_ in set(formats.values())}
        return {cell: known[format_] for cell, format_ in formats.items()}

    def _formats(
        self, sheet: str, cells: Collection[Cell], contents: Contents
    ) -> Mapping[Cell, int | str | None]:
        """Return the cell formats as they are spelt of cells of which the rows were read."""
        if not cells:
            return {}
        frame = self.frame(sheet)
        return {
            cell: contents.formats[cell]
            if cell in contents.formats
            else contents.row_formats.get(cell.row, frame.style_of_column(cell.column))
            for cell in sorted(cells)
        }

    def frame(self, sheet: str) -> AroundRows:
        """Return what surrounds a sheet's rows."""
        part = self._sheet(sheet)
        return AroundRows(self._package, part, self._frame_bytes(part))

    @property
    def styles(self) -> Stylesheet:
        """The stylesheet, for reading."""
        return self._styles()

    @property
    def date1904(self) -> bool:
        """Whether dates count from 1904."""
        return self._package.date1904

    @property
    def is_calculated(self) -> bool:
        """Whether Excel worked out all formulas when it last saved the workbook."""
        return is_calculated(self._package)

    def calculate(
        self,
        changes: ChangeSet,
        *,
        filled: Collection[CellRef] = (),
        also: Collection[CellRef] = (),
        known: Mapping[CellRef, Scalar] = MappingProxyType({}),
        with_inputs: bool = False,
    ) -> Calculation:
        """Work out what the changes mean for the results of formulas and for charts.

        `filled` are cells that lacxl filled: unless Excel has saved the workbook since, what
        depends on them is looked at too. The formulas in `also` are worked out in any case;
        `known` are results that somebody else worked out. `with_inputs` asks for the kept results
        that what is left rests on.
        """
        with reading(self._package.label):
            return self._calculates().calculate(
                changes, filled, also, known, with_inputs=with_inputs
            )

    def results(self, places: Iterable[CellRef]) -> Mapping[CellRef, Scalar]:
        """Return what the file keeps as results of formulas; a date is its number."""
        with reading(self._package.label):
            return self._calculates().kept(places)

    def write(
        self,
        changes: ChangeSet,
        target: Path,
        *,
        password: str | None = None,
        calculation: Calculation | None = None,
        thorough: bool = False,
    ) -> None:
        """Write the changed workbook as a new file, on the disk when this returns.

        The results of formulas that depend on the changes are kept with them: those of the
        `calculation`, which is made here where none is given (a formula that the change set puts in
        has the result that it states then). The source is never touched. Raises Refused with every
        fault, and then leaves no target. Parts that are copied are checked, those of a megabyte and
        more only if `thorough`. What is to be inserted or deleted is not done here: see `insert`.
        """
        if changes.inserted or changes.deleted:
            raise ValueError("these changes insert or delete rows or columns")
        if calculation is None:
            calculation = self.calculate(changes)
            stated = {CellRef(change.sheet, change.cell) for change in changes.cells}
            calculation = replace(calculation, stale=calculation.stale - stated)
        with reading(self._package.label):
            write_changes(
                self._package,
                self._frame_bytes,
                self._fresh_styles(),
                changes,
                calculation,
                target,
                password or None,
                thorough=thorough,
            )

    def insert(
        self,
        insertion: Insertion,
        target: Path,
        *,
        password: str | None = None,
        thorough: bool = False,
    ) -> Inserted:
        """Write the workbook with rows or columns inserted as a new file, as `write` does.

        Everything that names a cell follows, as Excel makes it; what came of it beside that is
        returned. There is no way back but the file from before: the source is never touched.
        Raises Refused where something cannot follow, and then leaves no target.
        """
        from lacxl.engines.package.inserting.inserted_book import write_insertion

        with reading(self._package.label):
            return write_insertion(
                self._package, insertion, target, password or None, thorough=thorough
            )

    def add_sheet(self, new: NewSheet, target: Path) -> None:
        """Write the workbook with one more sheet, the last, as a new file, as `write` does.

        Its cells are empty: they are written by a change set afterwards. Raises Refused.
        """
        from lacxl.engines.package.adding.added_sheet import write_added_sheet

        with reading(self._package.label):
            write_added_sheet(self._package, self._fresh_styles(), new, target)

    def _calculates(self) -> Calculator:
        if self._calculator is None:
            self._calculator = Calculator(self._package, self.looks, self.frame)
        return self._calculator

    def _sheet(self, name: str) -> SheetPart:
        faults = sheet_faults(self._package, name)
        sheet = self._package.sheet(name)
        if faults or sheet is None:
            raise Refused(faults)
        return sheet

    def _frame_bytes(self, sheet: SheetPart) -> AroundBytes:
        if sheet.part not in self._frames:
            with reading(self._package.where_sheet(sheet)):
                self._frames[sheet.part] = around_bytes(open_sheet(self._package, sheet))
        return self._frames[sheet.part]

    def _styles(self) -> Stylesheet:
        if self._read_styles is None:
            self._read_styles = self._fresh_styles()
        return self._read_styles

    def _fresh_styles(self) -> Stylesheet:
        part = self._package.related("styles")
        if part is None:
            space = namespace(self._package.workbook)
            return Stylesheet(MINIMAL.format(space).encode(), self._package.label)
        with reading(self._package.where(part)):
            return Stylesheet(self._package.read(part), self._package.where(part))


def _look(styles: Stylesheet, style: int | str | None) -> CellLook:
    """Return the look of a cell format; for one that is missing, what Excel shows without any.

    A cell that has it is not written: the survey says so, and so does the writer.
    """
    try:
        return styles.look(styles.named(str(style) if isinstance(style, int) else style))
    except Unclear:
        return CellLook()


def _style(styles: Stylesheet, style: int | str | None) -> Style:
    """Return the style of a cell format; of one that is missing, none."""
    try:
        return styles.style(styles.named(str(style) if isinstance(style, int) else style))
    except Unclear:
        return Style()
