"""The report of May 2015 as a workbook, cell by cell as it was printed, its faults included."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

from xlsx_templates import build, cover, months, words
from xlsx_templates.figures import REPORT, Figures, report_until, value_of

from lacxl.catalogue import layouts
from lacxl.catalogue.indicators import shipped
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.layout import JudgedCells, Layout, Line, YearToDate, locate
from lacxl.workbook.snapshot import CellValue
from workbooks.cells import put

MAY = date(2015, 5, 1)
_ARROW_AND_LIGHT = {JudgedCells.ARROW: "dot", JudgedCells.LIGHT: "rag"}


def build_as_printed(path: Path) -> Path:
    """Build the workbook: what the summary, the pages and the narratives printed."""
    narratives = tomllib.loads((REPORT / "narratives.toml").read_text("utf-8"))
    issue = cover.Issue(month=MAY, status="Issue 1", created=date(2015, 7, 9))
    with patch.dict(words.NARRATIVES, {n: text.strip() for n, text in narratives.items()}):
        build.build(path, figures=_figures(), issue=issue)
    summary = _rows("summary.csv")
    values: dict[tuple[str, str], CellValue] = {}
    formats: dict[tuple[str, str], str] = {}
    for line, row in zip(layout_of(path).summary, summary, strict=True):
        for (sheet, cell), printed in _printed(line, row):
            value = value_of(printed)
            if value is not None:
                values[sheet, cell] = value
            if isinstance(value, int | float):
                formats[sheet, cell] = _format(printed)
    return put(path, values, formats)


def layout_of(path: Path) -> Layout:
    """Return the layout of a workbook."""
    with PackageWorkbook(path) as book:
        return locate(book.survey(), layouts.shipped(), shipped())


def _figures() -> Figures:
    """Return every figure of the tables, June's and the years to date's too."""
    until = report_until(date(2016, 3, 1))
    pages = dict(until.pages)
    files = {
        "Placements": "placements.csv",
        "Reviews & Visits": "reviews_visits.csv",
        "Health": "health.csv",
        "Personal Education Plans": "pep.csv",
    }
    for page, file in files.items():
        pages[page] = {row["period"].replace(" YTD", " YTD"): row for row in _rows(file)}
    return Figures(until.summary, pages)


def _printed(line: Line, row: dict[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    for when, place in line.at.items():
        heading = "ytd_2015_16" if isinstance(when, YearToDate) else str(when)
        heading = months.label(when.first_day) if hasattr(when, "first_day") else heading
        yield (place.sheet, str(place.cell)), row[heading]
    for which, heading in _ARROW_AND_LIGHT.items():
        place = line.judged[which]
        yield (place.sheet, str(place.cell)), row[heading]


def _format(printed: str) -> str:
    decimals = len(printed.rstrip("%").partition(".")[2])
    return "0" + ("." + "0" * decimals if decimals else "") + ("%" if printed.endswith("%") else "")


def _rows(name: str) -> list[dict[str, str]]:
    with (REPORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
