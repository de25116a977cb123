"""Counting children's records for a workbook: for which months, and which reading is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lacxl.app.children.sources import read_extract, sources_to_count
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.plausible import beyond
from lacxl.domain.reading import Measured, Reading, Source, amount
from lacxl.domain.reference import sort_key
from lacxl.records import (
    ChildrenExtract,
    Counted,
    Options,
    choose,
    count,
)
from lacxl.settings.children import as_options
from lacxl.settings.settings import Settings
from lacxl.workbook.shown import number

Key = tuple[str, Month]
READINGS = "readings"


@dataclass(frozen=True)
class Counting:
    """What was counted: for each indicator and month the source that was used, or why none was.

    `options` are the settings it was counted by. `extract` holds the identities; they leave it only
    into a file that a person asked for.
    """

    counted: Mapping[Key, Counted]
    findings: tuple[Finding, ...]
    extract: ChildrenExtract = field(repr=False)
    options: Options = field(default_factory=Options)

    def readings(self) -> Mapping[Key, Reading]:
        """Return the readings that were counted, with the extracts they come from."""
        return {key: _reading(each) for key, each in self.counted.items() if each.is_counted}


def count_children(
    settings: Settings,
    months: Sequence[Month],
    indicators: Mapping[str, Indicator],
    *,
    today: dt.date,
    progress: Callable[[str], None] = lambda _step: None,
) -> Counting:
    """Read, check and count children's records for the months.

    Raises Refused with every fault of every extract that is an error.
    """
    last, taken_on = max(months), settings.extracts.taken_on
    extract, noticed = read_extract(settings, last, today=today, progress=progress)
    progress("counting")
    options = Options(**as_options(settings.measures))
    everything: list[Counted] = []
    for each in sources_to_count(extract, settings.children.order, extract.reaches):
        everything += count(
            each.frames,
            months,
            options,
            source=each.source,
            as_at=Month.of(each.day) if each.day else None,
            since=each.since,
            indicators=each.indicators,
        )
    everything = list(under_own_references(everything, indicators))
    choice = choose(everything, settings.children.order, indicators)
    if faults := tuple(_beyond(choice.chosen, indicators)):
        raise Refused((*faults, *noticed))
    return Counting(
        {(each.indicator, each.month): each for each in choice.chosen},
        (
            *noticed,
            *choice.differences,
            *_in_part(taken_on, last),
            *_of_counts(choice.chosen),
        ),
        extract,
        options,
    )


def under_own_references(
    counted: Iterable[Counted], indicators: Mapping[str, Indicator]
) -> Iterable[Counted]:
    """Yield what was counted under the references that a council's catalogue has for it.

    An indicator that is the measure of others is counted for each of them; one that the catalogue
    does not have is left out.
    """
    own: dict[str, list[str]] = {}
    for reference, indicator in indicators.items():
        if indicator.measure:
            own.setdefault(indicator.measure, []).append(reference)
    for each in counted:
        if each.indicator in indicators:
            yield each
        for reference in own.get(each.indicator, ()):
            yield replace(each, indicator=reference)


def _beyond(chosen: Sequence[Counted], indicators: Mapping[str, Indicator]) -> Iterable[Finding]:
    """Yield an error for each count that no council can have."""
    for each in chosen:
        indicator = indicators.get(each.indicator)
        if indicator is None or not each.is_counted:
            continue
        if column := beyond(indicator, each.reading()):
            yield error(
                "R165",
                f"the {column} that was counted is more than any council's.",
                f"{each.indicator} for {each.month.short}",
                "Check that the extracts are of one council and of one year each. If it is right, "
                f'raise its ceiling in lacxl.toml: [ceilings], or [indicators."{each.indicator}"].',
            )


def _of_counts(chosen: Sequence[Counted]) -> Iterable[Finding]:
    """Return what counting noticed; a reason why nothing was counted is given once."""
    silent: dict[str, list[Counted]] = {}
    for each in chosen:
        if each.is_counted:
            yield from each.findings()
        else:
            silent.setdefault(each.reason, []).append(each)
    for reason, several in silent.items():
        numbers = sorted({each.indicator for each in several}, key=sort_key)
        names = [month.short for month in sorted({each.month for each in several})]
        months = names[0] if len(names) == 1 else f"{len(names)} months from {names[0]}"
        yield note("M102", f"Not counted: {reason}.", f"{', '.join(numbers)} {months}")


def _in_part(taken_on: dt.date | None, last: Month) -> Iterable[Finding]:
    """Say that the last month is not over in the extracts, where it is known."""
    if taken_on is not None and last.first_day <= taken_on < last.last_day:
        yield warning(
            "M137",
            f"The extracts were taken on {taken_on.isoformat()}: what happened later in "
            f"{last.long} is not in the figures.",
            last.short,
            "Take the extracts again once the month is over.",
        )


def readings_to_use(
    counting: Counting,
    given: Iterable[Reading],
    order: Sequence[str],
    indicators: Mapping[str, Indicator],
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    """Return the readings to use where there are extracts of both children and readings.

    What could not be counted is taken from the readings extract; where both have it the order
    decides, and a difference at the precision shown is a finding.
    """
    counted = counting.readings()
    rank = {source: at for at, source in enumerate((*order, READINGS))}
    found: dict[Key, Reading] = dict(counted)
    findings: list[Finding] = []
    for reading in given:
        key = (reading.indicator, reading.month)
        other = counted.get(key)
        if other is None:
            found[key] = reading
            continue
        source = counting.counted[key].source
        if rank[READINGS] < rank.get(source, len(rank)):
            found[key] = reading
        findings += _difference(indicators[reading.indicator], other, reading, source)
    return tuple(found[key] for key in sorted(found, key=str)), tuple(findings)


def months_for(month: Month, since: Month | None = None) -> tuple[Month, ...]:
    """Return the months to count for a refresh: the year to date and the month before."""
    first = min(month.financial_year.first, month - 1) if since is None else min(since, month)
    found = [first]
    while found[-1] < month:
        found.append(found[-1] + 1)
    return tuple(found)


def _reading(counted: Counted) -> Reading:
    named = ", ".join(counted.files[:3]) + (" and others" if len(counted.files) > 3 else "")
    source = Source(f"{counted.source}: {named}" if named else counted.source)
    return Reading(
        counted.indicator,
        counted.month,
        counted.numerator,
        counted.denominator,
        source=source,
    )


def _difference(
    indicator: Indicator, counted: Reading, given: Reading, source: str
) -> Iterable[Finding]:
    figure = indicator.figures[-1]
    one, other = (amount(indicator, figure, each) for each in (counted, given))
    if not isinstance(one, Measured) or not isinstance(other, Measured):
        return
    if half_up(one.value, figure.decimals) == half_up(other.value, figure.decimals):
        return
    yield warning(
        "M120",
        f"{indicator.number} for {given.month.short} is {number(one.value, figure.number_format)} "
        f"by {source} and {number(other.value, figure.number_format)} in the readings extract.",
        str(given.source or ""),
        "Find out which is right; the order under [children] in lacxl.toml decides.",
    )
