"""A whole made-up year, refreshed month by month to March and into April: its outturns."""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from xlsx_templates import build, months

from lacxl.app.month.refresh import refresh
from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.settings.settings import Settings

FIRST, MARCH, APRIL = Month(2015, 3), Month(2016, 3), Month(2016, 4)
YEAR = FinancialYear(2015)
SPAN = [FIRST + i for i in range(14)]
TODAY = dt.date(2016, 6, 1)


@dataclass(frozen=True)
class Counted:
    """Numerator and denominator by indicator and month; counts have the numerator alone."""

    numbers: dict[tuple[str, Month], tuple[int, int | None]]


def made_up(seed: int) -> Counted:
    chance = random.Random(seed)
    numbers: dict[tuple[str, Month], tuple[int, int | None]] = {}
    for indicator in shipped().values():
        for month in SPAN:
            unit = indicator.figures[-1].unit
            if unit is Unit.COUNT:
                numbers[indicator.number, month] = (chance.randint(0, 450), None)
            elif unit is Unit.PERCENTAGE:
                whole = chance.randint(1, 420)
                numbers[indicator.number, month] = (chance.randint(0, whole), whole)
            elif unit is Unit.RATE:
                numbers[indicator.number, month] = (chance.randint(380, 450), 56_105)
            else:
                numbers[indicator.number, month] = (chance.randint(60, 4_000), chance.randint(1, 9))
    return Counted(numbers)


def write_readings(path: Path, counted: Counted, until: Month) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["indicator", "month", "numerator", "denominator", "value", "note"])
        for (number, month), (numerator, denominator) in counted.numbers.items():
            if month <= until:
                writer.writerow([number, month, numerator, denominator or "", "", ""])


def exact(counted: Counted, number: str, figure: str, over: list[Month]) -> Fraction:
    """Add up by hand, independently of the product's code."""
    indicator = shipped()[number]
    unit = next(f.unit for f in indicator.figures if f.name == figure)
    numerator = sum(counted.numbers[number, month][0] for month in over)
    if unit is Unit.COUNT:
        return Fraction(numerator)
    denominator = sum(counted.numbers[number, month][1] or 0 for month in over)
    return Fraction(numerator * (10_000 if unit is Unit.RATE else 1), denominator)


@dataclass(frozen=True)
class Year:
    counted: Counted
    settings: Settings
    after: dict[Month, Path]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    span = months.span(FIRST.first_day, APRIL.first_day)
    build.build(
        folder / "year.xlsx",
        span,
        ["2014/15", "2015/16"],
        page_months=span,
        page_years=["2014/15", "2015/16", "2015/16 YTD", "2016/17 YTD"],
    )
    (folder / "lacxl.toml").write_text('[workbook]\nfile = "year.xlsx"\n', "utf-8")
    settings = Settings.load(folder / "lacxl.toml")
    counted = made_up(2015)
    after: dict[Month, Path] = {}
    for month in SPAN[1:]:
        write_readings(folder / "readings.csv", counted, month)
        assert refresh(settings, month, today=TODAY).written == settings.workbook_path
        after[month] = folder / f"after {month}.xlsx"
        after[month].write_bytes(settings.workbook_path.read_bytes())
    return Year(counted, settings, after)


@cache
def summary(path: Path) -> dict[str, dict[str, object]]:
    """Return the summary's cells by row label and heading, read with another library.

    Each workbook is read once: none of them changes.
    """
    sheet = openpyxl.load_workbook(path)["Performance Summary"]
    heads = {}
    for column in range(1, sheet.max_column + 1):
        head = sheet.cell(5, column).value
        heads[column] = f"{head:%b-%y}" if isinstance(head, dt.datetime) else str(head)
    rows: dict[str, dict[str, object]] = {}
    number = ""
    for row in range(6, sheet.max_row + 1):
        number = str(sheet.cell(row, 1).value or number)
        if sheet.cell(row, 3).value is None and sheet.cell(row, 5).value is None:
            continue
        label = f"{number} 2" if number in rows else number
        rows[label] = {head: sheet.cell(row, column).value for column, head in heads.items()}
    return rows


FIGURES = [
    (indicator.number, figure.name, f"{indicator.number} 2" if index else indicator.number)
    for indicator in shipped().values()
    for index, figure in enumerate(indicator.figures)
]


@pytest.mark.parametrize(("number", "figure", "label"), FIGURES)
def test_the_outturn_is_filled_in_march_and_is_arithmetic(
    year: Year, number: str, figure: str, label: str
) -> None:
    flow = shipped()[number].kind is Kind.FLOW
    over = list(YEAR.months()) if flow else [MARCH]
    expected = float(exact(year.counted, number, figure, over))
    assert summary(year.after[Month(2016, 2)])[label]["2015/16"] is None
    assert summary(year.after[MARCH])[label]["2015/16"] == pytest.approx(expected, rel=1e-14)
    assert summary(year.after[APRIL])[label]["2015/16"] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("number", "figure", "label"), FIGURES)
@pytest.mark.parametrize("month", [Month(2015, 4), Month(2015, 9), MARCH, APRIL], ids=str)
def test_the_year_to_date_is_arithmetic_and_starts_anew_in_april(
    year: Year, number: str, figure: str, label: str, month: Month
) -> None:
    cell = summary(year.after[month])[label]["YTD"]
    if shipped()[number].kind is not Kind.FLOW:
        assert cell is None
        return
    over = list(month.financial_year.months(month))
    assert cell == pytest.approx(float(exact(year.counted, number, figure, over)), rel=1e-14)


def test_earlier_months_keep_their_figures(year: Year) -> None:
    before, after = summary(year.after[Month(2015, 4)]), summary(year.after[APRIL])
    for label, row in before.items():
        assert after[label]["Apr-15"] == row["Apr-15"]


def test_a_theme_page_keeps_the_closed_year_and_starts_the_new_one(year: Year) -> None:
    def rows(path: Path) -> dict[str, list[object]]:
        sheet = openpyxl.load_workbook(path)["Placements"]
        return {str(sheet.cell(r, 2).value): [sheet.cell(r, c).value for c in (3, 5, 6)]
                for r in range(5, sheet.max_row + 1)}  # fmt: skip

    n, d = year.counted.numbers["9.1", MARCH]
    march, april = rows(year.after[MARCH]), rows(year.after[APRIL])
    assert march["2015/16 YTD"] == [n, d, pytest.approx(n / d)]
    assert march["2015/16"] == [n, d, pytest.approx(n / d)]
    assert april["2015/16"] == march["2015/16"]
    assert april["2015/16 YTD"] == march["2015/16 YTD"]
    n, d = year.counted.numbers["9.1", APRIL]
    assert april["2016/17 YTD"] == [n, d, pytest.approx(n / d)]


def test_a_closed_outturn_that_was_typed_wrong_is_kept_and_found(
    year: Year, tmp_path: Path
) -> None:
    (tmp_path / "lacxl.toml").write_text(
        '[workbook]\nfile = "year.xlsx"\n[extracts]\noutturns = "outturns.csv"\n', "utf-8"
    )
    write_readings(tmp_path / "readings.csv", year.counted, APRIL)
    wrong = exact(year.counted, "7.3", "", list(YEAR.months())) + 1
    (tmp_path / "outturns.csv").write_text(
        f"indicator,figure,financial_year,value\n7.3,,2015/16,{wrong}\n", "utf-8"
    )
    (tmp_path / "year.xlsx").write_bytes(year.after[APRIL].read_bytes())
    result = refresh(Settings.load(tmp_path / "lacxl.toml"), APRIL, today=TODAY, dry_run=True)
    assert not result.changes
    assert [f.code for f in result.findings if f.severity.value != "note"] == [
        "K102",
        "K103",
        "K103",
    ]  # in two places
