"""Homes: placements as they last, stays in temporary ones (T0 to T4) looked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.records.counting.days import Mask
from lacxl.records.counting.history import CARER_BEGINS, PLACEMENT_BEGINS, History
from lacxl.records.counting.tables import Index

TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
"""PLACE codes of the SSDA903 guide for temporary placements: holidays, hospital, respite."""
ADOPTIVE: Final = ("A3", "A4", "A5", "A6")
"""PLACE codes of the SSDA903 guide: placed for adoption, by consent or order, with the carer."""
WHERE: Final = ("place", "postcode", "urn")
"""What is the same where a placement is resumed."""
_SAME_CARER: Final = ("T", "U")


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes in order. `of` is the home of each placement: while a child is away in a temporary
    one, the home before. `first` is the episode that each began with, `known` whether its beginning
    is on record.
    """

    of: Index
    first: Index
    known: Mask

    @classmethod
    def lasting(cls, history: History, same_carer: bool) -> Homes:
        """Return homes that last as long as the placement, or with `same_carer` as the carer."""
        placements, _ = history.placements
        first = placements.first
        temporary = history.table.any_of("place", TEMPORARY, first)
        places = np.arange(len(first))
        kept = np.flatnonzero(~temporary)
        before, after = kept[:-1], kept[1:]
        within = history.care.of[first[after]] == history.care.of[first[before]]
        away = np.flatnonzero(within & (after - before > 1))
        new = np.ones(len(kept), np.bool_)
        new[away + 1] = ~history.table.same(
            WHERE, placements.last(before[away]), first[after[away]]
        )
        # a child who was never anywhere else is at home in the temporary placement
        last = np.maximum.accumulate(np.where(temporary, -1, places))
        at = np.maximum(last, 0)
        alone = (last < 0) | (history.care.of[first[at]] != history.care.of[first])
        starts = np.zeros(len(first), np.bool_)
        starts[kept] = new
        starts |= alone
        begins: tuple[str, ...] = PLACEMENT_BEGINS
        if same_carer:
            begins = CARER_BEGINS
            care = history.care.of[first]
            starts[1:] &= (care[1:] != care[:-1]) | ~history.table.any_of(
                "rne", _SAME_CARER, first[1:]
            )
        number = np.cumsum(starts) - 1
        of = np.where(alone, number, number[at])
        begun = first[np.flatnonzero(starts)]
        return cls(of, begun, history.table.any_of("rne", begins, begun))

    def with_the_one_before(self, history: History) -> Homes:
        """Return homes of which one of adoption goes on from the home before it in the same period
        of care; several that follow each other with the same carer count as one.
        """
        if not len(self.first):
            return self
        adoptive = history.table.any_of("place", ADOPTIVE, self.first)
        care = history.care.of[self.first]
        away = history.table.any_of("place", TEMPORARY, self.first)
        before = np.append(-1, np.arange(len(self.first) - 1))
        before[1:][(care[1:] != care[:-1]) | away[:-1]] = -1
        stays = adoptive & (before >= 0) & adoptive[before]
        stays &= history.table.any_of("rne", _SAME_CARER, self.first)
        run = np.maximum.accumulate(np.where(stays, -1, np.arange(len(before))))
        joined = np.where(adoptive & (before[run] >= 0), before[run], np.arange(len(before)))
        return Homes(joined[self.of], self.first, self.known)
