"""Formulas of conditional formats, moved to be seen from another cell."""

from __future__ import annotations

import re

from lacxl.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    Cell,
    column_letters,
    column_number,
)

_PIECES = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')"""  # texts and quoted sheet names stay as they are
    r"|(?<![\w.\\])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])"
)


def shifted(formula: str, seen_from: Cell, to: Cell) -> str:
    """Return the formula that means at `to` what this one means at `seen_from`.

    Relative references of single cells and areas move along, $ references stay. Like Excel it goes
    round at the sheet's edges: one up from row 1 is the last row.
    """
    rows, columns = to.row - seen_from.row, to.column - seen_from.column

    def move(found: re.Match[str]) -> str:
        literal, fixed_column, letters, fixed_row, digits = found.groups()
        if literal is not None:
            return str(literal)
        column, row = column_number(letters), int(digits)
        if column > MAX_COLUMN or row > MAX_ROW:
            return found[0]  # a name that looks like a cell, such as XFE2015
        if not fixed_column:
            column = (column - 1 + columns) % MAX_COLUMN + 1
        if not fixed_row:
            row = (row - 1 + rows) % MAX_ROW + 1
        return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"

    return _PIECES.sub(move, formula)


def separated(formula: str, separator: str) -> str:
    """Return the formula with the argument separator of this computer's regional settings."""
    if separator == ",":
        return formula
    return re.sub(
        r'("(?:[^"]|"")*")|,', lambda found: str(found[1]) if found[1] else separator, formula
    )
