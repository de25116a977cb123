"""Columns and rows inserted in an open workbook: the same as the headless engine makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from bench import ExcelBench

from lacxl.engines.package import PackageWorkbook, grow, unlike
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.insertion import Axis, Insertion
from lacxl.workbook.snapshot import Formula

COLUMN = Insertion("Summary", Axis.COLUMNS, 5, extend=True)
PASSWORD = "issued"


@pytest.fixture(scope="session")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Months in columns B to D, what sums them up, and a page of months in rows 2 to 4."""
    path = tmp_path_factory.mktemp("growing") / "growing.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        rate = book.add_format({"num_format": "0.0%", "bg_color": "#FFEB9C", "locked": False})
        bold = book.add_format({"bold": True, "border": 1})
        sheet = book.add_worksheet("Summary")
        sheet.write_row("A1", ["Indicator", "Apr-15", "May-15", "Jun-15", "YTD", "Note"], bold)
        for row in (2, 3, 4):
            sheet.write(f"A{row}", f"Indicator {row}")
            for column in "BCD":
                sheet.write(f"{column}{row}", row / 10, rate)
            sheet.write_formula(f"E{row}", f"=SUM(B{row}:D{row})", bold)
            sheet.write(f"F{row}", "as counted")
        sheet.merge_range("A6:F7", "The narrative", bold)
        sheet.write_comment("E3", "so far")
    return path


def headless(source: Path, changes: ChangeSet, folder: Path) -> Path:
    """Return what the headless engine makes of it."""
    grown, target = folder / "grown.xlsx", folder / "wanted.xlsx"
    grow(source, changes.inserted, grown)
    with PackageWorkbook(grown) as book:
        book.write(changes.between, target)
    return target


def july(sheet: str = "Summary") -> ChangeSet:
    """Return what makes the place for July."""
    cells = {
        "E1": Swap(None, "Jul-15"),
        "E2": Swap(None, None),
        "F4": Swap(Formula("SUM(B4:E4)"), Formula("SUM(B4:E4)/2")),
    }
    return ChangeSet(
        tuple(CellChange(sheet, Cell.parse(cell), value) for cell, value in cells.items()),
        inserted=(COLUMN,),
    )


def differences(one: Path, other: Path) -> tuple[str, ...]:
    with PackageWorkbook(one) as first, PackageWorkbook(other) as second:
        return unlike(first, second, looks=True)


def test_a_column_is_inserted_as_in_a_file_and_deleted_again(
    live: ExcelBench, growing: Path, tmp_path: Path
) -> None:
    live.open(growing)
    before = live.saved()
    after = live.apply(july())
    assert differences(headless(before, july(), tmp_path), after) == ()
    values = live.survey().sheet("Summary").values
    assert values[Cell.parse("F2")].text == "SUM(B2:E2)"
    assert differences(before, live.apply(july().reverse())) == ()
