"""Until when extracts know: the day of lists, how far records reach, the period of each dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.rows import MISSING, whole_numbers
from lacxl.records.frames import Days, Frame, Whole

SNAPSHOTS: Final = ("in_care", "care_leavers", "adoptions")
"""Datasets that are as at a day rather than a history."""
_MAIN: Final = {
    "episodes": ("start", "end"), "reviews": ("held",), "health": ("date",), "visits": ("date",),
    "plans": ("date",), "peps": ("date",), "adoptions": ("decided", "matched", "adopted"),
}  # fmt: skip
_PLANNED: Final = frozenset(("dob", "due", "of_age"))
_FIRST = int(np.datetime64(f"{Month.FIRST_YEAR}-01-01", "D").astype(np.int64))
_MANY = 100
_GAP = 62
QUIET: Final = 62
"""For so many days it may be that no episode of a council begins or ends."""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day that a dataset says something about."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()} to {self.last.isoformat()}"


def reaches_of(
    sources: Mapping[str, Mapping[str, Frame]], lists: dt.date | None, options: ReadOptions
) -> dict[str, dt.date]:
    """Return the day up to which each source knows who is in care; local lists do not say.

    `lists` is the day of Annex A. SSDA903 reaches to its latest date, unless that is months after
    its episodes; SSD tables to the last of their episodes. Extracts reach to the day on which
    somebody said that they were taken, but not those that end long before another source's.
    """
    found = {}
    for source, datasets in sources.items():
        if source == "local":
            continue
        day = lists if source == "annex_a" else _reach(source, datasets, options.horizon)
        if day is not None:
            found[source] = day
    if options.taken_on is not None:
        newest = max(found.values(), default=options.taken_on)
        for source in sources:
            older = (newest - found.get(source, newest)).days > QUIET
            if source not in ("local", "annex_a") and not older:
                found[source] = options.taken_on
    return found


def known_until(
    records: Mapping[str, Mapping[str, Frame]], reaches: Mapping[str, dt.date], horizon: dt.date
) -> Mapping[str, dt.date]:
    """Return the day up to which each source knows what has happened.

    It is the day up to which it knows who was in care or, where events are on record after that
    and in its month, the last of them. Annex A is as at its day; a local list says its latest.
    """
    found = {}
    for source, datasets in records.items():
        reach, latest = reaches.get(source), latest_of(datasets.values(), horizon)
        if source == "annex_a" or latest is None or (reach and reach >= latest):
            latest = reach
        elif reach:
            latest = min(latest, Month.of(reach).last_day)
        if latest is not None:
            found[source] = latest
    return found


def told_of(
    source: str, by_source: Mapping[str, Mapping[str, Sequence[Frame]]], options: ReadOptions
) -> ReadOptions:
    """Return the options without the day of the extracts where the source is clearly older."""
    if options.taken_on is None:
        return options
    latest = {
        name: latest_of((f for frames in kinds.values() for f in frames), options.horizon)
        for name, kinds in by_source.items()
    }
    own, newest = latest[source], max(filter(None, latest.values()), default=None)
    if own is None or newest is None or (newest - own).days <= QUIET:
        return options
    return replace(options, taken_on=None)


def _reach(source: str, datasets: Mapping[str, Frame], horizon: dt.date) -> dt.date | None:
    latest = latest_of(datasets.values(), horizon)
    if "episodes" not in datasets:
        return latest
    told = latest_of([datasets["episodes"]], horizon)
    if source == "ssda903" and latest and told and (latest - told).days <= QUIET:
        return latest
    return told or latest  # other tables go on: who was in care then, the episodes do not know


def latest_of(frames: Iterable[Frame], today: dt.date) -> dt.date | None:
    """Return the latest plausible day in frames, leaving out births, what is only planned, and in a
    large set one far after all others.
    """
    columns = [
        _until(frame.array(name), today)
        for frame in frames
        for name in frame.columns
        if frame.is_date(name) and name not in _PLANNED
    ]
    tops = [int(days.max(initial=MISSING)) for days in columns]
    top = max(tops, default=MISSING)
    if top < _FIRST:
        return None
    if any(((days < top) & (days >= top - _GAP)).any() for days in columns):
        return _day(top)
    plausible = [days[days >= _FIRST] for days in columns]
    others = [int(each.max()) for days in plausible if len(each := days[days < top])]
    far_after = others and sum(map(len, plausible)) >= _MANY
    return _day(max(others) if far_after else top)


def latest_until(frame: Frame, dates: Iterable[str], today: dt.date) -> dt.date | None:
    """Return the latest day in some columns that is not in the future."""
    found = [_until(frame.array(name), today) for name in dates if name in frame]
    top = max((int(days.max(initial=MISSING)) for days in found), default=MISSING)
    return None if top == MISSING else _day(top)


def _until(days: Days, today: dt.date) -> Whole:
    """Return the days that are not in the future as whole numbers."""
    numbers = whole_numbers(days)
    bound = int(np.datetime64(today, "D").astype(np.int64))
    return numbers if numbers.max(initial=MISSING) <= bound else numbers[numbers <= bound]


def covered(
    datasets: Mapping[str, Frame], days: Mapping[str, dt.date], as_at: dt.date | None
) -> dict[str, Period]:
    """Return the period of each dataset; of a list that day of its own, else `as_at`."""
    periods = {}
    for name, frame in datasets.items():
        is_list = name in SNAPSHOTS[:2]
        if day := days.get(name, as_at if is_list else None):
            periods[name] = Period(day, day)
        elif not is_list and (period := period_of(frame, _MAIN[name])):
            periods[name] = period
    return periods


def period_of(frame: Frame, columns: Iterable[str]) -> Period | None:
    """Return the first and last day in the columns, or None."""
    found = [whole_numbers(frame.array(name)) for name in columns if name in frame]
    last = max((int(days.max(initial=MISSING)) for days in found), default=MISSING)
    if last == MISSING:
        return None
    first = min(int(days.min(initial=last, where=days != MISSING)) for days in found)
    return Period(_day(first), _day(last))


def _day(number: int) -> dt.date:
    day: dt.date = np.datetime64(number, "D").astype(object)
    return day
