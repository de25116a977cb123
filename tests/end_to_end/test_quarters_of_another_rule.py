"""A quarter beside its months is filled only by a rule that gives the quarter before."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from folders import DONE, WITH_FINDINGS, call, run
from openpyxl import load_workbook

BOOK = "Scorecard.xlsx"
HEADINGS = ("Apr-24", "May-24", "Jun-24", "Q1 2024/25", "Jul-24", "Aug-24", "Sep-24", "Q2 2024/25")
ADMISSIONS = (12, 18, 15, 14, 13, 21)  # April to September: 45 in Q1, 48 in Q2, 15 a month in Q1


def write(folder: Path, first_quarter: float) -> None:
    with xlsxwriter.Workbook(folder / BOOK) as book:
        sheet = book.add_worksheet("Scorecard")
        sheet.write_row(0, 0, ("Ref", "Measure", *HEADINGS))
        printed = (*ADMISSIONS[:3], first_quarter, *ADMISSIONS[3:5])
        sheet.write_row(1, 0, ("A1", "Number of admissions to care", *printed))
    rows = [f"A1,2024-{month:02d},{count},,," for month, count in enumerate(ADMISSIONS, 4)]
    text = "\n".join(("indicator,month,numerator,denominator,value,note", *rows, ""))
    (folder / "readings.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("printed", "filled", "code"), [(45, 48, DONE), (15, None, WITH_FINDINGS)])
def test_a_quarter_that_was_printed_as_an_average_is_not_followed_by_a_sum(
    tmp_path: Path, printed: float, filled: float | None, code: int
) -> None:
    write(tmp_path, printed)
    call("adopt", str(tmp_path / BOOK))
    answers = tmp_path / "lacxl-answers.toml"
    answers.write_text('[kind]\n"A1" = "flow"\n', encoding="utf-8")
    call("adopt", str(tmp_path / BOOK))
    ran = run(tmp_path, "refresh", "2024-09")
    assert ran.code == code, ran
    sheet = load_workbook(tmp_path / BOOK)["Scorecard"]
    assert sheet["I2"].value == 21
    assert sheet["J2"].value == filled
    assert ("P116" in ran.out) == (filled is None)
