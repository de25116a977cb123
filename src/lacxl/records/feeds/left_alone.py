"""The files of a folder that are not opened: each is named, with the reason and what to do next."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl.domain.errors import Refused
from lacxl.files.encoding import kind_of, kind_of_zip
from lacxl.files.plain import is_folder, open_plain, real
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.sources import SUFFIXES, LocalList, SourceSpec, is_hidden

NAMED: Final = 20
"""How many files one finding names; the profile names all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What files are that were left alone, and what to do; `may_hold` says whether records may be
    missing without them.
    """

    what: str
    todo: str
    may_hold: bool = True


XML: Final = Reason(
    "XML, as a return is submitted",
    "Export the return as CSV, a file a module: SSDA903's episodes, header, reviews and so on.",
)
_AS_TABLE = "Open it, and save what it holds as CSV or .xlsx."
_PACKED = Reason("packed together", "Unzip it into the folder.")
_SHEET = Reason("a workbook of another program", _AS_TABLE)
_OTHER_NAME = Reason("a workbook under another ending", "Give it the ending .xlsx.")
_OLD = Reason("an old Office file", _AS_TABLE)
_DATABASE = Reason("a database", "Export its tables as CSV, or name a query under [sql].")
_WEB_PAGE = Reason("a web page", "Open it in Excel, and save it as CSV or .xlsx.")
_UNKNOWN = Reason(
    "of no kind that lacxl opens", "If it is a table of text, give it the ending .csv or .txt."
)
_NOTHING = "Nothing, if it holds no records; else save them as CSV or .xlsx."
_DOCUMENT = Reason("a document", _NOTHING, may_hold=False)
_PICTURE = Reason("a picture", _NOTHING, may_hold=False)
_PROGRAM = Reason("settings, a script or a log", _NOTHING, may_hold=False)
_HIDDEN = Reason("hidden, or of Excel or Windows for themselves", _NOTHING, may_hold=False)
_OF_WINDOWS = frozenset(("thumbs.db", "desktop.ini"))

_BY_ENDING: Final = {
    **dict.fromkeys((".xml",), XML),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"), _PACKED),
    **dict.fromkeys((".ods", ".fods", ".numbers", ".xltx", ".xlt"), _SHEET),
    **dict.fromkeys((".accdb", ".mdb", ".db", ".sqlite", ".sqlite3", ".bak", ".dbf"), _DATABASE),
    **dict.fromkeys((".htm", ".html", ".mht"), _WEB_PAGE),
    **dict.fromkeys(
        (".doc", ".docx", ".odt", ".rtf", ".pdf", ".ppt", ".pptx", ".msg", ".eml", ".md"), _DOCUMENT
    ),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"), _PICTURE),
    **dict.fromkeys(
        (".toml", ".json", ".jsonl", ".ini", ".log", ".sql", ".py", ".r", ".ps1", ".bat", ".cmd",
         ".sh", ".vbs", ".lnk", ".url", ".yml", ".yaml", ".exe", ".dll", ".lock", ".tmp"), _PROGRAM
    ),
}  # fmt: skip
_BY_KIND: Final = {
    "a zip file": _PACKED, "a compressed file (gzip)": _PACKED,
    "a compressed file (7-Zip)": _PACKED, "a compressed file (RAR)": _PACKED,
    "a Word document": _DOCUMENT, "a PDF document": _DOCUMENT,
    "a binary Excel workbook (.xlsb)": _SHEET, "a LibreOffice document": _SHEET,
    "a picture (PNG)": _PICTURE, "a picture (JPEG)": _PICTURE, "a database (SQLite)": _DATABASE,
    "a program": _PROGRAM, "an old Office file": _OLD, "a web page": _WEB_PAGE, "XML": XML,
}  # fmt: skip


def left_alone(sources: Sequence[SourceSpec]) -> Iterator[tuple[str, Reason]]:
    """Yield the files of folders that are not opened, each with its reason, in order of names.

    A hidden folder is named once. What the settings name as a local list is opened.
    """
    lists = {real(each.path) for each in sources if isinstance(each, LocalList)}
    for folder in sources:
        if not isinstance(folder, Path) or not is_folder(folder):
            continue
        found: dict[str, Reason] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if (hidden := is_hidden(name)) is not None:
                found.setdefault(hidden.as_posix(), _HIDDEN)
            elif path.suffix.casefold() in SUFFIXES or is_folder(path):
                continue
            elif real(path) not in lists:
                found[name.as_posix()] = reason_of(path)
        yield from found.items()


def reason_of(path: Path) -> Reason:
    """Return why a file is not opened: by its ending, or by what is in it where that tells more."""
    by_ending = _BY_ENDING.get(path.suffix.casefold())
    if path.name.casefold() in _OF_WINDOWS:
        return _HIDDEN
    kind = _kind(path)
    if kind == "an Excel workbook":
        return _OTHER_NAME
    return by_ending or _BY_KIND.get(kind, _UNKNOWN)


def _kind(path: Path) -> str:
    """Return what is in a file, "" where that does not show it or it cannot be opened."""
    try:
        with open_plain(path) as file:
            kind = kind_of(file.read(4096))
            if kind == "a zip file":
                with zipfile.ZipFile(file) as package:
                    kind = kind_of_zip(package.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, Refused):
        return ""
    return kind


def report_left_alone(found: Sequence[tuple[str, Reason]], report: Report) -> None:
    """Report the files of each reason at once."""
    by_reason: dict[Reason, list[str]] = {}
    for name, reason in found:
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        report.add(
            "X182" if reason.may_hold else "X183", f"{', '.join(names[:NAMED])}{more}",
            f"{reason.what}: not read.", reason.todo,
        )  # fmt: skip
