"""A month as one heading over numerator, denominator and percentage, in a workbook made here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from folders import DONE, REFUSED, call, run

WORKBOOK = "Reviews.xlsx"
MONTHS = ("Apr-25", "May-25", "Jun-25")
FIRST_COLUMN, FIRST_ROW = 4, 6
PRINTED = {"P1": ((90, 100), (80, 90)), "P2": ((45, 50), (44, 52))}
READINGS = (
    "indicator,month,numerator,denominator,value,note\nP1,2025-06,70,80,,\nP2,2025-06,40,44,,\n"
)


def make(folder: Path, words: tuple[str, str, str], *, merged: bool = True) -> Path:
    """Write a workbook with three columns under each month, filled up to May 2025."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Scorecard"
    sheet["A1"] = "Children's scorecard 2025/26"
    sheet["A2"] = "For the panel only"
    for column, text in enumerate(("Ref", "Measure", "Target"), 1):
        sheet.cell(FIRST_ROW - 2, column, text)
        sheet.merge_cells(
            start_row=FIRST_ROW - 2, end_row=FIRST_ROW - 1, start_column=column, end_column=column
        )
    for at, month in enumerate(MONTHS):
        left = FIRST_COLUMN + 3 * at
        sheet.cell(FIRST_ROW - 2, left, month)
        if merged:
            sheet.merge_cells(
                start_row=FIRST_ROW - 2, end_row=FIRST_ROW - 2, start_column=left,
                end_column=left + 2,
            )  # fmt: skip
        for more, word in enumerate(words):
            sheet.cell(FIRST_ROW - 1, left + more, word)
    titles = {"P1": ("% of reviews held in time", 0.95), "P2": ("% of visits in time", 0.9)}
    for row, (ref, (title, target)) in enumerate(titles.items(), FIRST_ROW):
        sheet.cell(row, 1, ref)
        sheet.cell(row, 2, title)
        sheet.cell(row, 3, target).number_format = "0%"
        for at in range(len(MONTHS)):
            left = FIRST_COLUMN + 3 * at
            sheet.cell(row, left + 2).number_format = "0.0%"
            if at < 2:
                part, whole = PRINTED[ref][at]
                for more, value in enumerate((part, whole, round(part / whole, 3))):
                    sheet.cell(row, left + more, value)
    notes = book.create_sheet("Notes")
    notes["A1"] = "Nobody's business"
    path = folder / WORKBOOK
    book.save(path)
    (folder / "readings.csv").write_text(READINGS, encoding="utf-8")
    return path


def held(path: Path) -> dict[str, object]:
    """Every cell of the workbook that holds something."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize(
    "words",
    [
        ("N", "D", "%"),
        ("Num", "Den", "%"),
        ("Numerator", "Denominator", "Percentage"),
        ("(n)", "(d)", "Rate"),
        ("No.", "Out of", "Actual"),
    ],
    ids=" ".join,
)
def test_numerator_denominator_and_percentage_are_filled_under_their_month(
    words: tuple[str, str, str], tmp_path: Path
) -> None:
    path = make(tmp_path, words)
    adopted = call("adopt", str(path), "--json")
    assert adopted.code == DONE
    assert adopted.json()["months"] == ["2025-04", "2025-05", "2025-06"]
    before, parts = held(path), members(path)
    assert run(tmp_path, "refresh", "2025-06").code == DONE
    after = held(path)
    assert {cell: value for cell, value in after.items() if before.get(cell) != value} == {
        "Scorecard!J6": 70,
        "Scorecard!K6": 80,
        "Scorecard!L6": 0.875,
        "Scorecard!J7": 40,
        "Scorecard!K7": 44,
        "Scorecard!L7": 40 / 44,
    }
    assert before.keys() <= after.keys()
    changed = {name for name, content in members(path).items() if parts.get(name) != content}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    assert parts.keys() == members(path).keys()
    sheet = openpyxl.load_workbook(path)["Scorecard"]
    assert [sheet[cell].number_format for cell in ("J6", "K6", "L6")] == ["0", "0", "0.0%"]
    filled = path.read_bytes()
    assert run(tmp_path, "refresh", "2025-06").code == DONE
    assert path.read_bytes() == filled


def test_the_months_before_it_are_taken_into_the_history_with_their_parts(tmp_path: Path) -> None:
    path = make(tmp_path, ("N", "D", "%"))
    assert call("adopt", str(path)).code == DONE
    layout = (tmp_path / "lacxl-layout.toml").read_text("utf-8")
    assert 'numerator = ["N"]' in layout
    assert 'denominator = ["D"]' in layout
    history = (tmp_path / "lacxl-history.csv").read_text("utf-8")
    assert "P1,2025-05" in history


@pytest.mark.parametrize("words", [("N", "D", "%"), ("Boys", "Girls", "All")])
def test_a_month_that_is_not_merged_over_its_columns_is_never_filled_in_the_wrong_one(
    words: tuple[str, str, str], tmp_path: Path
) -> None:
    """Its text stands over the first column alone, which is not the figure."""
    path = make(tmp_path, words, merged=False)
    call("adopt", str(path))
    before = path.read_bytes()
    if (tmp_path / "lacxl.toml").exists():
        assert run(tmp_path, "refresh", "2025-06").code == REFUSED
    assert path.read_bytes() == before


def test_columns_under_a_month_that_are_none_of_these_are_left_alone(tmp_path: Path) -> None:
    path = make(tmp_path, ("Boys", "Girls", "All"))
    call("adopt", str(path))
    before = path.read_bytes()
    if (tmp_path / "lacxl.toml").exists():
        run(tmp_path, "refresh", "2025-06")
    assert path.read_bytes() == before
