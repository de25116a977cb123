"""Care leavers: one row a young person, the words of in touch, and who is no longer counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.day_numbers import MISSING, whole_numbers
from lacxl.records.feeds.stacking import count_by_file, report_rows
from lacxl.records.frames import DAY, Codes, Frame, Mask, Whole

LEFT_OUT = ("DIED", "RHOM")
"""Died, or back with parents for six months or more: DfE counts neither as care leavers."""

_SAID = ("category", "in_touch", "suitable", "activity", "pathway_review")
"""What a row says of a care leaver, and of how one is doing."""
_LEAVERS = ("relevant", "former relevant", "qualifying")
_UNTOLD = {"category": "not known", "in_touch": "NO", "activity": "0"}
"""What stands for a text that rows differ in: nobody is counted by it, and it is no blank, for
that would be taken for a list which does not have the column (0 is OC3's for no information)."""
_NONE = -(1 << 40)


def leavers(frame: Frame, context: Context) -> Frame:
    """Return care leavers with `in_touch` and `suitable` as 1, 0 or none; those who are no longer
    counted are left out.
    """
    if "suitable" in frame and frame.is_text("suitable"):
        said = frame.codes("suitable")
        flags = np.where(said.any_of(("unsuitable",)), 0.0, np.nan)
        frame = frame.assign(suitable=np.where(said.any_of(("suitable",)), 1.0, flags))
    frame = _of_the_latest_contact(frame, context)
    if "in_touch" not in frame:
        return frame
    gone = frame.codes("in_touch").any_of(LEFT_OUT)
    if gone.any() and context.options.repairs("leave_out_leavers"):
        report_rows(
            context.report, "X158", frame, gone, "in_touch",
            "[row is of a care leaver|rows are of care leavers] who died or returned home; left "
            "out.", "",
        )  # fmt: skip
        for file, count in count_by_file(frame.file[gone]).items():
            context.report.repaired("leave_out_leavers", file, count)
        frame = frame.taken(~gone)
    said = frame.codes("in_touch")
    flags = np.where(said.is_blank, np.nan, 0.0)
    return frame.assign(in_touch=np.where(said.any_of(("YES",)), 1.0, flags))


def _of_the_latest_contact(frame: Frame, context: Context) -> Frame:
    """Return of each young person the row of the latest contact.

    Rows that nothing tells apart are kept; what they contradict each other in is not known.
    """
    person = np.unique(frame.child, return_inverse=True)[1]
    if not len(person) or int(person.max()) + 1 == len(frame):
        return frame
    contact = np.full(len(frame), MISSING)
    if "contact" in frame:
        days = whole_numbers(frame.array("contact"))
        contact = np.where(days <= context.horizon_day.astype(np.int64), days, MISSING)
    if "in_touch" in frame:  # after which there is no contact, whatever its date
        died = frame.codes("in_touch").any_of(("DIED",))
        contact = np.where(died, np.iinfo(np.int64).max, contact)
    stands = contact == _most(contact, person)
    report_rows(
        context.report, "X163", frame, ~stands, "",
        "[row|rows] of an earlier contact with a care leaver; left out, for the row of the latest "
        "stands.", "",
    )  # fmt: skip
    frame, person = frame.taken(stands), person[stands]
    untold = np.zeros(len(frame), np.bool_)
    for name in _SAID:
        if name in frame:
            differs = _differing(frame, name, person)
            untold |= differs
            frame = frame.assign(**{name: _not_known(frame, name, differs, person)})
    report_rows(
        context.report, "X162", frame, untold, "",
        "[row|rows] of a care leaver of whom another row says something else, with no date of a "
        "contact to tell which is later; what they differ in counts as not known.",
        "Give the date of the latest contact, or one row for each care leaver.",
    )  # fmt: skip
    return frame


def _most(values: Whole, person: Whole) -> Whole:
    """Return for each row the most that any row of the same person has."""
    top = np.full(int(person.max(initial=-1)) + 1, np.iinfo(np.int64).min)
    np.maximum.at(top, person, values)
    return top[person]


def _differing(frame: Frame, name: str, person: Whole) -> Mask:
    """Return the rows of people whose rows do not all have the same in a column."""
    if name == "category":  # which of these a young person is of changes with age
        values = frame.codes(name).any_of(_LEAVERS).astype(np.int64)
    elif frame.is_text(name):
        values = frame.codes(name).places.astype(np.int64)
    elif frame.is_date(name):
        days = whole_numbers(frame.array(name))
        values = np.where(days == MISSING, _NONE, days)
    else:
        values = np.nan_to_num(frame.array(name), nan=-1.0).astype(np.int64)
    differs: Mask = _most(values, person) != -_most(-values, person)
    return differs


def _not_known(frame: Frame, name: str, rows: Mask, person: Whole) -> Codes | npt.NDArray[Any]:
    """Return a column in which some rows, of which others of the person differ, count for nothing;
    of days the earliest, by which a review is in date only where it is by every row.
    """
    if frame.is_text(name):
        return frame.codes(name).put(np.flatnonzero(rows), _UNTOLD[name])
    values = frame.array(name)
    if not frame.is_date(name):
        return np.where(rows, 0.0, values)
    days = whole_numbers(values)
    latest = _most(np.where(days == MISSING, -_NONE, -days), person)
    earliest = np.where(latest == -_NONE, MISSING, -latest).view(DAY)
    return np.where(rows, earliest, values)
