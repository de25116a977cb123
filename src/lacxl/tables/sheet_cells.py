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
"""The largest area of a workbook's sheets: all of it is held, whether cells are filled or not."""
_OF_A_ROW = 8
"""A row takes as much room as so many cells, even if it has none."""
_MOST_MERGED = 100_000
"""So many merged cells of a sheet are reported."""
_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_AFTER_9999 = 2_958_466
_NO_LEAP_DAY = 60
"""Excel has a 29 February 1900, and no calendar: the days before it are one more."""
_FROM_1904 = 1462
_MILLISECOND = 1 / 86_400_000
"""Of a day: cells have no shorter times."""
_LONGEST_COLUMN = 3


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
    from 0. `texts` are the workbook's shared ones, `styles` what numbers are in each style, `room`
    is the largest area that it may have.
    """

    def __init__(
        self, texts: Sequence[str], styles: Sequence[NumberStyle], from_1904: bool, room: int
    ) -> None:
        self.rows: list[list[Cell]] = []
        self.odd: Mapping[tuple[Flaw, int], list[int]] = defaultdict(list)
        self.percentages: Mapping[int, list[int]] = defaultdict(list)
        self._texts, self._styles = texts, styles
        self._first_day = _FROM_1904 if from_1904 else 0
        self._row = self.widest = 0
        self._room, self._merged = room, _MOST_MERGED
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

    def area(self, rows: int) -> int:
        """Return how many cells take as much room as so many rows of the sheet's width."""
        return rows * (self.widest + _OF_A_ROW)

    def add_merged(self, element: Element) -> None:
        """Take an area of merged cells."""
        if area := _AREA.fullmatch(element.get("ref", "")):
            rows = range(int(area[2]), int(area[4]) + 1)
            for column in range(self._column(area[1]), self._column(area[3]) + 1):
                if not self._merged:
                    return
                self.odd[Flaw.MERGED, column].extend(rows[: self._merged])
                self._merged -= min(len(rows), self._merged)

    def _column(self, letters: str) -> int:
        if len(letters) > _LONGEST_COLUMN:
            raise Unreadable("its cells reach too far to the right and down")
        if letters not in self._columns:
            self._columns[letters] = column_number(letters) - 1
        return self._columns[letters]

    def _put(self, value: Cell, row: int, column: int) -> None:
        if not (0 < row <= len(self.rows) and 0 <= column < self.widest):
            self.widest = max(self.widest, column + 1)
            is_in_sheet = 0 < row <= MAX_ROW and 0 <= column < MAX_COLUMN
            if not is_in_sheet or self.area(max(row, len(self.rows))) > self._room:
                raise Unreadable("its cells reach too far to the right and down")
            self.rows += ([] for _ in range(row - len(self.rows)))
        cells = self.rows[row - 1]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value

    def _value(self, cell: Element, row: int, column: int) -> Cell:
        """Return what is in a cell, "" where that is nothing that can be read; note what is odd."""
        space, kind = cell.tag[:-1], cell.get("t", "n")
        found = cell.findtext(f"{space}v")
        written = found or ""
        if kind == "e":
            self.odd[Flaw.ERROR, column].append(row)
            return ""
        if cell.find(f"{space}f") is not None:
            is_worked = bool(written) or (kind == "str" and found is not None)  # "" is a result
            self.odd[Flaw.FORMULA if is_worked else Flaw.UNWORKED, column].append(row)
        if kind == "s":
            return self._texts[int(written)] if written else ""
        if kind == "inlineStr":
            return spelt(*cell)
        if not written or kind == "str":
            return _unescaped(written)
        if kind == "b":
            return cell_of(written.strip() in ("1", "true"))
        if kind == "d":
            return _moment(written)
        style = int(cell.get("s", 0))
        shown = self._styles[style] if 0 <= style < len(self._styles) else NumberStyle.NUMBER
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
            number = math.nan if "_" in written else float(written)
        except ValueError:
            number = math.nan
        if is_day and not 0 <= number < _DAY_AFTER_9999 - self._first_day - _MILLISECOND:
            return "", Flaw.NO_DATE
        if not math.isfinite(number):
            return "", Flaw.NO_VALUE
        if not is_day:
            return cell_of(number), Flaw.NONE
        time = dt.timedelta(milliseconds=round(number / _MILLISECOND))
        if shown is NumberStyle.DURATION:
            return cell_of(time), Flaw.NONE
        is_early = number < _NO_LEAP_DAY and not self._first_day
        day = dt.datetime(1899, 12, 30 + is_early) + time  # noqa: DTZ001 - a cell has no zone
        if is_early and number < 1:
            return cell_of(day.time()), Flaw.NONE
        return day + dt.timedelta(self._first_day), Flaw.NONE


def _moment(written: str) -> Cell:
    try:
        return cell_of(dt.datetime.fromisoformat(written)) if _DAY.fullmatch(written) else written
    except ValueError:  # no day of a calendar
        return written


def spelt(*elements: Element) -> str:
    """Return a text of one format or of several, without how it is spoken."""
    found = ((*each.findall("{*}t"), *each.findall("{*}r/{*}t")) for each in elements)
    return _unescaped("".join(part.text or "" for parts in found for part in parts))


def _unescaped(written: str) -> str:
    """Return a text trimmed, its letters as ECMA-376 part 1, 22.9.2.19 has them."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), written)
    if _SURROGATE.search(text):  # two of them are one letter, one is none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.strip(AROUND)
