"""Several extracts of the same SSD tables, as of every month: the latest says how a row stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np

from lacxl.domain.month import MONTH_NAMES, Month
from lacxl.records.feeds.as_at import latest_of
from lacxl.records.feeds.assembling import Context, Modules
from lacxl.records.feeds.day_numbers import day_numbers
from lacxl.records.feeds.stacking import content_of, count_by_file, repeated, report_rows
from lacxl.records.feeds.vintages import set_of
from lacxl.records.feeds.years import numbers_in, report_forgotten
from lacxl.records.frames import Frame, Mask, Whole
from lacxl.records.frames.frame import stacked
from lacxl.tables.headings import plain

_SAME: dict[str, tuple[str, ...]] = {
    "person": (), "permanence": (), "care_leavers": (),
    "episodes": ("start",), "placements": ("start",), "legal_statuses": ("start",),
    "reviews": ("due", "held"), "health": ("date",), "visits": ("date",), "plans": ("date",),
}  # fmt: skip
"""By which date two rows of a child are the same, the first that there is; without any, a child
has one row."""

_HAPPENED: dict[str, tuple[str, ...]] = {
    "episodes": ("start", "end"), "placements": ("start",), "reviews": ("held",),
    "visits": ("date",), "care_leavers": ("contact",),
}  # fmt: skip
"""The dates of tables that are of what has happened; others may be planned."""

_TELLING = frozenset(
    (*(name.casefold() for name in MONTH_NAMES), *(name.casefold()[:3] for name in MONTH_NAMES),
     "sept", "old", "previous", "prev", "last", "new", "latest", "current")
)  # fmt: skip
"""Words in a file's name that tell extracts apart, as its numbers do."""

_Extract = tuple[str, tuple[str, ...]]
_MOST = 0.5


def latest_rows(name: str, frames: Sequence[Frame], modules: Modules, context: Context) -> Frame:
    """Return the rows of all files of a table: of the same one, the latest extract's stands.

    Rows are the same that bear the same identifier, or are of the same child and day. Who is no
    longer on a later list of care leavers is not one: a list most of which a later one has is left
    out, while parts of one list have hardly anybody in common. What two files both have, word for
    word, is read once.
    """
    if len(frames) < 2:
        whole = stacked(frames)
        _report_twice(name, whole, context)
        return whole
    ranks = [_rank(frame, modules, context) for frame in frames]
    whole = stacked(frames)
    rank = np.repeat(ranks, [len(frame) for frame in frames])
    if name == "episodes":
        report_forgotten(whole, rank, context)
    if name in _SAME and context.options.repairs("later_year_stands"):
        stands = rank == _top_of_same(_same_day(name, whole), rank)
        if (has_id := _by_identifier(name, whole, context)) is not None:
            by_id = [whole.codes("id").places.astype(np.int64)]
            stands &= (rank == _top_of_same(by_id, rank)) | ~has_id
            _report_twice(name, whole.taken(stands), context)
        if name == "care_leavers":
            older = np.bincount(whole.file.places[~stands], minlength=len(whole.file.texts))
            every = np.bincount(whole.file.places, minlength=len(whole.file.texts))
            stands &= (older < _MOST * every)[whole.file.places]
        for file, count in count_by_file(whole.file[~stands]).items():
            context.report.repaired("later_year_stands", file, count)
        whole = whole.taken(stands)
    return whole.taken(~repeated(whole, content_of(whole)))


def list_of_month(
    frames: Sequence[Frame], modules: Modules, context: Context
) -> tuple[Sequence[Frame], dt.date | None]:
    """Return the lists of care leavers of the month asked for, or of the latest and all before it;
    and the day that they are as at. A single list with nothing beside it is of the latest day.
    """
    days = _days(modules, context)
    lists = {_extract(frame) for frame in frames}
    others = {
        _extract(f) for name, found in modules.items() if name != "care_leavers" for f in found
    }
    if len(lists) == 1 and not lists & others:
        return frames, max(days.values(), default=None)
    months = {key: Month.of(day) for key, day in days.items()}
    own = {months[key] for frame in frames if (key := _extract(frame)) in months}
    if not own:
        return frames, None
    asked = context.options.month
    last = asked if asked in own else max(own)
    kept = [frame for frame in frames if months.get(_extract(frame), last) <= last]
    for frame in frames:
        if (key := _extract(frame)) in months and months[key] > last:
            context.report.add(
                "X157", context.file_of(frame),
                f"the list is as at {days[key].isoformat()}; that of {last} was read.",
                "Ask for that month to have it read.",
            )  # fmt: skip
    return kept, max(day for key, day in days.items() if months[key] == last)


def _days(modules: Modules, context: Context) -> dict[_Extract, dt.date]:
    """Return the day of each extract: the last on which anything in its tables happened, but that
    of the latest the day on which somebody said that it was taken.
    """
    beside: dict[_Extract, list[Frame]] = {}
    for name, frames in modules.items():
        for frame in frames:
            known = [column for column in _HAPPENED.get(name, ()) if column in frame]
            beside.setdefault(_extract(frame), []).append(frame.only((*known,)))
    days = {key: day for key, of in beside.items() if (day := latest_of(of, context.horizon))}
    told = context.options.taken_on
    if told is not None:
        newest = max(days, key=lambda key: days[key], default=next(iter(beside)))
        days[newest] = told
    return days


def _by_identifier(name: str, whole: Frame, context: Context) -> Mask | None:
    """Return which rows bear an identifier; None where it does not tell rows apart.

    Where each extract numbers its rows, children get each other's numbers; where it is of
    something else, such as a period of care, several rows of a file bear it.
    """
    if "id" not in whole:
        return None
    places, owner = whole.codes("id").places, whole.child
    if "period" in whole:  # which tells rows that name no child
        owner = np.where(owner < 0, -2 - whole.codes("period").places.astype(np.int64), owner)
    has_id: Mask = places >= 0
    of = np.zeros(int(places.max(initial=-1)) + 1, np.int64)
    of[places[has_id]] = owner[has_id]
    twice = np.stack((whole.file.places[has_id], places[has_id])).astype(np.int64)
    if (of[places[has_id]] == owner[has_id]).all() and not _any_twice(twice):
        return has_id
    spec = context.kind(name)
    context.report.add(
        "X185", spec.title if spec else name,
        "an identifier is that of several rows or children, so that none of the table was used to "
        "tell which rows of several extracts are the same.",
        "Export the row's own identifier of the case system, and each row once.",
    )  # fmt: skip
    return None


def _report_twice(name: str, frame: Frame, context: Context) -> None:
    """Report reviews of which another bears the identifier, and nothing tells which is later."""
    if name != "reviews" or "id" not in frame:
        return
    frame = frame.taken(~repeated(frame, content_of(frame)))
    places = frame.codes("id").places
    twice = (np.bincount(places + 1, minlength=1)[places + 1] > 1) & (places >= 0)
    report_rows(
        context.report, "X185", frame, twice, "id",
        "[row bears|rows bear] the identifier of another row, and nothing tells which is later: "
        "each was counted.",
        "Export each review once, or each extract into a folder of its own.", context.kind(name),
    )  # fmt: skip


def _any_twice(pairs: Whole) -> bool:
    """Say whether any of the pairs, a column each, is there twice."""
    ordered = pairs[:, np.lexsort(pairs)]
    return bool((ordered[:, 1:] == ordered[:, :-1]).all(axis=0).any())


def _same_day(name: str, whole: Frame) -> list[Whole]:
    """Return by what two rows of a table are the same where no identifier tells."""
    keys = [whole.child]
    keys += [  # which tell rows that name no child
        np.where(whole.child < 0, whole.codes(link).places, -1)
        for link in ("period", "placement")
        if link in whole
    ]
    if name == "health":
        keys.append(whole.codes("kind").places.astype(np.int64))
    days = [day_numbers(whole.array(date)) for date in _SAME[name] if date in whole]
    if len(days) > 1:
        is_due = ~np.isnat(whole.array(_SAME[name][0]))
        days = [np.where(is_due, days[0], days[1]), is_due.astype(np.int64)]
    return keys + days


def _top_of_same(keys: Sequence[Whole], rank: Whole) -> Whole:
    """Return for each row the highest rank among those that are the same by all the keys."""
    order = np.lexsort(keys)
    new = np.zeros(len(rank), bool)
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    group = np.empty(len(rank), np.int64)
    group[order] = np.cumsum(new)
    top = np.full(int(group.max(initial=-1)) + 1, np.iinfo(np.int64).min)
    np.maximum.at(top, group, rank)
    return top[group]


def _rank(frame: Frame, modules: Modules, context: Context) -> int:
    """Return the day that a file's extract is of, by all the tables that lie beside it."""
    own = _extract(frame)
    beside = [f for frames in modules.values() for f in frames if _extract(f) == own]
    day = latest_of(beside, context.horizon)
    return day.toordinal() if day else 1


def _extract(frame: Frame) -> _Extract:
    """Return what tables of one extract have in common: their folder and what tells their names
    apart, numbers and words such as January or old, or their workbook.
    """
    name, where = frame.file.texts[0], set_of(frame)
    if where != str(PurePosixPath(name).parent):
        return where, ()
    words = [w for w in plain(PurePosixPath(name).stem).split() if w in _TELLING]
    return where, (*numbers_in(name), *words)
