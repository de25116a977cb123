"""What correcting an issued month means for a workbook: its cells, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lacxl.app.case.case import Case
from lacxl.checks.shown_against_readings import differing_indicators
from lacxl.domain.figures import FigureRow
from lacxl.domain.indicator import Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.reading import Measured
from lacxl.ledgers.restated import in_words
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, JudgedCells, YearToDate
from lacxl.workbook.layout.named_cells import label_of, named_cells
from lacxl.workbook.marks import note_text
from lacxl.workbook.shown import told
from lacxl.workbook.snapshot import Snapshot
from lacxl.workbook.validated import in_list_form
from lacxl.workbook.wanted import Wanted, lay

Corrected = Mapping[Month, frozenset[str]]
"""The numbers of the indicators that are corrected, by month."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a workbook should hold: the months' own cells, and those that follow from them.

    `after` is the case with the months' new figures in their cells. `left` are closed years whose
    annual figures cannot follow, because readings of them are missing.
    """

    own: tuple[Wanted, ...]
    following: tuple[Wanted, ...]
    after: Case
    left: tuple[tuple[str, FinancialYear], ...]

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Both."""
        return (*self.own, *self.following)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure that a workbook shows otherwise after a correction, as the ledger words it."""

    figure: str
    what: str
    was: str
    now: str


def differing(case: Case) -> frozenset[str]:
    """Return the indicators whose cells of the month are not what the readings give."""
    return differing_indicators(
        case.layout, case.there, case.readings, case.indicators, case.month, case.quarters
    )


def corrections(case: Case, what: Corrected, latest: Month) -> Corrections:
    """Return what the case's workbook should hold once the months are corrected.

    `latest` is the month whose year to date, arrows and lights the workbook shows. The annual
    figure of a closed year follows too; the outturns extract decides where it has one.
    """
    own = tuple(want for month in what for want in _own(case, month, what[month]))
    after = replace(case, snapshot=_with(case.snapshot, own))
    numbers = frozenset(number for each in what.values() for number in each)
    following: list[Wanted] = []
    years = {month.financial_year for month in what if what[month]}
    before = (latest - 1, latest - 3)  # with which the arrows of months and of quarters compare
    if latest.financial_year in years or any(map(what.get, before)):
        following += _latest(after, latest, numbers, anew=bool(what.get(latest)))
    following += _quarters(after, what, latest)
    left: list[tuple[str, FinancialYear]] = []
    for year in sorted(years):
        if year < latest.financial_year:
            months = [month for month in what if month.financial_year == year]
            closed = {number for month in months for number in what[month]}
            march = what.get(year.last, frozenset())
            following += _closed(after, year, closed, march, left)
    return Corrections(own, tuple(following), after, tuple(dict.fromkeys(left)))


def shown_otherwise(
    case: Case, wanted: Iterable[Wanted], *, month: Month | None = None
) -> tuple[ShownFigure, ...]:
    """Return the figures that the wanted cells show otherwise than the case's workbook does.

    With a `month` those of its own cells alone. Each figure is told once, as its first cell has it.
    """
    by_place = {want.place: want for want in wanted}
    own = set() if month is None else set(_told_of(case, month))
    found: dict[tuple[str, str], ShownFigure] = {}
    for label, what, place in named_cells(case.layout, case.indicators):
        want = by_place.get(place)
        if want is None or (month is not None and place not in own):
            continue
        before = case.looks[place].number_format
        was = told(case.there.get(place), before)
        now = told(want.value, want.number_format or before)
        if was != now:
            found.setdefault((label, what), ShownFigure(label, what, was, now))
    return tuple(found.values())


def _told_of(case: Case, month: Month) -> Iterator[CellRef]:
    """Yield the cells of a month, those of its quarter where there are quarters alone."""
    for line in case.layout.lines:
        if line.is_quarterly:
            yield from line.in_month(month)
        elif month in line.at:
            yield line.at[month]


def marked_cells(case: Case) -> tuple[CellRef, ...]:
    """Return the cells of restated figures that are marked, as of the latest month filled."""
    at = case.later or case.month
    marked = {
        (each.figure, each.month) for each in case.restated if each.marked and at <= each.marked
    }
    return tuple(
        place
        for line in case.layout.lines
        for month, place in line.months.items()
        if marked and (label_of(line, case.indicators), month) in marked
    )


def marked_notes(case: Case) -> Mapping[CellRef, str]:
    """Return the note of each cell that is marked and whose figure was another one."""
    at = case.later or case.month
    texts = {
        (each.figure, each.what): note_text(each.was, in_words(each.when), each.reason)
        for each in case.restated
        if each.marked and at <= each.marked
    }
    if not texts:
        return {}
    return {
        place: texts[label, what]
        for label, what, place in named_cells(case.layout, case.indicators)
        if (label, what) in texts
    }


def _own(case: Case, month: Month, numbers: frozenset[str]) -> tuple[Wanted, ...]:
    """Return what the month's own cells of these indicators should hold, from their readings."""
    at = case.as_of(month).reopened()
    sources = {
        number: str(reading.source or "")
        for number in numbers
        if (reading := case.readings.get(number, {}).get(month)) is not None
    }
    rows = [row for row in at.rows() if row.indicator.number in numbers]
    wanted = _laid(at, rows, at.read & numbers, sources=sources, current=False)
    cells = set(case.layout.of_month(month))
    return tuple(want for want in wanted if want.place in cells)


def _latest(
    after: Case, latest: Month, numbers: frozenset[str], *, anew: bool
) -> tuple[Wanted, ...]:
    """Return year to date, arrows and lights of the latest month; its own figure stays shown."""
    issued = after.issued - {latest} if anew else after.issued | {latest}
    at = replace(after.as_of(latest), issued=issued)
    chosen = [row for row in at.rows() if row.indicator.number in numbers]
    cells = set(after.layout.of_month(latest))
    read = at.read if at.layout.signs is not None else ()
    return tuple(w for w in _laid(at, chosen, read, current=True) if w.place not in cells)


def _quarters(after: Case, what: Corrected, latest: Month) -> Iterator[Wanted]:
    """Yield the quarters that are over and follow from months of theirs."""
    for quarter in dict.fromkeys(month.quarter for month in what if what[month]):
        months = [month for month in quarter.months if what.get(month)]
        if quarter.last > latest or quarter.last in months:
            continue
        numbers = frozenset(number for month in months for number in what[month])
        at = after.as_of(quarter.last)
        rows = replace(at, issued=at.issued | {quarter.last}).rows()
        cells = {line.at[quarter] for line in at.layout.lines if quarter in line.at}
        chosen = [row for row in rows if row.indicator.number in numbers]
        yield from (w for w in _laid(at, chosen, (), current=False) if w.place in cells)


def _closed(
    after: Case,
    year: FinancialYear,
    numbers: Iterable[str],
    march: frozenset[str],
    left: list[tuple[str, FinancialYear]],
) -> Iterator[Wanted]:
    """Yield the annual figures of a closed year, a snapshot's only where its March changes."""
    after = after.as_of(year.last)
    rows = replace(after, issued=after.issued | {year.last}).rows()
    for row in rows:
        number, figure = row.indicator.number, row.figure
        if number not in numbers or (row.indicator.kind is not Kind.FLOW and number not in march):
            continue
        printed = after.outturns.get((number, figure.name, year))
        for line in after.layout.lines:
            if not line.shows(row.indicator, figure):
                continue
            for period in (year, YearToDate(year)):
                if period not in line.at:
                    continue
                if printed is not None and period == year and line.part is FigurePart.VALUE:
                    value = printed.value
                    scale = 100 if line.in_points(figure) else 1
                    yield Wanted(
                        line.at[period],
                        value if isinstance(value, str) else float(value * scale),
                        figure.number_format,
                        f"{row.label} {year} outturn",
                        printed.source,
                    )
                elif isinstance(row.outturn, Measured):
                    yield from (
                        want
                        for want in _laid(after, [row], (), current=True)
                        if want.place == line.at[period]
                    )
                else:
                    left.append((row.label, year))


def _laid(
    case: Case,
    rows: Iterable[FigureRow],
    read: Iterable[str],
    *,
    sources: Mapping[str, str] | None = None,
    current: bool,
) -> tuple[Wanted, ...]:
    """Return the cells of the rows, without closed years and benchmarks."""
    rows = tuple(rows)
    said: Mapping[str, Mapping[JudgedCells, str]] = {}
    if current and case.layout.has_signals:
        from lacxl.app.signals.signalling import (
            words_for_cells,  # most workbooks have no such column
        )

        said = words_for_cells(case, rows)
    wanted = lay(
        rows,
        case.layout,
        outturns={},
        benchmarks={},
        empty=frozenset(),
        sources=sources or {},
        read=frozenset(read),
        current=current,
        looks=case.looks,
        unrated=case.unrated,
        said=said,
    )
    return tuple(in_list_form(want, case.validations) for want in wanted)


def _with(snapshot: Snapshot, wanted: Iterable[Wanted]) -> Snapshot:
    """Return the snapshot with the wanted values in their cells."""
    new: dict[str, dict[object, object]] = {}
    for want in wanted:
        new.setdefault(want.place.sheet, {})[want.place.cell] = want.value
    return replace(
        snapshot,
        sheets=tuple(
            replace(sheet, values={**sheet.values, **new[sheet.name]})  # type: ignore[dict-item]
            if sheet.name in new
            else sheet
            for sheet in snapshot.sheets
        ),
    )
