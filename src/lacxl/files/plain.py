"""A plain file and nothing else: what lacxl opens is looked at first, so that nothing blocks."""

from __future__ import annotations

import io
import os
import re
import stat
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.files.os_errors import coded, not_a_file

MOST_BYTES = 200_000_000
"""The largest file that is read as a whole, unless its reader says otherwise."""

MOST_WORDS = 5_000_000
"""The largest file of settings or of lacxl's own notes."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.I)
_WINDOWS = os.name == "nt"
_REPARSE = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
_READ = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes the file's place is not waited for
    | getattr(os, "O_NOCTTY", 0)
)


def open_plain(path: Path) -> io.BufferedReader:
    """Open a file for reading; a link to one is followed.

    Raises Refused (F102) for anything else: a folder, a pipe, a socket, a device; else OSError.
    """
    return io.BufferedReader(open_raw(path))


def open_raw(path: Path) -> io.FileIO:
    """Open a file as `open_plain` does, without a buffer."""
    if is_device(path) or not stat.S_ISREG(path.stat().st_mode):
        raise not_a_file(path)
    handle = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # it was exchanged since
        os.close(handle)
        raise not_a_file(path)
    return io.FileIO(handle, "rb")


def read_plain(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, as `open_plain` opens it; raises Refused (F302) beyond `most`."""
    with open_plain(path) as file:
        few = os.fstat(file.fileno()).st_size <= most
        content = file.read() if few else file.read(most + 1)  # makes room for so many at once
    if len(content) > most:
        raise refuse(
            "F302",
            f"the file is larger than {most / 1_000_000:,.0f} MB, too large for what it should be.",
            str(path),
            "Check that this is the right file, or export fewer columns or years.",
        )
    return content


def require_plain(path: Path) -> None:
    """Raise Refused (F102) for anything other than a file; nothing at all is no fault.

    Raises OSError.
    """
    if is_device(path):
        raise not_a_file(path)
    try:
        facts = path.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(facts.st_mode):
        raise not_a_file(path)


def is_own(path: Path) -> bool:
    """Say whether the path is a plain file: no link, no folder, no device. Raises OSError."""
    facts = os.lstat(path)
    return stat.S_ISREG(facts.st_mode) and not getattr(facts, "st_file_attributes", 0) & _REPARSE


def is_link(path: Path) -> bool:
    """Say whether it is a link, or what Windows has of that kind: a junction, a mount point."""
    try:
        facts = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISLNK(facts.st_mode) or bool(getattr(facts, "st_file_attributes", 0) & _REPARSE)


def is_there(path: Path) -> bool:
    """Say whether anything has that name, a link to nowhere too; a name too long has nothing."""
    return os.path.lexists(path)


def is_absent(path: Path) -> bool:
    """Say whether clearly nothing has that name; what cannot be looked at is left to its reader."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_file(path: Path) -> bool:
    """Say whether it is a file, or a link to one; a name too long is not."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for a name too long


def is_folder(path: Path) -> bool:
    """Say whether it is a folder, or a link to one; a name too long is not."""
    return os.path.isdir(path)  # noqa: PTH112 - as above


def is_same(one: Path, other: Path) -> bool:
    """Say whether both name one file or folder; on Windows one may be spelt PERFOR~1."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def is_free_folder(path: Path) -> bool:
    """Say whether a new folder may be made there: nothing has the name, or an empty folder.

    Raises Refused where the system does not let it be looked into.
    """
    with coded(path, "looking into the folder"):
        return not is_there(path) or (is_folder(path) and not any(path.iterdir()))


def real(path: Path) -> Path:
    """Return where a path leads in the end; one that leads nowhere, as a link to itself, stays."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def is_device(path: Path) -> bool:
    """Say whether Windows takes the name for a device, such as NUL or CON.TXT, in any folder."""
    return _WINDOWS and bool(_DEVICE.fullmatch(path.name.rstrip(" .")))
