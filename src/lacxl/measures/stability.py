"""Stability of placements (9.1, 9.2)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.measures.context import Context, in_words, last_day
from lacxl.measures.counted import Counted, LeftOut
from lacxl.measures.days import (
    MISSING,
    Mask,
    Numbers,
    Places,
    born_by,
    date_of,
    end_before,
    less_months,
    passed,
)
from lacxl.measures.in_date import in_care_count, share_of
from lacxl.measures.spells import Spans
from lacxl.measures.tables import among

TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
"""PLACE codes of the SSDA903 guide for temporary placements: holidays, hospital, respite."""
MANY = 3
WINDOW_MONTHS = 12
LONG_MONTHS = 30
STABLE_MONTHS = 24
GROWN = 16


class _Lasting:
    """9.1 at the ends of all the months: the cases, those that count and those left out."""

    def __init__(self, context: Context) -> None:
        history = context.history
        history.table.need("dob")
        row, there = history.spells.latest
        children = history.ever_in_care.only(row)
        no_dob, no_entry = children.dob == MISSING, children.entered == MISSING
        since, known = children.placed_since, children.placed != MISSING
        if context.options.same == "carer":
            blocks, on_record = history.carers
            block = blocks.of[children.row]
            since, known = history.start[blocks.first[block]], on_record[block]
        grown = passed(children.dob, [born_by(on, GROWN) for on in context.ends])
        long = passed(children.since, [end_before(on, LONG_MONTHS) for on in context.ends])
        stable = passed(since, [end_before(on, STABLE_MONTHS) for on in context.ends])
        young_until = np.minimum(there.until, grown)
        long_from = np.maximum(there.first, long)
        stable_from = np.maximum(long_from, stable)

        def tally(first: Places, until: Places, some: Mask) -> list[int]:
            return Spans(first, until).only(np.flatnonzero(some)).tally(len(context.ends))

        self.child = children.child
        self.cases = Spans(np.where(known, long_from, stable_from), young_until)
        self.counted = Spans(stable_from, young_until)
        self.in_cases = self.cases.tally(len(context.ends))
        self.in_counted = self.counted.tally(len(context.ends))
        self.undated = tally(np.where(no_entry, there.first, long_from), there.until, no_dob)
        self.unsure_entry = tally(there.first, np.minimum(young_until, long), no_entry)
        self.unsure_placement = tally(long_from, np.minimum(young_until, stable), ~known)


def lasting(context: Context, month: Month) -> Counted:
    """Count 9.1: the same placement for two years, of those under 16 in care for two and a half.

    The DfE's measure of long-term stability (formerly NI 63). Where the records begin after a
    child did, the earliest day on record proves what it can.
    """
    found, at = context.once("lasting", lambda: _Lasting(context)), context.place(month)
    same = "with the same carer" if context.options.same == "carer" else "in the same placement"
    return share_of(
        context, "9.1", month, context.history.spells.children[at],
        denominator=found.in_cases[at],
        numerator=found.in_counted[at],
        left_out=(
            LeftOut("the date of birth is not known", found.undated[at]),
            LeftOut("the start of the period of care is not known", found.unsure_entry[at]),
            LeftOut("the start of the placement is not known", found.unsure_placement[at]),
        ),
        of=f"under {GROWN}, in this period of care for {LONG_MONTHS} months or more",
        counts=f"{same} for {STABLE_MONTHS} months or more on {in_words(last_day(month))}",
        who=lambda: (found.child[found.counted.at(at)], found.child[found.cases.at(at)]),
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
    found = context.once("moves", lambda: _Moves(context))
    counted = found.at(context.place(month))
    return share_of(
        context, "9.2", month, context.history.spells.children[context.place(month)],
        denominator=context.history.spells.children[context.place(month)],
        numerator=len(counted),
        left_out=(),
        of="all of them",
        counts=f"{MANY} or more placements in the twelve months to {in_words(on)}, temporary ones "
        "(T0 to T4) left out and one resumed after them counted once",
        who=lambda: (counted, context.history.in_care(on).child),
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


class _Moves:
    """The placements that count of the children who had many in the days that any month looks at.

    Those that one resumes are of a group, which counts once.
    """

    def __init__(self, context: Context) -> None:
        history = context.history
        history.table.need("place")
        stretches, _ = history.placements
        start = history.start[stretches.first]
        # a placement is there until the day before its end, at least on the day of its start
        until = np.maximum(history.placement_ends - 1, start)
        near = np.flatnonzero((start <= context.last) & (until >= context.look_back))
        near = near[~history.table.any_of("place", TEMPORARY, stretches.first[near])]
        near = near[_of_many(history.child[stretches.first[near]])]
        first, last = stretches.first[near], stretches.last[near]
        maybe = np.flatnonzero(
            (np.diff(near) > 1) & (history.care.of[first[1:]] == history.care.of[first[:-1]])
        )
        resumed = np.zeros(len(near), np.bool_)
        resumed[maybe + 1] = history.table.same(
            ("place", "postcode", "urn"), last[maybe], first[maybe + 1]
        )
        self._group = np.cumsum(~resumed)
        self._child = history.child[first]
        before = [less_months(on, WINDOW_MONTHS) for on in context.ends]
        self._there = Spans(passed(start[near], context.ends), passed(until[near], before))
        row, spans = history.spells.latest
        in_care = history.spells.child[row]
        some = np.flatnonzero(among(in_care, self._child))
        self._in_care, self._spans = in_care[some], spans.only(some)

    def at(self, month: int) -> Numbers:
        """Return the children in care who had many placements in the twelve months."""
        there = self._there.at(month)
        group = self._group[there]
        new = np.ones(len(there), np.bool_)
        new[1:] = group[1:] != group[:-1]
        child = self._child[there[new]]
        in_care = self._in_care[self._spans.at(month)]
        return in_care[among(in_care, child[_of_many(child)])]


def _of_many(child: Numbers) -> Mask:
    """Return which rows are of a child who has many; a child's rows stand together."""
    found = np.zeros(len(child), np.bool_)
    many = child[MANY - 1 :] == child[: 1 - MANY]
    for place in range(MANY):
        found[place : place + len(many)] |= many
    return found
