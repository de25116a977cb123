"""The findings of a scan in words: what is there, where, and what to do. Never what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lacxl.domain.finding import Finding, note, warning
from lacxl.scan.records import Find
from lacxl.scan.sheets import columns_named

_INSPECT = "In Excel: File, Info, Check for Issues, Inspect Document takes them out of the copy"
_RECORDS = "If it is a child's, take it out of the file before anything is sent."
_KINDS = {
    "nhs": ("V120", "NHS numbers"),
    "upn": ("V121", "unique pupil numbers"),
    "postcode": ("V122", "people's postcodes"),
    "born": ("V123", "dates of birth"),
}


def very_hidden_sheet(name: str) -> Finding:
    """A sheet that Excel's own list of hidden sheets does not show."""
    return warning(
        "V101",
        "The sheet is very hidden: Excel does not even list it among the hidden ones.",
        name,
        "Take it out before you send the workbook (in Excel only the VBA editor, Alt+F11, shows it:"
        " set Visible to -1 first).",
    )


def hidden_sheet(name: str) -> Finding:
    """A sheet that anybody can unhide."""
    return warning(
        "V102",
        "The sheet is hidden; anybody who gets the workbook can unhide it.",
        name,
        "Right-click any tab, Unhide, look at it, and delete it from the copy to send.",
    )


def hidden_cells(name: str, columns: Sequence[int], rows: int) -> Finding:
    """Columns and rows that are hidden and hold something."""
    where = at(name, columns) if columns else name
    what = f" (rows: {rows})" if rows else ""
    return warning(
        "V103",
        f"Hidden columns or rows hold something{what}.",
        where,
        "Unhide them (select all, right-click, Unhide), look, and delete what should not be sent.",
    )


def unshown_cells(name: str, columns: Sequence[int]) -> Finding:
    """Cells whose format shows nothing of what they hold."""
    return warning(
        "V104",
        "Cells hold something that their format does not show: letters in the background colour,"
        " a number format such as ;;;, or a merged cell above them.",
        at(name, columns),
        "Look at the cells in the formula bar, and clear what should not be sent.",
    )


def comments(name: str, columns: Sequence[int]) -> Finding:
    """Comments and notes on cells."""
    return warning(
        "V105",
        "The sheet has comments or notes on its cells.",
        at(name, columns) if columns else name,
        f"{_INSPECT} (or Review, Delete).",
    )


def properties(kinds: Sequence[str]) -> Finding:
    """Names of people or places in the properties of the file."""
    return note(
        "V111",
        f"The file's properties name people or places: {', '.join(kinds)}.",
        todo=f"{_INSPECT}.",
    )


def defined_names(hidden: int, dangling: int) -> Finding:
    """Defined names that are hidden, or that lead nowhere."""
    return note(
        "V117",
        f"Defined names that are hidden: {hidden}; that lead nowhere: {dangling}.",
        todo="Formulas, Name Manager lists those that lead nowhere; Inspect Document finds the"
        " hidden ones.",
    )


def unread(parts: Sequence[str]) -> Finding:
    """Parts that could not be looked at."""
    return warning(
        "V124",
        "Parts of the file cannot be read, so they were not looked at.",
        ", ".join(parts),
        "Open the workbook in Excel, save it, and scan it again.",
    )


def in_column(name: str, find: Find) -> Finding:
    """A column of cells of a sheet that look like children's records."""
    return in_place(at(name, [find.column]), find)


def in_place(where: str, find: Find) -> Finding:
    """A column of cells that look like children's records, wherever that is."""
    code, what = _KINDS[find.kind]
    beside = f", beside names in {columns_named(find.beside)}" if find.beside else ""
    text = f"The column holds what looks like {what} (cells: {find.count}){beside}."
    return warning(code, text, where, _RECORDS)


def in_texts(where: str, kind: str) -> Finding:
    """Texts outside cells that look like children's records."""
    code, what = _KINDS[kind]
    return warning(code, f"Texts outside cells hold what looks like {what}.", where, _RECORDS)


def empty_folder(name: str) -> Finding:
    """A folder in which there is nothing to look at."""
    return warning(
        "V128",
        "The folder is empty: nothing was looked at.",
        name,
        "Choose another.",
    )


def large_folder(name: str, most: int) -> Finding:
    """A folder with more files than are looked at."""
    return warning(
        "V128",
        f"The folder has more than {most:,} files; the others were not looked at.",
        name,
        "Scan the folders in it one by one.",
    )


def not_looked_into(name: str) -> Finding:
    """A file in a folder that a scan does not know."""
    return warning(
        "V128",
        "The folder holds a file of another kind, which a scan does not look into.",
        name,
        "Look at it yourself, or take it out of the folder.",
    )


def at(name: str, columns: Sequence[int]) -> str:
    """Return how columns of a sheet are named, as Excel quotes it."""
    quoted = name if re.fullmatch(r"[A-Za-z_]\w*", name) else "'" + name.replace("'", "''") + "'"
    return f"{quoted}!{columns_named(columns)}"
