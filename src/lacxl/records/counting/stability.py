"""Stability of placements (9.1, 9.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context, in_words, last_day
from lacxl.records.counting.counted import Counted, LeftOut
from lacxl.records.counting.days import (
    MISSING,
    Days,
    Mask,
    Numbers,
    Places,
    born_by,
    date_of,
    end_before,
    less_months,
    passed,
)
from lacxl.records.counting.history import History
from lacxl.records.counting.homes import TEMPORARY, WHERE, Homes
from lacxl.records.counting.in_date import in_care_count, share_of
from lacxl.records.counting.spells import Spans
from lacxl.records.counting.tables import Index, among, last_of_runs

MANY = 3
WINDOW_MONTHS = 12
LONG_MONTHS = 30
STABLE_MONTHS = 24
GROWN = 16
_YEAR = 366


class _Lasting:
    """9.1 at the ends of all the months: the cases, those that count and those left out."""

    def __init__(self, context: Context) -> None:
        history = context.history
        history.table.need("dob", "place")
        row, there = history.spells.latest
        children = history.ever_in_care.only(row)
        no_dob, no_entry = children.dob == MISSING, children.entered == MISSING
        homes = Homes.lasting(history, context.options.same == "carer")
        if context.options.adoptive_with_previous:
            homes = homes.with_the_one_before(history)
        home = homes.of[history.placements[0].of[children.row]]
        since, known = history.start[homes.first[home]], homes.known[home]
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

    Stays in temporary placements are looked through. NI 63 had this measure, with the previous
    placement counted on for those placed for adoption; the DfE's has the same carer. Where the
    records begin after a child did, the earliest day on record proves what it can.
    """
    found, at = context.once("lasting", lambda: _Lasting(context)), context.place(month)
    same = "with the same carer" if context.options.same == "carer" else "in the same placement"
    if context.options.adoptive_with_previous:
        same += " (placed for adoption: together with the one before)"
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
    """The children in care with many placements in the twelve months, at the ends of all months."""

    def __init__(self, context: Context) -> None:
        history = context.history
        history.table.need("place")
        child, spans = _many_at(context, _Placements.of(history, context.ends))
        row, in_care = history.spells.latest
        of_row = history.spells.child[row]
        some = np.flatnonzero(among(of_row, child))
        self._child, self._spans = child, spans
        self._in_care, self._in_care_spans = of_row[some], in_care.only(some)

    def at(self, month: int) -> Numbers:
        """Return the children."""
        in_care = self._in_care[self._in_care_spans.at(month)]
        many = among(in_care, self._child[self._spans.at(month)])
        return in_care[np.flatnonzero(many)]


@dataclass(frozen=True, slots=True)
class _Placements:
    """Placements, in order: of a child none starts or ends before the one before does.

    Each is there from `start` on and `until` the day before its end, at least on that of its start.
    """

    child: Numbers
    place: Index
    care: npt.NDArray[np.int32]
    first: Index
    last: Index
    start: Days
    until: Days

    @classmethod
    def of(cls, history: History, ends: Sequence[int]) -> _Placements:
        """Return those that may be of MANY in a year before any of the ends, and not temporary.

        Of as many that follow each other the last starts within a year of the end of the first.
        """
        runs, _ = history.placements
        start = history.start[runs.first]
        until = history.placement_ends - 1
        np.maximum(until, start, out=until)
        apart, earliest = MANY - 1, less_months(ends[0], WINDOW_MONTHS)
        first_until, last_start = until[: len(start) - apart], start[apart:]
        between = last_start - first_until
        near = (between >= 0) & (between <= _YEAR)
        near &= (last_start <= ends[-1]) & (first_until > earliest)
        few = np.flatnonzero(near)
        same = history.child[runs.first[few]] == history.child[runs.first[few + apart]]
        few = few[np.flatnonzero(same)]
        wanted = np.zeros(len(start), np.bool_)
        for place in range(MANY):
            wanted[few + place] = True
        mine = np.flatnonzero(wanted)
        mine = mine[np.flatnonzero(~history.table.any_of("place", TEMPORARY, runs.first[mine]))]
        first = runs.first[mine]
        return cls(
            history.child[first], mine, history.care.of[first], first, runs.last(mine),
            start[mine], until[mine],
        )  # fmt: skip


def _many_at(context: Context, found: _Placements) -> tuple[Numbers, Spans]:
    """Return children, and at which months' ends they had MANY placements in the twelve months.

    A placement that is resumed after temporary ones is one with that before.
    """
    before = [less_months(on, WINDOW_MONTHS) for on in context.ends]
    begin, end = passed(found.start, context.ends), passed(found.until, before)
    maybe = np.flatnonzero(
        (np.diff(found.place) > 1)
        & (found.care[1:] == found.care[:-1])
        & (begin[1:] < end[:-1])  # else there is no month in which both count
    )
    new = np.ones(len(begin), np.bool_)
    new[maybe + 1] = ~context.history.table.same(WHERE, found.last[maybe], found.first[maybe + 1])
    first = np.flatnonzero(new)
    child, begin, end = found.child[first], begin[first], end[last_of_runs(first, len(new))]
    apart = MANY - 1
    begin, end = begin[apart:], end[: len(end) - apart]
    many = np.flatnonzero((child[apart:] == child[: len(child) - apart]) & (begin < end))
    return child[many], Spans(begin[many], end[many])
