"""Stability of placements (9.1, 9.2)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.measures.context import Context, in_words, last_day
from lacxl.measures.counted import Counted, LeftOut
from lacxl.measures.days import MISSING, add_months, born_by, date_of, less_months
from lacxl.measures.history import History, InCare
from lacxl.measures.in_date import in_care_count
from lacxl.measures.tables import Index, times_of

TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
"""PLACE codes of the SSDA903 guide for temporary placements: holidays, hospital, respite."""
MANY = 3
WINDOW_MONTHS = 12
LONG_MONTHS = 30
STABLE_MONTHS = 24
GROWN = 16


def lasting(context: Context, month: Month) -> Counted:
    """Count 9.1: the same placement for two years, of those under 16 in care for two and a half.

    The DfE's measure of long-term stability (formerly NI 63). Where the records begin after a
    child did, the earliest day on record proves what it can.
    """
    on, history = last_day(month), context.history
    children = history.in_care(on, "dob")
    no_dob = children.dob == MISSING
    young = children.dob > born_by(on, GROWN)
    long = add_months(children.since, LONG_MONTHS) <= on
    maybe_long = long | (children.entered == MISSING)
    since, known = children.placed_since, children.placed != MISSING
    if context.options.same == "carer":
        blocks, on_record = history.carers
        block = blocks.of[children.row]
        since, known = history.start[blocks.first[block]], on_record[block]
    stable = add_months(since, STABLE_MONTHS) <= on
    sure = stable | known
    not_grown = no_dob | young
    undated = no_dob & maybe_long
    unsure_entry = ~no_dob & young & maybe_long & ~long
    unsure_placement = ~no_dob & young & long & ~sure
    same = "with the same carer" if context.options.same == "carer" else "in the same placement"
    return in_care_count(
        context, "9.1", month, children,
        denominator=not_grown & ~no_dob & long & sure,
        numerator=stable,
        left_out=(
            LeftOut("the date of birth is not known", int(undated.sum())),
            LeftOut("the start of the period of care is not known", int(unsure_entry.sum())),
            LeftOut("the start of the placement is not known", int(unsure_placement.sum())),
        ),
        of=f"under {GROWN}, in this period of care for {LONG_MONTHS} months or more",
        counts=f"{same} for {STABLE_MONTHS} months or more on {in_words(on)}",
    )  # fmt: skip


def months_back(month: Month) -> int:
    """Return how many months before this one the twelve months of 9.2 begin."""
    first = date_of(less_months(last_day(month), WINDOW_MONTHS) + 1)
    return (month.year - first.year) * 12 + month.number - first.month


def moves(context: Context, month: Month) -> Counted:
    """Count 9.2: three or more placements in the twelve months to the day.

    The DfE's measure of short-term stability (formerly NI 62), by the SSDA903 guide's rules on
    temporary placements.
    """
    on = last_day(month)
    if context.care_dataset() == "in_care":
        return _listed(context, month, on)
    history = context.history
    children = history.in_care(on)
    return in_care_count(
        context, "9.2", month, children,
        denominator=np.ones(len(children.child), np.bool_),
        numerator=_placements(context, children, on) >= MANY,
        left_out=(),
        of="all of them",
        counts=f"{MANY} or more placements in the twelve months to {in_words(on)}, temporary ones "
        "(T0 to T4) left out and one resumed after them counted once",
    )  # fmt: skip


def _listed(context: Context, month: Month, on: int) -> Counted:
    """Count 9.2 from the list's own number of placements."""
    children = context.care.in_care(on)
    table = context.care.table
    table.need_filled("placements")
    number = table.numbers("placements")[children.row]
    known = ~np.isnan(number)
    return in_care_count(
        context, "9.2", month, children,
        denominator=known,
        numerator=number >= MANY,
        left_out=(LeftOut("the number of placements is not known", int((~known).sum())),),
        of="whose number of placements is given",
        counts=f"{MANY} or more placements in the twelve months by the list's own number",
    )  # fmt: skip


class _Groups:
    """The placements of some days that count; those that one resumes are of a group."""

    def __init__(self, history: History, first_day: int, last_day: int) -> None:
        history.table.need("place")
        stretches, _ = history.placements
        temporary = history.table.any_of("place", TEMPORARY, stretches.first)
        counting = np.flatnonzero(~temporary)
        first, last = stretches.first[counting], stretches.last[counting]
        maybe = np.flatnonzero(
            (np.diff(counting) > 1) & (history.care.of[first[1:]] == history.care.of[first[:-1]])
        )
        resumed = np.zeros(len(counting), np.bool_)
        resumed[maybe + 1] = history.table.same(
            ("place", "postcode", "urn"), last[maybe], first[maybe + 1]
        )
        start = history.start[first]
        # a placement is there until the day before its end, at least on the day of its start
        until = np.maximum(history.placement_ends[counting] - 1, start)
        near = np.flatnonzero((start <= last_day) & (until >= first_day))
        self.of = np.cumsum(~resumed)[near]
        self.start, self.last_day = start[near], until[near]
        self.child = history.child[first[near]]


def _placements(context: Context, children: InCare, on: int) -> Index:
    """Return how many placements each child had in the twelve months to the day."""
    groups = context.once(
        "placements that count", lambda: _Groups(context.history, context.look_back, context.last)
    )
    before = less_months(on, WINDOW_MONTHS)
    there = np.flatnonzero((groups.start <= on) & (groups.last_day > before))
    new = np.ones(len(there), np.bool_)
    group = groups.of[there]
    new[1:] = group[1:] != group[:-1]
    child = groups.child[there[new]]
    return times_of(child, children.child)
