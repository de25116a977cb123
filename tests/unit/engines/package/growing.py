"""A workbook that grows by a column a month, with everything that can name its months."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from lacxl.engines.package import PackageWorkbook
from lacxl.engines.package.comparing_insertion import verify_insertion
from lacxl.workbook.insertion import Axis, Inserted, Insertion

MONTHS = ("Apr", "May", "Jun")


def growing(path: Path) -> Path:
    """Write it: months in B to D, their total in E, a table, a chart and much else beside."""
    with xlsxwriter.Workbook(path) as book:
        sheet, summary = book.add_worksheet("Year"), book.add_worksheet("Summary")
        look = book.add_format({"num_format": "0.0%", "bg_color": "#DDEEFF"})
        wide = book.add_format({"bold": True})
        sheet.set_column(1, 3, 12, wide)
        sheet.set_column(4, 4, 20)
        sheet.write_row(0, 1, MONTHS)
        sheet.write(0, 4, "Total")
        for row in range(1, 6):
            sheet.write(row, 0, f"Indicator {row}")
            for column in range(1, 4):
                sheet.write_number(row, column, row + column / 10, look)
            sheet.write_formula(row, 4, f"=SUM(B{row + 1}:D{row + 1})", None, 3 * row + 0.6)
        for column in range(1, 4):
            letter = "ABCD"[column]
            sheet.write_formula(6, column, f"=SUM($B2:{letter}2)")
        sheet.add_table(
            9,
            0,
            12,
            3,
            {"name": "Visits", "columns": [{"header": h} for h in ("What", *MONTHS)]},
        )
        sheet.merge_range(14, 1, 14, 4, "a year")
        sheet.conditional_format(1, 1, 5, 3, {"type": "cell", "criteria": ">", "value": "$E$2"})
        sheet.data_validation(1, 1, 5, 3, {"validate": "list", "source": "=Summary!$B$1:$B$3"})
        sheet.add_sparkline(1, 5, {"range": "Year!B2:D2"})
        sheet.write_comment(1, 4, "the sum")
        sheet.write_url(7, 4, "internal:'Year'!E3", string="see")
        sheet.freeze_panes(1, 1)
        sheet.set_v_pagebreaks([2, 4])
        sheet.print_area(0, 0, 14, 3)
        sheet.repeat_columns(0, 3)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Year!$B$2:$D$2", "categories": "=Year!$B$1:$D$1"})
        sheet.insert_chart(16, 5, chart)
        book.define_name("Months", "=Year!$B$1:$D$1")
        book.define_name("Last", "=OFFSET(Year!$A$2,0,COUNT(Year!$B$2:$E$2))")
        summary.write_formula("A1", "=Year!E2+SUM(Year!B3:D3)")
        summary.write_formula("A2", '=INDIRECT("Year!E2")')
        summary.write_formula("A3", "=VLOOKUP(1,Year!A2:E6,5,0)")
        summary.conditional_format(
            "A1:A3", {"type": "formula", "criteria": "=Year!$E$2>1", "format": look}
        )
    return path


def inserted(source: Path, target: Path, insertion: Insertion) -> Inserted:
    """Insert, and look whether it is what was wanted."""
    with PackageWorkbook(source) as book:
        found = book.insert(insertion, target)
    verify_insertion(source, target, insertion)
    return found


def part(path: Path, name: str) -> str:
    """Return a part as text."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def with_sheet(path: Path, source: Path, rows: str, *, before: str = "", after: str = "") -> Path:
    """Copy a workbook with other rows on its first sheet, and other surroundings."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    return with_parts(path, source, {"xl/worksheets/sheet1.xml": sheet})


def with_parts(path: Path, source: Path, parts: Mapping[str, str]) -> Path:
    """Copy a workbook with other contents of parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = parts.get(info.filename)
            new.writestr(info.filename, old.read(info) if content is None else content)
    return path


def columns(before: int, count: int = 1, *, extend: bool = False) -> Insertion:
    """Columns on the first sheet."""
    return Insertion("Year", Axis.COLUMNS, before, count, extend)


def rows(before: int, count: int = 1, *, extend: bool = False) -> Insertion:
    """Rows on the first sheet."""
    return Insertion("Year", Axis.ROWS, before, count, extend)
