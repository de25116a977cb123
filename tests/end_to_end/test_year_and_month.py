"""A data sheet with the year in one column and the month in another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from folders import DONE, REFUSED, WITH_FINDINGS, call, run

from shapes.filling import cells

OK = (DONE, WITH_FINDINGS)
MONTHS = ("January", "February", "March", "April", "May")
TITLES = ("CLA1 - Number of children in care", "CLA2 - % of reviews in time")
READINGS = "indicator,month,numerator,denominator,value,note\n"


def make(folder: Path, years: Sequence[object], heads: Sequence[str], *, first: bool) -> Path:
    """Write a data sheet of five months, of which the last is empty, and its readings."""
    path = folder / "Our data.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, [*(heads if first else reversed(heads)), *TITLES])
        for row, (year, month) in enumerate(zip(years, MONTHS, strict=True), 1):
            sheet.write_row(row, 0, (year, month) if first else (month, year))
            if row < len(MONTHS):
                sheet.write_row(row, 2, (400 + row, 90.5 + row))
    text = f"{READINGS}CLA1,2024-05,433,,,\nCLA2,2024-05,80,100,,\n"
    (folder / "readings.csv").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("years", "heads"),
    [
        (["2023/24"] * 3 + ["2024/25"] * 2, ("Financial year", "Month")),
        (["2023/24", "", "", "2024/25", ""], ("Year", "Period")),
        ([2024] * 5, ("Year", "Month")),
    ],
)
def test_the_row_of_the_month_is_filled(
    years: Sequence[object], heads: Sequence[str], first: bool, tmp_path: Path
) -> None:
    path = make(tmp_path, years, heads, first=first)
    adopted = call("adopt", str(path), "--json")
    assert adopted.code in OK, adopted.err
    assert adopted.json()["months"] == [f"2024-{number:02d}" for number in range(1, 6)]
    assert [each["id"] for each in adopted.json()["questions"]] == []
    before = cells(path)
    filled = run(tmp_path, "refresh", "2024-05")
    assert filled.code in OK, filled.err
    after = cells(path)
    changed = {place for place in {*before, *after} if before.get(place) != after.get(place)}
    assert {cell: after["Data", cell] for _, cell in changed} == {"C6": 433, "D6": 80}
    assert call("check", str(path)).code == DONE
    moved = run(tmp_path, "next-month")
    assert (moved.code, moved.codes()) == (REFUSED, ["N116"])
    assert cells(path) == after


def test_a_year_that_may_be_either_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path, ["2024/25"] * 5, ("Year", "Month"), first=True)
    adopted = call("adopt", str(path))
    assert (adopted.code, adopted.codes()) == (REFUSED, ["D208"])
