"""Whether two workbooks hold the same, byte for byte in every part."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.files.plain import open_plain

_SALTED = re.compile(rb'\s(?:hashValue|saltValue)="[^"]*"')


def same_parts(one: Path, other: Path, *, apart_from: str | tuple[str, ...] = ()) -> bool:
    """Say whether both packages have the same parts with the same bytes.

    The hash of a sheet's password is left out: its salt is new with each writing; so are the parts
    whose names begin with `apart_from`. A file that is no package is the same as none.
    """
    try:
        with (
            open_plain(one) as first,
            open_plain(other) as second,
            zipfile.ZipFile(first) as left,
            zipfile.ZipFile(second) as right,
        ):
            names = _names(left, apart_from)
            if names != _names(right, apart_from):
                return False
            return all(
                _SALTED.sub(b"", left.read(name)) == _SALTED.sub(b"", right.read(name))
                for name in names
            )
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, ValueError, Refused):
        return False


def _names(package: zipfile.ZipFile, apart_from: str | tuple[str, ...]) -> list[str]:
    names = package.namelist()
    return sorted(name for name in names if not name.startswith(apart_from))
