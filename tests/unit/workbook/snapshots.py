"""Snapshots for the tests of the layout: of a file through openpyxl, or typed as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot, Snapshot

TEMPLATES = Path(__file__).resolve().parents[3] / "xlsx_templates"
DEMO = TEMPLATES / "corporate-parenting-2015-05.xlsx"
BLANK = TEMPLATES / "corporate-parenting.xlsx"


@cache
def read(path: Path) -> Snapshot:
    """Return what openpyxl sees in a workbook: an engine of its own for the tests."""
    book = load_workbook(path)
    return Snapshot(
        tuple(
            SheetSnapshot(
                sheet.title,
                {
                    Cell(each.row, each.column): _value(each.value)
                    for row in sheet.iter_rows()
                    for each in row
                    if each.value is not None
                },
                tuple(Area.parse(str(area)) for area in sheet.merged_cells.ranges),
                visible=sheet.sheet_state == "visible",
            )
            for sheet in book.worksheets
        )
    )


def _value(value: Any) -> CellValue:
    if isinstance(value, str):
        return Formula(value[1:]) if value.startswith("=") else value
    if isinstance(value, bool | dt.datetime):
        return value
    return float(value)


def sheet(
    name: str, rows: Sequence[Sequence[CellValue]], merges: Sequence[str] = (), at: str = "A1"
) -> SheetSnapshot:
    """Return a sheet with the rows typed from the cell `at` on; None is an empty cell."""
    first = Cell.parse(at)
    return SheetSnapshot(
        name,
        {
            Cell(first.row + r, first.column + c): value
            for r, row in enumerate(rows)
            for c, value in enumerate(row)
            if value is not None
        },
        tuple(map(Area.parse, merges)),
    )
