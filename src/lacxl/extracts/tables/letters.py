"""What the bytes of a text tell before it is read, counted in pieces that fit a cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

_PIECE = 1 << 18
LINE_END = ord("\n")
_BLANK = ord(" ")
_ONE = ord("1")


def has_control(content: bytes) -> bool:
    """Say whether there are control characters that no text has.

    Of most pieces it is enough to count: all letters below the blank are ends of lines.
    """
    for part in _pieces(content, more=0):
        below = np.count_nonzero(part < _BLANK) - np.count_nonzero(part == LINE_END)
        if below and ((part < 9) | (part == 11) | ((part - np.uint8(14)) < 18)).any():
            return True
    return False


def has_leading_zero(content: bytes, start: int) -> bool:
    """Say whether a line begins with something that a whole number would lose."""
    if content[start : start + 1] in (b"0", b"+", b"-", b" ", b'"'):
        return True
    return any(
        ((part[:-1] == LINE_END) & (part[1:] < _ONE)).any() for part in _pieces(content, start)
    )


def _pieces(content: bytes, start: int = 0, more: int = 1) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the content in pieces that fit a processor's cache, each with `more` of the next."""
    letters = np.frombuffer(content, np.uint8)
    for at in range(start, len(letters), _PIECE):
        yield letters[at : at + _PIECE + more]
