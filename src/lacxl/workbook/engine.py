"""The contract of the two engines. They know cells, formats and locks, and no indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.new_sheet import NewSheet
from lacxl.workbook.snapshot import CellLook, Comment, Snapshot, Validation
from lacxl.workbook.style import Style

WINDOW_ROWS = 400
WINDOW_COLUMNS = 128
"""How far down and right a sheet is surveyed: the report's tables fit in."""


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

    def styles_of(self, sheet: str, cells: Iterable[Cell]) -> Mapping[Cell, Style]:
        """Return how the cells look beside that; an absent cell looks as its row or column."""
        ...

    def comments(self, sheet: str) -> Mapping[Cell, Comment]:
        """Return the comments of a sheet by cell."""
        ...

    def validations(self, sheet: str) -> tuple[Validation, ...]:
        """Return what may be typed where on a sheet; nothing of a sheet that cannot be read."""
        ...

    def coloured(self, sheet: str) -> tuple[Coloured, ...]:
        """Return what others' conditional formats colour on a sheet, as `validations` does."""
        ...


class OpenWorkbook(Protocol):
    """A workbook that a person has open in Excel. What is changed here is not saved until `save`.

    It is read through a copy that Excel itself writes, so both engines see with one pair of eyes.
    """

    @property
    def name(self) -> str:
        """The file name that Excel shows, such as `Report.xlsx`."""
        ...

    @property
    def folder(self) -> Path | None:
        """The local folder it was opened from, None where there is none (never saved, a URL)."""
        ...

    def copy_to(self, target: Path) -> None:
        """Write what Excel holds now, saved or not, to a new file; the open book stays as is.

        Raises Refused where Excel is busy or cannot write there.
        """
        ...

    def apply(
        self,
        changes: ChangeSet,
        *,
        password: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Carry out a change set in the open book, wholly or not at all, and read it back.

        Every cell to change must still hold what the change set says it holds. Raises
        Refused, the workbook being as it was: a cell that changed meanwhile, a wrong password, a
        cell that cannot be written, a busy Excel. Raises Unfinished where it is not as it was:
        it could not be put back or read back, or a sheet stays unprotected.
        """
        ...

    def add_sheet(
        self,
        new: NewSheet,
        filling: ChangeSet,
        *,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> None:
        """Add a sheet as the last one, filled, wholly or not at all, and read it back.

        Raises Refused and Unfinished as `apply` does.
        """
        ...

    def is_saved(self) -> bool:
        """Say whether the file is as the open book is, as far as its program knows."""
        ...

    def require_savable(self) -> None:
        """Raise Refused where the open book cannot be saved where it was opened from."""
        ...

    def save(self) -> None:
        """Save the open book where it was opened from. Raises Refused."""
        ...

    def selected(self) -> tuple[str, Cell] | None:
        """Return sheet and cell of the selection's first cell, None where no cell is selected."""
        ...

    def say(self, step: str | None) -> None:
        """Show a step in Excel's status bar; None gives the bar back.

        A step that cannot be shown is passed over: it may come after the workbook was changed.
        """
        ...

    def show_list(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        links: Sequence[tuple[str, Cell] | None],
    ) -> None:
        """Show a table in a new, unsaved workbook of its own; `links` has a cell for each row.

        The cell is written as a link to that cell of this book.
        """
        ...

    def close(self) -> None:
        """Let go of the book and of the copies it is read through; in Excel it stays open."""
        ...


@runtime_checkable
class Rehearsing(Protocol):
    """An open workbook whose program may refuse a change set that a copy of it would take."""

    def rehearse(self, changes: ChangeSet, *, password: str | None = None) -> None:
        """Raise Refused for whatever `apply` is sure to; nothing is changed."""
        ...
