"""Which files the settings name, so that no file is written over another, not even by links."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from lacxl.domain.finding import Finding, error
from lacxl.files.plain import is_folder, real
from lacxl.files.runlog import aside
from lacxl.settings.children import LocalSection
from lacxl.settings.key_lines import KeyPath, line_of

RECEIPTS: Final = "receipts"
_WRITTEN: Final = (
    "workbook.file",
    "history.file",
    "issued.file",
    "issued.restated",
    "accepted.file",
    "log.file",
    "publish.file",
)
_READ: Final = (
    "workbook.layout",
    "workbook.catalogue",
    "extracts.readings",
    "extracts.outturns",
    "extracts.benchmarks",
)
_LOGS: Final = (".jsonl", ".log")


class _NamesFiles(Protocol):
    """What of Settings is looked at, beside the sections of `_WRITTEN` and `_READ`."""

    @property
    def file(self) -> Path: ...
    @property
    def folder(self) -> Path: ...
    @property
    def backups_folder(self) -> Path: ...
    @property
    def published_folder(self) -> Path: ...
    @property
    def children_folder(self) -> Path | None: ...
    @property
    def log_path(self) -> Path | None: ...
    @property
    def local(self) -> Mapping[str, LocalSection]: ...


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the settings name, and how it is called in messages.

    `key` is where they do so, empty for what has its place without them. Two that are only read and
    `may_share` may be the same: lists of the council's own on sheets of one workbook.
    """

    what: str
    path: Path
    key: KeyPath = ()
    writes: bool = False
    may_share: bool = False


def named_files(settings: _NamesFiles) -> Iterator[NamedFile]:
    """Yield every file and folder that settings name, in the order in which they are looked at."""
    yield NamedFile("the settings themselves", settings.file)
    yield NamedFile("the folder of receipts", settings.folder / RECEIPTS, writes=True)
    yield NamedFile("backups.folder", settings.backups_folder, writes=True)
    yield NamedFile("publish.folder", settings.published_folder, writes=True)
    for name in (_WRITTEN[0], *_READ, *_WRITTEN[1:]):
        section, key = name.split(".")
        written: str = getattr(getattr(settings, section), key)
        if written:
            path = settings.folder / written
            yield NamedFile(name, path, (section, key), writes=name in _WRITTEN)
    for name, each in settings.local.items():
        if not each.query:
            path = settings.folder / each.file
            yield NamedFile(f"local.{name}.file", path, ("local", name, "file"), may_share=True)
    if settings.log_path is not None:
        for path in aside(settings.log_path):
            yield NamedFile(
                f"log.file, set aside as {path.name},", path, ("log", "file"), writes=True
            )


def clashes(settings: _NamesFiles, lines: Mapping[KeyPath, int]) -> list[Finding]:
    """Return a fault for each two settings that name one file: one would overwrite it."""
    faults = []
    seen: list[tuple[NamedFile, frozenset[object]]] = []
    for named in named_files(settings):
        marks = _marks(named.path)
        for other, others in seen:
            if marks & others and not (named.may_share and not other.writes):
                faults.append(_clash(settings, lines, named, other))
                break
        seen.append((named, marks))
    return faults + list(_odd_log(settings, lines))


def taken_by(settings: _NamesFiles, path: Path) -> str:
    """Return which setting has this path, in words; "" if none has."""
    marks = _marks(path)
    return next((each.what for each in named_files(settings) if _marks(each.path) & marks), "")


def _odd_log(settings: _NamesFiles, lines: Mapping[KeyPath, int]) -> Iterator[Finding]:
    log, children = settings.log_path, settings.children_folder
    if log is None:
        return
    where = f"{settings.file.name} line {line_of(('log', 'file'), lines)} [log] file"
    if is_folder(log):
        yield error("S111", "the run log is a file, and this is a folder.", where, _NAME_A_FILE)
    elif (
        children is not None
        and real(log).is_relative_to(real(children))
        and log.suffix.casefold() not in _LOGS
    ):
        yield error(
            "S111",
            "the run log would be among the extracts of children's records and be read as one.",
            where,
            _NAME_A_FILE,
        )


_NAME_A_FILE = 'Name a file of its own, such as "lacxl-log.jsonl".'


def _clash(
    settings: _NamesFiles, lines: Mapping[KeyPath, int], named: NamedFile, other: NamedFile
) -> Finding:
    key = named.key or other.key
    *table, last = key
    where = f"{settings.file.name} line {line_of(key, lines)} [{'.'.join(table)}] {last}"
    return error(
        "S108",
        f"{other.what} and {named.what} name the same file.",
        where,
        "Give each its own file.",
    )


def _marks(path: Path) -> frozenset[object]:
    """Return what tells a file: its place, however it is spelt, and itself, whatever links to it.

    Case does not count, as on Windows and macOS, where the same folder may be opened next.
    """
    marks: set[object] = {_spelt(Path(os.path.normpath(path.absolute()))), _spelt(real(path))}
    try:
        facts = path.stat()
    except OSError:
        return frozenset(marks)
    if stat.S_ISREG(facts.st_mode) and facts.st_ino:
        marks.add((facts.st_dev, facts.st_ino))
    return frozenset(marks)


def _spelt(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()
