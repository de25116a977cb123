# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""Workbook: a document that Calc has open, and its file."""

from __future__ import annotations

import copy
import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libreoffice import calc_cells, errors
from libreoffice.addresses import Box
from libreoffice.book_parts import Worksheets
from libreoffice.calc_cells import NumberFormats
from libreoffice.dispatch import CALLS, ComObject, method
from libreoffice.names import Names
from libreoffice.putting_back import put_back
from libreoffice.sheet_state import SheetState
from libreoffice.taking_out import BookFacts
from libreoffice.uno_library import options, struct
from libreoffice.worksheet import Worksheet

if TYPE_CHECKING:
    from libreoffice.application import Application
    from libreoffice.ranges import Range

XLSX, XLSM = 51, 52
_FILTERS = {XLSX: "Calc MS Excel 2007 XML", XLSM: "Calc MS Excel 2007 VBA XML"}
_OOXML_SPELLING = 3
"""com.sun.star.sheet.AddressConvention.XL_OOX: A1 names, and commas between arguments."""


class Workbook(ComObject):
    def __init__(
        self,
        app: Application,
        document: Any,
        facts: BookFacts,
        *,
        name: str,
        path: Path | None = None,
        read_only: bool = False,
    ) -> None:
        self._app = app
        self._document = document
        self._name = name
        self._path = path
        self._read_only = read_only
        self._format = XLSM if path is not None and path.suffix.lower() == ".xlsm" else XLSX
        self._structure_protected = facts.structure_protected
        self._not_worksheets = {s.name for s in facts.sheets if not s.worksheet}
        self._states = {s.name: SheetState.of(s) for s in facts.sheets}
        self._touched = False
        self._grouped: tuple[str, ...] = ()
        self._exported: tuple[tuple[int, int], bytes] | None = None
        self._formats = NumberFormats(
            document, struct("lang.Locale", "", "", ""), facts.number_formats
        )
        null = document.NullDate
        self._null_date = dt.datetime(null.Year, null.Month, null.Day)
        self._full_name: str | None = None
        visible = [s.name for s in self.sheets() if s.is_visible]
        shown = [s.name for s in facts.sheets[facts.active_sheet :][:1] if s.name in visible]
        self._active = (shown or visible)[0]
        self._take_constants(facts)
        document.setModified(False)

    def _take_constants(self, facts: BookFacts) -> None:
        """Turn what Calc made of truth and error values, which are formulas, back to values."""
        for sheet in facts.sheets:
            for (row, column), constant in sheet.constants.items():
                calc_cells.set_constant(self.sheet(sheet.name), row, column, constant)

    # What the stand-in itself asks

    @property
    def app(self) -> Application:
        return self._app

    @property
    def document(self) -> Any:
        """Calc's own document."""
        return self._document

    @property
    def name(self) -> str:
        return self._name

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def number_formats(self) -> NumberFormats:
        return self._formats

    @property
    def null_date(self) -> dt.datetime:
        """The day whose number is 0."""
        return self._null_date

    @property
    def active_sheet(self) -> str:
        """The name of the sheet that is shown."""
        return self._active

    @active_sheet.setter
    def active_sheet(self, name: str) -> None:
        object.__setattr__(self, "_active", name)

    @property
    def selected_sheets(self) -> tuple[str, ...]:
        """The names of the sheets that are selected: the active one, or several as a group."""
        return self._grouped or (self._active,)

    def group(self, names: tuple[str, ...]) -> None:
        """Select sheets together."""
        self._grouped = names
        self._exported = None

    def touch(self) -> None:
        """Note that something was changed that Calc does not know of."""
        self._touched = True
        CALLS.changes += 1

    def parser(self) -> Any:
        """Return Calc's reader and writer of formulas, set to Excel's spelling."""
        parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, _OOXML_SPELLING
        return parser

    def can_parse(self, formula: str) -> bool:
        """Say whether Excel would take the text for a formula: here, whether brackets close."""
        depth = 0
        for index, part in enumerate(formula.split('"')):
            if index % 2 == 0:
                depth += part.count("(") - part.count(")")
        return depth == 0 and formula.count('"') % 2 == 0

    def sheets(self, *, all_kinds: bool = False) -> list[Worksheet]:
        """Return its worksheets, with `all_kinds` its chart sheets too."""
        names = self._document.Sheets.ElementNames
        return [
            Worksheet(self, self._document.Sheets.getByName(name))
            for name in names
            if all_kinds or name not in self._not_worksheets
        ]

    def sheet(self, name: str) -> Worksheet:
        """Return a sheet by name."""
        return Worksheet(self, self._document.Sheets.getByName(name))

    def state(self, sheet: str) -> SheetState:
        """Return what is kept of a sheet beside Calc."""
        return self._states.setdefault(sheet, SheetState())

    def rename(self, sheet: Worksheet, name: str) -> None:
        """Give a sheet another name."""
        old = sheet.name
        if not 0 < len(name) <= 31 or set(name) & set("[]:*?/\\"):
            raise errors.application_error("That name is not valid for a sheet.")
        others = {s.name.lower() for s in self.sheets(all_kinds=True) if s.name != old}
        if name.lower() in others:
            raise errors.application_error("That name is already taken. Try a different one.")
        state = self._states.pop(old, None)
        sheet.uno.Name = name
        if state is not None:
            self._states[name] = state
        if self._active == old:
            self._active = name

    def remove(self, sheet: Worksheet) -> None:
        """Delete a sheet."""
        name = sheet.name
        self._document.Sheets.removeByName(name)
        self._states.pop(name, None)
        if self._active == name:
            self._active = next(s.name for s in self.sheets() if s.is_visible)

    def add_sheet(self, before: int) -> Worksheet:
        """Insert an empty sheet and show it."""
        if self._structure_protected:
            raise errors.application_error("The workbook is protected.")
        number = 1
        while self._document.Sheets.hasByName(f"Sheet{number}"):
            number += 1
        name = f"Sheet{number}"
        self._document.Sheets.insertNewByName(name, before)
        self._active = name
        return self.sheet(name)

    def take_in(self, sheet: Worksheet, before: int) -> Worksheet:
        """Insert a copy of another workbook's sheet and show it."""
        if self._structure_protected:
            raise errors.application_error("The workbook is protected.")
        name = sheet.name
        if self._document.Sheets.hasByName(name):
            raise errors.application_error("MODELLED: only a sheet with a name of its own")
        self._document.Sheets.importSheet(sheet.book.document, name, before)
        self._states[name] = copy.deepcopy(sheet.state)
        self._formats.spellings |= sheet.book.number_formats.spellings
        self._active = name
        return self.sheet(name)

    def activate_sheet(self, sheet: Worksheet) -> None:
        """Show a sheet. Raises Excel's error where it is hidden."""
        if not sheet.is_visible:
            raise errors.application_error("Activate method of Worksheet class failed")
        self._active = sheet.name

    def named(self, name: str) -> Range | None:
        """Return the cells that a name of the workbook stands for."""
        names = self._document.NamedRanges
        if not names.hasByName(name):
            return None
        found = names.getByName(name).getReferredCells()
        if found is None:
            return None
        a = found.RangeAddress
        sheet = Worksheet(self, self._document.Sheets.getByIndex(a.Sheet))
        return sheet.cells(Box(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn))

    def close(self) -> None:
        """Close without saving."""
        self._document.close(True)
        self._app.forget(self)

    def _export(self, target: Path) -> None:
        """Write the workbook as it stands to a file. Raises Excel's error where that fails.

        Where no call has changed anything since the last export, its bytes serve again.
        """
        state = (CALLS.changes, self._format)
        if self._exported is None or self._exported[0] != state:
            self._exported = (state, self._written())
        try:
            target.write_bytes(self._exported[1])
        except OSError:
            said = f"Microsoft Excel cannot access the file '{target}'."
            raise errors.application_error(said) from None

    def _written(self) -> bytes:
        folder = Path(tempfile.mkdtemp(dir=self._app.folder))
        try:
            exported, finished = folder / "exported.xlsx", folder / "finished.xlsx"
            store = options(FilterName=_FILTERS[self._format])
            self._document.storeToURL(exported.as_uri(), store)
            kept = [sheet.kept() for sheet in self.sheets(all_kinds=True)]
            put_back(exported, finished, kept, self._formats.spellings)
            return finished.read_bytes()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    # What Excel shows

    def get_Name(self) -> str:
        return self._name

    def get_FullName(self) -> str:
        if self._full_name is not None:
            return self._full_name
        return str(self._path) if self._path else self._name

    def get_Path(self) -> str:
        if self._full_name is not None:
            return self._full_name.rpartition("/")[0]
        return str(self._path.parent) if self._path else ""

    def get_FileFormat(self) -> int:
        return self._format

    def get_Application(self) -> Application:
        return self._app

    get_Parent = get_Application

    def get_Worksheets(self) -> Worksheets:
        return Worksheets(self)

    def get_Sheets(self) -> Worksheets:
        return Worksheets(self, all_kinds=True)

    def get_Names(self) -> Names:
        return Names(self)

    def get_ReadOnly(self) -> bool:
        return self._read_only

    def get_Saved(self) -> bool:
        return not (self._touched or self._document.isModified())

    def put_Saved(self, saved: bool) -> None:
        self._touched = not saved
        self._document.setModified(not saved)

    def get_Date1904(self) -> bool:
        return self._null_date.year == 1904

    def get_ProtectStructure(self) -> bool:
        return self._structure_protected

    def get_HasVBProject(self) -> bool:
        return self._format == XLSM

    def get_ActiveSheet(self) -> Worksheet:
        return self.sheet(self._active)

    @method
    def Activate(self) -> None:
        self._app.activate(self)

    @method
    def Save(self) -> None:
        if self._path is None or self._read_only:
            raise errors.application_error(f"'{self._name}' is read-only.")
        self._export(self._path)
        self.put_Saved(True)

    @method
    def SaveAs(self, Filename: str, FileFormat: Any = None, Password: Any = None, *_: Any) -> None:
        path = Path(Filename)
        number = int(FileFormat) if FileFormat else self._format
        if number not in _FILTERS:
            raise errors.application_error("The stand-in saves .xlsx and .xlsm only.")
        was, self._format = self._format, number
        try:
            self._export(path)
        except BaseException:
            self._format = was
            raise
        self._path, self._name, self._read_only = path, path.name, False
        self.put_Saved(True)

    @method
    def SaveCopyAs(self, Filename: str) -> None:
        """Write the workbook as it stands to another file; it stays as it is, saved or not."""
        self._export(Path(Filename))

    @method
    def Close(self, SaveChanges: Any = False, *_: Any) -> None:
        if SaveChanges is True and not self.get_Saved():
            self._export(self._path or Path(os.devnull))
        self.close()
