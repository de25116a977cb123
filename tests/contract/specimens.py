"""Workbooks for the contract: small, and each thing that an engine must respect in one of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

PASSWORD = "issued"
FLAGS = {"format_cells": True, "sort": True, "objects": True}


def report(path: Path, *, date1904: bool = False) -> Path:
    """Write the main specimen.

    Report: values, formulas, formats, merges, other people's rules. Table: a table, an array
    formula. Kept: protected with a password and with flags. Lists: hidden. Secret: very hidden.
    """
    with xlsxwriter.Workbook(str(path), {"date_1904": date1904}) as book:
        _report(book)
        _table(book)
        _kept(book)
        hidden = book.add_worksheet("Lists")
        hidden.write_column("A1", ["Red", "Amber", "Green"])
        hidden.hide()
        secret = book.add_worksheet("Secret")
        secret.write("A1", 42)
        secret.very_hidden()
    return path


def window(path: Path) -> Path:
    """Write a window of three months under two bands, as a month rolls through it.

    Window: bands B1:C1 merged and D1; months in row 2; figures, each column with its own look and
    notes; a merge A9:D10 that stays. Guarded: the bands, protected with a password.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        band = book.add_format({"bold": True, "align": "center", "bg_color": "#DDEBF7"})
        sheet = book.add_worksheet("Window")
        sheet.merge_range("B1:C1", "2014/15", band)
        sheet.write("D1", "2015/16", band)
        heading = book.add_format({"num_format": "mmm-yy", "bottom": 2, "rotation": 90})
        for column, month in enumerate((2, 3, 4), 1):
            sheet.write_datetime(1, column, dt.datetime(2015, month, 1), heading)
        looks = [
            {"bg_color": "#FFEB9C", "num_format": "0.0%", "left": 1, "left_color": "#C00000"},
            {"italic": True, "font_color": "#1F4E79", "num_format": "0.00%", "text_wrap": True},
            {"bold": True, "locked": False, "num_format": "#,##0", "border": 1, "valign": "top"},
        ]
        for column, look in enumerate(map(book.add_format, looks), 1):
            for row in range(2, 6):
                sheet.write(row, column, row + column / 10, look)
        sheet.write_comment("C3", "was 94.8%", {"author": "Ann"})
        sheet.write_comment("D3", "provisional", {"author": "Bob", "visible": True, "width": 200})
        sheet.write_comment("B4", "late: 1 < 2\n& two lines", {"author": "Ann"})
        sheet.write("A3", "Children looked after")
        sheet.merge_range("A9:D10", "The narrative of the month", band)
        sheet.conditional_format("B3:D6", {"type": "cell", "criteria": ">", "value": 5})
        guarded = book.add_worksheet("Guarded")
        guarded.merge_range("B1:C1", "2014/15", band)
        guarded.write("B2", 470)
        guarded.write_comment("B2", "seen", {"author": "Ann"})
        guarded.protect(PASSWORD, dict(FLAGS))
        free = book.add_worksheet("Table")
        free.add_table("B2:C4", {"name": "Visits"})
    return path


def _report(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Report")
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
    rate = book.add_format({"num_format": "0.0%", "font_color": "#1F4E79", "italic": True})
    month = book.add_format({"num_format": "mmm-yy", "align": "center"})
    free = book.add_format({"num_format": "#,##0", "locked": False})
    other = book.add_format({"bg_color": "#FFEB9C"})
    sheet.set_column("H:H", 14, rate)
    sheet.set_row(19, 24, free)
    sheet.write_row("A1", ["NO.", "INDICATOR", "Apr-15", "May-15", "YTD"], bold)
    rows = [
        (1, "Children looked after", 463, 470),
        (2, "Placements out of area", 0.131, 0.127),
        (3, "Reviews in time", 0.953, 0.961),
    ]
    for row, (number, title, april, may) in enumerate(rows, 2):
        sheet.write(f"A{row}", number)
        sheet.write(f"B{row}", title, bold)
        sheet.write(f"C{row}", april, rate if april < 1 else free)
        sheet.write(f"D{row}", may, rate if may < 1 else free)
        sheet.write_formula(f"E{row}", f"=AVERAGE(C{row}:D{row})", rate, (april + may) / 2)
    sheet.write("A6", True)
    sheet.write_datetime("B6", dt.datetime(2015, 5, 31), month)
    sheet.write_formula("C6", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D6", '=B2&" (all)"', None, "Children looked after (all)")
    sheet.write_formula("E6", "=C2*2", None, 926)
    sheet.write_blank("F6", None, bold)
    sheet.merge_range("A8:D9", "The narrative of the month", bold)
    sheet.write_rich_string("A11", "in ", book.add_format({"bold": True}), "bold", " letters")
    sheet.conditional_format(
        "C2:D2", {"type": "cell", "criteria": ">", "value": 465, "format": other}
    )
    sheet.conditional_format(
        "A2:A4", {"type": "formula", "criteria": "=ISTEXT($A2)", "format": other}
    )
    sheet.conditional_format("C3:D4", {"type": "data_bar"})
    sheet.conditional_format("C3:D4", {"type": "3_color_scale"})
    sheet.data_validation("F2:F4", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
    sheet.write_comment("D2", "as counted on the last day")


def _table(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Table")
    sheet.add_table(
        "B2:D5",
        {
            "name": "Visits",
            "columns": [{"header": "Team"}, {"header": "Due"}, {"header": "Done"}],
            "data": [["North", 4, 4], ["South", 5, 3], ["West", 6, 6]],
        },
    )
    sheet.write_array_formula("F2:F4", "{=C3:C5-D3:D5}", None, 0)
    sheet.write("F3", 2)
    sheet.write("F4", 0)
    sheet.write_formula("G2", "=SUM(Visits[Done])", None, 13)


def _kept(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Kept")
    free = book.add_format({"locked": False})
    sheet.write("A1", "guarded")
    sheet.write("B1", "free", free)
    sheet.protect(PASSWORD, dict(FLAGS))
