"""What benchmarks are worked out from: which council, neighbours, measures and years are meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.app.benchmarks.told_of_benchmarks import listed
from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.inputs import Benchmarks
from lacxl.published.councils import ended, which_council
from lacxl.published.datasets import POPULATION, RESPECTS, PublishedMeasure, published
from lacxl.published.named_files import KnownTable, Topic
from lacxl.published.neighbours import Neighbours, read_neighbours
from lacxl.published.statistics import ENGLAND, Statistics
from lacxl.settings.settings import Settings

_CUT_OFF = 10
"""Where more councils than this have no row, a file is refused."""
_NAMED = 6


def refused_words(
    settings: Settings | None,
    inputs: Benchmarks,
    indicators: Mapping[str, Indicator],
    faults: list[Finding],
) -> frozenset[str]:
    """Return the respects and indicators in which nothing is to be compared."""
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


def measures_of(settings: Settings | None) -> tuple[PublishedMeasure, ...]:
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


def models_in(tables: Sequence[KnownTable], faults: list[Finding]) -> tuple[Neighbours, ...]:
    """Return the models of statistical neighbours that are in the files."""
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


def newest_model(models: Sequence[Neighbours], faults: list[Finding]) -> Neighbours | None:
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


def years_used(
    statistics: Statistics,
    measures: Sequence[PublishedMeasure],
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


def council_asked(
    settings: Settings | None,
    inputs: Benchmarks,
    statistics: Statistics,
    models: Sequence[Neighbours],
    years: Mapping[str, FinancialYear],
    faults: list[Finding],
) -> str | None:
    """Return the code of the council that is asked for, None where it cannot be told."""
    asked = inputs.council or (settings.benchmarks.council if settings else "")
    if not asked.strip():
        todo = (
            "Example: lacxl benchmarks dfe --council Rotherham. Or write under [benchmarks] in "
            'lacxl.toml: council = "Rotherham"'
        )
        faults.append(error("G113", "nothing says which council.", "--council", todo))
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


def lacking_rows(
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
