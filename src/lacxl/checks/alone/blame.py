"""Which figure is at fault where several relations do not hold: one cause is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lacxl.checks.alone.figures_on_page import Key
from lacxl.checks.alone.printed_number import EVERY, Range
from lacxl.checks.alone.relations import Relation, Values

_MOST_TOGETHER = 6


@dataclass(frozen=True, slots=True)
class BrokenRelations:
    """Relations that do not hold; `key` and `should` are the one figure that would mend them."""

    relations: tuple[Relation, ...]
    key: Key | None = None
    should: Range | None = None


def causes(
    relations: Sequence[Relation], values: Values, movable: Iterable[Key]
) -> Iterator[BrokenRelations]:
    """Yield what is wrong: first where one figure explains several relations, then each alone.

    A figure explains them if another value of it, a whole number where it is a count, lets all of
    them hold and breaks none that holds. `movable` are the figures that cells print.
    """
    counts = {key for key in movable if values[key].low == values[key].high}
    about: defaultdict[Key, list[Relation]] = defaultdict(list)
    violated = []
    for each in relations:
        if each.holds(values):
            for key in each.keys:
                about[key].append(each)
        else:
            violated.append(each)
    known = _Known(values, counts, set(movable), about)
    while violated:
        best = _best(violated, known)
        if best is None:
            break
        yield best
        violated = [each for each in violated if each not in best.relations]
    yield from (BrokenRelations((each,)) for each in violated)


@dataclass(frozen=True, slots=True)
class _Known:
    """The figures, which of them are counts and which cells print, and the relations that hold."""

    values: Values
    counts: set[Key]
    movable: set[Key]
    holding: Mapping[Key, Sequence[Relation]]


def _best(violated: Sequence[Relation], known: _Known) -> BrokenRelations | None:
    best: BrokenRelations | None = None
    for key in dict.fromkeys(key for each in violated for key in each.keys):
        group = [each for each in violated if key in each.keys][:_MOST_TOGETHER]
        if key not in known.movable or len(group) < 2:
            continue
        for size in range(len(group), 1, -1):
            if best is not None and size <= len(best.relations):
                break
            for some in combinations(group, size):
                should = _mended(key, some, known)
                if should is not None:
                    best = BrokenRelations(some, key, should)
                    break
    return best


def _mended(key: Key, group: Sequence[Relation], known: _Known) -> Range | None:
    """Return what `key` would have to be for the group to hold and nothing else to break."""
    should: Range | None = EVERY
    for each in group:
        allowed = each.allowed(key, known.values)
        should = None if allowed is None or should is None else should.within(allowed)
    if should is not None and key in known.counts:
        number = should.whole()
        should = None if number is None else Range(number, number)
    if should is None:
        return None
    changed = {**known.values, key: should}
    holds = all(each.holds(changed) for each in (*group, *known.holding.get(key, ())))
    return should if holds else None
