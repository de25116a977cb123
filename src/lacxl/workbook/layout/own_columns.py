"""The columns of a council's own table: what each is, and of which period, by its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, letters
from lacxl.workbook.layout.model import Period, YearToDate
from lacxl.workbook.layout.own_header import Meanings, header_of, said_over, span_of
from lacxl.workbook.layout.own_headings import (
    Heading,
    Odd,
    against_bands,
    against_texts,
    read_heading,
    so_far_over_some,
)
from lacxl.workbook.layout.own_years import YearClaim, contradicted, unsure, years_said
from lacxl.workbook.layout.period_labels import Bare, NoPeriod

VALUE = "value"
PREVIOUS_YEAR = "previous_year"
FIGURES = (VALUE, PREVIOUS_YEAR)
COUNTS = ("numerator", "denominator")
"""Columns of what a figure is worked out from, beside it."""
_BESIDE = ("rag", "dot", "target", "comment", "green", "amber", "red", "variation", "assurance")
_FEWEST_WEEKLY = 2
_NAMED_WEEKLY = 12
_NAMED = 4


@dataclass(frozen=True, slots=True)
class OwnColumn:
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

    def of(self, year: FinancialYear) -> OwnColumn:
        """Return the column with its month or quarter of a year."""
        return OwnColumn(self.number, self.heading, self.meaning, self.label.of(year))


@dataclass(slots=True)
class OwnColumns:
    """A table's header rows and its columns. `unread` are those whose heading is not known.

    `contradictory` are the headings that contradict themselves, or the columns below them.
    """

    grid: Grid
    header: Area
    about: dict[str, int]
    columns: list[OwnColumn] = field(default_factory=list)
    unread: dict[int, Cell] = field(default_factory=dict)
    undated: list[Cell] = field(default_factory=list)
    contradictory: list[Cell] = field(default_factory=list)
    runs_on: bool = False
    """Whether months without a year go on into the next financial year, so none dates them all."""

    @property
    def typed(self) -> frozenset[Period]:
        """The periods that are typed: the months, or the quarters where there are no months."""
        single = {each for each in self.months if isinstance(each, Month)}
        return frozenset(single or self.months)

    @property
    def months(self) -> dict[Month | Quarter, OwnColumn]:
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
    headings, findings = _headings(columns, meanings)
    read: list[OwnColumn] = []
    undated: list[_Undated] = []
    for heading in headings:
        found = _column(heading, at)
        if found is None:
            if (cell := said_over(grid, header, heading.number)) is not None:
                columns.unread[heading.number] = cell
        elif isinstance(found, _Undated):
            undated.append(found)
        elif found.meaning != "ignored":
            read.append(found)
    more, told = _dated(columns, table, headings, read, undated, at)
    read = _outturns_of_years(grid, sorted((*read, *more), key=lambda each: each.number))
    findings += told
    met: dict[tuple[str, Period | None], list[OwnColumn]] = {}
    for each in _beside_periods(read):
        met.setdefault((each.meaning, each.period), []).append(each)
    columns.columns += [alike[0] for alike in met.values()]
    findings += _doubled(grid, [alike for alike in met.values() if len(alike) > 1])
    _previous_year(columns)
    findings += _out_of_place(columns)
    return columns, findings


def _headings(columns: OwnColumns, meanings: Meanings) -> tuple[list[Heading], list[Finding]]:
    """Return what is over each column; what contradicts itself is left alone and told."""
    grid, header = columns.grid, columns.header
    headings: list[Heading] = []
    others: list[Cell] = []
    for number in range(*span_of(grid, header, columns.about, meanings)):
        if number in columns.about.values():
            continue
        found = read_heading(grid, header, number, meanings)
        if isinstance(found, Heading):
            headings.append(found)
            continue
        cell = found.cell if found is not None else said_over(grid, header, number)
        if cell is not None:
            columns.unread[number] = cell
        if isinstance(found, Odd):
            is_half = found.why is NoPeriod.OTHER
            (others if is_half else columns.contradictory).append(found.cell)
    for band, below in against_bands(headings):
        columns.contradictory.append(band)
        for each in below:
            columns.unread[each.number] = each.cell
            columns.contradictory.append(each.cell)
    for band, below in so_far_over_some(grid, header, headings, meanings):
        columns.contradictory.append(band)
        for each in below:
            columns.unread[each.number] = each.cell
    headings = [each for each in headings if each.number not in columns.unread]
    columns.contradictory = list(dict.fromkeys(columns.contradictory))
    findings: list[Finding] = []
    if columns.contradictory:
        findings.append(contradictory([grid.place(cell) for cell in columns.contradictory]))
    if others:
        findings.append(_no_period(grid, list(dict.fromkeys(others))))
    return headings, findings


def _column(heading: Heading, at: Month | None) -> OwnColumn | _Undated | None:
    """Return what a column is, or that it does not say of which year it is."""
    number, cell, meaning = heading.number, heading.cell, heading.meaning
    label = heading.label
    own = next(iter(heading.years)) if len(heading.years) == 1 else None
    if own is None and isinstance(label, Bare):
        quarters = [band for _, band in heading.bands if isinstance(band, Quarter)]
        own = quarters[0].year if quarters else None
    if meaning == "ytd":
        meaning, label = VALUE, _so_far(label, own)
    if isinstance(label, Bare):
        if own is None:
            return _Undated(number, cell, meaning or VALUE, label)
        label = label.of(own)
    elif label is None and own is not None:
        if not meaning and not heading.alone:
            return None  # a year over several columns heads none of them by itself
        label = own
    meaning = meaning or VALUE
    if meaning == PREVIOUS_YEAR and isinstance(label, Month | Quarter):
        return None  # what Last year shows under June is not of this June
    if meaning in (VALUE, *COUNTS) and label is None:
        label = at
    if meaning in (VALUE, *COUNTS) and label is None:
        return None
    return OwnColumn(number, cell, meaning, label)


def _so_far(label: Period | Bare | None, year: FinancialYear | None) -> YearToDate | Bare:
    """Return the year to date of a heading that names the year, or the month that it goes up to."""
    if isinstance(label, Quarter):
        label = label.last
    if isinstance(label, Month):
        return YearToDate(label.financial_year, label)
    if isinstance(label, Bare):
        last = label.of(FinancialYear(2000))
        number = last.last.number if isinstance(last, Quarter) else label.number
        return Bare(1, number, so_far=True)
    return label if isinstance(label, YearToDate) and label.year else YearToDate(year)


def _dated(
    columns: OwnColumns,
    table: OwnTable,
    headings: Sequence[Heading],
    read: Sequence[OwnColumn],
    undated: Sequence[_Undated],
    at: Month | None,
) -> tuple[list[OwnColumn], list[Finding]]:
    """Return the columns headed without a year with theirs, and what contradicts the others."""
    grid = columns.grid
    place = grid.place
    columns.runs_on = _run_on(undated)
    if columns.runs_on:
        columns.undated = [each.heading for each in undated]
        return [], [_no_year(columns)]
    years = years_said(grid, columns.header, table)
    dated = {
        each.period.financial_year if isinstance(each.period, Month) else each.period.year
        for each in read
        if each.meaning == VALUE and isinstance(each.period, Month | Quarter)
    }
    dated |= {at.financial_year} if at is not None else set()
    if not dated:
        if undated and not years.agree:
            columns.undated = [each.heading for each in undated]
            cells = [str(place(cell)) for cell in columns.undated]
            return [], [unsure(years.claims, cells)]
        if (year := years.year) is not None:
            return [each.of(year) for each in undated], []
    against = list(years.against(dated)) if dated else []
    against += [
        YearClaim(year, "a heading above them", str(place(cell)))
        for cell, year in against_texts(headings)
    ]
    found: list[OwnColumn] = []
    left: list[_Undated] = []
    if against:
        left = list(undated)
    elif years.year in dated:
        found = [each.of(years.year) for each in undated if years.year is not None]
    elif any(isinstance(each.period, Month) for each in read):
        with_year = [each for each in undated if each.label.months == 3 or each.label.so_far]
        found, left = _after_months(read, with_year)
        undated = [each for each in undated if each not in with_year]
        columns.undated = [each.heading for each in undated]
    else:
        columns.undated = [each.heading for each in undated]
    for each in left:
        columns.unread[each.number] = each.heading
    cells = [str(place(each.heading)) for each in left]
    findings = list(contradicted(against, dated, cells))
    if columns.undated:
        findings.append(_no_year(columns))
    return found, findings


def _after_months(
    read: Sequence[OwnColumn], undated: Sequence[_Undated]
) -> tuple[list[OwnColumn], list[_Undated]]:
    """Return quarters without a year that come after their own months, and those that do not."""
    months = [e for e in read if e.meaning == VALUE and isinstance(e.period, Month)]
    years = {e.period.financial_year for e in months if isinstance(e.period, Month)}
    found: list[OwnColumn] = []
    left: list[_Undated] = []
    for each in undated:
        before = [e.period for e in months if e.number < each.number]
        last = before[-1] if before else None
        if not isinstance(last, Month):
            last = Month(Month.FIRST_YEAR, 1)
        is_after = bool(months) and each.number > months[-1].number
        if len(years) == 1 and (is_after or each.label.so_far):  # all quarters come at the end
            found.append(each.of(next(iter(years))))
        elif last == last.quarter.last and last.quarter == each.label.of(last.financial_year):
            found.append(each.of(last.financial_year))
        else:
            left.append(each)
    return found, left


def _outturns_of_years(grid: Grid, read: Sequence[OwnColumn]) -> list[OwnColumn]:
    """Return the columns, of which Outturn Mar-24 beside plain months is of the year 2023/24."""
    months = [e for e in read if e.meaning == VALUE and isinstance(e.period, Month)]
    outturns = [e for e in months if "outturn" in letters(grid.value(e.heading))]
    if len(outturns) * 2 >= len(months):  # then every month is headed so
        return list(read)
    found: list[OwnColumn] = []
    for each in read:
        if each not in outturns:
            found.append(each)
        elif isinstance(each.period, Month) and each.period == each.period.financial_year.last:
            found.append(replace(each, period=each.period.financial_year))
    return found


def _beside_periods(read: Sequence[OwnColumn]) -> list[OwnColumn]:
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


def _out_of_place(columns: OwnColumns) -> Iterator[Finding]:
    """Yield a finding for quarters that do not come after their own months, and leave them out.

    In a report of calendar years the first quarter comes after March, and is none of ours.
    """
    dated = sorted(columns.months.items(), key=lambda item: item[1].number)
    last = max((c.number for p, c in dated if isinstance(p, Month)), default=0)
    before: Month | None = None
    wrong: list[OwnColumn] = []
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
    kept: list[OwnColumn] = []
    dated = {each.period for each in columns.columns if each.meaning == VALUE}
    for each in columns.columns:
        if each.meaning != PREVIOUS_YEAR:
            kept.append(each)
            continue
        period = each.period or (min(years) - 1 if len(years) == 1 else None)
        if period is None:
            columns.unread[each.number] = each.heading
        elif period not in dated:
            kept.append(OwnColumn(each.number, each.heading, VALUE, period))
    columns.columns[:] = kept


def _doubled(grid: Grid, doubled: Sequence[Sequence[OwnColumn]]) -> list[Finding]:
    """Return the faults of columns with one heading; one where columns are shorter than months."""
    weekly = [alike for alike in doubled if isinstance(alike[0].period, Month) and len(alike) > 2]
    if len(weekly) < _FEWEST_WEEKLY:
        return [_twice(grid, alike[0], other) for alike in doubled for other in alike[1:]]
    others = [alike for alike in doubled if alike not in weekly]
    places = [grid.place(each.heading) for alike in weekly for each in alike]
    return [
        error(
            "L103",
            f"{len(places)} columns of the table are headed with {len(weekly)} months, as if they "
            "were of weeks.",
            first_of(places, _NAMED_WEEKLY),
            "lacxl fills months, quarters and years. Head one column for each month, or leave the "
            "table out of the layout.",
        ),
        *(_twice(grid, alike[0], other) for alike in others for other in alike[1:]),
    ]


def _twice(grid: Grid, one: OwnColumn, other: OwnColumn) -> Finding:
    name = one.period if one.period is not None else one.meaning
    what = name.short if isinstance(name, Month) else str(name)
    return error(
        "L103",
        f"Two columns of the table are headed {what}.",
        f"{grid.place(one.heading)} and {grid.place(other.heading)}",
        "Correct one of the two headings, or give it another one under 'ignored' in the layout.",
    )


def contradictory(places: Sequence[CellRef]) -> Finding:
    """Return the warning of headings, of columns or of rows, that contradict themselves."""
    return warning(
        "L123",
        "These headings contradict themselves or each other, so what they head is not filled.",
        first_of(places, _NAMED),
        "Correct the heading: its month, quarter and year have to agree, as Q1 (Apr-Jun) 2025/26.",
    )


def _no_period(grid: Grid, cells: Sequence[Cell]) -> Finding:
    return note(
        "L124",
        "These headings are of half a year or another length of time, so they are left alone.",
        first_of([grid.place(cell) for cell in cells], _NAMED),
        "lacxl fills months, quarters, financial years and years to date.",
    )


def _run_on(bare: Sequence[_Undated]) -> bool:
    """Say whether months without a year are not all of one, as in June to May."""
    april = FinancialYear(Month.FIRST_YEAR).first.number
    order = [
        (each.label.number - april) % 12
        for each in bare
        if each.meaning == VALUE and each.label.months == 1 and not each.label.so_far
    ]
    return order not in (sorted(order), sorted(order, reverse=True))


def _no_year(columns: OwnColumns) -> Finding:
    return error(
        "L121",
        "These months run from one financial year into another, so no year is that of all."
        if columns.runs_on
        else "It cannot be told of which year these months are.",
        ", ".join(str(columns.grid.place(cell)) for cell in columns.undated[:4]),
        "Head each month with its year, as Apr-25."
        if columns.runs_on
        else 'Name the year in the title above the table, as 2025/26, or say year = "2025/26" for '
        "this table in the layout.",
    )
