"""Guarding a workbook: one run of lacxl at a time, and none while somebody has it open."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.files.json_files import read_json
from lacxl.files.os_errors import CLOSE_IT, OWN, coded, is_held, not_a_file, target_of
from lacxl.files.owners import owner_of
from lacxl.files.plain import MOST_WORDS, is_file, is_own, is_there, require_plain
from lacxl.files.processes import host
from lacxl.files.temporary import short, write_whole

WAIT = 5.0


@contextmanager
def guarded(workbook: Path, *, wait: float = WAIT, in_excel: bool = False) -> Iterator[None]:
    """Hold the workbook for the block: no other run of lacxl, nobody in Excel or LibreOffice.

    `in_excel` says that the run works in the very Excel that has it open. Another run is waited
    for, at most `wait` seconds. The lock is the system's own: it ends with the process however
    that ends; only a killed one leaves the empty lock file.

    Raises Refused: F201 or F202 when the workbook is open, F203 when another run holds it,
    F204 on a drive without locks.
    """
    import filelock

    workbook = target_of(workbook)
    if not in_excel:
        require_closed(workbook)
    lock_path = _beside(workbook, "lock")
    require_free(lock_path)
    lock = filelock.FileLock(lock_path, timeout=max(wait, 0.0), mode=0o664)
    with coded(workbook, "locking the workbook"):
        try:
            lock.acquire()
        except filelock.Timeout:
            raise _busy(workbook) from None
        except NotImplementedError as fault:
            raise refuse(
                "F204",
                "this drive offers no locks, so another run could not be kept away.",
                str(workbook),
                "Keep the workbook on a local disk or on a Windows file share.",
            ) from fault
    holder = _beside(workbook, "holder")
    try:
        _note_holder(holder)
        if not in_excel:
            require_closed(workbook)  # somebody may have opened it during the wait
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        with suppress(OSError):  # while it is held: whoever waits sees that and takes a new one
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def require_free(lock: Path) -> None:
    """Raise Refused (F205) where a link, a folder or a device is in a lock file's place."""
    with coded(lock, "looking for the lock file"):
        if is_there(lock) and not is_own(lock):
            raise refuse(
                "F205",
                "lacxl puts a lock file there, and something else is in its place.",
                str(lock),
                "Delete it: it is not lacxl's.",
            )


def require_closed(workbook: Path, *, to_write: bool = True) -> None:
    """Raise Refused (F201, F202, F107) if somebody seems to have the workbook open.

    Where it is not `to_write`, who may not write it may look at it.
    """
    with coded(workbook, "looking whether the workbook is open"):
        workbook = workbook.absolute()
    if not workbook.name:  # the root of a drive, which has nothing beside it
        raise not_a_file(workbook)
    if owner := owner_of(workbook):
        by = f" by {owner.user}" if owner.user else ""
        raise refuse(
            "F201" if owner.program == "Excel" else "F202",
            f"the workbook is open in {owner.program}{by}; nothing was changed.",
            str(workbook),
            f"{CLOSE_IT if owner.program == 'Excel' else 'Close it there.'} "
            f'If nobody has it open, delete the file "{owner.file.name}" beside it '
            "(it is hidden; it stays behind after a crash) and run again.",
        )
    with coded(workbook, "looking whether the workbook is open"):
        require_plain(workbook)
        if not is_file(workbook) or not workbook.stat().st_mode & 0o222:
            return  # a new workbook, or one marked read-only, which is refused elsewhere
        try:
            workbook.open("r+b").close()
        except PermissionError as fault:
            if to_write or is_held(fault):
                raise


def _beside(workbook: Path, kind: str) -> Path:
    return workbook.with_name(f"{OWN}{short(workbook.name)}.{kind}")


def _note_holder(holder: Path) -> None:
    """Write who holds the lock, for the message of the one who waits; best effort."""
    facts = {
        "host": host(),
        "pid": os.getpid(),
        "user": os.environ.get("USERNAME") or os.environ.get("USER") or "",
        "since": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC",
    }
    with suppress(OSError):
        write_whole(holder, json.dumps(facts).encode("ascii"))


def _busy(workbook: Path) -> Refused:
    try:
        facts = read_json(_beside(workbook, "holder"), MOST_WORDS)
        who = (
            f": process {facts['pid']} on {facts['host']}"
            + (f" ({facts['user']})" if facts.get("user") else "")
            + f", since {facts['since']}"
        )
    except (OSError, ValueError, LookupError, TypeError, RecursionError, Refused):
        who = ""
    return refuse(
        "F203",
        f"another run of lacxl is at work on the workbook{who}.",
        str(workbook),
        "Wait until it is done and run again; a run that hangs can be ended in the task manager.",
    )
