"""Rows and columns inserted and deleted. Run by Calc; what is kept beside it follows. MODELLED.

Conditional formats and validations grow where the place is among their cells, and not where they
end before it: whether Excel gives a new column those of the one before, as it gives it its formats,
is written down nowhere.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

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
    for cell, before, behind in _neighbours(sheet, box) if first else ():
        if before.Validation.Type != behind.Validation.Type:
            cell.Validation = behind.Validation


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


def paste_validations(source: Worksheet, of: Box, target: Worksheet, to: Box) -> None:
    """Give whole rows or columns the validations of others."""
    for line in range(to.rows if _is_rows(to) else to.columns):
        for here, there in zip(_cells(target, to, line), _cells(source, of, 0), strict=False):
            here.Validation = there.Validation


def _neighbours(sheet: Worksheet, box: Box) -> Iterator[tuple[Any, Any, Any]]:
    """Give each new cell with the one before and the one behind the new ones."""
    count = box.rows if _is_rows(box) else box.columns
    for line in range(count):
        yield from zip(
            _cells(sheet, box, line), _cells(sheet, box, -1), _cells(sheet, box, count), strict=True
        )


def _cells(sheet: Worksheet, box: Box, line: int) -> Iterator[Any]:
    """Give the cells of a row or column, counted from the first of the box, as far as used."""
    used = sheet.calc_used()
    if _is_rows(box):
        places = [(column, box.top + line) for column in range(used.right + 1)]
    else:
        places = [(box.left + line, row) for row in range(used.bottom + 1)]
    return (sheet.uno.getCellByPosition(*place) for place in places)


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
