"""A theme page: its table of months, years and benchmarks, its words and its charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xlsx_templates import charts, months, paper, words
from xlsx_templates.figures import BENCHMARKS, Figures, SummaryWords, value_of
from xlsx_templates.pages import Column, OfColumns
from xlsx_templates.place import (
    BLOCK,
    BOX_HEIGHT,
    CAPTION_HEIGHT,
    CAPTION_ROW,
    DEFINITION_COLUMNS,
    FIRST_ROW,
    HEADER_HEIGHT,
    HEADER_ROW,
    PANEL_COLUMNS,
    PERIOD,
    Line,
    Place,
)
from xlsx_templates.style import MONTH_FORMAT, NUMBER_FORMATS, PALE, YEAR_FORMATS, Styles
from xlsx_templates.summary import target_cell


def write_page(
    book: Workbook,
    sheet: Worksheet,
    style: Styles,
    place: Place,
    rows: Sequence[SummaryWords],
    figures: Figures,
    issued: date | None,
    narrative: str,
) -> None:
    """Write a theme page; month cells up to `issued` are locked."""
    last_column = place.last_printed
    widths = [*place.widths(), *[place.panel_width] * PANEL_COLUMNS, *place.widths_beyond()]
    paper.set_columns(sheet, style, widths)
    paper.bands(sheet, style, place.page.title, last_column)
    paper.link_home(sheet, style, last_column - 1, last_column)
    _captions(sheet, style, place)
    _headers(sheet, style, place)
    _labels(sheet, style, place)
    for row in range(FIRST_ROW, place.last_row + 1):
        sheet.set_row_pixels(row, place.row_height)
    for column in place.page.columns:
        if isinstance(column, OfColumns):
            _of_columns(sheet, style, place, column, figures, issued)
        else:
            _column(sheet, style, place, column, figures, issued)
    references = {
        line.column: _line(sheet, style, place, line, rows, figures) for line in place.lines
    }
    if place.lines:
        first, last = place.lines[0].column, place.lines[-1].column
        area = xl_range(FIRST_ROW, first, place.last_month, last)
        sheet.ignore_errors({"eval_error": area})
    _boxes(sheet, place, narrative)
    used = charts.write_charts(book, sheet, place, figures, references)
    paper.set_paper(sheet, max(place.last_row, used), last_column, HEADER_ROW)
    sheet.set_zoom(80)


def _captions(sheet: Worksheet, style: Styles, place: Place) -> None:
    """Head the table, the charts' lines and the two text boxes."""
    sheet.set_row_pixels(CAPTION_ROW, CAPTION_HEIGHT)
    parts = [(BLOCK, place.last_column, "Figures")]
    if place.lines:
        parts.append((place.lines[0].column, place.lines[-1].column, "Chart lines"))
    split = place.panel + DEFINITION_COLUMNS
    parts += [
        (place.panel, split - 1, "Definition"),
        (split, place.panel + PANEL_COLUMNS - 1, "Performance"),
    ]
    for first, last, text in parts:
        for column in range(first, last + 1):
            sheet.write_blank(CAPTION_ROW, column, None, style("caption"))
        sheet.write_string(CAPTION_ROW, first, text, style("caption"))


def _headers(sheet: Worksheet, style: Styles, place: Place) -> None:
    """Write the header row; a count's heading stands over its three columns."""
    sheet.set_row_pixels(HEADER_ROW, HEADER_HEIGHT)
    for column in (BLOCK, PERIOD):
        sheet.write_blank(HEADER_ROW, column, None, style("header"))
    for item in place.page.columns:
        if isinstance(item, OfColumns):
            at = place.columns["of " + item.numerator]
            sheet.merge_range(HEADER_ROW, at, HEADER_ROW, at + 2, item.header, style("header"))
        else:
            sheet.write_string(HEADER_ROW, place.columns[item.key], item.header, style("header"))
    for line in place.lines:
        text = f"{line.name}: {line.of.short}"
        sheet.write_string(HEADER_ROW, line.column, text, style("line_header"))


def _labels(sheet: Worksheet, style: Styles, place: Place) -> None:
    """Write the three blocks and their periods."""
    blocks = (
        ("IN MONTH PERFORMANCE", FIRST_ROW, place.last_month),
        ("ANNUAL", place.first_year, place.first_benchmark - 1),
        ("LATEST BENCHMARKING", place.first_benchmark, place.last_row),
    )
    for name, first, last in blocks:
        if first == last:
            sheet.write_string(first, BLOCK, name, style("block"))
        else:
            sheet.merge_range(first, BLOCK, last, BLOCK, name, style("block"))
    for row, month in enumerate(place.months, start=FIRST_ROW):
        sheet.write_datetime(row, PERIOD, month, style("period", num_format=MONTH_FORMAT))
    for row, name in enumerate((*place.years, *BENCHMARKS), start=place.first_year):
        sheet.write_string(row, PERIOD, name, style("period"))


def _periods(place: Place, issued: date | None) -> list[tuple[int, str, bool]]:
    """List the rows: where, the period's name, and whether its figures are issued."""
    found = [
        (row, months.label(month), bool(issued and month <= issued))
        for row, month in enumerate(place.months, start=FIRST_ROW)
    ]
    names = (*place.years, *BENCHMARKS)
    return found + [(row, name, False) for row, name in enumerate(names, place.first_year)]


def _column(
    sheet: Worksheet,
    style: Styles,
    place: Place,
    column: Column,
    figures: Figures,
    issued: date | None,
) -> None:
    """Write one indicator's column."""
    for row, period, locked in _periods(place, issued):
        by_year = period in place.years and not period.endswith("YTD")
        number_format = (YEAR_FORMATS if by_year else NUMBER_FORMATS)[column.kind]
        look = style("number", num_format=number_format, locked=locked, **_shade(place, row))
        value = value_of(figures.on_page(place.page.name, period, column.key))
        sheet.write(row, place.columns[column.key], value, look)


def _of_columns(
    sheet: Worksheet,
    style: Styles,
    place: Place,
    column: OfColumns,
    figures: Figures,
    issued: date | None,
) -> None:
    """Write a count as n, of and d; benchmarks have no count."""
    at = place.columns["of " + column.numerator]
    for row, period, locked in _periods(place, issued):
        shade = _shade(place, row)
        number = {"num_format": NUMBER_FORMATS["count"], "locked": locked} | shade
        name = place.page.name
        above = value_of(figures.on_page(name, period, column.numerator))
        below = value_of(figures.on_page(name, period, column.denominator))
        counted = row < place.first_benchmark and not (
            figures.on_page(name, period, "period") and above is None
        )
        sheet.write(row, at, above, style("left_of_three", **number))
        sheet.write(row, at + 1, "of" if counted else None, style("mid_of_three", **shade))
        sheet.write(row, at + 2, below, style("right_of_three", **number))


def _shade(place: Place, row: int) -> dict[str, Any]:
    """Set years and benchmarks off from the months."""
    return {"bg_color": PALE} if row > place.last_month else {}


def _line(
    sheet: Worksheet,
    style: Styles,
    place: Place,
    line: Line,
    rows: Sequence[SummaryWords],
    figures: Figures,
) -> float | int | None:
    """Write a reference line's formulas in the months' rows; return the value they show.

    Where there is none they give #N/A: of any text Excel's line would make a zero.
    """
    if line.name == "Target":
        source = target_cell(rows, line.of.row)
        value = value_of(next(row.target for row in rows if row.key == line.of.row))
    else:
        at = place.columns[line.of.key]
        source = xl_rowcol_to_cell(place.first_benchmark, at, row_abs=True, col_abs=True)
        value = value_of(figures.on_page(place.page.name, "SN AVE", line.of.key))
    shown = value if isinstance(value, int | float) else None
    look = style("line_value", num_format=NUMBER_FORMATS[line.of.kind])
    for row in range(FIRST_ROW, place.last_month + 1):
        formula = f"=IF(ISNUMBER({source}),{source},NA())"
        sheet.write_formula(row, line.column, formula, look, "#N/A" if shown is None else shown)
    return shown


def _boxes(sheet: Worksheet, place: Place, narrative: str) -> None:
    """Insert the definition and the performance text boxes."""
    split = DEFINITION_COLUMNS * place.panel_width
    boxes = (
        ("Definition", words.DEFINITIONS[place.page.name], place.panel, split - 8),
        (
            "Performance",
            narrative,
            place.panel + DEFINITION_COLUMNS,
            PANEL_COLUMNS * place.panel_width - split - 3,
        ),
    )
    for name, text, column, width in boxes:
        options = charts.text_box(width, BOX_HEIGHT, f"{name}: {place.page.title}")
        sheet.insert_textbox(HEADER_ROW, column, text, options)
