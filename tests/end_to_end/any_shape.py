"""Folders with a made-up workbook of any shape, adopted and filled, and its readings changed."""

from __future__ import annotations

import csv
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import openpyxl
from folders import Ran, run

from shapes import make
from shapes.filling import Cells, cells, fill
from shapes.months import after
from shapes.truth import Made

SEEDS = {
    "letters": (0, 3),
    "full_year": (0, 1),
    "blocks": (6, 3),
    "quarterly": (1, 2),
    "sheet_a_month": (0, 3),
    "early_help": (1, 3),
    "data_sheet": (1, 2),
}
EACH = [(shape, seed) for shape, seeds in SEEDS.items() for seed in seeds]
ISSUED = [(shape, seed) for shape, seed in EACH if shape != "data_sheet"]
"""Those whose dashboards have no formulas that only Excel or LibreOffice works out."""


@dataclass(frozen=True, slots=True)
class Council:
    """A folder with the workbook of a council, filled for a month."""

    made: Made
    folder: Path

    @property
    def workbook(self) -> Path:
        """The workbook."""
        return self.made.workbook

    @property
    def month(self) -> str:
        """The month that is filled."""
        return self.made.month

    @property
    def next(self) -> str:
        """The month that is filled next: in a quarterly workbook the next quarter's last."""
        return after(self.month, 3 if self.made.shape == "quarterly" else 1)

    def run(self, *arguments: str) -> Ran:
        """Run a command on the folder."""
        return run(self.folder, *arguments)

    def cells(self) -> Cells:
        """Return what every cell holds now."""
        return cells(self.workbook)

    def bytes(self) -> bytes:
        """Return the workbook's file."""
        return self.workbook.read_bytes()

    def one_more(self, *, only: str = "") -> str:
        """Count one case more in the month for the first indicator, or for the `only` one."""
        rows = self._rows()
        for row in rows:
            if row[1] != self.month or only not in ("", row[0]) or not row[2].isdigit():
                continue
            if not row[3] or int(row[2]) < int(row[3]):
                row[2] = str(int(row[2]) + 1)
                self._write(rows)
                return row[0]
        raise AssertionError("no reading of the month can be changed")

    def another_period(self) -> None:
        """Give readings of the month, or months, after the one that is filled: the same again."""
        rows = self._rows()
        last = [row for row in rows if row[1] == self.month]
        months = [after(self.month, by) for by in (1, 2, 3)]
        new = [month for month in months if month <= self.next]
        self._write([*rows, *([row[0], month, *row[2:]] for month in new for row in last)])

    def locked(self) -> set[tuple[str, str, str]]:
        """Return sheet, row and column of the locked cells on protected sheets."""
        book = openpyxl.load_workbook(self.workbook)
        return {
            (sheet.title, str(cell.row), cell.column_letter)
            for sheet in book.worksheets
            if sheet.protection.sheet
            for row in sheet.iter_rows()
            for cell in row
            if cell.has_style and cell.protection.locked and hasattr(cell, "column_letter")
        }

    def _rows(self) -> list[list[str]]:
        with (self.folder / "readings.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    def _write(self, rows: list[list[str]]) -> None:
        with (self.folder / "readings.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def council(shape: str, seed: int, folder: Path) -> Council:
    """Make a workbook of the shape in the folder, adopt it, answer, and fill its month."""
    made = _filled(shape, seed)
    shutil.copytree(made.workbook.parent, folder, dirs_exist_ok=True)
    names = {"workbook": made.workbook.name, "readings": made.readings.name}
    return Council(replace(made, **{what: folder / name for what, name in names.items()}), folder)


@cache
def _filled(shape: str, seed: int) -> Made:
    """Return it in a folder that nobody changes: each test gets a copy."""
    made = make(shape, seed, Path(tempfile.mkdtemp()))
    filled = fill(made)
    assert filled.refreshed is not None
    assert not filled.wrong
    return made
