"""Several extracts of the same SSD tables, as of every month: the latest says how a row stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np

from lacxl.extracts.children.as_at import latest_of
from lacxl.extracts.children.assembling import Context, Modules
from lacxl.extracts.children.day_numbers import day_numbers
from lacxl.extracts.children.stacking import content_of, count_by_file, repeated
from lacxl.extracts.children.vintages import set_of
from lacxl.extracts.children.years import numbers_in, report_forgotten
from lacxl.frames import Frame, Whole
from lacxl.frames.frame import stacked

_SAME: dict[str, tuple[str, ...]] = {
    "person": (), "permanence": (), "care_leavers": (),
    "episodes": ("start",), "placements": ("start",), "legal_statuses": ("start",),
    "reviews": ("due", "held"), "health": ("date",),
}  # fmt: skip
"""By which date two rows of a child are the same, the first that there is; without any, a child
has one row. Of other tables a row that stands twice says nothing new."""

_MOST = 0.5


def latest_rows(name: str, frames: Sequence[Frame], modules: Modules, context: Context) -> Frame:
    """Return the rows of all files of a table: of the same one, the latest extract's stands.

    Who is no longer on a later list of care leavers is not one: a list most of which a later one
    has is left out, while parts of one list have hardly anybody in common. What two files both
    have, word for word, is read once.
    """
    if len(frames) < 2:
        return stacked(frames)
    ranks = [_rank(frame, modules, context) for frame in frames]
    whole = stacked(frames)
    rank = np.repeat(ranks, [len(frame) for frame in frames])
    if name == "episodes":
        report_forgotten(whole, rank, context)
    if name in _SAME and context.options.repairs("later_year_stands"):
        stands = rank == _top_of_same(name, whole, rank)
        if name == "care_leavers":
            older = np.bincount(whole.file.places[~stands], minlength=len(whole.file.texts))
            every = np.bincount(whole.file.places, minlength=len(whole.file.texts))
            stands &= (older < _MOST * every)[whole.file.places]
        for file, count in count_by_file(whole.file[~stands]).items():
            context.report.repaired("later_year_stands", file, count)
        whole = whole.taken(stands)
    return whole.taken(~repeated(whole, content_of(whole)))


def _top_of_same(name: str, whole: Frame, rank: Whole) -> Whole:
    """Return for each row the highest rank among those that are the same."""
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
    keys += days
    order = np.lexsort(keys)
    new = np.zeros(len(whole), bool)
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    group = np.empty(len(whole), np.int64)
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


def _extract(frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Return what tables of one extract have in common: their folder and the numbers in their
    names, or their workbook.
    """
    name, where = frame.file.texts[0], set_of(frame)
    return where, tuple(numbers_in(name)) if where == str(PurePosixPath(name).parent) else ()
