"""Which of several sets of Annex A lists is read: they are as at a day and do not add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from lacxl.domain.month import Month
from lacxl.records.feeds.as_at import latest_of
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.frames import Frame

Lists = Mapping[str, Sequence[Frame]]


def one_set(
    lists: Lists, report: Report, options: ReadOptions
) -> tuple[dict[str, list[Frame]], dt.date | None]:
    """Return the lists of the month asked for, or of the latest, and the day that they are as at;
    the others are left out.

    The lists of one workbook or of one folder are a set; sets of the same month are read together.
    Their day is the latest plausible date in them, or that on which the latest set was taken. A
    date after today or before 1990 is not plausible, nor in a large set one far after all others.
    """
    days: dict[str, dt.date] = {}
    for name in {set_of(frame) for frames in lists.values() for frame in frames}:
        frames = [f for found in lists.values() for f in found if set_of(f) == name]
        day = latest_of(frames, options.horizon)
        if day is not None:
            days[name] = day
    if options.taken_on is not None:
        newest = Month.of(max(days.values(), default=options.taken_on))
        days |= {name: options.taken_on for name, day in days.items() if Month.of(day) == newest}
        days = days or {"": options.taken_on}
    months = {name: Month.of(day) for name, day in days.items()}
    if len(set(months.values())) < 2:
        every = {kind: list(frames) for kind, frames in lists.items()}
        return every, _day(days.values(), options)
    wanted = options.month if options.month in months.values() else max(months.values())
    for name in sorted(months):
        if months[name] != wanted:
            report.add(
                "X157", name,
                f"the lists are as at {days[name].isoformat()}; those of {wanted} were read.",
                "Ask for that month to have them read.",
            )  # fmt: skip
    kept = {
        kind: [frame for frame in frames if months.get(set_of(frame), wanted) == wanted]
        for kind, frames in lists.items()
    }
    read = [day for name, day in days.items() if months[name] == wanted]
    return {kind: frames for kind, frames in kept.items() if frames}, _day(read, options)


def _day(days: Iterable[dt.date], options: ReadOptions) -> dt.date | None:
    """Return the latest day; the last of the month asked for, where it lies in that untold."""
    latest = max(days, default=None)
    if latest is None or latest == options.taken_on or options.month != Month.of(latest):
        return latest
    return options.month.last_day


def set_of(frame: Frame) -> str:
    """Return the workbook that a sheet is of, or the folder that a file lies in."""
    name = frame.file.texts[0]
    workbook, found, _ = name.partition(" [sheet")
    if found or PurePosixPath(name).suffix.casefold() in (".xlsx", ".xlsm"):
        return workbook
    return str(PurePosixPath(name).parent)
