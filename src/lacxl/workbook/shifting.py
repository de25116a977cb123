"""Formulas respelt: as seen from another cell, or with another separator."""

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
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'"""  # texts and quoted sheet names stay as they are,
    # and so does what is in brackets: Visits[A1], Visits[[#This Row],[A1]], [1]Sheet1
    r"|\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])"
    r"|(?<![\w.\\])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])"
    r"|(?<![\w.\\])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!])"
    r"|(?<![\w.\\:$])(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})(?![\w.(!:])"
)


class _Beyond(Exception):  # noqa: N818 - a way out of a substitution, no fault
    """A reference left the sheet."""


def shifted(formula: str, seen_from: Cell, to: Cell) -> str:
    """Return the formula that means at `to` what this one means at `seen_from`.

    Relative references of single cells, areas, whole columns and whole rows move along, $
    references stay. Like the formulas of Excel's conditional formats it goes round at the sheet's
    edges: one up from row 1 is the last row.
    """
    return _moved(formula, seen_from, to, round_the_edge=True)


def shared_at(formula: str, first: Cell, cell: Cell) -> str | None:
    """Return what a formula shared from `first` says in another cell; None beyond the sheet."""
    try:
        return _moved(formula, first, cell, round_the_edge=False)
    except _Beyond:
        return None


def _moved(formula: str, seen_from: Cell, to: Cell, *, round_the_edge: bool) -> str:
    rows, columns = to.row - seen_from.row, to.column - seen_from.column

    def along(number: int, by: int, last: int, fixed: str) -> int:
        if fixed:
            return number
        if not round_the_edge and not 1 <= number + by <= last:
            raise _Beyond
        return (number - 1 + by) % last + 1

    def letters(text: str, fixed: str) -> str:
        return column_letters(along(column_number(text), columns, MAX_COLUMN, fixed))

    def move(found: re.Match[str]) -> str:
        literal, c, column, r, row, c1, left, c2, right, r1, top, r2, bottom = found.groups()
        if literal is not None:
            return str(literal)
        if column is not None:
            if column_number(column) > MAX_COLUMN or int(row) > MAX_ROW:
                return found[0]  # a name that looks like a cell, such as XFE2015
            return f"{c}{letters(column, c)}{r}{along(int(row), rows, MAX_ROW, r)}"
        if left is not None:
            if max(column_number(left), column_number(right)) > MAX_COLUMN:
                return found[0]
            return f"{c1}{letters(left, c1)}:{c2}{letters(right, c2)}"
        if max(int(top), int(bottom)) > MAX_ROW:
            return found[0]
        first, last = along(int(top), rows, MAX_ROW, r1), along(int(bottom), rows, MAX_ROW, r2)
        return f"{r1}{first}:{r2}{last}"

    return _PIECES.sub(move, formula)


def separated(formula: str, separator: str) -> str:
    """Return the formula with the argument separator of this computer's regional settings."""
    if separator == ",":
        return formula
    return re.sub(
        r'("(?:[^"]|"")*")|,', lambda found: str(found[1]) if found[1] else separator, formula
    )
