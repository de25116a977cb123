"""Everything a use case needs to know of one workbook and one month: pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from lacxl.app.case.looks import ColoursInUse
from lacxl.domain.figures import FigureRow, figure_row
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Figure, Indicator
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.reading import Measured, Missing, Reading
from lacxl.judging.own_judgement import own_judgement
from lacxl.judging.visible import Visible
from lacxl.ledgers.history import History
from lacxl.ledgers.record import Issued
from lacxl.ledgers.restated import Restated, in_force
from lacxl.readings.benchmarks import Benchmark, BenchmarkKey
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.benchmark_headings import Headings, benchmark_headings
from lacxl.workbook.layout import Layout, Line, figure_of
from lacxl.workbook.shown import decimals_shown, figure_in, number_in
from lacxl.workbook.snapshot import (
    CellLook,
    CellValue,
    ChartText,
    Comment,
    Formula,
    Snapshot,
    Validation,
)
from lacxl.workbook.wanted import Closed

if TYPE_CHECKING:
    from lacxl.app.children.counting import Counting
    from lacxl.app.children.grounds import Ground

OutturnKey = tuple[str, str, FinancialYear]


@dataclass(frozen=True)
class Case:
    """One workbook and one month with all that bears on them. Pure data from here on.

    `readings` are by indicator and month, the latest of each; `new_readings` are those that the
    history does not have yet. `quarters` are those that were given
    for whole quarters, and `unrated` the labels of figures of which it cannot be told by what
    they are judged. `this_month` is the one we are in. `visible` are the indicators as
    their rows in the workbook have them. `looks` has every cell of every month, `validations` those
    in which not everything may be typed, `colours` how its lights are coloured. `findings` were met
    on the way and are warnings or notes. `reopening` says that the month was issued and is filled
    again. `restatements` are the lines of their ledger; where
    there are any, `comments` are those on the sheets with figures.
    """

    settings: Settings
    month: Month
    this_month: Month
    indicators: Mapping[str, Indicator]
    visible: Visible
    snapshot: Snapshot
    layout: Layout
    looks: Mapping[CellRef, CellLook]
    readings: Mapping[str, Mapping[Month, Reading]]
    history: History
    new_readings: tuple[Reading, ...]
    outturns: Mapping[OutturnKey, Closed]
    benchmarks: Mapping[BenchmarkKey, Benchmark]
    record: tuple[Issued, ...]
    locked: frozenset[Month]
    issued: frozenset[Month]
    findings: tuple[Finding, ...]
    counting: Counting | None = None
    reopening: bool = False
    restatements: tuple[Restated, ...] = ()
    quarters: Mapping[str, Mapping[Quarter, Reading]] = field(default_factory=dict)
    unrated: frozenset[str] = frozenset()
    comments: Mapping[CellRef, Comment] = field(default_factory=dict)
    validations: Mapping[CellRef, Validation] = field(default_factory=dict)
    colours: ColoursInUse = field(default_factory=ColoursInUse)
    chart_texts: tuple[ChartText, ...] = ()

    def reopened(self) -> Case:
        """Return the case with its month taken as not issued, to be worked on and issued again."""
        return replace(self, issued=self.issued - {self.month}, reopening=True)

    def as_of(self, month: Month) -> Case:
        """Return the case as it is for another month, judged by that month's own cells."""
        if month == self.month or self.layout.signs is None:
            return replace(self, month=month)
        layout = self.layout.as_of(month)
        judgement = own_judgement(self.indicators, layout, self.there, self.looks)
        unrated = frozenset(
            each.label(figure_of(each, name))
            for (number, name) in judgement.unsure
            for each in (self.indicators[number],)
        )
        return replace(self, month=month, layout=layout, visible=judgement.seen, unrated=unrated)

    @cached_property
    def benchmark_headings(self) -> Headings:
        """The headings that say of which year benchmarks are, with those under each."""
        return benchmark_headings(self.layout, self.snapshot)

    @property
    def read(self) -> frozenset[str]:
        """The indicators with a reading for the month, or for its quarter where that is shown."""
        in_month = {number for number, found in self.readings.items() if self.month in found}
        return self.read_by_quarter | in_month

    @property
    def restated(self) -> tuple[Restated, ...]:
        """The restatements that were not undone."""
        return in_force(self.restatements)

    @property
    def has_workbook(self) -> bool:
        """Whether there is a workbook: one without a summary is refused when it is read."""
        return bool(self.layout.summary)

    @cached_property
    def there(self) -> Mapping[CellRef, CellValue]:
        """What each cell of the workbook holds."""
        return self.snapshot.cells

    @property
    def indicators_shown(self) -> tuple[str, ...]:
        """The indicators that the summary has a row for."""
        return tuple(dict.fromkeys(row.indicator for row in self.layout.summary))

    def number_at(self, place: CellRef) -> Decimal | None:
        """Return the number that a cell shows, None where it shows none."""
        return number_in(self.there.get(place))

    @cached_property
    def later(self) -> Month | None:
        """The latest month after this one that has figures in the summary, if any.

        Year to date, arrows, lights and cover are then that month's, and are left to it. A month
        that has not begun cannot have any.
        """
        filled = [
            month
            for row in self.layout.summary
            for month, place in row.months.items()
            if self.month < month <= self.this_month and self.number_at(place) is not None
        ]
        return max(filled, default=None)

    @property
    def is_printed(self) -> bool:
        """Whether the summary still has the year to date, arrows and lights it was issued with."""
        return self.month in self.issued and self.later is None

    @cached_property
    def on_page(self) -> frozenset[Month]:
        """The months that the summary shows anything for, or that are issued."""
        filled = {
            month
            for row in self.layout.summary
            for month, place in row.months.items()
            if self.there.get(place) not in (None, "")
        }
        return self.issued | filled

    def rows(self) -> tuple[FigureRow, ...]:
        """Return every figure of the report as of the month, in the report's order."""
        if not self.has_workbook:
            return tuple(
                figure_row(
                    indicator,
                    figure_of(indicator, name),
                    self.readings.get(number, {}),
                    self.month,
                    page={},
                )
                for (number, name), indicator in self.visible.items()
            )
        found = []
        signs = self.layout.signs
        for row in self.layout.summary:
            indicator = self.visible[row.indicator, row.figure]
            figure = figure_of(indicator, row.figure)
            readings = self.readings.get(row.indicator, {})
            found.append(
                figure_row(
                    indicator,
                    figure,
                    readings,
                    self.month,
                    page=self.page(row, readings),
                    given=self.quarters.get(row.indicator, {}),
                    by_quarter=row.is_quarterly,
                    slight=signs.slight if signs else Decimal(0),
                    level_within=signs.level_within if signs else Decimal(0),
                    places=self.places(row, figure) if signs else None,
                    by_number=bool(signs and signs.by_number),
                )
            )
        return tuple(found)

    def page(
        self, row: Line, readings: Mapping[Month, Reading]
    ) -> Mapping[Month, Measured | Missing]:
        """Return what a row of the summary shows of the months that are kept as they are.

        The month itself is filled from its reading, unless it is issued or has none.
        """
        found: dict[Month, Measured | Missing] = {}
        points = row.in_points(figure_of(self.indicators[row.indicator], row.figure))
        for month, place in row.months.items():
            filled = month == self.month and month not in self.issued
            if month not in self.on_page or (filled and self._is_read(row, readings)):
                continue
            value = self.there.get(place)
            number = figure_in(value, points=points)
            empty = "its cell is empty"
            if isinstance(value, Formula):
                value, empty = value.cached, "its formula has no result"
            if number is not None:
                found[month] = Measured(number)
            elif value not in (None, ""):
                text = value if isinstance(value, str) else ""
                found[month] = Missing("its cell holds a text", text)
            elif not filled:
                found[month] = Missing(empty)
        return found

    def places(self, row: Line, figure: Figure) -> int | None:
        """Return the decimals that a council's own table shows of a figure, None for the usual."""
        formats = (self.looks[p].number_format for p in row.at.values() if p in self.looks)
        return decimals_shown(formats, figure.unit)

    @property
    def read_by_quarter(self) -> frozenset[str]:
        """The indicators that are shown for quarters alone, and have readings for this one."""
        return frozenset(
            row.indicator
            for row in self.layout.summary
            if row.is_quarterly and self._is_read(row, self.readings.get(row.indicator, {}))
        )

    def _is_read(self, row: Line, readings: Mapping[Month, Reading]) -> bool:
        """Say whether a row's figure of the month, or of its quarter, comes from readings."""
        if not row.is_quarterly:
            return self.month in readings
        quarter = self.month.quarter
        given = self.quarters.get(row.indicator, {})
        return quarter in given or any(month in readings for month in quarter.months)

    def grounds(self) -> tuple[Ground, ...]:
        """Return what each figure of the month rests on, where children's records were counted."""
        if self.counting is None:
            return ()
        from lacxl.app.children.grounds import grounds  # brings numpy with it

        return grounds(
            self.counting.counted.values(),
            self.month,
            self.indicators,
            self.counting.options,
            self.readings,
        )

    @property
    def known_before(self) -> Mapping[str, Mapping[Month, Reading]]:
        """The readings of months that the history has, without those that are new."""
        found: dict[str, dict[Month, Reading]] = {}
        for (number, period), reading in self.history.latest.items():
            if isinstance(period, Month):
                found.setdefault(number, {})[period] = reading
        return found
