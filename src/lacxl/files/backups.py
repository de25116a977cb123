"""Dated backups: a whole copy under a name of its own, the newest ones kept."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

from lacxl.domain.finding import Finding, note
from lacxl.files.temporary import rename_to_new, short, temporary_beside

KEPT = 20
_DATED = r" (\d{4}-\d{2}-\d{2} \d{6})(?: \((\d+)\))?"
_LONGEST = 220
"""The longest name in bytes that is dated as it is: 255 are allowed, and the date takes its own."""


def make_backup(source: Path, folder: Path) -> Path:
    """Copy `source` into `folder` as "Name 2015-06-09 101502.xlsx" (UTC); return the copy.

    The copy appears whole or not at all and never takes the place of an earlier one.
    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with temporary_beside(folder / source.name, private=True) as copy:
        shutil.copyfile(source, copy)
        shutil.copystat(source, copy)
        flush(copy)
        return _give_name(copy, folder, source, dt.datetime.now(dt.UTC))


def backups_of(name: str, folder: Path) -> list[Path]:
    """Return the backups of a file of this name, the newest first; a missing folder has none."""
    found = [
        (moment, path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (moment := moment_of(path, name))
    ]
    return [path for _, path in sorted(found, reverse=True)]


def moment_of(backup: Path, name: str) -> tuple[str, int] | None:
    """Return when a backup of a file of this name was made, and its number within the second."""
    stem, suffix = _parts(name)
    found = re.fullmatch(re.escape(stem) + _DATED + re.escape(suffix), backup.name)
    return (found[1], int(found[2] or 1)) if found else None


def prune_backups(newest: Path, name: str, keep: int = KEPT) -> tuple[Finding, ...]:
    """Remove all but the `keep` newest backups; return a note for each that cannot be removed.

    `newest`, just made, stays in any case: its name may sort before others where the clock
    was put back.
    """
    findings = []
    older = [path for path in backups_of(name, newest.parent) if path != newest]
    for path in older[max(keep - 1, 0) :]:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            findings.append(
                note(
                    "F120",
                    f"an old backup cannot be removed: {fault.strerror}.",
                    str(path),
                    "Delete it by hand if the disk fills up.",
                )
            )
    return tuple(findings)


def flush(path: Path) -> None:
    """Have the system write a file's contents to the disk, so that a power cut keeps them."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the system write a folder's names to the disk, where it offers that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows does not open folders, nor do some network drives
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _give_name(copy: Path, folder: Path, source: Path, now: dt.datetime) -> Path:
    """Give the copy the first free dated name."""
    named, suffix = _parts(source.name)
    stem = f"{named} {now:%Y-%m-%d %H%M%S}"
    same_second = [p for p in backups_of(source.name, folder) if p.name.startswith(stem)]
    number = _number(same_second[0], stem) + 1 if same_second else 1
    while True:
        final = folder / f"{stem}{f' ({number})' if number > 1 else ''}{suffix}"
        try:
            rename_to_new(copy, final)
        except FileExistsError:
            number += 1
        else:
            flush_folder(folder)
            return final


def _parts(name: str) -> tuple[str, str]:
    """Return stem and ending of a name, the stem of a very long one cut short."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, no path
    return (stem if len(os.fsencode(name)) <= _LONGEST else short(stem)), suffix


def _number(backup: Path, stem: str) -> int:
    return int(backup.stem[len(stem) :].strip(" ()") or 1)
