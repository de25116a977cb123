"""Benchmarks out of the DfE's published files, into the benchmarks file with their origins."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lacxl.app.benchmarks import told_of_benchmarks as told
from lacxl.app.benchmarks.benchmarks_file import BenchmarksFile, Row
from lacxl.app.benchmarks.own_outturns import own_outturns
from lacxl.app.benchmarks.taken_benchmarks import FILE, TakenBenchmarks, references_of
from lacxl.app.benchmarks.told_of_benchmarks import listed
from lacxl.app.outputs import require_free
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, errors_of, first_of, note, warning, where_in
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.files.backups import KEPT
from lacxl.files.replacing import require_replaceable
from lacxl.inputs import Benchmarks
from lacxl.published.councils import ended, which_council
from lacxl.published.datasets import POPULATION, RESPECTS, Measure, published
from lacxl.published.files import Known, Topic, opened
from lacxl.published.neighbours import Neighbours, read_neighbours
from lacxl.published.statistics import ENGLAND, Statistics, clashes_in, read_statistics
from lacxl.published.working_out import NONE, Worked, work_out
from lacxl.readings.benchmarks import KINDS
from lacxl.settings.settings import Settings

_CUT_OFF = 10
"""Where more councils than this have no row, a file is refused."""
_NAMED = 6
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
    refuse = _refused_words(settings, inputs, indicators, faults)
    progress("reading the DfE's files")
    try:
        tables, found = opened(inputs.files)
    except Refused as fault:
        raise Refused([*faults, *fault.findings]) from fault
    faults += found
    models = _models(tables, faults)
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
    measures = _measures(settings)
    years = _years(statistics, measures, inputs.of_year, faults)
    faults += clashes_in(statistics.clashes, years)
    if not years and not errors_of(faults):
        what = "none of these files holds a figure that is beside an indicator."
        faults.append(error("G103", what, todo="docs/benchmarks.md lists the files that are used."))
    model = _model(models, faults)
    council = _council(settings, inputs, statistics, models, years, faults)
    if model is not None and council is not None and council not in model.of:
        what = f"{statistics.names.get(council, council)} has no row among the {model.model}."
        faults.append(error("G112", what, model.file, "Name the neighbours of another year."))
    if model is not None:
        faults += _cut_off(statistics, years, model, council)
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


def _refused_words(
    settings: Settings | None,
    inputs: Benchmarks,
    indicators: Mapping[str, Indicator],
    faults: list[Finding],
) -> frozenset[str]:
    where = "--refuse"
    words: Sequence[str] = ()
    if inputs.refuse is not None:
        words = [each.strip() for each in inputs.refuse.split(",") if each.strip()]
    elif settings is not None:
        words, where = settings.benchmarks.refuse, f"{settings.file.name} [benchmarks] refuse"
    for each in words:
        if each not in RESPECTS and each not in indicators:
            what = f"'{each}' is neither a respect nor an indicator."
            faults.append(
                error("G117", what, where, f"Known are {', '.join(RESPECTS)}, and indicators.")
            )
    return frozenset(words)


def _measures(settings: Settings | None) -> tuple[Measure, ...]:
    """Return the measures, without the respects that the council's own definitions lift."""
    if settings is None:
        return tuple(each for each in published().measures if each.indicator != POPULATION)
    chosen = settings.measures
    return tuple(
        replace(
            each,
            partly={
                respect: words
                for respect, words in each.partly.items()
                if not each.unless.get(respect)
                or any(getattr(chosen, k) != v for k, v in each.unless[respect].items())
            },
        )
        for each in published().measures
        if each.indicator != POPULATION
    )


def _models(tables: Sequence[Known], faults: list[Finding]) -> tuple[Neighbours, ...]:
    found = []
    for each in tables:
        if each.topic is Topic.NEIGHBOURS:
            model, wrong = read_neighbours(each.table, each.header, each.file)
            faults += wrong
            if model is not None:
                found.append(model)
    if not any(each.topic is Topic.NEIGHBOURS for each in tables):
        faults.append(
            error(
                "G112",
                "none of these files has the statistical neighbours.",
                todo="Name the DfE's file of them, too: sn_model_2025_wide.csv, or that of "
                "the Local Authority Interactive Tool.",
            )
        )
    return tuple(found)


def _model(models: Sequence[Neighbours], faults: list[Finding]) -> Neighbours | None:
    """Return the newest of several models of neighbours, by the year in the name of its file."""
    ordered = sorted(models, key=lambda each: each.model, reverse=True)
    if len(ordered) > 1:
        newest, *others = ordered
        if newest.model == others[0].model:
            what = f"{newest.file} and {others[0].file} both have the {newest.model}."
            faults.append(error("G112", what, todo="Name one of the two."))
        else:
            older = ", ".join(each.file for each in others)
            what = f"the {newest.model} are used, and not {older}."
            todo = "To use others, name the files one by one, without this one."
            faults.append(note("G112", what, newest.file, todo))
    return ordered[0] if ordered else None


def _years(
    statistics: Statistics,
    measures: Sequence[Measure],
    asked: FinancialYear | None,
    faults: list[Finding],
) -> dict[str, FinancialYear]:
    """Return the year that is used of each measure, the newest unless one is asked for."""
    found: dict[str, FinancialYear] = {}
    lacking: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for each in measures:
        years = statistics.years(each.indicator)
        if not years:
            continue
        if asked is None:
            found[each.indicator] = years[0]
        elif asked in years:
            found[each.indicator] = asked
        else:
            lacking[tuple(map(str, years))].append(each.indicator)
    for there, numbers in lacking.items():
        what = f"there is no figure of {asked} for {', '.join(numbers)}; there is {listed(there)}."
        file = ", ".join(dict.fromkeys(f for n in numbers for f in statistics.files[n]))
        faults.append(error("G115", what, file, "Name another year, or the file that has it."))
    return found


def _council(
    settings: Settings | None,
    inputs: Benchmarks,
    statistics: Statistics,
    models: Sequence[Neighbours],
    years: Mapping[str, FinancialYear],
    faults: list[Finding],
) -> str | None:
    asked = inputs.council or (settings.benchmarks.council if settings else "")
    if not asked.strip():
        todo = (
            "Example: lacxl benchmarks dfe --council Rotherham. Or write under [benchmarks] in "
            'lacxl.toml: council = "Rotherham"'
        )
        faults.append(error("G113", "it is not said which council.", "--council", todo))
        return None
    names: dict[str, set[str]] = {code: set(each) for code, each in statistics.all_names.items()}
    for model in models:
        for code, name in model.names.items():
            names.setdefault(code, set()).add(name)
    if not names:
        return None  # no file could be read, which is said
    current = {
        code
        for indicator, year in years.items()
        for code, each in statistics.figures[indicator][year].items()
        if each.value is not None
    }
    found = which_council(asked, names, statistics.new_codes, current)
    if isinstance(found, Finding):
        faults.append(found)
        return None
    if found not in current and (gone := ended(found, names)):
        faults.append(gone)
        return None
    return found


def _cut_off(
    statistics: Statistics,
    years: Mapping[str, FinancialYear],
    model: Neighbours,
    council: str | None,
) -> Iterator[Finding]:
    """Yield G116 for each file that lacks rows of councils that have neighbours.

    It is an error where they are many, or the council itself is one of them.
    """
    told: defaultdict[tuple[str, FinancialYear], dict[str, list[str]]] = defaultdict(dict)
    for indicator, year in years.items():
        figures = statistics.figures[indicator][year]
        if set(figures) <= {ENGLAND}:
            continue  # published for England alone
        without = [code for code in model.of if code not in {*figures, *published().ended}]
        if without:
            told[statistics.files[indicator][0], year][indicator] = without
    for (file, year), by_indicator in told.items():
        codes = list(dict.fromkeys(code for each in by_indicator.values() for code in each))
        named = first_of([statistics.names.get(c) or model.names.get(c, c) for c in codes], _NAMED)
        weight = error if len(codes) > _CUT_OFF or council in codes else warning
        yield weight(
            "G116",
            f"{named} {'has' if len(codes) == 1 else 'have'} no row for {year} "
            f"({', '.join(by_indicator)}): the file is cut off, or holds a part of England.",
            file,
            "Download it again, with all councils.",
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
