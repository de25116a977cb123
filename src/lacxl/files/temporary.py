"""Temporary files beside their target: names that say what they are, and leftovers swept."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lacxl.domain.finding import Finding, note
from lacxl.files.os_errors import OWN
from lacxl.files.plain import is_there
from lacxl.files.private import create_private, create_shared
from lacxl.files.processes import alive, host

A_DAY = 24 * 60 * 60.0
_LONGEST_NAME = 150
_PATTERN = re.compile(re.escape(OWN) + r".+-(?P<host>\w+)-(?P<pid>\d+)\.\d+\.tmp")
_FOLDER = re.compile(r"lacxl-folder-(?P<host>\w+)-(?P<pid>\d+)-\w+")
_numbers = itertools.count(1)
_mine: set[str] = set()


def short(name: str) -> str:
    """Return a file name short enough to be put into another one; still one to one."""
    if len(name.encode("utf-8", "replace")) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{name[:30]}~{digest}"


@contextmanager
def temporary_beside(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield the path of a new, empty file in the folder of `target`; remove it afterwards.

    The name ends in .tmp (synchronising programs such as OneDrive leave those alone) and
    carries computer and process, so that a later run can tell a leftover from a file in use.
    A `private` one is its owner's alone.
    """
    name = f"{OWN}{short(target.name)}-{host()}-{os.getpid()}.{next(_numbers)}.tmp"
    path = target.with_name(name)
    (create_private if private else create_shared)(path)
    _mine.add(name)
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        _mine.discard(name)


def rename_to_new(one: Path, new: Path) -> None:
    """Give a file a second name that nothing has yet; raises FileExistsError where it is taken.

    The first name may stay.
    """
    if os.name == "nt":
        one.rename(new)  # refuses a name that is taken
        return
    if hasattr(os, "link"):  # there are none where Python runs in a page of a browser
        try:
            os.link(one, new)
        except FileExistsError:
            raise
        except OSError:  # no hard links on this disk
            pass
        else:
            return
    if is_there(new):  # the best that can be done: look first, then rename
        raise FileExistsError(new)
    one.rename(new)


def write_whole(path: Path, content: bytes) -> None:
    """Make a small file of lacxl's own in one step; a link of its name is replaced, not followed.

    Raises OSError.
    """
    with temporary_beside(path) as new:
        new.write_bytes(content)
        os.replace(new, path)  # noqa: PTH105 - the one step in which it appears


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder of this process's own in the system's temporary folder.

    It goes when it is cleaned up; those of processes that were killed are removed now.
    """
    for path in Path(tempfile.gettempdir()).glob("lacxl-folder-*"):
        found = _FOLDER.fullmatch(path.name)
        if found and found["host"] == host() and not alive(int(found["pid"])):
            shutil.rmtree(path, ignore_errors=True)
    return tempfile.TemporaryDirectory(
        prefix=f"lacxl-folder-{host()}-{os.getpid()}-", ignore_cleanup_errors=True
    )


def sweep(folder: Path) -> tuple[Finding, ...]:
    """Remove what killed runs left in a folder; return a note for each file that stays.

    A leftover is a temporary file of lacxl whose process is gone from this computer, or that
    is older than a day. A missing folder holds none.
    """
    findings = []
    try:
        paths = list(folder.iterdir())
    except OSError:
        return ()
    for path in paths:
        match = _PATTERN.fullmatch(path.name)
        if not match or path.name in _mine:
            continue
        if not _is_left_over(path, match["host"], int(match["pid"])):
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            findings.append(
                note(
                    "F121",
                    f"a leftover of an earlier run cannot be removed: {fault.strerror}.",
                    str(path),
                    "Delete it when lacxl is not running.",
                )
            )
    return tuple(findings)


def _is_left_over(path: Path, on_host: str, pid: int) -> bool:
    if on_host == host() and (pid == os.getpid() or not alive(pid)):
        return True
    try:
        return time.time() - path.stat().st_mtime > A_DAY
    except OSError:
        return False
