"""Episodes against each other: duplicates, overlaps, open ones that another follows."""

from __future__ import annotations

import numpy as np

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.continuing import SHORT_BREAKS, continued, gaps_of
from lacxl.records.feeds.day_numbers import (
    DAY_BITS,
    MISSING,
    NO_NUMBER,
    day_numbers,
    whole_numbers,
)
from lacxl.records.feeds.one_start import one_of_each_start
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import Kind
from lacxl.records.feeds.stacking import by_child_and_day, count_by_file, report_rows
from lacxl.records.frames import Frame, Mask, Rows


def in_order(frame: Frame) -> tuple[Frame, Mask]:
    """Return episodes by child, start and end, the open one last; and which have no start of
    their own, so that they may be like the one before. Any order of rows gives the same.
    """
    ordered, alike = by_child_and_day(frame, "start")
    if alike.any():
        several = alike.copy()
        several[:-1] |= alike[1:]
        places = np.flatnonzero(several)
        part = ordered.taken(places)
        ranks = [part.codes(name).ranks() for name in _CODES if name in part]
        ends = day_numbers(part.array("end"))
        among = np.lexsort((part.rows, *ranks, ends, part.array("start"), part.child))
        if (among[1:] < among[:-1]).any():
            order = np.arange(len(ordered))
            order[places] = places[among]
            ordered = ordered.taken(order)
    return ordered, alike


_CODES = ("urn", "postcode", "place", "legal_status", "rne", "rec")


def checked(frame: Frame, context: Context) -> Frame:
    """Return episodes (ordered) without impossible ones and, where that is on, repaired."""
    report, kind = context.report, context.kind("episodes")
    frame = one_of_each_start(frame, context)
    gaps = gaps_of(frame)  # by all rows: what ends before it starts has been reported for that
    reversed_ = frame.array("end") < frame.array("start")
    if reversed_.any():
        report_rows(
            report, "X134", frame, reversed_, "end",
            "[episode ends before it starts|episodes end before they start]; left out.",
            "Correct one of the two dates.", kind,
        )  # fmt: skip
        frame = frame.taken(~reversed_)
        gaps = gaps.only(~reversed_) if gaps else None
    _check_reasons(frame, report, kind)
    return continued(_closed(frame, context), gaps, context)


def _check_reasons(frame: Frame, report: Report, kind: Kind | None) -> None:
    is_open = whole_numbers(frame.array("end")) == MISSING
    with_reason = ~frame.codes("rec").is_blank
    if not (is_open == with_reason).any():  # every end has a reason, and nothing else has
        return
    lasting = ~frame.codes("rec").any_of(("X1",)) & with_reason
    report_rows(
        report, "X143", frame, is_open & lasting, "rec",
        "[episode has|episodes have] a reason for the end of care but no end: counted as open.",
        "Fill in the end, or take the reason away.", kind,
    )  # fmt: skip
    report_rows(
        report, "X145", frame, is_open & with_reason & ~lasting, "rec",
        "[episode has|episodes have] the reason X1 (continued) but no end: counted as open.",
        "Take the reason away, or fill in the end.", kind,
    )  # fmt: skip
    report_rows(
        report, "X144", frame, ~is_open & ~with_reason, "rec",
        "[episode has|episodes have] an end but no reason: counted as no end of care.",
        "Fill in the reason.", kind,
    )  # fmt: skip


def _closed(frame: Frame, context: Context) -> Frame:
    """Close open episodes at the next start, and report those that overlap."""
    child = frame.child
    counted = ~frame.codes("legal_status").any_of(SHORT_BREAKS)
    is_open = np.flatnonzero((whole_numbers(frame.array("end")) == MISSING) & counted)
    followed = is_open[is_open < len(frame) - 1]
    followed = followed[child[followed + 1] == child[followed]]  # mostly few, or none
    if len(followed):
        places = np.flatnonzero(counted)
        after = np.append(places, -1)[np.searchsorted(places, followed) + 1]
        same = (after >= 0) & (child[after] == child[followed])
        if same.any():
            frame = _close(frame, followed[same], after[same], is_open, context)
    _report_overlaps(frame, counted, context)
    return frame


def _close(frame: Frame, stale: Rows, after: Rows, is_open: Rows, context: Context) -> Frame:
    """Close the stale ones of what is open at the start of those that come after."""
    child = frame.child
    later = np.append(is_open, -1)[np.searchsorted(is_open, stale) + 1]
    double = (later >= 0) & (child[later] == child[stale])
    repair = context.options.repairs("close_open_episodes")
    done = (
        "[it was|each was] closed at the next start, with reason X1." if repair
        else "[it still counts|each still counts] as open: the repair is turned off."
    )  # fmt: skip
    for code, mask, what in (
        (
            "X142",
            double,
            "[episode is|episodes are] open although the child has a later open one: ",
        ),
        ("X140", ~double, "[episode is|episodes are] open although a later one follows: "),
    ):
        where = np.zeros(len(frame), bool)
        where[stale[mask]] = True
        report_rows(
            context.report, code, frame, where, "end", what + done, "Fill in the end.",
            context.kind("episodes"),
        )  # fmt: skip
    if not repair:
        return frame
    ends = frame.array("end").copy()
    ends[stale] = frame.array("start")[after]
    for file, count in count_by_file(frame.file[stale]).items():
        context.report.repaired("close_open_episodes", file, count)
    return frame.assign(end=ends, rec=frame.codes("rec").put(stale, "X1"))


def _report_overlaps(frame: Frame, counted: Mask, context: Context) -> None:
    """Report closed episodes that go on after a later one of the child has started."""
    child, start, end = frame.child, frame.array("start"), frame.array("end")
    # where any goes on into a later one, it does into the next: only those children are looked at
    over = whole_numbers(end)[:-1] > whole_numbers(start)[1:]  # none is less than any day
    over &= child[1:] == child[:-1]
    over &= counted[:-1]
    if not over.any():
        return
    of_some = np.zeros(context.children + 1, bool)
    of_some[child[:-1][over]] = True
    places = np.flatnonzero(of_some[child] & counted)
    child, started, ended = child[places], day_numbers(start[places]), day_numbers(end[places])
    key = child << DAY_BITS
    # what is open is reported as such
    reach = np.maximum.accumulate(key | np.where(ended == NO_NUMBER, started, ended))
    over = (reach[:-1] > (key | started)[1:]) & ((reach[:-1] >> DAY_BITS) == child[1:])
    where = np.zeros(len(frame), bool)
    where[places[1:][over]] = True
    report_rows(
        context.report, "X141", frame, where, "start",
        "[episode starts|episodes start] before an earlier one of the child has ended; both kept.",
        "Correct the end of the earlier one or the start of this one.", context.kind("episodes"),
    )  # fmt: skip
