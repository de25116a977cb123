"""A part of a sheet around a cell, as it shows, so that a person sees what a finding is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell, CellRef, column_letters
from lacxl.workbook.shown import shown

_ABOVE, _BELOW, _BEFORE, _AFTER = 4, 6, 3, 4


def around(workbook: Path, place: str) -> dict[str, Any]:
    """Return the rows and columns around a cell, each cell's text, and which cell is meant."""
    try:
        at = CellRef.parse(place)
    except ValueError as fault:
        raise UsageFault(error("U106", "This is not a cell.")) from fault
    rows = range(max(1, at.cell.row - _ABOVE), at.cell.row + _BELOW + 1)
    columns = range(max(1, at.cell.column - _BEFORE), at.cell.column + _AFTER + 1)
    with PackageWorkbook(workbook, allow_signed=True) as book:
        values = book.survey(full=(at.sheet,)).sheet(at.sheet).values
        wanted = [Cell(row, column) for row in rows for column in columns]
        looks = book.looks(at.sheet, [cell for cell in wanted if cell in values])
    return {
        "sheet": at.sheet,
        "cell": str(at.cell),
        "columns": [column_letters(column) for column in columns],
        "rows": [
            {
                "row": row,
                "texts": [
                    shown(values[cell], looks[cell].number_format) if cell in values else ""
                    for cell in (Cell(row, column) for column in columns)
                ],
            }
            for row in rows
        ],
    }
