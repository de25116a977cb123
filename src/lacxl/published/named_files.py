"""The files that were named: which there are, what each of them is, and its table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_folder, is_there, open_plain
from lacxl.published.datasets import published
from lacxl.published.neighbours import is_of_neighbours
from lacxl.tables.cell import plain
from lacxl.tables.open_tables import open_tables
from lacxl.tables.table import Table

_ENDINGS = (".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".parquet")
_ZIP = b"PK\x03\x04"
_ODS = b"application/vnd.oasis.opendocument"
_PART = "xl/"
_DESCRIPTION = frozenset(("col name", "col type", "label"))
_NEEDED = ("year", "level")
_NAMED = 6


class Topic(Enum):
    """What a table is."""

    STATISTICS = "statistics"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table that was understood: what it is, and at which record of its head its header is.

    `in_folder` says that its file was not named itself.
    """

    topic: Topic
    table: Table
    header: int
    file: str
    in_folder: bool = False


def opened(
    paths: Iterable[Path],
) -> tuple[tuple[KnownTable, ...], tuple[Finding, ...]]:
    """Return the tables of files and folders, and what is wrong with them (G1nn, F1nn, F3nn, Xnnn).

    In a folder what is something else is left alone, with a note, or a warning for an .ods and a
    zip; a file that was named is refused.
    """
    known: list[KnownTable] = []
    findings: list[Finding] = []
    for path in paths:
        if not is_folder(path):
            known += _of_file(path, findings, in_folder=False)
            continue
        with coded(path, "looking into the folder"):
            there = sorted(each for each in path.iterdir() if _may_be(each))
        if not there:
            what = "there is no CSV and no workbook in this folder."
            todo = "Name the folder that the DfE's files were saved in, or the files themselves."
            findings.append(error("G101", what, str(path), todo))
        for each in there:
            known += _of_file(each, findings, in_folder=True)
    return tuple(known), tuple(findings)


def _may_be(path: Path) -> bool:
    # a copy that Excel keeps of an open file begins with ~$
    return path.suffix.casefold() in _ENDINGS and not path.name.startswith(("~$", "."))


def _of_file(path: Path, findings: list[Finding], *, in_folder: bool) -> Iterator[KnownTable]:
    if not is_there(path):
        todo = "Check the name; a folder or several files may be named."
        findings.append(error("G101", "there is no file of that name.", str(path), todo))
        return
    try:
        if archive := _archive(path, warning if in_folder else error):
            findings.append(archive)
            return
        tables = open_tables(path, path.name, _is_heading)
    except Refused as fault:
        findings += fault.findings
        return
    known = (_recognised(table, path.name, in_folder=in_folder) for table in tables)
    found = [each for each in known if each is not None]
    if found:
        yield from found
        return
    what, todo = _other(tables)
    findings.append((note if in_folder else error)("G103", what, path.name, todo))


def _archive(path: Path, weight: Callable[[str, str, str, str], Finding]) -> Finding | None:
    """Return what to do with an .ods or a zip, and name what is in it; None for another file."""
    with coded(path, "reading the file"), open_plain(path) as file:
        begins = file.read(100)
        if not begins.startswith(_ZIP):
            return None
        if _ODS in begins:
            return weight(
                "G102",
                "this is an OpenDocument file (.ods), which lacxl does not read.",
                path.name,
                "Open it in Excel or LibreOffice and save the sheet as CSV UTF-8; the DfE has the "
                "same data as CSV under Data sets.",
            )
        content = begins + file.read()
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return weight(
            "G102",
            "this is a zip file that is damaged or cut off.",
            path.name,
            "Download it again, and unzip it.",
        )
    if any(name.startswith(_PART) for name in names):
        return None  # a workbook
    inside = first_of([name for name in names if not name.endswith("/")], _NAMED)
    return weight(
        "G102",
        f"this is a zip file; it holds {inside or 'nothing'}.",
        path.name,
        "Unzip it into a folder of its own, and name that folder.",
    )


def _is_heading(cell: str) -> bool:
    known = published()
    return plain(cell) in known.columns or plain(cell) in known.figures


def _recognised(table: Table, file: str, *, in_folder: bool) -> KnownTable | None:
    for at, record in enumerate(table.head):
        if is_of_neighbours(record):
            return KnownTable(Topic.NEIGHBOURS, table, at, file, in_folder)
        meant = {published().columns.get(plain(cell)) for cell in record}
        if meant >= set(_NEEDED):
            return KnownTable(Topic.STATISTICS, table, at, file, in_folder)
    return None


def _other(tables: Sequence[Table]) -> tuple[str, str]:
    headings = {plain(cell) for table in tables for record in table.head for cell in record}
    if headings >= _DESCRIPTION:
        return (
            "this is the description of a data set, not its figures.",
            "Name the data file that came with it.",
        )
    what = (
        "this is no file of the DfE's statistics: it has no columns time_period and "
        "geographic_level, and no statistical neighbours."
    )
    return what, "Download the CSV from explore education statistics, and name it as it is."
