"""Episodes against each other: duplicates, overlaps, open ones that another follows."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lacxl.extracts.children.assembling import Context
from lacxl.extracts.children.report import Report
from lacxl.extracts.children.schema import Kind
from lacxl.extracts.children.stacking import (
    DAY_BITS,
    NO_NUMBER,
    by_child_and_day,
    day_numbers,
    report_rows,
    taken,
)

SHORT_BREAKS: Final = ("V3", "V4")

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


def in_order(frame: pd.DataFrame) -> tuple[pd.DataFrame, Mask]:
    """Return episodes by child, start and end, the open one last; and which have no start of
    their own, so that they may be like the one before. Any order of rows gives the same.
    """
    ordered, alike = by_child_and_day(frame, "start")
    if alike.any():
        several = alike.copy()
        several[:-1] |= alike[1:]
        places = np.flatnonzero(several)
        part = ordered.iloc[places]
        ranks = [part[c].cat.codes.to_numpy() for c in _CODES if c in part]
        ends = day_numbers(part["end"])
        order = np.arange(len(ordered))
        order[places] = places[
            np.lexsort(
                (
                    part["row"].to_numpy(),
                    *ranks,
                    ends,
                    part["start"].to_numpy(),
                    part["child"].to_numpy(),
                )
            )
        ]
        ordered = taken(ordered, order)
    return ordered, alike


_CODES = ("urn", "postcode", "place", "legal_status", "rne", "rec")


def checked(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return episodes (ordered) without impossible ones and, where that is on, repaired."""
    report, kind = context.report, context.kind("episodes")
    end, start = frame["end"].to_numpy(), frame["start"].to_numpy()
    reversed_ = end < start
    if reversed_.any():
        report_rows(
            report, "X134", frame, reversed_, "end",
            "episodes end before they start and were left out.", "Correct one of the two dates.",
            kind,
        )  # fmt: skip
        frame = frame[~reversed_].reset_index(drop=True)
    _check_reasons(frame, report, kind)
    return _closed(frame, context)


def _check_reasons(frame: pd.DataFrame, report: Report, kind: Kind | None) -> None:
    is_open = np.isnat(frame["end"].to_numpy())
    reason = frame["rec"]
    with_reason = (reason != "").to_numpy()
    lasting = (reason != "X1").to_numpy() & with_reason
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


def _closed(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Close open episodes at the next start, and report those that overlap."""
    breaks = frame["legal_status"].isin(SHORT_BREAKS).to_numpy()
    child, start, end = (
        frame["child"].to_numpy(), day_numbers(frame["start"]), day_numbers(frame["end"]),
    )  # fmt: skip
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
        end = day_numbers(frame["end"])[places]
    _report_overlaps(frame, places, child, start, end, context)
    return frame


def _close(
    frame: pd.DataFrame,
    places: Whole,
    stale: Mask,
    child: Whole,
    is_open: Mask,
    context: Context,
) -> pd.DataFrame:
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
    following = np.append(frame["start"].to_numpy()[places][1:], np.datetime64("NaT", "s"))
    ends = frame["end"].to_numpy().copy()
    ends[places[stale]] = following[stale]
    reasons = frame["rec"].cat
    if "X1" not in reasons.categories:
        reasons = frame["rec"].cat.add_categories(["X1"]).cat
    codes = reasons.codes.to_numpy().copy()
    codes[places[stale]] = list(reasons.categories).index("X1")
    closed = frame.assign(
        end=ends, rec=pd.Categorical.from_codes(codes, categories=reasons.categories)
    )
    files = frame["file"].iloc[places[stale]].value_counts()
    for file, count in files[files > 0].items():
        context.report.repaired("close_open_episodes", str(file), int(count))
    return closed


def _report_overlaps(
    frame: pd.DataFrame, places: Whole, child: Whole, start: Whole, end: Whole, context: Context
) -> None:
    """Report closed episodes that go on after a later one of the child has started."""
    if len(places) < 2:
        return
    upto = np.where(end == NO_NUMBER, start, end)  # what is open is reported as such
    reach = np.maximum.accumulate((child << DAY_BITS) | upto)
    over = reach[:-1] > ((child[1:] << DAY_BITS) | start[1:])
    over &= (reach[:-1] >> DAY_BITS) == child[1:]
    where = np.zeros(len(frame), bool)
    where[places[1:][over]] = True
    report_rows(
        context.report, "X141", frame, where, "start",
        "episodes start before an earlier one of the same child has ended; both were kept.",
        "Correct the end of the earlier one or the start of this one.", context.kind("episodes"),
    )  # fmt: skip
