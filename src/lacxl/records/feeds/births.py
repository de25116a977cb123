"""Dates of birth by child: from the table that is for them, else from any that has them."""

from __future__ import annotations

import numpy as np

from lacxl.records.feeds.context import Context, Modules
from lacxl.records.feeds.returns import return_year
from lacxl.records.feeds.rows import MISSING, whole_numbers
from lacxl.records.frames import NO_DAY, Days, Frame


def births_of(modules: Modules, main: str, context: Context) -> Days:
    """Return the date of birth of each child by code; differing (X152) and future ones (X136) are
    reported. `main` is the kind that is for births; the latest return's count, then the later day.
    """
    others = [f for name, frames in modules.items() if name != main for f in frames if "dob" in f]
    mains = [frame for frame in modules.get(main, ()) if "dob" in frame]
    ranked = [(-1, frame) for frame in others]
    ranked += [(return_year(frame, modules, context) or 0, frame) for frame in mains]
    births: Days = np.full(context.children + 1, NO_DAY)
    for rank in sorted({rank for rank, _ in ranked}):
        latest = np.full(context.children + 1, MISSING)
        for frame in (frame for its, frame in ranked if its == rank):
            known = frame.child >= 0
            days = whole_numbers(frame.array("dob"))
            np.maximum.at(latest, frame.child[known], days[known])
        births = np.where(latest == MISSING, births, latest.view(births.dtype))
    for frame in (*others, *mains):
        own = frame.array("dob")
        context.tell("X136", frame, own > context.horizon_day, "dob", case="birth")
        differs = (own != births[frame.child]) & ~np.isnat(own)
        context.tell("X152", frame, differs, "dob")
    return births


def with_births(frame: Frame, births: Days, keep: bool = False) -> Frame:
    """Return the frame with the children's dates of birth; with `keep`, its own where unknown."""
    found = births[frame.child]
    if keep and "dob" in frame:
        found = np.where(np.isnat(found), frame.array("dob"), found)
    return frame.assign(dob=found)


def check_births(frame: Frame, context: Context) -> None:
    """Report rows of children whose age nobody can tell (X153)."""
    context.tell("X153", frame, np.isnat(frame.array("dob")), "dob")
