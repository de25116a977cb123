"""The scorecard of docs/adopt.md: what a council may have typed, filled up to May 2024."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

WORKBOOK = "Our scorecard.xlsx"
HEADINGS = (
    "Ref", "Measure", "Good is", "Target", "Tolerance", "Apr-24", "May-24", "Jun-24", "Q1",
    "Jul-24", "Aug-24", "Sep-24", "Q2", "YTD", "RAG", "DOT", "Commentary",
)  # fmt: skip
_FIRST, _SECOND = HEADINGS.index("Apr-24"), HEADINGS.index("May-24")
_YTD, _RAG, _DOT = (HEADINGS.index(name) for name in ("YTD", "RAG", "DOT"))
ROWS = (
    ("CLA01", "Children looked after", "n/a", None, None, 402, 409, None, None, "▲"),
    ("CLA02", "Children who started to be looked after in the month", "n/a", None, None, 14, 11,
     25, None, "▼"),
    ("CLA03", "% of reviews held in timescales", "High", "95%", "5%", 0.948, 0.9, 0.927,
     "Amber", "▼"),
    ("CLA04", "% of children placed over 20 miles from home", "Low", "15%", "2%", 0.164, 0.161,
     None, "Amber", "▲"),
    ("CL05", "Care leavers in suitable accommodation", "High", "90%", "5%", 0.887, 0.912, None,
     "Green", "▲"),
)  # fmt: skip
READINGS = """\
indicator,month,numerator,denominator,value,note
CLA01,2024-06,405,,,
CLA02,2024-04,14,,,
CLA02,2024-05,11,,,
CLA02,2024-06,9,,,
CLA03,2024-04,73,77,,
CLA03,2024-05,54,60,,
CLA03,2024-06,66,69,,
CLA04,2024-06,66,405,,
CL05,2024-06,98,112,,
"""


def make_scorecard(folder: Path) -> Path:
    """Write the workbook and its readings into the folder, and return the workbook."""
    path = folder / WORKBOOK
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Scorecard")
        bold = book.add_format({"bold": True})
        head = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "align": "center"}
        )
        percent, plain = book.add_format({"num_format": "0.0%"}), book.add_format()
        sheet.write(0, 0, "Children in care scorecard 2024/25", bold)
        sheet.write_row(2, 0, HEADINGS, head)
        sheet.set_column(1, 1, 48)
        for row, (ref, title, good, target, red, april, may, ytd, rag, dot) in enumerate(ROWS, 3):
            sheet.write_row(row, 0, (ref, title, good, target, red))
            form = percent if target else plain
            for column in range(_FIRST, _YTD + 1):
                sheet.write_blank(row, column, None, form)
            sheet.write(row, _FIRST, april, form)
            sheet.write(row, _SECOND, may, form)
            if ytd is not None:
                sheet.write(row, _YTD, ytd, form)
            sheet.write(row, _RAG, rag)
            sheet.write(row, _DOT, dot)
    (folder / "readings.csv").write_text(READINGS, encoding="utf-8")
    return path
