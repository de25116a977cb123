"""Benchmarks out of the DfE's published files, into the benchmarks file with their origins."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lacxl.app.benchmarks import told_of_benchmarks as told
from lacxl.app.benchmarks.benchmarks_file import BenchmarksFile, Row
from lacxl.app.benchmarks.choosing import (
    council_asked,
    lacking_rows,
    measures_of,
    models_in,
    newest_model,
    refused_words,
    years_used,
)
from lacxl.app.benchmarks.own_outturns import own_outturns
from lacxl.app.benchmarks.taken_benchmarks import FILE, TakenBenchmarks, references_of
from lacxl.app.outputs import require_free
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, errors_of, where_in
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.files.backups import KEPT
from lacxl.files.replacing import require_replaceable
from lacxl.inputs import Benchmarks
from lacxl.published.benchmark_values import NONE, Worked, work_out
from lacxl.published.datasets import POPULATION
from lacxl.published.named_files import Topic, opened
from lacxl.published.statistics import Statistics, clashes_in, read_statistics
from lacxl.readings.benchmarks import KINDS
from lacxl.settings.settings import Settings

_POPULATIONS = 2
Progress = Callable[[str], None]


def benchmarks(
    settings: Settings | None,
    inputs: Benchmarks,
    *,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
) -> TakenBenchmarks:
    """Work out a council's benchmarks from the DfE's files, and write them.

    Without settings the file is benchmarks.csv in this folder. Raises Refused with every fault of
    every file (G1nn, and those of the benchmarks file), nothing having been written.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    target = _target(settings, inputs.out)
    indicators = _indicators(settings)
    faults: list[Finding] = []
    refuse = refused_words(settings, inputs, indicators, faults)
    progress("reading the DfE's files")
    try:
        tables, found = opened(inputs.files)
    except Refused as fault:
        raise Refused([*faults, *fault.findings]) from fault
    faults += found
    models = models_in(tables, faults)
    statistics = read_statistics([each for each in tables if each.topic is Topic.STATISTICS])
    faults += statistics.findings
    file = own = None
    try:
        file = BenchmarksFile.read(target, indicators)
        require_replaceable(target)
    except Refused as fault:
        faults += fault.findings
    try:
        own = None if settings is None else own_outturns(settings, indicators)
    except Refused as fault:
        faults += fault.findings
    measures = measures_of(settings)
    years = years_used(statistics, measures, inputs.of_year, faults)
    faults += clashes_in(statistics.clashes, years)
    if not years and not errors_of(faults):
        what = "none of these files holds a figure that is beside an indicator."
        faults.append(error("G103", what, todo="docs/benchmarks.md lists the files that are used."))
    model = newest_model(models, faults)
    council = council_asked(settings, inputs, statistics, models, years, faults)
    if model is not None and council is not None and council not in model.of:
        what = f"{statistics.names.get(council, council)} has no row among the {model.model}."
        faults.append(error("G112", what, model.file, "Name the neighbours of another year."))
    if model is not None:
        faults += lacking_rows(statistics, years, model, council)
    if errors_of(faults) or model is None or council is None or file is None:
        raise Refused(faults)

    progress("working out the benchmarks")
    worked = tuple(
        work_out(
            reference,
            each,
            years[each.indicator],
            statistics.figures[each.indicator][years[each.indicator]],
            council,
            model.of[council],
            model.model,
            statistics.names,
            indicators[reference].polarity,
        )
        for each in measures
        if each.indicator in years and not each.is_span
        for reference in references_of(each.indicator, indicators)
    )
    result = TakenBenchmarks(
        council,
        statistics.names.get(council, council),
        model.model,
        worked,
        {each.reference: why for each in worked if (why := _why_refused(each, refuse))},
        statistics.names,
        (),
        _population(statistics, council),
        dry_run=inputs.dry_run,
    )
    _put(file, result)
    findings = (
        *faults,
        *file.findings,
        *told.own(own, result, indicators),
        *told.silent(result),
        *told.of_years(worked, today, inputs.of_year),
        *told.partly(result),
        *told.not_comparable(statistics, measures, inputs.of_year, indicators),
        *told.without_a_file(measures, years, indicators),
        *told.to_set(settings, target, result),
    )
    result = replace(result, findings=findings)
    if inputs.dry_run:
        return result
    folder = Path("backups") if settings is None else settings.backups_folder
    replaced = file.write(folder, KEPT if settings is None else settings.backups.keep)
    return replace(
        result,
        findings=(*findings, *replaced.findings),
        written=target,
        backup=replaced.backup,
        is_new=replaced.changed,
    )


def _target(settings: Settings | None, out: Path | None) -> Path:
    if out is not None:
        if settings is not None:
            require_free(settings, out, kind="extracts.benchmarks")
        return out
    if settings is None:
        return Path(FILE)
    return settings.benchmarks_path or settings.folder / FILE


def _indicators(settings: Settings | None) -> Mapping[str, Indicator]:
    if settings is None:
        return indicator_catalogue.shipped()
    return indicator_catalogue.with_settings(
        indicator_catalogue.load(settings.catalogue_path),
        polarity=settings.polarities,
        basis=settings.bases,
        dead_band=settings.dead_bands,
        ceilings=settings.ceilings_of,
    )


def _why_refused(worked: Worked, refuse: frozenset[str]) -> str:
    measure = worked.measure
    respects = [f"{each}: {words}" for each, words in measure.partly.items() if each in refuse]
    if respects:
        return "; ".join(respects)
    return "the indicator is named" if refuse & {measure.indicator, worked.reference} else ""


def _put(file: BenchmarksFile, result: TakenBenchmarks) -> None:
    for each in result.worked:
        why = result.refused.get(each.reference)
        if why and file.is_typed(each.reference):
            file.take_out(each.reference)  # what somebody typed is compared instead
        else:
            file.put(each.reference, each.year, _row(each, result, why))


def _row(each: Worked, result: TakenBenchmarks, refused: str | None) -> Row:
    row: Row = {
        "neighbours": f"{each.said} of {each.said + len(each.silent)} {result.model}",
        "published": "" if each.own is None else _published(each),
        "partly": "; ".join(f"{k}: {words}" for k, words in each.measure.partly.items()),
        "definition": each.measure.definition,
    }
    for kind in KINDS:
        cell = each.cells[kind]
        row[kind] = NONE if refused else cell.text
        rows = _rows(cell.rows)
        how = f"not compared ({refused})" if refused else cell.how
        row[f"from_{kind}"] = how + (f"; {rows}" if rows and not refused else "")
    return row


def _published(each: Worked) -> str:
    own = each.own
    assert own is not None  # noqa: S101 - asked before
    sign = "%" if each.measure.takes == "percentage" and own.value is not None else ""
    return f"{own.text}{sign} ({where_in(own.file, (own.row,))})"


def _rows(rows: Sequence[tuple[str, int]]) -> str:
    by_file: defaultdict[str, list[int]] = defaultdict(list)
    for file, row in rows:
        by_file[file].append(row)
    return "; ".join(
        where_in(file, [row for row in found if row], "", len(found))
        for file, found in by_file.items()
    )


def _population(statistics: Statistics, council: str) -> dict[FinancialYear, int]:
    """Return the newest populations of the council, the newest first."""
    found = {}
    for year in statistics.years(POPULATION):
        each = statistics.figures[POPULATION][year].get(council)
        if each is not None and each.value is not None:
            found[year] = int(each.value)
    return dict(list(found.items())[:_POPULATIONS])
