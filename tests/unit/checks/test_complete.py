"""A month is complete with a reading of each indicator, or something in its cell."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.checks.complete import without_figures
from lacxl.domain.month import Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, Layout, Line
from lacxl.workbook.snapshot import CellError, CellValue, Formula

APR, MAY = Month(2015, 4), Month(2015, 5)


def row(number: str, figure: str, months: dict[Month, CellRef]) -> Line:
    return Line(SUMMARY, "S", number, figure, at=dict(months))


def at(line: int) -> CellRef:
    return CellRef("S", Cell(line, 4))


@pytest.mark.parametrize(
    ("value", "shows"),
    [
        (0.5, True),
        (0.0, True),
        ("TBC", True),
        (dt.datetime(2015, 5, 1), True),
        (Formula("A1", 0.5), True),
        (None, False),
        ("", False),
        (" \n", False),
        (CellError("#N/A"), False),
        (Formula("A1"), False),
        (Formula("A1", CellError("#N/A")), False),
        (Formula("A1", " "), False),
    ],
)
def test_what_a_person_typed_counts_and_an_error_does_not(value: CellValue, shows: bool) -> None:
    places = Layout(lines=(row("7.6", "", {MAY: at(6)}),))
    left = without_figures(places, {at(6): value}, set(), MAY)
    assert left == ({} if shows else {"7.6": at(6)})


def test_a_reading_of_the_month_is_enough() -> None:
    places = Layout(lines=(row("7.6", "", {MAY: at(6)}), row("7.8", "", {MAY: at(7)})))
    assert without_figures(places, {}, {"7.6"}, MAY) == {"7.8": at(7)}
    assert without_figures(places, {}, set(), MAY).keys() == {"7.6", "7.8"}


def test_each_indicator_is_named_once_with_its_first_empty_cell() -> None:
    rows = (
        row("7.4", "", {APR: at(4)}),  # no column of the month
        row("7.5", "number", {MAY: at(5)}),
        row("7.5", "percentage", {MAY: at(6)}),
        row("7.6", "", {MAY: at(7)}),
        row("7.8", "", {MAY: at(8)}),
    )
    there: dict[CellRef, CellValue] = {at(7): 0.5}
    left = without_figures(Layout(lines=rows), there, set(), MAY)
    assert left == {"7.5": at(5), "7.8": at(8)}
    there[at(5)] = 7.0
    assert without_figures(Layout(lines=rows), there, set(), MAY)["7.5"] == at(6)
