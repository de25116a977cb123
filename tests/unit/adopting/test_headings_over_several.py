"""A heading over several columns beside a column of months: the figure, or nothing, is filled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lacxl.adopting.adopted_files import catalogue_text, layout_text
from lacxl.adopting.proposal import Proposal
from lacxl.catalogue import indicators, layouts
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout import locate
from lacxl.workbook.layout.model import FigurePart
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot
from unit.adopting.typed_scorecards import proposed
from unit.workbook.snapshots import sheet

TITLES = ("Children in care", "Number of admissions to care")


def data_sheet(
    below: Sequence[str], titles: Sequence[str] = TITLES, *, merged: bool = True
) -> SheetSnapshot:
    """Return months in A3:A6 and under each title in row 1 the columns that row 2 names."""
    width = len(below)
    over: list[str | None] = [None]
    merges = []
    for n, title in enumerate(titles):
        over += [title, *[None] * (width - 1)]
        first = 2 + n * width
        merges.append(str(Area(1, first, 1, first + width - 1)))
    rows = [
        [month, *(40.0 + 3 * row + column for column in range(width * len(titles)))]
        for row, month in enumerate(("Apr-25", "May-25", "Jun-25", "Jul-25"))
    ]
    heads: list[list[str | float | None]] = [[*over], ["Month", *below * len(titles)]]
    return sheet("Data", [*heads, *rows], merges=merges if merged else [])


def filled(found: Proposal, of: SheetSnapshot) -> dict[tuple[str, FigurePart], str]:
    """Return the cells of April that a refresh fills, by indicator and part."""
    if not found.filled:
        return {}
    known = indicators.parse(catalogue_text(found), "catalogue")
    layout = locate(Snapshot((of,)), layouts.parse(layout_text(found), "layout"), known)
    return {(line.indicator, line.part): str(line.at[Month(2025, 4)].cell) for line in layout.lines}


@pytest.mark.parametrize(
    ("below", "column"),
    [
        (["Actual", "England"], 0),
        (["Target", "Actual"], 1),
        (["In month", "Cumulative"], 0),
        (["Last year", "This year"], 1),
        (["Forecast", "Actual", "RAG"], 1),
        (["North", "South", "Actual"], 2),
        (["Number", "Target"], 0),
    ],
)
def test_the_column_of_the_figure_is_filled_and_no_other(below: list[str], column: int) -> None:
    of = data_sheet(below)
    found = proposed(of)
    assert [each.title for each in found.indicators] == list(TITLES)
    assert filled(found, of) == {
        ("M01", FigurePart.VALUE): str(Cell(3, 2 + column)),
        ("M02", FigurePart.VALUE): str(Cell(3, 2 + len(below) + column)),
    }


@pytest.mark.parametrize(
    ("below", "merged"),
    [
        (["North", "South", "Total"], True),
        (["North", "County"], False),
        (["Target", "Actual"], False),
        (["Actual", "Outturn"], True),
        (["Target", "RAG"], True),
    ],
)
def test_nothing_is_filled_where_no_column_is_surely_the_figure(
    below: list[str], merged: bool
) -> None:
    of = data_sheet(below, merged=merged)
    found = proposed(of)
    assert (found.indicators, found.filled) == ((), ())
    (said,) = (each for each in found.findings if each.code == "D215")
    assert said.where.startswith("Data!B2, Data!C2")
    assert all(word in said.what for word in below)


def test_the_number_of_cases_is_not_the_percentage() -> None:
    of = data_sheet(["Number", "RAG"], ("% of reviews in time", "Children in care"))
    found = proposed(of)
    assert filled(found, of) == {("M01", FigurePart.VALUE): "D3"}
    assert [each.title for each in found.indicators] == ["Children in care"]
    (table,) = found.tables
    assert [(each.code, each.where) for each in table.findings] == [("D215", "Data!B2, Data!C2")]


def test_numerator_and_denominator_beside_a_percentage_are_filled_too() -> None:
    of = data_sheet(["N", "D", "%"], ("Reviews in time", "Plans in time"))
    found = proposed(of, answers={"unit": {"M01": "percentage", "M02": "percentage"}})
    assert filled(found, of) == {
        ("M01", FigurePart.NUMERATOR): "B3",
        ("M01", FigurePart.DENOMINATOR): "C3",
        ("M01", FigurePart.VALUE): "D3",
        ("M02", FigurePart.NUMERATOR): "E3",
        ("M02", FigurePart.DENOMINATOR): "F3",
        ("M02", FigurePart.VALUE): "G3",
    }


@pytest.mark.parametrize("merged", [True, False])
def test_a_theme_over_indicators_is_no_indicator(merged: bool) -> None:
    of = data_sheet(["In-house fostering", "Agency fostering"], ("Placements",), merged=merged)
    found = proposed(of)
    assert [each.title for each in found.indicators] == ["In-house fostering", "Agency fostering"]
    assert filled(found, of) == {("M01", FigurePart.VALUE): "B3", ("M02", FigurePart.VALUE): "C3"}
