"""A scorecard of two indicators, planted into any workbook, adopted and given its readings.

Real workbooks have no table that lacxl fills. With this one on a sheet of its own every other part
of theirs still goes through a fill, an issue and the place for the next month.
"""

from __future__ import annotations

from pathlib import Path

from lacxl.app.adopt.adopt import adopt
from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import FILE_NAME
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.new_sheet import NewSheet

MONTH = "2025-06"
_SHEET = "Scorecard"
_ROWS = (
    ("Scorecard 2025/26",),
    (),
    ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "Jun-25", "YTD", "RAG", "DOT"),
    ("Q1", "Number of visits", "High", 10, 4, 5),
    ("Q2", "Percentage of reviews on time", "High", 0.9, 0.8, 0.95),
)
_READINGS = f"""indicator,month,numerator,denominator,value,note
Q1,{MONTH},9,,,
Q2,{MONTH},9,10,,
"""
_ANSWERS = """[table]
"filled" = "Men - SA"
[percentages]
rest = "fractions"
[judged]
by = "month"
[kind]
rest = "flow"
[lights]
"red to green" = "Red, Amber, Green"
[arrows]
"up to down" = "↑ → ↓"
shows = "performance"
"""
_GROWS = f'\n[workbook.next_month]\n{_SHEET} = "grow"\n'
_UNCLEAR = "Category sales"
"""A table of a workbook of the corpus, of which no column can be told from the others."""


def plant(workbook: Path) -> None:
    """Put the scorecard into a workbook, which lies in a folder of its own, and settings beside."""
    _write(workbook)
    (workbook.parent / "lacxl-answers.toml").write_text(_ANSWERS, "utf-8")
    adopt(workbook)
    (workbook.parent / "readings.csv").write_text(_READINGS, "utf-8")
    settings = workbook.parent / FILE_NAME
    text = settings.read_text("utf-8")
    if _UNCLEAR in (workbook.parent / "lacxl-layout.toml").read_text("utf-8"):
        text = text.replace("[extracts]", 'leave_out = ["M01"]\n\n[extracts]')
    settings.write_text(text + _GROWS, "utf-8")


def _write(workbook: Path) -> None:
    """Add the sheet; one that takes none, as it is Strict, gets the table below what is there."""
    added = workbook.with_stem("added")
    written = workbook.with_stem("written")
    sheet, below = _SHEET, 0
    try:
        with PackageWorkbook(workbook) as book:
            book.add_sheet(NewSheet(_SHEET, (), {}, {}, Area(1, 1, 8, 10)), added)
    except Refused as fault:
        if fault.codes != ("W147",):
            raise
        workbook.rename(added)
        with PackageWorkbook(added) as book:
            fewest = min(book.survey().sheets, key=lambda each: len(each.values))
        sheet, below = fewest.name, 3 + max((cell.row for cell in fewest.values), default=0)
    changes = [
        CellChange(sheet, Cell(below + row, column), Swap(None, value))
        for row, values in enumerate(_ROWS, 1)
        for column, value in enumerate(values, 1)
    ]
    with PackageWorkbook(added) as book:
        book.write(ChangeSet(tuple(changes)), written)
    written.replace(workbook)
    added.unlink()
