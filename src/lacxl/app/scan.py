"""What nobody sees in a file, or in a folder of files: for a person who is about to send it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_folder, is_own, open_plain
from lacxl.scan import ENDINGS, look_through, wording

_MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found in a file, or in the files of a folder."""

    file: Path
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "scan",
            "file": str(self.file),
            "findings": findings_as_dicts(self.findings),
        }


def scan(path: Path, *, published: bool = False) -> Scanned:
    """Return what nobody sees in a file, or in all files of a folder and those below it.

    A `published` copy is read more strictly: what it does not need is told. Raises Refused where
    a file cannot be looked at; of one in a folder that is a finding.
    """
    if is_folder(path):
        with coded(path, "looking into the folder"):
            return Scanned(path, tuple(_in_folder(path, published)))
    return Scanned(path, _in_file(path, published))


def unseen_in(file: Path) -> tuple[Finding, ...]:
    """Return what a scan of a copy that is there finds; that it fails is no more than a finding."""
    return _found(file, published=False)


def unseen_in_published(path: Path) -> tuple[Finding, ...]:
    """Return what a published file or folder has and should not; nothing if it may be handed out.

    That it cannot be looked at is a finding too.
    """
    return _found(path, published=True)


def _found(path: Path, *, published: bool) -> tuple[Finding, ...]:
    try:
        return scan(path, published=published).findings
    except Refused as refused:
        return tuple(replace(each, severity=Severity.WARNING) for each in refused.findings)


def _in_file(file: Path, published: bool) -> tuple[Finding, ...]:
    with coded(file, "reading the file"), open_plain(file) as stream:
        return look_through(stream, file.name, published=published)


def _in_folder(folder: Path, published: bool) -> Iterator[Finding]:
    files = sorted(_files_below(folder))
    if not files:
        yield wording.empty_folder(folder.name)
    for file in files[:_MOST_FILES]:
        name = file.relative_to(folder).as_posix()
        if not is_own(file) or file.suffix.casefold() not in ENDINGS:
            yield wording.not_looked_into(name)
            continue
        for found in _found(file, published=published):
            repeats = found.where in ("", str(file), file.name)
            yield replace(found, where=name if repeats else f"{name}: {found.where}")
    if len(files) > _MOST_FILES:
        yield wording.large_folder(folder.name, _MOST_FILES)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder; links to folders are not followed, and count as files."""
    for above, folders, files in os.walk(folder, onerror=_fail):
        links = [name for name in folders if (Path(above) / name).is_symlink()]
        yield from (Path(above) / name for name in (*files, *links))


def _fail(fault: OSError) -> None:
    """Raise what os.walk would pass over: a folder that cannot be looked into."""
    raise fault
