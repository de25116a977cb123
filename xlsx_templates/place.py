"""Where everything stands on a theme page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlsx_templates import paper
from xlsx_templates.figures import BENCHMARKS
from xlsx_templates.pages import Column, OfColumns, Page

CAPTION_ROW, HEADER_ROW, FIRST_ROW = 2, 3, 4
BLOCK, PERIOD, FIRST_COLUMN = 0, 1, 2
PANEL_COLUMNS, DEFINITION_COLUMNS = 8, 3
PAGE_WIDTH, LEAST_PANEL_WIDTH = 1340, 76
PAPER_RATIO = 1.6  # A4 landscape between its margins is 1.51, and some room is left
CAPTION_HEIGHT, HEADER_HEIGHT, BOX_HEIGHT = 30, 96, 170


@dataclass(frozen=True)
class Line:
    """A reference line of a chart: the column of formulas that holds it."""

    of: Column
    name: str
    column: int


class Place:
    """Where everything stands on one theme page."""

    def __init__(self, page: Page, page_months: Sequence[date], years: Sequence[str]) -> None:
        self.page, self.months, self.years = page, page_months, years
        self.last_month = FIRST_ROW + len(page_months) - 1
        self.first_year = self.last_month + 1
        self.first_benchmark = self.first_year + len(years)
        self.last_row = self.first_benchmark + len(BENCHMARKS) - 1
        self.columns: dict[str, int] = {}
        at = FIRST_COLUMN
        for column in page.columns:
            if isinstance(column, OfColumns):
                self.columns["of " + column.numerator] = at
                at += 3
            else:
                self.columns[column.key] = at
                at += 1
        self.last_column = at - 1
        self.panel = self.last_column + 2
        self.last_printed = self.panel + PANEL_COLUMNS - 1
        self.lines: list[Line] = []
        for column in page.columns:
            if isinstance(column, Column):
                self._add_lines(column)

    def _add_lines(self, column: Column) -> None:
        """Give a column its target and neighbours, right of what is printed."""
        for wanted, name in ((column.target, "Target"), (column.neighbours, "Stat. neighbours")):
            if wanted:
                self.lines.append(Line(column, name, self.last_printed + 2 + len(self.lines)))

    def widths(self) -> list[int]:
        """Return the width in pixels of each column left of the panel."""
        widths = [40, 116]
        for column in self.page.columns:
            widths += [48, 26, 48] if isinstance(column, OfColumns) else [102]
        return [*widths, 16]

    def widths_beyond(self) -> list[int]:
        """Return the width in pixels of each column right of what is printed."""
        return [16, *[72] * len(self.lines)] if self.lines else []

    @property
    def panel_width(self) -> int:
        """Return the width of one of the panel's columns: the panel fills the page."""
        return max(LEAST_PANEL_WIDTH, (PAGE_WIDTH - sum(self.widths())) // PANEL_COLUMNS)

    @property
    def row_height(self) -> int:
        """Return the height of the table's rows in pixels: the table fills the paper."""
        width = sum(self.widths()) + PANEL_COLUMNS * self.panel_width
        room = width / PAPER_RATIO - paper.BANDS_HEIGHT - CAPTION_HEIGHT - HEADER_HEIGHT
        return max(24, min(36, int(room / (self.last_row - FIRST_ROW + 1))))
