"""The same month through both engines gives the same workbook, cell by cell.

The engine for open workbooks runs on LibreOffice Calc here. What may differ through Calc alone is
named in libreoffice.QUIRKS (formula results), and nothing else may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import months
import pytest
from bench import Bench, ExcelBench
from months import Work

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula, Snapshot

WORKS = [months.first_month, months.next_month, months.issue]


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield in words each difference between two files within the surveyed windows."""
    with PackageWorkbook(one) as first, PackageWorkbook(other) as second:
        ours, theirs = first.survey(), second.survey()
        assert [s.name for s in ours.sheets] == [s.name for s in theirs.sheets]
        yield from _sheets(ours, theirs)
        for sheet in ours.sheets:
            cells = _window(ours, theirs, sheet.name)
            looks = first.looks(sheet.name, cells), second.looks(sheet.name, cells)
            for cell in cells:
                if looks[0][cell] != looks[1][cell]:
                    yield f"{sheet.name}!{cell}: {looks[0][cell]} and {looks[1][cell]}"


def _window(ours: Snapshot, theirs: Snapshot, sheet: str) -> list[Cell]:
    """Return every cell of the rectangle that holds all values, and a margin around it."""
    filled = [*ours.sheet(sheet).values, *theirs.sheet(sheet).values]
    bottom = min(max((c.row for c in filled), default=1) + 5, WINDOW_ROWS)
    right = min(max((c.column for c in filled), default=1) + 5, WINDOW_COLUMNS)
    return [Cell(row, column) for row in range(1, bottom + 1) for column in range(1, right + 1)]


def _sheets(ours: Snapshot, theirs: Snapshot) -> Iterator[str]:
    for one in ours.sheets:
        other = theirs.sheet(one.name)
        for cell in sorted({*one.values, *other.values}):
            if not _alike(one.values.get(cell), other.values.get(cell)):
                values = one.values.get(cell), other.values.get(cell)
                yield f"{one.name}!{cell}: {values[0]!r} and {values[1]!r}"
        for what in ("rules", "protection", "visible", "complete"):
            if getattr(one, what) != getattr(other, what):
                yield f"{one.name}, {what}: {getattr(one, what)} and {getattr(other, what)}"
        if set(one.merges) != set(other.merges):
            yield f"{one.name}: merges differ"


def _alike(one: CellValue, other: CellValue) -> bool:
    if isinstance(one, Formula) and isinstance(other, Formula):
        return one.text == other.text
    return same(one, other)


@pytest.mark.parametrize("of", WORKS)
def test_both_engines_make_the_same_workbook(
    headless: Bench, live: ExcelBench, tmp_path: Path, of: Callable[[Path], Work]
) -> None:
    work = of(tmp_path / "demo")
    headless.open(work.path)
    live.open(work.path)
    assert work.changes
    assert list(differences(headless.apply(work.changes), live.apply(work.changes))) == []


def test_a_difference_would_be_seen(headless: Bench, tmp_path: Path) -> None:
    work = months.first_month(tmp_path / "demo")
    headless.open(work.path)
    whole = headless.apply(work.changes)
    headless.open(work.path)
    less = type(work.changes)(work.changes.cells[1:], work.changes.rules)
    missing = work.changes.cells[0]
    found = list(differences(whole, headless.apply(less)))
    assert len(found) == 1
    assert f"{missing.sheet}!{missing.cell}" in found[0]
