"""What the bytes of a text tell before it is read, counted in pieces that fit a cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lacxl.files.plain import open_raw
from lacxl.tables.delimited_text import Buffer

_PIECE = 1 << 18
LINE_END = ord("\n")
_BLANK = ord(" ")
_ONE = ord("1")
_QUOTE = ord('"')


def read_letters(path: Path) -> tuple[memoryview, bool]:
    """Return a large file's bytes, and whether they are plain: ASCII without control characters.

    Each piece is looked at while it is still in the cache, and an array of this size gets large
    pages of memory, which cost less to be given.
    """
    with open_raw(path) as file:
        letters = np.empty(os.fstat(file.fileno()).st_size, np.uint8)
        room = letters.data
        at, plain = 0, True
        while at < len(room) and (count := file.readinto(room[at : at + _PIECE])):
            plain = plain and _is_plain(letters[at : at + count])
            at += count
        more = file.readall()  # of a file that is just growing
    if more:
        return memoryview(bytes(room[:at]) + more), False
    return room[:at], plain


def is_plain(content: bytes) -> bool:
    """Say whether there is nothing but ASCII, and no control characters that no text has."""
    return _is_plain(np.frombuffer(content, np.uint8))


def _is_plain(part: npt.NDArray[np.uint8]) -> bool:
    # it is enough to count: in most texts all letters below the blank are ends of lines,
    # and as signed numbers those above ASCII are below the blank, too
    below = np.count_nonzero(part.view(np.int8) < _BLANK)
    for letter in (LINE_END, *b"\r\t\f"):
        if not below:
            return True
        below -= np.count_nonzero(part == letter)
    return not below


def has_leading_zero(content: Buffer, start: int) -> bool:
    """Say whether a line begins with something that a whole number would lose."""
    if content[start : start + 1] in (b"0", b"+", b"-", b" ", b'"'):
        return True
    return any(
        ((part[:-1] == LINE_END) & (part[1:] < _ONE)).any() for part in _pieces(content, start)
    )


def has_stray_quote(content: Buffer, start: int, delimiter: str) -> bool:
    """Say whether a quotation mark stands elsewhere than around a cell, or doubled within one.

    Readers differ in what they make of that, and none says so.
    """
    letters = np.frombuffer(content, np.uint8, offset=start)
    fits = np.zeros(256, np.bool_)
    fits[[ord(delimiter), LINE_END, ord("\r"), _QUOTE]] = True
    inside = False
    for number, part in enumerate(_pieces(content, start)):
        places = np.flatnonzero(part[:_PIECE] == _QUOTE) + number * _PIECE
        opens, closes = places[int(inside) :: 2], places[int(not inside) :: 2]
        before = letters[opens[opens > 0] - 1]
        after = letters[closes[closes < len(letters) - 1] + 1]
        if not (fits[before].all() and fits[after].all()):
            return True
        inside ^= len(places) % 2 == 1
    return inside


def _pieces(content: Buffer, start: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the content in pieces that fit a processor's cache, each with one of the next."""
    letters = np.frombuffer(content, np.uint8)
    for at in range(start, len(letters), _PIECE):
        yield letters[at : at + _PIECE + 1]
