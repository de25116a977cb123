"""Cells and areas as the judges read them (independent of lacxl's own)."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)")
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Box(NamedTuple):
    """A rectangle of cells, corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def holds(self, row: int, column: int) -> bool:
        """Say whether the cell lies within."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def place(text: str) -> tuple[int, int]:
    """Return row and column of B7; raises ValueError."""
    found = _CELL.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"{text!r} lies beyond the sheet")
    return row, column


def box(text: str) -> Box:
    """Return the rectangle of B7:C9 or B7; raises ValueError."""
    first, _, last = text.partition(":")
    top, left = place(first)
    bottom, right = place(last or first)
    if bottom < top or right < left:
        raise ValueError(f"{text!r} runs backwards")
    return Box(top, left, bottom, right)


def spelt(row: int, column: int) -> str:
    """Return B7 for row 7, column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
