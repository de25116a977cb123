"""A small workbook in the stand-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from libreoffice import ExcelSession

PASSWORD = "issued"


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with something of everything that the stand-in serves."""
    path = tmp_path_factory.mktemp("stand-in") / "specimen.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Report")
        free = book.add_format({"locked": False})
        month = book.add_format({"num_format": "mmm-yy"})
        sheet.write_row("A1", ["NO.", "INDICATOR", "May-15"])
        sheet.write_row("A2", [1, "Looked after", 463])
        sheet.write("C3", 7, free)
        sheet.write_datetime("A4", _moment(), month)
        sheet.write("B4", 12.5, book.add_format({"num_format": "£#,##0.00"}))
        sheet.write("C4", True)
        sheet.write_formula("A5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B5", '=SUM(C2:C3)&" in all"')
        sheet.write_formula("C5", "=C2*2")
        sheet.merge_range("A7:C8", "The narrative")
        sheet.write_array_formula("E1:E3", "{=C2:C4*2}")
        sheet.conditional_format("A2:C2", {"type": "data_bar"})
        red = book.add_format({"bg_color": "#FF0000", "bold": True})
        sheet.conditional_format("C2:C3", {"type": "formula", "criteria": "=$A2>C1", "format": red})
        sheet.conditional_format(
            "B2:B3", {"type": "cell", "criteria": ">", "value": 5, "format": red}
        )
        kept = book.add_worksheet("Kept")
        kept.write("A1", "guarded")
        kept.set_selection("B2:C3")
        kept.write("B1", "free", free)
        kept.protect(PASSWORD, {"sort": True, "format_cells": True, "objects": True})
        table = book.add_worksheet("Table")
        table.add_table("B2:C4", {"name": "Visits", "columns": [{"header": "T"}, {"header": "N"}]})
        book.add_worksheet("Hidden").hide()
        book.add_worksheet("Secret").very_hidden()
    return path


def _moment() -> Any:
    import datetime as dt

    return dt.datetime(2015, 5, 31)


@pytest.fixture
def excel(excel_app: ExcelSession) -> ExcelSession:
    """The stand-in."""
    return excel_app


@pytest.fixture
def book(excel: ExcelSession, specimen: Path) -> Any:
    """The small workbook, open: Excel's Workbook object."""
    excel.open(specimen)
    excel.calls.reset()
    return excel.com.active_book


@pytest.fixture
def report(book: Any) -> Any:
    """Its first sheet."""
    return book.Worksheets("Report")


@pytest.fixture
def copy_of(book: Any, tmp_path: Path) -> Callable[[], Path]:
    """Write a copy of the open workbook and return its path."""

    def write() -> Path:
        path = tmp_path / "copy.xlsx"
        book.SaveCopyAs(str(path))
        return path

    return write
