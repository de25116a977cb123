"""The theme pages after the refresh are the printed ones, but for the differences listed."""

from __future__ import annotations

import csv
from decimal import Decimal

import openpyxl
import pytest
from may_2015 import REPORT, Filled

from lacxl.domain.numbers import from_float, half_up
from lacxl.workbook.layout.heading_words import as_month, as_year, as_year_so_far

PAGES = {
    "placements": "Placements",
    "reviews_visits": "Reviews & Visits",
    "health": "Health",
    "pep": "Personal Education Plans",
}
COLUMNS = {
    "placements": "CEFGIJ",
    "reviews_visits": "CEFGH",
    "health": "CD",
    "pep": "C",
}
FIRST_MONTH_ROW = 5

DIFFERENCES = {
    "placements": {},
    "health": {},
    "reviews_visits": {
        ("2015/16 YTD", "not_reviewed_in_time_numerator"): ("10", "9"),  # 3 + 6
        ("2015/16 YTD", "reviews_denominator"): ("134", "131"),  # 71 + 60
        ("2015/16 YTD", "reviewed_in_time_pct"): ("92.5%", "93.1%"),  # 122 of 131
        ("2015/16 YTD", "visits_national_pct"): ("", "95.2%"),  # a snapshot's latest month
        ("2015/16 YTD", "visits_rotherham_pct"): ("73.0%", "79.0%"),  # that was April's
    },
    "pep": {  # the printed months are one row late; April was issued so and stays (a finding)
        ("May-15", "pep_pct"): ("66.1%", "59.6%"),
        ("Jun-15", "pep_pct"): ("59.6%", ""),
    },
}  # fmt: skip


def label(value: object) -> str:
    month = as_month(value)  # type: ignore[arg-type]
    if month is not None:
        return month.short
    if (so_far := as_year_so_far(str(value))) is not None:
        return f"{so_far} YTD"
    if (year := as_year(str(value))) is not None:
        return str(year)
    return str(value or "")


def on_page(filled: Filled, page: str) -> dict[tuple[str, str], object]:
    with (REPORT / f"{page}.csv").open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))[2:]
    book = openpyxl.load_workbook(filled.settings.workbook_path, data_only=True)
    sheet = book[PAGES[page]]
    return {
        (label(sheet.cell(row, 2).value), name): sheet[f"{letter}{row}"].value
        for row in range(FIRST_MONTH_ROW, sheet.max_row + 1)
        for name, letter in zip(names, COLUMNS[page], strict=True)
        if sheet.cell(row, 2).value is not None
    }


def as_shown(value: object, printed: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if "%" in printed or (not printed and float(str(value)) <= 1):
        return f"{half_up(from_float(float(str(value))) * 100, 1)}%"
    return str(half_up(Decimal(str(value)), 0))


@pytest.mark.parametrize("page", PAGES)
def test_the_page_differs_just_where_listed(filled: Filled, page: str) -> None:
    there, differences, compared = on_page(filled, page), {}, 0
    with (REPORT / f"{page}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name, printed in list(row.items())[2:]:
                ours = as_shown(there[row["period"], name], printed)
                compared += 1
                if ours != printed:
                    differences[row["period"], name] = (printed, ours)
    assert compared >= 7
    assert differences == DIFFERENCES[page]


def test_the_pep_pages_april_is_kept_and_reported(filled: Filled) -> None:
    (finding,) = [f for f in filled.result.findings if f.code == "K101" and "Education" in f.where]
    assert "64.0%" in finding.what
    assert "66.1%" in finding.what


def test_what_the_demo_finds(filled: Filled) -> None:
    found = sorted((f.code, f.where) for f in filled.result.findings if f.severity.value != "note")
    assert found == [
        ("K101", "'Performance Summary'!G12"),  # 7.6 April: 94.8% beside 68 of 71
        ("K101", "'Personal Education Plans'!C7"),  # one row late
        ("K101", "'Reviews & Visits'!F7"),  # the same 94.8% on the page
        ("K101", "Placements!F14"),  # 9.1 February: 71.0% beside 105 of 148
        ("K102", "outturns.csv row 4"),  # 7.2: 70 is 2013/14 copied, March is 72.5
        ("K103", "'Reviews & Visits'!G20"),  # 7.12: 95.2% against 94.9%
        ("K103", "'Reviews & Visits'!H20"),  # 7.13: 82.6% against 64.0%
    ]
