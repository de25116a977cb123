"""Homes: how long placements last, looking through stays in temporary ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.records.counting.care import PLACEMENT_BEGINS, care_of
from lacxl.records.counting.records import Records, once
from lacxl.records.frames import Codes, Days, Frame, Mask, Rows, first_of_run

CARER_BEGINS: Final = ("S", "P", "B")
"""T and U change the placement and keep the carer."""
_SAME_CARER: Final = ("T", "U")
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
"""PLACE codes of the SSDA903 guide for temporary placements: holidays, hospital, respite."""
ADOPTIVE: Final = ("A3", "A4", "A5", "A6")
"""PLACE codes of the SSDA903 guide: placed for adoption, by consent or order, with the carer."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes in order. `of` is the home of each placement, of a temporary one the home before;
    `first` is the episode that each began with, `known` whether that is on record.
    """

    of: Rows
    first: Rows
    known: Mask


@once
def home_since(
    records: Records, *, same_carer: bool, adoptive_too: bool = False
) -> tuple[Days, Mask]:
    """Return for each row since when the child has had its home, the earliest day on record;
    and whether the home began then. An adoptive home goes on from the one before, if asked.
    """
    care, found = care_of(records), homes(records, same_carer=same_carer)
    of = _with_the_one_before(records, found)[found.of] if adoptive_too else found.of
    home = of[care.placements.of]
    return care.table.days("start")[found.first][home], found.known[home]


@once
def homes(records: Records, *, same_carer: bool) -> Homes:
    """Return homes that last as long as the placement, or the carer; who was never anywhere else in
    a period of care is at home in the temporary placement.
    """
    care = care_of(records)
    placements, begins = care.placements, care.table.some(care.placements.first)
    temporary = begins.any_of("place", TEMPORARY)
    indices = np.arange(len(temporary))
    opens = first_of_run(care.periods.of[placements.first])
    settled = np.maximum.accumulate(np.where(temporary, -1, indices))
    alone = settled < np.maximum.accumulate(np.where(opens, indices, 0))
    home = np.where(alone, indices, settled)  # the placement that the child is at home in
    new = home == indices
    back = np.flatnonzero(~temporary[1:] & ~opens[1:] & (home[:-1] < indices[:-1])) + 1
    new[back] = ~resumed(care.table, placements.last[home[back - 1]], placements.first[back])
    if same_carer:
        new &= opens | ~begins.any_of("rne", _SAME_CARER)
    known = begins.any_of("rne", CARER_BEGINS if same_carer else PLACEMENT_BEGINS)[new]
    return Homes((np.cumsum(new) - 1)[home], placements.first[new], known)


def resumed(episodes: Frame, left: Rows, back: Rows) -> Mask:
    """Return who is back where they left from, whatever blanks and capitals a postcode has."""
    before, after = episodes.some(left), episodes.some(back)
    found = np.ones(len(left), np.bool_)
    for column in ("place", "postcode", "urn"):
        one, other = before.codes(column), after.codes(column)
        for row in np.flatnonzero(one.indices != other.indices).tolist():
            found[row] &= _squeezed(one, row) == _squeezed(other, row)
    return found


def _squeezed(codes: Codes, row: int) -> str:
    index = codes.indices[row]
    return "" if index < 0 else "".join(codes.texts[index].split()).casefold()


def _with_the_one_before(records: Records, homes: Homes) -> Rows:
    """Return for each home the one that it goes on from: of adoption, the home before it in the
    same period of care; several that follow each other with the same carer count as one.
    """
    care = care_of(records)
    begins = care.table.some(homes.first)
    adoptive, away = begins.any_of("place", ADOPTIVE), begins.any_of("place", TEMPORARY)
    indices = np.arange(len(adoptive))
    follows = ~first_of_run(care.periods.of[homes.first]) & ~np.append(False, away)[: len(away)]
    goes_on = adoptive & follows & np.append(False, adoptive)[: len(indices)]
    goes_on &= begins.any_of("rne", _SAME_CARER)
    run = np.maximum.accumulate(np.where(goes_on, -1, indices))
    return np.where(adoptive & follows[run], run - 1, indices)
