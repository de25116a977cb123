"""Closed years: outturns against the readings of their year, and against the cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.checks.outturns import outturns_against_cells, outturns_against_readings
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.reading import Reading
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, Layout, Line
from lacxl.workbook.snapshot import CellError, CellValue, Formula

CLOSED, NOW = FinancialYear(2014), FinancialYear(2015)
ELSEWHERE = CellRef("S", Cell(6, 9))
ON_SUMMARY, ON_PAGE = CellRef("S", Cell(6, 3)), CellRef("P", Cell(6, 3))
D = Decimal


def year_of(number: str, numerator: str, denominator: str | None = None) -> dict[Month, Reading]:
    """Return readings of all months of the closed year, each the same."""
    parts = (D(numerator), None if denominator is None else D(denominator))
    return {month: Reading(number, month, *parts) for month in CLOSED.months()}


def against_readings(
    number: str,
    outturn: str,
    readings: Mapping[Month, Reading],
    *,
    figure: str = "",
    year: FinancialYear = CLOSED,
) -> list[Finding]:
    printed = {(number, figure, year): (D(outturn), "outturns.csv row 4")}
    return list(outturns_against_readings(printed, {number: readings}, shipped(), NOW))


def test_a_flow_s_outturn_is_compared_with_its_whole_year() -> None:
    assert against_readings("7.6", "0.958", year_of("7.6", "68", "71")) == []
    assert against_readings("7.6", "0.948", year_of("7.6", "68", "71")) == [
        warning(
            "K102",
            "7.6 has the outturn 94.8% for 2014/15; the year's readings give 95.8%.",
            "outturns.csv row 4",
            "The outturn stays as it is. Find out which of the two is right.",
        )
    ]


def test_a_snapshot_s_outturn_is_compared_with_its_march() -> None:
    readings = year_of("7.1", "400") | {CLOSED.last: Reading("7.1", CLOSED.last, D(410))}
    assert against_readings("7.1", "410", readings) == []
    (finding,) = against_readings("7.1", "400", readings)
    assert finding.what == "7.1 has the outturn 400 for 2014/15; the reading of Mar-15 is 410."


@pytest.mark.parametrize(
    ("outturn", "agrees"),
    [("0.9577", True), ("0.958", True), ("0.96", True), ("1", True), ("0.95", False), ("0", False)],
)
def test_an_outturn_that_is_printed_coarser_counts_as_rounded(outturn: str, agrees: bool) -> None:
    assert (against_readings("7.6", outturn, year_of("7.6", "68", "71")) == []) is agrees


def test_a_count_is_compared_as_a_whole_number() -> None:
    assert against_readings("7.3", "120", year_of("7.3", "10")) == []
    (finding,) = against_readings("7.3", "100", year_of("7.3", "10"))
    assert "outturn 100 for 2014/15; the year's readings give 120." in finding.what


def test_each_figure_of_a_pair_is_compared_as_itself() -> None:
    readings = year_of("7.5", "2", "4")
    assert against_readings("7.5", "24", readings, figure="number") == []
    assert against_readings("7.5", "0.5", readings, figure="percentage") == []
    (finding,) = against_readings("7.5", "0.4", readings, figure="percentage")
    assert finding.what.startswith("7.5 (percentage) has the outturn 40.0% for 2014/15;")


def test_what_cannot_be_compared_is_passed_over() -> None:
    readings = year_of("7.6", "68", "71")
    assert against_readings("7.6", "0", readings, year=NOW) == [], "not closed yet"
    assert against_readings("99", "0", readings) == [], "an indicator that the report lacks"
    assert against_readings("7.6", "0", readings, figure="number") == [], "no such figure"
    assert against_readings("7.6", "0", {}) == []
    del readings[CLOSED.first]
    assert against_readings("7.6", "0", readings) == [], "a month of the year is not known"


def test_the_ones_after_it_are_compared_all_the_same() -> None:
    printed = {
        ("99", "", CLOSED): (D(0), "row 2"),
        ("7.6", "", NOW): (D(0), "row 3"),
        ("7.6", "number", CLOSED): (D(0), "row 4"),
        ("7.8", "", CLOSED): (D(0), "row 5"),
        ("7.6", "", CLOSED): (D(0), "row 6"),
    }
    readings = {"7.6": year_of("7.6", "68", "71")}
    found = outturns_against_readings(printed, readings, shipped(), NOW)
    assert [f.where for f in found] == ["row 6"]


def against_cells(
    number: str,
    outturn: str,
    *,
    summary: CellValue = None,
    page: CellValue = None,
    figure: str = "",
    part: FigurePart = FigurePart.VALUE,
    before: FinancialYear = NOW,
) -> list[Finding]:
    lines = (
        Line(SUMMARY, "S", number, figure, at={NOW: ELSEWHERE, CLOSED: ON_SUMMARY}),
        Line("Page", "P", number, figure, FigurePart.NUMERATOR, {CLOSED: ELSEWHERE}),
        Line("Page", "P", number, figure, part, {CLOSED: ON_PAGE}),
    )
    there = {ELSEWHERE: 0.0, ON_SUMMARY: summary, ON_PAGE: page}
    printed = {
        (number, figure, CLOSED): (D(outturn), "outturns.csv row 4"),
        (number, figure, NOW): (D(outturn), "outturns.csv row 5"),
    }
    return list(outturns_against_cells(printed, Layout(lines=lines), there, shipped(), before))


def test_a_cell_of_a_closed_year_that_shows_another_figure() -> None:
    assert against_cells("7.6", "0.958", summary=0.948) == [
        warning(
            "K103",
            "7.6 is shown as 94.8% for 2014/15; its outturn is 95.8% (outturns.csv row 4).",
            "S!C6",
            "Both stay as they are. Find out which of the two is right.",
        )
    ]
    assert [f.where for f in against_cells("7.6", "0.958", summary=0.9, page=0.9)] == [
        "S!C6", "P!C6",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "differs"),
    [
        (0.958, False),
        ("95.8%", False),
        ("96%", False),
        (Formula("A1", 0.958), False),
        (None, False),
        ("", False),
        (Formula("A1"), False),
        (Formula("A1", ""), False),
        (0.94, True),
        (0.0, True),
        ("94%", True),
        (Formula("A1", 0.94), True),
    ],
)
def test_what_a_cell_shows_is_compared_and_an_empty_one_is_not(
    value: CellValue, differs: bool
) -> None:
    assert [f.where for f in against_cells("7.6", "0.958", page=value)] == ["P!C6"] * differs


@pytest.mark.parametrize(
    "value", ["Z. Quill", Formula("A1", "Z. Quill"), CellError("#N/A"), dt.datetime(2015, 5, 1)]
)
def test_a_text_is_said_to_be_one_and_not_repeated(value: CellValue) -> None:
    (finding,) = against_cells("7.6", "0.958", summary=value)
    assert finding.what == (
        "7.6 is shown as a text for 2014/15; its outturn is 95.8% (outturns.csv row 4)."
    )


def test_a_count_is_told_as_one_and_of_its_own_row() -> None:
    (finding,) = against_cells("7.5", "24", summary=25.0, figure="number")
    assert finding.what.startswith("7.5 (number) is shown as 25 for 2014/15; its outturn is 24 ")
    (finding,) = against_cells("10.2", "487", summary=488.0)
    assert "is shown as 488 for 2014/15; its outturn is 487 " in finding.what


def test_a_year_that_is_not_closed_and_the_cases_of_a_page_are_passed_over() -> None:
    assert against_cells("7.6", "0.958", summary=0.1, before=CLOSED) == []
    assert against_cells("7.6", "0.958", page=68.0, part=FigurePart.DENOMINATOR) == []
