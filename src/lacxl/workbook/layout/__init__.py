"""Finding the report's cells by their words, even when they have moved."""

from lacxl.workbook.layout.locate import locate
from lacxl.workbook.layout.model import (
    SUMMARY,
    Cover,
    Judged,
    Layout,
    Line,
    Part,
    Period,
    Table,
    YearToDate,
    figure_of,
)
from lacxl.workbook.layout.words import LayoutWords, LineWords, TableWords, Time

__all__ = [
    "SUMMARY",
    "Cover",
    "Judged",
    "Layout",
    "LayoutWords",
    "Line",
    "LineWords",
    "Part",
    "Period",
    "Table",
    "TableWords",
    "Time",
    "YearToDate",
    "figure_of",
    "locate",
]
