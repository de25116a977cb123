"""Adults in care: an episode, or a row of a list, that goes on at 18 and over."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.continuing import SHORT_BREAKS
from lacxl.records.feeds.day_numbers import MISSING, whole_numbers
from lacxl.records.feeds.stacking import count_by_file, report_rows
from lacxl.records.frames import NO_DAY, Days, Frame, Rows

_EIGHTEEN_YEARS: Final = 18 * 365 + 4
"""The days of eighteen years, or one less."""


def without_adults(
    frame: Frame, context: Context, until: dt.date, first: str = "start", last: str = "end"
) -> Frame:
    """Return rows of a dataset with `of_age`, the 18th birthday of whose goes on after it, and
    without those that start on it or later; all of them are reported.

    Who is of age on `until` is, the last day that is to be counted.
    """
    rows = _after(frame, last, np.datetime64(until, "D"))
    if not len(rows):
        return frame
    of_age = _of_age(frame.array("dob")[rows])
    repair = context.options.repairs("leave_out_adults")
    grown = np.zeros(len(frame), np.bool_)
    grown[rows] = True
    report_rows(
        context.report, "X171", frame, grown, last,
        "[row is|rows are] of somebody in care at 18 or over; "
        + ("left out from the 18th birthday on." if repair
           else "counted, for the repair is turned off."),
        "Correct the date of birth, or put the day on which care ended.",
        context.kind("episodes" if last == "end" else "in_care"),
    )  # fmt: skip
    if not repair:
        return frame
    for file, count in count_by_file(frame.file[grown]).items():
        context.report.repaired("leave_out_adults", file, count)
    days = np.full(len(frame), NO_DAY)
    days[rows] = of_age
    wholly = np.zeros(len(frame), np.bool_)
    wholly[rows] = frame.array(first)[rows] >= of_age
    return frame.assign(of_age=days).taken(~wholly)


def _after(frame: Frame, last: str, until: np.datetime64) -> Rows:
    """Return the rows that go on after an 18th birthday which is not after a day."""
    born, end = whole_numbers(frame.array("dob")), whole_numbers(frame.array(last))
    least = born + (_EIGHTEEN_YEARS - 1)
    maybe = (born != MISSING) & (least <= until.astype(np.int64))
    maybe &= (end == MISSING) | (end > least)
    rows = np.flatnonzero(maybe)
    of_age = _of_age(frame.array("dob")[rows])
    ends = frame.array(last)[rows]
    found = (of_age <= until) & (np.isnat(ends) | (ends > of_age))
    found &= ~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)
    kept: Rows = rows[found]
    return kept


def _of_age(born: Days) -> Days:
    """Return 18th birthdays; of those born on 29 February it is 1 March (as `born_by` says)."""
    month = born.astype("datetime64[M]")
    into: Days = born - month.astype("datetime64[D]")
    later: Days = (month + 18 * 12).astype("datetime64[D]") + into
    return later
