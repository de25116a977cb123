"""Finding the report's cells by their words, even when they have moved."""

from lacxl.workbook.layout.heading_words import LayoutWords, LineWords, OwnTable, TableWords, Time
from lacxl.workbook.layout.locate import locate
from lacxl.workbook.layout.model import (
    SUMMARY,
    Cover,
    FigurePart,
    Form,
    JudgedCells,
    Layout,
    Line,
    Period,
    Signs,
    TableHeadings,
    YearToDate,
    figure_of,
)

__all__ = [
    "SUMMARY",
    "Cover",
    "FigurePart",
    "Form",
    "JudgedCells",
    "Layout",
    "LayoutWords",
    "Line",
    "LineWords",
    "OwnTable",
    "Period",
    "Signs",
    "TableHeadings",
    "TableWords",
    "Time",
    "YearToDate",
    "figure_of",
    "locate",
]
