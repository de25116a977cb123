"""What a member of a package may be: its name as that of a part, and what forbids it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Sequence

from lacxl.engines.package.broken_files import DAMAGED

_LEADING_OUT = re.compile(r"/|[A-Za-z]:|\.\.(?:/|\Z)")
_CONTROL = re.compile(r"[\x00-\x1f]")
_TYPES = "[Content_Types].xml"
_ENCRYPTED = 0x1 | 0x40 | 0x2000


def part_names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the names of the parts that the members are, by their names in the zip.

    Some exporters write backslashes, `./`, or a slash before every name: that means the same part.
    A name is never used as a path on the disk.
    """
    names = [info.orig_filename.replace("\\", "/") for info in members]
    slash = "/" if f"/{_TYPES}" in names else ""  # a single such name is another matter
    return [_part_name(name.removeprefix(slash)) for name in names]


def _part_name(name: str) -> str:
    return posixpath.normpath(name) + ("/" if name.endswith("/") else "")


def fault_of(info: zipfile.ZipInfo, names: Collection[str]) -> tuple[str, str, str] | None:
    """Return code, what and todo of what forbids a member."""
    name = info.filename
    if _LEADING_OUT.match(name):
        return "W109", "A member's name would lead out of the package.", "Do not open this file."
    if _CONTROL.search(name):
        what = "A member's name has letters that no name can have."
        return "W140", what, "Open it in Excel and save it again."
    if name.casefold() in names and not name.endswith("/"):
        return "W107", "Two members bear the same name.", DAMAGED
    if info.flag_bits & _ENCRYPTED:
        return (
            "W106",
            "A member is encrypted.",
            "Ask whoever sent it for a copy without a zip password.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return (
            "W108",
            "A member is compressed in a way that Excel does not use.",
            "Open it in Excel and save it again.",
        )
    if info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
        return "W105", "The file is damaged or cut short.", DAMAGED
    return None
