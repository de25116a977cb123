"""Reading the text of an extract whatever program wrote it, or refusing with what it is instead."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.files.os_errors import coded
from lacxl.files.plain import MOST_BYTES, read_plain

_SAVE_AGAIN = 'Export it again, or open it in Excel and save it as "CSV UTF-8 (comma delimited)".'

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"PAR1", "a Parquet table"),
    (b"MZ", "a program"),
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b|(?:\xef\xbb\xbf)?\s*<[A-Za-z][\w.:-]*[\s/>]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table)\b", re.I | re.S
)
_WIDE_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file's text without its byte order mark, line ends as they were.

    `guessed` is true where the bytes do not prove the encoding (cp1252, UTF-16 without mark).
    """

    text: str
    encoding: str
    guessed: bool = False


def read_text(path: Path, max_bytes: int = MOST_BYTES) -> DecodedText:
    """Return the text of a file in UTF-8, UTF-16, UTF-32 or Windows-1252.

    Raises Refused: F301 empty, F302 larger than `max_bytes`, F303 Excel workbook or zip,
    F304 old or password-protected workbook, F305 other content, F306 undecodable, F307 two
    encodings in one file, F308 cut off; F1nn where the disk does not give it.
    """
    return decode(_content(path, max_bytes), str(path))


def decode(content: bytes, where: str) -> DecodedText:
    """Return the text of a file's bytes; as `read_text`, `where` being shown in refusals."""
    if not content:
        raise _empty(where)
    _refuse_other_kinds(content, where)
    text = _decoded(content, where)
    if not text.text.replace("\ufeff", "").replace("\x1a", "").strip():
        raise _empty(where)
    if control := _CONTROL.search(text.text):
        line = text.text.count("\n", 0, control.start()) + 1
        raise _refuse_kind("binary data (it holds control characters)", f"{where}, line {line}")
    return text


def _content(path: Path, max_bytes: int) -> bytes:
    with coded(path, "reading the file"):
        return read_plain(path, max_bytes)


def _refuse_other_kinds(content: bytes, where: str) -> None:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = _kind_of_zip(content)
        raise refuse(
            "F303",
            f"the file is {kind}, whatever its name says; text (CSV) is needed here.",
            where,
            "Give it the right ending, or export it as CSV.",
        )
    if content.startswith(_OLE):
        raise refuse(
            "F304",
            "the file is an old Excel workbook (.xls) or one with a password to open it.",
            where,
            "Open it in Excel, take the password off, and save it as .xlsx or CSV UTF-8.",
        )
    for magic, kind in _MAGIC:
        if content.startswith(magic) and (magic != b"MZ" or b"\x00" in content[:256]):
            raise _refuse_kind(kind, where)
    if _WEB_PAGE.match(content[:4096]):
        raise _refuse_kind("a web page (perhaps a sign-in page saved under this name)", where)


def kind_of(begin: bytes) -> str:
    """Return what the first bytes of a file show it to be, "" where it may be text."""
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "a zip file"
    if begin.startswith(_OLE):
        return "an old Office file"
    for magic, kind in _MAGIC:
        if begin.startswith(magic) and (magic != b"MZ" or b"\x00" in begin[:256]):
            return kind
    if _WEB_PAGE.match(begin):
        return "a web page"
    return "XML" if _XML.match(begin) else ""


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return kind_of_zip(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "a damaged zip file"


def kind_of_zip(names: Collection[str]) -> str:
    """Return what a zip file is, by the names of its members."""
    for part, kind in (
        ("xl/workbook.xml", "an Excel workbook"),
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("word/document.xml", "a Word document"),
        ("content.xml", "a LibreOffice document"),
    ):
        if part in names:
            return kind
    return "a zip file"


def _decoded(content: bytes, where: str) -> DecodedText:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return DecodedText(_strict(content, encoding, where), encoding)
    if b"\x00" in content:
        return _without_bom(content, where)
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as fault:
        return _windows(content, fault, where)


def _strict(content: bytes, encoding: str, where: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        name = encoding.removesuffix("-sig").upper()
        if fault.end >= len(fault.object) and ("end" in fault.reason or "trunc" in fault.reason):
            raise _cut_off(where) from fault
        raise refuse(
            "F306",
            f"the file's first bytes say that it is {name}, but it is not.",
            where,
            _SAVE_AGAIN,
        ) from fault


def _without_bom(content: bytes, where: str) -> DecodedText:
    """Read UTF-16 without its mark: every other byte of western text is then NUL."""
    sample = content[:8192]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    for low, high, encoding in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        if high > 0.7 * half and low < 0.02 * half:
            return DecodedText(_strict(content, encoding, where), encoding, guessed=True)
    raise _refuse_kind("binary data (it holds NUL bytes)", where)


def _windows(content: bytes, fault: UnicodeDecodeError, where: str) -> DecodedText:
    wide = _WIDE_UTF8.search(content)
    if wide and fault.start >= len(content) - 3 and "end of data" in fault.reason:
        raise _cut_off(where) from fault
    if wide:
        lines = sorted(content.count(b"\n", 0, at) + 1 for at in (wide.start(), fault.start))
        raise refuse(
            "F307",
            f"the file mixes UTF-8 and Windows-1252 (compare lines {lines[0]} and {lines[1]}).",
            where,
            "It was put together from two files: export it again in one piece.",
        ) from fault
    try:
        return DecodedText(content.decode("cp1252"), "cp1252", guessed=True)
    except UnicodeDecodeError as other:
        line = content.count(b"\n", 0, other.start) + 1
        raise refuse(
            "F306",
            "the file is neither UTF-8, UTF-16 nor Windows-1252.",
            f"{where}, line {line}",
            _SAVE_AGAIN,
        ) from other


def _empty(where: str) -> Refused:
    return refuse(
        "F301",
        "the file is empty.",
        where,
        "Export it again; one with nothing to list still has its header row.",
    )


def _cut_off(where: str) -> Refused:
    return refuse(
        "F308",
        "the file ends in the middle of a character: it was cut off.",
        where,
        "Copy or export it again, and wait until it is complete.",
    )


def _refuse_kind(kind: str, where: str) -> Refused:
    return refuse("F305", f"the file seems to be {kind}, not text.", where, _SAVE_AGAIN)
