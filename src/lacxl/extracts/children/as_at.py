"""The day of lists that are as at a day, and the period that each dataset covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.extracts.children.extract import Period
from lacxl.extracts.children.options import ReadOptions
from lacxl.frames import DAY, NO_DAY, Days, Frame, Whole

SNAPSHOTS: Final = ("in_care", "care_leavers", "adoptions")
"""Datasets that are as at a day rather than a history."""

_MAIN: Final = {
    "episodes": ("start", "end"), "reviews": ("held",), "health": ("date",), "visits": ("date",),
    "plans": ("date",), "peps": ("date",), "adoptions": ("decided", "matched", "adopted"),
}  # fmt: skip
_PLANNED: Final = frozenset(("dob", "due"))
_FIRST = np.datetime64(f"{Month.FIRST_YEAR}-01-01", "D")
_MANY = 100
_WORKERS = 2
_GAP = np.timedelta64(62, "D")


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
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        parts = list(pool.map(lambda days: _tops(days, today), columns))
    count = sum(known for known, _ in parts)
    found = sorted({top for _, tops in parts for top in tops})
    if not found:
        return None
    if len(found) > 1 and count >= _MANY and found[-1] - found[-2] > _GAP:
        found.pop()
    return _day(found[-1])


def _tops(days: Days, today: np.datetime64) -> tuple[int, list[np.datetime64]]:
    """Return how many days are plausible, and the last two different ones."""
    # as whole numbers, which are compared several times as fast; one that is missing is the least
    numbers = days.astype(DAY, copy=False).view(np.int64)
    numbers = numbers.compress(
        (numbers <= today.astype(np.int64)) & (numbers >= _FIRST.astype(np.int64))
    )
    count = len(numbers)
    tops: list[np.datetime64] = []
    for _ in range(2):
        if not len(numbers):
            break
        top = numbers.max()
        tops.append(top.astype(DAY))
        numbers = numbers.compress(numbers < top)
    return count, tops


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
    found = [frame.array(name) for name in columns if name in frame]
    found = [_known(days) for days in found]
    found = [days for days in found if len(days)]
    if not found:
        return None
    first, last = min(d.min() for d in found), max(d.max() for d in found)
    return Period(_day(first.astype(DAY)), _day(last.astype(DAY)))


def _known(days: Days) -> Whole:
    """Return the days that are there, as whole numbers."""
    numbers = days.astype(DAY, copy=False).view(np.int64)
    there = numbers != NO_DAY.astype(np.int64)
    return numbers if there.all() else numbers.compress(there)


def _day(value: np.datetime64) -> dt.date:
    day: dt.date = value.astype("datetime64[D]").astype(object)
    return day
