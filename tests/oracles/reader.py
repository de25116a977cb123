"""What openpyxl reads out of a workbook: an independent reader, never a writer."""

from __future__ import annotations

import datetime as dt
import functools
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.workbook import Workbook

Place = tuple[int, int]
ReadValue = None | bool | int | float | str | dt.datetime | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class ReadStyle:
    """How a cell looks, in openpyxl's own words."""

    number_format: str
    locked: bool
    rest: str


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One worksheet: values as stored, formulas beside them, looks, and what else hangs on it."""

    values: Mapping[Place, ReadValue]
    formulas: Mapping[Place, str]
    styles: Mapping[Place, ReadStyle]
    merges: frozenset[str]
    rules: tuple[tuple[str, str, int | None], ...]
    visible: bool


def read(path: Path) -> Mapping[str, ReadSheet]:
    """Return every worksheet of the file by name, in tab order; the same file is read once."""
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int) -> Mapping[str, ReadSheet]:
    with opened(path) as formulas, opened(path, data_only=True) as values:
        return {
            sheet.title: ReadSheet(
                _values(values[sheet.title]),
                dict(_formulas(sheet)),
                _styles(sheet),
                frozenset(str(area) for area in sheet.merged_cells.ranges),
                tuple(_rules(sheet)),
                sheet.sheet_state == "visible",
            )
            for sheet in formulas.worksheets
        }


@contextmanager
def opened(path: Path, *, data_only: bool = False) -> Iterator[Workbook]:
    """Give openpyxl's workbook; what it warns that it cannot keep is of no concern to a reader."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=data_only, rich_text=False)
    with closing(book):
        yield book


def _cells(sheet: Any) -> list[Any]:
    return list(sheet._cells.values())


def _values(sheet: Any) -> dict[Place, ReadValue]:
    return {(c.row, c.column): c.value for c in _cells(sheet) if c.value is not None}


def _formulas(sheet: Any) -> Iterator[tuple[Place, str]]:
    for cell in _cells(sheet):
        if cell.data_type == "f":
            held = cell.value
            area = getattr(held, "ref", "") or ""
            text = held if isinstance(held, str) else getattr(held, "text", None) or repr(held.t)
            yield (cell.row, cell.column), f"{area}{text}"


def _styles(sheet: Any) -> dict[Place, ReadStyle]:
    known: dict[tuple[int, ...], ReadStyle] = {}
    found = {}
    for cell in _cells(sheet):
        if not hasattr(cell, "_style"):
            continue
        key = tuple(cell._style)
        if key not in known:
            known[key] = ReadStyle(
                cell.number_format,
                bool(cell.protection.locked),
                repr((cell.font, cell.fill, cell.border, cell.alignment, cell.protection.hidden)),
            )
        found[(cell.row, cell.column)] = known[key]
    return found


def _rules(sheet: Any) -> Iterator[tuple[str, str, int | None]]:
    """Give area, what the rule says, and priority of each conditional format."""
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            said = "|".join((str(rule.type), str(rule.operator), *map(str, rule.formula)))
            yield str(area.sqref), said, rule.priority
