"""Windows of months or quarters as councils type them, adopted, answered and filled."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from folders import DONE, WITH_FINDINGS, Ran, call, run
from openpyxl.worksheet.worksheet import Worksheet

from shapes.months import after, span

OK = (DONE, WITH_FINDINGS)
LAST = "2024-06"
MONTHS = span("2023-06", LAST)
"""Thirteen months over two financial years, of which the last is filled in each test."""
KNOWN = {"CL1": "Children looked after at month end", "CL2": "% of reviews held in time"}
STOCK = {month: 300 + 3 * place for place, month in enumerate(span("2022-04", after(LAST, 6)))}
HELD = {month: 60 + place % 29 for place, month in enumerate(STOCK)}
OF = 100
ANSWERS = """
[kind]
rest = "likely"
CL1 = "snapshot"
CL2 = "flow"
[polarity]
CL1 = "none"
CL2 = "high"
[cumulative]
CL1 = "month"
CL2 = "month"
CL3 = "month"
[arrows]
"up to down" = "up, same, down"
up = "up"
level = "same"
down = "down"
slightly_up = "none"
slightly_down = "none"
shows = "number"
[lights]
red = "R"
amber = "none"
green = "G"
none = "-"
"red to green" = "R, G"
[amber]
CL2 = "none"
[judged]
by = "month"
"""
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Window:
    """A folder with a council's window, adopted and filled for a month."""

    folder: Path
    workbook: Path
    month: str

    def run(self, *arguments: str) -> Ran:
        """Run a command on the folder."""
        return run(self.folder, *arguments)

    def grid(self, sheet: str = "Scorecard") -> list[list[Any]]:
        """Return what the rows of a sheet hold, of a formula its text."""
        found = openpyxl.load_workbook(self.workbook)[sheet]
        return [[cell.value for cell in row] for row in found.iter_rows()]

    def opened(self) -> Worksheet:
        """Return the scorecard."""
        return openpyxl.load_workbook(self.workbook)["Scorecard"]

    def refused(self) -> str:
        """Run next-month, which has to refuse by N116 alone and change nothing, and say why."""
        before = self.workbook.read_bytes()
        for more in (("--dry-run",), ()):
            done = self.run("next-month", *more)
            assert set(done.codes()) == {"N116"}, done.out + done.err
        assert self.workbook.read_bytes() == before
        return " ".join(done.err.split())


def filled(
    folder: Path,
    build: Callable[[Worksheet], None],
    month: str = LAST,
    *,
    answers: str = ANSWERS,
    numbers: Sequence[str] = ("CL1", "CL2"),
) -> Window:
    """Build a workbook, adopt it, answer, and fill its month."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Scorecard"
    build(sheet)
    path = folder / "Our scorecard.xlsx"
    book.save(path)
    write_readings(folder, month, numbers)
    (folder / "lacxl-answers.toml").write_text(_asked(path, answers), "utf-8")
    adopted = call("adopt", str(path))
    assert adopted.code in OK, adopted.err
    window = Window(folder, path, month)
    done = window.run("refresh", month)
    assert done.code in OK, done.err
    assert "nothing to change" not in done.out
    return window


def write_readings(folder: Path, until: str, numbers: Sequence[str] = ("CL1", "CL2")) -> None:
    """Write the readings of every month up to one."""
    rows = [["indicator", "month", "numerator", "denominator", "value", "note"]]
    for month, count in STOCK.items():
        if month <= until:
            rows.append(["CL1", month, str(count), "", "", ""])
            rows.append(["CL2", month, str(HELD[month]), str(OF), "", ""])
    with (folder / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row for row in rows if row[0] in (*numbers, "indicator"))


def _asked(workbook: Path, answers: str) -> str:
    """Return of the answers those to what is asked: others are refused."""
    folder = workbook.parent / "asked"
    folder.mkdir()
    copy = folder / workbook.name
    copy.write_bytes(workbook.read_bytes())
    given = ""
    for _ in range(2):  # some is asked once the year of the months is known
        call("adopt", str(copy))
        asked = (folder / "lacxl-answers.toml").read_text("utf-8")
        given = _kept(asked, answers)
        (folder / "lacxl-answers.toml").write_text(given, "utf-8")
    return given


def _kept(asked: str, answers: str) -> str:
    kept: list[str] = []
    section = ""
    for line in answers.splitlines():
        if line.startswith("["):
            section = line if f"\n{line}\n" in f"\n{asked}\n" else ""
            kept += [section] if section else []
        elif section:
            key = line.partition(" = ")[0].strip('"')
            body = asked.split(f"\n{section}\n", 1)[1].split("\n[", 1)[0]
            if key == "rest" or f'"{key}" = ' in body:
                kept.append(line)
    return "\n".join(kept) + "\n"


def date(month: str) -> dt.datetime:
    """Return the first day of a month, as a heading holds it."""
    return dt.datetime.fromisoformat(f"{month}-01")


def stock(months: Sequence[str]) -> list[Any]:
    """Return the children looked after at the end of each month; the last is not filled yet."""
    return [STOCK[month] if month != LAST else None for month in months]


def share(months: Sequence[str]) -> list[Any]:
    """Return the reviews held in time in each month; the last is not filled yet."""
    return [HELD[month] / OF if month != LAST else None for month in months]


def percents(sheet: Worksheet, row: int, columns: Sequence[int]) -> None:
    """Give the cells of a row a percentage format."""
    for column in columns:
        sheet.cell(row, column).number_format = "0.0%"


def table(sheet: Worksheet, heads: Row, months: Sequence[str] = MONTHS) -> None:
    """Write a plain window under these headings of its months."""
    sheet.append(["Ref", "Measure", *heads])
    sheet.append(["CL1", KNOWN["CL1"], *stock(months)])
    sheet.append(["CL2", KNOWN["CL2"], *share(months)])
    percents(sheet, sheet.max_row, range(3, 3 + len(months)))


def by_number(rows: Sequence[Sequence[Any]]) -> Mapping[Any, Sequence[Any]]:
    """Return the rows by what is in their first cell."""
    return {row[0]: row for row in rows}
