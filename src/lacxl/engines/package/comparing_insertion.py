"""Verifying an insertion: both files opened again, every cell must be where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.engines.package.book import PackageWorkbook
from lacxl.workbook.address import Area
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot

_TODO = "The old workbook is unchanged. Please report this with the code."
_WINDOW = Area(1, 1, WINDOW_ROWS, WINDOW_COLUMNS)


def verify_insertion(source: Path, target: Path, insertion: Insertion) -> None:
    """Raise Refused unless the file at target is the one at source with the insertion.

    Values, results of formulas and merged cells are compared as far as a survey sees them.
    """
    with (
        PackageWorkbook(source, allow_signed=True) as before,
        PackageWorkbook(target, allow_signed=True) as after,
    ):
        old, new = before.survey(), after.survey()
    if [sheet.name for sheet in old.sheets] != [sheet.name for sheet in new.sheets]:
        what = "The written file differs from what was wanted: its sheets."
        raise Refused([error("W135", what, target.name, _TODO)])
    faults = [
        fault
        for one, other in zip(old.sheets, new.sheets, strict=True)
        for fault in _faults(one, other, insertion)
    ]
    if faults:
        raise Refused(faults)


def _faults(old: SheetSnapshot, new: SheetSnapshot, insertion: Insertion) -> Iterator[Finding]:
    here = old.name.casefold() == insertion.sheet.casefold()
    for cell, value in old.values.items():
        moved = insertion.cell(cell) if here else cell
        if moved is None or moved not in _WINDOW:
            continue
        if _shown(value) != _shown(new.values.get(moved)):
            what = "The written file differs from what was wanted: value."
            yield error("W135", what, f"{new.name}!{moved}", _TODO)
    merges = {insertion.area(area) if here else area for area in old.merges}
    if merges != set(new.merges):
        what = "The written file differs from what was wanted: merged cells."
        yield error("W135", what, new.name, _TODO)
    if here:
        yield from _not_empty(new, insertion)


def _not_empty(new: SheetSnapshot, insertion: Insertion) -> Iterator[Finding]:
    """Yield what is in the new cells, which only a table's heading may be."""
    headings = [area for area, why in new.blocked if why.startswith("the header")]
    inserted = range(insertion.before, insertion.before + insertion.count)
    for cell, value in new.values.items():
        if insertion.axis.of(cell) not in inserted or value is None:
            continue
        if not any(cell in area for area in headings):
            what = "The written file differs from what was wanted: a new cell is not empty."
            yield error("W135", what, f"{new.name}!{cell}", _TODO)


def _shown(value: CellValue) -> tuple[bool, object]:
    if isinstance(value, Formula):
        return True, value.cached
    return False, value
