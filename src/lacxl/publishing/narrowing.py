"""What each count can be, as far as one row at a time tells: exact, quick, and not everything.

Each row narrows the counts that it is about, given how far the others are narrowed, until nothing
changes. A row that cannot hold any more says that rows contradict each other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from lacxl.publishing.facts import Constraint, Count

_MOST: Final = 10**9
"""No council counts more."""
_STEPS: Final = 40
"""How often a row is looked at, at most on average: some narrow without end, by one each time."""


class CountRange(NamedTuple):
    """From the least to the most that a count can be."""

    least: int
    most: int

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.least == self.most


ANY: Final = CountRange(0, _MOST)
RowsOf = Mapping[Count, Sequence[Constraint]]


class Narrowed(NamedTuple):
    """The ranges of counts, and whether all rows can hold, as far as single rows tell."""

    ranges: Mapping[Count, CountRange]
    can_hold: bool


def narrow(rows: Iterable[Constraint], rows_of: RowsOf) -> Narrowed:
    """Return how far rows narrow the counts that they are about; `rows_of` has those of each."""
    ranges: dict[Count, CountRange] = {}
    waiting = deque(sorted(rows, key=lambda row: len(row.terms)))
    queued = {id(row) for row in waiting}
    left = _STEPS * len(waiting)
    while waiting and left:
        left -= 1
        row = waiting.popleft()
        queued.discard(id(row))
        narrower = _by_row(row, ranges)
        if narrower is None:
            return Narrowed(ranges, can_hold=False)
        for count, range_ in narrower.items():
            ranges[count] = range_
            for other in rows_of.get(count, ()):
                if id(other) not in queued:
                    queued.add(id(other))
                    waiting.append(other)
    return Narrowed(ranges, can_hold=True)


def _by_row(row: Constraint, ranges: Mapping[Count, CountRange]) -> dict[Count, CountRange] | None:
    """Return the ranges that a row narrows, None where it cannot hold."""
    known = []
    least = most = 0
    for count, factor in row.terms.items():
        range_ = ranges.get(count, ANY)
        known.append((count, factor, range_))
        bottom, top = range_
        least += factor * (bottom if factor > 0 else top)
        most += factor * (top if factor > 0 else bottom)
    low = least if row.low is None else row.low
    high = most if row.high is None else row.high
    if least > high or most < low:
        return None
    if least >= low and most <= high:
        return {}
    narrower = {}
    for count, factor, range_ in known:
        bottom, top = range_
        spread = abs(factor) * (top - bottom)
        up, down = high - least, most - low  # how far the sum may go from either end
        if spread > up:
            bottom, top = (
                (bottom, bottom + up // factor) if factor > 0 else (top - up // -factor, top)
            )
        if spread > down:
            if factor > 0:
                bottom = max(bottom, range_.most - down // factor)
            else:
                top = min(top, range_.least + down // -factor)
        if bottom > top:
            return None
        if (bottom, top) != range_:
            narrower[count] = CountRange(bottom, top)
    return narrower
