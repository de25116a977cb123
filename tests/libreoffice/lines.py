"""Rows and columns inserted and deleted. Run by Calc; what is kept beside it follows. MODELLED.

A conditional format grows where the place is among its cells, and not where they end before it:
whether Excel gives a new column the rules of the one before, as it gives it its formats, is written
down nowhere.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from libreoffice.addresses import COLUMNS, ROWS, Box, column_number, letters
from libreoffice.ooxml import tag

if TYPE_CHECKING:
    from libreoffice.sheet_state import SheetState
    from libreoffice.worksheet import Worksheet

_CELLS = re.compile(r"(?<![\w.!'\"])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])")
Ends = Callable[[int, int], tuple[int, int] | None]


def insert(sheet: Worksheet, box: Box) -> None:
    """Insert as many whole rows or columns as the box has, before it."""
    first, count = (box.top, box.rows) if _is_rows(box) else (box.left, box.columns)

    def ends(low: int, high: int) -> tuple[int, int]:
        return low + count * (low >= first), high + count * (high >= first)

    _lines(sheet, box).insertByIndex(first, count)
    _follow(sheet.state, ends, rows=_is_rows(box))


def delete(sheet: Worksheet, box: Box) -> None:
    """Delete the whole rows or columns of a box."""
    first, count = (box.top, box.rows) if _is_rows(box) else (box.left, box.columns)
    last = first + count - 1

    def ends(low: int, high: int) -> tuple[int, int] | None:
        if first <= low and high <= last:
            return None
        low = low - count if low > last else min(low, first)
        return low, high - count if high > last else min(high, first - 1)

    _lines(sheet, box).removeByIndex(first, count)
    _follow(sheet.state, ends, rows=_is_rows(box))


def is_whole(box: Box) -> bool:
    """Say whether a box is whole rows or whole columns."""
    return _is_rows(box) or box.rows == ROWS


def _is_rows(box: Box) -> bool:
    return box.columns == COLUMNS


def _lines(sheet: Worksheet, box: Box) -> object:
    return sheet.uno.Rows if _is_rows(box) else sheet.uno.Columns


def _follow(state: SheetState, ends: Ends, *, rows: bool) -> None:
    """Make what is kept of a sheet beside Calc follow."""

    def moved(box: Box) -> Box | None:
        found = ends(box.top, box.bottom) if rows else ends(box.left, box.right)
        if found is None:
            return None
        if rows:
            return Box(found[0], box.left, found[1], box.right)
        return Box(box.top, found[0], box.bottom, found[1])

    def kept(boxes: list[Box] | tuple[Box, ...]) -> list[Box]:
        return [box for each in boxes if (box := moved(each))]

    def reference(match: re.Match[str]) -> str:
        fixed_column, column, fixed_row, row = match.groups()
        place = int(row) - 1 if rows else column_number(column)
        found = ends(place, place)
        if found is None:
            return "#REF!"
        column = column if rows else letters(found[0])
        return f"{fixed_column}{column}{fixed_row}{found[0] + 1 if rows else row}"

    state.merges = [box for box in kept(state.merges) if box.count > 1]
    state.tables = [
        dataclasses.replace(table, box=box) for table in state.tables if (box := moved(table.box))
    ]
    state.constants = {
        (box.top, box.left): value
        for (row, column), value in state.constants.items()
        if (box := moved(Box(row, column, row, column)))
    }
    state.selected = tuple(kept(state.selected)) or (Box(0, 0, 0, 0),)
    for rule in list(state.rules.rules):
        rule.boxes = tuple(kept(rule.boxes))
        for formula in rule.element.iter(tag("formula")):
            formula.text = _CELLS.sub(reference, formula.text or "")
        if not rule.boxes:
            state.rules.rules.remove(rule)
