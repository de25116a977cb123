"""Sheets of an Excel workbook as tables: formulas as last worked out, dates as dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.errors import Refused, refuse
from lacxl.tables.cell import Record
from lacxl.tables.sheet_cells import SheetCells, Unreadable
from lacxl.tables.table import Table
from lacxl.tables.workbook_parts import Parts

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Excel and save it as .xlsx or CSV UTF-8."


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
        sheets = [(title, parts.sheet(part)) for title, part in parts.sheets()]
    except Unreadable as fault:
        raise refuse("X109", f"the workbook cannot be read: {fault}.", name, _SAVE_AS) from None
    names = [name] if len(sheets) == 1 else [f"{name} [sheet {n + 1}]" for n in range(len(sheets))]
    return [
        SheetTable(called, sheet, title=title, odd=sheet.odd)
        for called, (title, sheet) in zip(names, sheets, strict=True)
    ]


@dataclass(eq=False, repr=False)
class SheetTable(Table):
    """A sheet as a table."""

    sheet: SheetCells

    def first(self) -> Iterator[Sequence[str]]:
        """Yield the rows from the top on as text."""
        return ([str(cell) for cell in row] for row in self.sheet.rows)

    def below(self, header: int) -> Iterator[Record]:
        """Yield the rows below row `header`; numbers shown as dates that are none are blank."""
        rows = self.sheet.rows
        return (Record(at + 1, rows[at]) for at in range(header + 1, len(rows)))

    def percentages(self) -> Mapping[int, frozenset[int]]:
        """Return the rows, by column, in which a number is shown as a percentage."""
        return {column: frozenset(rows) for column, rows in self.sheet.percentages.items()}
