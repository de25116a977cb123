"""Addresses in the macros of a workbook, which nobody can make follow: they are told."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_number
from lacxl.workbook.insertion import Axis, Insertion

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _SMALL = 0xFFFFFFFA, 4096
_MODULE = re.compile(r'^Attribute VB_Name = "([^"\r\n]*)"', re.MULTILINE)
_COMMENT = re.compile(r"""^((?:[^"'\r\n]|"[^"\r\n]*")*)'.*$""", re.MULTILINE)
_TEXT = re.compile(
    r'["\[]\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?["\]]',
    re.IGNORECASE,
)
_COLUMNS = re.compile(r'"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})"|\bColumns\(\s*"?(\w{1,5})"?\s*\)', re.I)
_ROWS = re.compile(r'"\$?(\d{1,7}):\$?(\d{1,7})"|\bRows\(\s*"?(\d{1,7})"?\s*\)', re.I)
_CELLS = re.compile(r"\bCells\(\s*(\d{1,7})\s*,\s*(?:(\d{1,5})|\"([A-Z]{1,3})\")\s*\)", re.I)


def addresses(project: bytes, insertion: Insertion) -> Iterator[tuple[str, str]]:
    """Yield module and text of each address in a VBA project that the insertion would change.

    On which sheet it is meant cannot be told. A project that cannot be read has none.
    """
    try:
        streams = list(_streams(project))
    except (struct.error, IndexError, ValueError):
        return
    for stream in streams:
        for start in range(len(stream)):
            if stream[start] != 1 or stream[start + 2 : start + 3] not in _SIGNED:
                continue
            code = _decompressed(stream, start).decode("cp1252", "replace")
            named = _MODULE.match(code.lstrip("\r\n"))
            if named is not None:
                bare = _COMMENT.sub(r"\1", code)
                found = dict.fromkeys(
                    text
                    for text, ends in _named(bare, insertion.axis)
                    if insertion.span(*ends) != ends
                )
                yield from ((named[1], text) for text in found)
                break


_SIGNED = [bytes([high << 4 | low]) for high in (0x3, 0xB) for low in range(16)]


def _named(code: str, axis: Axis) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what looks like an address in VBA, and the rows or columns that it names."""
    rows = axis is Axis.ROWS
    for found in _TEXT.finditer(code):
        left, top, right, bottom = found.groups()
        ends = (top, bottom or top) if rows else (left, right or left)
        yield from _ends(found[0], ends, axis)
    for found in (_ROWS if rows else _COLUMNS).finditer(code):
        first, last, single = found.groups()
        yield from _ends(found[0], (single or first, single or last), axis)
    for found in _CELLS.finditer(code):
        one = found[1] if rows else found[2] or found[3]
        yield from _ends(found[0], (one, one), axis)


def _ends(text: str, ends: tuple[str, str], axis: Axis) -> Iterator[tuple[str, tuple[int, int]]]:
    last = MAX_ROW if axis is Axis.ROWS else MAX_COLUMN
    try:
        one, other = (int(e) if e.isdecimal() else _column(e) for e in ends)
    except ValueError:
        return
    if min(one, other) >= 1 and max(one, other) <= last:
        yield text, (min(one, other), max(one, other))


def _column(letters: str) -> int:
    if not letters.isalpha() or len(letters) > 3:
        raise ValueError("no column")
    return column_number(letters)


def _streams(content: bytes) -> Iterator[bytes]:
    """Yield the streams of a compound file ([MS-CFB])."""
    if content[:8] != _OLE:
        return
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    small = 1 << struct.unpack_from("<H", content, 32)[0]
    first, small_first = (struct.unpack_from("<I", content, at)[0] for at in (48, 60))

    def sector(number: int) -> bytes:
        return content[size * (number + 1) : size * (number + 2)]

    listed = [n for n in struct.unpack_from("<109I", content, 76) if n < _END]
    fat = [n for each in listed for n in struct.unpack(f"<{size // 4}I", sector(each))]

    def chained(number: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table)):
            if number >= _END:
                return
            yield number
            number = table[number]

    directory = b"".join(map(sector, chained(first, fat)))
    small_fat = [
        n
        for each in chained(small_first, fat)
        for n in struct.unpack(f"<{size // 4}I", sector(each))
    ]
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    root = b"".join(map(sector, chained(struct.unpack_from("<I", entries[0], 116)[0], fat)))
    for entry in entries:
        start, length = struct.unpack_from("<II", entry, 116)
        if entry[66] != 2 or not length:
            continue
        if length < _SMALL:
            pieces = (root[small * n : small * (n + 1)] for n in chained(start, small_fat))
        else:
            pieces = (sector(n) for n in chained(start, fat))
        yield b"".join(pieces)[:length]


def _decompressed(stream: bytes, start: int) -> bytes:
    """Return what is compressed from here on, as far as it is that ([MS-OVBA] 2.4.1)."""
    found = bytearray()
    at = start + 1
    while at + 2 < len(stream):
        (header,) = struct.unpack_from("<H", stream, at)
        if header >> 12 & 7 != 3:
            break
        end, chunk = min(at + (header & 0xFFF) + 3, len(stream)), len(found)
        at += 2
        if not header >> 15:
            found += stream[at:end]
            at = end
        while at < end:
            flags = stream[at]
            at += 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    found.append(stream[at])
                    at += 1
                    continue
                if at + 1 >= end:
                    return bytes(found)
                (token,) = struct.unpack_from("<H", stream, at)
                at += 2
                bits = max((len(found) - chunk - 1).bit_length(), 4)
                back = (token >> 16 - bits) + 1
                if back > len(found):
                    return bytes(found)
                for _ in range((token & 0xFFFF >> bits) + 3):
                    found.append(found[-back])
    return bytes(found)
