"""What the columns under one heading over several show, in a table in which time runs down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from lacxl.adopting.evidence import Series, unit_of
from lacxl.adopting.vocabulary import meaning_of, part_of
from lacxl.domain.finding import Finding, first_of, warning
from lacxl.domain.indicator import Unit
from lacxl.domain.reference import is_reference
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters, text_of
from lacxl.workbook.layout.own_columns import COUNTS, VALUE

THEME = "theme"
"""The heading over several columns says nothing of their figures: each is an indicator."""
_OTHER = "other"
_LONGEST_CODE = 12


def parts_under(grid: Grid, heads: Mapping[int, Cell]) -> tuple[dict[int, str], list[Finding]]:
    """Return what each column under a heading over several shows, and what cannot be told.

    `heads` are the columns, each with its own heading. A column is a part of the figure, `THEME`,
    or "" if it is not filled; one that no wider heading is over is not in the result.
    """
    groups = _groups(grid, heads)
    met = Counter(_word(grid, heads[c]) for columns in groups.values() for c in columns)
    found: dict[int, str] = {}
    unclear: list[Cell] = []
    for over, columns in groups.items():
        merged = grid.area(over).right > grid.area(over).left
        kinds = {c: _kind(grid, heads[c]) for c in columns}
        parts = _parts(kinds, text_of(grid.value(over)))
        if VALUE in parts.values() and not merged and parts.get(over.column) != VALUE:
            parts = {}  # a layout finds such a column under a merged heading alone
        if not parts:
            again = any(met[_word(grid, heads[c])] > 1 for c in columns)
            known = VALUE in kinds.values() or (merged and {*COUNTS} & {*kinds.values()})
            if again or known:
                unclear += [heads[c] for c in columns]
            else:
                parts = {c: THEME for c in columns if not merged or kinds[c] != _OTHER}
        found |= {c: parts.get(c, "") for c in columns}
    if not unclear:
        return found, []
    said = first_of(list(dict.fromkeys(text_of(grid.value(cell)) for cell in unclear)), 4)
    return found, [
        warning(
            "D215",
            "It cannot be told which column under each heading is the indicator's own figure: "
            f"there are {said}.",
            first_of([grid.place(cell) for cell in unclear], 4),
            "Merge the heading over its columns and head the column of the figure Actual, then run "
            "lacxl adopt again.",
        )
    ]


def _groups(grid: Grid, heads: Mapping[int, Cell]) -> dict[Cell, list[int]]:
    """Return the headings over several columns; one that is not merged goes up to the next."""
    found: dict[Cell, list[int]] = {}
    over: Cell | None = None
    for column, head in sorted(heads.items()):
        if head.row == 1 or column - 1 not in heads:
            over = None
        if head.row == 1:
            continue
        above = grid.area(Cell(head.row - 1, column)).first
        if text := text_of(grid.value(above)):
            code = grid.area(above).right == grid.area(above).left and is_code(text)
            over = None if above == head or code else above
        elif over is not None and (over.row != above.row or grid.area(over).right > over.column):
            over = None
        if over is not None:
            found.setdefault(over, []).append(column)
    return {over: columns for over, columns in found.items() if len(columns) > 1}


def _kind(grid: Grid, head: Cell) -> str | None:
    """Return whether a heading says figure, numerator, denominator or something else; None: no."""
    value = grid.value(head)
    part, meaning = part_of(value), meaning_of(value)
    for each in (part, meaning):
        if each in (VALUE, *COUNTS):
            return each
    return None if part is None and meaning is None else _OTHER


def _word(grid: Grid, head: Cell) -> str:
    return letters(grid.value(head)) or text_of(grid.value(head))


def _parts(kinds: Mapping[int, str | None], title: str) -> dict[int, str]:
    """Return the columns of the figure and of what it is worked out from; none if not sure."""
    said: Sequence[str | None] = list(kinds.values())
    counts = [each for each in said if each in COUNTS]
    if VALUE not in said and counts == [COUNTS[0]] and None not in said and is_its_number(title):
        return {c: VALUE for c, kind in kinds.items() if kind == COUNTS[0]}
    if said.count(VALUE) != 1:
        return {}
    shown = [VALUE, *COUNTS] if None not in said and len({*counts}) == len(counts) else [VALUE]
    return {c: kind for c, kind in kinds.items() if kind in shown}


def is_its_number(title: str) -> bool:
    """Say whether a column headed Number, alone, may hold the figure: not that of a percentage."""
    return unit_of(Series("", title)) is not Unit.PERCENTAGE


def is_code(text: str) -> bool:
    """Say whether a heading is the reference of an indicator."""
    return is_reference(text) and len(text) <= _LONGEST_CODE and any(c.isdigit() for c in text)
