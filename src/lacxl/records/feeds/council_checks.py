"""Checks of sources as a whole: whether they are of one council and reach the month asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.as_at import SNAPSHOTS, Period, latest_of
from lacxl.records.feeds.context import file_of
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.frames import NO_DAY, Frame

_EVENTS = {"reviews": "held", "health": "date", "visits": "date", "plans": "date", "peps": "date"}
"""The days of what happens all the time."""
_HOLIDAYS = ("peps", 8)
"""In August no school is open."""
_SURELY = 20
"""With so many events in the time before the last, there were some in as long a time since."""
_NAMES = {"ssda903": "SSDA903", "ssd": "SSD", "annex_a": "Annex A", "local": "local lists"}
_SAME_YEAR = 50
_STRANGERS = 0.1


def check_periods(
    frames: Mapping[str, Mapping[str, Frame]],
    covers: Mapping[str, Mapping[str, Period]],
    reaches: Mapping[str, dt.date],
    report: Report,
    options: ReadOptions,
) -> None:
    """Report sources that end before the month asked for (X155), and lists of another (X156);
    `covers` and `reaches` are those of the `frames`.
    """
    month = options.month
    if month is None:
        return
    for source, datasets in covers.items():
        listed = [name for name in SNAPSHOTS[:2] if name in datasets and source == "annex_a"]
        lists = [name for name in listed if Month.of(datasets[name].last) != month]
        if lists:
            day = datasets[lists[0]].last.isoformat()
            report.add("X156", _named(source, lists), day=day, month=month)
        if options.taken_on and source in reaches and reaches[source] >= month.first_day:
            continue  # nothing happened: somebody said that the records know of the month
        ended = [
            name for name, period in sorted(datasets.items())
            if name not in SNAPSHOTS and period.last < month.first_day
            and frames[source][name].until is None
        ]  # fmt: skip
        if ended:
            last = max(datasets[name].last for name in ended).isoformat()
            report.add("X155", _named(source, ended), day=last, month=month)


def checked_ends(
    source: str,
    datasets: Mapping[str, Frame],
    reach: dt.date | None,
    report: Report,
    options: ReadOptions,
) -> dict[str, Frame]:
    """Return the datasets, those of events with the month that they go up to where it is clearly
    before the last that can be counted (leave_out_older, X187); `reach` is the source's.
    """
    found = dict(datasets)
    if reach is None:
        return found
    month = min(options.month or Month.of(reach), Month.of(reach))
    on = np.datetime64(min(reach, month.last_day), "D")
    for name, column in _EVENTS.items():
        if name not in datasets or (name, month.number) == _HOLIDAYS:
            continue
        days = datasets[name].days(column)
        last = np.fmax.reduce(days, initial=NO_DAY)
        before = int(np.count_nonzero(days > last - (on - last)))
        if last < np.datetime64(month.first_day, "D") and before >= _SURELY:
            case = "" if options.makes("leave_out_older") else "off"
            report.add("X187", _named(source, [name]), case=case, day=last, count=before)
            if not case:
                found[name] = replace(datasets[name], until=Month.of(last.item()))
    return found


def _named(source: str, datasets: Sequence[str]) -> str:
    return f"{_NAMES[source]} {', '.join(name.replace('_', ' ') for name in datasets)}"


def check_councils(named: Iterable[tuple[str, str, frozenset[str]]], report: Report) -> None:
    """Report more than one council in a source; `named` are source, file, and councils in it."""
    found: dict[str, dict[str, set[str]]] = {}
    for source, file, councils in named:
        for council in councils:
            found.setdefault(source, {}).setdefault(council, set()).add(file)
    for source, by_council in found.items():
        if len(by_council) > 1:
            files = ", ".join(sorted(set().union(*by_council.values()))[:5])
            report.add("X154", files, count=len(by_council), source=_NAMES[source])


def check_strangers(headers: Sequence[Frame], children: int, report: Report) -> None:
    """Report two headers with hardly a birth in common (X154): they are of two councils."""
    for one, other in combinations(headers, 2):
        if min(len(one), len(other)) < _SAME_YEAR or "dob" not in one or "dob" not in other:
            continue
        births = np.full(children + 1, NO_DAY)
        births[one.child] = one.array("dob")
        shared = births[other.child]
        both = ~np.isnat(shared)
        if both.sum() < _SAME_YEAR / 5:
            continue
        if (shared[both] == other.array("dob")[both]).mean() < _STRANGERS:
            report.add("X154", _files(one, other), case="births", both=int(both.sum()))


def check_apart(
    frames: Sequence[Frame], children: int, report: Report, options: ReadOptions
) -> None:
    """Report two files of who is in care in one period with hardly a child in common (X154)."""
    if len(frames) < 2:
        return
    known = []
    for frame in frames:
        day = latest_of([frame], options.horizon)
        seen = np.zeros(children + 1, bool)
        seen[frame.child] = True
        known.append((Month.of(day).financial_year if day else None, seen[:children], frame))
    for (year, one, frame), (other_year, other, other_frame) in combinations(known, 2):
        fewest, shared = min(int(one.sum()), int(other.sum())), int((one & other).sum())
        if year == other_year and fewest >= _SAME_YEAR and shared < _STRANGERS * fewest:
            report.add(
                "X154", _files(frame, other_frame), case="apart",
                year=year, shared=shared, fewest=fewest,
            )  # fmt: skip


def _files(one: Frame, other: Frame) -> str:
    return ", ".join(sorted((file_of(one), file_of(other))))
