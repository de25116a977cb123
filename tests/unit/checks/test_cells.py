"""Figures of the summary that no council can have, whoever put them there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.checks.cells import cells_beyond
from lacxl.domain.ceilings import Ceilings
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, Layout, Line

APR, MAY = Month(2015, 4), Month(2015, 5)
IN_APRIL, IN_MAY = CellRef("S", Cell(6, 3)), CellRef("S", Cell(6, 4))


def found(
    april: str | None, may: str | None = None, number: str = "7.5", figure: str = "number"
) -> list[Finding]:
    months = {APR: IN_APRIL, MAY: IN_MAY}
    row = Line(SUMMARY, "S", number, figure, at=months)
    numbers = {IN_APRIL: april, IN_MAY: may}
    indicators = {
        name: replace(each, ceilings=Ceilings(children=Decimal(1500)))
        for name, each in shipped().items()
    }
    return list(
        cells_beyond(
            Layout(lines=(row,)),
            numbers,
            indicators,
        )
    )


def test_a_month_beyond_its_figure_s_ceiling_is_named() -> None:
    assert found("1500.1", "1501") == [
        warning(
            "R168",
            f"7.5 (number) for {month} cannot be a council's: it is below 0 or more than 1,500.",
            cell,
            "Correct the cell: year to date and direction may be worked out from it. If it is "
            'right, raise most_value under [indicators."7.5"].',
        )
        for month, cell in (("Apr-15", "S!C6"), ("May-15", "S!D6"))
    ]


@pytest.mark.parametrize(
    ("figure", "value", "beyond"),
    [
        ("number", None, False),
        ("number", "0", False),
        ("number", "1500", False),
        ("number", "-1", True),
        ("percentage", "1", False),
        ("percentage", "1.01", True),
        ("percentage", "40", True),
    ],
)
def test_each_figure_has_a_ceiling_of_its_own(figure: str, value: str | None, beyond: bool) -> None:
    assert [f.where for f in found(None, value, figure=figure)] == ["S!D6"] * beyond
