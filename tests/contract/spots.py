"""Choosing, in a workbook that we have never seen, cells that an edit may change without effect."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl.formula import Tokenizer

from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import Formula, SheetSnapshot, Snapshot
from oracles.places import LAST_COLUMN, LAST_ROW, Box, box
from oracles.reader import opened, read

_WHOLE_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_FURTHEST = 390


@dataclass(frozen=True, slots=True)
class Spots:
    """Where to write on a sheet: `old` holds a number now, the others hold nothing."""

    sheet: str
    old: Cell | None
    beside: Cell
    below: Cell
    text: Cell
    lock: Cell


def choose(survey: Snapshot, path: Path) -> list[Spots]:
    """Return the spots of every sheet that has room for an edit, in tab order."""
    read_from = _references(survey, path)
    found = (_spots(sheet, read_from.get(sheet.name.lower(), [])) for sheet in survey.sheets)
    return [spots for spots in found if spots]


def _spots(sheet: SheetSnapshot, read_from: list[Box]) -> Spots | None:
    if (sheet.protection and sheet.protection.password) or not sheet.complete:
        return None

    def free(cell: Cell) -> bool:
        covered = any(cell in area and cell != area.first for area in sheet.merges)
        blocked = any(cell in area for area, _ in sheet.blocked)
        return not covered and not blocked and not any(b.holds(*cell) for b in read_from)

    filled = sorted(sheet.values)
    rows = [cell.row for cell in filled] or [1]
    right = max((cell.column for cell in filled), default=0) + 2
    numbers = (c for c in filled if _is_number(sheet.values[c]) and free(c))
    below = (
        Cell(row, column)
        for row in range(max(rows) + 2, _FURTHEST)
        for column in (1, 2, 3)
        if free(Cell(row, column))
    )
    beside = (Cell(row, right) for row in dict.fromkeys(rows) if free(Cell(row, right)))
    try:
        return Spots(
            sheet.name, next(numbers, None), next(beside), next(below), next(below), next(below)
        )
    except StopIteration:
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def plain_formula(survey: Snapshot) -> tuple[str, Cell] | None:
    """Return a formula that may be replaced by its value; None where there is none."""
    for sheet in survey.sheets:
        for cell, value in sheet.values.items():
            plain = isinstance(value, Formula) and not value.anchors and _is_number(value.cached)
            blocked = any(cell in area for area, _ in sheet.blocked)
            if plain and not blocked and sheet.protection is None:
                return sheet.name, cell
    return None


def _references(survey: Snapshot, path: Path) -> dict[str, list[Box]]:
    """Return, by sheet in small letters, the areas that some formula or name or table covers.

    openpyxl spells the members of shared formulas out, but does not read Strict files.
    """
    found: dict[str, list[Box]] = {}
    for sheet, text in _texts(survey, path):
        for named, area in _areas(text):
            found.setdefault((named or sheet).lower(), []).append(area)
    return found


def _texts(survey: Snapshot, path: Path) -> Iterator[tuple[str, str]]:
    for sheet in survey.sheets:
        for value in sheet.values.values():
            if isinstance(value, Formula):
                yield sheet.name, value.text
    yield from _texts_of_openpyxl(path)


@functools.cache
def _texts_of_openpyxl(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple(_read_texts(path))


def _read_texts(path: Path) -> Iterator[tuple[str, str]]:
    for name, sheet in read(path).items():
        yield from ((name, text.removeprefix("=")) for text in sheet.formulas.values())
    with opened(path, data_only=True) as book:
        names = [name.attr_text for name in book.defined_names.values()]
        yield from (("", text) for text in names if text)
        for worksheet in book.worksheets:
            yield from ((worksheet.title, table.ref) for table in worksheet.tables.values())


def _areas(formula: str) -> Iterable[tuple[str, Box]]:
    for token in Tokenizer(f"={formula}").items:
        if token.type != "OPERAND" or token.subtype != "RANGE":
            continue
        sheet, _, area = token.value.rpartition("!")
        found = _box(area.upper())
        if found:
            yield sheet.strip("'").replace("''", "'"), found


def _box(text: str) -> Box | None:
    columns, rows = _WHOLE_COLUMNS.fullmatch(text), _WHOLE_ROWS.fullmatch(text)
    if columns:
        return box(f"{columns[1]}1:{columns[2]}{LAST_ROW}")
    if rows:
        return Box(int(rows[1]), 1, int(rows[2]), LAST_COLUMN)
    try:
        return box(text)
    except ValueError:
        return None
