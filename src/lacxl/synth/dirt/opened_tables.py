"""Extracts that were written before, opened as tables whose rows are numbered from the header."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import openpyxl

from lacxl.synth.writing.csv_file import british, iso, line
from lacxl.synth.writing.xlsx_file import Cell, write_workbook

Row = tuple[Cell, ...]


@dataclass
class OpenedTable:
    """A file or a sheet; `rows[0]` is the header, so a row's number is its index plus one."""

    layout: str
    path: Path
    sheet: str
    rows: list[list[Cell]]
    used: set[str] = field(default_factory=set)

    def column(self, name: str) -> int:
        """Return a column's index; a ValueError says that it is missing."""
        return self.rows[0].index(name)

    def has(self, *names: str) -> bool:
        """Whether all the columns are there."""
        return all(name in self.rows[0] for name in names)

    def text(self, row: int, name: str) -> str:
        """Return a cell as text."""
        value = self.rows[row][self.column(name)]
        return "" if value is None else str(value)

    def day(self, row: int, name: str) -> dt.date | None:
        """Return a cell's day, None for a blank."""
        return as_day(self.rows[row][self.column(name)])

    def put(self, row: int, name: str, value: Cell) -> None:
        """Change a cell; days are written as the layout writes them."""
        if isinstance(value, dt.date) and self.layout != "annex_a":
            value = iso(value) if self.layout == "ssd" else british(value)
        self.rows[row][self.column(name)] = value

    def add(self, row: list[Cell]) -> int:
        """Add a row at the end and return its index."""
        self.rows.append(list(row))
        return len(self.rows) - 1


def as_day(value: Cell) -> dt.date | None:
    """Return the day that a cell holds, None for a blank."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if value is None or value == "":
        return None
    text = str(value)
    if "/" in text:
        day, month, year = text.split("/")
        return dt.date(int(year), int(month), int(day))
    return dt.date.fromisoformat(text)


def read_csv(layout: str, path: Path) -> tuple[list[OpenedTable], Callable[[], None]]:
    """Open a CSV file; the function saves it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(file)]
    table = OpenedTable(layout, path, "", rows)

    def save() -> None:
        lines = [line("" if cell is None else str(cell) for cell in row) for row in table.rows]
        path.write_text("".join(lines), encoding="utf-8", newline="")

    return [table], save


def read_workbook(layout: str, path: Path) -> tuple[list[OpenedTable], Callable[[], None]]:
    """Open a workbook, a table a sheet; the function saves it."""
    book = openpyxl.load_workbook(path, read_only=True)
    tables = []
    for sheet in book:
        rows = [list(cast("Row", row)) for row in sheet.iter_rows(values_only=True)]
        tables.append(OpenedTable(layout, path, sheet.title, rows))
    book.close()

    def save() -> None:
        write_workbook(path, {table.sheet: table.rows for table in tables})

    return tables, save
