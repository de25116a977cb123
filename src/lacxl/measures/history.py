"""Periods of care and placements, worked out once from all episodes of a source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lacxl.measures.days import FAR, MISSING, SPAN_BITS, Days, Mask, Numbers
from lacxl.measures.tables import Index, Table, keys, of_some

PLACEMENT_BEGINS = ("S", "P", "T", "B", "U")
CARER_BEGINS = ("S", "P", "B")
"""RNE codes of the SSDA903 guide: T and U change the placement and keep the carer."""
GOES_ON = ("", "X1")
"""RECs that end an episode and no period of care."""
_TIE_BREAKS = ("urn", "postcode", "place", "legal_status", "rec", "rne")


@dataclass(frozen=True, slots=True)
class Stretches:
    """Runs of neighbouring episodes: of each episode its run, of each run its first and last."""

    of: Index
    first: Index
    last: Index

    @classmethod
    def starting(cls, new: Mask) -> Stretches:
        """Return the runs that start where `new` is true."""
        first = np.flatnonzero(new)
        last = np.append(first[1:], len(new)) - 1 if len(first) else first
        return cls(np.cumsum(new) - 1, first, last)


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of care, sorted by child and start.

    `start` is the earliest day on record; it is the day of entry where `entered` is true. `end`
    is FAR for one that is open.
    """

    child: Numbers
    start: Days
    entered: Mask
    end: Days


@dataclass(frozen=True, slots=True)
class InCare:
    """The children in care on a day, each once, in order.

    `since` and `placed_since` are the earliest days on record of the period of care and of the
    placement; `entered` and `placed` are the same days, but MISSING where the true first day may
    lie before the records. `row` is the row of the table.
    """

    child: Numbers
    dob: Days
    since: Days
    entered: Days
    placed_since: Days
    placed: Days
    row: Index

    def only(self, places: Index) -> InCare:
        """Return some of the children."""
        return InCare(
            self.child[places],
            self.dob[places],
            self.since[places],
            self.entered[places],
            self.placed_since[places],
            self.placed[places],
            self.row[places],
        )


class History:
    """The episodes of the children who were in care on any day from `first` to `last`.

    They are sorted by child and start. Short breaks were left out before, and episodes with unknown
    starts are left out here.
    """

    def __init__(self, kept: Table, first: int, last: int) -> None:
        kept.need("child", "start", "end", "rne", "rec")
        self.read = kept.read
        self.kept = len(kept)
        start = kept.days("start")
        known = start != MISSING
        self.unknown_starts = int(len(known) - known.sum())
        self.earliest = int(start.compress(known).min()) if known.any() else MISSING
        near = known & (start <= last) & (kept.ends("end") >= first)
        rows = np.flatnonzero(known & of_some(kept.child, near))
        self.table = _sorted(kept if len(rows) == len(known) else kept.only(rows))
        self.child = self.table.child
        self.start = self.table.days("start")
        self.end = self.table.ends("end")
        self.ending = (self.end != FAR) & ~self.table.any_of("rec", GOES_ON)
        self._entry = self.table.any_of("rne", ("S",))
        self._first, self._last = first, last
        self._in_care: dict[int, InCare] = {}

    @cached_property
    def _first_of_child(self) -> Mask:
        new = np.ones(len(self.child), np.bool_)
        new[1:] = self.child[1:] != self.child[:-1]
        return new

    @cached_property
    def care(self) -> Stretches:
        """The episodes of each period of care."""
        new = self._first_of_child | self._entry
        new[1:] |= self.ending[:-1]
        return Stretches.starting(new)

    @cached_property
    def periods(self) -> Periods:
        """The periods of care; one that never ended does so at the child's next at the latest."""
        first, last = self.care.first, self.care.last
        child, start = self.child[first], self.start[first]
        end = np.where(self.ending[last], self.end[last], np.int32(FAR))
        return Periods(child, start, self._entry[first], _until_next(end, child, start))

    def _blocks(self, begins: tuple[str, ...]) -> tuple[Stretches, Mask]:
        new = self.table.any_of("rne", begins)
        known = new.copy()
        new[self.care.first] = True
        blocks = Stretches.starting(new)
        return blocks, known[blocks.first]

    @cached_property
    def placements(self) -> tuple[Stretches, Mask]:
        """The episodes of each placement, and whether its beginning is on record."""
        return self._blocks(PLACEMENT_BEGINS)

    @cached_property
    def carers(self) -> tuple[Stretches, Mask]:
        """The episodes with each carer, and whether the beginning is on record."""
        return self._blocks(CARER_BEGINS)

    @cached_property
    def placement_ends(self) -> Days:
        """The end of each placement: the next one's start, or the end of the period of care."""
        first = self.placements[0].first
        care = self.care.of[first]
        end = self.periods.end[care]
        if len(end):
            same = care[1:] == care[:-1]
            end[:-1][same] = self.start[first[1:]][same]
        return end

    def in_care(self, on: int, *needs: str) -> InCare:
        """Return the children in care at the end of the day.

        An episode starts on or before the day and has no end, or one after it. Of two that are
        open at once the later one counts. Raises CannotCount where a column in `needs` is lacking.
        """
        self.table.need(*needs)
        if on not in self._in_care:
            start, end, anyone = self._ever_in_care
            rows = np.flatnonzero((start <= on) & (end > on))
            if len(rows):
                child = anyone.child[rows]
                rows = rows[np.append(child[1:] != child[:-1], True)]
            self._in_care[on] = anyone.only(rows)
        return self._in_care[on]

    @cached_property
    def _ever_in_care(self) -> tuple[Days, Days, InCare]:
        """The episodes that were open at the end of any of the days, with starts and ends: what
        each month chooses from, so that the other episodes are looked at once.
        """
        rows = np.flatnonzero((self.start <= self._last) & (self.end > self._first))
        care = self.care.of[rows]
        placements, known = self.placements
        placement = placements.of[rows]
        since = self.periods.start[care]
        placed_since = self.start[placements.first[placement]]
        dob = (
            self.table.days("dob")[rows]
            if self.table.has("dob")
            else np.full(len(rows), MISSING, np.int32)
        )
        found = InCare(
            self.child[rows],
            dob,
            since,
            np.where(self.periods.entered[care], since, np.int32(MISSING)),
            placed_since,
            np.where(known[placement], placed_since, np.int32(MISSING)),
            rows,
        )
        return self.start[rows], self.end[rows], found


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
            _until_next(self.table.ends("ceased"), child, start),
        )  # fmt: skip

    def in_care(self, on: int, *needs: str) -> InCare:
        """Return the children in care at the end of the day, as `History.in_care` does."""
        self.table.need(*needs)
        rows = np.flatnonzero((self.periods.start <= on) & (self.table.ends("ceased") > on))
        if len(rows):
            child = self.table.child[rows]
            rows = rows[np.append(child[1:] != child[:-1], True)]
        since = self.periods.start[rows]
        none = np.full(len(rows), MISSING, np.int32)
        dob = self.table.days("dob")[rows] if self.table.has("dob") else none
        has_placement = self.table.has("placement_start")
        placed = self.table.days("placement_start")[rows] if has_placement else none
        return InCare(self.table.child[rows], dob, since, since, placed, placed, rows)


def _until_next(end: Days, child: Numbers, start: Days) -> Days:
    """Return the ends, none of them later than the start of the child's next period."""
    end = end.copy()
    if len(end):
        same = child[1:] == child[:-1]
        end[:-1][same] = np.minimum(end[:-1][same], start[1:][same])
    return end


def _sorted(table: Table) -> Table:
    """Return the episodes by child, start and end (an open one last), whatever order they had.

    Episodes that share all three are ordered by what they say: an entry comes first, an end with
    a reason last, the rest by their codes.
    """
    child = table.child
    if len(child) and (child.min() < 0 or child.max() >= 1 << (62 - 2 * SPAN_BITS)):
        child = np.unique(child, return_inverse=True)[1].astype(np.int64)
    end = table.ends("end")
    key = (keys(child, table.days("start")) << SPAN_BITS) + keys(np.zeros(1, np.int64), end)
    in_order = bool(np.all(key[1:] >= key[:-1]))
    order = np.arange(len(key)) if in_order else np.argsort(key, kind="stable")
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
        in_order = False
    return table if in_order else table.only(order)
