"""The workbook as it is open in Excel: surveyed, looked at, changed, shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.excel.adding import add_sheet
from lacxl.engines.excel.applying import admitted, change_cells
from lacxl.engines.excel.copying import save_copy
from lacxl.engines.excel.folders import local_folder
from lacxl.engines.excel.list_book import LINK_HEADING, block_of, links_to, show
from lacxl.engines.excel.live_book import LiveBook
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.patience import Patience
from lacxl.engines.excel.resizing import grow, growth_of, shrink, shrinkage_of
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.new_sheet import NewSheet
from lacxl.workbook.snapshot import CellLook, Comment, Snapshot, Validation
from lacxl.workbook.style import Style


class ExcelWorkbook:
    """A workbook in a running Excel, seen through copies that Excel writes of it.

    `survey` looks again; `looks` belongs to the last survey, so that both are of one moment. What
    is changed here is not saved until `save`. `close` lets go of the copies; the book stays open.
    """

    def __init__(
        self, app: Any, book: Any, name: str, *, native: Spelling, patience: Patience
    ) -> None:
        self._live = LiveBook(app, book, name, native=native, patience=patience)

    def __enter__(self) -> ExcelWorkbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the workbook, which stays open in Excel."""
        self._live.close()

    @property
    def name(self) -> str:
        """The file name that Excel shows."""
        return self._live.name

    @property
    def folder(self) -> Path | None:
        """The local folder it was opened from, None where there is none."""
        return local_folder(
            self._live.patience(lambda: self._live.native.full_name(self._live.book))
        )

    def survey(self, full: Collection[str] | None = None) -> Snapshot:
        """Return what every worksheet holds now, saved or not; one call to Excel."""
        return self._live.fresh().book.survey(full)

    def looks(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, CellLook]:
        """Return number format and lock of the cells as they were at the last survey."""
        copy = self._live.copy or self._live.fresh()
        return copy.book.looks(sheet, cells)

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how the cells looked beside that at the last survey."""
        copy = self._live.copy or self._live.fresh()
        return copy.book.styles_of(sheet, cells)

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        """Return the comments of a sheet as they were at the last survey."""
        copy = self._live.copy or self._live.fresh()
        return copy.book.comments(sheet)

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        """Return what may be typed where on a sheet, as it was at the last survey."""
        copy = self._live.copy or self._live.fresh()
        return copy.book.validations(sheet)

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        """Return what others' conditional formats colour, as it was at the last survey."""
        copy = self._live.copy or self._live.fresh()
        return copy.book.coloured(sheet)

    def copy_to(self, target: Path) -> None:
        """Write what Excel holds now, saved or not, to a new file."""
        if target.exists():
            raise refuse(
                "E106",
                "The copy is written as a new file, and there is one of that name.",
                target.name,
                "Nothing was changed. Move it away, then try again.",
            )
        save_copy(self._live.book, self._live.native, self._live.patience, self._live.name, target)

    def apply(
        self,
        changes: ChangeSet,
        *,
        password: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Carry out a change set wholly or not at all, and read it back.

        Raises Refused with the workbook as it was; Unfinished where it could not be put back, or
        where a sheet stays unprotected or a setting of Excel's unrestored.
        """
        password = password or None
        if changes.inserted:
            grow(self._live, changes, password, progress)
        elif changes.deleted:
            shrink(self._live, changes, password, progress)
        else:
            change_cells(self._live, changes, password, progress)

    def add_sheet(
        self,
        new: NewSheet,
        filling: ChangeSet,
        *,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Add a sheet as the last one, filled, wholly or not at all, and read it back.

        Raises Refused with the workbook as it was; Unfinished as `apply` does.
        """
        add_sheet(self._live, new, filling, progress)

    def rehearse(self, changes: ChangeSet, *, password: str | None = None) -> None:
        """Raise Refused for whatever `apply` would before it writes anything."""
        if changes.inserted:
            growth_of(self._live, changes, password or None).close()
        elif changes.deleted:
            shrinkage_of(self._live, changes, password or None).close()
        elif changes:
            admitted(self._live, changes, password or None)

    def is_saved(self) -> bool:
        """Say whether Excel would close the workbook without asking to save it."""
        return self._live.patience(lambda: self._live.native.is_saved(self._live.book))

    def require_savable(self) -> None:
        """Raise Refused where the workbook cannot be saved under its own name."""
        full_name = self._live.patience(lambda: self._live.native.full_name(self._live.book))
        if not any(mark in full_name for mark in "/\\"):
            raise refuse(
                "E115",
                "The workbook has never been saved, so there is no file of it.",
                self._live.name,
                "Save it once in Excel under its name; then try again.",
            )
        if self._live.patience(lambda: self._live.native.is_read_only(self._live.book)):
            raise refuse(
                "E115",
                "The workbook is open read-only, perhaps because a colleague has it open too.",
                self._live.name,
                "Save it in Excel under another name, or open it when it is free.",
            )

    def save(self) -> None:
        """Save the workbook where it was opened from."""
        self.require_savable()
        self._live.patience(self._live.book.save, "saving the workbook")

    def selected(self) -> tuple[str, Cell] | None:
        """Return sheet and cell of the selection's first cell, None where no cell is selected."""
        cells = self._live.patience(lambda: self._live.app.selection)
        if cells is None:
            return None
        sheet = self._live.patience(lambda: cells.sheet)
        if self._live.patience(lambda: sheet.book.name) != self._live.name:
            return None
        row, column = self._live.patience(lambda: (cells.row, cells.column))
        return str(self._live.patience(lambda: sheet.name)), Cell(int(row), int(column))

    def say(self, step: str | None) -> None:
        """Show a step in Excel's status bar, if it can at once; None gives the bar back."""
        if step is None:
            self._live.patience.put(self._live.app, "status_bar", False)
            return
        with suppress(Refused):  # no run should fail, or wait, over its commentary
            Patience(0.0).put(self._live.app, "status_bar", step)

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[tuple[str, Cell] | None],
    ) -> None:
        """Show a table in a new, unsaved workbook; each link goes to a cell of this one."""
        show(
            self._live.app,
            self._live.native,
            self._live.patience,
            block_of(title, self._live.name, (*headings, LINK_HEADING), rows),
            links_to(self._live.name, links),
        )
