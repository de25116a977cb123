"""A file as members, each a name and its bytes, which are read only when they are asked for."""

from __future__ import annotations

import functools
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from lacxl.domain.errors import refuse

Members = Mapping[str, bytes | Callable[[], IO[bytes]]]
"""The members of a package by name; a large one is opened as a stream instead."""

TOTAL_LIMIT = 4 << 30
RATIO_LIMIT, RATIO_FREE = 400, 64 << 20
"""The most bytes of all members unpacked; how many times the file's size, from where on."""
COUNT_LIMIT = 100_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = "Choose an .xlsx, .xlsm, .ods, .csv or .html file; save other kinds as one of them."


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Members]:
    """Take a workbook file apart for scanning; its members can be read within the block.

    `name` is what messages call it. Raises Refused where it is not a package, or is damaged.
    """
    begins = file.read(8)
    file.seek(0)
    if not begins.startswith(b"PK"):
        what = "is encrypted, or of Excel 97-2003" if begins == _OLE else "is no Excel workbook"
        raise refuse("V125", f"The file {what}, so it cannot be scanned.", name, _KINDS)
    try:
        with zipfile.ZipFile(file) as package:
            yield _members(package, name, file.seek(0, 2))
    except (zipfile.BadZipFile, NotImplementedError) as fault:
        raise refuse(
            "V126",
            "The file is damaged or cut short, so it cannot be scanned.",
            name,
            "Open it in Excel, let it repair it, and save it; then scan it again.",
        ) from fault


def _members(package: zipfile.ZipFile, name: str, size: int) -> Members:
    found: dict[str, Callable[[], IO[bytes]]] = {}
    infos = [info for info in package.infolist() if not info.filename.endswith(("/", "\\"))]
    total = sum(info.file_size for info in infos)
    most = max(RATIO_FREE, RATIO_LIMIT * size)
    if len(infos) > COUNT_LIMIT or total > min(TOTAL_LIMIT, most):
        raise refuse(
            "V126",
            "The file unpacks to more than a workbook would ever need, so it cannot be scanned.",
            name,
            "If it is a real workbook, clear its unused rows and embedded data in Excel.",
        )
    for info in infos:
        part = posixpath.normpath(info.orig_filename.replace("\\", "/").lstrip("/"))
        while part in found:  # both are looked at, whichever of them Excel takes
            part += " (again)"
        found[part] = functools.partial(package.open, info)
    return found
