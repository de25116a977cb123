"""Everything a use case needs of one workbook and one month, gathered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.checks.outturns import outturns_against_cells, outturns_against_readings
from lacxl.checks.printed import printed_against_readings
from lacxl.checks.visible import as_visible
from lacxl.domain.errors import Refused
from lacxl.domain.figures import FigureRow, figure_row
from lacxl.domain.finding import Finding, error, note, warning
from lacxl.domain.indicator import Indicator, Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import from_float
from lacxl.domain.rating import Dot
from lacxl.domain.reading import Missing, Reading
from lacxl.engines.package import PackageWorkbook
from lacxl.extracts.benchmarks import read_benchmarks
from lacxl.extracts.extract import Extract
from lacxl.extracts.grids import Query
from lacxl.extracts.outturns import read_outturns
from lacxl.extracts.readings import read_readings, require_month
from lacxl.history.store import History
from lacxl.issuing.issued import issued_months, locked_months
from lacxl.issuing.record import Issued, read_record
from lacxl.settings.settings import Settings
from lacxl.workbook.engine import Engine
from lacxl.workbook.layout import LayoutWords, Place, Places, locate
from lacxl.workbook.snapshot import CellLook, CellValue, Formula, Snapshot
from lacxl.workbook.wanted import Closed

if TYPE_CHECKING:
    from lacxl.app.children import Counting
    from lacxl.app.grounds import Ground

T = TypeVar("T")
OutturnKey = tuple[str, str, FinancialYear]


@dataclass(frozen=True)
class Case:
    """One workbook and one month with all that bears on them. Pure data from here on.

    `readings` go by indicator and month, the latest of each; `new_readings` are those that the
    history does not have yet. `looks` has every cell of every month. `findings` were met on the
    way and are warnings or notes. `reopening` says that the month was issued and is done anew.
    """

    settings: Settings
    month: Month
    indicators: Mapping[str, Indicator]
    snapshot: Snapshot
    places: Places
    looks: Mapping[Place, CellLook]
    readings: Mapping[str, Mapping[Month, Reading]]
    history: History
    new_readings: tuple[Reading, ...]
    outturns: Mapping[OutturnKey, Closed]
    benchmarks: Mapping[tuple[str, str], Closed]
    record: tuple[Issued, ...]
    locked: frozenset[Month]
    issued: frozenset[Month]
    findings: tuple[Finding, ...]
    counting: Counting | None = None
    reopening: bool = False

    def reopened(self) -> Case:
        """Return the case with its month taken as not issued, to be worked on and issued again."""
        return replace(self, issued=self.issued - {self.month}, reopening=True)

    @cached_property
    def there(self) -> Mapping[Place, CellValue]:
        """What stands in each cell of the workbook."""
        return {
            Place(sheet.name, cell): value
            for sheet in self.snapshot.sheets
            for cell, value in sheet.values.items()
        }

    def number_at(self, place: Place) -> Decimal | None:
        """Return the number that a cell shows, None where it shows none."""
        value = self.there.get(place)
        if isinstance(value, Formula):
            value = value.cached
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return from_float(float(value))

    @cached_property
    def later(self) -> Month | None:
        """The latest month after this one that has figures in the summary, if any.

        Year to date, arrows, lights and cover are then that month's, and are left to it.
        """
        filled = [
            month
            for row in self.places.summary
            for month, place in row.months.items()
            if month > self.month and self.number_at(place) is not None
        ]
        return max(filled, default=None)

    def rows(self, month: Month | None = None) -> tuple[FigureRow, ...]:
        """Return every figure of the report as of the month, in the report's order."""
        at = month or self.month
        found = []
        for row in self.places.summary:
            indicator = self.indicators[row.indicator]
            figure = next(f for f in indicator.figures if f.name == row.figure)
            numbers = {
                m: number
                for m, place in row.months.items()
                if (number := self.number_at(place)) is not None
            }
            found.append(
                figure_row(
                    indicator,
                    figure,
                    self.readings.get(row.indicator, {}),
                    at,
                    issued={m: n for m, n in numbers.items() if m in self.issued},
                    typed={m: n for m, n in numbers.items() if m not in self.issued},
                )
            )
        return tuple(found)

    def noticed(self, rows: Iterable[FigureRow]) -> tuple[Finding, ...]:
        """Return what the checks say of the workbook as it stands and of the month's figures."""
        year = self.month.financial_year
        outturns: dict[OutturnKey, tuple[Decimal, str]] = {
            key: (closed.value, closed.source)
            for key, closed in self.outturns.items()
            if isinstance(closed.value, Decimal)
        }
        return (
            *self.findings,
            *printed_against_readings(
                self.places, self.there, self.readings, self.indicators, self.issued
            ),
            *outturns_against_readings(outturns, self.readings, self.indicators, year),
            *outturns_against_cells(outturns, self.places, self.there, self.indicators, year),
            *_missing(rows, self.readings),
            *self._not_current(),
        )

    def _not_current(self) -> Iterable[Finding]:
        if self.later is not None:
            yield note(
                "K109",
                f"{self.later.long} is filled, so year to date, arrows, lights and cover are left "
                f"to it; of {self.month.long} only the month's own cells are filled.",
                todo=f"Refresh {self.later} afterwards.",
            )

    def grounds(self) -> tuple[Ground, ...]:
        """Return what each figure of the month rests on, where children's records were counted."""
        if self.counting is None:
            return ()
        from lacxl.app.grounds import grounds  # brings numpy with it

        return grounds(
            self.counting.counted.values(),
            self.month,
            self.indicators,
            self.counting.options,
            self.readings,
        )

    def missing_places(self) -> tuple[Finding, ...]:
        """Return an error for each table that has no place for the month."""
        month, faults = self.month, []
        if self.places.summary and month not in self.places.summary[0].months:
            has = ", ".join(m.short for m in self.places.months) or "none"
            faults.append(
                error(
                    "P109",
                    f"The summary has no column for {month.short}; it has {has}.",
                    self.places.summary[0].ytd.sheet,
                    f"Head the next column with {month.short}, then run again.",
                )
            )
        faults += [
            error(
                "P110",
                f"The page has no row for {month.short}.",
                sheet,
                f"Label the next row with {month.short}, then run again.",
            )
            for sheet in dict.fromkeys(c.sheet for c in self.places.pages if month not in c.months)
        ]
        return tuple(faults)


def gather(
    settings: Settings,
    month: Month,
    *,
    today: dt.date | None = None,
    needs_reading: bool = True,
    progress: Callable[[str], None] = lambda _step: None,
) -> Case:
    """Read settings, extracts, history, record and workbook of a month.

    Raises Refused with the faults of every file at once, nothing having been written.
    `needs_reading` refuses a readings extract that holds nothing for the month.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    faults: list[Finding] = []

    def tried(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Refused as refused:
            faults.extend(refused.findings)
            return None

    loaded = tried(lambda: indicator_catalogue.load(settings.catalogue_path))
    known = indicator_catalogue.with_settings(
        loaded if loaded is not None else indicator_catalogue.shipped(),
        basis=settings.bases,
        dead_band=settings.dead_bands,
    )
    words = tried(lambda: layouts.load(settings.layout_path)) or layouts.shipped()
    if loaded is not None:
        tried(lambda: settings.check_indicators(known))
    progress("reading the extracts")
    alone = not settings.counts_children  # else children's records come first, and these fill gaps
    asked = settings.extracts
    source = (
        Query(asked.readings_query, asked.url_from)
        if asked.readings_query
        else settings.readings_path
    )
    readings = tried(
        lambda: (
            read_readings(source, known, today=Month.of(today))
            if alone or isinstance(source, Query) or source.exists()
            else Extract(source.name, ())
        )
    )
    if readings is not None and needs_reading and alone:
        content = readings.content
        tried(lambda: require_month(content, month, source.name))
    counting = None if alone else tried(lambda: _count(settings, month, known, today, progress))
    closed, compared = settings.outturns_path, settings.benchmarks_path
    outturns = tried(lambda: read_outturns(closed, known)) if closed else None
    benchmarks = tried(lambda: read_benchmarks(compared, known)) if compared else None
    history = tried(lambda: History.load(settings.history_path))
    record = tried(lambda: read_record(settings.issued_path))
    progress("reading the workbook")
    seen = tried(lambda: _see(settings, words, known))
    if faults or readings is None or history is None or record is None or seen is None:
        raise Refused(faults)
    stands = readings.content
    more: tuple[Finding, ...] = ()
    if counting is not None:
        stands, more = _standing(counting, readings.content, settings, known)
    snapshot, places, looks = seen
    there = {
        Place(s.name, cell): value for s in snapshot.sheets for cell, value in s.values.items()
    }
    visible, findings = as_visible(known, places, there, settings.ambers)
    taken = history.taken_in(stands)
    locked = locked_months(snapshot, places, looks)
    by_indicator: dict[str, dict[Month, Reading]] = {}
    for (number, of), reading in history.latest.items():
        by_indicator.setdefault(number, {})[of] = reading
    for reading in stands:  # what was read now is the latest, and what to explain from
        by_indicator.setdefault(reading.indicator, {})[reading.month] = reading
    return Case(
        settings=settings,
        month=month,
        indicators=visible,
        snapshot=snapshot,
        places=places,
        looks=looks,
        readings=by_indicator,
        history=history,
        new_readings=taken.new,
        outturns={
            key: Closed(each.value, str(each.source))
            for key, each in (outturns.content if outturns else {}).items()
        },
        benchmarks={
            key: Closed(each.text if each.value is None else each.value, str(each.source))
            for key, each in (benchmarks.content if benchmarks else {}).items()
        },
        record=record,
        locked=locked,
        issued=issued_months(record, locked),
        counting=counting,
        findings=(
            *readings.findings,
            *(counting.findings if counting else ()),
            *more,
            *(outturns.findings if outturns else ()),
            *(benchmarks.findings if benchmarks else ()),
            *history.findings,
            *findings,
            *(entry.finding for entry in taken.restatements),
        ),
    )


def _count(
    settings: Settings,
    month: Month,
    known: Mapping[str, Indicator],
    today: dt.date,
    progress: Callable[[str], None],
) -> Counting:
    from lacxl.app.children import count_children, months_for  # brings numpy with it

    return count_children(settings, months_for(month), known, today=today, progress=progress)


def _standing(
    counting: Counting,
    given: tuple[Reading, ...],
    settings: Settings,
    known: Mapping[str, Indicator],
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    from lacxl.app.children import standing

    return standing(counting, given, settings.children.order, known)


def _see(
    settings: Settings, words: LayoutWords, known: Mapping[str, Indicator]
) -> tuple[Snapshot, Places, Mapping[Place, CellLook]]:
    with open_workbook(settings) as book:
        snapshot = book.survey(full=())
        left_out = settings.workbook.leave_out
        try:
            places = locate(snapshot, words, known, left_out)
        except Refused:
            if all(sheet.complete for sheet in snapshot.sheets):
                raise
            places = None
        if places is None or any(not snapshot.sheet(p.sheet).complete for p in every_place(places)):
            # a table stands on a very large sheet, of which merges and the like come last
            snapshot = book.survey()
            places = locate(snapshot, words, known, left_out)
        return snapshot, places, looks_of(book, every_place(places))


def open_workbook(settings: Settings) -> PackageWorkbook:
    """Open the workbook for reading and writing; raises Refused."""
    return PackageWorkbook(settings.workbook_path, allow_signed=settings.workbook.allow_signed)


def every_place(places: Places) -> tuple[Place, ...]:
    """Return every cell that the layout found, each once."""
    found: list[Place | None] = [*places.cover.places]
    for row in places.summary:
        found += [row.ytd, row.dot, row.rag, row.title, row.target, row.polarity]
        found += [row.note_monthly, row.note_ytd, *row.months.values(), *row.years.values()]
        found += row.benchmarks.values()
    for column in places.pages:
        found += [*column.months.values(), *column.years.values(), *column.so_far.values()]
        found += column.benchmarks.values()
    return tuple(dict.fromkeys(place for place in found if place is not None))


def looks_of(book: Engine, places: Iterable[Place]) -> Mapping[Place, CellLook]:
    """Return number format and lock of the places, asked of the engine a sheet at a time."""
    by_sheet: dict[str, list[Place]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append(place)
    return {
        Place(sheet, cell): look
        for sheet, wanted in by_sheet.items()
        for cell, look in book.looks(sheet, [place.cell for place in wanted]).items()
    }


def _missing(
    rows: Iterable[FigureRow], readings: Mapping[str, Mapping[Month, Reading]]
) -> Iterable[Finding]:
    for row in rows:
        number = row.indicator.number
        if row.at not in readings.get(number, {}):
            if row.figure is row.indicator.figures[0]:
                yield warning(
                    "K106",
                    f"There is no reading of {number} for {row.at.short}; its cell stays as it is.",
                    todo="Add it to the extract, with a note if it is not available.",
                )
            continue
        if isinstance(row.month, Missing):
            yield note("K107", f"{row.label} has no figure for {row.at.short}: {row.month.reason}.")
        elif row.dot is Dot.NONE:
            yield note(
                "K107", f"{row.label} has no direction of travel: nothing for {(row.at - 1).short}."
            )
        if row.indicator.kind is Kind.FLOW and isinstance(row.ytd, Missing):
            yield note("K107", f"{row.label} has no year to date: {row.ytd.reason}.")
