"""Rows of the same start: a child, a day and a reason are one episode, whatever rows tell it."""

from __future__ import annotations

import numpy as np

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.continuing import SHORT_BREAKS
from lacxl.records.feeds.day_numbers import MISSING, whole_numbers
from lacxl.records.feeds.stacking import content_of, count_by_file, repeated, report_rows
from lacxl.records.frames import Frame


def one_of_each_start(
    frame: Frame, context: Context, first: str = "start", last: str = "end"
) -> Frame:
    """Return rows, ordered by child and start, without those that tell of the same start as
    another: what has ended stands before what is open, and the later end before an earlier one.

    What ended on the day it started may well be followed by another of that day, and rows that are
    wholly alike have been dealt with.
    """
    child, start = frame.child, whole_numbers(frame.array(first))
    alike = np.zeros(len(frame) + 1, np.bool_)
    alike[1:-1] = (start[1:] == start[:-1]) & (child[1:] == child[:-1])
    if not alike.any():
        return frame
    rows = np.flatnonzero((alike[:-1] | alike[1:]) & (start != MISSING))
    end = whole_numbers(frame.array(last))
    rows = rows[end[rows] != start[rows]]
    if "legal_status" in frame:
        rows = rows[~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)]
    rows = rows[~repeated(frame.taken(rows), content_of(frame))]
    if not len(rows):
        return frame
    reason = frame.codes("rne")[rows].ranks() if "rne" in frame else np.zeros(len(rows), np.int64)
    order = np.lexsort((end[rows], reason, start[rows], child[rows]))  # open comes first
    rows, reason = rows[order], reason[order]
    again = (reason[1:] == reason[:-1]) & (start[rows[1:]] == start[rows[:-1]])
    again &= child[rows[1:]] == child[rows[:-1]]
    other = np.zeros(len(frame), np.bool_)
    other[rows[:-1][again]] = True
    repair = context.options.repairs("one_of_each_start")
    report_rows(
        context.report, "X167", frame, other, first,
        "[row tells|rows tell] of the same start as another row, and otherwise of something else: "
        + ("the one that has ended, the latest of such, stands." if repair
           else "each counts, for the repair is turned off."),
        "Leave one row for each start, or export the column YEAR where years are stacked.",
        context.kind("episodes" if first == "start" else "in_care"),
    )  # fmt: skip
    if not repair or not other.any():
        return frame
    for file, count in count_by_file(frame.file[other]).items():
        context.report.repaired("one_of_each_start", file, count)
    return frame.taken(~other)
