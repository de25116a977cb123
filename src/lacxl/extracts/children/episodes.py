"""Episodes against each other: duplicates, overlaps, open ones that another follows."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lacxl.extracts.children.options import ReadOptions
from lacxl.extracts.children.report import Report
from lacxl.extracts.children.stacking import report_rows

SHORT_BREAKS: Final = ("V3", "V4")
_DAY_BITS = 17
_SHIFT = 60_000  # days before 1970 become positive; 17 bits then reach from 1805 to 2164
_OPEN = (1 << _DAY_BITS) - 1

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return episodes by child, start and end, the open one last; the same for any row order."""
    key = _key(frame["child"].to_numpy(), _days(frame["start"]), _days(frame["end"]))
    if (key[1:] >= key[:-1]).all():
        order = np.arange(len(key))
    else:
        order = np.argsort(key)
    ordered = key[order]
    if (ordered[1:] == ordered[:-1]).any():  # same child and dates: the rest decides
        ranks = [frame[c].cat.codes.to_numpy() for c in _CODES if c in frame]
        order = np.lexsort((frame["row"].to_numpy(), *ranks, key))
    return frame.iloc[order].reset_index(drop=True)


_CODES = ("urn", "postcode", "place", "legal_status", "rne", "rec")


def checked(frame: pd.DataFrame, report: Report, options: ReadOptions) -> pd.DataFrame:
    """Return episodes (ordered) without impossible ones and, where that is on, repaired."""
    end, start = frame["end"].to_numpy(), frame["start"].to_numpy()
    reversed_ = end < start
    if reversed_.any():
        report_rows(
            report, "X134", frame, reversed_, "end",
            "episodes end before they start and were left out.", "Correct one of the two dates.",
        )  # fmt: skip
        frame = frame[~reversed_].reset_index(drop=True)
    _check_reasons(frame, report)
    return _closed(frame, report, options)


def _check_reasons(frame: pd.DataFrame, report: Report) -> None:
    is_open = np.isnat(frame["end"].to_numpy())
    reason = frame["rec"]
    with_reason = (reason != "").to_numpy()
    lasting = (reason != "X1").to_numpy() & with_reason
    report_rows(
        report, "X143", frame, is_open & lasting, "rec",
        "episodes have a reason for the end of care but no end; they count as open.",
        "Fill in the end, or take the reason away.",
    )  # fmt: skip
    report_rows(
        report, "X145", frame, is_open & with_reason & ~lasting, "rec",
        "episodes are to be continued (X1) but have no end; they count as open.",
        "Take the reason away, or fill in the end.",
    )  # fmt: skip
    report_rows(
        report, "X144", frame, ~is_open & ~with_reason, "rec",
        "episodes have an end but no reason; they count as no end of care.",
        "Fill in the reason.",
    )  # fmt: skip


def _closed(frame: pd.DataFrame, report: Report, options: ReadOptions) -> pd.DataFrame:
    """Close open episodes at the next start, and report those that overlap."""
    breaks = frame["legal_status"].isin(SHORT_BREAKS).to_numpy()
    places = np.flatnonzero(~breaks)
    child = frame["child"].to_numpy()[places]
    start, end = _days(frame["start"])[places], _days(frame["end"])[places]
    is_open = end == _OPEN
    followed = np.zeros(len(places), bool)
    followed[:-1] = child[1:] == child[:-1]
    stale = is_open & followed
    if stale.any():
        frame = _close(frame, places, stale, child, is_open, report, options)
        end = _days(frame["end"])[places]
    _report_overlaps(frame, places, child, start, end, report)
    return frame


def _close(
    frame: pd.DataFrame,
    places: Whole,
    stale: Mask,
    child: Whole,
    is_open: Mask,
    report: Report,
    options: ReadOptions,
) -> pd.DataFrame:
    last_open = np.full(int(child.max()) + 1, -1, np.int64)
    numbers = np.arange(len(places))
    last_open[child[is_open]] = numbers[is_open]
    double = stale & (last_open[child] > numbers)
    repair = options.repairs("close_open_episodes")
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
        report_rows(report, code, frame, where, "end", what + done, "Fill in the end.")
    if not repair:
        return frame
    following = np.append(frame["start"].to_numpy()[places][1:], np.datetime64("NaT", "s"))
    ends = frame["end"].to_numpy().copy()
    ends[places[stale]] = following[stale]
    reasons = frame["rec"].cat
    if "X1" not in reasons.categories:
        reasons = frame["rec"].cat.add_categories(["X1"]).cat
    codes = reasons.codes.to_numpy().copy()
    codes[places[stale]] = reasons.categories.get_loc("X1")
    closed = frame.assign(
        end=ends, rec=pd.Categorical.from_codes(codes, categories=reasons.categories)
    )
    files = frame["file"].iloc[places[stale]].value_counts()
    for file, count in files[files > 0].items():
        report.repaired("close_open_episodes", str(file), int(count))
    return closed


def _report_overlaps(
    frame: pd.DataFrame, places: Whole, child: Whole, start: Whole, end: Whole, report: Report
) -> None:
    """Report closed episodes that go on after a later one of the child has started."""
    if len(places) < 2:
        return
    upto = np.where(end == _OPEN, start, end)  # what is open is reported as such
    reach = np.maximum.accumulate((child << _DAY_BITS) | upto)
    over = reach[:-1] > ((child[1:] << _DAY_BITS) | start[1:])
    over &= (reach[:-1] >> _DAY_BITS) == child[1:]
    where = np.zeros(len(frame), bool)
    where[places[1:][over]] = True
    report_rows(
        report, "X141", frame, where, "start",
        "episodes start before an earlier one of the same child has ended; both were kept.",
        "Correct the end of the earlier one or the start of this one.",
    )  # fmt: skip


def _days(dates: pd.Series) -> Whole:
    """Return dates as whole days from 0 to _OPEN, which stands for none."""
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    missing = days == np.iinfo(np.int64).min
    days = np.clip(days + _SHIFT, 0, _OPEN - 1)
    days[missing] = _OPEN
    return days


def _key(child: Whole, start: Whole, end: Whole) -> Whole:
    return (((child << _DAY_BITS) | start) << _DAY_BITS) | end
