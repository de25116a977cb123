"""Replacing a file in one step: written beside, read back, backed up, then put in its place."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.files.backups import KEPT, flush, flush_folder, make_backup, prune_backups
from lacxl.files.os_errors import coded, held, is_held, not_a_file, target_of
from lacxl.files.plain import is_device, is_folder
from lacxl.files.temporary import sweep, temporary_beside

STEPS: Final = ("sweep", "write", "flush", "check", "backup", "replace", "settle", "done")
"""The steps of a replacement, in order; each is named just before it begins."""

_OPEN_FILES_STAY = os.name == "nt"  # Windows denies the replacement of an open file
_PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 0.0)  # a virus scanner lets go within a second or so


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from a later state of it: size in bytes (-1: absent) and time of change."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was done: `backup` is None where none was wanted or there was no old file."""

    target: Path
    changed: bool = True
    backup: Path | None = None
    findings: tuple[Finding, ...] = ()


def stamp_of(path: Path) -> Stamp:
    """Return the present state of a file, to be given to `replace_file` later."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return Stamp(-1, 0)
    return Stamp(facts.st_size, facts.st_mtime_ns)


def replace_file(
    target: Path,
    write: Callable[[Path], None],
    *,
    check: Callable[[Path], None] | None = None,
    backup_folder: Path | None = None,
    keep: int = KEPT,
    since: Stamp | None = None,
    private: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Replaced:
    """Replace a file so that at any moment the target is the old one or the new one, whole.

    `write` fills the empty temporary file it is given (open it with "wb"; its name ends in
    .tmp), `check` reads it back and raises if it is not good. A dated backup of the old file
    goes to `backup_folder` (a relative one is beside the target; None: no backup), of which
    the `keep` newest stay. With `since`, a target that changed after that stamp is refused.
    The old file's mode, owner and access list are kept, but a `private` file is its owner's alone
    from the first byte on; a link is followed. `on_step` is called with each of STEPS.

    Raises Refused (F1nn) for faults of the disk, and whatever `write` and `check` raise; the
    target is then the old one, the temporary file and this run's backup are gone.
    """
    target = target_of(target)
    with coded(target, "looking at the file"):
        before = _ready(target)
    if since is not None and since != before:
        raise _changed_meanwhile(target)
    backups = target.parent / backup_folder if backup_folder is not None else None

    on_step("sweep")
    findings = sweep(target.parent) + (sweep(backups) if backups else ())
    backup = None
    with coded(target, "writing the new file"), temporary_beside(target, private=private) as new:
        own_mode = stat.S_IMODE(new.stat().st_mode)
        if not private:
            new.chmod(0o600)  # nobody reads a half-written file
        with coded(target, "writing the new file"):
            on_step("write")
            write(new)
            on_step("flush")
            flush(new)
            if not private:
                _keep_rights(target if before.size >= 0 else None, new, own_mode)
        with coded(target, "reading the new file back"):
            on_step("check")
            if not new.stat().st_size and before.size > 0:
                raise _empty(target)
            if check:
                check(new)
        try:
            if backups and before.size >= 0:
                on_step("backup")
                with coded(backups, "making the backup"):
                    backup = make_backup(target, backups)
            on_step("replace")
            with coded(target, "putting the new file in place"):
                if stamp_of(target) != before:
                    raise _changed_meanwhile(target)
                _put_in_place(new, target)
        except BaseException:
            if backup:
                with suppress(OSError):
                    backup.unlink(missing_ok=True)
            raise
    on_step("settle")
    flush_folder(target.parent)
    if backups and backup:
        findings += prune_backups(backup, target.name, keep)
    on_step("done")
    return Replaced(target, True, backup, findings)


def require_replaceable(target: Path) -> None:
    """Raise Refused (F1nn) if a later `replace_file` of this target is sure to be refused."""
    target = target_of(target)
    with coded(target, "looking at the file"):
        _ready(target)


def require_folder(folder: Path, doing: str) -> None:
    """Raise Refused (F1nn) if something else is where a folder should be made."""
    with coded(folder, doing):
        there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
        if not is_folder(there):
            number = errno.EEXIST if there == folder else errno.ENOTDIR
            raise OSError(number, os.strerror(number), str(folder))


def _ready(target: Path) -> Stamp:
    """Return the target's state, or refuse what can never be replaced."""
    if is_device(target):
        raise not_a_file(target)
    try:
        facts = target.stat()
    except FileNotFoundError:
        return Stamp(-1, 0)
    if not stat.S_ISREG(facts.st_mode):
        raise not_a_file(target)
    if not facts.st_mode & 0o222:
        raise refuse(
            "F108",
            "the file is marked read-only, so it is left as it is.",
            str(target),
            "Take the read-only mark off (Properties, Read-only) if it may be changed.",
        )
    return Stamp(facts.st_size, facts.st_mtime_ns)


def _keep_rights(old: Path | None, new: Path, own_mode: int) -> None:
    """Give the new file the mode, the owner and the access list of the old one."""
    if old is None:
        new.chmod(own_mode)
        return
    facts = old.stat()
    if hasattr(os, "chown"):
        mine = new.stat()
        if (facts.st_uid, facts.st_gid) != (mine.st_uid, mine.st_gid):
            with suppress(OSError):  # only the superuser gives files away; the group may do
                os.chown(new, -1, facts.st_gid)
            with suppress(OSError):
                os.chown(new, facts.st_uid, -1)
    new.chmod(stat.S_IMODE(facts.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(old):
                with suppress(OSError):
                    os.setxattr(new, name, os.getxattr(old, name))


def _put_in_place(new: Path, target: Path) -> None:
    """Replace in one step; wait a little for a program that holds the target."""
    for pause in _PAUSES:
        try:
            os.replace(new, target)  # noqa: PTH105 - the step that the tests count
        except OSError as fault:
            if not (is_held(fault) or (_OPEN_FILES_STAY and isinstance(fault, PermissionError))):
                raise
            if not pause:
                raise held(target, "putting the new file in place") from fault
            time.sleep(pause)
        else:
            return


def _changed_meanwhile(target: Path) -> Exception:
    return refuse(
        "F109",
        "somebody saved the file while lacxl was at work, so it was left as it is now.",
        str(target),
        "Run again: the new contents are then taken into account.",
    )


def _empty(target: Path) -> Exception:
    return refuse(
        "F111",
        "the new file would have been empty, so the old one was kept.",
        str(target),
        "This is a fault of lacxl: please report it with the run log.",
    )
