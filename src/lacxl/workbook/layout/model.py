"""The layout of a workbook: its tables, and the cells in which each line of figures is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from lacxl.domain.indicator import Figure, Indicator
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import CellRef

SUMMARY = ""
"""The name of the table that has one line for each figure of the report, and judges it."""


@dataclass(frozen=True, order=True, slots=True)
class YearToDate:
    """The part of a financial year that is over: of the `year` named, or of the month filled.

    A label such as 2015/16 YTD names its year, the heading YTD names none.
    """

    year: FinancialYear | None = None

    def __str__(self) -> str:
        return "YTD" if self.year is None else f"{self.year} YTD"


Period: TypeAlias = Month | FinancialYear | YearToDate
"""What a cell with a figure is about. Another kind, such as a quarter, joins here."""


class FigurePart(Enum):
    """Which part of a figure a cell shows; FAILURES is the denominator less the numerator."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FAILURES = "failures"


class Judged(Enum):
    """The cells beside a line by which it is judged, or in which somebody comments on it."""

    TARGET = "target"
    POLARITY = "polarity"
    NOTE_MONTHLY = "note_monthly"
    NOTE_YTD = "note_ytd"
    ARROW = "dot"
    LIGHT = "rag"


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one figure in a table: a row if time runs across, a column if it runs down.

    `figure` is the name of one of the indicator's figures, "" for the first. Everything that a
    table may do without is absent from the mappings.
    """

    table: str
    sheet: str
    indicator: str
    figure: str
    part: FigurePart = FigurePart.VALUE
    at: Mapping[Period, CellRef] = field(default_factory=dict)
    judged: Mapping[Judged, CellRef] = field(default_factory=dict)
    benchmarks: Mapping[str, CellRef] = field(default_factory=dict)
    title: CellRef | None = None

    @property
    def months(self) -> dict[Month, CellRef]:
        """The cells of single months."""
        return {each: place for each, place in self.at.items() if isinstance(each, Month)}

    @property
    def years(self) -> dict[FinancialYear, CellRef]:
        """The cells of whole financial years."""
        return {each: place for each, place in self.at.items() if isinstance(each, FinancialYear)}

    @property
    def ytd(self) -> CellRef | None:
        """The cell of the year to date of the month that is filled."""
        return self.at.get(YearToDate())

    @property
    def places(self) -> Iterator[CellRef]:
        """Every cell of the line."""
        yield from self.at.values()
        yield from self.judged.values()
        yield from self.benchmarks.values()
        if self.title is not None:
            yield self.title

    def shows(self, indicator: Indicator, figure: Figure) -> bool:
        """Say whether the line is of this figure of the indicator."""
        return self.indicator == indicator.number and figure is figure_of(
            indicator, self.figure, self.part
        )


def figure_of(indicator: Indicator, name: str, part: FigurePart = FigurePart.VALUE) -> Figure:
    """Return the figure that a line shows by the name that its layout gives.

    Where none is named it is the first; the cases of a total belong to the last, the percentage.
    """
    if part is not FigurePart.VALUE:
        return indicator.figures[-1]
    return next((each for each in indicator.figures if each.name == name), indicator.figures[0])


@dataclass(frozen=True, slots=True)
class TableHeadings:
    """How a table's headings were understood.

    `lacks` are the headings that it may have and that were not found, with their spellings by the
    key of the layout; `unread` are those within it that are none of those known, with their words.
    `amid_months` says that one of these is between the months or beside them. `headings` are the
    cells that name its periods.
    """

    name: str
    at: CellRef
    periods: frozenset[Period]
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[tuple[CellRef, str], ...] = ()
    amid_months: bool = False
    headings: Mapping[Period, CellRef] = field(default_factory=dict)

    @property
    def months(self) -> frozenset[Month]:
        """The months that it has."""
        return frozenset(each for each in self.periods if isinstance(each, Month))


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's cells, each None where the workbook has none."""

    month_end: CellRef | None = None
    issue: CellRef | None = None
    date_created: CellRef | None = None
    created_by: CellRef | None = None
    contact: CellRef | None = None
    register: CellRef | None = None

    @property
    def places(self) -> tuple[CellRef, ...]:
        """The cells that were found."""
        cells = (
            self.month_end,
            self.issue,
            self.date_created,
            self.created_by,
            self.contact,
            self.register,
        )
        return tuple(place for place in cells if place is not None)


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that was found in a workbook; the summary comes first."""

    cover: Cover = Cover()
    lines: tuple[Line, ...] = ()
    tables: tuple[TableHeadings, ...] = field(default=(), compare=False)

    @property
    def summary(self) -> tuple[Line, ...]:
        """The lines of the summary: each figure of the report once, in the report's order."""
        return tuple(line for line in self.lines if line.table == SUMMARY)

    @property
    def pages(self) -> tuple[Line, ...]:
        """The lines of every other table: those of the theme pages."""
        return tuple(line for line in self.lines if line.table != SUMMARY)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that the summary has, in order."""
        return tuple(sorted({month for line in self.summary for month in line.months}))

    @property
    def places(self) -> tuple[CellRef, ...]:
        """Every cell that was found, each once."""
        cells = (place for line in self.lines for place in line.places)
        return tuple(dict.fromkeys((*self.cover.places, *cells)))

    def of_month(self, month: Month) -> Iterator[CellRef]:
        """Yield every cell that holds a figure of the month, in whatever table."""
        return (line.at[month] for line in self.lines if month in line.at)

    def line(self, indicator: str, figure: str) -> Line:
        """Return the summary's line of a figure; raises KeyError."""
        for line in self.summary:
            if (line.indicator, line.figure) == (indicator, figure):
                return line
        raise KeyError(f"{indicator} {figure}".strip())


def is_amid(lines: Collection[int], others: Collection[int]) -> bool:
    """Say whether any of the rows or columns is between some others or next to them."""
    return any(min(others) - 1 <= each <= max(others) + 1 for each in lines if others)
