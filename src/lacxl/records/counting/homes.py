"""Homes: how long placements last, looking through stays in temporary ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.records.counting.tables import Runs, Table, first_of_run
from lacxl.records.frames import Codes, Mask, Rows

PLACEMENT_BEGINS: Final = ("S", "P", "T", "B", "U")
"""RNE codes of the SSDA903 guide; L, a change of legal status, changes no placement."""
CARER_BEGINS: Final = ("S", "P", "B")
"""T and U change the placement and keep the carer."""
_SAME_CARER: Final = ("T", "U")
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
"""PLACE codes of the SSDA903 guide for temporary placements: holidays, hospital, respite."""
ADOPTIVE: Final = ("A3", "A4", "A5", "A6")
"""PLACE codes of the SSDA903 guide: placed for adoption, by consent or order, with the carer."""


def resumed(episodes: Table, left: Rows, back: Rows) -> Mask:
    """Return who is back, after temporary placements, where they left from; blanks and
    capitals make no difference: AA2 2AA is aa22aa.
    """
    before, after = episodes.only(left), episodes.only(back)
    found = np.ones(len(left), np.bool_)
    for column in ("place", "postcode", "urn"):
        one, other = before.codes(column), after.codes(column)
        for row in np.flatnonzero(one.places != other.places).tolist():
            found[row] &= _squeezed(one, row) == _squeezed(other, row)
    return found


def _squeezed(codes: Codes, row: int) -> str:
    place = codes.places[row]
    return "" if place < 0 else "".join(codes.texts[place].split()).casefold()


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes in order. `of` is the home of each placement: while a child is away in a temporary
    one, the home before. `first` is the episode that each began with, `known` whether its beginning
    is on record.
    """

    of: Rows
    first: Rows
    known: Mask


def homes(episodes: Table, periods: Runs, placements: Runs, *, same_carer: bool) -> Homes:
    """Return homes that last as long as the placement, or with `same_carer` as the carer.

    A child who was never anywhere else in a period of care is at home in the temporary placement.
    """
    begins, period = episodes.only(placements.first), periods.of[placements.first]
    temporary = begins.any_of("place", TEMPORARY)
    places = np.arange(len(temporary))
    opens = first_of_run(period)
    settled = np.maximum.accumulate(np.where(temporary, -1, places))
    alone = settled < np.maximum.accumulate(np.where(opens, places, 0))
    home = np.where(alone, places, settled)  # the placement that the child is at home in
    new = home == places
    back = np.flatnonzero(~temporary[1:] & ~opens[1:] & (home[:-1] < places[:-1])) + 1
    new[back] = ~resumed(episodes, placements.last[home[back - 1]], placements.first[back])
    if same_carer:
        new &= opens | ~begins.any_of("rne", _SAME_CARER)
    first = placements.first[new]
    known = episodes.only(first).any_of("rne", CARER_BEGINS if same_carer else PLACEMENT_BEGINS)
    return Homes((np.cumsum(new) - 1)[home], first, known)


def with_the_one_before(episodes: Table, periods: Runs, homes: Homes) -> Homes:
    """Return homes of which one of adoption goes on from the home before it in the same period of
    care; several that follow each other with the same carer count as one.
    """
    begins, period = episodes.only(homes.first), periods.of[homes.first]
    adoptive = begins.any_of("place", ADOPTIVE)
    places = np.arange(len(adoptive))
    away = begins.any_of("place", TEMPORARY)
    follows = ~first_of_run(period) & ~np.append(False, away)[: len(away)]
    before = np.where(follows, places - 1, -1)
    goes_on = adoptive & follows & np.append(False, adoptive)[: len(places)]
    goes_on &= begins.any_of("rne", _SAME_CARER)
    run = np.maximum.accumulate(np.where(goes_on, -1, places))
    joined = np.where(adoptive & (before[run] >= 0), before[run], places)
    return Homes(joined[homes.of], homes.first, homes.known)
