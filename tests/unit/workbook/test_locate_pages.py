"""Theme pages that are laid out otherwise than the template's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout import FigurePart, Layout, locate
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot
from unit.workbook.snapshots import sheet
from unit.workbook.tables import (
    APR,
    HEAD,
    HEALTH,
    KNOWN,
    LABELS,
    MAR,
    MAY,
    PAGES,
    PEP,
    REVIEWS,
    SUMMARY,
    WORDS,
    columns,
    found,
    refusal,
    rows_of,
    table,
)


def test_tables_side_by_side_with_rows_of_their_own() -> None:
    left = table(HEALTH, ["Feb-15", *LABELS])
    right = table([PEP], LABELS[:3])
    both = [
        [*(left[r] if r < len(left) else [None] * 3), None, *(right[r] if r < len(right) else [])]
        for r in range(8)
    ]
    places = found(sheet("All", both), only=["Health", PAGES[5]])
    assert columns(places, "7.9") == [tuple(f"C{r}" for r in range(2, 9))]
    assert columns(places, "7.10") == [("F2", "F3", "F4")]


def test_tables_side_by_side_without_a_column_between() -> None:
    left, right = table(HEALTH, LABELS[:3]), table([PEP], LABELS)
    both = [[*(left[r] if r < len(left) else [None] * 3), *right[r]] for r in range(7)]
    places = found(sheet("All", both), only=["Health", PAGES[5]])
    assert columns(places, "7.9") == [("C2", "C3", "C4")]
    assert columns(places, "7.10") == [tuple(f"E{r}" for r in range(2, 8))]


def test_a_table_has_its_own_periods_though_those_of_its_neighbour_say_more() -> None:
    left, right = table([PEP], LABELS), table(HEALTH, LABELS[:3])
    both = [[*left[r], *(right[r] if r < len(right) else [])] for r in range(7)]
    places = found(sheet("All", both), only=["Health", PAGES[5]])
    assert columns(places, "7.8") == [("D2", "D3", "D4")]
    assert columns(places, "7.10") == [tuple(f"B{r}" for r in range(2, 8))]


def test_tables_side_by_side_begin_in_different_rows() -> None:
    left = sheet("All", table(HEALTH, LABELS), at="A1")
    right = sheet("All", table([PEP], LABELS), at="E3")
    both = replace(left, values={**left.values, **right.values})
    places = found(both, only=["Health", PAGES[5]])
    assert columns(places, "7.8") == [tuple(f"B{r}" for r in range(2, 8))]
    assert columns(places, "7.10") == [tuple(f"F{r}" for r in range(4, 10))]


def test_tables_side_by_side_share_the_labels_at_the_left() -> None:
    places = found(sheet("All", table([*HEALTH, None, PEP], LABELS)), only=["Health", PAGES[5]])
    assert columns(places, "7.10") == [tuple(f"E{r}" for r in range(2, 8))]


@pytest.mark.parametrize("gap", [0, 1, 5, 40])
def test_tables_under_each_other(gap: int) -> None:
    rows = [*table(HEALTH, LABELS), *[[]] * gap, *table([None, None, PEP], LABELS)]
    places = found(sheet("All", rows), only=["Health", PAGES[5]])
    assert columns(places, "7.8") == [tuple(f"B{r}" for r in range(2, 8))]
    assert columns(places, "7.10") == [tuple(f"D{r}" for r in range(9 + gap, 15 + gap))]


@pytest.mark.parametrize("at", ["A40", "C32", "F33", "V1", "V4", "AA20", "T2", "V3"])
def test_summary_and_pages_on_one_sheet(at: str) -> None:
    health = sheet("", table(HEALTH, LABELS), at=at)
    both = replace(SUMMARY, values={**SUMMARY.values, **health.values})
    places = found(both, only=["Health"])
    first = Cell.parse(at)
    assert places.summary == found(SUMMARY).summary
    assert columns(places, "7.8") == [
        tuple(str(Cell(first.row + r, first.column + 1)) for r in range(1, 7))
    ]


def test_pages_to_the_left_of_the_summary() -> None:
    rows = table(["% of eligible LAC with an up to date plan", None], LABELS)
    left = sheet("All", rows)
    right = sheet("All", [HEAD, *rows_of()], at="H1")
    both = replace(left, values={**left.values, **right.values})
    page = replace(WORDS.pages[0], lines=WORDS.pages[0].lines[:1])
    words = replace(WORDS, tables=(WORDS.summary, page))
    places = locate(Snapshot((both,)), words, KNOWN)
    assert columns(places, "7.11") == [tuple(f"B{r}" for r in range(2, 8))]


def test_a_hidden_column_with_the_months_again() -> None:
    rows = [
        [None, None, *HEALTH],
        *([label, label if "-" in label else None, 0.5, 0.5] for label in LABELS),
    ]
    assert columns(found(sheet("H", rows), only=["Health"]), "7.8") == [
        tuple(f"C{r}" for r in range(2, 8))
    ]


def test_a_column_of_dates_beside_the_labels() -> None:
    """The day a row was updated is no label; where it could be one, nothing is guessed."""
    updated = [dt.datetime(2015, m, 9) for m in (4, 5, 6)]
    rows = [[None, "Updated", HEALTH[0], HEALTH[1]]]
    rows += [[label, day, 0.5, 0.5] for label, day in zip(LABELS[:3], updated, strict=True)]
    rows += [[label, None, 0.5, 0.5] for label in LABELS[3:]]
    assert refusal(sheet("H", rows), only=["Health"]) == {"L112": "H!B2 and H!A3"}


def test_figures_that_could_be_dates_are_no_labels() -> None:
    population = [56_100.0, 56_105.0, 56_130.0, 56_110.0, 56_110.0, 60_000.0]
    rows = [[None, "Under 18", *HEALTH]]
    rows += [[a, b, 0.5, 0.5] for a, b in zip(LABELS, population, strict=True)]
    assert columns(found(sheet("H", rows), only=["Health"]), "7.8") == [
        tuple(f"C{r}" for r in range(2, 8))
    ]


def test_labels_as_serial_numbers() -> None:
    labels = [42_064.0, 42_124.0, 42_125.0, *LABELS[3:]]
    assert columns(found(sheet("H", table(HEALTH, labels)), only=["Health"]), "7.8") == [
        tuple(f"B{r}" for r in range(2, 8))
    ]
    labels = [42_064.0 - 1462, 42_124.0 - 1462, 42_125.0 - 1462]
    places = found(sheet("H", table(HEALTH, labels)), only=["Health"], date1904=True)
    assert list(places.pages[0].months) == [MAR, APR, MAY]


def test_headings_in_different_rows_of_one_header() -> None:
    rows = [[None, HEALTH[0], None], [None, None, HEALTH[1]], *table(HEALTH, LABELS)[1:]]
    places = found(sheet("H", rows), only=["Health"])
    assert columns(places, "7.8") == [tuple(f"B{r}" for r in range(3, 9))]
    assert columns(places, "7.9") == [tuple(f"C{r}" for r in range(3, 9))]


def test_headings_merged_over_two_rows_and_a_blank_column_between() -> None:
    rows = [[None, None, HEALTH[0], None, HEALTH[1]], []]
    rows += [[label, None, "n/a", None, "not reported"] for label in LABELS]
    places = found(sheet("H", rows, ["C1:C2", "E1:E2"]), only=["Health"])
    assert columns(places, "7.9") == [tuple(f"E{r}" for r in range(3, 9))]


def test_a_heading_merged_over_figure_and_note() -> None:
    rows = [[None, HEALTH[0], None, HEALTH[1]], *([x, "up", 0.5, 0.5] for x in LABELS)]
    assert columns(found(sheet("H", rows, ["B1:C1"]), only=["Health"]), "7.8") == [
        tuple(f"C{r}" for r in range(2, 8))
    ]
    rows[1][1] = 0.4
    assert refusal(sheet("H", rows, ["B1:C1"]), only=["Health"]) == {"L113": "H!B1"}


def test_blank_rows_within_a_table_and_another_list_far_below() -> None:
    rows = table(HEALTH, LABELS)
    rows[4:4] = [[]] * 20
    rows += [[]] * 40 + [["Mar-15"], ["Apr-15"]]
    assert columns(found(sheet("H", rows), only=["Health"]), "7.8") == [
        ("B2", "B3", "B4", "B25", "B26", "B27")
    ]


def test_years_that_could_be_months() -> None:
    labels = ["Mar-15", "Apr-15", "2009/10", "2010/11", "2011-12"]
    column = found(sheet("H", table(HEALTH, labels)), only=["Health"]).pages[0]
    assert list(column.years) == [FinancialYear(y) for y in (2009, 2010, 2011)]
    assert list(column.months) == [MAR, APR]


# -- n of d ---------------------------------------------------------------------------------------


def reviews(cells: Sequence[CellValue], heads: Sequence[CellValue] = (REVIEWS,)) -> SheetSnapshot:
    rest = [column.header[0] for column in WORDS.pages[3].lines[1:]]
    width = max(len(cells), len(heads))
    rows = [[None, *heads, *[None] * (width - len(heads)), *rest]]
    rows += [[x, *cells, *[None] * (width - len(cells)), 0.9, 0.9, 0.9] for x in LABELS]
    return sheet("Reviews", rows)


def n_and_d(places: Layout) -> tuple[str, str]:
    at = {c.part: str(c.months[MAR].cell) for c in places.pages if c.indicator == "7.6"}
    return at[FigurePart.FAILURES], at[FigurePart.DENOMINATOR]


@pytest.mark.parametrize(
    ("cells", "heading", "expected"),
    [
        ((1.0, "of", 9.0), "B1:D1", ("B2", "D2")),
        ((None, "of", None), "B1:D1", ("B2", "D2")),
        ((1.0, None, 9.0), "B1:D1", ("B2", "D2")),
        ((1.0, None, "of", 9.0), "B1:E1", ("B2", "E2")),
        ((None, 1.0, "of", 9.0), "B1:E1", ("C2", "E2")),
        ((1.0, "OF", None, 9.0), "B1:E1", ("B2", "E2")),
        ((1.0, "of", 9.0, None), "B1:E1", ("B2", "D2")),
        ((1.0, "of", 9.0, "of"), "B1:D1", ("B2", "D2")),
        ((1.0, "of", 9.0), "", ("B2", "D2")),
        ((None, "of", None), "", ("B2", "D2")),
        ((1.0, None, "of", 9.0), "", ("B2", "E2")),
        ((1.0, "of", None, 9.0), "", ("B2", "E2")),
        ((None, 1.0, "of", 9.0), "", ("C2", "E2")),
        ((1.0, "of", 9.0, "of", 8.0), "", ("B2", "D2")),
        ((1.0, *[None] * 9, "of", 9.0), "", ("B2", "M2")),
    ],
)
def test_n_of_d(cells: Sequence[CellValue], heading: str, expected: tuple[str, str]) -> None:
    one = reviews(cells)
    merged = replace(one, merges=(Area.parse(heading),) if heading else ())
    assert n_and_d(found(merged, only=["Reviews & Visits"])) == expected


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ((1.0,), ""),
        ((1.0, 9.0), "B1:C1"),
        ((1.0, "of"), ""),
        (("of", 9.0), ""),
        ((1.0, 2.0, "of", 9.0), ""),
        ((1.0, "of", 9.0, 8.0), "B1:E1"),
        ((1.0, "/", 9.0), ""),
        ((1.0, *[None] * 10, "of", 9.0), ""),
        ((1.0, "of", 9.0, "of", 8.0), "B1:F1"),
    ],
)
def test_n_of_d_that_cannot_be_told_apart(cells: Sequence[CellValue], heading: str) -> None:
    merged = replace(reviews(cells), merges=(Area.parse(heading),) if heading else ())
    assert refusal(merged, only=["Reviews & Visits"]) == {"L113": "Reviews!B1"}
