"""What each count can be, as far as one row at a time tells: exact, quick, and not everything.

Each row narrows the counts that it is about, given how far the others are narrowed, until nothing
changes. A row that cannot hold any more is a proof that rows contradict each other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from lacxl.publishing.facts import Count, Row

_MOST: Final = 10**9
"""No council counts more."""
_STEPS: Final = 40
"""How often a row is looked at, at most on average: some narrow without end, by one each time."""


class Range(NamedTuple):
    """From the least to the most that a count can be."""

    least: int
    most: int

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.least == self.most


ANY: Final = Range(0, _MOST)
RowsOf = Mapping[Count, Sequence[Row]]


class Narrowed(NamedTuple):
    """The ranges of counts, the rows that narrowed each, and one that cannot hold, if any."""

    ranges: dict[Count, Range]
    reasons: dict[Count, tuple[Row, ...]]
    impossible: Row | None

    def proof(self) -> list[Row]:
        """Return rows that contradict each other, if a row is impossible."""
        rows: dict[int, Row] = {}
        waiting = [] if self.impossible is None else [self.impossible]
        while waiting:
            row = waiting.pop()
            if id(row) not in rows:
                rows[id(row)] = row
                waiting += (why for count in row.terms for why in self.reasons.get(count, ()))
        return list(rows.values())


def narrow(before: Narrowed, rows_of: RowsOf, new: Iterable[Row]) -> Narrowed:
    """Return the ranges once rows are new; `rows_of` has them already. Short rows come first, so
    that a count that was printed has no other reason.
    """
    ranges, reasons = dict(before.ranges), dict(before.reasons)
    waiting = deque(sorted(new, key=lambda row: len(row.terms)))
    queued = {id(row) for row in waiting}
    left = _STEPS * max(len(waiting), 25)
    while waiting and left:
        left -= 1
        row = waiting.popleft()
        queued.discard(id(row))
        narrower = _by_row(row, ranges)
        if narrower is None:
            return Narrowed(ranges, reasons, row)
        for count, range_ in narrower.items():
            ranges[count] = range_
            reasons[count] = (*reasons.get(count, ()), row)
            for other in rows_of.get(count, ()):
                if id(other) not in queued:
                    queued.add(id(other))
                    waiting.append(other)
    return Narrowed(ranges, reasons, None)


def _by_row(row: Row, ranges: Mapping[Count, Range]) -> dict[Count, Range] | None:
    """Return the ranges that a row narrows, None where it cannot hold."""
    known = [(count, factor, ranges.get(count, ANY)) for count, factor in row.terms.items()]
    least = sum(f * (r.least if f > 0 else r.most) for _, f, r in known)
    most = sum(f * (r.most if f > 0 else r.least) for _, f, r in known)
    low = least if row.low is None else row.low
    high = most if row.high is None else row.high
    if least > high or most < low:
        return None
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
            narrower[count] = Range(bottom, top)
    return narrower
