"""Small tables for the tests of the layout, and what is found in them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lacxl.catalogue import indicators, layouts
from lacxl.domain.errors import Refused
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.layout import Layout, Line, YearToDate, locate
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot
from unit.workbook.snapshots import DEMO, read

WORDS = layouts.shipped()
KNOWN = indicators.shipped()
PAGES = tuple(page.name for page in WORDS.pages)
SUMMARY = read(DEMO).sheet("Performance Summary")
MAR, APR, MAY = (Month(2015, n) for n in (3, 4, 5))
Y13, Y14, Y15 = map(FinancialYear, (2013, 2014, 2015))
HEAD = ["NO.", "INDICATOR", "TARGET", "GOOD PERF IS", "Mar-15", "Apr-15", "YTD", "DOT", "RAG"]
HEALTH = ("Health of LAC - Health Assessments", "Health of LAC - Dental Assessments")
PEP = "% LAC with a Personal Education Plan"
REVIEWS = "No. of LAC cases not reviewed within timescales"


def found(*sheets: SheetSnapshot, only: Sequence[str] = (), date1904: bool = False) -> Layout:
    """Locate, with the summary of the demo where none is given and only some of the pages."""
    if not any("INDICATOR" in map(str, s.values.values()) for s in sheets):
        sheets = (SUMMARY, *sheets)
    left_out = [name for name in PAGES if name not in only]
    return locate(Snapshot(sheets, date1904), WORDS, KNOWN, left_out)


def refusal(*sheets: SheetSnapshot, only: Sequence[str] = ()) -> dict[str, str]:
    """Return the codes of a refusal and where each points."""
    with pytest.raises(Refused) as caught:
        found(*sheets, only=only)
    assert all(f.what and f.todo for f in caught.value.findings)
    return {f.code: f.where for f in caught.value.findings}


def rows_of() -> list[list[CellValue]]:
    """The summary's rows as plain text, 7.5 in two rows that are not merged."""
    rows: list[list[CellValue]] = []
    for number, indicator in KNOWN.items():
        for at, _ in enumerate(indicator.figures):
            label = [number, indicator.title] if at == 0 else [None, None]
            rows.append([*label, None, "High", 1.0, None, None, None, None])
    return rows


def page(column: Line) -> tuple[str, ...]:
    """The cells of a column: months, years, years to date, benchmarks."""
    so_far = {k: p for k, p in column.at.items() if isinstance(k, YearToDate)}
    every = [column.months, column.years, so_far, column.benchmarks]
    return tuple(str(p.cell) for each in every for p in each.values())


def table(
    heads: Sequence[CellValue], labels: Sequence[CellValue], figures: CellValue = 0.5
) -> list[list[CellValue]]:
    return [[None, *heads], *([label, *[figures] * len(heads)] for label in labels)]


LABELS = ["Mar-15", "Apr-15", "May-15", "2014/15", "2015/16 YTD", "SN AVE"]


def columns(layout: Layout, indicator: str) -> list[tuple[str, ...]]:
    return [page(c) for c in layout.pages if c.indicator == indicator]
