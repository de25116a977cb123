"""Finding the report's cells by their words, wherever they have moved."""

from lacxl.workbook.layout.locate import locate
from lacxl.workbook.layout.places import (
    Cover,
    PageColumn,
    Part,
    Place,
    Places,
    SummaryRow,
    Table,
    figure_of,
)
from lacxl.workbook.layout.words import LayoutWords, PageColumnWords, PageWords

__all__ = [
    "Cover",
    "LayoutWords",
    "PageColumn",
    "PageColumnWords",
    "PageWords",
    "Part",
    "Place",
    "Places",
    "SummaryRow",
    "Table",
    "figure_of",
    "locate",
]
