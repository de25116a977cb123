"""Where extracts come from: files, folders, local lists with columns of their own, queries."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from lacxl.domain.errors import Refused
from lacxl.domain.finding import first_of
from lacxl.files.encoding import kind_of, kind_of_zip
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_folder, open_plain, real
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schemas import load

SUFFIXES: Final = frozenset(
    (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet", ".pq", ".xls", ".xlsb")
)
"""The endings of the files that are opened in a folder; what is in them decides what they are."""
NAMED: Final = 20
"""How many files one finding names; the profile names all."""


@dataclass(frozen=True, slots=True)
class LocalList:
    """A list of the council's own: one row a child or event, columns as the settings name them.

    `sheet` names the sheet of a workbook; without it every sheet with the child's column is read.
    `columns` gives the heading of each column of the dataset, such as {"date": "PEP meeting"}; for
    `kind` it may give the kind itself ("health", "dental", "care", "pathway").
    """

    dataset: str
    path: Path
    child: str
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """A query whose answer is read like a file; `name` is how it is called in messages.

    `url_from` is the environment variable that holds the SQLAlchemy URL: a password belongs in no
    settings file. With `local`, the answer is read as that local list (its path is not used).
    """

    name: str
    query: str
    url_from: str = "LACXL_DATABASE_URL"
    local: LocalList | None = None


SourceSpec = Path | LocalList | SqlQuery
"""A file, or a folder with all that is in it; a local list; a query."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to open, and its name in messages."""

    path: Path
    name: str
    local: LocalList | None = None


def files_of(sources: Sequence[SourceSpec]) -> Iterator[FoundFile]:
    """Yield the files of the sources, each once, in order of names; one that a local list names is
    read as that list only.
    """
    lists = [source for source in sources if isinstance(source, LocalList)]
    seen = {real(each.path) for each in lists}
    plain: list[tuple[Path, str]] = []
    for source in sources:
        if isinstance(source, Path) and is_folder(source):
            plain += [
                (path, name.as_posix()) for path, name in _in(source)
                if path.suffix.casefold() in SUFFIXES and not (_hidden(name) or is_folder(path))
            ]  # fmt: skip
        elif isinstance(source, Path):
            plain.append((source, source.name))
    for path, name in sorted(plain, key=lambda item: item[1]):
        if (place := real(path)) not in seen:
            seen.add(place)
            yield FoundFile(path, name)
    for local in sorted(lists, key=_sort_key):
        yield FoundFile(local.path, local.path.name, local)


def _sort_key(local: LocalList) -> tuple[str, str, str]:
    return str(local.path), local.dataset, repr((local.sheet, sorted(local.columns.items())))


def _in(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield what is in a folder, in order, with its path from there."""
    with coded(folder, "looking through the folder"):
        # rglob of some Pythons (3.11.2) stops at a link whose target is too long a name
        walked = os.walk(folder, onerror=_raise)
        paths = sorted(Path(at, name) for at, *named in walked for name in chain(*named))
    return ((path, path.relative_to(folder)) for path in paths)


def _raise(fault: OSError) -> None:
    if not isinstance(fault, PermissionError):  # a folder that may not be looked at has no files
        raise fault


def _hidden(name: Path) -> Path | None:
    """Return the part of a path that is hidden, or Excel's own beside an open workbook."""
    for place, part in enumerate(name.parts, start=1):
        if part.startswith((".", "~$")):
            return Path(*name.parts[:place])
    return None


def left_alone(sources: Sequence[SourceSpec], report: Report) -> Iterator[tuple[str, str]]:
    """Yield the files of folders that are not opened, a hidden folder once, each with what it is,
    in order of names; those of each reason are reported at once (X182, X183).
    """
    lists = {real(each.path) for each in sources if isinstance(each, LocalList)}
    by_reason: dict[str, list[str]] = {}
    for folder in sources:
        if not isinstance(folder, Path) or not is_folder(folder):
            continue
        found: dict[str, str] = {}
        for path, name in _in(folder):
            if (hidden := _hidden(name)) is not None:
                found.setdefault(hidden.as_posix(), "hidden")
            elif not (path.suffix.casefold() in SUFFIXES or is_folder(path) or real(path) in lists):
                found[name.as_posix()] = reason_of(path)
        for called, reason in found.items():
            by_reason.setdefault(reason, []).append(called)
            yield called, load("left_alone")[reason]["what"]
    for reason, names in by_reason.items():
        report_left_alone(reason, first_of(names, NAMED), report)


def report_left_alone(reason: str, files: str, report: Report) -> None:
    """Report files that are not read for a reason of left_alone.toml."""
    known = load("left_alone")[reason]
    code = "X182" if known.get("may_hold", True) else "X183"
    report.add(code, files, what=known["what"], todo=known["todo"])


def reason_of(path: Path) -> str:
    """Return why a file is not opened: by its ending, or by what is in it where that tells more."""
    if _reason("names", path.name.casefold()):
        return "hidden"
    kind = _kind(path)
    if kind == "an Excel workbook":
        return "other_name"
    by_ending = _reason("endings", path.suffix.casefold())
    return by_ending or _reason("kinds", kind) or "unknown"


def _reason(by: str, what: str) -> str:
    found = (reason for reason, known in load("left_alone").items() if what in known.get(by, ()))
    return next(found, "")


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
