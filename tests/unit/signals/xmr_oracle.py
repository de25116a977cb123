"""XmR by its definitions, each taken literally: what `lacxl.signals` is compared with.

It shares no code with it. Every window of months is tried, every sum is of whole numbers over
a common denominator.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

Value = Fraction | None


def mean(values: Sequence[Fraction]) -> Fraction:
    common = lcm(*(value.denominator for value in values))
    return Fraction(
        sum(value.numerator * (common // value.denominator) for value in values),
        common * len(values),
    )


def lines(values: Sequence[Value], *, screen: bool = False) -> tuple[Fraction, ...] | None:
    """Return lower limit, near it, mean, near the upper limit, upper limit."""
    pairs = [(values[i - 1], values[i]) for i in range(1, len(values))]
    ranges = [max(a, b) - min(a, b) for a, b in pairs if a is not None and b is not None]
    if not ranges:
        return None
    size = mean(ranges)
    if screen:
        size = mean([each for each in ranges if each * 1000 <= size * 3267])
    if size == 0:
        return None
    middle = mean([value for value in values if value is not None])
    wide, near = Fraction("2.66") * size, Fraction(532, 300) * size
    return middle - wide, middle - near, middle, middle + near, middle + wide


def special(
    values: Sequence[Value], *, shift: int = 7, trend: int = 6, screen: bool = False
) -> list[set[tuple[str, int]]]:
    """Return for each month the rules by which it is special, each with 1 for up, -1 for down."""
    found: list[set[tuple[str, int]]] = [set() for _ in values]
    drawn = lines(values, screen=screen)
    assert drawn is not None
    lowest, low, middle, high, highest = drawn
    for i, value in enumerate(values):
        if value is not None and value > highest:
            found[i].add(("beyond", 1))
        if value is not None and value < lowest:
            found[i].add(("beyond", -1))

    def windows(length: int) -> list[tuple[range, list[Fraction]]]:
        spans = (range(i, i + length) for i in range(len(values) - length + 1))
        whole = [(span, [values[i] for i in span]) for span in spans]
        return [(span, found) for span, found in whole if None not in found]  # type: ignore[misc]

    for span, run in windows(shift):
        for way, holds in ((1, min(run) > middle), (-1, max(run) < middle)):
            if holds:
                for i in span:
                    found[i].add(("shift", way))
    for span, run in windows(trend):
        rising = all(run[i] < run[i + 1] for i in range(trend - 1))
        falling = all(run[i] > run[i + 1] for i in range(trend - 1))
        if rising or falling:
            for i in span:
                found[i].add(("trend", 1 if rising else -1))
    for span, run in windows(3):
        above = [i for i, value in zip(span, run, strict=True) if value > high]
        below = [i for i, value in zip(span, run, strict=True) if value < low]
        if min(run) > middle and len(above) >= 2:
            for i in above:
                found[i].add(("near", 1))
        if max(run) < middle and len(below) >= 2:
            for i in below:
                found[i].add(("near", -1))
    return found
