"""Care leavers: one row a young person, the words of in touch, and who is no longer counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.feeds.context import Context
from lacxl.records.feeds.rows import MISSING, comparable, most_of_same, whole_numbers
from lacxl.records.frames import DAY, Frame, Mask

LEFT_OUT = ("DIED", "RHOM")
"""Died, or back with parents for six months or more: DfE counts neither as care leavers."""

_SAID = ("category", "in_touch", "suitable", "activity", "pathway_review")
"""What a row says about a care leaver, and how they are doing."""
_LEAVERS = ("relevant", "former relevant", "qualifying")
_UNTOLD = {"category": "not known", "in_touch": "NO", "activity": "0"}
"""Put for a text that rows differ in: nobody is counted by it, and it is not blank, as
that would be taken for a list which does not have the column (0 is OC3's for no information)."""


def leavers(frame: Frame, context: Context) -> Frame:
    """Return care leavers with flags; those not counted are left out (leave_out_leavers, X158)."""
    if "suitable" in frame and frame.is_text("suitable"):
        frame = _as_flag(frame, "suitable", yes="suitable", no=("unsuitable",))
    frame = _of_the_latest_contact(frame, context)
    if "in_touch" not in frame:
        return frame
    gone = frame.any_of("in_touch", LEFT_OUT)
    if gone.any() and context.options.makes("leave_out_leavers"):
        context.tell("X158", frame, gone, "in_touch")
        frame = frame.taken(~gone)
    texts = frame.codes("in_touch").texts
    return _as_flag(frame, "in_touch", yes="YES", no=[text for text in texts if text != "YES"])


def _as_flag(frame: Frame, column: str, yes: str, no: Sequence[str]) -> Frame:
    said = frame.codes(column)
    flags = np.where(said.any_of(no), 0.0, np.nan)
    return frame.assign(**{column: np.where(said.any_of((yes,)), 1.0, flags)})


def _of_the_latest_contact(frame: Frame, context: Context) -> Frame:
    """Return of each young person the row of the latest contact, having reported others (X163);
    what rows that nothing tells apart contradict each other in is not known (X162).
    """
    if len(np.unique(frame.child)) == len(frame):
        return frame
    days = whole_numbers(frame.days("contact"))
    contact = np.where(days <= context.horizon_day.astype(np.int64), days, MISSING)
    died = frame.any_of("in_touch", ("DIED",))  # after which there is no contact, whatever its date
    contact = np.where(died, np.iinfo(np.int64).max, contact)
    stands = contact == most_of_same([frame.child], contact)
    context.tell("X163", frame, ~stands)
    frame = frame.taken(stands)
    untold = np.zeros(len(frame), np.bool_)
    for name in _SAID:
        if name in frame:
            differs = _differing(frame, name)
            untold |= differs
            frame = _not_known(frame, name, differs)
    context.tell("X162", frame, untold)
    return frame


def _differing(frame: Frame, name: str) -> Mask:
    """Return the rows of people whose rows do not all have the same in a column."""
    values = comparable(frame.columns[name])
    if name == "category":  # which of these a young person is of changes with age
        values = frame.any_of(name, _LEAVERS).astype(np.int64)
    most, least = most_of_same([frame.child], values), ~most_of_same([frame.child], ~values)
    differs: Mask = most != least
    return differs


def _not_known(frame: Frame, name: str, rows: Mask) -> Frame:
    """Return the frame with nothing that counts in some rows; of days the person's earliest."""
    if frame.is_text(name):
        return frame.assign(**{name: frame.codes(name).put(np.flatnonzero(rows), _UNTOLD[name])})
    values = frame.array(name)
    if not frame.is_date(name):
        return frame.assign(**{name: np.where(rows, 0.0, values)})
    earliest = ~most_of_same([frame.child], ~whole_numbers(values))
    return frame.assign(**{name: np.where(rows, earliest.view(DAY), values)})
