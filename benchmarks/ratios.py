"""The arithmetic: ratios of what was measured in the same round, and the limits on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run of one thing took: seconds, and peak memory in MB where the system tells it."""

    seconds: float
    peak: float | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a ratio may be; `below` where it may not even be that much."""

    number: float
    below: bool = False

    def __str__(self) -> str:
        return f"{'below' if self.below else 'at most'} {spell(self.number)}"

    def holds(self, ratio: float) -> bool:
        """Whether a ratio keeps the limit."""
        return ratio < self.number or (not self.below and ratio == self.number)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of a run's ratios, and the least and the greatest of them."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, ours: Sequence[float], against: Sequence[float]) -> Ratio:
        """Return ours divided by against, round by round: what slows a whole round cancels out.

        Raises ValueError where there is no round, a round without its counterpart, or a time
        that is not a positive number.
        """
        if not ours or len(ours) != len(against):
            raise ValueError("each round needs both sides")
        if not all(math.isfinite(number) and number > 0 for number in (*ours, *against)):
            raise ValueError("a measure must be a positive number")
        ratios = [one / other for one, other in zip(ours, against, strict=True)]
        return cls(median(ratios), min(ratios), max(ratios))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours against something, round by round."""

    what: str
    against: str
    ours: tuple[Spent, ...]
    theirs: tuple[Spent, ...]
    limit: Limit | None = None

    @property
    def ratio(self) -> Ratio:
        """How many times the other's time ours took."""
        return Ratio.of([s.seconds for s in self.ours], [s.seconds for s in self.theirs])

    @property
    def met(self) -> bool | None:
        """Whether the limit holds for the median; None without a limit."""
        return None if self.limit is None else self.limit.holds(self.ratio.median)

    @property
    def memory(self) -> tuple[float | None, float | None]:
        """The most memory that a run of ours, and of the other, ever had, in MB."""
        return peak(self.ours), peak(self.theirs)


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """One line about memory: the most that any round had, against a stated allowance in MB."""

    what: str
    ours: tuple[Spent, ...]
    allowance: float

    @property
    def against(self) -> str:
        """The allowance in words."""
        return f"{self.allowance:g} MB"

    @property
    def limit(self) -> Limit:
        """Less than the allowance."""
        return Limit(1.0, below=True)

    @property
    def ratio(self) -> Ratio | None:
        """The peak divided by the allowance; None where the system does not tell it."""
        most = peak(self.ours)
        return None if most is None else Ratio.of([most], [self.allowance])

    @property
    def met(self) -> bool | None:
        """Whether the peak stays below the allowance; None where it is not known."""
        return None if self.ratio is None else self.limit.holds(self.ratio.median)

    @property
    def memory(self) -> tuple[float | None, float | None]:
        """The peak, and nothing to compare it with."""
        return peak(self.ours), None


@dataclass(frozen=True, slots=True)
class GrowthRow(Row):
    """One line about growth: the exponent of time against size, fitted round by round.

    `ours` are the runs of the largest size, `theirs` those of the smallest, `between` the others
    by their sizes.
    """

    sizes: tuple[int, int] = (1, 10)
    between: tuple[tuple[int, tuple[Spent, ...]], ...] = ()

    @property
    def ratio(self) -> Ratio:
        """The exponent: 1 where twice the size takes twice the time."""
        runs = ((self.sizes[0], self.theirs), *self.between, (self.sizes[1], self.ours))
        rounds = zip(*([each.seconds for each in spent] for _, spent in runs), strict=True)
        found = [exponent([size for size, _ in runs], seconds) for seconds in rounds]
        return Ratio(median(found), min(found), max(found))

    @property
    def met(self) -> bool | None:
        """Whether the limit holds for the median; None without a limit."""
        return None if self.limit is None else self.limit.holds(self.ratio.median)


@dataclass(frozen=True, slots=True)
class AddedRow(Row):
    """One line about what ours takes more than the other, as a share of the seconds allowed."""

    allowed: float = 1.0

    @property
    def ratio(self) -> Ratio:
        """The difference of each round divided by what is allowed; below 0 where ours is faster."""
        pairs = zip(self.ours, self.theirs, strict=True)
        found = [(one.seconds - other.seconds) / self.allowed for one, other in pairs]
        return Ratio(median(found), min(found), max(found))

    @property
    def met(self) -> bool | None:
        """Whether the limit holds for the median; None without a limit."""
        return None if self.limit is None else self.limit.holds(self.ratio.median)


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line about calls, which are counted and not timed: so many of ours against so many."""

    what: str
    against: str
    ours: tuple[int]
    theirs: tuple[int]
    limit: Limit | None = None

    @property
    def ratio(self) -> Ratio:
        """How many of ours come on one of the other."""
        return Ratio.of(self.ours, self.theirs)

    @property
    def met(self) -> bool | None:
        """Whether the limit holds; None without a limit."""
        return None if self.limit is None else self.limit.holds(self.ratio.median)

    @property
    def memory(self) -> tuple[float | None, float | None]:
        """Nothing: memory is not looked at."""
        return None, None


AnyRow = Row | MemoryRow | CountRow


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the slope of the straight line through the logarithms, by least squares."""
    along, up = ([math.log(number) for number in numbers] for numbers in (sizes, seconds))
    return linear_regression(along, up).slope


def peak(runs: Sequence[Spent]) -> float | None:
    """Return the most memory of all runs in MB, None if it is not known of any."""
    return max((run.peak for run in runs if run.peak is not None), default=None)


def spell(ratio: float) -> str:
    """Return a ratio to be read at a glance: 1.12, 0.43, 12.4, 125, and small ones as 1/125."""
    if 0 < ratio <= 0.1:
        return f"1/{spell(1 / ratio)}"
    return f"{ratio:.0f}" if abs(ratio) >= 99.5 else f"{ratio:.3g}"
