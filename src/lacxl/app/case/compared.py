"""The benchmarks of a month's report: in its cells, under which year, and how far they compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lacxl.checks.benchmarks import (
    covered_by,
    not_to_write,
    of_other_years,
    older_release,
    only_in_part,
)
from lacxl.domain.finding import Finding
from lacxl.domain.month import FinancialYear
from lacxl.published.release import newest_by
from lacxl.readings.benchmarks import Benchmark
from lacxl.workbook.address import CellRef
from lacxl.workbook.benchmark_headings import of_year
from lacxl.workbook.shown import number
from lacxl.workbook.wanted import Closed, Wanted

if TYPE_CHECKING:
    from lacxl.app.case.case import Case
    from lacxl.domain.figures import FigureRow

_NAMES = {
    "stat_neigh_ave": "SN AVE",
    "best_stat_neigh": "BEST SN",
    "nat_ave": "NAT AVE",
    "nat_top_qtile_threshold": "NAT TOP QTILE",
}


def shown_benchmark(benchmark: Benchmark) -> Closed:
    """Return what its cell shows, and the row that it is read from."""
    value = benchmark.text if benchmark.value is None else benchmark.value
    return Closed(value, str(benchmark.source), benchmark.year)


def wanted_headings(case: Case) -> tuple[Wanted, ...]:
    """Return the headings of benchmarks with the newest year of what stands under them."""
    wanted = []
    for heading, year, newest in _headings(case):
        if _is_blocked(case, heading):
            continue
        text = of_year(str(case.there[heading]), year)
        source = newest.source.file
        wanted.append(Wanted(heading, text, None, "the year of the benchmarks", source))
    return tuple(wanted)


def noticed_of_benchmarks(case: Case) -> Iterator[Finding]:
    """Yield what should be known of the benchmarks: of which years, and how far they compare."""
    shown = {
        (line.indicator, kind): case.benchmarks[line.indicator, kind]
        for line in case.layout.lines
        for kind in line.benchmarks
        if (line.indicator, kind) in case.benchmarks
    }
    if not shown:
        return
    partly: defaultdict[str, list[str]] = defaultdict(list)
    for (reference, _), each in shown.items():
        if each.partly and each.value is not None and reference not in partly[each.partly]:
            partly[each.partly].append(reference)
    years: defaultdict[FinancialYear, list[str]] = defaultdict(list)
    for (reference, _), each in shown.items():
        if reference not in years[each.year]:
            years[each.year].append(reference)
    file = next(iter(shown.values())).source.file
    yield from only_in_part({words: found for words, found in partly.items() if found}, file)
    yield from of_other_years(years, file)
    yield from older_release(max(years), newest_by(case.month.last_day), file)
    changed = [heading for heading, year, _ in _headings(case) if _differs(case, heading, year)]
    yield from not_to_write([each for each in changed if _is_blocked(case, each)], max(years))
    for heading in changed:
        uncovered = {
            line.indicator
            for line in case.layout.lines
            for kind, place in line.benchmarks.items()
            if place in case.benchmark_headings[heading]
            and case.number_at(place) is not None
            and (line.indicator, kind) not in case.benchmarks
        }
        order = [number for number in case.indicators if number in uncovered]
        yield from covered_by(heading, order, file)


def explained(case: Case, row: FigureRow) -> Iterator[tuple[str, str]]:
    """Yield each benchmark of a figure with its way to the rows that it is from."""
    number_ = row.indicator.number
    if row.figure is not row.indicator.figures[-1]:
        return
    at = case.layout.line(number_, row.figure.name) if case.has_workbook else None
    about = None
    for kind, name in _NAMES.items():
        each = case.benchmarks.get((number_, kind))
        if each is None:
            continue
        shown = each.text if each.value is None else number(each.value, row.figure.number_format)
        how = f"; {each.how}" if each.how else "; somebody typed it"
        place = at.benchmarks.get(kind) if at is not None else None
        where = f"; in {place}" if place is not None else ""
        yield name, f"{shown} for {each.year}{how}; {each.source}{where}"
        about = each
    if about is not None and about.definition:
        yield "Compared with", about.definition
    if about is not None and about.partly:
        yield "In part", f"comparable only in part. {about.partly}"


def _headings(case: Case) -> Iterator[tuple[CellRef, FinancialYear, Benchmark]]:
    """Yield each heading with the newest year of the benchmarks under it, and one of these.

    A council's own table keeps its headings: there a year says which benchmarks are meant.
    """
    if case.layout.signs is not None:
        return
    for heading, places in case.benchmark_headings.items():
        found = [
            case.benchmarks[line.indicator, kind]
            for line in case.layout.lines
            for kind, place in line.benchmarks.items()
            if place in places and (line.indicator, kind) in case.benchmarks
        ]
        if found:
            newest = max(found, key=lambda each: each.year)
            yield heading, newest.year, newest


def _is_blocked(case: Case, heading: CellRef) -> bool:
    """Say whether a heading cannot be written, such as that of an Excel table."""
    areas = case.snapshot.sheet(heading.sheet).blocked
    return any(heading.cell in area for area, _ in areas)


def _differs(case: Case, heading: CellRef, year: FinancialYear) -> bool:
    text = str(case.there[heading])
    return of_year(text, year) != text
