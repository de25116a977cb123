"""A sound workbook to damage: tables, formulas, merges, rules, protection, a hidden sheet."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import xlsxwriter

CHAIN = "xl/calcChain.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"

Parts = dict[str, bytes]


def build(path: Path) -> Path:
    """Write the workbook, with the calculation chain that XlsxWriter leaves out."""
    with xlsxwriter.Workbook(str(path)) as book:
        _report(book)
        notes = book.add_worksheet("Notes")
        notes.write("A1", "Nothing here")
        notes.write_url("A2", "https://example.org/")
        book.add_worksheet("Lists").hide()
        book.define_name("'Report'!Local", "=Report!$B$2")
    parts = read(path)
    _add_chain(parts)
    write(path, parts)
    return path


def _report(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Report")
    red = book.add_format({"bg_color": "#FF0000"})
    date = book.add_format({"num_format": "mmm-yy", "locked": False})
    sheet.write_row("A1", ["Month", "Children", "Reviews"])
    for row, (children, reviews) in enumerate([(463, 0.91), (470, 0.88), (455, 0.95)], 1):
        sheet.write_datetime(row, 0, dt.datetime(2015, 3 + row, 1), date)
        sheet.write_row(row, 1, [children, reviews])
    sheet.write_formula("B5", "=SUM(B2:B4)", None, 1388)
    sheet.write_formula("C5", "=AVERAGE(C2:C4)", None, 0.9133333333333333)
    sheet.write_boolean("D5", True)
    sheet.merge_range("A7:C7", "Narrative")
    sheet.merge_range("A8:C8", "More narrative")
    sheet.add_table(
        "E1:F4",
        {
            "name": "Visits",
            "columns": [{"header": "Team"}, {"header": "Visits"}],
            "data": [["North", 4], ["South", 5], ["West", 6]],
        },
    )
    sheet.conditional_format(
        "B2:B4", {"type": "cell", "criteria": ">", "value": 460, "format": red}
    )
    sheet.conditional_format("C2:C4", {"type": "formula", "criteria": "=$C2<0.9", "format": red})
    sheet.data_validation(
        "A2:A4", {"validate": "date", "criteria": ">", "value": dt.date(2000, 1, 1)}
    )
    sheet.protect("", {"format_cells": True})


def _add_chain(parts: Parts) -> None:
    chain = f'<calcChain xmlns="{MAIN}"><c r="C5" i="1"/><c r="B5" i="1"/></calcChain>'
    parts[CHAIN] = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{chain}'.encode()
    swap(
        parts,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/{CHAIN}" ContentType="{_TYPE}"/></Types>',
    )
    relation = f'<Relationship Id="rIdChain" Type="{_KIND}" Target="calcChain.xml"/>'
    swap(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{relation}</Relationships>")


def swap(parts: Parts, part: str, old: str, new: str) -> None:
    """Replace a text that must stand in the part (the first time that it does)."""
    text = parts[part].decode()
    assert old in text, f"{part} does not hold {old}"
    parts[part] = text.replace(old, new, 1).encode()


def read(path: Path) -> Parts:
    """Return all parts."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(path: Path, parts: Parts) -> None:
    """Write the parts as a new file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
