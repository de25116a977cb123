"""What a table is, by the headings in it: never by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lacxl.records.feeds.schema import Kind, code_lists, kinds, squash

_LEAST = 0.5
"""The share of a kind's telling headings that must stand in a table."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table's kind, the record of its header, and the place of each column by name.

    `twice` names columns that stand twice; `constants` gives codes that hold for every row.
    """

    kind: Kind
    header: int
    places: Mapping[str, int]
    twice: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


def learn() -> None:
    """Read the layouts, which is done once: before threads do, each of which would begin anew."""
    _weights_of()
    code_lists()


def is_heading(cell: str) -> bool:
    """Say whether any kind of table has the heading."""
    return squash(cell) in _kinds_with()


def recognise(head: Sequence[Sequence[str]]) -> Recognised | None:
    """Return what the table is, or None. `head` are its first records."""
    best: tuple[float, int, Recognised] | None = None
    for number, record in enumerate(head):
        headings = [squash(cell) for cell in record]
        for order, kind in enumerate(kinds()):
            share = _share(kind, headings)
            if share < _LEAST:
                continue
            if best is None or (share, -order) > best[:2]:
                best = (share, -order, _placed(kind, number, headings))
    return best[2] if best else _by_own_headings(head)


def _by_own_headings(head: Sequence[Sequence[str]]) -> Recognised | None:
    """Return the kind whose own headings most of a record are, for a table that lacks columns."""
    for number, record in enumerate(head):
        headings = [squash(cell) for cell in record]
        filled = {heading for heading in headings if heading}
        for kind in kinds():
            own = sum(_kinds_with()[heading] == 1 for heading in filled & kind.headings.keys())
            if own >= _OWN and len(filled & kind.headings.keys()) * 2 > len(filled):
                return _placed(kind, number, headings)
    return None


def places_of(kind: Kind, headings: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the place of each column by name, and the names of columns that stand twice."""
    known = kind.headings
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        name = known.get(heading)
        if name and not name.startswith("("):
            found.setdefault(name, []).append(place)
    twice = tuple(name for name, places in found.items() if len(places) > 1)
    return {name: places[0] for name, places in found.items() if name not in twice}, twice


def _placed(kind: Kind, number: int, headings: Sequence[str]) -> Recognised:
    places, twice = places_of(kind, headings)
    return Recognised(kind, number, places, twice)


def _share(kind: Kind, headings: Sequence[str]) -> float:
    """Return how much of what tells this kind from others stands in the headings, 0 to 1."""
    weights, known = _weights_of()[kind.source, kind.name]
    names = {known[heading] for heading in headings if heading in known}
    if not names:  # as of every record but the header
        return 0.0
    return sum(weight for name, weight in weights.items() if name in names)


@cache
def _weights_of() -> Mapping[tuple[str, str], tuple[Mapping[str, float], Mapping[str, str]]]:
    """Return how much each column tells of a kind (the sum is 1), and the column of each heading.

    A heading that no other kind has tells most.
    Where a column that is read tells the kind, those that are not read may well be lacking.
    """
    seen = _kinds_with()
    result = {}
    for kind in kinds():
        optional = {c.name for c in kind.columns if c.optional}
        optional |= {f"({head})" for head in kind.newer}
        weights = {
            name: max(1.0 / seen[head] for head, other in kind.headings.items() if other == name)
            for name in set(kind.headings.values()) - optional
        }
        telling = sum(weight == 1.0 for name, weight in weights.items() if name[0] != "(")
        if telling >= _TELLING:
            weights = {n: w * (_UNREAD if n[0] == "(" else 1.0) for n, w in weights.items()}
        total = sum(weights.values())
        shares = {name: weight / total for name, weight in weights.items()}
        result[kind.source, kind.name] = shares, kind.headings
    return result


@cache
def _kinds_with() -> Counter[str]:
    """Return how many kinds have each heading."""
    return Counter(heading for kind in kinds() for heading in kind.headings)


_TELLING, _UNREAD, _OWN = 1, 0.1, 2
