"""Until when extracts know: the day of lists, how far records reach, the period of each dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.day_numbers import MISSING, first_and_last, last_until, whole_numbers
from lacxl.records.feeds.extract import Period
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.frames import Days, Frame

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


def reaches_of(
    sources: Mapping[str, Mapping[str, Frame]], lists: dt.date | None, options: ReadOptions
) -> dict[str, dt.date]:
    """Return the day up to which each source knows who is in care; local lists do not say.

    `lists` is the day of Annex A. SSDA903 reaches to its latest date, but not to one months after
    the last of its episodes; SSD tables to the last of their episodes. Where somebody said on which
    day the extracts were taken they reach to that; a source that ends long before another is of
    an earlier day.
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
    """Return the latest plausible day in frames, leaving out births and what is only planned."""
    return _latest(
        (
            frame.array(name)
            for frame in frames
            for name in frame.columns
            if frame.is_date(name) and name not in _PLANNED
        ),
        np.datetime64(today, "D"),
    )


def _latest(columns: Iterable[Days], today: np.datetime64) -> dt.date | None:
    columns = list(columns)
    top = max((last_until(days, today) for days in columns), default=MISSING)
    if top < _FIRST:
        return None
    known = [whole_numbers(days) for days in columns]
    if any(((days < top) & (days >= top - _GAP)).any() for days in known):
        return _day(top)
    plausible = [days[(days <= top) & (days >= _FIRST)] for days in known]
    others = [each.max() for days in plausible if len(each := days[days < top])]
    far_after = others and sum(map(len, plausible)) >= _MANY
    return _day(max(others) if far_after else top)


def covered(
    datasets: Mapping[str, Frame], days: Mapping[str, dt.date], as_at: dt.date | None
) -> dict[str, Period]:
    """Return the period of each dataset; of a list that day of its own, else `as_at`."""
    periods = {}
    for name, frame in datasets.items():
        if name in days:
            periods[name] = Period(days[name], days[name])
            continue
        if name in ("in_care", "care_leavers"):
            if as_at:
                periods[name] = Period(as_at, as_at)
            continue
        if (period := period_of(frame, _MAIN[name])) is not None:
            periods[name] = period
    return periods


def period_of(frame: Frame, columns: Iterable[str]) -> Period | None:
    """Return the first and last day in the columns, or None."""
    found = [first_and_last(frame.array(name)) for name in columns if name in frame]
    known = [each for each in found if each is not None]
    if not known:
        return None
    return Period(_day(min(first for first, _ in known)), _day(max(last for _, last in known)))


def _day(number: int) -> dt.date:
    day: dt.date = np.datetime64(int(number), "D").astype(object)
    return day
