"""What is said of benchmarks that were taken: of which years, how far they compare, what to set."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lacxl.app.benchmarks.own_outturns import OwnOutturns, against_published
from lacxl.app.benchmarks.taken_benchmarks import FILE, TakenBenchmarks, references_of
from lacxl.domain.finding import Finding, first_of, note, warning, where_in
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.published.benchmark_values import Worked
from lacxl.published.datasets import PublishedMeasure, published
from lacxl.published.dfe_figures import SYMBOLS, span_in_words
from lacxl.published.release import newest_by
from lacxl.published.statistics import ENGLAND, Statistics
from lacxl.settings.settings import Settings

_NAMED = 6


def own(
    outturns: OwnOutturns | None, result: TakenBenchmarks, indicators: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Yield what differs between the council's own outturns and what is published of it (G124)."""
    if outturns is None:
        return
    for each in result.worked:
        yield from against_published(each, indicators[each.reference], outturns)


def silent(result: TakenBenchmarks) -> Iterator[Finding]:
    """Yield a warning for figures that rest on fewer neighbours than there are (G121)."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for each in result.worked:
        if each.silent and each.reference not in result.refused:
            who = [
                f"{result.names.get(code, code)} {text or 'has no row'}"
                for code, text in each.silent.items()
            ]
            symbols = {text.casefold() for text in each.silent.values() if text}
            means = ", ".join(f"{s}: {SYMBOLS[s]}" for s in sorted(symbols))
            count = f"{each.said} of {each.said + len(each.silent)} neighbours"
            told[f"{count}; without: {', '.join(who)}" + (f" ({means})" if means else "")].append(
                each.reference
            )
    for what, numbers in told.items():
        yield warning("G121", f"the figures of {', '.join(numbers)} rest on {what}.")


def of_years(
    worked: Sequence[Worked], today: dt.date, asked: FinancialYear | None
) -> Iterator[Finding]:
    """Yield that figures are of several years (G122), or older than they could be (G123)."""
    by_year: defaultdict[FinancialYear, list[str]] = defaultdict(list)
    for each in worked:
        by_year[each.year].append(each.reference)
    if len(by_year) > 1:
        listed = "; ".join(f"{year}: {', '.join(by_year[year])}" for year in sorted(by_year))
        yield warning(
            "G122",
            f"the files are of different releases, so benchmarks are of different years. {listed}.",
            todo="Download the newest file of each.",
        )
    newest, could_be = max(by_year), newest_by(today)
    if asked is None and newest < could_be:
        yield note(
            "G123",
            f"the newest figures are of {newest}; by {today:%d/%m/%Y} {could_be} is published.",
            todo="Download the newest release, and run again.",
        )


def partly(result: TakenBenchmarks) -> Iterator[Finding]:
    """Yield what is comparable only in part (G120), and what is refused (G119)."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for each in result.worked:
        if each.measure.partly and each.reference not in result.refused:
            words = "; ".join(f"{k}: {v}" for k, v in each.measure.partly.items())
            told[words].append(each.reference)
    for words, numbers in told.items():
        is_one = len(numbers) == 1
        yield note(
            "G120",
            f"{', '.join(numbers)} {'is' if is_one else 'are'} comparable only in part. {words}.",
            todo="lacxl.toml can refuse it: [benchmarks] refuse.",
        )
    if result.refused:
        listed = "; ".join(f"{number}, {why}" for number, why in result.refused.items())
        yield note("G119", f"not compared, as it is refused: {listed}.")


def not_comparable(
    statistics: Statistics,
    measures: Sequence[PublishedMeasure],
    asked: FinancialYear | None,
    indicators: Mapping[str, Indicator],
) -> Iterator[Finding]:
    """Yield what the files hold that cannot stand beside an indicator (G125)."""
    for each in published().not_comparable:
        if each.indicator in statistics.not_comparable:
            yield note("G125", f"nothing is taken for {each.indicator}: {each.why}.")
    for measure in measures:
        years = statistics.years(measure.indicator)
        if not measure.is_span or not references_of(measure.indicator, indicators) or not years:
            continue
        england = statistics.figures[measure.indicator][asked or years[0]].get(ENGLAND)
        if england is not None and england.value is not None:
            yield note(
                "G125",
                f"nothing is taken for {measure.indicator}: it is published for England alone and "
                f"in whole months, {span_in_words(int(england.value))} in {asked or years[0]} "
                f"({measure.definition}), which is no number of days.",
                where_in(england.file, (england.row,)),
            )


def without_a_file(
    measures: Sequence[PublishedMeasure],
    years: Mapping[str, FinancialYear],
    indicators: Mapping[str, Indicator],
) -> Iterator[Finding]:
    """Yield the indicators of which no file was named (G128)."""
    absent = [
        each.indicator
        for each in measures
        if each.indicator not in years and references_of(each.indicator, indicators)
    ]
    if absent:
        yield note(
            "G128",
            f"no file was named with the figures of {', '.join(absent)}.",
            todo="docs/benchmarks.md lists which file has which.",
        )


def to_set(settings: Settings | None, target: Path, result: TakenBenchmarks) -> Iterator[Finding]:
    """Yield what a person may write into lacxl.toml, which is theirs and is never changed."""
    name = "lacxl.toml"
    if (
        settings is not None
        and settings.benchmarks_path is None
        and target == settings.folder / FILE
    ):
        yield note(
            "G129",
            "lacxl.toml does not name the benchmarks, so a refresh does not show them.",
            name,
            f'Write under [extracts]: benchmarks = "{FILE}"',
        )
    if not result.population:
        return
    known = {} if settings is None else settings.measures.population
    other = [
        f"{known[str(year)]:,} for {year}, the file {people:,}"
        for year, people in result.population.items()
        if known.get(str(year), people) != people
    ]
    line = ", ".join(f'"{year}" = {people}' for year, people in sorted(result.population.items()))
    todo = f"Write under [measures]: population = {{ {line} }}"
    if other:
        what = f"[measures] population says {first_of(other, _NAMED)}."
        yield warning("G127", what, name, todo)
    elif any(str(year) not in known for year in result.population):
        what = f"{result.name} has {_people(result.population)} residents aged 0 to 17, for 7.2."
        yield note("G127", what, name, todo)


def _people(population: Mapping[FinancialYear, int]) -> str:
    return listed([f"{people:,} in {year}" for year, people in sorted(population.items())])


def listed(texts: Sequence[str]) -> str:
    """Return texts as a list in words: 1, 2 and 3."""
    *others, last = texts
    return f"{', '.join(others)} and {last}" if others else last
