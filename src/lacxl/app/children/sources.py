"""Where children's records of a workbook are, and what can be counted from each source of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, Severity, errors_of
from lacxl.domain.month import Month
from lacxl.records import (
    INDICATORS,
    ChildrenExtract,
    Frame,
    LocalList,
    ReadOptions,
    SourceSpec,
    SqlQuery,
    read_children,
)
from lacxl.settings.settings import Settings

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


def _require_past(taken_on: dt.date | None, today: dt.date) -> None:
    if taken_on is not None and taken_on > today:
        raise refuse(
            "M136",
            f"The day on which the extracts were taken, {taken_on.isoformat()}, is not over yet.",
            "taken_on",
            "Correct taken_on under [extracts] in lacxl.toml, or --taken-on.",
        )


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
