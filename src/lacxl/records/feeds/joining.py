"""Joining tables of the SSD: by an identifier of a row, of a period of care, or by day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.rows import child_and_day, day_numbers
from lacxl.records.frames import Codes, Frame, Whole


def by_period(frame: Frame, episodes: Frame) -> Frame:
    """Return the frame with the child of its period of care where it has no child of its own."""
    unknown = frame.child < 0
    if not unknown.any() or "period" not in frame or "period" not in episodes:
        return frame
    mine, theirs = _linked(frame.codes("period"), episodes.codes("period"))
    row = _row_of_each(mine, theirs, np.arange(len(theirs))[::-1])
    told = np.where(row >= 0, episodes.child[row], -1) if len(episodes) else row
    return frame.assign(child=np.where(unknown, told, frame.child))


def by_link(frame: Frame, other: Frame, link: str, columns: Sequence[str]) -> Frame:
    """Return the frame with columns of the row of `other` that has the same link.

    Of several the one that started last counts, or has no start.
    """
    if link not in frame or link not in other:
        return frame
    mine, theirs = _linked(frame.codes(link), other.codes(link))
    by = [other.rows]
    if "start" in other:
        by.append(day_numbers(other.array("start")))
    row = _row_of_each(mine, theirs, np.lexsort(by))
    return frame.assign(
        **{name: other.codes(name).or_none(row) for name in columns if name in other}
    )


def upon_day(frame: Frame, other: Frame, columns: Sequence[str]) -> Frame:
    """Fill columns from the row of the same child in `other` that held when the row started.

    Of several that held, the one that started last counts.
    """
    there = [name for name in columns if name in other]
    if "start" not in other or not there or not len(other):
        return frame
    first = there[0]
    blank = frame.codes(first).is_blank if first in frame else np.ones(len(frame), bool)
    if not blank.any():
        return frame
    right = other.taken(~np.isnat(other.array("start")) & (other.child >= 0))
    key = child_and_day(right.child, right.array("start"))
    right = right.taken(np.lexsort((*(right.codes(n).ranks() for n in reversed(there)), key)))
    key.sort()
    row = _held(frame, right, key)
    for name in there:
        own = frame.codes(name) if name in frame else Codes.all_of("", len(frame))
        found = Codes.joined((own, right.codes(name).or_none(row)))
        places = np.where(blank, found.places[len(frame) :], found.places[: len(frame)])
        frame = frame.assign(**{name: Codes(places, found.texts)})
    return frame


def _held(frame: Frame, right: Frame, key: Whole) -> Whole:
    """Return the row of `right`, which is in the order of `key`, that held when each row started;
    -1 where there was none.
    """
    if not len(right):
        return np.full(len(frame), -1)
    start = frame.array("start")
    row = np.searchsorted(key, child_and_day(frame.child, start), "right") - 1
    row = np.where((row >= 0) & (right.child[row] == frame.child), row, -1)
    if "end" in right:
        until, since = right.array("end")[row], right.array("start")[row]
        row[(until <= start) & (until > since)] = -1
    return row


def _linked(mine: Codes, theirs: Codes) -> tuple[Whole, Whole]:
    """Return links as numbers that are the same in both; -1 where there is none."""
    both = Codes.joined((mine, theirs)).places.astype(np.int64)
    return both[: len(mine)], both[len(mine) :]


def _row_of_each(mine: Whole, theirs: Whole, order: Whole) -> Whole:
    """Return for each of my links the last row, in an order of the others' rows, that has it;
    -1 where none does.
    """
    rows = np.full(int(max(mine.max(initial=-1), theirs.max(initial=-1))) + 2, -1)
    rows[theirs[order]] = order
    rows[-1] = -1  # for no link
    return rows[mine]
