"""Where the report's figures stand: the result of finding the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Cell

_BARE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A cell on a sheet."""

    sheet: str
    cell: Cell

    def __str__(self) -> str:
        name = self.sheet
        if not _BARE_NAME.fullmatch(name):
            name = "'" + name.replace("'", "''") + "'"
        return f"{name}!{self.cell}"


class Part(Enum):
    """What of a figure stands in a cell; FAILURES is the denominator less the numerator."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of figures of the Performance Summary."""

    indicator: str
    figure: str
    months: Mapping[Month, Place]
    years: Mapping[FinancialYear, Place]
    benchmarks: Mapping[str, Place]
    ytd: Place
    dot: Place
    rag: Place
    title: Place
    target: Place | None = None
    polarity: Place | None = None
    note_monthly: Place | None = None
    note_ytd: Place | None = None


@dataclass(frozen=True, slots=True)
class PageColumn:
    """One column of a theme page's table."""

    page: str
    sheet: str
    indicator: str
    figure: str
    part: Part
    months: Mapping[Month, Place] = field(default_factory=dict)
    years: Mapping[FinancialYear, Place] = field(default_factory=dict)
    so_far: Mapping[FinancialYear, Place] = field(default_factory=dict)
    benchmarks: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's cells, each None where the workbook has none."""

    month_end: Place | None = None
    issue: Place | None = None
    date_created: Place | None = None
    created_by: Place | None = None
    contact: Place | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells that were found."""
        cells = (self.month_end, self.issue, self.date_created, self.created_by, self.contact)
        return tuple(place for place in cells if place is not None)


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that was found."""

    cover: Cover
    summary: tuple[SummaryRow, ...]
    pages: tuple[PageColumn, ...]

    def of_month(self, month: Month) -> Iterator[Place]:
        """Yield every cell that holds a figure of the month, in the summary and on the pages."""
        for row in self.summary:
            if month in row.months:
                yield row.months[month]
        for column in self.pages:
            if month in column.months:
                yield column.months[month]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that the summary has a column for, in order."""
        return tuple(sorted({month for row in self.summary for month in row.months}))

    def row(self, indicator: str, figure: str) -> SummaryRow:
        """Return the summary row of a figure; raises KeyError."""
        for row in self.summary:
            if (row.indicator, row.figure) == (indicator, figure):
                return row
        raise KeyError(f"{indicator} {figure}".strip())
