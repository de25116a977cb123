"""Worlds near the truth, looked for from the truth outward: one count more or less at a time.

Most secrets that are kept differ from the truth by a handful of counts: one child more in May and
one fewer in June. That is found in a fraction of the time that a solver takes, which starts from
nothing. What is not found is no answer: then the solver is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count as numbered
from typing import Final

from lacxl.publishing.facts import Constraint, Count, World
from lacxl.publishing.narrowing import ANY, CountRange

_STEPS: Final = 10
"""How many worlds are changed further: what has not been found by then is seldom found later."""


def find_near(
    want: Constraint,
    rows_of: Callable[[Count], Iterable[Constraint]],
    ranges: Mapping[Count, CountRange],
) -> World | None:
    """Return a world in which `want` holds, and every row that held in truth; None if none is near.

    A count is changed once, and stays in its range. Of what is broken the shortest row is mended
    first, and of worlds the one with the fewest rows to mend.
    """

    def bearing_on(count: Count) -> Iterator[Constraint]:
        yield from rows_of(count)
        if count in want.terms:
            yield want

    tie = numbered()
    waiting = [(0, next(tie), dict[Count, int](), dict[int, int](), {id(want): want})]
    seen = set[frozenset[tuple[Count, int]]]()
    for _ in range(_STEPS):
        if not waiting:
            return None
        _, _, world, sums, broken = heappop(waiting)
        if not broken:
            return world
        row = min(broken.values(), key=lambda each: len(each.terms))
        for count, value in _ways(row, _sum(row, sums), world, ranges):
            changed = {**world, count: value}
            if (key := frozenset(changed.items())) in seen:
                continue
            seen.add(key)
            new_sums, still = dict(sums), dict(broken)
            for each in bearing_on(count):
                total = _sum(each, sums) + each.terms[count] * (value - count.value)
                new_sums[id(each)] = total
                if _lacks(each, total):
                    still[id(each)] = each
                else:
                    still.pop(id(each), None)
            heappush(waiting, (len(still) + len(changed), next(tie), changed, new_sums, still))
    return None


def _sum(row: Constraint, sums: Mapping[int, int]) -> int:
    found = sums.get(id(row))
    return row.in_truth if found is None else found


def _lacks(row: Constraint, total: int) -> int:
    """Return how much a row has too little, below nought how much too much, nought if it holds."""
    if row.low is not None and total < row.low:
        return row.low - total
    if row.high is not None and total > row.high:
        return row.high - total
    return 0


def _ways(
    row: Constraint, total: int, world: World, ranges: Mapping[Count, CountRange]
) -> Iterator[tuple[Count, int]]:
    """Yield the counts that mend a row by themselves, each with the value nearest to the truth."""
    lacks = _lacks(row, total)
    for count, factor in row.terms.items():
        range_ = ranges.get(count, ANY)
        if count in world or range_.is_known:
            continue
        by = -(-abs(lacks) // abs(factor)) * (1 if (lacks > 0) == (factor > 0) else -1)
        if range_.least <= count.value + by <= range_.most and not _lacks(row, total + factor * by):
            yield count, count.value + by
