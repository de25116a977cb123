"""What is clean has no finding: a whole year as filled and as typed, and harmless oddities."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lacxl.app.check.check import check
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.layout import JudgedCells, YearToDate
from lacxl.workbook.snapshot import CellValue, Formula
from workbooks.cells import put
from workbooks.clean_year import SUMMARY, build_clean
from workbooks.figures import Place, Sheets, as_typed

AUGUST, SEPTEMBER = Month(2015, 8), Month(2015, 9)
YTD, LAST_YEAR = YearToDate(), FinancialYear(2014)
Values = Mapping[Place, CellValue]


@pytest.mark.parametrize(
    ("until", "seed"),
    [(Month(2015, 3), 1), (Month(2015, 4), 2), (Month(2015, 11), 3), (Month(2016, 3), 4)],
)
def test_a_clean_year_has_no_finding(until: Month, seed: int, tmp_path: Path) -> None:
    path = build_clean(tmp_path, until, seed).path
    assert [str(each) for each in check(path).findings] == []
    assert [str(each) for each in check(as_typed(path)).findings] == []


def heading(s: Sheets, month: Month) -> Place:
    place = s.line("7.1").at[month]
    return SUMMARY, re.sub(r"\d+", "5", str(place.cell))


def signs(s: Sheets, which: JudgedCells, words: Mapping[str, str | None]) -> dict[Place, CellValue]:
    cells = [line.judged[which] for line in s.layout.summary]
    places = [(place.sheet, str(place.cell)) for place in cells]
    return {p: words.get(str(s.values[p]).split(",")[0]) for p in places if p in s.values}


ODDITIES: dict[str, Callable[[Sheets], Values]] = {
    "a figure that is not available": lambda s: {
        s.at("8.4", SEPTEMBER): "TBC (Unavailable)",
        s.sign("8.4", JudgedCells.ARROW): "– none",
        s.sign("8.4", JudgedCells.LIGHT): "n/a",
    },
    "not available, and no signs": lambda s: {
        s.at("8.4", SEPTEMBER): "n/a",
        s.sign("8.4", JudgedCells.ARROW): None,
        s.sign("8.4", JudgedCells.LIGHT): None,
    },
    "n/a under year to date": lambda s: {s.at("7.8", YTD): "n/a", s.at("7.1", YTD): "n/a"},
    "a footnote's mark": lambda s: {s.at("7.8", AUGUST): "88.8%*"},
    "footnotes with figures": lambda s: {
        (SUMMARY, "A30"): "* 94.8% was provisional; see note 3 of 71",
        ("Health", "B30"): "Note: 12 of 40 were late in Jul-15",
    },
    "a percentage typed as text": lambda s: {
        s.at("7.8", AUGUST): f"{100 * s.number(s.at('7.8', AUGUST)):.1f}%"
    },
    "an empty cell on a page": lambda s: {s.at("8.2", AUGUST, "Plans - In Date"): None},
    "an empty month on a page": lambda s: {
        s.at("7.8", AUGUST, "Health"): None,
        s.at("7.9", AUGUST, "Health"): None,
    },
    "arrows as signs": lambda s: signs(
        s,
        JudgedCells.ARROW,
        {"▲ better": "↑", "▼ worse": "↓", "↑ number up": "up", "↓ number down": "down",
         "► level": "→"},
    ),
    "lights as words": lambda s: signs(
        s, JudgedCells.LIGHT, {"R": "Red", "G": "GREEN", "A": "Amber", "n/a": "N/A"}
    ),
    "no arrows and no lights": lambda s: {
        **signs(s, JudgedCells.LIGHT, {}),
        **signs(s, JudgedCells.ARROW, {}),
    },
    "amber, with no limit known": lambda s: {s.sign("7.8", JudgedCells.LIGHT): "A"},
    "another council's targets": lambda s: {
        **signs(s, JudgedCells.LIGHT, {}),
        **{
            s.sign(number, JudgedCells.TARGET): target
            for number, target in {
                "7.6": 0.95, "7.8": 0.9, "7.9": 0.9, "7.10": 0.95, "7.11": 0.95, "8.2": 0.9,
                "8.3": 0.9, "8.4": 0.7, "9.1": 0.75, "9.2": 0.12,
            }.items()
        },
    },
    "an outturn in words": lambda s: {
        s.at("7.8", LAST_YEAR): "not collected",
        s.at("7.8", LAST_YEAR, "Health"): "-",
    },
    "a month in words": lambda s: {heading(s, AUGUST): "August 2015"},
    "formulas that are current": lambda s: {
        s.at("7.3", YTD): Formula(
            f"SUM({s.at('7.3', Month(2015, 4))[1]}:{s.at('7.3', SEPTEMBER)[1]})",
            s.number(s.at("7.3", YTD)),
        ),
        s.at("7.8", AUGUST, "Health"): Formula(
            f"'{SUMMARY}'!{s.at('7.8', AUGUST)[1]}", s.number(s.at("7.8", AUGUST))
        ),
    },
    "a formula's nought in a month to come": lambda s: {
        s.at("7.3", SEPTEMBER + 1, "Looked After Children"): Formula("SUM(Z1:Z2)", 0.0)
    },
    "a word in a month to come": lambda s: {s.at("7.8", SEPTEMBER + 1, "Health"): "TBC"},
    "no month on the cover": lambda s: {("Cover", "C5"): None},
    "a cover that is a month ahead": lambda s: {("Cover", "C5"): dt.datetime(2015, 10, 1)},
    "the same year of benchmarks twice": lambda s: {("Health", "A22"): "BENCHMARKING 2013/14"},
    "a year in a title": lambda s: {(SUMMARY, "A3"): "Report of 2015/16"},
    "notes in other words": lambda s: {
        s.sign("9.2", JudgedCells.NOTE_YTD): "Rolling 12 months",
        s.sign("7.3", JudgedCells.NOTE_YTD): "FINANCIAL YEAR",
    },
    "no target in other words": lambda s: {
        s.sign("7.1", JudgedCells.TARGET): "N/A",
        s.sign("7.12", JudgedCells.TARGET): "-",
    },
    "one figure that is level": lambda s: {  # by chance, and its page says so too
        s.at("7.12", SEPTEMBER): 0.928,
        s.at("7.12", SEPTEMBER, "Reviews & Visits"): 0.928,
        s.at("7.12", AUGUST): 0.928,
        s.at("7.12", AUGUST, "Reviews & Visits"): 0.928,
        s.at("7.12", YearToDate(FinancialYear(2015)), "Reviews & Visits"): 0.928,
        s.sign("7.12", JudgedCells.ARROW): "► level",
    },
}  # fmt: skip


@pytest.mark.parametrize("oddity", ODDITIES.values(), ids=ODDITIES)
def test_a_harmless_oddity_is_no_finding(
    oddity: Callable[[Sheets], Values], typed: Sheets, tmp_path: Path
) -> None:
    path = shutil.copy(typed.path, tmp_path / "odd.xlsx")
    values = {place: v for place, v in oddity(typed).items() if v is not None or place in
              typed.values}  # fmt: skip
    assert [str(each) for each in check(put(Path(path), values)).findings] == []


FORMATS: dict[str, Callable[[Sheets], Mapping[Place, str]]] = {
    "two decimals in all months": lambda s: {
        s.at("7.8", m): "0.00%" for m in s.line("7.8").months
    },
    "no decimals on the page": lambda s: {
        s.at("7.8", m, "Health"): "0%" for m in s.line("7.8", "Health").months
    },
    "General in a row of days": lambda s: {
        s.at("10.2", m): "General" for m in s.line("10.2").months
    },
    "thousands": lambda s: {s.at("7.1", AUGUST): "#,##0"},
}  # fmt: skip


@pytest.mark.parametrize("formats", FORMATS.values(), ids=FORMATS)
def test_a_format_that_says_the_same_is_no_finding(
    formats: Callable[[Sheets], Mapping[Place, str]], typed: Sheets, tmp_path: Path
) -> None:
    path = Path(shutil.copy(typed.path, tmp_path / "odd.xlsx"))
    assert [str(each) for each in check(put(path, {}, formats(typed))).findings] == []


def test_hidden_rows_and_columns_are_no_finding(typed: Sheets, tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with zipfile.ZipFile(typed.path) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb'<row r="(9|12)"', rb'<row r="\1" hidden="1"', content)
            new.writestr(name, content)
    assert [str(each) for each in check(path).findings] == []
