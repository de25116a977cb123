"""Which headings say of which year benchmarks are."""

from __future__ import annotations

import pytest

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.benchmark_headings import benchmark_headings, of_year
from lacxl.workbook.layout import Layout, Line
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot

MAY = Month(2015, 5)
TEXT = "LATEST BENCHMARKING - 2013/14"


def ref(name: str) -> CellRef:
    return CellRef("S", Cell.parse(name))


def line(month: str, *benchmarks: str) -> Line:
    kinds = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
    return Line(
        "T", "S", "7.1", "", at={MAY: ref(month)},
        benchmarks=dict(zip(kinds, map(ref, benchmarks), strict=False)),
    )  # fmt: skip


def found(line_: Line, values: dict[str, str], *merges: str) -> set[str]:
    areas = tuple(Area(*corners(each)) for each in merges)
    cells = {Cell.parse(name): value for name, value in values.items()}
    sheet = SheetSnapshot("S", values=cells, merges=areas)
    return {str(place.cell) for place in benchmark_headings(_layout(line_), Snapshot((sheet,)))}


def corners(area: str) -> tuple[int, int, int, int]:
    first, last = (Cell.parse(each) for each in area.split(":"))
    return first.row, first.column, last.row, last.column


def _layout(line_: Line) -> Layout:
    return Layout(lines=(line_,))


def test_a_merged_heading_over_benchmarks_in_a_row() -> None:
    row = line("C5", "F5", "G5", "H5", "I5")
    assert found(row, {"F2": TEXT}, "F2:I2") == {"F2"}
    assert found(row, {"G3": "2013/14"}) == {"G3"}


@pytest.mark.parametrize(
    ("place", "merged"), [("D2", "D2:I2"), ("F2", "F2:J2"), ("F6", "F6:I6"), ("C2", "C2:C2")]
)
def test_a_heading_over_other_columns_or_below_is_none(place: str, merged: str) -> None:
    assert found(line("C5", "F5", "G5", "H5", "I5"), {place: TEXT}, merged) == set()


def test_a_label_beside_benchmarks_in_a_column() -> None:
    column = line("C5", "C20", "C21", "C22", "C23")
    assert found(column, {"A20": TEXT}, "A20:A23") == {"A20"}
    assert found(column, {"A19": TEXT}, "A19:A23") == set()
    assert found(column, {"D20": TEXT}, "D20:D23") == set()


@pytest.mark.parametrize("text", ["LATEST BENCHMARKING", "2012/13 to 2013/14", "3/4", "01/02/2015"])
def test_a_text_without_a_year_of_its_own_is_none(text: str) -> None:
    assert found(line("C5", "F5", "G5", "H5", "I5"), {"F2": text}, "F2:I2") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, "LATEST BENCHMARKING - 2024/25"),
        ("Benchmarks 13/14", "Benchmarks 24/25"),
        ("(2013-2014)", "(2024-2025)"),
        ("LATEST BENCHMARKING - 2024/25", "LATEST BENCHMARKING - 2024/25"),
        ("BENCHMARKING", "BENCHMARKING"),
    ],
)
def test_the_year_takes_the_place_of_the_other(text: str, expected: str) -> None:
    assert of_year(text, FinancialYear(2024)) == expected
