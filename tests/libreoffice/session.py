"""ExcelSession: one Excel for a test session, with its counter, its faults and its person."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from libreoffice import calc_cells
from libreoffice.addresses import parse_box, parse_boxes
from libreoffice.application import Application
from libreoffice.dispatch import CALLS, FAULTS, CallLog, Faults, quietly
from libreoffice.engine import install, running
from libreoffice.serials import sent


class Person:
    """Somebody at the keyboard: what is done here is not counted and meets no fault."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def _range(self, book: str, sheet: str, cells: str) -> Any:
        boxes = parse_boxes(cells)
        assert boxes is not None, f"{cells} names no cells"
        found = next(b for b in self._app.books if b.name == book)
        return found.sheet(sheet).cells(*boxes)

    def types(self, book: str, sheet: str, cell: str, value: Any) -> None:
        """Type a value or a formula into a cell; the protection is not asked."""
        cells = self._range(book, sheet, cell)
        box = parse_box(cell)
        assert box is not None
        cells.sheet.book.touch()
        with quietly():
            calc_cells.write(cells.sheet, box, [[sent(value)]])

    def selects(self, book: str, sheet: str, cells: str) -> None:
        """Show a sheet and select cells on it."""
        with quietly():
            self._app.Goto(self._range(book, sheet, cells))

    def groups(self, book: str, *sheets: str) -> None:
        """Select sheets together, as with Ctrl and a click on their tabs; none to end it."""
        found = next(b for b in self._app.books if b.name == book)
        found.group(sheets)

    def sees(self, book: str, sheet: str, cell: str) -> Any:
        """Return the value that a cell shows."""
        with quietly():
            return self._range(book, sheet, cell).Value


class ExcelSession:
    """The stand-in for Excel, started; `app` is xlwings' App on it."""

    def __init__(self) -> None:
        import xlwings

        self.engine = install()
        self.app = xlwings.App(add_book=False, visible=False)
        self.com: Application = running()[self.app.pid]
        self.person = Person(self.com)
        self.calls.reset()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def calls(self) -> CallLog:
        """How often each of Excel's members was called."""
        return CALLS

    @property
    def faults(self) -> Faults:
        """Switches that make calls fail."""
        return FAULTS

    @contextlib.contextmanager
    def uncounted(self) -> Iterator[None]:
        """Call members without counting them and without faults."""
        with quietly():
            yield

    def open(self, path: Path) -> Any:
        """Open a file as a person would, and return xlwings' Book."""
        with quietly():
            return self.app.books.open(str(path))

    def close_all(self) -> None:
        """Switch faults off, put settings back and close all workbooks without saving."""
        self.faults.clear()
        with quietly():
            self.com.reset()
        self.calls.reset()

    def stop(self) -> None:
        """End the office."""
        self.faults.clear()
        with quietly():
            self.com.shut()


def start_excel() -> ExcelSession:
    """Start the stand-in for Excel. Ends the test where LibreOffice or UNO is absent."""
    return ExcelSession()
