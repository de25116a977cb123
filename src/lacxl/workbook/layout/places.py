"""Where the report's figures stand: the result of finding the tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lacxl.domain.indicator import Figure, Indicator
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


def is_amid(places: Collection[int], others: Collection[int]) -> bool:
    """Say whether any of the rows or columns is between some others or next to them."""
    return any(min(others) - 1 <= each <= max(others) + 1 for each in places if others)


class Part(Enum):
    """What of a figure stands in a cell; FAILURES is the denominator less the numerator."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FAILURES = "failures"


def figure_of(indicator: Indicator, name: str, part: Part) -> Figure:
    """Return the figure that a place shows by the name that its layout gives.

    Where none is named it is the first; the cases of a total belong to the last, the percentage.
    """
    if part is not Part.VALUE:
        return indicator.figures[-1]
    return next((each for each in indicator.figures if each.name == name), indicator.figures[0])


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
class Table:
    """How a table's headings were understood: the summary's columns, or the rows of a theme page.

    `lacks` are the headings that it may have and that were not found, with their spellings by the
    key of the layout; `unread` are those within it that are none of those known, with their words.
    `amid_months` says that one of these is between the months or beside them. `name` is the page's,
    "" for the summary.
    """

    name: str
    at: Place
    months: frozenset[Month]
    years: frozenset[FinancialYear]
    so_far: frozenset[FinancialYear] = frozenset()
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[tuple[Place, str], ...] = ()
    amid_months: bool = False


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
    """Everything that was found; of `tables` the summary's is the first."""

    cover: Cover
    summary: tuple[SummaryRow, ...]
    pages: tuple[PageColumn, ...]
    tables: tuple[Table, ...] = field(default=(), compare=False)

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
