"""Changing a workbook's cells as a person would, through the engine, so that all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellValue

Put = Mapping[tuple[str, str], CellValue]
"""What to put where: by sheet and cell, such as ("Health", "C7")."""


def put(
    path: Path, values: Put, formats: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Path:
    """Put values and number formats into cells of the workbook."""
    with PackageWorkbook(path) as book:
        snapshot = book.survey()
        changes = []
        for sheet, at in dict.fromkeys((*values, *formats)):
            cell = Cell.parse(at)
            before = snapshot.sheet(sheet).values.get(cell)
            look = book.looks(sheet, [cell])[cell]
            changes.append(
                CellChange(
                    sheet,
                    cell,
                    Swap(before, values[sheet, at]) if (sheet, at) in values else None,
                    Swap(look.number_format, formats[sheet, at])
                    if (sheet, at) in formats
                    else None,
                )
            )
        target = path.with_name(f"{path.stem} put.xlsx")
        book.write(ChangeSet(tuple(changes)), target)
    target.replace(path)
    return path
