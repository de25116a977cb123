"""One contradiction planted in a clean workbook is told, once, with its cell."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lacxl.app.check.check import check
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.layout import FigurePart, JudgedCells, YearToDate
from lacxl.workbook.snapshot import CellValue, Formula
from workbooks.cells import put
from workbooks.clean_year import SUMMARY
from workbooks.figures import Place, Sheets

JULY, AUGUST, SEPTEMBER = Month(2015, 7), Month(2015, 8), Month(2015, 9)
YTD, SO_FAR, LAST_YEAR = YearToDate(), YearToDate(FinancialYear(2015)), FinancialYear(2014)
LAC, VISITS = "Looked After Children", "Reviews & Visits"
Values = Mapping[Place, CellValue]


@dataclass(frozen=True)
class Planted:
    """What is planted, and the code and words of the only finding."""

    code: str
    values: Callable[[Sheets], Values]
    words: tuple[str, ...] = ()
    formats: Callable[[Sheets], Mapping[Place, str]] = field(default=lambda _: {})


def both(s: Sheets, number: str, when: Month | FinancialYear, page: str, by: float) -> Values:
    """Move a figure on the summary and on its page alike."""
    value = s.number(s.at(number, when)) + by
    return {s.at(number, when): value, s.at(number, when, page): value}


def moved(s: Sheets, place: Place, by: float) -> Values:
    return {place: s.number(place) + by}


def heading(s: Sheets, month: Month) -> Place:
    return SUMMARY, re.sub(r"\d+", "5", s.at("7.1", month)[1])


def label(s: Sheets, month: Month) -> Place:
    return "Health", re.sub(r"[A-Z]+", "B", s.at("7.8", month, "Health")[1])


def copied(s: Sheets, number: str, page: str) -> Values:
    value = s.number(s.at(number, AUGUST))
    return {s.at(number, SEPTEMBER): value, s.at(number, SEPTEMBER, page): value}


PLANTED: dict[str, Planted] = {
    "n of a percentage": Planted(
        "Q101",
        lambda s: moved(s, s.at("9.1", AUGUST, "Placements", FigurePart.NUMERATOR), 7),
        ("9.1",),
    ),
    "failures, which the year to date adds up": Planted(
        "Q103",
        lambda s: moved(s, s.at("7.6", SO_FAR, VISITS, FigurePart.FAILURES), 1),
        ("failures of 7.6",),
    ),
    "a percentage beside n of d": Planted(
        "Q101", lambda s: both(s, "9.1", AUGUST, "Placements", -0.1), ("9.1 Aug-15",)
    ),
    "the cases of 7.5": Planted(
        "Q101",
        lambda s: {
            s.at("7.5", AUGUST, LAC, FigurePart.NUMERATOR): 7,
            _spelt(s, "7.5", AUGUST): 7,
        },
        ("All of it agrees if cases of 7.5 Aug-15 is",),
    ),
    "a rate": Planted("Q101", lambda s: both(s, "7.2", AUGUST, LAC, 1.1), ("population",)),
    "no whole number": Planted(
        "Q102", lambda s: both(s, "7.7", AUGUST, "Adoptions", 0.02), ("no whole number",)
    ),
    "a year to date": Planted(
        "Q103",
        lambda s: {s.at("7.3", YTD): 101, s.at("7.3", SO_FAR, LAC): 101},
        ("7.3 2015/16 YTD is 101, and",),
    ),
    "a year to date beyond its months": Planted(
        "Q103",
        lambda s: {s.at("10.2", YTD): 900, s.at("10.2", SO_FAR, "Adoptions"): 900},
        ("not between the months",),
    ),
    "a page's latest month": Planted(
        "Q104", lambda s: moved(s, s.at("7.8", SO_FAR, "Health"), -0.2), ("Sep-15",)
    ),
    "an annual figure": Planted(
        "Q104", lambda s: both(s, "7.8", LAST_YEAR, "Health", -0.1), ("2014/15", "Mar-15")
    ),
    "a stock": Planted(
        "Q105",
        lambda s: both(s, "7.1", AUGUST, LAC, 9),
        ("All of it agrees if 7.1 Aug-15 is 420",),
    ),
    "a flow": Planted(
        "Q105", lambda s: both(s, "7.3", AUGUST, LAC, 4), ("All of it agrees if 7.3 Aug-15 is",)
    ),
    "the other flow": Planted(
        "Q105", lambda s: both(s, "7.4", AUGUST, LAC, 4), ("All of it agrees if 7.4 Aug-15 is",)
    ),
    "a page's month": Planted(
        "Q106", lambda s: moved(s, s.at("8.2", AUGUST, "Plans - In Date"), -0.2), ("Aug-15",)
    ),
    "two columns exchanged": Planted(
        "Q106",
        lambda s: {
            s.at("7.8", AUGUST, "Health"): s.number(s.at("7.9", AUGUST)),
            s.at("7.9", AUGUST, "Health"): s.number(s.at("7.8", AUGUST)),
        },
        ("in each other's place",),
    ),
    "a denominator": Planted(
        "Q107",
        lambda s: moved(s, s.at("9.2", SEPTEMBER, "Placements", FigurePart.DENOMINATOR), 1),
        ("7.1 Sep-15",),
    ),
    "a page a row late": Planted(
        "Q108",
        lambda s: {
            s.at(number, Month(2015, month + 1), "Health"): s.number(
                s.at(number, Month(2015, month))
            )
            for number in ("7.8", "7.9")
            for month in range(5, 10)
        },
        ("one row late",),
    ),
    "a heading of another year": Planted(
        "Q109", lambda s: {heading(s, AUGUST): dt.datetime(2016, 8, 1)}, ("Aug-16 comes after",)
    ),
    "the last heading of another year": Planted(
        "Q109", lambda s: {heading(s, SEPTEMBER): "CURRENT Sep-16"}, ("Sep-16 comes after",)
    ),
    "the first heading of another year": Planted(
        "Q109",
        lambda s: {heading(s, Month(2015, 3)): dt.datetime(2014, 3, 1)},
        ("Mar-14 comes before",),
    ),
    "a heading misspelt": Planted(
        "Q109", lambda s: {heading(s, AUGUST): "Agu-15"}, ("Aug-15 is missing",)
    ),
    "a row's label wiped": Planted(
        "Q109", lambda s: {label(s, AUGUST): None}, ("Aug-15 is missing",)
    ),
    "headings exchanged": Planted(
        "Q109",
        lambda s: {
            heading(s, AUGUST): dt.datetime(2015, 7, 1),
            heading(s, JULY): dt.datetime(2015, 8, 1),
        },
    ),
    "a heading twice": Planted("L103", lambda s: {heading(s, AUGUST): dt.datetime(2015, 7, 1)}),
    "a row's label twice": Planted("L112", lambda s: {label(s, AUGUST): dt.datetime(2015, 7, 1)}),
    "a figure in a month to come": Planted(
        "Q110", lambda s: {s.at("7.9", SEPTEMBER + 1, "Health"): 0.7}, ("Oct-15",)
    ),
    "a year that is not over": Planted(
        "Q110", lambda s: {s.at("7.3", FinancialYear(2015)): 98}, ("2015/16 is not over",)
    ),
    "a cover that is behind": Planted(
        "Q110", lambda s: {("Cover", "C5"): dt.datetime(2015, 8, 1)}, ("The cover says August",)
    ),
    "an arrow": Planted(
        "Q111",
        lambda s: {s.sign("8.2", JudgedCells.ARROW): "▼ worse"},
        ("72.6% to 74.4%", "better"),
    ),
    "an arrow that is level": Planted("Q111", lambda s: {s.sign("8.2", JudgedCells.ARROW): "→"}),
    "signs of a figure that is not there": Planted(
        "Q111", lambda s: {s.at("8.4", SEPTEMBER): "TBC"}, ("no figure for Sep-15",)
    ),
    "a light": Planted("Q112", lambda s: {s.sign("7.8", JudgedCells.LIGHT): "G"}, ("85.5%", "88%")),
    "no light": Planted("Q112", lambda s: {s.sign("7.8", JudgedCells.LIGHT): "n/a"}),
    "a row that repeats": Planted(
        "Q114",
        lambda s: {**copied(s, "7.8", "Health"), **copied(s, "7.9", "Health")},
        ("Sep-15 repeats Aug-15",),
    ),
    "every figure of a page that repeats": Planted(
        "Q114",
        lambda s: (
            {
                s.at(line.indicator, SEPTEMBER, line.table, line.part): s.values[
                    s.at(line.indicator, AUGUST, line.table, line.part)
                ]
                for line in s.layout.lines
                if line.indicator in ("7.1", "7.2", "7.3", "7.4", "7.5")
            }
            | {_spelt(s, "7.5", SEPTEMBER): s.values[_spelt(s, "7.5", AUGUST)]}
        ),
        ("Sep-15 repeats Aug-15", "7.1 420"),
    ),
    "n and d that repeat": Planted(
        "Q114",
        lambda s: {
            **copied(s, "9.1", "Placements"),
            **{
                s.at("9.1", SEPTEMBER, "Placements", part): s.number(
                    s.at("9.1", AUGUST, "Placements", part)
                )
                for part in (FigurePart.NUMERATOR, FigurePart.DENOMINATOR)
            },
        },
    ),
    "a format": Planted(
        "Q115", lambda _: {}, ("88.80%",), lambda s: {s.at("7.8", AUGUST): "0.00%"}
    ),
    "no percent sign": Planted("Q115", lambda _: {}, (), lambda s: {s.at("7.8", AUGUST): "0.0"}),
    "a note of what adds up": Planted(
        "Q116",
        lambda s: {s.sign("10.2", JudgedCells.NOTE_YTD): "As at"},
        ("adds up over the year",),
    ),
    "a note of a snapshot": Planted(
        "Q116", lambda s: {s.sign("7.8", JudgedCells.NOTE_YTD): "Financial Year"}, ("month's end",)
    ),
    "a target on a page": Planted(
        "Q117", lambda s: {("Health", f"O{s.at('7.8', SEPTEMBER, 'Health')[1][1:]}"): 0.8}, ("80%",)
    ),
    "a target of the summary": Planted("K104", lambda s: {s.sign("7.8", JudgedCells.TARGET): 0.85}),
    "which way is good": Planted("K104", lambda s: {s.sign("9.2", JudgedCells.POLARITY): "High"}),
    "older benchmarks": Planted(
        "Q118", lambda s: {("Health", "A22"): "LATEST BENCHMARKING 2012/13"}, ("2012/13", "2013/14")
    ),
    "a result that is not current": Planted(
        "Q123",
        lambda s: {
            s.at("7.3", YTD): Formula(
                f"SUM({s.at('7.3', Month(2015, 4))[1]}:{s.at('7.3', SEPTEMBER)[1]})", 1.0
            )
        },
        ("what they give now is judged",),
    ),
}


def _spelt(s: Sheets, number: str, month: Month) -> Place:
    """Return the cell of the number of a pair."""
    first = next(line for line in s.layout.summary if line.indicator == number)
    return first.at[month].sheet, str(first.at[month].cell)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_told_once(planted: Planted, typed: Sheets, tmp_path: Path) -> None:
    path = Path(shutil.copy(typed.path, tmp_path / "planted.xlsx"))
    values, formats = planted.values(typed), planted.formats(typed)
    findings = check(put(path, values, formats)).findings
    assert [each.code for each in findings] == [planted.code], list(map(str, findings))
    assert all(words in findings[0].what for words in planted.words), findings[0].what
    if planted.code != "L112":
        assert any(f"!{cell}" in findings[0].where for _, cell in {**values, **formats})


def test_a_result_that_cannot_be_worked_out_is_not_judged(typed: Sheets, tmp_path: Path) -> None:
    path = Path(shutil.copy(typed.path, tmp_path / "planted.xlsx"))
    place = typed.at("7.3", YTD)
    findings = check(put(path, {place: Formula("NOSUCH(G8)", None)})).findings
    assert [each.code for each in findings] == ["Q123"]
    assert "not judged" in findings[0].what
