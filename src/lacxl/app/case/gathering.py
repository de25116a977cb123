"""Gathering a case: settings, extracts, history, record and workbook, every fault at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lacxl.app.case.case import Case
from lacxl.app.case.seen import NO_WORKBOOK, Seen, comments_of, see, see_by
from lacxl.app.case.told_together import FaultsOfCall
from lacxl.app.outputs import sweep_all
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.checks.other_months import other_months
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import half_up
from lacxl.domain.plausible import beyond
from lacxl.domain.reading import Measured, Reading, amount
from lacxl.files.plain import is_absent
from lacxl.judging.own_judgement import Judgement, own_judgement
from lacxl.judging.visible import Own, as_visible
from lacxl.ledgers.history import History
from lacxl.ledgers.record import Issued, read_record
from lacxl.ledgers.register_agreement import looked_at
from lacxl.ledgers.restated import Restated
from lacxl.ledgers.restating import restatements
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.extract import Extract
from lacxl.readings.layout_files import Query
from lacxl.readings.outturns import read_outturns
from lacxl.readings.readings import read_readings, require_month
from lacxl.settings.settings import Settings
from lacxl.workbook.layout import figure_of
from lacxl.workbook.wanted import Closed

if TYPE_CHECKING:
    from lacxl.app.children.counting import Counting


def gather(
    settings: Settings,
    month: Month,
    *,
    source: Path | None = None,
    seen: Seen | None = None,
    today: dt.date | None = None,
    needs_reading: bool = True,
    needs_workbook: bool = True,
    progress: Callable[[str], None] = lambda _step: None,
) -> Case:
    """Read settings, extracts, history, record and workbook of a month.

    Raises Refused with the faults of every file at once, nothing having been written. `source` is
    the file to read the workbook from: a copy of it, where it is open in Excel. `seen` is what was
    read of it already.
    `needs_reading` refuses a readings extract that holds nothing for the month. Without
    `needs_workbook` the workbook may be absent, and so may the readings where there is a history.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    faults = FaultsOfCall()
    tried = faults.tried
    swept = sweep_all(settings)
    loaded = tried(lambda: indicator_catalogue.load(settings.catalogue_path))
    known = indicator_catalogue.with_settings(
        loaded if loaded is not None else indicator_catalogue.shipped(),
        target=settings.targets,
        amber=settings.ambers,
        polarity=settings.polarities,
        basis=settings.bases,
        dead_band=settings.dead_bands,
        ceilings=settings.ceilings_of,
        figures=settings.figure_limits,
    )
    laid_out = tried(lambda: layouts.load(settings.layout_path))
    words = laid_out or layouts.shipped()
    if loaded is not None:
        tried(lambda: settings.check_indicators(known))
    if faults and layouts.is_own(settings.layout_path):
        raise faults.together()  # of a council's own workbook nothing more could be said
    progress("reading the extracts")
    alone = not settings.counts_children  # else children's records come first, and these fill gaps
    asked = settings.extracts
    given = (
        Query(asked.readings_query, asked.url_from)
        if asked.readings_query
        else settings.readings_path
    )
    has_workbook = needs_workbook or not is_absent(source or settings.workbook_path)
    required = alone and (needs_workbook or is_absent(settings.history_path))
    readings = tried(
        lambda: (
            read_readings(given, known, today=Month.of(today))
            if required or isinstance(given, Query) or not is_absent(given)
            else Extract(given.name, ())
        )
    )
    if readings is not None and needs_reading and alone:
        content = readings.content
        tried(lambda: require_month(content, month, given.name))
    counting = None if alone else tried(lambda: _count(settings, month, known, today, progress))
    closed, compared = settings.outturns_path, settings.benchmarks_path
    outturns = tried(lambda: read_outturns(closed, known)) if closed else None
    benchmarks = tried(lambda: read_benchmarks(compared, known)) if compared else None
    refuse = settings.benchmarks.refuse
    ledgers = tried(lambda: _ledgers(settings, source or settings.workbook_path))
    if seen is None:
        progress("reading the workbook")
        seen = (
            tried(lambda: see_by(settings, words, known, source)) if has_workbook else NO_WORKBOOK
        )
    if faults or readings is None or ledgers is None or seen is None:
        raise faults.together()
    seen = replace(seen, layout=seen.layout.as_of(month))
    history, record, restated = ledgers.history, ledgers.record, ledgers.restated
    used = readings.content
    more: tuple[Finding, ...] = ()
    if counting is not None:
        used, more = _to_use(counting, readings.content, settings, known)
    judgement = _judgement(settings, known, loaded or {}, seen)
    visible = judgement.seen
    if not has_workbook:  # nobody sees a target that a figure could be judged by
        visible = {
            (number, figure.name): replace(each, target=None)
            for number, each in known.items()
            for figure in each.figures
        }
    taken = history.taken_in(used)
    by_indicator, quarters = by_period((*history.latest.values(), *used))
    if excess := list(_kept_beyond(by_indicator, known, settings.history_path.name)):
        raise Refused(excess)
    return Case(
        settings=settings,
        month=month,
        this_month=Month.of(today),
        indicators=known,
        visible=visible,
        snapshot=seen.snapshot,
        layout=seen.layout,
        looks=seen.looks,
        validations=seen.validations,
        colours=seen.colours,
        chart_texts=seen.chart_texts,
        readings=by_indicator,
        history=history,
        new_readings=taken.new,
        outturns={
            key: Closed(each.value, str(each.source))
            for key, each in (outturns.content if outturns else {}).items()
        },
        benchmarks={
            key: each.refused(key[0], refuse)
            for key, each in (benchmarks.content if benchmarks else {}).items()
        },
        record=record,
        locked=seen.locked,
        issued=seen.issued(record),
        counting=counting,
        quarters=quarters,
        unrated=frozenset(
            each.label(figure_of(each, name))
            for (number, name) in judgement.unsure
            for each in (known[number],)
        ),
        restatements=restated,
        comments=comments_of(settings, source, seen.layout) if restated else {},
        findings=(
            *swept,
            *readings.findings,
            *(counting.findings if counting else ()),
            *more,
            *(outturns.findings if outturns else ()),
            *(benchmarks.findings if benchmarks else ()),
            *ledgers.missing,
            *history.findings,
            *judgement.findings,
            *(
                entry.finding
                for entry in taken.restatements
                if not is_as_printed(entry.before, entry.after, known)
            ),
            *other_months(readings.file, taken.new, month),
        ),
    )


def is_as_printed(before: Reading, after: Reading, known: Mapping[str, Indicator]) -> bool:
    """Say whether a reading shows what a workbook had printed when it was adopted.

    What is printed has a value alone, rounded, and the reading what it was worked out from.
    """
    indicator = known.get(after.indicator)
    if before.numerator is not None or before.value is None or indicator is None:
        return False
    figure = indicator.figures[-1]
    now = amount(indicator, figure, after)
    return isinstance(now, Measured) and any(
        half_up(now.value, places) == half_up(before.value, places)
        for places in (figure.decimals, max(figure.decimals - 1, 0))
    )


def by_period(
    readings: Iterable[Reading],
) -> tuple[dict[str, dict[Month, Reading]], dict[str, dict[Quarter, Reading]]]:
    """Return readings by indicator and month, and those of quarters; of one period the last."""
    months: dict[str, dict[Month, Reading]] = {}
    quarters: dict[str, dict[Quarter, Reading]] = {}
    for reading in readings:
        if isinstance(reading.period, Quarter):
            quarters.setdefault(reading.indicator, {})[reading.period] = reading
        else:
            months.setdefault(reading.indicator, {})[reading.month] = reading
    return months, quarters


class _Ledgers(NamedTuple):
    """What a month needs of the ledgers, and what is missing at the end of them."""

    history: History
    record: tuple[Issued, ...]
    restated: tuple[Restated, ...]
    missing: tuple[Finding, ...]


def _ledgers(settings: Settings, source: Path) -> _Ledgers:
    """Read the ledgers; of one that was changed since nothing else is said.

    Raises Refused with the faults of all of them.
    """
    missing = looked_at(settings)
    faults = FaultsOfCall()
    history = faults.tried(lambda: History.load(settings.history_path))
    record = faults.tried(lambda: read_record(settings.issued_path))
    restated = faults.tried(lambda: restatements(settings, source))
    if history is None or record is None or restated is None:
        raise faults.together()
    return _Ledgers(history, record, restated, missing)


def of_copy(case: Case, copy: Path) -> Case:
    """Return the case with a copy in the workbook's place; raises Refused."""
    settings = case.settings
    seen = see(settings, copy)
    seen = replace(seen, layout=seen.layout.as_of(case.month))
    loaded = indicator_catalogue.load(settings.catalogue_path)
    visible = _judgement(settings, case.indicators, loaded, seen).seen
    return replace(
        case,
        snapshot=seen.snapshot,
        layout=seen.layout,
        looks=seen.looks,
        visible=visible,
        locked=seen.locked,
        comments=comments_of(settings, copy, seen.layout),
        validations=seen.validations,
        colours=seen.colours,
    )


def _judgement(
    settings: Settings,
    known: Mapping[str, Indicator],
    loaded: Mapping[str, Indicator],
    seen: Seen,
) -> Judgement:
    """Return by what each figure is judged, as the workbook says it."""
    if seen.layout.signs is not None:
        return own_judgement(known, seen.layout, seen.there, seen.looks)
    own = Own(
        catalogue=indicator_catalogue.own(loaded),
        targets=frozenset(settings.targets),
        polarities=frozenset(settings.polarities),
    )
    visible, findings = as_visible(
        known, seen.layout, seen.there, seen.looks, amber=settings.ambers, own=own
    )
    return Judgement(visible, frozenset(), tuple(findings))


def _kept_beyond(
    readings: Mapping[str, Mapping[Month, Reading]], known: Mapping[str, Indicator], history: str
) -> Iterable[Finding]:
    """Yield an error for each reading that would be used and that no council can have.

    What was read now is within its ceilings, so these are of the history.
    """
    for number, by_month in readings.items():
        for month, reading in by_month.items() if number in known else ():
            if column := beyond(known[number], reading):
                yield error(
                    "R164",
                    f"the {column} of {number} for {month.short} in the history cannot be a "
                    "council's: a date, or a number that names a child, was taken in.",
                    f"{history}, taken from {reading.source}" if reading.source else history,
                    f"Give the right reading of {month.short} in the extract: it replaces "
                    "this one. If it is right, raise its ceiling in lacxl.toml.",
                )


def _count(
    settings: Settings,
    month: Month,
    known: Mapping[str, Indicator],
    today: dt.date,
    progress: Callable[[str], None],
) -> Counting:
    from lacxl.app.children.counting import count_children, months_for  # brings numpy with it

    return count_children(settings, months_for(month), known, today=today, progress=progress)


def _to_use(
    counting: Counting,
    given: tuple[Reading, ...],
    settings: Settings,
    known: Mapping[str, Indicator],
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    from lacxl.app.children.counting import readings_to_use

    return readings_to_use(counting, given, settings.children.order, known)
