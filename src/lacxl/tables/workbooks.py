"""Sheets of an Excel workbook as tables: formulas as last worked out, dates as dates."""

from __future__ import annotations

import contextlib
import importlib
import io
import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.tables.cell import Flaw, Flawed, Record, cell_of
from lacxl.tables.table import Table, is_librarys
from lacxl.tables.workbook_parts import Parts, Places, Unreadable
from lacxl.workbook.address import column_letters

Cells = Sequence[object]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Excel and save it as .xlsx or CSV UTF-8."
_ONE_AT_A_TIME = threading.Lock()  # which warnings are shown is the same for all threads


def refuse_old(content: bytes, name: str) -> Refused:
    """Return the refusal of an old or password-protected workbook."""
    if _ENCRYPTED in content:
        todo = "Take the password off, or export the lists as CSV."
        return refuse("X107", "the workbook has a password to open it.", name, todo)
    return refuse("X108", "the file is an old Excel workbook (.xls).", name, _SAVE_AS)


def open_workbook(content: bytes, name: str) -> Sequence[SheetTable]:
    """Return the sheets of a workbook; raises Refused (X108, X109)."""
    try:
        parts = Parts(content)
        if not parts.is_workbook:
            todo = f"Unzip it, if it is a zip file; else: {_SAVE_AS}"
            what = "the file is no .xlsx workbook, whatever its name says."
            raise refuse("X108", what, name, todo)
        sheets = parts.sheets()
        for part in sheets.values():
            parts.check_extent(part)
        beyond = {sheet: parts.beyond(part) for sheet, part in sheets.items()}
        rows = _rows_of(content, sheets, any(beyond.values()))
    except Unreadable as fault:
        raise refuse("X109", f"the workbook cannot be read: {fault}.", name, _SAVE_AS) from None
    names = [name] if len(sheets) == 1 else [f"{name} [sheet {n + 1}]" for n in range(len(sheets))]
    return [
        SheetTable(called, rows[sheet], parts, part, beyond[sheet], title=sheet)
        for called, (sheet, part) in zip(names, sheets.items(), strict=True)
        if sheet in rows
    ]


@dataclass(eq=False, repr=False)
class SheetTable(Table):
    """A sheet as a table; `rows` are its records, `outside` as of `Parts.beyond`."""

    rows: Iterable[Cells]
    parts: Parts
    part: str
    outside: Places

    def first(self) -> Iterator[Sequence[str]]:
        """Yield the rows from the top on as text."""
        return ([str(cell_of(cell)) for cell in row] for row in self.rows)

    def below(self, header: int) -> Iterator[Record]:
        """Yield the rows below row `header`; numbers shown as dates that are none are blank."""
        beyond: dict[int, list[int]] = {}
        for column, rows in self.outside.items():
            for row in rows:
                beyond.setdefault(row, []).append(column)
        below = itertools.islice(self.rows, header + 1, None)
        for number, cells in enumerate(below, start=header + 2):
            blank = beyond.get(number, ())
            yield Record(number, ["" if at in blank else cell for at, cell in enumerate(cells)])

    def flawed(self, header: int, columns: Sequence[int]) -> list[Flawed]:
        """Return what is odd about cells: formulas, errors, merged cells, dates that are none."""
        odd = {**self.parts.odd(self.part), Flaw.NO_DATE: self.outside}
        found = [
            Flawed(flaw, below, column_letters(column + 1), column)
            for flaw, rows in odd.items()
            for column in columns
            if column < len(self.head[header])
            if (below := [row for row in rows.get(column, ()) if row > header + 1])
        ]
        if lost := [row for row in getattr(self.rows, "lost", ()) if row > header + 1]:
            found.append(Flawed(Flaw.NO_ROW, sorted(set(lost))))
        return found

    def percentages(self) -> Mapping[int, frozenset[int]]:
        """Return the rows, by column, in which a number is shown as a percentage."""
        return self.parts.percentages(self.part)


@dataclass(frozen=True, slots=True, repr=False)
class _Rows:
    """A sheet's rows as calamine has them, one at a time; one it fails at is empty and `lost`."""

    sheet: Any
    lost: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[Cells]:
        if self.sheet.start is None:
            return
        left = [""] * int(self.sheet.start[1])
        rows = iter(self.sheet.iter_rows())
        for number in itertools.count(1):
            try:
                row = next(rows)
            except StopIteration:
                return
            except BaseException as fault:
                if not is_librarys(fault):
                    raise
                self.lost.append(number)
                row = []
            yield [*left, *row] if left else row


def _rows_of(
    content: bytes, sheets: Mapping[str, str], have_odd_dates: bool
) -> Mapping[str, Iterable[Cells]]:
    """Return the rows of the sheets by python-calamine, or openpyxl where that is not installed, or
    there are dates that are none: at some of them calamine panics, which prints by itself.
    """
    if have_odd_dates:
        with contextlib.suppress(Unreadable):
            return _by_openpyxl(content, sheets)
    try:
        calamine: Any = importlib.import_module("python_calamine")
    except ImportError:
        return _by_openpyxl(content, sheets)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            sheet: _Rows(workbook.get_sheet_by_name(sheet))
            for sheet in sheets
            if sheet in workbook.sheet_names
        }
    except BaseException as fault:
        if is_librarys(fault):
            raise Unreadable("its sheets are damaged") from fault
        raise


def _by_openpyxl(content: bytes, sheets: Mapping[str, str]) -> Mapping[str, Iterable[Cells]]:
    import warnings

    import openpyxl

    try:
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            found = {}
            for sheet in sheets:
                page = workbook[sheet]
                page.reset_dimensions()
                found[sheet] = [
                    [None if getattr(cell, "data_type", "") == "e" else cell.value for cell in row]
                    for row in page.iter_rows()
                ]
    except Exception as fault:
        raise Unreadable("its sheets are damaged") from fault
    return found
