"""Made-up workbooks in which nearly everything that can name a cell does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from hypothesis import strategies as st
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

SHEETS = ("Months", "Sum Sheet", "Other")
ROWS, COLUMNS = 14, 10


@dataclass(frozen=True)
class Made:
    """What is in a made-up workbook: formulas by sheet, and areas for each kind of thing."""

    formulas: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, int, int, int], ...]
    merges: tuple[tuple[int, int, int, int], ...]
    rules: tuple[tuple[int, int, int, int], ...]
    lists: tuple[tuple[int, int, int, int], ...]
    chart: tuple[int, int, int, int]


@st.composite
def areas(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Draw top, left, bottom and right of an area, from nought."""
    top, bottom = sorted(draw(st.tuples(st.integers(0, ROWS), st.integers(0, ROWS))))
    left, right = sorted(draw(st.tuples(st.integers(0, COLUMNS), st.integers(0, COLUMNS))))
    return top, left, bottom, right


@st.composite
def references(draw: st.DrawFn) -> str:
    """Draw a reference in one of the ways that a formula may spell one."""
    top, left, bottom, right = draw(areas())
    dollars = [draw(st.booleans()) for _ in range(4)]
    prefix = draw(st.sampled_from(("", "", "Months!", "'Sum Sheet'!", "Other!")))
    kind = draw(st.sampled_from(("cell", "area", "area", "rows", "columns")))
    if kind == "rows":
        return f"{prefix}${top + 1}:${bottom + 1}"
    if kind == "columns":
        return f"{prefix}{xl_col_to_name(left, dollars[0])}:{xl_col_to_name(right, dollars[1])}"
    first = xl_rowcol_to_cell(top, left, dollars[0], dollars[1])
    if kind == "cell":
        return prefix + first
    return f"{prefix}{first}:{xl_rowcol_to_cell(bottom, right, dollars[2], dollars[3])}"


FORMULAS = st.builds(
    lambda shape, refs: shape.format(*refs),
    st.sampled_from(
        (
            "=SUM({0})",
            "=SUM({0},{1})+COUNTA({2})",
            '=IF(SUM({0})>3,"A5:B7",MAX({1}))',
            "=ROUND(SUM({0})/(1+COUNT({1})),2)",
            "=SUMPRODUCT(({0}>1)*1)",
            "=-SUM({0})^2%",
        )
    ),
    st.lists(references(), min_size=3, max_size=3),
)


def many(what: st.SearchStrategy[tuple[int, int, int, int]]) -> st.SearchStrategy[tuple]:
    """Draw a few, as a tuple."""
    return st.lists(what, max_size=4).map(tuple)


MADE = st.builds(
    Made,
    st.lists(st.tuples(st.integers(0, 2), FORMULAS), min_size=8, max_size=25).map(tuple),
    many(areas()),
    many(areas()),
    many(areas()),
    many(areas()),
    areas(),
)


def write(path: Path, made: Made) -> None:
    """Write a made-up workbook; its formulas are in the rows below everything they name."""
    with xlsxwriter.Workbook(path) as book:
        sheets = [book.add_worksheet(name) for name in SHEETS]
        bold = book.add_format({"bold": True, "bg_color": "#FFEEAA"})
        for number, sheet in enumerate(sheets):
            sheet.set_column(1, 2, 14, bold)
            sheet.set_row(3, 30)
            for row in range(ROWS + 1):
                for column in range(COLUMNS + 1):
                    look = bold if (row + column) % 3 == 0 else None
                    sheet.write_number(row, column, row * column + number, look)
        for number, (sheet, formula) in enumerate(made.formulas):
            sheets[sheet].write_formula(ROWS + 3 + number, number % (COLUMNS + 3), formula)
        for number, area in enumerate(made.names):
            book.define_name(f"Given{number}", f"='Sum Sheet'!{xl_range_abs(*area)}")
        _areas(sheets[0], book, made)
        chart = book.add_chart({"type": "line"})
        top, left, _, right = made.chart
        chart.add_series(
            {
                "values": f"=Months!{xl_range_abs(top, left, top, right)}",
                "categories": f"=Months!{xl_range_abs(0, left, 0, right)}",
                "name": f"=Months!{xl_rowcol_to_cell(top, 0, True, True)}",
            }
        )
        sheets[1].insert_chart(2, 12, chart)
        sheets[0].print_area(0, 0, ROWS, COLUMNS)
        sheets[0].repeat_rows(0, 1)


def _areas(sheet: xlsxwriter.worksheet.Worksheet, book: xlsxwriter.Workbook, made: Made) -> None:
    look = book.add_format({"font_color": "#9C0006"})
    for area in apart(made.merges):
        sheet.merge_range(*area, "merged")
    for area in apart(made.rules):
        first = xl_rowcol_to_cell(area[0], area[1])
        formula = f"=AND({first}>2,$B$3<Other!$C$4)"
        sheet.conditional_format(*area, {"type": "formula", "criteria": formula, "format": look})
    for area in apart(made.lists):
        source = f"=Months!{xl_range_abs(1, 2, 5, 2)}"
        sheet.data_validation(*area, {"validate": "list", "source": source})


def apart(
    found: Sequence[tuple[int, int, int, int]],
) -> list[tuple[int, int, int, int]]:
    """Return the areas of more than one cell that do not meet one before."""
    kept: list[tuple[int, int, int, int]] = []
    for top, left, bottom, right in found:
        meets = any(top <= b and t <= bottom and left <= r and lo <= right for t, lo, b, r in kept)
        if (top, left) != (bottom, right) and not meets:
            kept.append((top, left, bottom, right))
    return kept
