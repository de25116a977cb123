"""Annex A: lists 8, 9 and 10 into datasets; the lists are as at a day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lacxl.extracts.children.assembling import Assembled, Context, Modules
from lacxl.extracts.children.births import births_of, with_births
from lacxl.extracts.children.leavers import leavers
from lacxl.extracts.children.stacking import as_dataset, content_of, report_rows, stacked
from lacxl.extracts.children.strays import check_list

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


def _once(frames: Sequence[pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the rows of every file of a list, each once; a child may have two periods of care."""
    found = stacked([context.without_repeats(frame) for frame in frames])
    if len(frames) > 1:
        found = found.drop_duplicates(content_of(found), ignore_index=True)
    return found


def _possible(
    frame: pd.DataFrame, first: str, last: str, kind: str, context: Context
) -> pd.DataFrame:
    """Leave out, and report, rows of which the end lies before the start."""
    wrong = frame[last].to_numpy() < frame[first].to_numpy()
    report_rows(
        context.report, "X134", frame, wrong, last,
        "rows end before they start and were left out.", "Correct one of the two dates.",
        context.kind(kind),
    )  # fmt: skip
    return frame[~wrong].reset_index(drop=True)


def _standing(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank decisions that were reversed, unless an adoption followed all the same."""
    if "reversed" not in frame or "decided" not in frame:
        return frame
    adopted = (
        frame["adopted"].to_numpy() if "adopted" in frame else np.full(len(frame), "NaT", "M8[s]")
    )
    undone = ~np.isnat(frame["reversed"].to_numpy()) & np.isnat(adopted)
    return frame.assign(decided=frame["decided"].mask(undone))
