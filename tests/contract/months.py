"""The monthly work as change sets: of the demo, and of made-up tables of any size."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from lacxl.app.case.gathering import gather
from lacxl.app.issue.issue import next_number
from lacxl.app.issue.issue_changes import changes_of_issue
from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH, write_demo
from lacxl.ledgers.register import anchor_now
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.snapshot import CellValue

TODAY = dt.date(2015, 6, 12)


@dataclass(frozen=True)
class Work:
    """A workbook file and what is to change in it."""

    path: Path
    changes: ChangeSet


def first_month(folder: Path) -> Work:
    """Return May 2015 on the demo as it ships: no rule of lacxl's is there yet."""
    settings = Settings.load(write_demo(folder))
    return Work(settings.workbook_path, refresh(settings, MONTH, dry_run=True).changes)


def next_month(folder: Path) -> Work:
    """Return May 2015 on a demo in which lacxl filled April: its rules are there."""
    settings = Settings.load(write_demo(folder))
    refresh(settings, MONTH - 1, reissue=True)  # April is issued as the demo comes
    changes = refresh(settings, MONTH, dry_run=True).changes
    assert not changes.rules, "the rules should be there already"
    return Work(settings.workbook_path, changes)


def issue(folder: Path) -> Work:
    """Return the issue of May 2015 on the filled demo: its locks, its cover, its protection."""
    settings = Settings.load(write_demo(folder))
    refresh(settings, MONTH)
    case = gather(settings, MONTH, today=TODAY, needs_reading=False)
    anchor = anchor_now(settings.register_path)
    changes = changes_of_issue(case, next_number(case), TODAY, anchor, guarded=False)
    return Work(settings.workbook_path, changes)


RATED = ("R", "A", "G")
SHEETS = ("Summary", "Visits", "Health", "Plans", "Adoptions")


def made_up(path: Path, months: int, rows: int, *, rules: bool) -> Work:
    """Write a report of so many months and rows, and return the work of its last month.

    Each sheet has headings between its rows, a column a month, year to date and a light.
    """
    cells: list[CellChange] = []
    ruled: list[RulesChange] = []
    with xlsxwriter.Workbook(str(path)) as book:
        free = book.add_format({"locked": False, "num_format": "0.0%"})
        for name in SHEETS:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Indicator", *(f"M{n}" for n in range(months)), "YTD", "RAG"])
            for row in range(1, rows + 1):
                sheet.write(row, 0, f"Indicator {row}")
                for month in range(1, months):
                    sheet.write(row, month, row / 8 + month, free)
                sheet.write_blank(row, months, None, free)
                sheet.write(row, months + 1, row / 4, free)
                sheet.write(row, months + 2, RATED[row % 3], free)
            sheet.protect("", {"format_cells": True})
            for row in range(1, rows + 1):
                cells += [
                    _change(name, row, months, None, row / 16),
                    _change(name, row, months + 1, row / 4, row / 5),
                    _change(name, row, months + 2, RATED[row % 3], RATED[(row + 1) % 3]),
                ]
            if rules:
                area = Area(2, months + 3, rows + 1, months + 3)
                made = tuple(text_rule(area, light, Look("FF0000", "FFFFFF", True))
                             for light in RATED)  # fmt: skip
                ruled.append(RulesChange(name, Swap((), made)))
    return Work(path, ChangeSet(tuple(cells), tuple(ruled)))


def _change(sheet: str, row: int, column: int, before: CellValue, after: CellValue) -> CellChange:
    return CellChange(sheet, Cell(row + 1, column + 1), Swap(before, after))
