"""Finding the report's cells by their words, even when they have moved."""

from lacxl.workbook.layout.locate import locate
from lacxl.workbook.layout.model import (
    SUMMARY,
    Cover,
    FigurePart,
    Judged,
    Layout,
    Line,
    Period,
    TableHeadings,
    YearToDate,
    figure_of,
)
from lacxl.workbook.layout.words import LayoutWords, LineWords, TableWords, Time

__all__ = [
    "SUMMARY",
    "Cover",
    "FigurePart",
    "Judged",
    "Layout",
    "LayoutWords",
    "Line",
    "LineWords",
    "Period",
    "TableHeadings",
    "TableWords",
    "Time",
    "YearToDate",
    "figure_of",
    "locate",
]
