"""Counting children's records for a workbook: which extracts, which months, which source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity, errors_of, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Measured, Reading, Source, amount
from lacxl.extracts.children import (
    ChildrenExtract,
    LocalList,
    ReadOptions,
    SourceSpec,
    SqlQuery,
    read_children,
)
from lacxl.extracts.children.as_at import latest_of
from lacxl.frames import Frame
from lacxl.measures import Counted, Options, choose, count
from lacxl.measures.count import INDICATORS
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
_QUIET = 62
"""For so many days it may be that no episode of a council begins or ends."""


@dataclass(frozen=True)
class Counting:
    """What was counted: for each indicator and month the source that stands, or why none could.

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
    last = max(months)
    progress("reading children's records")
    extract = read_children(
        sources_of(settings),
        options=ReadOptions(
            month=last,
            today=today,
            severities=dict(settings.children.severities),
            without=frozenset(settings.children.without),
        ),
    )
    noticed = _weighed(extract, settings.children.severities)
    if errors_of(noticed):
        raise Refused(noticed)
    progress("counting")
    options = Options(**as_options(settings.measures))
    everything: list[Counted] = []
    for source, frames in _by_source(extract, settings.children.order):
        since = _since(source, extract, settings.children.order)
        for wanted, as_at in _reach(source, extract, today):
            everything += count(
                frames,
                months,
                options,
                source=source,
                as_at=as_at,
                since=since,
                indicators=wanted,
            )
    choice = choose(everything, settings.children.order, indicators)
    return Counting(
        {(each.indicator, each.month): each for each in choice.chosen},
        (
            *noticed,
            *choice.differences,
            *_of_counts(choice.chosen),
        ),
        extract,
        options,
    )


def _weighed(extract: ChildrenExtract, severities: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings; a file that is of no use stops nothing where others can be counted.

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


def _of_counts(chosen: Sequence[Counted]) -> Iterable[Finding]:
    """Return what counting noticed; why an indicator was not counted is said once."""
    silent: dict[tuple[str, str], list[Counted]] = {}
    for each in chosen:
        if each.is_counted:
            yield from each.findings()
        else:
            silent.setdefault((each.indicator, each.reason), []).append(each)
    for (number_, reason), several in silent.items():
        names = [each.month.short for each in several]
        months = names[0] if len(names) == 1 else f"{len(names)} months from {names[0]}"
        yield note("M102", f"Not counted: {reason}.", f"{number_} {months}")


def standing(
    counting: Counting,
    given: Iterable[Reading],
    order: Sequence[str],
    indicators: Mapping[str, Indicator],
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    """Return the readings that stand where both extracts of children and readings are there.

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
    source: str, extract: ChildrenExtract, today: dt.date
) -> Iterable[tuple[Sequence[str], Month | None]]:
    """Yield which indicators of a source are to be counted, and up to which month it reaches.

    Lists are as at the day of the extract. SSDA903 reaches to its own latest date, but not to one
    months after the last that its episodes have; its care leavers (OC3) are those of the last
    31 March that their return knows of.
    """
    as_at = Month.of(extract.as_at) if extract.as_at else None
    if source == "local":
        yield _of_local(extract), as_at
        return
    if source != "ssda903":
        yield INDICATORS, as_at
        return
    periods = extract.covers.get(source, {})
    # a date in the future is a fault that was reported, not how far the records reach; nor is a
    # single one long after all others
    records = extract.records.get(source, {})
    latest = latest_of(records.values(), today)
    if "episodes" in records:
        told = latest_of([records["episodes"]], today)
        if latest and told and (latest - told).days > _QUIET:
            latest = told  # other modules go on: who was in care then, the episodes do not know
    reaches = Month.of(latest) if latest else as_at
    without = set(_LEAVERS)
    if "episodes" not in records:
        without |= set(_OF_EPISODES)  # its other modules tell of adoptions only in part
    yield tuple(number for number in INDICATORS if number not in without), reaches
    if reaches is not None:
        year = reaches.financial_year
        last = reaches if reaches == year.last else (year - 1).last
        listed = periods.get("care_leavers")  # the OC3 may be of an earlier return than the rest
        yield _LEAVERS, min(last, Month.of(listed.last)) if listed else last


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
