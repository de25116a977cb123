"""Adults in care (leave_out_adults): episodes, and rows of a list, that go on at 18 and over."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from lacxl.records.feeds.context import SHORT_BREAKS, Context, Span
from lacxl.records.feeds.rows import MISSING, whole_numbers
from lacxl.records.frames import NO_DAY, Days, Frame

_EIGHTEEN_YEARS: Final = 18 * 365 + 4
"""The days of eighteen years, or one less."""


def without_adults(frame: Frame, span: Span, until: dt.date, context: Context) -> Frame:
    """Return rows of a dataset with `of_age`, the 18th birthday of whose goes on after it, and
    without those that start on it or later; all of them are reported (X171).

    Whoever is of age on `until` is, the last day to be counted.
    """
    day = np.datetime64(until, "D")
    born, end = whole_numbers(frame.array("dob")), whole_numbers(frame.array(span.last))
    least = born + (_EIGHTEEN_YEARS - 1)
    maybe = (born != MISSING) & (least <= day.astype(np.int64))
    rows = np.flatnonzero(maybe & ((end == MISSING) | (end > least)))
    of_age = _of_age(frame.array("dob")[rows])
    ends = frame.array(span.last)[rows]
    found = (of_age <= day) & (np.isnat(ends) | (ends > of_age))
    found &= ~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)
    if not found.any():
        return frame
    days = np.full(len(frame), NO_DAY)
    days[rows[found]] = of_age[found]
    grown = ~np.isnat(days)
    repair = context.makes("leave_out_adults")
    context.tell("X171", frame, grown, span.last, span.kind, "" if repair else "off")
    if not repair:
        return frame
    context.repaired("leave_out_adults", frame, grown)
    wholly = frame.array(span.first) >= days  # never where there is no such day
    return frame.assign(of_age=days).taken(~wholly)


def _of_age(born: Days) -> Days:
    """Return 18th birthdays; of those born on 29 February it is 1 March (as `born_by` says)."""
    month = born.astype("datetime64[M]")
    into: Days = born - month.astype("datetime64[D]")
    later: Days = (month + 18 * 12).astype("datetime64[D]") + into
    return later
