# ruff: noqa: N802, N803 (the members of COM objects bear Excel's names)
"""Application: Excel itself, here one LibreOffice with its workbooks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from libreoffice import errors
from libreoffice.addresses import Box
from libreoffice.dispatch import Collection, ComObject, method
from libreoffice.process import OfficeProcess
from libreoffice.ranges import Range, union
from libreoffice.taking_out import BookFacts, NotAWorkbook, take_out
from libreoffice.uno_library import options
from libreoffice.workbook import Workbook
from libreoffice.worksheet import Worksheet

AUTOMATIC, MANUAL = -4105, -4135
_A1_STYLE = 1
_INTERNATIONAL = {1: 44, 3: ".", 4: ",", 5: ",", 17: "/", 32: 1}
"""MODELLED: country, decimal and thousands separators, list separator, date separator and order."""
_SETTINGS: dict[str, Any] = {
    "ScreenUpdating": True,
    "DisplayAlerts": True,
    "EnableEvents": True,
    "Interactive": True,
    "StatusBar": False,
    "Visible": False,
    "CutCopyMode": 0,
    "ReferenceStyle": _A1_STYLE,
    "DisplayStatusBar": True,
    "Cursor": -4143,
}
"""What is kept and given back; of these Calc heeds screen updating alone."""


class Application(ComObject):
    def __init__(self, office: OfficeProcess) -> None:
        self._office = office
        self._books: list[Workbook] = []
        self._opened: list[Workbook] = []
        self._settings = dict(_SETTINGS)
        self._calculation = AUTOMATIC
        self._folder = office.profile / "books"
        self._folder.mkdir()
        self._made = 0
        self._copied: list[Range] = []

    # What the stand-in itself asks

    @property
    def clipboard(self) -> Range | None:
        """The cells that were copied."""
        return self._copied[-1] if self._copied else None

    def take_up(self, cells: Range) -> None:
        """Copy cells to the clipboard."""
        self._copied[:] = [cells]

    @property
    def office(self) -> OfficeProcess:
        return self._office

    @property
    def books(self) -> list[Workbook]:
        """Its open workbooks, the active one last."""
        return self._books

    @property
    def opened(self) -> list[Workbook]:
        """Its open workbooks in the order of their opening."""
        return [book for book in self._opened if book in self._books]

    @property
    def active_book(self) -> Workbook | None:
        return self._books[-1] if self._books else None

    @property
    def folder(self) -> Path:
        """A folder for files on their way; it goes with the office."""
        return self._folder

    def active_cell(self) -> tuple[int, int]:
        """Return row and column of the active cell, from 0."""
        book = self.active_book
        return book.state(book.active_sheet).active_cell if book else (0, 0)

    def activate(self, book: Workbook) -> None:
        """Bring a workbook to the front."""
        self._books.remove(book)
        self._books.append(book)

    def forget(self, book: Workbook) -> None:
        """Note that a workbook is closed."""
        self._books.remove(book)
        self._opened.remove(book)

    def open(self, path: Path, *, read_only: bool = False) -> Workbook:
        """Open a file without what Calc is not to see. Raises Excel's errors."""
        if not path.is_file():
            raise errors.application_error(
                f"Sorry, we couldn't find {path}. Is it possible it was moved, renamed or deleted?"
            )
        for book in self._books:
            if book.path == path:
                return book
            if book.name.lower() == path.name.lower():
                raise errors.application_error(
                    "Sorry, Excel can't open two workbooks with the same name at the same time."
                )
        self._made += 1
        stripped = self._folder / f"{self._made}{path.suffix}"
        try:
            facts = take_out(path, stripped)
        except NotAWorkbook:
            raise errors.application_error(
                f"Excel cannot open the file '{path.name}' because the file format or file "
                "extension is not valid."
            ) from None
        return self._show(
            stripped.as_uri(),
            facts,
            name=path.name,
            path=path,
            read_only=read_only or not os.access(path, os.W_OK),
        )

    def add(self) -> Workbook:
        """Open a new, empty workbook."""
        self._made += 1
        return self._show("private:factory/scalc", BookFacts(), name=f"Book{self._made}")

    def _show(self, url: str, facts: BookFacts, **details: Any) -> Workbook:
        document = self._office.desktop.loadComponentFromURL(url, "_blank", 0, options(Hidden=True))
        if document is None or not document.supportsService(
            "com.sun.star.sheet.SpreadsheetDocument"
        ):
            raise errors.application_error("We found a problem with some content in the file.")
        book = Workbook(self, document, facts, **details)
        if self._calculation == MANUAL:
            document.enableAutomaticCalculation(False)
        self._books.append(book)
        self._opened.append(book)
        return book

    def reset(self) -> None:
        """Close all workbooks without saving and put the settings back."""
        for book in list(self._books):
            book.close()
        self._settings = dict(_SETTINGS)
        self._calculation = AUTOMATIC

    def shut(self) -> None:
        """Close all workbooks without saving and end the office."""
        for book in list(self._books):
            if self._office.running:
                book.close()
        self._books.clear()
        self._office.stop()

    # What Excel shows

    def get_Application(self) -> Application:
        return self

    def get_Name(self) -> str:
        return "Microsoft Excel"

    def get_Version(self) -> str:
        return "16.0"

    def get_Hwnd(self) -> int:
        return self._office.group

    def get_Ready(self) -> bool:
        return True

    def get_Path(self) -> str:
        return "C:\\Program Files\\Microsoft Office\\root\\Office16"

    def get_International(self) -> tuple[Any, ...]:
        return tuple(_INTERNATIONAL.get(index) for index in range(1, 46))

    @method
    def GetInternational(self, Index: int) -> Any:
        return _INTERNATIONAL.get(int(Index))

    def get_Workbooks(self) -> Workbooks:
        return Workbooks(self)

    def get_ActiveWorkbook(self) -> Workbook | None:
        return self.active_book

    def get_ActiveSheet(self) -> Worksheet | None:
        book = self.active_book
        return book.get_ActiveSheet() if book else None

    def get_ActiveCell(self) -> Range | None:
        sheet = self.get_ActiveSheet()
        if sheet is None:
            return None
        row, column = self.active_cell()
        return sheet.cells(Box(row, column, row, column))

    def get_Selection(self) -> Range | None:
        sheet = self.get_ActiveSheet()
        return sheet.cells(*sheet.state.selected) if sheet else None

    def put_ScreenUpdating(self, update: bool) -> None:
        if bool(update) != self._settings["ScreenUpdating"]:
            for book in self._books:
                lock = book.document.unlockControllers if update else book.document.lockControllers
                lock()
        self._settings["ScreenUpdating"] = bool(update)

    def get_Calculation(self) -> int:
        if not self._books:
            raise errors.application_error("Unable to get the Calculation property")
        return self._calculation

    def put_Calculation(self, mode: int) -> None:
        if not self._books:
            raise errors.unable_to_set("Calculation", "Application")
        self._calculation = int(mode)
        for book in self._books:
            book.document.enableAutomaticCalculation(int(mode) != MANUAL)

    @method
    def Calculate(self) -> None:
        for book in self._books:
            book.document.calculate()

    @method
    def CalculateFull(self) -> None:
        for book in self._books:
            book.document.calculateAll()

    @method
    def Goto(self, Reference: Any = None, Scroll: bool = False) -> None:
        """Select cells, on whatever sheet. Raises Excel's error where that is hidden."""
        if not isinstance(Reference, Range):
            raise errors.application_error("Reference isn't valid.")
        sheet = Reference.sheet
        if not sheet.is_visible:
            raise errors.application_error("Method 'Goto' of object '_Application' failed")
        self.activate(sheet.book)
        sheet.book.activate_sheet(sheet)
        sheet.select(Reference.boxes)

    @method
    def Union(self, *ranges: Any) -> Range:
        return union([cells for cells in ranges if isinstance(cells, Range)])

    @method
    def Quit(self) -> None:
        self.shut()


def _kept(name: str) -> None:
    def get(self: Application) -> Any:
        return self._settings[name]

    def put(self: Application, value: Any) -> None:
        self._settings[name] = value

    setattr(Application, f"get_{name}", get)
    if not hasattr(Application, f"put_{name}"):
        setattr(Application, f"put_{name}", put)


for _name in _SETTINGS:
    _kept(_name)


class Workbooks(Collection):
    def __init__(self, app: Application) -> None:
        self._app = app

    def members(self) -> list[Workbook]:
        return self._app.opened

    def get_Application(self) -> Application:
        return self._app

    @method
    def Add(self, Template: Any = None) -> Workbook:
        return self._app.add()

    @method
    def Open(
        self, Filename: str, UpdateLinks: Any = None, ReadOnly: Any = None, *_: Any, **__: Any
    ) -> Workbook:
        return self._app.open(Path(Filename), read_only=bool(ReadOnly))
