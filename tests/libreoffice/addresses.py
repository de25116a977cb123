"""Places on a sheet: boxes of rows and columns from 0, their A1 names, references in formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ROWS, COLUMNS = 1_048_576, 16_384

_CELL = r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_A1 = re.compile(
    rf"(?:{_CELL}(?::{_CELL})?|\$?([A-Za-z]{{1,3}}):\$?([A-Za-z]{{1,3}})|\$?(\d+):\$?(\d+))"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, rows and columns counted from 0, both ends within."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    @property
    def count(self) -> int:
        return self.rows * self.columns

    def meets(self, other: Box) -> Box | None:
        """Return what both have in common."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Box(top, left, bottom, right) if top <= bottom and left <= right else None

    def holds(self, other: Box) -> bool:
        """Say whether the other box lies wholly within this one."""
        return self.meets(other) == other

    def without(self, other: Box) -> Iterator[Box]:
        """Give the boxes that are left when the other one is cut out."""
        cut = self.meets(other)
        if cut is None:
            yield self
            return
        if self.top < cut.top:
            yield Box(self.top, self.left, cut.top - 1, self.right)
        if self.left < cut.left:
            yield Box(cut.top, self.left, cut.bottom, cut.left - 1)
        if cut.right < self.right:
            yield Box(cut.top, cut.right + 1, cut.bottom, self.right)
        if cut.bottom < self.bottom:
            yield Box(cut.bottom + 1, self.left, self.bottom, self.right)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Give row and column of each cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def name(self, *, absolute: bool = True) -> str:
        """Return the A1 name, such as `$A$1:$B$2`, `$A:$B` or `$1:$2`."""
        mark = "$" if absolute else ""
        if self.rows == ROWS and self.columns < COLUMNS:
            return f"{mark}{letters(self.left)}:{mark}{letters(self.right)}"
        if self.columns == COLUMNS:
            return f"{mark}{self.top + 1}:{mark}{self.bottom + 1}"
        first = f"{mark}{letters(self.left)}{mark}{self.top + 1}"
        if self.count == 1:
            return first
        return f"{first}:{mark}{letters(self.right)}{mark}{self.bottom + 1}"


WHOLE_SHEET = Box(0, 0, ROWS - 1, COLUMNS - 1)


def letters(column: int) -> str:
    """Return a column's letters: A for 0."""
    name, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(65 + last) + name
    return name


def column_number(name: str) -> int:
    """Return a column's number from 0: 0 for A."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def parse_box(text: str) -> Box | None:
    """Return the box that an A1 name means, None where it is none."""
    match = _A1.fullmatch(text.strip())
    if match is None:
        return None
    left, top, right, bottom, from_column, to_column, from_row, to_row = match.groups()
    if left:
        ends = (int(top) - 1, column_number(left), int(bottom or top) - 1)
        box = _box(*ends, column_number(right or left))
    elif from_column:
        box = _box(0, column_number(from_column), ROWS - 1, column_number(to_column))
    else:
        box = _box(int(from_row) - 1, 0, int(to_row) - 1, COLUMNS - 1)
    return box if WHOLE_SHEET.holds(box) else None


def _box(top: int, left: int, bottom: int, right: int) -> Box:
    return Box(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def parse_boxes(text: str) -> tuple[Box, ...] | None:
    """Return the boxes of a name with several areas, separated by commas or blanks."""
    found = [parse_box(part) for part in re.split(r"[,\s]+", text.strip()) if part]
    boxes = tuple(box for box in found if box is not None)
    return boxes if boxes and len(boxes) == len(found) else None


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of them."""
    every = tuple(boxes)
    return Box(
        min(b.top for b in every),
        min(b.left for b in every),
        max(b.bottom for b in every),
        max(b.right for b in every),
    )


_TOKENS = re.compile(
    r"""
    "(?:[^"]|"")*"                       # a text
  | '(?:[^']|'')*'!?                     # a quoted sheet
  | [A-Za-z_\\][\w.\\]*(?:\[[^\]]*\])+   # a table's column
  | (?<![\w.$])(?:
      \$?[A-Za-z]{1,3}\$?[0-9]{1,7}      # a cell
    | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}  # whole columns
    | \$?[0-9]{1,7}:\$?[0-9]{1,7}        # whole rows
    )(?![\w.(!])
    """,
    re.VERBOSE,
)
_PART = re.compile(r"(\$?)([A-Za-z]{1,3}(?=[:$\d]|$))|(\$?)(\d+)")


def moved(formula: str, rows: int, columns: int) -> str:
    """Return the formula with its relative references moved, round the sheet's edge if need be.

    That is what Excel makes of a conditional format's formula elsewhere: a reference that goes
    beyond the first row comes in again from the last one.
    """

    def move(match: re.Match[str]) -> str:
        token = match.group()
        if token[0] in "\"'" or "[" in token or not _on_a_sheet(token):
            return token
        return _PART.sub(lambda part: _moved_part(part, rows, columns), token)

    return _TOKENS.sub(move, formula)


def _on_a_sheet(token: str) -> bool:
    return ":" in token or parse_box(token) is not None


def _moved_part(part: re.Match[str], rows: int, columns: int) -> str:
    fixed_column, column, fixed_row, row = part.groups()
    if column:
        if fixed_column:
            return part.group()
        return letters((column_number(column) + columns) % COLUMNS)
    return part.group() if fixed_row else str((int(row) - 1 + rows) % ROWS + 1)
