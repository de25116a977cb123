"""One job in a process of its own: prints the seconds it took, imports and preparation aside."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.workbooks import SMALL, make_workbook

if TYPE_CHECKING:
    from lacxl.workbook.changes import ChangeSet

TEXT = "as read"
INSERTED = 4
"""The column before which one is inserted."""


def edited_rows(cells: int, columns: int = 20) -> tuple[int, ...]:
    """Return rows at the top, in the middle and at the end of a sheet of that many cells."""
    last = cells // columns
    return 2, max(last // 2, 3), max(last - 4, 4)


def edit(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Open the workbook with lacxl, write the edit as a new file, flush it to the disk."""
    from lacxl.engines.package import PackageWorkbook
    from lacxl.workbook.calculation import Calculation

    changes = changes_of(sheet, cells)
    begun = time.perf_counter()
    with PackageWorkbook(source) as book:
        book.write(changes, target, calculation=Calculation())
    return time.perf_counter() - begun


def edit_and_protect(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Do the edit and protect the sheet, so that every other cell of it is unlocked."""
    from dataclasses import replace

    from lacxl.engines.package import PackageWorkbook
    from lacxl.workbook.calculation import Calculation
    from lacxl.workbook.changes import ProtectionChange, Swap
    from lacxl.workbook.snapshot import OPEN_PROTECTION

    guarded = ProtectionChange(sheet, Swap(None, OPEN_PROTECTION))
    changes = replace(changes_of(sheet, cells), protection=(guarded,))
    begun = time.perf_counter()
    with PackageWorkbook(source) as book:
        book.write(changes, target, calculation=Calculation())
    return time.perf_counter() - begun


def read_back(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Write the edit, then time what compares the written file with the change set."""
    from lacxl.engines.package import PackageWorkbook, verify
    from lacxl.workbook.calculation import Calculation

    changes = changes_of(sheet, cells)
    with PackageWorkbook(source) as book:
        book.write(changes, target, calculation=Calculation())
    begun = time.perf_counter()
    verify(target, changes)
    return time.perf_counter() - begun


def calculate(source: Path, _target: Path, sheet: str, cells: int) -> float:
    """Open the workbook and work out what depends on the edit."""
    from lacxl.engines.package import PackageWorkbook

    changes = changes_of(sheet, cells)
    begun = time.perf_counter()
    with PackageWorkbook(source) as book:
        book.calculate(changes)
    return time.perf_counter() - begun


def survey(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Open the workbook with lacxl and read the window of every sheet."""
    del target, sheet, cells
    from lacxl.engines.package import PackageWorkbook

    begun = time.perf_counter()
    with PackageWorkbook(source) as book:
        book.survey()
    return time.perf_counter() - begun


def openpyxl_edit(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Load the workbook with openpyxl, do the same edit, save (nothing flushed to the disk)."""
    import openpyxl
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill, Protection

    top, middle, end = edited_rows(cells)
    begun = time.perf_counter()
    book = openpyxl.load_workbook(source)
    page = book[sheet]
    for row, number in ((top, 12.5), (middle, 71), (end, 94.75)):
        page.cell(row, 2).value = number
    page.cell(end, 5).value = TEXT
    page.cell(end, 2).protection = Protection(locked=False)
    red = PatternFill(bgColor="FFC7CE", fill_type="solid")
    rule = FormulaRule(["B2=71"], fill=red)  # type: ignore[no-untyped-call]
    page.conditional_formatting.add(f"B2:B{end}", rule)
    book.save(target)
    book.close()
    return time.perf_counter() - begun


def insert(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Insert a column with lacxl, every reference following, as a new file."""
    from lacxl.engines.package import PackageWorkbook
    from lacxl.workbook.insertion import Axis, Insertion

    begun = time.perf_counter()
    with PackageWorkbook(source) as book:
        book.insert(Insertion(sheet, Axis.COLUMNS, INSERTED), target)
    return time.perf_counter() - begun


def openpyxl_insert(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Insert a column with openpyxl, which follows no reference (nothing flushed to the disk)."""
    import openpyxl

    begun = time.perf_counter()
    book = openpyxl.load_workbook(source)
    book[sheet].insert_cols(INSERTED)
    book.save(target)
    return time.perf_counter() - begun


def raw_copy(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Copy the file as it is, and flush the copy to the disk."""
    del sheet, cells
    begun = time.perf_counter()
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - begun


def edit_again(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Do the edit once more, after one of a small workbook that has loaded the code."""
    return _again(edit, source, target, sheet, cells)


def raw_copy_again(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Copy the file after a small one, flushed as well."""
    return _again(raw_copy, source, target, sheet, cells)


def _again(
    job: Callable[[Path, Path, str, int], float],
    source: Path,
    target: Path,
    sheet: str,
    cells: int,
) -> float:
    small = target.with_name("small.xlsx")
    if not small.exists():
        make_workbook(small, cells)
    job(small, target, SMALL, cells)
    _clear(target)
    return job(source, target, sheet, cells)


def nothing(source: Path, target: Path, sheet: str, cells: int) -> float:
    """Load what `edit` loads and do nothing: the memory that is there before any workbook."""
    del source, target
    import lacxl.engines.package  # noqa: F401

    begun = time.perf_counter()
    changes_of(sheet, cells)
    return time.perf_counter() - begun


def changes_of(sheet: str, cells: int) -> ChangeSet:
    """Return the edit: three numbers, a text, a lock, and a conditional format."""
    from lacxl.workbook.address import Area, Cell
    from lacxl.workbook.changes import CellChange, ChangeSet, RulesChange, Swap
    from lacxl.workbook.conditional_formats import Look, text_rule

    top, middle, end = edited_rows(cells)
    return ChangeSet(
        (
            CellChange(sheet, Cell(top, 2), Swap(None, 12.5)),
            CellChange(sheet, Cell(middle, 2), Swap(None, 71.0)),
            CellChange(sheet, Cell(end, 2), Swap(None, 94.75), locked=Swap(True, False)),
            CellChange(sheet, Cell(end, 5), Swap(None, TEXT)),
        ),
        (RulesChange(sheet, Swap((), (text_rule(Area(2, 2, end, 2), "R", Look("FFC7CE")),))),),
    )


JOBS: dict[str, Callable[[Path, Path, str, int], float]] = {
    job.__name__: job
    for job in (
        edit,
        edit_again,
        edit_and_protect,
        insert,
        nothing,
        openpyxl_edit,
        openpyxl_insert,
        raw_copy,
        raw_copy_again,
        read_back,
        calculate,
        survey,
    )
}


def _clear(target: Path) -> None:
    """Remove an earlier target, and flush what was written before: else the job waits for it."""
    target.unlink(missing_ok=True)
    if hasattr(os, "sync"):
        os.sync()


def main(arguments: list[str]) -> None:
    """Run `NAME SOURCE TARGET [SHEET CELLS]`; an earlier target is removed first."""
    name, source, target, *rest = arguments
    sheet, cells = rest or (SMALL, "480")
    _clear(Path(target))
    print(JOBS[name](Path(source), Path(target), sheet, int(cells)))


if __name__ == "__main__":
    main(sys.argv[1:])
