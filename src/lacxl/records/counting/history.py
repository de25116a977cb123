"""Periods of care and placements, worked out once from all episodes of a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lacxl.records.counting.days import (
    FAR,
    LAST,
    MISSING,
    SPAN_BITS,
    Days,
    Mask,
    Numbers,
    first_known,
)
from lacxl.records.counting.spells import Spans, Spells, last_of_child
from lacxl.records.counting.tables import Chosen, Index, Table, keys, last_of_runs

PLACEMENT_BEGINS = ("S", "P", "T", "B", "U")
CARER_BEGINS = ("S", "P", "B")
"""RNE codes of the SSDA903 guide: T and U change the placement and keep the carer."""
GOES_ON = ("", "X1")
"""RECs that end an episode and no period of care."""
_LITTLE = 4
_END_BITS = 33
_TIE_BREAKS = ("urn", "postcode", "place", "legal_status", "rec", "rne")


@dataclass(frozen=True, slots=True)
class Stretches:
    """Runs of neighbouring episodes: of each episode its run, of each run its first."""

    of: npt.NDArray[np.int32]
    first: Index

    @classmethod
    def starting(cls, new: Mask) -> Stretches:
        """Return the runs that start where `new` is true."""
        first = np.flatnonzero(new)
        of = np.cumsum(new, dtype=np.int32)
        of -= 1
        return cls(of, first)

    def last(self, runs: Index | npt.NDArray[np.int32]) -> Index:
        """Return the last episode of some runs."""
        found = np.take(self.first, runs + 1, mode="clip") - 1
        found[runs + 1 == len(self.first)] = len(self.of) - 1
        return found


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of care, sorted by child and start.

    `start` is the earliest day on record; it is the day of entry where `entered` is true. `end`
    is FAR for one that is open. `near` is true for those of children that matter.
    """

    child: Numbers
    start: Days
    entered: Mask
    end: Days
    near: Mask


@dataclass(frozen=True, slots=True)
class InCare:
    """The children in care on a day, each once, in order.

    `since` is the earliest day on record of the period of care; `entered` is the same day and
    `placed` that of the placement, but MISSING where the true first day may lie before the records.
    `row` is the row of the table.
    """

    child: Numbers
    dob: Days
    since: Days
    entered: Days
    placed: Days
    row: Index

    def only(self, places: Index | slice) -> InCare:
        """Return some of the children."""
        return InCare(
            self.child[places],
            self.dob[places],
            self.since[places],
            self.entered[places],
            self.placed[places],
            self.row[places],
        )


class History:
    """The episodes, sorted by child and start, of at least the children who were in care on any day
    from `first` to `last`: those are `near`.

    Short breaks were left out before, and episodes with unknown starts are left out here. `ends`
    are the days whose children in care are wanted, in order.
    """

    def __init__(self, kept: Table, first: int, last: int, ends: Sequence[int]) -> None:
        kept.need("child", "start", "end", "rne", "rec")
        self.read = kept.read
        self.kept = len(kept)
        start, end = kept.days("start"), kept.ends("end")
        known = start != MISSING
        self.unknown_starts = self.kept - int(np.count_nonzero(known))
        self.earliest = first_known(start)
        near = known & (start <= last) & (end >= first)
        self._near = kept, near
        self.table = _sorted(self._narrowed(kept, known, near))
        self.child = self.table.child
        self.start = self.table.days("start")
        self.recorded_end = self.table.ends("end")
        self.end = self.table.until("end")
        self.ending = ~self.table.any_of("rec", GOES_ON)
        self.ending &= self.recorded_end != FAR
        self._entry = self.table.any_of("rne", ("S",))
        self._first, self._last, self._ends = first, last, ends
        self._in_care: dict[int, InCare] = {}

    @cached_property
    def near(self) -> Chosen:
        """The children who were in care on any day from the first to the last."""
        kept, rows = self._near
        return Chosen(kept.child, rows)

    def _narrowed(self, kept: Table, known: Mask, near: Mask) -> Table:
        """Return the episodes of the children that are near, or all where that saves little."""
        if not self.unknown_starts and np.count_nonzero(near) > len(near) // _LITTLE:
            return kept
        return kept.only(np.flatnonzero(known & self.near.among(kept.child)))

    @cached_property
    def care(self) -> Stretches:
        """The episodes of each period of care."""
        new = self._entry.copy()
        new[:1] = True
        new[1:] |= self.child[1:] != self.child[:-1]
        new[1:] |= self.ending[:-1]
        new[1:] |= self._gaps
        return Stretches.starting(new)

    @property
    def _gaps(self) -> Mask:
        """After which episodes, but the last, nothing is on record until the child's next one."""
        gaps: Mask = (self.end[:-1] < self.start[1:]) & (self.child[1:] == self.child[:-1])
        if gaps.any():  # an earlier one may go on over it
            nth = np.append(0, np.cumsum(self.child[1:] != self.child[:-1])) << _END_BITS
            reach = np.maximum.accumulate(nth + self.end - MISSING) & ((1 << _END_BITS) - 1)
            gaps &= reach[:-1] + MISSING < self.start[1:]
        return gaps

    @cached_property
    def periods(self) -> Periods:
        """The periods of care; one that never ended does so at the child's next at the latest."""
        first = self.care.first
        last = last_of_runs(first, len(self.child))
        child, start = self.child[first], self.start[first]
        end = self.end[last]
        if len(no_reason := np.flatnonzero(~self.ending[last] & (end != FAR))):
            end[no_reason] = np.maximum.reduceat(self.end, first)[no_reason]
        end = _until_next(end, child, start)
        return Periods(child, start, self._entry[first], end, self.near.among(child))

    @cached_property
    def placements(self) -> tuple[Stretches, Mask]:
        """The episodes of each placement, and whether its beginning is on record."""
        new = self.table.any_of("rne", PLACEMENT_BEGINS)
        known = new.copy()
        new[self.care.first] = True
        blocks = Stretches.starting(new)
        return blocks, known[blocks.first]

    @cached_property
    def placement_ends(self) -> Days:
        """The end of each placement: the next one's start, or the end of the period of care."""
        first = self.placements[0].first
        end = np.empty(len(first), np.int32)
        end[:-1] = self.start[first[1:]]
        # each period of care begins with a placement
        opens = self.placements[0].of[self.care.first[1:]]
        end[opens - 1] = self.periods.end[:-1]
        end[-1:] = self.periods.end[-1:]
        return end

    def in_care(self, on: int, *needs: str) -> InCare:
        """Return the children in care at the end of a day, one of `ends`.

        An episode starts on or before the day and has no end, or one after it. Of two that are
        open at once the later one counts. Raises CannotCount where a column in `needs` is lacking.
        """
        self.table.need(*needs)
        if on not in self._in_care:
            row, spans = self.spells.latest
            places = spans.at(self._ends.index(on))
            self._in_care[on] = self.ever_in_care.only(
                places if isinstance(row, slice) else row[places]
            )
        return self._in_care[on]

    @cached_property
    def _open(self) -> tuple[Index, Spells]:
        """The episodes that were open on any of the days, and on which."""
        rows = np.flatnonzero((self.start <= self._last) & (self.end > self._first))
        spans = Spans.between(self.start[rows], self.end[rows], self._ends)
        ever = np.flatnonzero(spans.first < spans.until)
        rows = rows[ever]
        return rows, Spells(self.child[rows], spans.only(ever), len(self._ends))

    @property
    def spells(self) -> Spells:
        """On which of the days the episodes of `ever_in_care` were open."""
        return self._open[1]

    @cached_property
    def ever_in_care(self) -> InCare:
        """The children with an episode that was open at the end of any of the days, once for each
        such episode: what each day chooses from, so that the other episodes are looked at once.
        """
        rows, spells = self._open
        care = self.care.of[rows]
        placements, known = self.placements
        placement = placements.of[rows]
        since = self.periods.start[care]
        placed_since = self.start[placements.first[placement]]
        dob = (
            self.table.days("dob", rows)
            if self.table.has("dob")
            else np.full(len(rows), MISSING, np.int32)
        )
        return InCare(
            spells.child,
            dob,
            since,
            np.where(self.periods.entered[care], since, np.int32(MISSING)),
            np.where(known[placement], placed_since, np.int32(MISSING)),
            rows,
        )


class Listed:
    """A list of children in care as at its day (Annex A list 8), read as a history of one row."""

    def __init__(self, kept: Table) -> None:
        kept.need("child", "started", "ceased")
        self.read = kept.read
        self.kept = len(kept)
        known = kept.days("started") != MISSING
        self.unknown_starts = int(len(known) - known.sum())
        rows = np.flatnonzero(known)
        order = np.lexsort((kept.ends("ceased")[rows], kept.days("started")[rows],
                            kept.child[rows]))  # fmt: skip
        self.table = kept.only(rows[order])
        child, start = self.table.child, self.table.days("started")
        self.periods = Periods(
            child, start, np.ones(len(child), np.bool_),
            _until_next(self.table.until("ceased"), child, start), np.ones(len(child), np.bool_),
        )  # fmt: skip

    def in_care(self, on: int, *needs: str) -> InCare:
        """Return the children in care at the end of the day, as `History.in_care` does."""
        self.table.need(*needs)
        rows = np.flatnonzero((self.periods.start <= on) & (self.table.until("ceased") > on))
        rows = rows[last_of_child(self.table.child[rows])]
        since = self.periods.start[rows]
        none = np.full(len(rows), MISSING, np.int32)
        dob = self.table.days("dob")[rows] if self.table.has("dob") else none
        has_placement = self.table.has("placement_start")
        placed = self.table.days("placement_start")[rows] if has_placement else none
        return InCare(self.table.child[rows], dob, since, since, placed, rows)


def _until_next(end: Days, child: Numbers, start: Days) -> Days:
    """Return the ends, none of them later than the start of the child's next period."""
    end = end.copy()
    same = child[1:] == child[:-1]
    end[:-1] = np.where(same, np.minimum(end[:-1], start[1:]), end[:-1])
    return end


def _sorted(table: Table) -> Table:
    """Return the episodes by child, start and end (an open one last), whatever order they had.

    Episodes that share all three are ordered by what they say: an entry comes first, an end with
    a reason last, the rest by their codes.
    """
    child, start, end = table.child, table.days("start"), table.ends("end")
    if _each_after_the_last(child, start, end):
        return table
    if child.min() < 0 or child.max() >= 1 << (62 - 2 * SPAN_BITS):
        child = np.unique(child, return_inverse=True)[1].astype(np.int64)
    key = (keys(child, start) << SPAN_BITS) + keys(np.zeros(1, np.int64), end)
    order = np.argsort(key, kind="stable")
    key = key[order]
    tied = key[1:] == key[:-1]
    if tied.any():
        at = np.flatnonzero(np.append(tied, False) | np.append(False, tied))
        rows = order[at]
        by_codes = [table.ranks(column, rows) for column in _TIE_BREAKS]
        later = table.any_of("rne", ("S",), rows) * -1 + 2 * (
            (end[rows] != FAR) & ~table.any_of("rec", GOES_ON, rows)
        )
        order[at] = rows[np.lexsort((*by_codes, later, key[at]))]
    return table.only(order)


def _each_after_the_last(child: Numbers, start: Days, end: Days) -> bool:
    """Say whether the rows are in order and no two are alike; an end on LAST is as good as none."""
    later = (start[1:] == start[:-1]) & (end[1:] > end[:-1]) & (end[:-1] < LAST)
    later |= start[1:] > start[:-1]
    later &= child[1:] == child[:-1]
    later |= child[1:] > child[:-1]
    return bool(later.all())
