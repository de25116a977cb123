"""Annex A: lists 8, 9 and 10 into datasets; the lists are as at a day."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.records.feeds.births import births_of, with_births
from lacxl.records.feeds.context import Context, Datasets, Modules
from lacxl.records.feeds.episodes import checked_list
from lacxl.records.feeds.leavers import leavers
from lacxl.records.feeds.row_checks import (
    check_events,
    check_list,
    without_impossible,
    without_reversed,
)
from lacxl.records.feeds.rows import repeated
from lacxl.records.frames import Frame, stacked

_PAST = (
    "started", "ceased", "placement_start", "last_visit", "last_health", "last_dental",
    "last_review",
)  # fmt: skip
_STEPS = ("entered", "decided", "ordered", "matched", "moved_in", "adopted")


def assemble(modules: Modules, context: Context) -> Datasets:
    """Return the datasets of Annex A lists; `modules` are frames by kind, one a file or sheet."""
    result: Datasets = {}
    births = births_of(modules, "in_care", context)
    if frames := modules.get("in_care"):
        found = _once(frames, context)
        check_events(found, _PAST, "in_care", context)
        found, _ = without_impossible(found, "started", "ceased", "in_care", context)
        check_list(found, "ceased", 6, context, "in_care")
        result["in_care"] = checked_list(found, context)
    if frames := modules.get("care_leavers"):
        found = _once(frames, context)
        check_events(found, ("pathway_review",), "care_leavers", context)
        result["care_leavers"] = with_births(leavers(found, context), births, keep=True)
    if frames := modules.get("adoptions"):
        found = _once(frames, context)
        check_events(found, _STEPS, "adoptions", context)
        found, _ = without_impossible(found, "entered", "adopted", "adoptions", context)
        check_list(found, "adopted", 12, context, "adoptions")
        result["adoptions"] = without_reversed(found)
    return result


def _once(frames: Sequence[Frame], context: Context) -> Frame:
    """Return the rows of every file of a list, each once; a child may have two periods of care."""
    found = stacked([context.without_repeats(frame) for frame in frames])
    return found.taken(~repeated(found)) if len(frames) > 1 else found
