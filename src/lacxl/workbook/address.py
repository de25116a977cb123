"""Cells and areas of a sheet, and their A1 spelling. Rows and columns count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

_BARE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


class Cell(NamedTuple):
    """One cell by row and column; sorts as a sheet is read."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    @classmethod
    def parse(cls, text: str) -> Cell:
        """Return the cell spelt as B7 or $B$7; raises ValueError for anything else."""
        found = _CELL.fullmatch(text)
        if not found:
            raise ValueError(f"'{text}' is not a cell")
        cell = cls(int(found[2]), column_number(found[1]))
        if cell.row > MAX_ROW or cell.column > MAX_COLUMN:
            raise ValueError(f"'{text}' is beyond the last row or column of a sheet")
        return cell


@dataclass(frozen=True, order=True, slots=True)
class CellRef:
    """A cell on a sheet."""

    sheet: str
    cell: Cell

    @classmethod
    def parse(cls, text: str) -> CellRef:
        """Return the cell spelt as Sheet!B7 or 'Its sheet'!B7; raises ValueError otherwise."""
        sheet, _, cell = text.rpartition("!")
        if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
            sheet = sheet[1:-1].replace("''", "'")
        if not sheet:
            raise ValueError(f"'{text}' is not a cell of a sheet")
        return cls(sheet, Cell.parse(cell))

    def __str__(self) -> str:
        name = self.sheet
        if not _BARE_NAME.fullmatch(name):
            name = "'" + name.replace("'", "''") + "'"
        return f"{name}!{self.cell}"


@dataclass(frozen=True, order=True, slots=True)
class Area:
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        if self.size == 1:
            return str(self.first)
        return f"{self.first}:{column_letters(self.right)}{self.bottom}"

    @classmethod
    def parse(cls, text: str) -> Area:
        """Return the area spelt as B7:C9 or B7; corners may come in any order."""
        one, _, other = text.partition(":")
        a, b = Cell.parse(one), Cell.parse(other or one)
        return cls(
            min(a.row, b.row), min(a.column, b.column), max(a.row, b.row), max(a.column, b.column)
        )

    @classmethod
    def of(cls, cell: Cell) -> Area:
        """Return the area that is this one cell."""
        return cls(cell.row, cell.column, cell.row, cell.column)

    @property
    def first(self) -> Cell:
        """The top left cell."""
        return Cell(self.top, self.left)

    @property
    def size(self) -> int:
        """How many cells it holds."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def meets(self, other: Area) -> bool:
        """Say whether both have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def __contains__(self, cell: object) -> bool:
        return (
            isinstance(cell, tuple)
            and self.top <= cell[0] <= self.bottom
            and self.left <= cell[1] <= self.right
        )


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column: 1 gives A, 28 gives AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """Return the number of a column: A gives 1, AB gives 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
