"""Returns of several years: which year a file is of, what it may hold, and which one counts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.feeds.as_at import latest_until, period_of
from lacxl.records.feeds.context import Context, Modules, file_of
from lacxl.records.feeds.rows import MISSING, most_of_same, repeated
from lacxl.records.feeds.schema import ALWAYS, NEVER, code_lists
from lacxl.records.frames import Days, Frame, Whole, child_and_day, stacked

_DATES = {"episodes": ("start", "end"), "reviews": ("held",)}
_NUMBERS = re.compile(r"\d+")
_OF_ONE_YEAR: Final = 0.8
"""The share of a file's ends that are in one year where it is that year's return: a history of
several years spreads them."""
_ENOUGH: Final = 20
"""So many ends, at least, tell a single return from a short history."""


def years_of(days: Days) -> Whole:
    """Return the return that each day belongs to, by the year of its 31 March; 0 for none."""
    months = days.astype("datetime64[M]").astype(np.int64)
    return np.where(np.isnat(days), 0, (months + 9) // 12 + 1970)


def year_of(day: dt.date) -> int:
    """Return the return that a day belongs to."""
    return day.year + (day.month > 3)


def by_year(modules: Modules) -> Modules:
    """Return the modules with the rows of each year apart, where a column tells years (YEAR)."""
    return {
        name: [part for frame in frames for part in _by_year(frame)]
        for name, frames in modules.items()
    }


def _by_year(frame: Frame) -> Sequence[Frame]:
    if "year" not in frame:
        return (frame,)
    years = np.nan_to_num(frame.array("year"))
    return [frame.taken(years == year) for year in np.unique(years).tolist()]


def _told_year(frame: Frame) -> int | None:
    """Return the year that the rows themselves give, as `by_year` leaves them."""
    if "year" not in frame or not len(frame) or np.isnan(frame.array("year")[0]):
        return None
    return int(frame.array("year")[0])


def return_year(frame: Frame, modules: Modules, context: Context) -> int | None:
    """Return the year of the return that a file is part of: by its rows, else by the latest date in
    the episodes or reviews beside it, with the same numbers in their names or in the same folder.
    """
    if told := _told_year(frame):
        return told
    name = file_of(frame)
    folder = PurePosixPath(name).parent
    for numbers in (numbers_in(name), None):  # None: whatever numbers, but in the same folder
        for kind, dates in _DATES.items():
            days = [
                latest_until(other, dates, context.horizon)
                for other in modules.get(kind, ())
                if PurePosixPath(file_of(other)).parent == folder
                and (numbers is None or (numbers and numbers_in(file_of(other)) == numbers))
            ]
            if latest := max(filter(None, days), default=None):
                return year_of(latest)
    return None


def outdated(modules: Modules, context: Context) -> frozenset[str]:
    """Return the kinds of files that the latest return with episodes has not (X106): of its year,
    the earlier ones say nothing. Care leavers are as at a day of their own.
    """
    if not context.options.makes("leave_out_older"):
        return frozenset()
    modules = by_year(modules)
    years = {
        name: max((return_year(f, modules, context) or 0 for f in frames), default=0)
        for name, frames in modules.items()
    }
    latest, month = years.get("episodes", 0), context.options.month
    asked = min(latest, year_of(month.last_day)) if month else latest
    found = {
        name for name in ("reviews", "placed_adoption", "ad1") if 0 < years.get(name, 0) < asked
    }
    for name in sorted(found):
        context.missing(
            name,
            f"the return of {latest} has none; that of {years[name]} tells nothing of this year.",
        )
    return frozenset(found)


def numbers_in(name: str) -> list[str]:
    """Return the numbers in a file's name, such as its year, but for those of the layout."""
    return [n for n in _NUMBERS.findall(PurePosixPath(name).stem) if n not in ("3", "903")]


def begin_of(frames: Sequence[Frame]) -> dt.date | None:
    """Return the first day that yearly returns know of, None for a history."""
    found = [_year_and_ends(frame, "end") for frame in frames]
    years = {year for year, _ in found}
    if not found or min(years) <= Month.FIRST_YEAR:
        return None
    if len(years) == 1 and max(ends for _, ends in found) < _ENOUGH:
        return None
    return dt.date(min(years) - 1, 4, 1)


def _year_and_ends(frame: Frame, day: str) -> tuple[int, int]:
    """Return the year that a file is the return of, by most of its ends, or 0; and their number."""
    if told := _told_year(frame):
        return told, _ENOUGH
    days = frame.days(day)
    days = days[~np.isnat(days)]
    if not len(days):
        return 0, 0
    first = days.min()
    counts = np.bincount((days - first).astype(np.int64))
    by_year = np.bincount(years_of(first + np.arange(len(counts))), counts)
    total, most = len(days), int(by_year.max())
    if most < _OF_ONE_YEAR * total:
        return 0, total
    return int(by_year.argmax()), total


def check_returns(frames: Sequence[Frame], day: str, context: Context, kind: str) -> None:
    """Report rows of another year, where the files are the returns of several years (X137).

    A return holds what was so at any time in its year: nothing that had ended before, and, where a
    later return follows, nothing that began afterwards.
    """
    years = [_year_and_ends(frame, day)[0] for frame in frames] if len(frames) > 1 else []
    if len(set(years) - {0}) < 2:
        return
    first = "start" if day == "end" else day
    for frame, year in zip(frames, years, strict=True):
        if not year:
            continue
        ends, starts = years_of(frame.array(day)), years_of(frame.array(first))
        before, after = (ends > 0) & (ends < year), (starts > year) & (year < max(years))
        for mask, column, side in ((before, day, "before"), (after & ~before, first, "after")):
            context.tell("X137", frame, mask, column, kind, side=side, first=year - 1, year=year)


def check_years(frame: Frame, columns: Sequence[str], context: Context) -> None:
    """Report codes that are not allowed in any return of the years in which the row held (X121)."""
    period = period_of(frame, ("start", "end"))
    if period is None:
        return
    span = [year_of(period.first), year_of(period.last)]
    for name in columns:
        if name in frame:
            _check_years(frame, name, span, context)


def _check_years(frame: Frame, name: str, span: Sequence[int], context: Context) -> None:
    known = code_lists()[name]
    present = frame.codes(name).texts
    since = np.array([*(known.since.get(code, NEVER) for code in present), NEVER])
    until = np.array([*(known.until.get(code, ALWAYS) for code in present), ALWAYS])
    some = ((since > span[0]) | (until < span[1]))[:-1].tolist()
    if not any(some):
        return
    bound = np.flatnonzero(frame.codes(name).where(some))
    codes = frame.codes(name).indices[bound]
    ends = years_of(frame.array("end")[bound])
    if name == "rec":
        begin = upto = ends
    else:
        day = latest_until(frame, ("start", "end"), context.horizon)
        last = year_of(day) if day else ALWAYS
        begin, upto = years_of(frame.array("start")[bound]), np.where(ends == 0, last, ends)
    off = ((since[codes] > upto) | (until[codes] < begin)) & (upto > 0)
    if not off.any():
        return
    low, high = int(begin[off].min()), int(upto[off].max())
    wrong = np.zeros(len(frame), bool)
    wrong[bound[off]] = True
    context.tell(
        "X121", frame, wrong, name, "episodes",
        years=f"{low}{f' to {high}' if high > low else ''}",
        allowed=", ".join(known.allowed_in(low, high)),
    )  # fmt: skip


def later_stands(frames: Sequence[Frame], context: Context) -> Frame:
    """Return the rows of several returns: of the same child and start, the latest one's count
    (later_year_stands); but what ended on the day it started, which another of that day may follow,
    only gives way to one with the same reason for its start.
    """
    if len(frames) == 1:
        return frames[0]
    ranks = np.array([_rank(frame, context) for frame in frames], np.int64)
    whole = stacked(frames)
    rank = np.repeat(ranks, [len(frame) for frame in frames])
    check_forgotten(whole, rank, context)
    if context.options.makes("later_year_stands"):
        group = child_and_day(whole.child, whole.array("start"))
        stands = rank == most_of_same([group], rank)
        short = ~stands & (whole.array("end") == whole.array("start"))
        if short.any():
            alike = [group, whole.codes("rne").indices.astype(np.int64)]
            stands |= short & (most_of_same(alike, stands.astype(np.int64)) == 0)
        whole = whole.taken(stands)
    return whole.taken(~repeated(whole))


def _rank(frame: Frame, context: Context) -> int:
    """Return the day that a return is of, as a whole number."""
    told = _told_year(frame)
    day = dt.date(told, 3, 31) if told else latest_until(frame, _DATES["episodes"], context.horizon)
    return day.toordinal() if day else 0


def check_forgotten(whole: Frame, rank: Whole, context: Context) -> None:
    """Report open episodes of children whom the latest return no longer knows (X148)."""
    seen = np.full(context.children + 1, MISSING)
    np.maximum.at(seen, whole.child, rank)
    mine = seen[whole.child]
    is_open = np.isnat(whole.array("end"))
    context.tell("X148", whole, is_open & (mine < seen.max()) & (rank == mine), "end")
