"""The findings of a scan of an OpenDocument spreadsheet in words: what is there and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.domain.finding import Finding, Severity, first_of, note, warning
from lacxl.scan.wording import at

_TOLD = {
    "V104": (
        "Texts are hidden by a field.",
        "Show hidden texts (Tools, Options), look, and delete what should not be sent.",
    ),
    "V106": (
        "There are links to other files, with their paths and maybe a copy of their cells.",
        "Edit, Links to External Files, Break Link; remove links to files by hand.",
    ),
    "V107": (
        "There are connections to data, with where they lead and what they query.",
        "Data, Define Range and Edit, Links: delete them in the copy to send.",
    ),
    "V108": (
        "Pivot tables keep where their data is, and the values that can be chosen.",
        "In the copy to send, replace them by their values: copy, Paste Special, Values.",
    ),
    "V111": (
        "Fields show who wrote, saved or printed the file.",
        "Format, Page Style, Header and Footer: take the fields out.",
    ),
    "V113": (
        "There are macros, or events that start one. A scan does not look into them.",
        "Save the copy to send without macros: Tools, Macros, Organise; delete the libraries.",
    ),
    "V114": (
        "Other files or controls are embedded. A scan does not look into them.",
        "Open each, look, and delete it from the copy to send.",
    ),
    "V115": (
        "Changes are recorded, or earlier versions kept: what cells held before, by whom and when.",
        "Edit, Track Changes, Manage: accept all; File, Versions: delete all.",
    ),
    "V118": (
        "There are scenarios: other values of cells, and who entered them.",
        "Delete the scenarios in the Navigator of the copy to send.",
    ),
    "V129": (
        "The file keeps a small picture of its first page. A scan does not look into it.",
        "Delete Thumbnails from the file, or compare it with the first page: it may be older.",
    ),
    "V130": (
        "The file is signed: the signature names a person and an organisation.",
        "File, Digital Signatures: remove it from the copy to send, or leave it on purpose.",
    ),
}
_NOTES = frozenset({"V111", "V113", "V129", "V130"})


def of_kind(code: str, sheets: Sequence[str] = ()) -> Finding:
    """A kind of thing that is there, with the sheets where it is."""
    what, todo = _TOLD[code]
    severity = Severity.NOTE if code in _NOTES else Severity.WARNING
    return Finding(code, what, ", ".join(filter(None, sheets)), todo, severity)


def hidden_sheet(name: str) -> Finding:
    """A sheet that anybody can show."""
    return warning(
        "V102",
        "The sheet is hidden; anybody who gets the file can show it.",
        name,
        "Right-click any tab, Show Sheet, look at it, and delete it from the copy to send.",
    )


def hidden_cells(name: str, columns: Sequence[int], rows: int) -> Finding:
    """Columns and rows that are hidden, filtered out or folded away, and hold something."""
    return warning(
        "V103",
        "Hidden columns or rows hold something" + (f" (rows: {rows})." if rows else "."),
        at(name, columns) if columns else name,
        "Select all, Format, Rows and Columns, Show; look, and delete what should not be sent.",
    )


def unshown_cells(name: str, columns: Sequence[int]) -> Finding:
    """Cells that show nothing of what they hold."""
    return warning(
        "V104",
        "Cells hold something that they do not show: letters in the background colour, a number"
        " format that shows nothing, or a cell beneath a merged one.",
        at(name, columns),
        "Look at the cells in the input line, and clear what should not be sent.",
    )


def comments(name: str, columns: Sequence[int]) -> Finding:
    """Comments on cells."""
    return warning(
        "V105",
        "The sheet has comments on its cells.",
        at(name, columns),
        "Select all, Sheet, Cell Comments, Delete All.",
    )


def properties(kinds: Sequence[str]) -> Finding:
    """Names of people or places in the properties of the file."""
    return note(
        "V111",
        f"The file's properties name people or places: {', '.join(kinds)}.",
        todo="File, Properties, Reset Properties, with Apply user data off.",
    )


def printers() -> Finding:
    """The settings of a printer."""
    return note(
        "V112",
        "The settings of a printer are kept, with its name and maybe its user.",
        todo="Tools, Options, Load/Save, General: switch off printer settings, and save again.",
    )


def defined_names(hidden: int, dangling: int) -> Finding:
    """Defined names that are hidden, or that lead nowhere."""
    return note(
        "V117",
        f"Defined names that are hidden: {hidden}; that lead nowhere: {dangling}.",
        todo="Sheet, Named Ranges, Manage: delete those that lead nowhere.",
    )


def unlisted(names: Sequence[str]) -> Finding:
    """Parts that the package's own list does not have."""
    return warning(
        "V119",
        "The file holds parts that its list (the manifest) does not have, or that no sheet needs.",
        first_of(names, 5),
        "Open the file in LibreOffice and save it: LibreOffice leaves them out.",
    )
