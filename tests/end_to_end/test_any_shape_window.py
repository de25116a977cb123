"""A council's own window of thirteen months: it rolls on in April as in any other month."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
from folders import DONE, WITH_FINDINGS, call, run

from shapes.months import after, span

OK = (DONE, WITH_FINDINGS)
MEASURES = {"CL1": "Children looked after at month end", "CL2": "% of reviews held in time"}
ANSWERS = """
[kind]
CL1 = "snapshot"
CL2 = "flow"
[arrows]
up = "up"
level = "same"
down = "down"
slightly_up = "none"
slightly_down = "none"
shows = "number"
"""


def window(folder: Path, last: str) -> Path:
    """Write a scorecard of the months up to the last, which is empty, and its readings."""
    months = span(after(last, -12), last)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Scorecard"
    sheet.append(["Ref", "Measure"])
    readings = [["indicator", "month", "numerator", "denominator", "value", "note"]]
    for column, month in enumerate(months, 3):
        heading = sheet.cell(1, column, dt.datetime.fromisoformat(f"{month}-01"))
        heading.number_format = "mmm-yy"
        for row, (number, cases, of) in enumerate(
            (("CL1", 300 + column, None), ("CL2", 80 + column, 100)), 2
        ):
            sheet.cell(row, 1, number)
            sheet.cell(row, 2, MEASURES[number])
            readings.append([number, month, str(cases), str(of or ""), "", ""])
            if month != last:
                sheet.cell(row, column, float(cases)).number_format = "0.0" if of else "0"
    sheet.cell(1, len(months) + 3, "YTD")
    sheet.cell(1, len(months) + 4, "DoT")
    path = folder / "Our scorecard.xlsx"
    book.save(path)
    write(folder, readings)
    return path


def write(folder: Path, rows: list[list[str]]) -> None:
    """Write the readings."""
    with (folder / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def rows_of(workbook: Path) -> list[list[object]]:
    """Return what the table's rows hold."""
    sheet = openpyxl.load_workbook(workbook)["Scorecard"]
    return [[cell.value for cell in row] for row in sheet.iter_rows(1, 3)]


def test_a_window_rolls_into_the_new_year(tmp_path: Path) -> None:
    workbook = window(tmp_path, "2024-03")
    (tmp_path / "lacxl-answers.toml").write_text(ANSWERS, "utf-8")
    assert call("adopt", str(workbook)).code in OK
    filled = run(tmp_path, "refresh", "2024-03")
    assert filled.code in OK, filled.err
    before = rows_of(workbook)
    assert before[2][14] == 95.0
    made = run(tmp_path, "next-month", "--json")
    assert made.code in OK, made.err
    assert [each["way"] for each in made.json()["tables"]] == ["roll"]
    headings, stock, share = rows_of(workbook)
    assert headings[2:15] == [
        dt.datetime.fromisoformat(f"{month}-01") for month in span("2023-04", "2024-04")
    ]
    assert stock[2:14] == before[1][3:15]
    assert share[2:14] == before[2][3:15]
    assert (stock[14], share[14], share[15]) == (None, None, None)
    sheet = openpyxl.load_workbook(workbook)["Scorecard"]
    assert {cell.number_format for cell in sheet[3][2:15]} == {"0.0"}
    with (tmp_path / "readings.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    write(
        tmp_path,
        [*rows, *(["CL2", "2024-04", "50", "100", "", ""], ["CL1", "2024-04", "9", "", "", ""])],
    )
    filled = run(tmp_path, "refresh", "2024-04")
    assert filled.code in OK, filled.err
    assert rows_of(workbook)[2][14:16] == [50.0, 50.0]
    assert call("check", str(workbook)).code == DONE
    assert run(tmp_path, "undo").code == DONE
    assert run(tmp_path, "undo").code == DONE
    assert rows_of(workbook) == before
