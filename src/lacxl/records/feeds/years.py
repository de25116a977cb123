"""Returns of several years: which year a file is of, which codes it may have, which file stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt

from lacxl.records.feeds.as_at import period_of
from lacxl.records.feeds.assembling import Context, Modules
from lacxl.records.feeds.day_numbers import (
    DAY_BITS,
    MISSING,
    NO_NUMBER,
    day_numbers,
    days_of_numbers,
    first_and_last,
    last_until,
    whole_numbers,
)
from lacxl.records.feeds.schema import ALWAYS, NEVER, code_lists
from lacxl.records.feeds.stacking import content_of, count_by_file, repeated, report_rows
from lacxl.records.frames import DAY, NO_DAY, Days, Frame, Whole
from lacxl.records.frames.frame import stacked

_DATES = {"episodes": ("start", "end"), "reviews": ("held",)}
_PIECE = 1 << 16
_CODE_BITS = 8
_NUMBERS = re.compile(r"\d+")


def years_of(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    """Return the return that each day belongs to, by the year of its 31 March; 0 for none."""
    if len(days) > NO_NUMBER + 1:
        return _year_of_each_day()[day_numbers(days)]
    months = days.astype("datetime64[M]").astype(np.int64)
    return np.where(np.isnat(days), 0, (months + 9) // 12 + 1970)


def count_by_year(days: Days) -> Whole:
    """Return how many days belong to each year's return; what is no day is of year 0."""
    if len(days) <= _PIECE or (span := first_and_last(days)) is None:
        return np.bincount(years_of(days), minlength=1)
    # by day first, a piece at a time: a year for every row would take ten times as much room
    before = span[0] - 1  # where what is no day is counted
    by_day = np.zeros(span[1] - before + 1, np.int64)
    numbers = whole_numbers(days)
    for at in range(0, len(days), _PIECE):
        piece = np.maximum(numbers[at : at + _PIECE], before)
        piece -= before
        by_day += np.bincount(piece, minlength=len(by_day))
    years = years_of(np.arange(before, span[1] + 1).view(DAY))
    years[0] = 0
    found = np.zeros(int(years.max()) + 1, np.int64)
    np.add.at(found, years, by_day)
    return found


@cache
def _year_of_each_day() -> npt.NDArray[np.int64]:
    """Return the year by a day's number: to look it up is faster than to work out months, where
    there are more rows than days that dates can have.
    """
    return years_of(days_of_numbers(np.arange(NO_NUMBER + 1)))


def latest_day(frame: Frame, dates: Sequence[str], context: Context) -> np.datetime64:
    """Return the latest day in a frame that is not in the future; NaT where there is none."""
    found = [frame.array(name) for name in dates if name in frame]
    top = max((last_until(days, context.horizon_day) for days in found), default=MISSING)
    return np.datetime64(top, "D") if top != MISSING else NO_DAY


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


def told_year(frame: Frame) -> int | None:
    """Return the year that the rows themselves are said to be of, as `by_year` leaves them."""
    if "year" not in frame or not len(frame) or np.isnan(frame.array("year")[0]):
        return None
    return int(frame.array("year")[0])


def later_of_same(frames: Sequence[Frame], keys: Sequence[str], years: Sequence[int]) -> Frame:
    """Return the rows of returns of some years: of what is the same by the keys, the later's."""
    whole = stacked(frames)
    if len(set(years)) < 2:
        return whole
    rank = np.repeat(years, [len(frame) for frame in frames])
    values = [whole_numbers(whole.array(key)) if key != "child" else whole.child for key in keys]
    _, group = np.unique(np.stack(values), axis=1, return_inverse=True)
    top = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.maximum.at(top, group, rank)
    return whole.taken(rank == top[group])


def return_year(frame: Frame, modules: Modules, context: Context) -> int | None:
    """Return the year of the return that a file is part of, told by the dates beside it, if the
    rows themselves do not say it.

    A return's files lie in one folder, or bear the same numbers in their names; the latest date in
    their episodes shows the year, or in their reviews where there are none.
    """
    if told := told_year(frame):
        return told
    name = context.file_of(frame)
    for mate in (_same_numbers, _same_folder):
        for kind, dates in _DATES.items():
            days = [
                latest_day(other, dates, context)
                for other in modules.get(kind, ())
                if mate(name, context.file_of(other))
            ]
            days = [day for day in days if not np.isnat(day)]
            if days:
                return int(years_of(np.array([max(days)]))[0])
    return None


def _same_folder(one: str, other: str) -> bool:
    return PurePosixPath(one).parent == PurePosixPath(other).parent


def _same_numbers(one: str, other: str) -> bool:
    numbers = [numbers_in(name) for name in (one, other)]
    return _same_folder(one, other) and bool(numbers[1]) and numbers[0] == numbers[1]


def numbers_in(name: str) -> list[str]:
    """Return the numbers in a file's name, such as its year, but for those of the layout."""
    return [n for n in _NUMBERS.findall(PurePosixPath(name).stem) if n not in ("3", "903")]


def check_years(frame: Frame, columns: Sequence[str], context: Context) -> None:
    """Report codes that are not allowed in any return of the years in which the row held."""
    period = period_of(frame, ("start", "end"))
    if period is None:
        return
    first, last = years_of(np.array([period.first, period.last], DAY)).tolist()
    for name in columns:
        if name in frame:
            _check_years(frame, name, (first, last), context)


def _check_years(frame: Frame, name: str, span: tuple[int, int], context: Context) -> None:
    known = code_lists()[name]
    present = frame.codes(name).texts
    since = np.array([*(known.since.get(code, NEVER) for code in present), NEVER])
    until = np.array([*(known.until.get(code, ALWAYS) for code in present), ALWAYS])
    some = ((since > span[0]) | (until < span[1]))[:-1].tolist()
    if not any(some):
        return
    bound = np.flatnonzero(frame.codes(name).where(some))
    codes = frame.codes(name).places[bound]
    ends = years_of(frame.array("end")[bound])
    if name == "rec":
        begin = upto = ends
    else:
        day = latest_day(frame, ("start", "end"), context)
        last = ALWAYS if np.isnat(day) else int(years_of(np.array([day]))[0])
        begin, upto = years_of(frame.array("start")[bound]), np.where(ends == 0, last, ends)
    off = (since[codes] > upto) | (until[codes] < begin)
    off &= upto > 0
    if not off.any():
        return
    low, high = int(begin[off].min()), int(upto[off].max())
    allowed = ", ".join(known.allowed_in(low, high))
    wrong = np.zeros(len(frame), bool)
    wrong[bound[off]] = True
    report_rows(
        context.report, "X121", frame, wrong, name,
        "[code is|codes are] of another year's list; kept.",
        f"Allowed in the returns of {low}{f' to {high}' if high > low else ''}: {allowed}.",
        context.kind("episodes"),
    )  # fmt: skip


def later_stands(frames: Sequence[Frame], context: Context) -> Frame:
    """Return the rows of several returns: of the same child and start, the latest one's stand.

    What ended on the day it started goes before another of that day, and may not be in a later
    return: it only gives way to the same with the same reason for its start.
    """
    if len(frames) == 1:
        return frames[0]
    ranks = [_rank(frame, context) for frame in frames]
    whole = stacked(frames).without("year")
    rank = np.concatenate(
        [np.full(len(f), r.astype(np.int64)) for f, r in zip(frames, ranks, strict=True)]
    )
    report_forgotten(whole, rank, context)
    if not context.options.repairs("later_year_stands"):
        return _once(whole)
    same = whole.child << DAY_BITS | day_numbers(whole.array("start"))
    group = np.unique(same, return_inverse=True)[1]
    top = np.full(int(group.max(initial=-1)) + 1, np.iinfo(np.int64).min)
    np.maximum.at(top, group, rank)
    stands = rank == top[group]
    short = np.flatnonzero(~stands & (whole.array("end") == whole.array("start")))
    if len(short) and "rne" in whole:
        key = group << _CODE_BITS | (whole.codes("rne").places + 1)
        stands[short[~np.isin(key[short], key[stands])]] = True
    for file, count in count_by_file(whole.file[~stands]).items():
        context.report.repaired("later_year_stands", file, count)
    return _once(whole.taken(stands))


def _rank(frame: Frame, context: Context) -> np.datetime64:
    told = told_year(frame)
    if told:
        return np.datetime64(f"{told}-03-31", "D")
    return latest_day(frame, ("start", "end"), context)


def _once(frame: Frame) -> Frame:
    """Leave out what two files of the same rank both have, word for word."""
    alike = repeated(frame, content_of(frame))
    return frame.taken(~alike)


def report_forgotten(whole: Frame, rank: Whole, context: Context) -> None:
    """Report open episodes of children whom the latest return no longer knows."""
    child = whole.child
    seen = np.full(context.children + 1, np.iinfo(np.int64).min)
    np.maximum.at(seen, child, rank)
    is_open = np.isnat(whole.array("end"))
    report_rows(
        context.report, "X148", whole,
        is_open & (seen[child] < seen.max()) & (rank == seen[child]), "end",
        "[episode is|episodes are] open, but a later return has no such child; counted as open.",
        "Find out how they ended, or take the file of that year out of the folder.",
    )  # fmt: skip
