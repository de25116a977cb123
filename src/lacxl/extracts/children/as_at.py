"""The day of lists that are as at a day, and the period that each dataset covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.extracts.children.day_numbers import MISSING, first_and_last, last_until, whole_numbers
from lacxl.extracts.children.extract import Period
from lacxl.extracts.children.options import ReadOptions
from lacxl.frames import Days, Frame

SNAPSHOTS: Final = ("in_care", "care_leavers", "adoptions")
"""Datasets that are as at a day rather than a history."""

_MAIN: Final = {
    "episodes": ("start", "end"), "reviews": ("held",), "health": ("date",), "visits": ("date",),
    "plans": ("date",), "peps": ("date",), "adoptions": ("decided", "matched", "adopted"),
}  # fmt: skip
_PLANNED: Final = frozenset(("dob", "due"))
_FIRST = int(np.datetime64(f"{Month.FIRST_YEAR}-01-01", "D").astype(np.int64))
_MANY = 100
_GAP = 62


def day_of_lists(
    by_source: Mapping[str, Mapping[str, Sequence[Frame]]], options: ReadOptions
) -> dt.date | None:
    """Return the day of lists: the latest plausible date in Annex A, else in episodes, else in
    any list.

    Where it lies in the month asked for it is that month's last day. A date after today or
    before 1990 is not plausible, nor in a large source a single one far after all others.
    """
    if options.as_at:
        return options.as_at
    chosen = (
        {k: v for k, v in by_source.items() if k == "annex_a"}
        or {k: {"episodes": v["episodes"]} for k, v in by_source.items() if "episodes" in v}
        or by_source
    )
    frames = [f for kinds in chosen.values() for found in kinds.values() for f in found]
    latest = latest_of(frames, options.today)
    if latest is None:
        return options.month.last_day if options.month else None
    month = Month.of(latest)
    return month.last_day if options.month == month else latest


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
    """Return the period of each dataset; of one that is as at a day, that day."""
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
