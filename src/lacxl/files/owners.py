"""Owner files: what Excel and LibreOffice leave beside a workbook that somebody has open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.files.plain import is_file, is_there, open_plain

_WIDE_AT = 55  # one byte of length, 54 bytes of name, then the length and the name in UTF-16


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a workbook open, as far as the owner file tells; `user` may be empty."""

    program: str
    user: str
    file: Path


def owner_of(workbook: Path) -> Owner | None:
    """Return who has the workbook open in Excel or LibreOffice, or None.

    An owner file that stayed behind after a crash looks the same: only a person can tell.
    """
    for path in _excel_files(workbook):
        if is_file(path):
            return Owner("Excel", _excel_user(path), path)
    path = workbook.with_name(f".~lock.{workbook.name}#")
    if is_file(path):
        return Owner("LibreOffice", _libreoffice_user(path), path)
    return None


def _excel_files(workbook: Path) -> list[Path]:
    """Return where the owner file may be: "~$" before the name, or over its first two letters.

    Excel puts it before the name; the other form is Word's for names of eight letters and
    more, and some programs use it for every document. It is not taken for this workbook's
    when it belongs to a neighbour.
    """
    files = [workbook.with_name(f"~${workbook.name}")]
    if len(workbook.stem) >= 8 and not is_there(workbook.with_name(workbook.name[2:])):
        files.append(workbook.with_name(f"~${workbook.name[2:]}"))
    return files


def _excel_user(path: Path) -> str:
    content = _head(path, 165)
    for at, width, encoding in ((_WIDE_AT, 2, "utf-16-le"), (0, 1, "cp1252")):
        if len(content) > at:
            start = at + width
            name = content[start : start + content[at] * width].decode(encoding, "ignore")
            if clean := _clean(name):
                return clean
    return ""


def _libreoffice_user(path: Path) -> str:
    """Return the full name, else the account, of a line "name,account,computer,time,profile"."""
    fields = _head(path, 4096).decode("utf-8", "replace").split(",")
    named = [_clean(field.replace("\\", "")) for field in fields[:2]]
    return next((name for name in named if name), "")


def _head(path: Path, size: int) -> bytes:
    try:
        with open_plain(path) as file:
            return file.read(size)
    except (OSError, Refused):
        return b""  # Excel on the same computer may let nobody read it


def _clean(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
