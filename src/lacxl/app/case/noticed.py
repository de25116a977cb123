"""What the checks find in a workbook as it is and in a month's figures, and what has no place."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from lacxl.app.case.case import Case, OutturnKey
from lacxl.app.case.compared import noticed_of_benchmarks
from lacxl.checks.ahead import figures_ahead
from lacxl.checks.cells import cells_beyond
from lacxl.checks.headings import not_found
from lacxl.checks.last_year import as_findings, left_behind
from lacxl.checks.outturns import (
    benchmarks_against_cells,
    outturns_against_cells,
    outturns_against_readings,
)
from lacxl.checks.own_places import without_place
from lacxl.checks.shown_against_readings import printed_against_readings
from lacxl.domain.figures import FigureRow, closed_outturn
from lacxl.domain.finding import Finding, Severity, error, note, warning
from lacxl.domain.indicator import Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.rating import Dot
from lacxl.domain.reading import Missing, Reading, amount
from lacxl.ledgers.restated import Restated, in_words
from lacxl.workbook.layout import Layout, figure_of


def noticed(case: Case, rows: Iterable[FigureRow]) -> tuple[Finding, ...]:
    """Return what the checks find in the workbook as it is and in the month's figures."""
    year = case.month.financial_year
    outturns: dict[OutturnKey, tuple[Decimal, str]] = {
        key: (closed.value, closed.source)
        for key, closed in case.outturns.items()
        if isinstance(closed.value, Decimal)
    }
    behind = tuple(
        left_behind(
            case.layout,
            case.snapshot,
            (case.later or case.month).financial_year,
            functools.partial(_knows_outturn, case),
        )
    )
    places = {each.place for each in behind}
    return (
        *case.findings,
        *_printed(case, case.readings),
        *outturns_against_readings(outturns, case.readings, case.indicators, year),
        *outturns_against_cells(outturns, case.layout, case.there, case.indicators, year),
        *benchmarks_against_cells(
            {
                key: (each.value, each.year, str(each.source))
                for key, each in case.benchmarks.items()
                if each.value is not None
            },
            case.layout,
            case.there,
            case.indicators,
        ),
        *cells_beyond(case.layout, case.there, case.indicators),
        *not_found(
            case.layout.tables if case.layout.signs is None else (),
            case.month,
            {name for _, name in case.benchmarks},
            {year for _, _, year in outturns},
            {(each.table, each.period) for each in behind if each.period is not None},
        ),
        *as_findings(behind, dict.fromkeys(table.at.sheet for table in case.layout.tables)),
        *(each for each in case.layout.findings if each.where not in map(str, places)),
        *noticed_of_benchmarks(case),
        *ahead(case),
        *_restated(case),
        *_missing(rows, case.readings, _quarterly(case)),
        *_not_current(case),
    )


def differing(case: Case) -> tuple[Finding, ...]:
    """Return how the figures shown for an issued month differ from its readings."""
    return tuple(
        _printed(
            case,
            {
                number: {case.month: by_month[case.month]}
                for number, by_month in case.readings.items()
                if case.month in by_month
            },
        )
    )


def ahead(case: Case, severity: Severity = Severity.WARNING) -> Iterable[Finding]:
    """Return a finding for each period after the month that has figures and no readings."""

    def happened(indicator: str, month: Month) -> bool:
        read = month in case.readings.get(indicator, {})
        return month <= case.this_month and (read or month in case.issued)

    return figures_ahead(case.layout, case.there, case.month, happened, severity)


def missing_places(case: Case) -> tuple[Finding, ...]:
    """Return an error for each table that has no place for the month."""
    month, faults = case.month, []
    if case.layout.signs is not None:
        return tuple(without_place(_asked_of(case), month))
    if case.layout.summary and month not in case.layout.summary[0].at:
        has = ", ".join(m.short for m in case.layout.months) or "none"
        faults.append(
            error(
                "P109",
                f"The summary has no column for {month.short}; it has {has}.",
                case.layout.summary[0].sheet,
                _way_to(month, case.layout.months, "column"),
            )
        )
    faults += [
        error(
            "P110",
            f"The page has no row for {month.short}.",
            sheet,
            _way_to(month, case.layout.months, "row"),
        )
        for sheet in dict.fromkeys(p.sheet for p in case.layout.pages if month not in p.at)
    ]
    return tuple(faults)


def _knows_outturn(case: Case, table: str, year: FinancialYear) -> bool:
    """Say whether the annual figure of a year is known for any line of a table."""
    for line in case.layout.lines:
        if line.table != table:
            continue
        indicator = case.indicators[line.indicator]
        figure = figure_of(indicator, line.figure, line.part)
        readings = case.readings.get(line.indicator, {})
        if (line.indicator, figure.name, year) in case.outturns:
            return True
        if closed_outturn(indicator, figure, readings, year) is not None:
            return True
    return False


def _printed(case: Case, readings: Mapping[str, Mapping[Month, Reading]]) -> Iterable[Finding]:
    return printed_against_readings(
        case.layout,
        case.there,
        readings,
        case.indicators,
        before=case.month,
        issued=case.issued,
        on_page=case.on_page,
    )


def _restated(case: Case) -> Iterable[Finding]:
    """Say what is marked as restated, as of the latest month filled."""
    at = case.later or case.month
    told: defaultdict[Restated, list[str]] = defaultdict(list)
    for each in case.restated:
        if each.marked and at <= each.marked and each.what == str(each.month):
            told[Restated(each.when, each.month)].append(f"{each.figure} was {each.was}")
    for each, figures in told.items():
        yield note(
            "I136",
            f"Of {each.month.short}, {', '.join(figures)}: restated {in_words(each.when)}.",
            case.settings.restated_path.name,
        )


def _not_current(case: Case) -> Iterable[Finding]:
    if case.later is not None:
        yield note(
            "K109",
            f"{case.later.long} is filled, so year to date, arrows, lights and cover are left "
            f"to it; of {case.month.long} only the month's own cells are filled.",
            todo=f"Refresh {case.later} afterwards.",
        )


def _quarterly(case: Case) -> frozenset[tuple[str, str]]:
    """Return the figures that the summary shows for quarters alone."""
    lines = (line for line in case.layout.summary if line.is_quarterly)
    return frozenset((line.indicator, line.figure) for line in lines)


def _asked_of(case: Case) -> Layout:
    """Return the layout without tables that have no reading of the month, if others have one."""
    read = {
        number
        for number in case.indicators
        if case.month in case.readings.get(number, {}) or case.quarters.get(number)
    }
    asked = {line.table for line in case.layout.lines if line.indicator in read}
    tables = tuple(table for table in case.layout.tables if table.name in asked)
    return replace(case.layout, tables=tables) if tables else case.layout


def _missing(
    rows: Iterable[FigureRow],
    readings: Mapping[str, Mapping[Month, Reading]],
    quarterly: Set[tuple[str, str]] = frozenset(),
) -> Iterable[Finding]:
    """Say which figures are missing; a reason shared by several is given once.

    `quarterly` are those that are shown for quarters alone.
    """
    noted: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        number = row.indicator.number
        reading = readings.get(number, {}).get(row.at)
        if (number, row.figure.name) in quarterly:
            if isinstance(row.month, Missing):
                noted[f"no figure for {row.at.quarter}: {row.month.reason}"].append(row.label)
            continue
        if reading is None:
            if row.figure is row.indicator.figures[0]:
                yield warning(
                    "K106",
                    f"There is no reading of {number} for {row.at.short}; its cell stays as it is.",
                    todo="Add it to the extract, with a note if it is not available.",
                )
            continue
        counted = amount(row.indicator, row.figure, reading)
        if isinstance(counted, Missing) and isinstance(row.month, Missing):
            noted[f"no figure for {row.at.short}: {counted.reason}"].append(row.label)
        elif row.dot is Dot.NONE and isinstance(row.before, Missing):
            before = f"{(row.at - 1).short} has no figure ({row.before.reason})"
            noted[f"no direction of travel: {before}"].append(row.label)
        if row.indicator.kind is Kind.FLOW and isinstance(row.ytd, Missing):
            noted[f"no year to date: {row.ytd.reason}"].append(row.label)
    for what, labels in noted.items():
        *others, last = labels
        has = f"{', '.join(others)} and {last} have" if others else f"{last} has"
        yield note("K107", f"{has} {what}.")


def _way_to(month: Month, months: Sequence[Month], strip: str) -> str:
    """Return how a month that has no place gets one: by next-month, where it comes later."""
    if months and month > months[-1]:
        return f"Run lacxl next-month until there is one for {month.short}, then run again."
    return f"Head a {strip} with {month.short}, then run again."
