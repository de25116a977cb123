"""Headings that still say last year, planted one by one into a workbook of the new year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from lacxl.app.case.seen import see
from lacxl.checks.last_year import Behind, as_findings, left_behind
from lacxl.demo import write_demo
from lacxl.domain.month import FinancialYear
from lacxl.settings.settings import Settings

YEAR = FinancialYear(2015)
SUMMARY = "Performance Summary"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("year") / "demo").parent


def behind(
    folder: Path,
    tmp_path: Path,
    cells: Mapping[tuple[str, str], object] | None = None,
    *,
    year: FinancialYear = YEAR,
    known: bool = True,
) -> list[Behind]:
    settings = Settings.load(folder / "lacxl.toml")
    source = settings.workbook_path
    if cells:
        book = openpyxl.load_workbook(source)
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
        source = tmp_path / "planted.xlsx"
        book.save(source)
    seen = see(settings, source)
    return list(left_behind(seen.layout, seen.snapshot, year, lambda _table, _year: known))


def test_the_shipped_workbook_has_none(folder: Path, tmp_path: Path) -> None:
    assert behind(folder, tmp_path) == []


@pytest.mark.parametrize(
    ("cells", "place", "says", "meant"),
    [
        ({(SUMMARY, "G4"): "2014/15"}, f"'{SUMMARY}'!G4", "2014/15", "2015/16"),
        ({(SUMMARY, "I4"): "Year to Date 14/15"}, f"'{SUMMARY}'!I4", "2014/15 YTD", "2015/16 YTD"),
        (
            {(SUMMARY, "M5"): "2012/13", (SUMMARY, "N5"): "2013/14"},
            f"'{SUMMARY}'!N5", "2013/14", "2014/15",
        ),
        ({("Health", "B21"): "2014/15 YTD"}, "Health!B21", "2014/15 YTD", "2015/16 YTD"),
        (
            {("Health", "B19"): "2012/13", ("Health", "B20"): "2013/14"},
            "Health!B20", "2013/14", "2014/15",
        ),
        ({("Health", "B9"): dt.datetime(2014, 6, 1)}, "Health!B9", "Jun-14", "Jun-15"),
        ({("Health", "A1"): "Health 2014/15"}, "Health!A1", "2014/15", "2015/16"),
    ],
)  # fmt: skip
def test_each_is_found_alone(
    folder: Path,
    tmp_path: Path,
    cells: Mapping[tuple[str, str], object],
    place: str,
    says: str,
    meant: str,
) -> None:
    (each,) = behind(folder, tmp_path, cells)
    assert (str(each.place), each.says, each.meant) == (place, says, meant)
    (finding,) = as_findings([each], [each.place.sheet])
    assert (finding.code, finding.where) == ("K118", place)
    assert f"1 heading. {each.place.cell} says {says} for {meant}." in finding.what


@pytest.mark.parametrize(
    "cells",
    [
        {(SUMMARY, "O4"): "LATEST BENCHMARKING - 2014/15"},
        {(SUMMARY, "M4"): "YR ON YR TREND TO 2014/15"},
        {(SUMMARY, "F4"): "2014/15"},
        {("Health", "A1"): "Health, compared with 2014/15"},
        {("Health", "A1"): "Health 2014/15 and 2015/16"},
        {(SUMMARY, "N5"): "2014/15 outturn"},
    ],
)
def test_what_keeps_an_older_year_is_left_alone(
    folder: Path, tmp_path: Path, cells: Mapping[tuple[str, str], object]
) -> None:
    assert behind(folder, tmp_path, cells) == []


def test_all_of_a_workbook_that_was_not_moved(folder: Path, tmp_path: Path) -> None:
    found = behind(folder, tmp_path, year=YEAR + 1)
    pages = {each.place.sheet for each in found} - {SUMMARY}
    assert len(pages) == 7
    assert {(each.says, each.meant) for each in found} == {
        ("2015/16 YTD", "2016/17 YTD"),
        ("2014/15", "2015/16"),
    }
    assert len(found) == 2 * (len(pages) + 1)


def test_an_outturn_that_is_not_known_has_no_heading_to_miss(folder: Path, tmp_path: Path) -> None:
    found = behind(folder, tmp_path, year=YEAR + 1, known=False)
    assert {each.says for each in found} == {"2015/16 YTD"}
