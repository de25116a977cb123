"""Where extracts come from: files, folders, local lists with columns of their own, queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lacxl.files.faults import coded
from lacxl.files.plain import is_folder, real

SUFFIXES: Final = frozenset(
    (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet", ".pq", ".xls", ".xlsb")
)
"""The endings of the files that are opened in a folder; what is in them decides what they are."""


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
class Found:
    """A file to open, and the name it bears in messages."""

    path: Path
    name: str
    local: LocalList | None = None


def files_of(sources: Sequence[SourceSpec]) -> Iterator[Found]:
    """Yield the files of the sources, each once, in the order of their names.

    A file that a local list names is read as that list only.
    """
    lists: dict[Path, list[LocalList]] = {}
    for source in sources:
        if isinstance(source, LocalList):
            lists.setdefault(real(source.path), []).append(source)
    seen: set[Path] = set()
    plain: list[tuple[Path, str]] = []
    for source in sources:
        if not isinstance(source, Path):
            continue
        if is_folder(source):
            plain += [(p, p.relative_to(source).as_posix()) for p in _in(source)]
        else:
            plain.append((source, source.name))
    for path, name in sorted(plain, key=lambda item: item[1]):
        if (place := real(path)) not in seen and place not in lists:
            seen.add(place)
            yield Found(path, name)
    for local in sorted((x for many in lists.values() for x in many), key=_sort_key):
        yield Found(local.path, local.path.name, local)


def _sort_key(local: LocalList) -> tuple[str, str, str]:
    return str(local.path), local.dataset, repr((local.sheet, sorted(local.columns.items())))


def is_hidden(name: Path) -> Path | None:
    """Return the part of a path that is hidden, or Excel's own beside an open workbook."""
    for place, part in enumerate(name.parts, start=1):
        if part.startswith((".", "~$")):
            return Path(*name.parts[:place])
    return None


def _in(folder: Path) -> Iterator[Path]:
    """Yield what has the ending of a table; what is no file, a broken link too, its reader says."""
    with coded(folder, "looking through the folder"):
        paths = sorted(folder.rglob("*"))
    for path in paths:
        hidden = is_hidden(path.relative_to(folder)) is not None
        if not hidden and path.suffix.casefold() in SUFFIXES and not is_folder(path):
            yield path
