"""A table in which nothing is typed yet: it is filled unless its formulas read another sheet."""

from __future__ import annotations

import pytest

from lacxl.adopting.looking import candidates
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot
from unit.adopting.typed_scorecards import proposed
from unit.workbook.snapshots import sheet

MONTHS = ("Apr-25", "May-25", "Jun-25")
OWN = "{0}3/{0}4"
ELSEWHERE = "Data!{0}3/Data!{0}4"


def block(formula: str, numerator: CellValue = None) -> SheetSnapshot:
    """Return a percentage in C2 to E2 above its numerator and denominator, and a count below."""
    shares = [Formula(formula.format(column), "") for column in "CDE"]
    return sheet(
        "Scorecard",
        [
            ["Measure", "Type", *MONTHS],
            ["% of reviews in time", "%", *shares],
            [None, "Num", *[numerator] * 3],
            [None, "Den", *[numerator] * 3],
            ["Number of children", "No.", None, None, None],
        ],
    )


def data(formula: str) -> SheetSnapshot:
    """Return months in A2 to A4, numerator and denominator in B and C, their percentage in D."""
    title = "% of reviews in time"
    shares = [Formula(formula.format(row), "") for row in (2, 3, 4)]
    rows: list[list[CellValue]] = [
        [month, None, None, share] for month, share in zip(MONTHS, shares, strict=True)
    ]
    return sheet("Data", [["Month", f"{title} (n)", f"{title} (d)", title], *rows])


@pytest.mark.parametrize("formula", [OWN, "IF(SUM({0}3:{0}4)=0,0,1)", "Scorecard!{0}3/2"])
def test_what_a_formula_reads_beside_it_is_typed(formula: str) -> None:
    found = proposed(block(formula))
    assert [each.title for each in found.indicators] == [
        "% of reviews in time",
        "Number of children",
    ]
    assert found.unused == ()


def test_in_a_data_sheet_too() -> None:
    assert [each.title for each in proposed(data("B{0}/C{0}")).indicators] == [
        "% of reviews in time"
    ]
    assert proposed(data("Old!B{0}/Old!C{0}")).indicators == ()


@pytest.mark.parametrize("formula", [ELSEWHERE, "C2", "{0}5*2", "SUM("])
def test_a_table_that_shows_another_sheet_is_left_to_its_formulas(formula: str) -> None:
    found = proposed(block(formula))
    assert found.indicators == ()
    assert [each.is_formulas for each in found.unused] == [True]


def test_parts_that_are_formulas_themselves_are_not_typed() -> None:
    (table,) = candidates([Grid(block(OWN, Formula("Data!B2", 1.0)))])
    assert table.is_formulas
