"""Sheets of an Excel workbook as tables: formulas as last worked out, dates as dates."""

from __future__ import annotations

import importlib
import io
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from lacxl.domain.errors import Refused, refuse
from lacxl.tables.cells import EMPTY, Body, cell_of, columns_from
from lacxl.tables.delimited_text import HEAD_RECORDS
from lacxl.tables.notices import Notice, notice
from lacxl.tables.workbook_parts import Odd, Parts, Unreadable

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NO_DATE = (
    "[cell shows|cells show] a date, and the number there is none; read as blank.",
    "Excel shows ##### there: write the date again, or show the column as numbers.",
)
NO_ROW = (
    "[row|rows] left out: there is something in [it|them] that no table can hold.",
    "Look for a date or a number that cannot be one, correct it, and save the file again.",
)
_SAVE_AS = "Open it in Excel and save it as .xlsx or CSV UTF-8."


def refuse_old(content: bytes, name: str) -> Refused:
    """Return the refusal of an old or password-protected workbook."""
    if _ENCRYPTED in content:
        return refuse(
            "X107", "the workbook has a password to open it.", name,
            "Take the password off, or export the lists as CSV.",
        )  # fmt: skip
    return refuse("X108", "the file is an old Excel workbook (.xls).", name, _SAVE_AS)


def open_workbook(content: bytes, name: str) -> Sequence[SheetTable]:
    """Return the sheets of a workbook; raises Refused (X108, X109)."""
    try:
        parts = Parts(content)
        if not parts.is_workbook:
            raise refuse(
                "X108",
                "the file is no .xlsx workbook, whatever its name says.",
                name,
                f"Unzip it, if it is a zip file; else: {_SAVE_AS}",
            )
        sheets = parts.sheets()
        for part in sheets.values():
            parts.check_extent(part)
        beyond = {sheet: parts.beyond(part) for sheet, part in sheets.items()}
        rows = _rows_beyond(content, sheets) if any(beyond.values()) else _rows_of(content, sheets)
    except Unreadable as fault:
        raise refuse("X109", f"the workbook cannot be read: {fault}.", name, _SAVE_AS) from None
    single = len(sheets) == 1
    return [
        SheetTable(
            name if single else f"{name} [sheet {number}]",
            rows[sheet],
            parts,
            part,
            sheet,
            beyond=beyond[sheet],
        )
        for number, (sheet, part) in enumerate(sheets.items(), 1)
        if sheet in rows
    ]


@dataclass(frozen=True, repr=False)
class SheetTable:
    """A sheet as a table; `rows` are its records from row 1 on, `title` is for choosing it only."""

    name: str
    rows: Iterable[Sequence[object]]
    parts: Parts
    part: str
    title: str = ""
    notices: Sequence[Notice] = field(default=())
    beyond: Mapping[int, list[int]] = field(default_factory=dict)

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text."""
        return [[str(cell_of(cell)) for cell in row] for row in islice(self.rows, HEAD_RECORDS)]

    def read(
        self,
        header: int,
        places: Sequence[int],
        whole: int | None = None,
        words: Collection[int] = (),
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` below record `header`; see Table."""
        del whole, words
        columns = columns_from(islice(self.rows, header + 1, None), places)
        count = max((len(column.codes) for column in columns.values()), default=0)
        for place in places:
            for row in self.beyond.get(place, ()):
                if 0 <= row - header - 2 < count:
                    columns[place].codes[row - header - 2] = EMPTY
        filled = np.zeros(count, bool)
        for column in columns.values():
            filled |= column.codes >= 0
        numbers = np.arange(header + 2, header + 2 + count, dtype=np.int64)
        body = Body(numbers[filled], {p: c.taken(filled) for p, c in columns.items()})
        return body, self._odd_cells(header, places, body)

    def percentages(self) -> Mapping[int, frozenset[int]]:
        """Return the rows, by place, in which a number is shown as a percentage."""
        try:
            return self.parts.percentages(self.part)
        except Unreadable:
            return {}

    def _odd_cells(self, header: int, places: Sequence[int], body: Body) -> list[Notice]:
        try:
            odd = self.parts.odd(self.part)
        except Unreadable:
            return []
        titles = self.head[header]
        found = [
            notice(code, self.name, what, todo, column_letters(place), rows, most=len(rows))
            for code, found, what, todo in (*_kinds(odd), ("R166", self.beyond, *NO_DATE))
            for place in places
            if place < len(titles)
            if (rows := [row for row in found.get(place, ()) if row > header + 1])
        ]
        if lost := [row for row in getattr(self.rows, "lost", ()) if row > header + 1]:
            found.append(notice("R167", self.name, *NO_ROW, "", sorted(set(lost))))
        return found


def _kinds(odd: Odd) -> Iterator[tuple[str, Mapping[int, list[int]], str, str]]:
    yield (
        "X114", odd.unworked, "[formula was|formulas were] never worked out; read as blank.",
        "Open the workbook in Excel, save it, and give it again.",
    )  # fmt: skip
    yield (
        "X115", odd.formulas,
        "[cell holds a formula|cells hold formulas]; what Excel last worked out was read.", "",
    )  # fmt: skip
    yield (
        "X127", odd.errors,
        "[cell holds|cells hold] an error of Excel such as #N/A; read as blank.",
        "Mend the formula or the look-up that gave it.",
    )  # fmt: skip
    yield (
        "X116", odd.merged,
        "[row lies|rows lie] in merged cells, of which only the first holds anything.",
        "Unmerge the cells and fill in every row.",
    )  # fmt: skip


def column_letters(place: int) -> str:
    """Return a column as Excel calls it."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, repr=False)
class _Rows:
    """The rows of a sheet as calamine keeps it, made into Python's one at a time.

    A row that it fails at is empty here, and its number is among the `lost`.
    """

    sheet: Any
    lost: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[Sequence[object]]:
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


def _rows_of(content: bytes, sheets: Mapping[str, str]) -> Mapping[str, Iterable[Sequence[object]]]:
    """Return the rows of the sheets by python-calamine, or openpyxl where that is not installed."""
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


def _rows_beyond(
    content: bytes, sheets: Mapping[str, str]
) -> Mapping[str, Iterable[Sequence[object]]]:
    """Return the rows of sheets with dates that are none: at some of them python-calamine panics,
    which prints by itself.
    """
    try:
        return _by_openpyxl(content, sheets)
    except Unreadable:
        return _rows_of(content, sheets)


def _by_openpyxl(
    content: bytes, sheets: Mapping[str, str]
) -> Mapping[str, Iterable[Sequence[object]]]:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            found = {}
            for sheet in sheets:
                page = workbook[sheet]
                page.reset_dimensions()
                found[sheet] = [
                    [None if _is_error(cell) else cell.value for cell in row]
                    for row in page.iter_rows()
                ]
    except Exception as fault:
        raise Unreadable("its sheets are damaged") from fault
    return found


def is_librarys(fault: BaseException) -> bool:
    """Say whether an exception is of what was read, and not of the person or the machine.

    The panic of native code (pyo3's PanicException) is no Exception, and has no class to name.
    """
    known = isinstance(fault, Exception) or type(fault).__name__ == "PanicException"
    return known and not isinstance(fault, MemoryError)


def _is_error(cell: object) -> bool:
    return getattr(cell, "data_type", "") == "e"
