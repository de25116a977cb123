"""The charts of a theme page.

The months stand as columns, not as a line: Excel draws a line down to zero where a cell holds
words ("not reported"), whereas a column of words is simply not there. Target and statistical
neighbours are lines over the columns.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xlsx_templates import months
from xlsx_templates.figures import Figures, value_of
from xlsx_templates.pages import ChartOf, Column
from xlsx_templates.place import (
    BOX_HEIGHT,
    FIRST_ROW,
    HEADER_HEIGHT,
    HEADER_ROW,
    PANEL_COLUMNS,
    PERIOD,
    Line,
    Place,
)
from xlsx_templates.style import (
    BAR,
    BAR_SECOND,
    FONT,
    INK,
    LINE,
    NEIGHBOUR_LINE,
    QUIET,
    TARGET_LINE,
)

GAP = 8
LEAST_HEIGHT, MOST_HEIGHT, DEFAULT_ROW = 150, 520, 20
AXIS_FORMATS = {"count": "0", "rate": "0", "percentage": "0%", "days": "0"}
LINES = {
    "Target": {"color": TARGET_LINE, "width": 2, "dash_type": "dash"},
    "Stat. neighbours": {"color": NEIGHBOUR_LINE, "width": 1.75, "dash_type": "round_dot"},
}
SMALL = {"name": FONT, "size": 8, "color": INK}


def text_box(width: int, height: int, description: str) -> dict[str, Any]:
    """Return the options of a text box."""
    return {
        "width": width,
        "height": height,
        "y_offset": 6,
        "object_position": 2,
        "description": description,
        "font": {"name": FONT, "size": 10, "color": INK},
        "align": {"vertical": "top"},
        "fill": {"color": "#FFFFFF"},
        "line": {"color": LINE, "width": 0.75},
    }


def write_charts(
    book: Workbook,
    sheet: Worksheet,
    place: Place,
    figures: Figures,
    references: dict[int, float | int | None],
) -> int:
    """Lay the charts below the text boxes; return the last row that they reach."""
    top = BOX_HEIGHT + 6 + GAP
    full = PANEL_COLUMNS * place.panel_width - 3
    table = HEADER_HEIGHT + (place.last_row - FIRST_ROW + 1) * place.row_height
    shelves = _shelves(place.page.charts)
    room = (table - top - GAP * (len(shelves) - 1)) // len(shelves)
    height = max(LEAST_HEIGHT, min(MOST_HEIGHT, room))
    for number, shelf in enumerate(shelves):
        width = full if len(shelf) == 1 else (full - GAP) // 2
        for index, chart_of in enumerate(shelf):
            chart = _chart(book, place, chart_of, figures, references)
            chart.set_size({"width": width, "height": height})
            options = {
                "x_offset": index * (width + GAP),
                "y_offset": top + number * (height + GAP),
                "object_position": 2,
                "description": _describe(place, chart_of),
            }
            sheet.insert_chart(HEADER_ROW, place.panel, chart, options)
    below = top + len(shelves) * (height + GAP) - GAP - table
    return place.last_row + max(0, -(-below // DEFAULT_ROW))


def _shelves(charts: tuple[ChartOf, ...]) -> list[list[ChartOf]]:
    """Put half charts side by side, whole ones on a shelf of their own."""
    shelves: list[list[ChartOf]] = []
    for chart in charts:
        if chart.half and shelves and shelves[-1][0].half and len(shelves[-1]) == 1:
            shelves[-1].append(chart)
        else:
            shelves.append([chart])
    return shelves


def _columns(place: Place, chart_of: ChartOf) -> list[Column]:
    """Return the columns that a chart shows."""
    found = {column.key: column for column in place.page.columns if isinstance(column, Column)}
    return [found[key] for key in chart_of.keys]


def _lines(place: Place, chart_of: ChartOf) -> list[Line]:
    """Return the reference lines that belong to a chart."""
    return [line for line in place.lines if line.of.key in chart_of.keys]


def _describe(place: Place, chart_of: ChartOf) -> str:
    """Say in words what a chart shows, for who cannot see it; the months it shows move on."""
    shown = " and ".join(column.short for column in _columns(place, chart_of))
    text = f"Column chart, {chart_of.title}: {shown}, month by month"
    names = {"Target": "the target", "Stat. neighbours": "the statistical neighbours' average"}
    lines = " and ".join(names[line.name] for line in _lines(place, chart_of))
    return f"{text}, with {lines} as a line." if lines else f"{text}."


def _chart(
    book: Workbook,
    place: Place,
    chart_of: ChartOf,
    figures: Figures,
    references: dict[int, float | int | None],
) -> Any:
    """Draw the months as columns, and target and neighbours as lines over them."""
    columns = _columns(place, chart_of)
    chart = book.add_chart({"type": "column"})
    for column, colour in zip(columns, (BAR, BAR_SECOND), strict=False):
        printed = [
            value_of(figures.on_page(place.page.name, months.label(month), column.key))
            for month in place.months
        ]
        data = [value if isinstance(value, int | float) else None for value in printed]
        series = _series(place, place.columns[column.key], column.short, data)
        chart.add_series(series | {"fill": {"color": colour}, "gap": 60, "overlap": 0})
    lines = _lines(place, chart_of)
    if lines:
        over = book.add_chart({"type": "line"})
        for line in lines:
            data = [references[line.column]] * len(place.months)
            series = _series(place, line.column, line.name, data)
            over.add_series(series | {"line": LINES[line.name], "marker": {"type": "none"}})
        chart.combine(over)
    _dress(chart, chart_of, columns[0].kind)
    if len(columns) == 1:
        named_by_title = {"position": "bottom", "font": SMALL, "delete_series": [0]}
        chart.set_legend(named_by_title if lines else {"none": True})
    return chart


def _series(place: Place, column: int, name: str, data: list[float | int | None]) -> dict[str, Any]:
    """Point a series at a column's month rows, with what stands there now."""
    sheet = place.page.name
    rows = (FIRST_ROW, place.last_month)
    return {
        "name": name,
        "categories": [sheet, rows[0], PERIOD, rows[1], PERIOD],
        "values": [sheet, rows[0], column, rows[1], column],
        "values_data": data,
    }


def _dress(chart: Any, chart_of: ChartOf, kind: str) -> None:
    """Set title, axes, legend and colours."""
    title_font = {"name": FONT, "size": 10, "bold": True, "color": INK}
    chart.set_title({"name": chart_of.title, "name_font": title_font, "overlay": False})
    chart.set_x_axis(
        {
            "num_format": "mmm-yy",
            "text_axis": True,
            "num_font": SMALL | ({"rotation": -90} if chart_of.half else {}),
            "line": {"color": QUIET},
            "major_tick_mark": "none",
        }
    )
    axis: dict[str, Any] = {
        "num_format": AXIS_FORMATS[kind],
        "num_font": SMALL,
        "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": "#DDE4E8", "width": 0.5}},
        "line": {"none": True},
        "major_tick_mark": "none",
    }
    if kind == "percentage" and chart_of.full_scale:
        axis |= {"max": 1, "major_unit": 0.2}
    chart.set_y_axis(axis)
    chart.set_legend({"position": "bottom", "font": SMALL})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    chart.show_blanks_as("gap")
