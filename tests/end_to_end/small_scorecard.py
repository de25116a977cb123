"""Scorecards of a few rows, made with openpyxl, adopted and filled for June 2025."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from lacxl.app.adopt.adopt import adopt
from lacxl.app.adopt.adopted import Adopted
from lacxl.app.month.refresh import refresh
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

SHEET = "Scorecard"
JUNE = Month.parse("2025-06")
Typed = str | float | None
ANSWERS = '[judged]\nby = "month"\n'


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells of the sheet after a run, by their address, and what was told."""

    cells: dict[str, object]
    findings: tuple[Finding, ...]

    def told(self, code: str) -> list[tuple[str, str]]:
        """Where and what was said under a code."""
        return [(each.where, each.what) for each in self.findings if each.code == code]


def make(
    folder: Path,
    headings: Sequence[Typed],
    rows: Sequence[Sequence[Typed]],
    more: Callable[[Worksheet], None] = lambda _sheet: None,
) -> Path:
    """Write a scorecard with headings in row 3 and its rows from row 4; `more` is done to it.

    Numbers between 0 and 1 are percentages with one decimal.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet["A1"] = "Scorecard 2025/26"
    for number, row in enumerate((headings, *rows), 3):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            is_share = any(isinstance(each, float) and 0 < each < 1 for each in row)
            if number > 3 and is_share and str(headings[column - 1])[:3] in ("Apr", "May", "Jun"):
                cell.number_format = "0.0%"
    more(sheet)
    path = folder / "Scorecard.xlsx"
    book.save(path)
    return path


def adopted(workbook: Path, answers: str = ANSWERS, settings: str = "") -> Adopted:
    """Adopt a workbook with answers; `settings` are added to lacxl.toml afterwards.

    What it shows is counted at the end of the month.
    """
    rows = openpyxl.load_workbook(workbook)[SHEET].iter_rows(min_row=4, max_col=1, values_only=True)
    kinds = "".join(f'"{number}" = "snapshot"\n' for (number,) in rows if number)
    (workbook.parent / "lacxl-answers.toml").write_text(
        f"{answers}[kind]\n{kinds}", encoding="utf-8"
    )
    result = adopt(workbook)
    if settings:
        with (workbook.parent / "lacxl.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{settings}\n")
    return result


def filled(workbook: Path, readings: Sequence[str], *, dry_run: bool = False) -> Filled:
    """Fill June from readings such as "A1,9,10", and return what came of it."""
    lines = [
        f"{number},2025-06,{rest}{',' * (3 - rest.count(','))}"
        for number, _, rest in (each.partition(",") for each in readings)
    ]
    text = "\n".join(("indicator,month,numerator,denominator,value,note", *lines))
    (workbook.parent / "readings.csv").write_text(f"{text}\n", encoding="utf-8")
    result = refresh(Settings.load(workbook.parent / "lacxl.toml"), JUNE, dry_run=dry_run)
    sheet = openpyxl.load_workbook(workbook)[SHEET]
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    return Filled(cells, result.findings)
