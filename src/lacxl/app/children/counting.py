"""Counting children's records for a workbook: which extracts, which months, which source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, Severity, error, errors_of, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.plausible import beyond
from lacxl.domain.reading import Measured, Reading, Source, amount
from lacxl.domain.reference import sort_key
from lacxl.records import (
    INDICATORS,
    ChildrenExtract,
    Counted,
    Frame,
    LocalList,
    Options,
    ReadOptions,
    SourceSpec,
    SqlQuery,
    choose,
    count,
    read_children,
)
from lacxl.settings.children import as_options
from lacxl.settings.settings import Settings
from lacxl.workbook.shown import number

Key = tuple[str, Month]
READINGS = "readings"
_BY_LOCAL = {
    "peps": ("7.10",),
    "plans": ("7.11",),
    "visits": ("7.12", "7.13"),
    "reviews": ("7.6",),
    "health": ("7.8", "7.9"),
    "care_leavers": ("8.1", "8.2", "8.3", "8.4"),
}
_LEAVERS = ("8.1", "8.2", "8.3", "8.4")
_OF_ONE_FILE = {"X103", "X105", "X107", "X108", "X109", "X117", "X118", "X119", "X191"}
_NO_TEXT = "F3"
_OF_EPISODES = ("10.1", "10.2", "10.3")
_CARE = ("episodes", "in_care")


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


def sources_of(settings: Settings) -> list[SourceSpec]:
    """Return where children's records are, as the settings say."""
    found: list[SourceSpec] = []
    if settings.children_folder is not None:
        found.append(settings.children_folder)
    for name, each in settings.local.items():
        local = LocalList(
            each.dataset,
            settings.folder / each.file,
            each.child,
            columns=dict(each.columns),
            sheet=each.sheet,
        )
        found.append(SqlQuery(name, each.query, each.url_from, local) if each.query else local)
    found += [SqlQuery(name, each.query, each.url_from) for name, each in settings.sql.items()]
    return found


def read_options(settings: Settings, month: Month | None, today: dt.date) -> ReadOptions:
    """Return how the settings want children's records to be read."""
    children = settings.children
    return ReadOptions(
        month=month,
        taken_on=settings.extracts.taken_on,
        today=today,
        severities=dict(children.severities),
        without=frozenset(children.without),
        held=children.held,
        not_held=children.not_held,
        health_check=children.health_check,
    )


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


def read_extract(
    settings: Settings,
    month: Month | None,
    *,
    today: dt.date,
    progress: Callable[[str], None] = lambda _step: None,
) -> tuple[ChildrenExtract, tuple[Finding, ...]]:
    """Read and check children's records, for a month or as far as they reach; and what was noticed.

    Raises Refused with every fault of every extract that is an error.
    """
    _require_past(settings.extracts.taken_on, today)
    progress("reading children's records")
    extract = read_children(sources_of(settings), options=read_options(settings, month, today))
    noticed = _weighed(extract, settings.children.severities)
    if errors_of(noticed):
        raise Refused(noticed)
    return extract, noticed


class SourceToCount(NamedTuple):
    """Some indicators that a source may give: its frames, and the first month and the last day that
    it knows of, None where that is not known.
    """

    source: str
    frames: Mapping[str, Frame]
    indicators: Sequence[str]
    since: Month | None
    day: dt.date | None


def sources_to_count(
    extract: ChildrenExtract, order: Sequence[str], reaches: Mapping[str, dt.date]
) -> Iterable[SourceToCount]:
    """Yield what to count from each source; `reaches` is the last day that each knows of."""
    for source, frames in _by_source(extract, order):
        since = _since(source, extract, order)
        for wanted, day in _reach(source, extract, order, reaches):
            yield SourceToCount(source, frames, wanted, since, day)


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


def _weighed(extract: ChildrenExtract, severities: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings; a file of no use stops nothing if others can be counted.

    Where the settings make its rule an error, it stops the run.
    """
    if not any(frames for frames in extract.records.values()):
        return extract.findings
    return tuple(
        replace(found, severity=Severity.WARNING)
        if (found.code in _OF_ONE_FILE or found.code.startswith(_NO_TEXT))
        and found.severity is Severity.ERROR
        and severities.get(found.code) != "error"
        else found
        for found in extract.findings
    )


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


def _require_past(taken_on: dt.date | None, today: dt.date) -> None:
    if taken_on is not None and taken_on > today:
        raise refuse(
            "M136",
            f"The day on which the extracts were taken, {taken_on.isoformat()}, is not over yet.",
            "taken_on",
            "Correct taken_on under [extracts] in lacxl.toml, or --taken-on.",
        )


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


def _care_source(extract: ChildrenExtract, order: Sequence[str]) -> str:
    """Return the first source that says who is in care, "" where none does."""
    for source in (*order, *extract.records):
        if source != "local" and set(_CARE) & extract.records.get(source, {}).keys():
            return source
    return ""


def _since(source: str, extract: ChildrenExtract, order: Sequence[str]) -> Month | None:
    """Return the first month that yearly returns know of; None for whole histories."""
    begins = extract.begins.get(_care_source(extract, order) if source == "local" else source)
    return Month.of(begins) if begins else None


def _by_source(
    extract: ChildrenExtract, order: Sequence[str]
) -> Iterable[tuple[str, Mapping[str, Frame]]]:
    frames = extract.records.get(_care_source(extract, order), {})
    care = {name: frames[name] for name in _CARE if name in frames}
    for source, frames in extract.records.items():
        # a local list says who has a plan, not who is in care: that comes from the other sources
        yield source, {**care, **frames} if source == "local" else frames


def _reach(
    source: str, extract: ChildrenExtract, order: Sequence[str], reaches: Mapping[str, dt.date]
) -> Iterable[tuple[Sequence[str], dt.date | None]]:
    """Yield which indicators to count from a source, and up to which day it reaches.

    A list of care leavers is as at a day of its own; those of SSDA903 (OC3) are of the last
    31 March that their return knows of. Who is in care at the time of a local list, the first
    other source says.
    """
    day = reaches.get(_care_source(extract, order) if source == "local" else source)
    wanted = _of_local(extract) if source == "local" else INDICATORS
    without = set(_LEAVERS)
    if source == "ssda903" and "episodes" not in extract.records[source]:
        without |= set(_OF_EPISODES)  # its other modules report adoptions only in part
    yield tuple(number for number in wanted if number not in without), day
    listed = extract.covers.get(source, {}).get("care_leavers")
    at = listed.last if listed else day
    if source == "ssda903" and day is not None and at is not None:
        year, month = Month.of(day).financial_year, Month.of(day)
        last = month if month == year.last else (year - 1).last
        at = min(last.last_day, at)  # the OC3 may be from an earlier return than the rest
    yield tuple(number for number in wanted if number in _LEAVERS), at


def _of_local(extract: ChildrenExtract) -> tuple[str, ...]:
    datasets = extract.records.get("local", {})
    return tuple(number for name in datasets for number in _BY_LOCAL.get(name, ()))


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
