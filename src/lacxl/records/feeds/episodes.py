"""Episodes and lists of children in care, row against row: the repairs and checks in their order.

The rows of a child tell of each other: where two tell of the same start, where one ends before it
starts, is open although another follows, continues past the next one's start, or ends with X1 and
nothing continues it. Last, once it is known what is counted: those that go on at 18 and over.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import numpy as np

from lacxl.records.days import birthday
from lacxl.records.feeds.context import EPISODES, LIST, SHORT_BREAKS, CareSpan, Context
from lacxl.records.feeds.row_checks import without_impossible
from lacxl.records.feeds.rows import MISSING, by_child_and_day, repeated, whole_numbers
from lacxl.records.frames import NO_DAY, Days, Frame, Mask, Rows, child_and_day, last_of_run

_CODES = ("urn", "postcode", "place", "legal_status", "rne", "rec")
_NONE, _COVERED = -1, -2
_EIGHTEEN_YEARS: Final = 18 * 365 + 4
"""The days of eighteen years, or one less."""


def checked_episodes(frame: Frame, context: Context) -> Frame:
    """Return episodes (ordered) without impossible ones and, where that is on, repaired."""
    frame = one_of_each_start(frame, EPISODES, context)
    gaps = gaps_of(frame, EPISODES)  # before impossible ones go: those have been reported
    frame, kept = without_impossible(frame, "start", "end", "episodes", context, "episode")
    _check_reasons(frame, context)
    frame = close_open(frame, context)
    _check_overlaps(frame, context)
    return continued(frame, gaps.only(kept), EPISODES, context)


def checked_list(frame: Frame, context: Context) -> Frame:
    """Return the rows of a list of children in care, each possible, repaired where that is on."""
    frame, _ = by_child_and_day(frame, "started")
    frame = one_of_each_start(frame, LIST, context)
    return continued(frame, gaps_of(frame, LIST), LIST, context)


def in_order(frame: Frame) -> tuple[Frame, Mask]:
    """Return episodes by child, start and end (an open one last), whatever order they had; and
    which start with the one before, so that they may be like it.
    """
    ordered, alike = by_child_and_day(frame, "start")
    if alike.any():
        indices = np.flatnonzero(alike | np.append(alike[1:], False))
        part = ordered.taken(indices)
        ranks = [part.codes(name).ranks() for name in _CODES if name in part]
        days = (part.array("end"), part.array("start"))
        among = np.lexsort((part.rows, *ranks, *days, part.child))
        order = np.arange(len(ordered))
        order[indices] = indices[among]
        ordered = ordered.taken(order)
    return ordered, alike


def one_of_each_start(frame: Frame, span: CareSpan, context: Context) -> Frame:
    """Return rows, ordered by child and start, each of another child, day and reason of the start
    (one_of_each_start, X167). What has ended goes before what is open, then the later end counts.

    What ended on the day it started may well be followed by another of that day.
    """
    child, start = frame.child, whole_numbers(frame.array(span.first))
    alike = np.zeros(len(frame) + 1, np.bool_)
    alike[1:-1] = (start[1:] == start[:-1]) & (child[1:] == child[:-1])
    rows = np.flatnonzero((alike[:-1] | alike[1:]) & (start != MISSING))
    end = whole_numbers(frame.array(span.last))
    rows = rows[end[rows] != start[rows]]
    rows = rows[~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)]
    rows = rows[~repeated(frame.taken(rows))]
    reason = frame.codes("rne")[rows].ranks()
    order = np.lexsort((end[rows], reason, start[rows], child[rows]))  # open comes first
    rows, reason = rows[order], reason[order]
    again = (reason[1:] == reason[:-1]) & (start[rows[1:]] == start[rows[:-1]])
    again &= child[rows[1:]] == child[rows[:-1]]
    other = _mask(frame, rows[:-1][again])
    made = context.repairs("one_of_each_start", "X167", frame, other, span.first, span.kind)
    return frame.taken(~other) if made and other.any() else frame


def _check_reasons(frame: Frame, context: Context) -> None:
    """Report reasons without an end (X143, X145) and ends without a reason (X144)."""
    is_open = np.isnat(frame.array("end"))
    with_reason = ~frame.codes("rec").is_blank
    is_x1 = frame.any_of("rec", ("X1",))
    context.tell("X143", frame, is_open & with_reason & ~is_x1, "rec", "episodes")
    context.tell("X145", frame, is_open & is_x1, "rec", "episodes")
    context.tell("X144", frame, ~is_open & ~with_reason, "rec", "episodes")


def close_open(frame: Frame, context: Context) -> Frame:
    """Return episodes of which open ones end at the child's next start (close_open_episodes, X140),
    after which another may be open (X142).
    """
    child = frame.child
    counted = np.flatnonzero(~frame.any_of("legal_status", SHORT_BREAKS))
    is_open = counted[np.isnat(frame.array("end")[counted])]
    after = np.append(counted, -1)[np.searchsorted(counted, is_open) + 1]
    followed = (after >= 0) & (child[after] == child[is_open])
    if not followed.any():
        return frame
    stale, after = is_open[followed], after[followed]
    later = np.append(is_open, -1)[np.searchsorted(is_open, stale) + 1]
    double = (later >= 0) & (child[later] == child[stale])
    repair = "close_open_episodes"
    context.repairs(repair, "X142", frame, _mask(frame, stale[double]), "end", "episodes")
    context.repairs(repair, "X140", frame, _mask(frame, stale[~double]), "end", "episodes")
    if not context.options.makes(repair):
        return frame
    ends = frame.array("end").copy()
    ends[stale] = frame.array("start")[after]
    return frame.assign(end=ends, rec=frame.codes("rec").put(stale, "X1"))


def _check_overlaps(frame: Frame, context: Context) -> None:
    """Report episodes that start before an earlier one of the child has ended (X141)."""
    indices = np.flatnonzero(~frame.any_of("legal_status", SHORT_BREAKS))
    child, start = frame.child[indices], frame.array("start")[indices]
    end = frame.array("end")[indices]
    if not ((end[:-1] > start[1:]) & (child[1:] == child[:-1])).any():
        return  # where any does, one does that is next to it
    # what is open is reported as such; that of another child reaches no further than a start
    reach = np.maximum.accumulate(child_and_day(child, np.where(np.isnat(end), start, end)))
    over = reach[:-1] > child_and_day(child, start)[1:]
    context.tell("X141", frame, _mask(frame, indices[1:][over]), "start", "episodes")


class Gaps(NamedTuple):
    """Rows that end with X1 although no row follows on the day: `never` where none does at all,
    `later` where the next one starts later, `again` where that starts a new period of care.
    `until` is the start of the next one.
    """

    never: Mask
    later: Mask
    again: Mask
    until: Days

    def only(self, rows: Mask) -> Gaps:
        """Return the gaps of some rows."""
        return Gaps(self.never[rows], self.later[rows], self.again[rows], self.until[rows])


def gaps_of(frame: Frame, span: CareSpan) -> Gaps:
    """Return where rows, by child and start, end with X1 and no other goes on."""
    child, start = frame.child, whole_numbers(frame.array(span.first))
    end = whole_numbers(frame.array(span.last))
    suspect = frame.any_of("rec", ("X1",)) & (end != MISSING)
    suspect[:-1] &= (start[1:] != end[:-1]) | (child[1:] != child[:-1])
    rows = np.flatnonzero(suspect)
    rows = rows[~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)]
    after = _next_rows(frame, span, rows)
    alone = rows[after == _NONE]
    alone = alone[last_of_run(child[alone])]  # of two that end at once one is enough to go on
    rows, after = rows[after >= 0], after[after >= 0]
    entry = np.ones(len(after), np.bool_)  # in a list of children in care each row is a period
    if "rne" in frame:
        entry = frame.any_of("rne", ("S",))[after]
    until = np.full(len(frame), NO_DAY)
    until[rows] = frame.array(span.first)[after]
    never, later, again = (_mask(frame, each) for each in (alone, rows[~entry], rows[entry]))
    return Gaps(never, later, again, until)


def _next_rows(frame: Frame, span: CareSpan, rows: Rows) -> Rows:
    """Return the child's next row after the end of each row, _NONE where there is none, _COVERED
    where another goes on over the end or starts on it.
    """
    some = np.zeros(int(frame.child.max(initial=-1)) + 2, np.bool_)
    some[frame.child[rows]] = True
    of_some = np.flatnonzero(some[frame.child])
    child = frame.child[of_some]
    starts = child_and_day(child, frame.array(span.first)[of_some])
    ends = child_and_day(child, frame.array(span.last)[of_some])
    # none is more than any day, so that what is open reaches furthest
    reach = np.maximum.accumulate(ends)
    index = np.searchsorted(of_some, rows)
    ended = ends[index]
    at = np.searchsorted(starts, ended, "right")
    covered = (reach[at - 1] > ended) | ((starts[at - 1] == ended) & (at - 1 > index))
    covered &= at > 0
    at_most = np.minimum(at, len(of_some) - 1)
    follows = (at < len(of_some)) & (child[at_most] == child[index])
    found = np.where(follows, of_some[at_most], _NONE)
    found[covered] = _COVERED
    return found


def continued(frame: Frame, gaps: Gaps, span: CareSpan, context: Context) -> Frame:
    """Return rows of which those that end with X1 go on (continue_episodes): to the next (X165), or
    on where there is none (X164), but not to a new period of care (X166).
    """
    repair = "continue_episodes"
    context.repairs(repair, "X164", frame, gaps.never, span.last, span.kind)
    context.repairs(repair, "X165", frame, gaps.later, span.last, span.kind)
    context.tell("X166", frame, gaps.again, span.last, span.kind)
    goes_on = gaps.never | gaps.later
    if not context.options.makes(repair) or not goes_on.any():
        return frame
    ends = np.where(goes_on, gaps.until, frame.array(span.last))
    return frame.assign(rec=frame.codes("rec").put(gaps.never, ""), **{span.last: ends})


def without_adults(frame: Frame, span: CareSpan, until: dt.date, context: Context) -> Frame:
    """Return rows with `of_age`, the 18th birthday by `until` where a row goes on after it, and
    without those that start on it or later; all of them are reported (X171).
    """
    day = np.datetime64(until, "D")
    born, end = whole_numbers(frame.array("dob")), whole_numbers(frame.array(span.last))
    least = born + (_EIGHTEEN_YEARS - 1)
    maybe = (born != MISSING) & (least <= day.astype(np.int64))
    rows = np.flatnonzero(maybe & ((end == MISSING) | (end > least)))
    of_age = birthday(frame.array("dob")[rows], 18)
    ends = frame.array(span.last)[rows]
    found = (of_age <= day) & (np.isnat(ends) | (ends > of_age))
    found &= ~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)
    if not found.any():
        return frame
    days = np.full(len(frame), NO_DAY)
    days[rows[found]] = of_age[found]
    grown = ~np.isnat(days)
    if not context.repairs("leave_out_adults", "X171", frame, grown, span.last, span.kind):
        return frame
    wholly = frame.array(span.first) >= days  # never where there is no such day
    return frame.assign(of_age=days).taken(~wholly)


def _mask(frame: Frame, rows: Rows) -> Mask:
    found = np.zeros(len(frame), np.bool_)
    found[rows] = True
    return found
