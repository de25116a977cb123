"""Several extracts beside each other, as of every month: which lists are read, which row counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np

from lacxl.domain.month import MONTH_NUMBERS, Month
from lacxl.records.feeds.as_at import latest_of
from lacxl.records.feeds.context import Context, Modules, file_of
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.returns import check_forgotten, numbers_in
from lacxl.records.feeds.rows import most_of_same, repeated, same_as_before
from lacxl.records.feeds.schemas import load
from lacxl.records.frames import Frame, Mask, Whole, day_numbers, stacked
from lacxl.tables.cell import plain

Lists = Mapping[str, Sequence[Frame]]
_Extract = tuple[str, tuple[str, ...]]
_MOST = 0.5
_TELLING = {*MONTH_NUMBERS, *load("texts")["of_extracts"]}
"""Words in a file's name that tell extracts apart, as its numbers do."""


def one_set(
    lists: Lists, report: Report, options: ReadOptions
) -> tuple[dict[str, list[Frame]], dt.date | None]:
    """Return the Annex A lists of the month asked for, or of the latest, and the day that they are
    as at; the others are left out (X157), for lists of several months do not add up.

    The lists of one workbook or folder are a set, of its latest plausible date; sets of the same
    month are read together.
    """
    days: dict[str, dt.date] = {}
    for name in {_set_of(frame) for frames in lists.values() for frame in frames}:
        frames = [f for found in lists.values() for f in found if _set_of(f) == name]
        if day := latest_of(frames, options.horizon):
            days[name] = day
    if options.taken_on is not None:
        newest = Month.of(max(days.values(), default=options.taken_on))
        days |= {name: options.taken_on for name, day in days.items() if Month.of(day) == newest}
        days = days or {"": options.taken_on}
    months = {name: Month.of(day) for name, day in days.items()}
    wanted = (
        options.month if options.month in months.values() else max(months.values(), default=None)
    )
    for name in sorted(months):
        if months[name] != wanted:
            report.add("X157", name, day=days[name].isoformat(), month=wanted)
    kept = {
        kind: [frame for frame in frames if months.get(_set_of(frame), wanted) == wanted]
        for kind, frames in lists.items()
    }
    latest = max((day for name, day in days.items() if months[name] == wanted), default=None)
    if latest and latest != options.taken_on and options.month == Month.of(latest):
        latest = options.month.last_day  # in which it is, and nobody said where
    return {kind: frames for kind, frames in kept.items() if frames}, latest


def _set_of(frame: Frame) -> str:
    """Return the workbook that a sheet is of, or the folder that a file is in."""
    name = file_of(frame)
    workbook, found, _ = name.partition(" [sheet")
    if found or PurePosixPath(name).suffix.casefold() in (".xlsx", ".xlsm"):
        return workbook
    return str(PurePosixPath(name).parent)


def latest_rows(name: str, frames: Sequence[Frame], modules: Modules, context: Context) -> Frame:
    """Return the rows of all files of an SSD table: of the same one, with the same identifier or of
    the same child and day, the latest extract's counts (later_year_stands).

    Whoever is no longer on a later list of care leavers is not one: a list most of which a later
    one has is left out, while parts of one list have hardly anybody in common.
    """
    frames = [context.without_repeats(frame) for frame in frames]
    whole = stacked(frames)
    if len(frames) < 2:
        _check_twice(name, whole, context)
        return whole
    ranks = [_rank(frame, modules, context) for frame in frames]
    rank = np.repeat(np.array(ranks, np.int64), [len(frame) for frame in frames])
    if name == "episodes":
        check_forgotten(whole, rank, context)
    if context.options.makes("later_year_stands"):
        stands = rank == most_of_same(_same_day(name, whole), rank)
        if (has_id := _by_identifier(name, whole, context)) is not None:
            by_id = [whole.codes("id").indices.astype(np.int64)]
            stands &= (rank == most_of_same(by_id, rank)) | ~has_id
            _check_twice(name, whole.taken(stands), context)
        if name == "care_leavers":
            older = np.bincount(whole.file.indices[~stands], minlength=len(whole.file.texts))
            every = np.bincount(whole.file.indices, minlength=len(whole.file.texts))
            stands &= (older < _MOST * every)[whole.file.indices]
        whole = whole.taken(stands)
    return whole.taken(~repeated(whole))


def outdated(modules: Modules, context: Context) -> frozenset[str]:
    """Return the SSD tables that a later extract has not, or has without rows (X106): of a month
    since the last that has them, they say nothing.

    Extracts are of the same tables where they share one but ssd_person, which may be anywhere.
    """
    if not context.options.makes("leave_out_older"):
        return frozenset()
    days = _days(modules, context)
    have = {
        name: {key for frame in frames if len(frame) and (key := _extract(frame)) in days}
        for name, frames in modules.items()
    }
    found = set()
    for name, own in have.items():
        if not own or name == "care_leavers":
            continue
        same = [keys for other, keys in have.items() if other != "person" and keys & own]
        last = max(days[key] for key in own)
        latest = max((days[key] for keys in same for key in keys), default=last)
        if Month.of(last) < min(Month.of(latest), context.options.month or Month.of(latest)):
            found.add(name)
            context.missing(
                name,
                f"the latest extract has none; the one of {last} tells nothing of later months.",
            )
    return frozenset(found)


def list_of_month(
    frames: Sequence[Frame], modules: Modules, context: Context
) -> tuple[Sequence[Frame], dt.date | None]:
    """Return the lists of care leavers of the month asked for, or of the latest and all before it;
    and the day that they are as at. A single list with nothing beside it is of the latest day.
    """
    days = _days(modules, context)
    lists = {_extract(frame) for frame in frames if len(frame)}
    others = {
        _extract(f) for name, found in modules.items() if name != "care_leavers" for f in found
    }
    if len(lists) == 1 and not lists & others:
        return frames, max(days.values(), default=None)
    months = {key: Month.of(day) for key, day in days.items()}
    own = {months[key] for key in lists if key in months}
    if not own:
        return frames, None
    asked = context.options.month
    last = asked if asked in own else max(own)
    kept = [frame for frame in frames if months.get(_extract(frame), last) <= last]
    for frame in frames:
        if (key := _extract(frame)) in months and months[key] > last:
            day = days[key].isoformat()
            context.report.add("X157", file_of(frame), case="list", day=day, month=last)
    return kept, max(day for key, day in days.items() if months[key] == last)


def _days(modules: Modules, context: Context) -> dict[_Extract, dt.date]:
    """Return the last day in each extract's tables, or that on which the latest was taken."""
    beside: dict[_Extract, list[Frame]] = {}
    for name, frames in modules.items():
        happened = load("ssd")["kinds"][name].get("happened", ())
        for frame in frames:
            known = [column for column in happened if column in frame]
            beside.setdefault(_extract(frame), []).append(frame.only(known))
    days = {key: day for key, of in beside.items() if (day := latest_of(of, context.horizon))}
    told = context.options.taken_on
    if told is not None:
        newest = max(days, key=lambda key: days[key], default=next(iter(beside)))
        days[newest] = told
    return days


def _by_identifier(name: str, whole: Frame, context: Context) -> Mask | None:
    """Return which rows have an identifier; None where it does not tell rows apart (X185).

    Where each extract numbers its rows, children get each other's numbers; where it is of
    something else, such as a period of care, several rows of a file have it.
    """
    indices, period = whole.codes("id").indices, whole.codes("period").indices.astype(np.int64)
    owner = np.where(whole.child < 0, -2 - period, whole.child)  # where a row names no child
    has_id: Mask = indices >= 0
    of = np.zeros(int(indices.max(initial=-1)) + 1, np.int64)
    of[indices[has_id]] = owner[has_id]
    twice = [each[has_id].astype(np.int64) for each in (whole.file.indices, indices)]
    of_one = (of[indices[has_id]] == owner[has_id]).all()
    if of_one and not same_as_before(twice, np.lexsort(twice)).any():
        return has_id
    context.report.add("X185", context.title(name))
    return None


def _check_twice(name: str, frame: Frame, context: Context) -> None:
    """Report reviews with one identifier, where nothing tells which is later (X185)."""
    if name != "reviews":
        return
    frame = frame.taken(~repeated(frame))
    indices = frame.codes("id").indices
    twice = (np.bincount(indices + 1, minlength=1)[indices + 1] > 1) & (indices >= 0)
    context.tell("X185", frame, twice, "id", name, "twice")


def _same_day(name: str, whole: Frame) -> list[Whole]:
    """Return by what rows are the same: the child, and the first of the days the schema says."""
    keys = [whole.child]
    keys += [  # which tell rows that name no child
        np.where(whole.child < 0, whole.codes(link).indices, -1)
        for link in ("period", "placement")
        if link in whole
    ]
    if name == "health":
        keys.append(whole.codes("kind").indices.astype(np.int64))
    dates = [date for date in load("ssd")["kinds"][name].get("same", ()) if date in whole]
    days = [day_numbers(whole.array(date)) for date in dates]
    if len(days) > 1:
        is_first = ~np.isnat(whole.array(dates[0]))
        days = [np.where(is_first, days[0], days[1]), is_first.astype(np.int64)]
    return keys + days


def _rank(frame: Frame, modules: Modules, context: Context) -> int:
    """Return the day that a file's extract is of, by all the tables beside it."""
    own = _extract(frame)
    beside = [f for frames in modules.values() for f in frames if _extract(f) == own]
    day = latest_of(beside, context.horizon)
    return day.toordinal() if day else 1


def _extract(frame: Frame) -> _Extract:
    """Return what tables of one extract share: a workbook, or a folder and words like January."""
    name, where = file_of(frame), _set_of(frame)
    if where != str(PurePosixPath(name).parent):
        return where, ()
    words = [word for word in plain(PurePosixPath(name).stem).split() if word in _TELLING]
    return where, (*numbers_in(name), *words)
