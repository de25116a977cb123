"""XmR charts: mean, limits and special causes of a run of months, in exact arithmetic.

An XmR chart (individual values and moving ranges) is what "Making Data Count" of NHS England draws
for monthly data. Everything is a Fraction: with floats a mean can be a hair beside eight points
that lie on it, and a shift is seen where there is none. docs/decisions/0029-signals.md says where
each constant and rule comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Final

SCALE: Final = Fraction(266, 100)
"""How many mean moving ranges the limits are from the mean: 3 / 1.128, as published, 2.66."""
NEAR: Final = SCALE * 2 / 3
"""How far from the mean a point is near a limit: two thirds of the way there."""
SCREEN: Final = Fraction(3267, 1000)
"""A moving range of more mean moving ranges than this is left out, where they are screened."""
_WINDOW = 3
_OF_WINDOW = 2

Value = Fraction | None
"""A month's figure, None where it has none."""


class SpecialCause(Enum):
    """A rule by which a point is a special cause."""

    BEYOND = "beyond a limit"
    SHIFT = "a run on one side of the mean"
    TREND = "a trend"
    NEAR = "two of three near a limit"


class Side(Enum):
    """Which way a special cause points: the side of the mean, or where a trend goes."""

    UP = 1
    DOWN = -1


@dataclass(frozen=True, slots=True)
class SignalRules:
    """What may be chosen: how many points make a run or a trend, and whether ranges are screened.

    The defaults are those of the Excel tool of Making Data Count, as we understand it.
    """

    shift: int = 7
    trend: int = 6
    screen: bool = False


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The lines of a chart. They are not cut at 0 or 100%: a chart's axis may be.

    `moving_range` is the mean of those that were used, and `screened` how many were left out.
    """

    mean: Fraction
    moving_range: Fraction
    screened: int = 0

    @property
    def upper(self) -> Fraction:
        """The upper limit."""
        return self.mean + SCALE * self.moving_range

    @property
    def lower(self) -> Fraction:
        """The lower limit."""
        return self.mean - SCALE * self.moving_range

    def side(self, value: Fraction) -> Side | None:
        """Return the side of the mean that a value is on, None where it lies on the mean."""
        if value == self.mean:
            return None
        return Side.UP if value > self.mean else Side.DOWN

    def is_beyond(self, value: Fraction) -> bool:
        """Say whether a value is beyond a limit; one on it is not."""
        return abs(value - self.mean) > SCALE * self.moving_range

    def is_near(self, value: Fraction) -> bool:
        """Say whether a value is near a limit or beyond it."""
        return abs(value - self.mean) > NEAR * self.moving_range


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a point is a special cause, and which way that points."""

    cause: SpecialCause
    side: Side


def moving_ranges(values: Sequence[Value]) -> list[Fraction]:
    """Return how far each month is from the one before; there is none across a gap."""
    return [
        abs(now - before)
        for before, now in pairwise(values)
        if before is not None and now is not None
    ]


def limits_of(values: Sequence[Value], rules: SignalRules) -> ProcessLimits | None:
    """Return the limits of a run of months; None where no month differs from the one before.

    A constant series has no limits: any change at all would be beyond them.
    """
    found = [value for value in values if value is not None]
    ranges = moving_ranges(values)
    if not any(ranges):
        return None
    mean_range = sum(ranges, Fraction(0)) / len(ranges)
    kept = ranges
    if rules.screen:
        kept = [each for each in ranges if each <= SCREEN * mean_range]
        mean_range = sum(kept, Fraction(0)) / len(kept)
    if not mean_range:  # all that moved was screened
        return None
    mean = sum(found, Fraction(0)) / len(found)
    return ProcessLimits(mean, mean_range, len(ranges) - len(kept))


def marks_of(
    values: Sequence[Value], limits: ProcessLimits, rules: SignalRules
) -> tuple[tuple[Mark, ...], ...]:
    """Return the marks of each point, none where it has no special cause.

    A run or a trend marks every point of it. A month without a figure ends it, and so does a point
    on the mean, or one like the point before. Of two in three near a limit, all three on
    one side of the mean, those that are near it are marked.
    """
    found: list[list[Mark]] = [[] for _ in values]
    for at, value in enumerate(values):
        side = None if value is None else limits.side(value)
        if value is not None and side is not None and limits.is_beyond(value):
            found[at].append(Mark(SpecialCause.BEYOND, side))
    sides = [None if value is None else limits.side(value) for value in values]
    for first, last, side in _alike(sides):
        if last - first + 1 >= rules.shift:
            for at in range(first, last + 1):
                found[at].append(Mark(SpecialCause.SHIFT, side))
    steps = [_step(before, now) for before, now in pairwise(values)]
    for first, last, side in _alike(steps):
        if last - first + 2 >= rules.trend:  # one step fewer than points
            for at in range(first, last + 2):
                found[at].append(Mark(SpecialCause.TREND, side))
    for at in sorted(_near(values, sides, limits)):
        side = sides[at]
        assert side is not None  # noqa: S101 - it is near a limit
        found[at].append(Mark(SpecialCause.NEAR, side))
    return tuple(map(tuple, found))


def _step(before: Value, now: Value) -> Side | None:
    if before is None or now is None or before == now:
        return None
    return Side.UP if now > before else Side.DOWN


def _alike(sides: Sequence[Side | None]) -> Iterator[tuple[int, int, Side]]:
    """Yield first and last of each longest run of one side; None is in no run."""
    first = 0
    for at, side in enumerate(sides):
        if side is not sides[first]:
            first = at
        is_last = at + 1 == len(sides) or sides[at + 1] is not side
        if side is not None and is_last:
            yield first, at, side


def _near(values: Sequence[Value], sides: Sequence[Side | None], limits: ProcessLimits) -> set[int]:
    near = {at for at, value in enumerate(values) if value is not None and limits.is_near(value)}
    found: set[int] = set()
    for first in range(len(values) - _WINDOW + 1):
        window = range(first, first + _WINDOW)
        is_one_side = sides[first] is not None and len({sides[at] for at in window}) == 1
        if is_one_side and len(near & set(window)) >= _OF_WINDOW:
            found |= near & set(window)
    return found
