"""What a figure's months say: variation, assurance, or why nothing is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.signals.xmr import (
    Mark,
    ProcessLimits,
    Side,
    SignalRules,
    SpecialCause,
    limits_of,
    marks_of,
)

FEWEST_POINTS = 12
"""No fewer months are ever judged."""
_USUAL = SignalRules()


class Variation(Enum):
    """What the month's point is, by the words of lacxl for it."""

    COMMON = "no special cause"
    IMPROVING = "improving"
    CONCERNING = "concerning"
    BOTH = "improving and concerning"
    UP = "special cause, up"
    DOWN = "special cause, down"
    BOTH_WAYS = "special cause, both ways"
    NOT_JUDGED = "not judged"


class Assurance(Enum):
    """Whether the target is met, as long as nothing changes, by the words of lacxl for it."""

    MEETS = "consistently meets the target"
    MISSES = "consistently misses the target"
    MAY = "may or may not meet the target"
    NO_TARGET = "no target"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a series: its figure, and how many cases it rests on, None where not known.

    A percentage is a fraction. `missing` is why there is no figure.
    """

    month: Month
    value: Fraction | None
    cases: Fraction | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of process, from a month on, as a person has said it: limits begin anew."""

    month: Month
    reason: str


@dataclass(frozen=True, slots=True)
class Choices:
    """How an indicator is judged.

    `points` are the fewest months, and `cases` how many children the median month rests on at
    least, unless it is judged `anyway`. `rolling` judges rolling twelve months too.
    """

    rules: SignalRules = _USUAL
    points: int = FEWEST_POINTS
    cases: int = 10
    anyway: bool = False
    rolling: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """The months between two changes of process, and their limits, if they are judged.

    `marks` are those of each point. `reason` says why there are no limits.
    """

    points: tuple[Point, ...]
    limits: ProcessLimits | None = None
    marks: tuple[tuple[Mark, ...], ...] = ()
    reason: str = ""
    change: Change | None = None

    @property
    def gaps(self) -> tuple[Month, ...]:
        """The months without a figure, across which no run goes."""
        return tuple(point.month for point in self.points if point.value is None)


@dataclass(frozen=True, slots=True)
class Signal:
    """What is said of a figure as of a month: the last one of its last segment.

    `target` is None where the limits are not held against one. `reason` says why nothing is said.
    """

    indicator: Indicator
    figure: Figure
    month: Month
    segments: tuple[Segment, ...]
    variation: Variation = Variation.NOT_JUDGED
    assurance: Assurance = Assurance.NOT_JUDGED
    target: Fraction | None = None
    marks: tuple[Mark, ...] = field(default=())
    reason: str = ""

    @property
    def label(self) -> str:
        """7.6, or 7.5 (number)."""
        return self.indicator.label(self.figure)

    @property
    def limits(self) -> ProcessLimits | None:
        """The limits that the month is judged by."""
        return self.segments[-1].limits if self.segments else None

    @property
    def points(self) -> Iterator[tuple[Point, ProcessLimits | None, tuple[Mark, ...]]]:
        """Every point with the limits of its segment and its marks, from the first month on."""
        for segment in self.segments:
            marks = segment.marks or ((),) * len(segment.points)
            for point, own in zip(segment.points, marks, strict=True):
                yield point, segment.limits, own

    def reads(self, marks: Collection[Mark]) -> Variation:
        """Return what a point with such marks is, read by which way is good."""
        return variation_of(marks, self.indicator.polarity)


def signal_of(
    indicator: Indicator,
    figure: Figure,
    points: Sequence[Point],
    month: Month,
    choices: Choices,
    changes: Sequence[Change] = (),
) -> Signal:
    """Return what is said of a figure as of the month.

    `points` are successive months up to it, those without a figure among them. Limits begin anew
    with each of the `changes`, and for no other reason.
    """
    segments = tuple(
        _segment(indicator, each, choices, change) for each, change in _split(points, changes)
    )
    signal = Signal(indicator, figure, month, segments)
    target = _target(indicator, figure)
    if not segments:
        return _silent(signal, "there is no figure of a month yet")
    last = segments[-1]
    now = last.points[-1]
    if now.value is None:
        return _silent(signal, f"{month.short} has no figure: {now.missing}")
    if last.limits is None:
        return _silent(signal, last.reason)
    marks = last.marks[-1]
    return Signal(
        indicator,
        figure,
        month,
        segments,
        variation_of(marks, indicator.polarity),
        assurance_of(last.limits, target, indicator.polarity),
        target,
        marks,
    )


def variation_of(marks: Collection[Mark], polarity: Polarity) -> Variation:
    """Return what a point with these marks is; without polarity only which way it points.

    Marks that point both ways are said as they are: a falling trend above the mean is both.
    """
    sides = {mark.side for mark in marks}
    if not sides:
        return Variation.COMMON
    if polarity is Polarity.NONE:
        if len(sides) > 1:
            return Variation.BOTH_WAYS
        return Variation.UP if sides == {Side.UP} else Variation.DOWN
    if len(sides) > 1:
        return Variation.BOTH
    good = Side.UP if polarity is Polarity.HIGH else Side.DOWN
    return Variation.IMPROVING if sides == {good} else Variation.CONCERNING


def assurance_of(limits: ProcessLimits, target: Fraction | None, polarity: Polarity) -> Assurance:
    """Return how the limits lie to the target; one that lies on a limit may or may not be met."""
    if target is None or polarity is Polarity.NONE:
        return Assurance.NO_TARGET
    is_high = polarity is Polarity.HIGH
    if target > limits.upper:
        return Assurance.MISSES if is_high else Assurance.MEETS
    if target < limits.lower:
        return Assurance.MEETS if is_high else Assurance.MISSES
    return Assurance.MAY


def told(marks: Sequence[Mark], rules: SignalRules) -> str:
    """Return the marks of a point in words."""
    words = {
        SpecialCause.BEYOND: {Side.UP: "above the upper limit", Side.DOWN: "below the lower limit"},
        SpecialCause.SHIFT: {
            Side.UP: f"{rules.shift} or more in a row above the mean",
            Side.DOWN: f"{rules.shift} or more in a row below the mean",
        },
        SpecialCause.TREND: {
            Side.UP: f"{rules.trend} or more in a row rising",
            Side.DOWN: f"{rules.trend} or more in a row falling",
        },
        SpecialCause.NEAR: {
            Side.UP: "two of three near the upper limit",
            Side.DOWN: "two of three near the lower limit",
        },
    }
    return "; ".join(words[mark.cause][mark.side] for mark in marks)


def _target(indicator: Indicator, figure: Figure) -> Fraction | None:
    """Return the target that months are held to: none where it is of the year to date."""
    target = indicator.target
    if target is None or not indicator.judges(figure) or indicator.basis is Basis.YTD:
        return None
    return Fraction(target.green)


def _silent(signal: Signal, reason: str) -> Signal:
    return Signal(signal.indicator, signal.figure, signal.month, signal.segments, reason=reason)


def _split(
    points: Sequence[Point], changes: Sequence[Change]
) -> Iterator[tuple[tuple[Point, ...], Change | None]]:
    """Yield the points between changes; one before the first month changes nothing."""
    if not points:
        return
    first, last = points[0].month, points[-1].month
    inside = sorted((c for c in changes if first < c.month <= last), key=lambda c: c.month)
    starts: list[tuple[Month, Change | None]] = [(first, None), *((c.month, c) for c in inside)]
    for at, (start, change) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else last + 1
        yield tuple(point for point in points if start <= point.month < end), change


def _segment(
    indicator: Indicator, points: tuple[Point, ...], choices: Choices, change: Change | None
) -> Segment:
    if reason := _unfit(indicator, points, choices, change):
        return Segment(points, reason=reason, change=change)
    values = [point.value for point in points]
    limits = limits_of(values, choices.rules)
    if limits is None:
        reason = "nothing varies from one month to the next, so there are no limits"
        return Segment(points, reason=reason, change=change)
    return Segment(points, limits, marks_of(values, limits, choices.rules), change=change)


def _unfit(
    indicator: Indicator, points: Sequence[Point], choices: Choices, change: Change | None
) -> str:
    """Return why months are not judged, "" where they are."""
    if indicator.kind is Kind.UNKNOWN:
        return "it is not known whether each month is counted by itself"
    if indicator.kind is Kind.ROLLING and not choices.rolling:
        return "eleven of its twelve rolling months are those of the month before"
    count = sum(point.value is not None for point in points)
    if count < choices.points:
        since = f" since the change in {change.month.short}" if change else ""
        return f"{how_many(count, 'month')}{since}, and {choices.points} are needed"
    if choices.anyway or not choices.cases:
        return ""
    known = [point.cases for point in points if point.value is not None and point.cases is not None]
    if not known:
        return "how many children its months rest on is not known"
    middle = _median(known)
    if middle < choices.cases:
        return f"its months rest on few: {float(middle):g} in the middle one"
    return ""


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2  # of an odd number both are the one in the middle
