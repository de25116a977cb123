"""Faults of the disk as refusals: what the system reports, in words a person can act on."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.files.sharing import is_open_elsewhere

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_HELD = {errno.EBUSY, getattr(errno, "ETXTBSY", errno.EBUSY)}
_ABSENT = {errno.ENOENT, errno.ENOTDIR}
_WINDOWS_HELD = {32, 33}  # sharing violation, lock violation
_WINDOWS_LONG = {206}  # the file name or extension is too long
_WINDOWS_LOOP = {1921}  # the name cannot be resolved: a link leads back to itself
_WINDOWS_LONGEST_FOLDER = 247

OWN = ".~lacxl-"
"""How the names of lacxl's temporary and lock files begin."""

CLOSE_IT = "Close it in Excel (on every computer that has it open), or use the ribbon there."


def is_held(fault: OSError) -> bool:
    """Say whether the file seems to be open in another program."""
    if getattr(fault, "winerror", None) in _WINDOWS_HELD or fault.errno in _HELD:
        return True
    return _denied_by_open(fault) and is_open_elsewhere(Path(fault.filename))


def refusal(fault: OSError, path: Path, doing: str) -> Refused:
    """Return the refusal for a fault met at `path` while `doing` something ("writing ...")."""
    where = str(path)
    if is_held(fault):
        return held(path, doing)
    if fault.errno in _FULL:
        return refuse(
            "F105",
            f"the disk is full or the quota is used up (while {doing}); nothing was changed.",
            where,
            "Make room on that disk and run again.",
        )
    if _is_too_long(fault, path):
        return refuse(
            "F106",
            f"the path is too long for this system (while {doing}).",
            where,
            "Shorten the file's name or move the folder nearer to the top of the disk.",
        )
    if fault.errno == errno.EISDIR or (_denied_by_open(fault) and path.is_dir()):
        return not_a_file(path)
    if is_loop(fault):
        return refuse(
            "F115",
            f"this is a link that leads back to itself (while {doing}).",
            where,
            "Delete the link, and put the file itself in its place.",
        )
    if fault.errno in _FORBIDDEN:
        return refuse(
            "F104",
            f"the system does not permit it (while {doing}): {fault.strerror or fault}.",
            where,
            "Ask for the right to read and write in that folder, or close the program that "
            "holds the file.",
        )
    if fault.errno in _ABSENT:
        return refuse(
            "F101",
            f"there is no such file or folder (while {doing}).",
            where,
            "Check the path in lacxl.toml, and that the network drive is connected.",
        )
    return refuse(
        "F110",
        f"the disk or the network failed (while {doing}): {fault.strerror or fault}.",
        where,
        "Check the disk or the network drive and run again.",
    )


def is_loop(fault: OSError) -> bool:
    """Say whether a link leads back to itself, alone or through others."""
    return fault.errno == errno.ELOOP or getattr(fault, "winerror", None) in _WINDOWS_LOOP


def held(path: Path, doing: str) -> Refused:
    """Return the refusal for a file that another program has open."""
    return refuse(
        "F107",
        f"the file is open in Excel or another program (while {doing}); nothing was changed.",
        str(path),
        CLOSE_IT,
    )


def not_a_file(path: Path) -> Refused:
    """Return the refusal for a folder, a pipe or a device where a file is needed."""
    return refuse(
        "F102",
        "this is a folder, a pipe or a device, and a file is needed.",
        str(path),
        "Give the path of the file itself.",
    )


@contextmanager
def coded(path: Path, doing: str) -> Iterator[None]:
    """Turn an OSError of the block into a Refused; other exceptions pass.

    The fault is placed at the file the system names, else at `path`; lacxl's own temporary
    and lock files, which nobody knows, are shown as `path`.
    """
    try:
        yield
    except OSError as fault:
        named = Path(fault.filename) if isinstance(fault.filename, str) else path
        raise refusal(fault, path if named.name.startswith(OWN) else named, doing) from fault


def target_of(target: Path) -> Path:
    """Return the file itself where the path is a link to it.

    Raises Refused (F101) unless the folder is there.
    """
    with coded(target, "looking for the file"):
        target = target.absolute()
        if target.is_symlink():
            with suppress(FileNotFoundError):
                target.stat()  # tells a link to itself, of which resolve() says something else
            target = target.resolve()
        if target.parent.is_dir():
            return target
    raise refuse(
        "F101",
        "the folder does not exist.",
        str(target.parent),
        "Make the folder, or correct the path; check that the network drive is connected.",
    )


def _denied_by_open(fault: OSError) -> bool:
    """Say whether open() was denied on Windows, where it gives no reason: no right, a folder, held.

    The system's own calls give one, in `winerror`.
    """
    return (
        os.name == "nt"
        and fault.errno == errno.EACCES
        and getattr(fault, "winerror", None) is None
        and isinstance(fault.filename, str)
    )


def _is_too_long(fault: OSError, path: Path) -> bool:
    if fault.errno == errno.ENAMETOOLONG or getattr(fault, "winerror", None) in _WINDOWS_LONG:
        return True
    # Windows calls a folder beyond its limit absent.
    return os.name == "nt" and fault.errno in _ABSENT and len(str(path)) > _WINDOWS_LONGEST_FOLDER
