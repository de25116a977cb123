"""Annex A: lists 8, 9 and 10 into datasets; the lists are as at a day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.assembling import Assembled, Context, Modules
from lacxl.records.feeds.births import births_of, with_births
from lacxl.records.feeds.continuing import continued, gaps_of
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.one_start import one_of_each_start
from lacxl.records.feeds.stacking import (
    as_dataset,
    by_child_and_day,
    content_of,
    repeated,
    report_rows,
)
from lacxl.records.feeds.strays import check_list
from lacxl.records.frames import NO_DAY, Frame
from lacxl.records.frames.frame import stacked

_PAST = (
    "started", "ceased", "placement_start", "last_visit", "last_health", "last_dental",
    "last_review",
)  # fmt: skip


def assemble(modules: Modules, context: Context) -> Assembled:
    """Return the datasets of Annex A lists; `modules` are frames by kind, one a file or sheet."""
    result: Assembled = {}
    births = births_of(modules, "in_care", context)
    if frames := modules.get("in_care"):
        found = _once(frames, context)
        context.check_events(found, *(n for n in _PAST if n in found), kind="in_care")
        found = _possible(found, "started", "ceased", "in_care", context)
        check_list(found, "ceased", 6, context, "in_care")
        found, _ = by_child_and_day(found, "started")
        found = one_of_each_start(found, context, "started", "ceased")
        if "rec" in found:
            found = continued(found, gaps_of(found, "started", "ceased"), context, "ceased")
        result["in_care"] = as_dataset("in_care", found)
    if frames := modules.get("care_leavers"):
        found = _once(frames, context)
        if "pathway_review" in found:
            context.check_events(found, "pathway_review", kind="care_leavers")
        result["care_leavers"] = as_dataset(
            "care_leavers", with_births(leavers(found, context), births, keep=True)
        )
    if frames := modules.get("adoptions"):
        found = _once(frames, context)
        steps = [
            n for n in ("entered", "decided", "ordered", "matched", "moved_in", "adopted")
            if n in found
        ]  # fmt: skip
        context.check_events(found, *steps, kind="adoptions")
        if "entered" in found and "adopted" in found:
            found = _possible(found, "entered", "adopted", "adoptions", context)
        if "adopted" in found:
            check_list(found, "adopted", 12, context, "adoptions")
        result["adoptions"] = as_dataset("adoptions", _standing(found))
    return result


def _once(frames: Sequence[Frame], context: Context) -> Frame:
    """Return the rows of every file of a list, each once; a child may have two periods of care."""
    found = stacked([context.without_repeats(frame) for frame in frames])
    if len(frames) > 1:
        found = found.taken(~repeated(found, content_of(found)))
    return found


def _possible(frame: Frame, first: str, last: str, kind: str, context: Context) -> Frame:
    """Leave out, and report, rows of which the end lies before the start."""
    wrong = frame.array(last) < frame.array(first)
    report_rows(
        context.report, "X134", frame, wrong, last,
        "[row ends before it starts|rows end before they start]; left out.",
        "Correct one of the two dates.", context.kind(kind),
    )  # fmt: skip
    return frame.taken(~wrong)


def _standing(frame: Frame) -> Frame:
    """Blank decisions that were reversed, unless an adoption followed all the same."""
    if "reversed" not in frame or "decided" not in frame:
        return frame
    undone = ~np.isnat(frame.array("reversed"))
    if "adopted" in frame:
        undone &= np.isnat(frame.array("adopted"))
    return frame.assign(decided=np.where(undone, NO_DAY, frame.array("decided")))
