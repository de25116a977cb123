"""The layout of a workbook: its tables, and the cells in which each line of figures is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.rating import Dot, Rag
from lacxl.workbook.address import CellRef

SUMMARY = ""
"""The name of the table that has one line for each figure of the report, and judges it."""


@dataclass(frozen=True, order=True, slots=True)
class YearToDate:
    """The part of a financial year that is over: of the `year` named, or of the month filled.

    A label such as 2015/16 YTD names its year, the heading YTD names none. YTD Apr-25 to Sep-25 is
    of no other month than `until`, the last one.
    """

    year: FinancialYear | None = None
    until: Month | None = None

    def is_of(self, month: Month) -> bool:
        """Say whether it is what is over of the month's year at the end of the month."""
        return self.year in (None, month.financial_year) and self.until in (None, month)

    def __str__(self) -> str:
        to = "" if self.until is None else f" to {self.until.short}"
        return f"YTD{to}" if self.year is None else f"{self.year} YTD{to}"


Period: TypeAlias = Month | Quarter | FinancialYear | YearToDate
"""What a cell with a figure is about."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a table writes its figures.

    `points` says that a percentage is written as 94.4 and not as 0.944. `own_formats` keeps the
    number formats that are there. `latest_ytd` shows the latest month as the year to date of what
    does not add up; else such a cell is left alone. `relative` says whether a tolerance of 5% is 5%
    of the target, or so many percentage points, `edge` which light a figure has where red and
    amber meet, and `within` the tolerance of all where no cell says one.
    """

    points: bool = False
    own_formats: bool = False
    latest_ytd: bool = False
    relative: bool | None = None
    edge: str = ""
    within: str = ""


AS_SHIPPED = Form()
"""How the report's own workbook writes figures."""


_LIKE = {
    "WORSE_WITHIN": ("WORSE",),
    "WORSE_OFF": ("WORSE",),
    "NUMBER_SLIGHTLY_UP": ("NUMBER_UP",),
    "NUMBER_SLIGHTLY_DOWN": ("NUMBER_DOWN",),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """A workbook's own words for lights and arrows, by the names of the states.

    A state without a word is not written. `slight` is the smallest change that is not slight, in
    the unit shown, and one up to `level_within` is none. `by_number` says that arrows show which
    way the number went, whether that is good or not. `own_colours` says that the workbook colours
    these cells by rules of its own, so that lacxl adds none. `amber_needed` says that a figure
    that misses its target has no light unless the limit of amber is known, or the indicator is one
    `without_amber`.
    Where no cell could show a target, it is known of those `without_target` that they have none;
    the `untargeted` have no light while no setting says theirs.
    The `unrated` have no light and the `undirected` no arrow, as nobody has said which way is good.
    """

    lights: Mapping[str, str] = field(default_factory=dict)
    arrows: Mapping[str, str] = field(default_factory=dict)
    by_number: bool = False
    slight: Decimal = Decimal(0)
    level_within: Decimal = Decimal(0)
    own_colours: bool = False
    amber_needed: bool = False
    without_amber: frozenset[str] = frozenset()
    without_target: frozenset[str] = frozenset()
    untargeted: frozenset[str] = frozenset()
    unrated: frozenset[str] = frozenset()
    undirected: frozenset[str] = frozenset()

    def for_indicator(self, indicator: Indicator, light: Rag, unsure: bool) -> Signs:
        """Return the words that an indicator's cells may get: none of what is not sure."""
        number, target = indicator.number, indicator.target
        no_limit = (
            self.amber_needed
            and light is Rag.RED
            and target is not None
            and target.amber is None
            and number not in self.without_amber
        )
        lights = {} if unsure or no_limit or number in self.unrated else self.lights
        arrows = {} if number in self.undirected else self.arrows
        return replace(self, lights=lights, arrows=arrows)

    def light(self, light: Rag) -> str | None:
        """Return the word of a light; "" empties its cell, None leaves it alone."""
        usual = "" if light is Rag.NOT_RATED and self.lights else None
        return self.lights.get(light.name, usual)

    def arrow(self, dot: Dot) -> str | None:
        """Return the word or sign of a direction; a worse one may have one word for all."""
        for name in (dot.name, *_LIKE.get(dot.name, ())):
            if name in self.arrows:
                return self.arrows[name]
        return "" if dot is Dot.NONE and self.arrows else None


class FigurePart(Enum):
    """Which part of a figure a cell shows; FAILURES is the denominator less the numerator."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FAILURES = "failures"


class JudgedCells(Enum):
    """The cells beside a line by which it is judged, or in which somebody comments on it.

    GREEN, AMBER and RED say in words which figures have that light, TOLERANCE how far from the
    target amber reaches. VARIATION and ASSURANCE say what the months before say of it.
    """

    TARGET = "target"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    TOLERANCE = "tolerance"
    COMMENT = "comment"
    POLARITY = "polarity"
    NOTE_MONTHLY = "note_monthly"
    NOTE_YTD = "note_ytd"
    ARROW = "dot"
    LIGHT = "rag"
    VARIATION = "variation"
    ASSURANCE = "assurance"


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one figure in a table: a row if time runs across, a column if it runs down.

    `figure` is the name of one of the indicator's figures, "" for the first. Everything that a
    table may do without is absent from the mappings. `judged_at` are cells that judge one period
    alone, such as the target of a quarter, and `so_far_at` the years to date of single months.
    `form` says how the table writes its figures, `benchmark_years` of which years the headings of
    benchmarks say that they are.
    """

    table: str
    sheet: str
    indicator: str
    figure: str
    part: FigurePart = FigurePart.VALUE
    at: Mapping[Period, CellRef] = field(default_factory=dict)
    judged: Mapping[JudgedCells, CellRef] = field(default_factory=dict)
    benchmarks: Mapping[str, CellRef] = field(default_factory=dict)
    title: CellRef | None = None
    judged_at: Mapping[tuple[JudgedCells, Period], CellRef] = field(default_factory=dict)
    so_far_at: Mapping[Month, CellRef] = field(default_factory=dict)
    form: Form = AS_SHIPPED
    benchmark_years: Mapping[str, FinancialYear] = field(default_factory=dict)

    @property
    def months(self) -> dict[Month, CellRef]:
        """The cells of single months; where there are quarters alone, by their last months."""
        found = {each: place for each, place in self.at.items() if isinstance(each, Month)}
        return found or {
            each.last: place for each, place in self.at.items() if isinstance(each, Quarter)
        }

    @property
    def is_quarterly(self) -> bool:
        """Whether it has quarters and no months."""
        kinds = {type(each) for each in self.at}
        return Quarter in kinds and Month not in kinds

    def in_points(self, figure: Figure) -> bool:
        """Say whether it writes a figure in percentage points: 94.4 for 0.944."""
        is_value = self.part is FigurePart.VALUE
        return self.form.points and is_value and figure.unit is Unit.PERCENTAGE

    def in_month(self, month: Month) -> Iterator[CellRef]:
        """Yield the cells that are of a month: its own, and its quarter's at the end of one."""
        for period in (month, month.quarter) if month == month.quarter.last else (month,):
            if period in self.at:
                yield self.at[period]

    def as_of(self, month: Month) -> Line:
        """Return the line as it is for a month: judged by the cells of that month, if it has any.

        Those of its quarter come next, and then those of its year. A line that is as for one month
        already can be asked for another.
        """
        of_others = {*self.judged_at.values(), *self.so_far_at.values()}
        judged = {each: place for each, place in self.judged.items() if place not in of_others}
        at = {
            each: place
            for each, place in self.at.items()
            if not isinstance(each, YearToDate) or place not in of_others
        }
        own = {
            judged: place
            for period in (month.financial_year, month.quarter, month)
            for (judged, of), place in self.judged_at.items()
            if of == period
        }
        so_far: dict[Period, CellRef] = {}
        so_far = {YearToDate(): self.so_far_at[month]} if month in self.so_far_at else {}
        return replace(self, judged={**judged, **own}, at={**at, **so_far})

    @property
    def years(self) -> dict[FinancialYear, CellRef]:
        """The cells of whole financial years."""
        return {each: place for each, place in self.at.items() if isinstance(each, FinancialYear)}

    @property
    def ytd(self) -> CellRef | None:
        """The cell of the year to date of the month that is filled."""
        return self.at.get(YearToDate())

    def so_far(self, month: Month) -> CellRef | None:
        """Return the cell of the year to date at the end of a month, however it is headed."""
        return next(
            (
                place
                for each, place in self.at.items()
                if isinstance(each, YearToDate) and each.is_of(month)
            ),
            None,
        )

    @property
    def places(self) -> Iterator[CellRef]:
        """Every cell of the line."""
        yield from self.at.values()
        yield from self.judged.values()
        yield from self.judged_at.values()
        yield from self.so_far_at.values()
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
    cells that name its periods. Of a council's own table in which time runs across, `columns` are
    those of each period, such as its figure, its target and its light, and `bottom` is the last row
    of headings.
    """

    name: str
    at: CellRef
    periods: frozenset[Period]
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[tuple[CellRef, str], ...] = ()
    amid_months: bool = False
    headings: Mapping[Period, CellRef] = field(default_factory=dict)
    columns: Mapping[Period, tuple[int, ...]] = field(default_factory=dict)
    bottom: int = 0

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
    """Everything that was found in a workbook; the summary comes first.

    `main` are the tables that are the summary: those that have each figure of the report once.
    `signs` are the workbook's own words for lights and arrows, None where they are lacxl's.
    `findings` say what is left alone in a council's own tables, and why.
    """

    cover: Cover = Cover()
    lines: tuple[Line, ...] = ()
    tables: tuple[TableHeadings, ...] = field(default=(), compare=False)
    main: frozenset[str] = frozenset({SUMMARY})
    signs: Signs | None = None
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def summary(self) -> tuple[Line, ...]:
        """The lines of the summary: each figure of the report once, in the report's order."""
        return tuple(line for line in self.lines if self._is_summary(line))

    def _is_summary(self, line: Line) -> bool:
        return line.table in self.main and line.part is FigurePart.VALUE

    @property
    def pages(self) -> tuple[Line, ...]:
        """Every other line: those of the theme pages, and the parts of a figure beside it."""
        return tuple(line for line in self.lines if not self._is_summary(line))

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that the summary has, in order."""
        return tuple(sorted({month for line in self.summary for month in line.months}))

    @property
    def places(self) -> tuple[CellRef, ...]:
        """Every cell that was found, each once."""
        cells = (place for line in self.lines for place in line.places)
        return tuple(dict.fromkeys((*self.cover.places, *cells)))

    @property
    def has_signals(self) -> bool:
        """Whether any column is headed for what the months say."""
        columns = {JudgedCells.VARIATION, JudgedCells.ASSURANCE}
        return any(not columns.isdisjoint(line.judged) for line in self.lines)

    def of_month(self, month: Month) -> Iterator[CellRef]:
        """Yield every cell that holds a figure of the month, in whatever table."""
        return (place for line in self.lines for place in line.in_month(month))

    def as_of(self, month: Month) -> Layout:
        """Return the layout as it is for a month, where cells judge one period alone."""
        if not any(line.judged_at or line.so_far_at for line in self.lines):
            return self
        return replace(self, lines=tuple(line.as_of(month) for line in self.lines))

    def line(self, indicator: str, figure: str) -> Line:
        """Return the summary's line of a figure; raises KeyError."""
        for line in self.summary:
            if (line.indicator, line.figure) == (indicator, figure):
                return line
        raise KeyError(f"{indicator} {figure}".strip())


def is_amid(lines: Collection[int], others: Collection[int]) -> bool:
    """Say whether any of the rows or columns is between some others or next to them."""
    return any(min(others) - 1 <= each <= max(others) + 1 for each in lines if others)
