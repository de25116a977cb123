"""Rows of another period than the extract they stand in, and where yearly returns begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.stacking import report_rows
from lacxl.records.feeds.years import count_by_year, told_year, years_of
from lacxl.records.frames import DAY, Frame

_OF_ONE_YEAR: Final = 0.8
"""The share of a file's ends that lie in one year where it is that year's return: a history of
several years spreads them."""

_ENOUGH: Final = 20
"""So many ends, at least, tell a single return from a short history."""


def return_years(frames: Sequence[Frame], day: str) -> list[int]:
    """Return the year (of its 31 March) that each file is the return of; 0 where it is of none.

    The year in which most of its ends lie shows it, so that a wrong date does not.
    """
    return [_year_of(frame, day)[0] for frame in frames]


def begin_of(frames: Sequence[Frame], day: str = "end") -> dt.date | None:
    """Return the day on which the records of yearly returns begin, None for a history.

    Who left before the first return's year is in none of them, so no earlier month can be counted.
    """
    found = [_year_of(frame, day) for frame in frames]
    years = {year for year, _ in found}
    if not found or min(years) <= Month.FIRST_YEAR:
        return None
    if len(years) == 1 and max(ends for _, ends in found) < _ENOUGH:
        return None
    return dt.date(min(years) - 1, 4, 1)


def check_returns(frames: Sequence[Frame], day: str, context: Context, kind: str) -> None:
    """Report rows of another year, where the files are the returns of several years.

    A return holds what was so at any time in its year: nothing that had ended before, and, where a
    later return follows, nothing that began afterwards.
    """
    years = return_years(frames, day) if len(frames) > 1 else []
    if len(set(years) - {0}) < 2:
        return
    first = "start" if day == "end" else day
    for frame, year in zip(frames, years, strict=True):
        if not year:
            continue
        ends, starts = years_of(frame.array(day)), years_of(frame.array(first))
        before, after = (ends > 0) & (ends < year), (starts > year) & (year < max(years))
        for mask, column, what in (
            (before, day, "before"), (after & ~before, first, "after"),
        ):  # fmt: skip
            report_rows(
                context.report, "X137", frame, mask, column,
                f"[date lies|dates lie] {what} the year of the return, 1 April {year - 1} to "
                f"31 March {year}; kept.", "Correct the date, or take the row out of this return.",
                context.kind(kind),
            )  # fmt: skip


def check_list(frame: Frame, column: str, months: int, context: Context, kind: str) -> None:
    """Report rows that a list of the last `months` months should no longer hold."""
    first = np.datetime64(context.horizon, "M") - months  # the list may be of any day of its month
    days = frame.array(column)
    report_rows(
        context.report, "X137", frame, days < first, column,
        f"[date lies|dates lie] more than {months} months before the day of the list, "
        f"{context.horizon.isoformat()}; kept.",
        "Correct the date, or take the row off the list.", context.kind(kind),
    )  # fmt: skip


def _year_of(frame: Frame, day: str) -> tuple[int, int]:
    """Return the year that a file is the return of, or 0, and how many ends it has."""
    if told := told_year(frame):
        return told, _ENOUGH
    counts = count_by_year(frame.array(day) if day in frame else np.zeros(0, DAY))
    counts[0] = 0  # those that have not ended
    total, most = int(counts.sum()), int(counts.max())
    if not total or most < _OF_ONE_YEAR * total:
        return 0, total
    return int(counts.argmax()), total
