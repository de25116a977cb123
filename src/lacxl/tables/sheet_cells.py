"""The cells of a sheet: their values out of its XML, and what is odd about them.

ECMA-376 part 1, 18.3.1: a cell has a type, a style and a value; a number is a date by its style.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final
from xml.etree.ElementTree import Element

from lacxl.tables.cell import AROUND, Cell, Flaw, cell_of
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_number

MOST_CELLS: Final = 60_000_000
"""The largest area of a sheet: all of it is held, whether cells are filled or not."""
_MOST_MERGED = 10_000, 200
"""Of merged cells so many rows and columns are reported."""
_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_AFTER_9999 = 2_958_466
_NO_LEAP_DAY = 60
"""Excel has a 29 February 1900, and no calendar: the days before it are one more."""
_FROM_1904 = 1462
_MILLISECONDS = 86_400_000


class Unreadable(Exception):  # noqa: N818 - it says what the workbook is
    """The workbook's parts cannot be read; the text says why, without anything of its cells."""


class NumberStyle(IntEnum):
    """What a number is by the style of its cell."""

    NUMBER = 0
    PERCENTAGE = 1
    DATE = 2
    DURATION = 3


class SheetCells:
    """A sheet, given row by row: `rows` has each row's cells up to the last that is filled, `odd`
    the numbers of rows by flaw and column, `percentages` by column. Rows count from 1, columns
    from 0. `texts` are the workbook's shared ones, `styles` what numbers are in each style.
    """

    def __init__(
        self, texts: Sequence[str], styles: Sequence[NumberStyle], from_1904: bool
    ) -> None:
        self.rows: list[list[Cell]] = []
        self.odd: Mapping[tuple[Flaw, int], list[int]] = defaultdict(list)
        self.percentages: Mapping[int, list[int]] = defaultdict(list)
        self._texts, self._styles = texts, styles
        self._first_day = _FROM_1904 if from_1904 else 0
        self._row = self._widest = 0
        self._columns: dict[str, int] = {}
        self._numbers: dict[tuple[str, NumberStyle], tuple[Cell, Flaw]] = {}

    def add_row(self, element: Element) -> None:
        """Take a row; raises Unreadable where a cell is so far out that no memory holds the area.

        What names no place follows the one before. Cells may come in any order.
        """
        self._row = row = int(element.get("r", self._row + 1))
        column = -1
        for cell in element:
            column += 1
            if reference := cell.get("r"):
                letters = reference.rstrip("0123456789")
                row = int(reference[len(letters) :])
                column = self._column(letters)
            if value := self._value(cell, row, column):
                self._put(value, row, column)

    def add_merged(self, element: Element) -> None:
        """Take an area of merged cells."""
        if area := _AREA.fullmatch(element.get("ref", "")):
            left, right = column_number(area[1]) - 1, column_number(area[3])
            top, bottom = int(area[2]), int(area[4]) + 1
            for column in range(left, right)[: _MOST_MERGED[1]]:
                self.odd[Flaw.MERGED, column].extend(range(top, bottom)[: _MOST_MERGED[0]])

    def _column(self, letters: str) -> int:
        if letters not in self._columns:
            self._columns[letters] = column_number(letters) - 1
        return self._columns[letters]

    def _put(self, value: Cell, row: int, column: int) -> None:
        if not (0 < row <= len(self.rows) and 0 <= column < self._widest):
            self._widest = max(self._widest, column + 1)
            is_in_sheet = 0 < row <= MAX_ROW and 0 <= column < MAX_COLUMN
            if not is_in_sheet or max(row, len(self.rows)) * self._widest > MOST_CELLS:
                raise Unreadable("its cells reach too far to the right and down")
            self.rows += ([] for _ in range(row - len(self.rows)))
        cells = self.rows[row - 1]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value

    def _value(self, cell: Element, row: int, column: int) -> Cell:
        """Return what is in a cell, "" where that is nothing that can be read; note what is odd."""
        space, kind = cell.tag[:-1], cell.get("t", "n")
        written = cell.findtext(f"{space}v") or ""
        if kind == "e":
            self.odd[Flaw.ERROR, column].append(row)
            return ""
        if cell.find(f"{space}f") is not None:
            self.odd[Flaw.FORMULA if written else Flaw.UNWORKED, column].append(row)
        if kind == "s":
            return self._texts[int(written)] if written else ""
        if kind == "inlineStr":
            return unescaped("".join(map(spelt, cell)))
        if not written or kind == "str":
            return unescaped(written)
        if kind == "b":
            return cell_of(written != "0")
        if kind == "d":
            return _moment(written)
        style = int(cell.get("s", 0))
        shown = self._styles[style] if style < len(self._styles) else NumberStyle.NUMBER
        if shown is NumberStyle.PERCENTAGE:
            self.percentages[column].append(row)
        if (written, shown) not in self._numbers:
            self._numbers[written, shown] = self._number(written, shown)
        value, flaw = self._numbers[written, shown]
        if flaw is not Flaw.NONE:
            self.odd[flaw, column].append(row)
        return value

    def _number(self, written: str, shown: NumberStyle) -> tuple[Cell, Flaw]:
        """Return a number as what it is shown as; Excel shows ##### for days that are none."""
        is_day = shown in (NumberStyle.DATE, NumberStyle.DURATION)
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if is_day and not 0 <= number < _DAY_AFTER_9999 - self._first_day:
            return "", Flaw.NO_DATE
        if not math.isfinite(number):
            return "", Flaw.NO_VALUE
        if not is_day:
            return cell_of(number), Flaw.NONE
        time = dt.timedelta(milliseconds=round(number * _MILLISECONDS))
        if shown is NumberStyle.DURATION:
            return cell_of(time), Flaw.NONE
        is_early = number < _NO_LEAP_DAY and not self._first_day
        day = dt.datetime(1899, 12, 30 + is_early) + time  # noqa: DTZ001 - a cell has no zone
        if is_early and number < 1:
            return cell_of(day.time()), Flaw.NONE
        return day + dt.timedelta(self._first_day), Flaw.NONE


def _moment(written: str) -> Cell:
    try:
        return cell_of(dt.datetime.fromisoformat(written))
    except ValueError:  # a time of day, or a duration
        return written


def spelt(element: Element) -> str:
    """Return a text of one format or of several, without how it is spoken."""
    parts = (*element.findall("{*}t"), *element.findall("{*}r/{*}t"))
    return "".join(part.text or "" for part in parts)


def unescaped(written: str) -> str:
    """Return a text trimmed, its letters as ECMA-376 part 1, 22.9.2.19 has them."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), written).strip(AROUND)
