"""The columns of a council's own table: what each is, and of which period, by its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.model import Period, YearToDate
from lacxl.workbook.layout.own_header import (
    Meanings,
    header_of,
    labels_over,
    said_over,
    span_of,
)
from lacxl.workbook.layout.period_labels import Bare, Label, as_label, years_in
from lacxl.workbook.layout.words import OwnTable

VALUE = "value"
PREVIOUS_YEAR = "previous_year"
FIGURES = (VALUE, PREVIOUS_YEAR)
COUNTS = ("numerator", "denominator")
"""Columns of what a figure is worked out from, beside it."""
_TITLES_ABOVE = 12
_BESIDE = ("rag", "dot", "target", "comment", "green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: `meaning` is a key of the layout, `period` what it is of, if it says."""

    number: int
    heading: Cell
    meaning: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class _Undated:
    """A column headed with a month or a quarter that has no year."""

    number: int
    heading: Cell
    meaning: str
    label: Bare


@dataclass(slots=True)
class OwnColumns:
    """A table's header rows and its columns. `unread` are those whose heading is not known."""

    grid: Grid
    header: Area
    about: dict[str, int]
    columns: list[Column] = field(default_factory=list)
    unread: dict[int, Cell] = field(default_factory=dict)
    undated: list[Cell] = field(default_factory=list)

    @property
    def typed(self) -> frozenset[Period]:
        """The periods that are typed: the months, or the quarters where there are no months."""
        single = {each for each in self.months if isinstance(each, Month)}
        return frozenset(single or self.months)

    @property
    def months(self) -> dict[Month | Quarter, Column]:
        """The columns of figures by month or quarter."""
        return {
            each.period: each
            for each in self.columns
            if each.meaning == VALUE and isinstance(each.period, Month | Quarter)
        }


def read_columns(
    grid: Grid, title: Cell, table: OwnTable, is_row: Sequence[int], at: Month | None = None
) -> tuple[OwnColumns, list[Finding]]:
    """Return the columns of the table whose rows are titled under a heading, and the findings.

    `is_row` are the rows that name an indicator. `at` is the month of the sheet, where each month
    has its own: figures that name no period are then of that month.
    """
    meanings = Meanings(table)
    header, about = header_of(grid, title, meanings, frozenset(is_row), table)
    columns = OwnColumns(grid, header, about)
    findings: list[Finding] = []
    year = table.year or _year_above(grid, header)
    met: dict[tuple[str, Period | None], Column] = {}
    read: list[Column] = []
    undated: list[_Undated] = []
    for number in range(*span_of(grid, header, about, meanings)):
        if number in about.values():
            continue
        found = _column(grid, header, number, meanings, year, at)
        if found is None:
            if (cell := said_over(grid, header, number)) is not None:
                columns.unread[number] = cell
        elif isinstance(found, _Undated):
            undated.append(found)
        elif found.meaning != "ignored":
            read.append(found)
    quarters = [each for each in undated if each.label.months == 3]
    if any(isinstance(each.period, Month) for each in read):
        read += _after_months(read, quarters, columns)
        read.sort(key=lambda each: each.number)
        undated = [each for each in undated if each not in quarters]
    columns.undated = [each.heading for each in undated]
    for found in _beside_periods(read):
        twin = met.setdefault((found.meaning, found.period), found)
        if twin is not found:
            findings.append(_twice(grid, twin, found))
            continue
        columns.columns.append(found)
    _previous_year(columns)
    findings += _out_of_place(columns)
    if columns.undated:
        findings.append(_no_year(grid, columns.undated))
    return columns, findings


def _after_months(
    read: Sequence[Column], quarters: Sequence[_Undated], columns: OwnColumns
) -> Iterator[Column]:
    """Yield quarters without a year that come after their own months; the others are not known."""
    months = [e for e in read if e.meaning == VALUE and isinstance(e.period, Month)]
    years = {e.period.financial_year for e in months if isinstance(e.period, Month)}
    for each in quarters:
        left = [e.period for e in months if e.number < each.number]
        last = left[-1] if left else None
        if not isinstance(last, Month):
            last = Month(Month.FIRST_YEAR, 1)
        if each.number > months[-1].number and len(years) == 1:  # all quarters come at the end
            yield Column(each.number, each.heading, each.meaning, each.label.of(next(iter(years))))
        elif last == last.quarter.last and last.quarter.number == each.label.number:
            yield Column(each.number, each.heading, each.meaning, last.quarter)
        else:
            columns.unread[each.number] = each.heading


def _beside_periods(read: Sequence[Column]) -> list[Column]:
    """Return the columns, of which one that is beside each month is of the month before it."""
    undated: dict[str, list[int]] = {}
    for place, each in enumerate(read):
        if each.period is None and each.meaning in _BESIDE:
            undated.setdefault(each.meaning, []).append(place)
    found = list(read)
    for places in undated.values():
        if len(places) < 2:
            continue
        periods: list[Period | None] = []
        for place in places:
            left = [e for e in read[:place] if e.meaning == VALUE]
            is_near = bool(left) and read[place].number - left[-1].number <= len(_BESIDE)
            periods.append(left[-1].period if is_near else None)
        if None in periods or len(set(periods)) < len(periods):
            continue
        for place, period in zip(places, periods, strict=True):
            found[place] = replace(read[place], period=period)
    return found


def _column(
    grid: Grid,
    header: Area,
    number: int,
    meanings: Meanings,
    year: FinancialYear | None,
    at: Month | None,
) -> Column | _Undated | None:
    """Return what a column is, or that it does not say of which year it is."""
    meaning: str | None = None
    period: Label | None = None
    years: set[FinancialYear] = set()
    heading: Cell | None = None
    is_own = False
    for cell in labels_over(grid, header, number):
        value = grid.value(cell)
        known = meanings.of(value)
        label = as_label(value, date1904=grid.date1904) if known is None else None
        if known is None and label is None and (both := meanings.with_period(value)) is not None:
            known, label = both
        if label is None and known is None:
            years |= years_in(value)
            continue
        heading = heading or cell
        if known is not None and meaning is None:
            meaning = known
        if isinstance(label, FinancialYear):
            years.add(label)
            is_own |= grid.area(cell).left == grid.area(cell).right
        elif label is not None and (period is None or isinstance(period, YearToDate)):
            period = label
    if heading is None:
        return None
    if meaning == "ytd":
        meaning, period = VALUE, period if isinstance(period, YearToDate) else YearToDate()
    own = next(iter(years)) if len(years) == 1 else None
    if isinstance(period, Bare):
        known_year = own or year
        if known_year is None:
            return _Undated(number, heading, meaning or VALUE, period)
        period = period.of(known_year)
    elif period is None and own is not None:
        if meaning is None and not is_own:
            return None  # a year over several columns heads none of them by itself
        period = own
    if meaning is None:
        meaning = VALUE
    if meaning in (VALUE, *COUNTS) and period is None:
        period = at
    if meaning in COUNTS and period is None:
        return None
    if meaning in FIGURES and period is None and meaning != PREVIOUS_YEAR:
        return None
    return Column(number, heading, meaning, period)


def _out_of_place(columns: OwnColumns) -> Iterator[Finding]:
    """Yield a finding for quarters that do not come after their own months, and leave them out.

    In a report of calendar years the first quarter comes after March, and is none of ours.
    """
    dated = sorted(columns.months.items(), key=lambda item: item[1].number)
    last = max((c.number for p, c in dated if isinstance(p, Month)), default=0)
    before: Month | None = None
    wrong: list[Column] = []
    for period, column in dated:
        if isinstance(period, Month):
            before = period
        elif before is not None:
            is_amid = column.number < last
            if before != period.last if is_amid else before < period.last:
                wrong.append(column)
    if not wrong:
        return
    quarters = [each for each in columns.columns if isinstance(each.period, Quarter)]
    columns.columns[:] = [each for each in columns.columns if each not in quarters]
    for each in quarters:
        columns.unread[each.number] = each.heading
    yield warning(
        "L122",
        "These quarters do not come after the months of a quarter of a financial year, so quarters "
        "are not filled.",
        ", ".join(str(columns.grid.place(each.heading)) for each in wrong[:4]),
        "If the report is by calendar or school years, leave quarters to a person.",
    )


def _previous_year(columns: OwnColumns) -> None:
    """Date the column of the previous year's outturn, where all months are of one year."""
    years = {
        each.financial_year if isinstance(each, Month) else each.year for each in columns.months
    }
    kept: list[Column] = []
    dated = {each.period for each in columns.columns if each.meaning == VALUE}
    for each in columns.columns:
        if each.meaning != PREVIOUS_YEAR:
            kept.append(each)
            continue
        period = each.period or (min(years) - 1 if len(years) == 1 else None)
        if period is not None and period not in dated:
            kept.append(Column(each.number, each.heading, VALUE, period))
    columns.columns[:] = kept


def _year_above(grid: Grid, header: Area) -> FinancialYear | None:
    """Return the year that a title above the table names, else the sheet's name."""
    for row in range(header.top - 1, max(0, header.top - 1 - _TITLES_ABOVE), -1):
        found = {year for cell, _ in grid.in_row(row) for year in years_in(grid.value(cell))}
        if found:
            return next(iter(found)) if len(found) == 1 else None
    named = years_in(grid.name)
    return next(iter(named)) if len(named) == 1 else None


def _twice(grid: Grid, one: Column, other: Column) -> Finding:
    name = one.period if one.period is not None else one.meaning
    what = name.short if isinstance(name, Month) else str(name)
    return error(
        "L103",
        f"Two columns of the table are headed {what}.",
        f"{grid.place(one.heading)} and {grid.place(other.heading)}",
        "Correct one of the two headings, or give it another one under 'ignored' in the layout.",
    )


def _no_year(grid: Grid, cells: Sequence[Cell]) -> Finding:
    return error(
        "L121",
        "It cannot be told of which year these months are.",
        ", ".join(str(grid.place(cell)) for cell in cells[:4]),
        'Name the year in the title above the table, as 2025/26, or say year = "2025/26" for '
        "this table in the layout.",
    )
