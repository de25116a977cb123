"""What a table is, by the headings in it: never by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lacxl.records.feeds.schema import Kind, kinds, squash

_LEAST = 0.5
"""The share of a kind's telling headings that must be in a table."""
_OWN = 2
"""So many headings that no other kind has show a table that lacks columns."""
_UNREAD = 0.1
"""How much less a column tells that is not read, where one that is read tells the kind."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table's kind, the record of its header, the place of each column by name, columns that are
    there `twice`, and codes that hold for every row.
    """

    kind: Kind
    header: int
    places: Mapping[str, int]
    twice: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


def is_heading(cell: str) -> bool:
    """Say whether any kind of table has the heading."""
    return squash(cell) in _kinds_with()


def recognise(head: Sequence[Sequence[str]]) -> Recognised | None:
    """Return what the table is, or None. `head` are its first records."""
    records = [[squash(cell) for cell in record] for record in head]
    shares = [
        (_share(kind, headings), -order, -number)
        for number, headings in enumerate(records)
        if not _kinds_with().keys().isdisjoint(headings)
        for order, kind in enumerate(kinds())
    ]
    best = max(shares, default=(0.0, 0, 0))
    if best[0] < _LEAST:
        return _by_own_headings(records)
    return placed(kinds()[-best[1]], -best[2], records[-best[2]])


def _by_own_headings(records: Sequence[Sequence[str]]) -> Recognised | None:
    """Return the kind whose own headings most of a record are, for a table that lacks columns."""
    for number, headings in enumerate(records):
        filled = {heading for heading in headings if heading}
        for kind in kinds():
            known = filled & kind.headings.keys()
            own = sum(_kinds_with()[heading] == 1 for heading in known)
            if own >= _OWN and len(known) * 2 > len(filled):
                return placed(kind, number, headings)
    return None


def placed(
    kind: Kind, number: int, headings: Sequence[str], constants: Mapping[str, str] | None = None
) -> Recognised:
    """Return the table of a kind whose header is a record, by its squashed headings."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        name = kind.headings.get(heading)
        if name and not name.startswith("("):
            found.setdefault(name, []).append(place)
    twice = tuple(name for name, places in found.items() if len(places) > 1)
    places = {name: places[0] for name, places in found.items() if name not in twice}
    return Recognised(kind, number, places, twice, constants or {})


def _share(kind: Kind, headings: Sequence[str]) -> float:
    """Return how much of what tells this kind from others is in the headings, 0 to 1."""
    names = {kind.headings[heading] for heading in headings if heading in kind.headings}
    return sum(share for name, share in _weights(kind.source, kind.name).items() if name in names)


@cache
def _weights(source: str, name: str) -> Mapping[str, float]:
    """Return how much each column tells of a kind, most where no other kind has it; the sum is 1.

    Where a column that is read tells the kind, those that are not read may well be lacking.
    """
    kind = next(each for each in kinds() if (each.source, each.name) == (source, name))
    optional = {spec.name for spec in kind.columns if spec.optional}
    optional |= {f"({head})" for head in kind.newer}
    weights = dict.fromkeys(sorted(set(kind.headings.values()) - optional), 0.0)
    for heading, column in kind.headings.items():
        if column in weights:
            weights[column] = max(weights[column], 1.0 / _kinds_with()[heading])
    if any(weight == 1.0 and name[0] != "(" for name, weight in weights.items()):
        weights = {n: w * (_UNREAD if n[0] == "(" else 1.0) for n, w in weights.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


@cache
def _kinds_with() -> Counter[str]:
    """Return how many kinds have each heading."""
    return Counter(heading for kind in kinds() for heading in kind.headings)
