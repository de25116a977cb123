"""Faults planted into extracts that were written, and the list of what was planted where."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from lacxl.synth.dice import Dice
from lacxl.synth.dirt.opened_tables import OpenedTable, as_day, read_csv, read_workbook
from lacxl.synth.dirt.planters import (
    DEFAULT,
    HARMLESS,
    PLANTERS,
    DirtKind,
    TableToDirty,
    missing_column,
)
from lacxl.synth.dirt.shapes import ExtractShape, shape_of

__all__ = ["DEFAULT", "HARMLESS", "DirtKind", "Planted", "plant_dirt"]

_YEAR = re.compile(r"(\d{4})-\d{2}")
_LAYOUTS = ("ssda903", "annex_a", "ssd", "local")


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted fault: the header is row 1; `also` is a second row that has a part in it.

    `column` is empty where the whole row is meant. Harmless dirt should not be reported.
    """

    layout: str
    file: str
    sheet: str
    row: int
    column: str
    kind: DirtKind
    also: int | None = None

    @property
    def harmless(self) -> bool:
        """Whether it should go unnoticed."""
        return self.kind in HARMLESS


def plant_dirt(
    folder: Path, seed: int, kinds: Collection[DirtKind] = DEFAULT, each: int = 1
) -> tuple[Planted, ...]:
    """Plant `each` faults of every kind into every file below the folder that takes them.

    Layouts are known by the name of a folder: ssda903, annex_a, ssd or local. A child's rows of
    one file get one fault at most, so that no fault hides or causes another. Rows that are added
    come at the end. The same folder and seed give the same dirt.
    """
    found: list[Planted] = []
    for path in sorted(folder.rglob("*")):
        layout = _layout(folder, path)
        if not layout or path.suffix not in {".csv", ".xlsx"}:
            continue
        if path.suffix == ".csv" and shape_of(layout, path.name, "") is None:
            continue
        read = read_csv if path.suffix == ".csv" else read_workbook
        tables, save = read(layout, path)
        name = path.relative_to(folder).as_posix()
        dice = Dice(seed, crc32(name.encode()))
        planted = [
            one
            for table in tables
            if (shape := shape_of(layout, path.name, table.sheet)) is not None
            for one in _plant(table, shape, dice, kinds, each, name)
        ]
        if planted:
            save()
        found.extend(planted)
    return tuple(found)


def _layout(folder: Path, path: Path) -> str:
    parts = (folder.name, *path.relative_to(folder).parts[:-1])
    return next((part for part in reversed(parts) if part in _LAYOUTS), "")


def _plant(
    table: OpenedTable,
    shape: ExtractShape,
    dice: Dice,
    kinds: Collection[DirtKind],
    each: int,
    name: str,
) -> list[Planted]:
    if not table.has(*(one for one in (shape.child, shape.start, shape.end) if one)):
        return []
    year = _YEAR.fullmatch(table.path.parent.name)
    since = dt.date(int(year[1]), 4, 1) if year and shape.layout == "ssda903" else None
    ground = TableToDirty(table, shape, dice, _births(table, shape), since)
    found: list[Planted] = []
    for kind, plant in PLANTERS.items():
        if kind not in kinds:
            continue
        for _ in range(1 if plant is missing_column else each):
            result = plant(ground)
            if result is None:
                break
            row, column, also = result
            for one in (row, also):
                if one:
                    table.used.add(ground.child(one))
            second = None if also is None else also + 1
            found.append(Planted(shape.layout, name, table.sheet, row + 1, column, kind, second))
    return found


def _births(table: OpenedTable, shape: ExtractShape) -> Mapping[str, dt.date]:
    """Return when children were born: from the table itself, or from the file that says so."""
    file, child, born = shape.people
    if shape.born:
        file, child, born, tables = table.path.name, shape.child, shape.born, [table]
    elif file and (table.path.parent / file).is_file():
        tables, _ = read_csv(shape.layout, table.path.parent / file)
    else:
        return {}
    return {
        tables[0].text(row, child): day
        for row in range(1, len(tables[0].rows))
        if (day := as_day(tables[0].rows[row][tables[0].column(born)])) is not None
    }
