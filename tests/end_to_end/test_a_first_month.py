"""A folder begun with `lacxl new`: nothing of another report in it, and it goes on from there."""

from __future__ import annotations

import csv
import datetime as dt
import random
import re
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from folders import (
    DONE,
    USAGE,
    assert_plain,
    assert_refused,
    call,
    refused_untouched,
    state_of,
    workbook_of,
)

from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.new import new
from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
from oracles.sdk import Validator

MONTHS = [Month(2026, 3), Month(2026, 4), Month(2026, 5), Month(2027, 2), Month(2031, 5)]
SUMMARY = "Performance Summary"
Numbers = dict[tuple[str, Month], tuple[int, int | None]]


@pytest.fixture(scope="module", params=MONTHS, ids=str)
def month(request: pytest.FixtureRequest) -> Month:
    found: Month = request.param
    return found


@pytest.fixture(scope="module")
def folder(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("new") / "reports"
    ran = call("new", str(month), str(made))
    assert_plain(ran)
    assert ran.code == DONE
    assert month.long in ran.out
    assert f"lacxl refresh {month}" in ran.out
    assert "TARGET" in ran.out
    return made


def made_up(first: Month, last: Month) -> Numbers:
    chance = random.Random(7)
    numbers: Numbers = {}
    month = first
    while month <= last:
        for indicator in shipped().values():
            unit = indicator.figures[-1].unit
            if unit is Unit.COUNT:
                numbers[indicator.number, month] = (chance.randint(5, 450), None)
            elif unit is Unit.PERCENTAGE:
                whole = chance.randint(20, 420)
                numbers[indicator.number, month] = (chance.randint(0, whole), whole)
            elif unit is Unit.RATE:
                numbers[indicator.number, month] = (chance.randint(380, 450), 56_105)
            else:
                numbers[indicator.number, month] = (chance.randint(60, 4_000), chance.randint(1, 9))
        month += 1
    return numbers


def give(path: Path, numbers: Numbers, until: Month) -> None:
    """Write the readings up to a month under the headings that are there."""
    lines = path.read_text("utf-8").splitlines()[:1]
    for (number, of), (above, below) in numbers.items():
        if of <= until:
            lines.append(f"{number},{of},{above},{below or ''},,")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def exact(numbers: Numbers, indicator: Indicator, unit: Unit, over: list[Month]) -> float:
    """Add up by hand, independently of the product's code."""
    above = sum(numbers[indicator.number, of][0] for of in over)
    below = sum(numbers[indicator.number, of][1] or 0 for of in over)
    if unit is Unit.COUNT:
        return float(above)
    return float(Fraction(above * (10_000 if unit is Unit.RATE else 1), below))


def headings(path: Path) -> list[str]:
    cells = openpyxl.load_workbook(path)[SUMMARY][5]
    return [f"{c.value:%b-%y}" if isinstance(c.value, dt.datetime) else str(c.value) for c in cells]


def require_figures(path: Path, numbers: Numbers, month: Month) -> None:
    """Compare month and year to date of every row with the arithmetic; headings say where."""
    heads, sheet = headings(path), openpyxl.load_workbook(path)[SUMMARY]
    april = month.financial_year.first
    so_far = [april + i for i in range((month.number - april.number) % 12 + 1)]
    at = 6
    for indicator in shipped().values():
        for figure in indicator.figures:
            cells = dict(zip(heads, (c.value for c in sheet[at]), strict=True))
            expected = exact(numbers, indicator, figure.unit, [month])
            shown = cells[f"CURRENT {month.short}"]
            assert shown == pytest.approx(expected, rel=1e-12), (indicator.number, month)
            if indicator.kind is Kind.FLOW:
                expected = exact(numbers, indicator, figure.unit, so_far)
                assert cells["YTD"] == pytest.approx(expected, rel=1e-12), indicator.number
            at += 1
    assert at == 29


def test_the_summary_ends_with_the_month(folder: Path, month: Month) -> None:
    heads, year = headings(workbook_of(folder)), month.financial_year
    assert heads[5:8] == [(month - 2).short, (month - 1).short, f"CURRENT {month.short}"]
    assert heads[12:14] == [str(year + -2), str(year + -1)]
    sheet = openpyxl.load_workbook(workbook_of(folder))[SUMMARY]
    bands, covered = {}, {str(each) for each in sheet.merged_cells.ranges}
    for of, column in zip((month - 2, month - 1, month), "FGH", strict=True):
        bands.setdefault(str(of.financial_year), []).append(column)
    assert [sheet[f"{c}4"].value for c in "FGH" if sheet[f"{c}4"].value] == list(bands)
    assert {f"{c[0]}4:{c[-1]}4" for c in bands.values() if len(c) > 1} == {
        area for area in covered if re.fullmatch(r"[F-H]4:[F-H]4", area)
    }
    assert sheet["I4"].value == f"Year to Date {str(year)[2:]}"


def test_pages_of_a_year_show_the_month_s_year_and_the_other_one_goes_round_the_month(
    folder: Path, month: Month
) -> None:
    book, year = openpyxl.load_workbook(workbook_of(folder)), month.financial_year
    for sheet in book.worksheets[2:]:
        column = [cell.value for cell in sheet["B"][4:] if cell.value is not None]
        months = [Month.of(each) for each in column if isinstance(each, dt.datetime)]
        assert months == [months[0] + i for i in range(len(months))]
        assert [each for each in column if isinstance(each, str)] == [
            str(year + -2), str(year + -1), f"{year} YTD",
            "SN AVE", "BEST SN", "NAT AVE", "NAT TOP QTILE",
        ]  # fmt: skip
        if sheet.title == "Placements":
            assert (len(months), months[-1]) == (14, month + 1)
        else:
            assert months[-12:] == [year.first + i for i in range(12)]
            assert len(months) in (13, 14)


def test_no_figure_no_target_and_nothing_of_another_report(folder: Path, month: Month) -> None:
    book = openpyxl.load_workbook(workbook_of(folder))
    numbers = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert numbers == []
    assert book["Cover"]["C5"].value == dt.datetime(month.year, month.number, 1)
    assert book["Cover"]["C6"].value is book["Cover"]["C7"].value is None
    assert not any(
        c.protection.locked for sheet in book for row in sheet for c in row if c.has_style
    )
    other = re.compile(r"Rotherham|\b20(?:13|14|15)\b|\b1[3-5]/1[4-6]\b|[a-z]{3}-1[4-6]\b")
    texts = [c.value for sheet in book for row in sheet for c in row if isinstance(c.value, str)]
    assert [text for text in texts if other.search(text)] == []
    serial = re.compile(r"<c:v>4[12]\d{3}</c:v>")  # the months of 2014 to 2016 as charts keep them
    with zipfile.ZipFile(workbook_of(folder)) as package:
        for name in package.namelist():
            if name.startswith(("xl/charts/", "xl/drawings/")):
                text = re.sub(r'"http[^"]*"', "", package.read(name).decode())
                assert not other.search(text), name
                assert not serial.search(text), name


def test_it_is_filled_and_goes_on(folder: Path, month: Month, tmp_path: Path) -> None:
    settings = Settings.load(shutil.copytree(folder, tmp_path / "reports") / "lacxl.toml")
    april = month.financial_year.first
    numbers = made_up(min(april, month - 2), month + 2)
    for of in (month, month + 1, month + 2):
        today = (of + 1).first_day + dt.timedelta(8)
        if of > month:
            assert next_month(settings, today=today).month == of
        give(settings.readings_path, numbers, of)
        refresh(settings, of, today=today)
        require_figures(settings.workbook_path, numbers, of)
    pages = openpyxl.load_workbook(settings.workbook_path)["Placements"]
    shown = [Month.of(c.value) for c in pages["B"][4:] if isinstance(c.value, dt.datetime)]
    assert (len(shown), shown[-1]) == (14, month + 2)


@pytest.mark.ooxml_sdk
def test_the_validator_of_office_finds_nothing(folder: Path, validator: Validator) -> None:
    assert validator.errors(workbook_of(folder)) == ()


def test_a_refresh_without_readings_is_refused(tmp_path: Path) -> None:
    new(Month(2026, 4), tmp_path / "reports")
    refused_untouched(tmp_path / "reports", ("refresh", "2026-04"), "R102")


def test_the_readings_have_their_headings_alone(tmp_path: Path) -> None:
    new(Month(2026, 4), tmp_path / "reports")
    with (tmp_path / "reports" / "readings.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["indicator", "month", "numerator", "denominator", "value", "note"]
        ]


def test_every_setting_that_is_commented_is_one(tmp_path: Path) -> None:
    path = new(Month(2026, 4), tmp_path / "reports")
    text = re.sub(r"^# (?=\[|\w+ = )", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    settings = Settings.load(path)
    assert settings.workbook.leave_out == ("Adoptions", "7.13")
    assert settings.cover.contact == "performance@council.example"
    assert settings.children.folder == "extracts"


def test_the_council_s_name_is_on_every_sheet_as_a_text(tmp_path: Path) -> None:
    name = "=Rutland & Co"
    assert call("new", "2026-04", str(tmp_path / "reports"), "--council", name).code == DONE
    book = openpyxl.load_workbook(workbook_of(tmp_path / "reports"))
    for sheet in book:
        assert sheet["A2"].value.startswith(f"{name} - ")
        assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1999-12",), "U101"),
        (("2099-01",), "U101"),
        (("April",), "U101"),
        (("2026-04", "--council", ""), "U106"),
        (("2026-04", "--council", "two\nlines"), "U106"),
        (("2026-04", "--council", "x" * 61), "U106"),
        ((), "U106"),
    ],
)
def test_bad_calls(
    arguments: tuple[str, ...], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(call("new", *arguments), code, exit_code=USAGE)
    assert state_of(tmp_path) == {}


def test_a_folder_that_holds_anything_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("new", "2026-04").code == DONE
    assert [path.name for path in tmp_path.iterdir()] == [
        "Monthly Performance - Corporate Parenting"
    ]
    before = state_of(tmp_path)
    assert_refused(call("new", "2026-05"), "N121", "lacxl new 2026-04 our-report")
    assert state_of(tmp_path) == before
