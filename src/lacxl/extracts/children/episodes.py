"""Episodes against each other: duplicates, overlaps, open ones that another follows."""

from __future__ import annotations

from typing import Final

import numpy as np

from lacxl.extracts.children.assembling import Context
from lacxl.extracts.children.report import Report
from lacxl.extracts.children.schema import Kind
from lacxl.extracts.children.stacking import (
    DAY_BITS,
    NO_NUMBER,
    by_child_and_day,
    count_by_file,
    day_numbers,
    report_rows,
)
from lacxl.frames import Frame, Mask, Whole

SHORT_BREAKS: Final = ("V3", "V4")


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
        order = np.arange(len(ordered))
        order[places] = places[
            np.lexsort((part.rows, *ranks, ends, part.array("start"), part.child))
        ]
        ordered = ordered.taken(order)
    return ordered, alike


_CODES = ("urn", "postcode", "place", "legal_status", "rne", "rec")


def checked(frame: Frame, context: Context) -> Frame:
    """Return episodes (ordered) without impossible ones and, where that is on, repaired."""
    report, kind = context.report, context.kind("episodes")
    reversed_ = frame.array("end") < frame.array("start")
    if reversed_.any():
        report_rows(
            report, "X134", frame, reversed_, "end",
            "episodes end before they start and were left out.", "Correct one of the two dates.",
            kind,
        )  # fmt: skip
        frame = frame.taken(~reversed_)
    _check_reasons(frame, report, kind)
    return _closed(frame, context)


def _check_reasons(frame: Frame, report: Report, kind: Kind | None) -> None:
    is_open = np.isnat(frame.array("end"))
    with_reason = ~frame.codes("rec").is_blank
    lasting = ~frame.codes("rec").any_of(("X1",)) & with_reason
    report_rows(
        report, "X143", frame, is_open & lasting, "rec",
        "episodes have a reason for the end of care but no end; they count as open.",
        "Fill in the end, or take the reason away.", kind,
    )  # fmt: skip
    report_rows(
        report, "X145", frame, is_open & with_reason & ~lasting, "rec",
        "episodes are to be continued (X1) but have no end; they count as open.",
        "Take the reason away, or fill in the end.", kind,
    )  # fmt: skip
    report_rows(
        report, "X144", frame, ~is_open & ~with_reason, "rec",
        "episodes have an end but no reason; they count as no end of care.",
        "Fill in the reason.", kind,
    )  # fmt: skip


def _closed(frame: Frame, context: Context) -> Frame:
    """Close open episodes at the next start, and report those that overlap."""
    breaks = frame.codes("legal_status").any_of(SHORT_BREAKS)
    child = frame.child
    start, end = day_numbers(frame.array("start")), day_numbers(frame.array("end"))
    places = np.arange(len(frame))
    if breaks.any():
        places = np.flatnonzero(~breaks)
        child, start, end = child[places], start[places], end[places]
    is_open = end == NO_NUMBER
    followed = np.zeros(len(places), bool)
    followed[:-1] = child[1:] == child[:-1]
    stale = is_open & followed
    if stale.any():
        frame = _close(frame, places, stale, child, is_open, context)
        end = day_numbers(frame.array("end"))[places]
    _report_overlaps(frame, places, child, start, end, context)
    return frame


def _close(
    frame: Frame,
    places: Whole,
    stale: Mask,
    child: Whole,
    is_open: Mask,
    context: Context,
) -> Frame:
    last_open = np.full(int(child.max()) + 1, -1, np.int64)
    numbers = np.arange(len(places))
    last_open[child[is_open]] = numbers[is_open]
    double = stale & (last_open[child] > numbers)
    repair = context.options.repairs("close_open_episodes")
    done = (
        "was closed at the next start, with reason X1." if repair
        else "still counts as open: the repair is turned off."
    )  # fmt: skip
    for code, mask, what in (
        ("X142", double, "episodes are open although the child has a later open one: each "),
        ("X140", stale & ~double, "episodes are open although a later one follows: each "),
    ):
        where = np.zeros(len(frame), bool)
        where[places[mask]] = True
        report_rows(
            context.report, code, frame, where, "end", what + done, "Fill in the end.",
            context.kind("episodes"),
        )  # fmt: skip
    if not repair:
        return frame
    ends = frame.array("end").copy()
    ends[places[stale]] = frame.array("start")[places[1:]][stale[:-1]]
    for file, count in count_by_file(frame.file[places[stale]]).items():
        context.report.repaired("close_open_episodes", file, count)
    return frame.assign(end=ends, rec=frame.codes("rec").put(places[stale], "X1"))


def _report_overlaps(
    frame: Frame, places: Whole, child: Whole, start: Whole, end: Whole, context: Context
) -> None:
    """Report closed episodes that go on after a later one of the child has started."""
    if len(places) < 2:
        return
    key = child << DAY_BITS
    reach = np.where(end == NO_NUMBER, start, end)  # what is open is reported as such
    reach |= key
    np.maximum.accumulate(reach, out=reach)
    key |= start
    over = reach[:-1] > key[1:]
    if not over.any():
        return
    over &= (reach[:-1] >> DAY_BITS) == child[1:]
    where = np.zeros(len(frame), bool)
    where[places[1:][over]] = True
    report_rows(
        context.report, "X141", frame, where, "start",
        "episodes start before an earlier one of the same child has ended; both were kept.",
        "Correct the end of the earlier one or the start of this one.", context.kind("episodes"),
    )  # fmt: skip
