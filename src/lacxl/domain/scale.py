"""What the cells of a row mean together: from which value on it is green, amber and red."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from lacxl.domain.indicator import Figure, Polarity, Target, Unit
from lacxl.domain.limits import Band, quantity
from lacxl.domain.numbers import half_up
from lacxl.domain.tolerance import Ambiguity

_End = tuple[Decimal, bool] | None
"""A value, and whether it is included; None is an open end."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A target with its limit, and the polarity that the cells say or that was known."""

    target: Target
    polarity: Polarity


def target_of(
    green: Band | None,
    amber: Band | None,
    red: Band | None,
    polarity: Polarity | None,
    *,
    unit: Unit,
    decimals: int | None = None,
    edge: str = "",
) -> Scale | Ambiguity:
    """Return what the cells of a row mean together, or why that is not certain.

    A cell that is empty or not there is None, and so is a polarity that nothing says. Figures are
    rated as they are shown, so over 90% is 90.1% or more. `decimals` is how a council shows them
    otherwise, 2 for whole percentages: then it is 91%, and nothing is between 94% and 95%.
    `edge` is what a figure is where red meets amber, or green, and both say it: "better" or "red".
    """
    if green is None:
        return Ambiguity(("There is no limit for green.",))
    cells = {"green": green, "amber": amber, "red": red}
    said = {name: band.words(unit) for name, band in cells.items() if band is not None}
    if red is not None and red.is_number:
        met = green if amber is None else amber if edge == "better" else None
        if met is not None and met.is_number and met.low == red.low:
            cells["red"] = red = None  # red is beyond the last figure that is amber, or green
    if edge and red is not None and shares_edge(amber or green, red):
        better = "amber" if amber is not None else "green"
        cells["red"], cells[better] = _parted(red, amber or green, edge)
    opened = {name: _opened(band, unit) for name, band in cells.items() if band is not None}
    way = _way(opened, said, polarity)
    if isinstance(way, Ambiguity):
        return way
    shown = Figure("", unit).decimals if decimals is None else decimals
    row = _Row(opened, said, unit, way, shown)
    reasons = tuple(row.faults())
    return Ambiguity(reasons) if reasons else Scale(row.target(), way)


def shares_edge(better: Band | None, red: Band | None) -> bool:
    """Say whether one figure is both the end of red and that of what is next to it."""
    return better is not None and red is not None and _edge(better, red) is not None


def _edge(better: Band, red: Band) -> Decimal | None:
    if better.is_number and red.is_number:
        return better.low if better.low == red.low else None
    if better.is_number or red.is_number:
        return None
    for one, other in ((better, red), (red, better)):
        met = one.low is not None and one.low == other.high
        if met and one.low_included and other.high_included:
            return one.low
    return None


def _parted(red: Band, better: Band, edge: str) -> tuple[Band, Band]:
    """Return red and what is next to it; one of the two is without the figure that both have."""
    at = _edge(better, red)

    def without(band: Band) -> Band:
        return replace(
            band,
            low_included=band.low_included and band.low != at,
            high_included=band.high_included and band.high != at,
        )

    return (red, without(better)) if edge == "red" else (without(red), better)


def _opened(band: Band, unit: Unit) -> Band:
    """Return a band without ends that no figure can go beyond: 0, and 100%."""
    if band.is_number or band.low is None or band.high is None:
        return band
    if band.low == 0 and band.low_included:
        return Band(high=band.high, high_included=band.high_included)
    if unit is Unit.PERCENTAGE and band.high == 1 and band.high_included:
        return Band(low=band.low, low_included=band.low_included)
    return band


def _way(
    bands: dict[str, Band], said: dict[str, str], polarity: Polarity | None
) -> Polarity | Ambiguity:
    """Return which way is good, by the signs of green and red, or the order of numbers."""
    if polarity is Polarity.NONE:
        return Ambiguity((f"Neither way is good, and yet green is {said['green']}.",))
    votes: dict[str, Polarity] = {}
    for name, where_low, where_high in (
        ("green", Polarity.HIGH, Polarity.LOW),
        ("red", Polarity.LOW, Polarity.HIGH),
    ):
        band = bands.get(name, Band())
        if (band.low is None) != (band.high is None):
            told = f"{name}, {said[name]}, says that {{}} is good"
            votes[told] = where_high if band.low is None else where_low
    if not votes and (by_order := _by_order(bands)):
        votes["the order of the numbers says that {} is good"] = by_order
    if polarity is not None:
        votes["the row says that {} is good"] = polarity
    if not votes:
        return Ambiguity(("Nothing says which way is good.",))
    if len(set(votes.values())) == 1:
        return next(iter(votes.values()))
    told = ", and ".join(words.format(way.value) for words, way in votes.items())
    return Ambiguity((f"{told[0].upper()}{told[1:]}.",))


def _by_order(bands: dict[str, Band]) -> Polarity | None:
    """Return on which side of green the others are, where green is a number alone."""
    green = bands["green"]
    if not green.is_number or green.low is None:
        return None
    others = [band for name, band in bands.items() if name != "green"]
    ends = [end for band in others for end in (band.low, band.high) if end is not None]
    if all(end <= green.low for end in ends) and any(end < green.low for end in ends):
        return Polarity.HIGH
    if all(end >= green.low for end in ends) and any(end > green.low for end in ends):
        return Polarity.LOW
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row that are there, of which it is known which way is good.

    A number alone is where green and amber end on the worse side, and red on the better one.
    """

    bands: dict[str, Band]
    said: dict[str, str]
    unit: Unit
    way: Polarity
    decimals: int

    def faults(self) -> Iterator[str]:
        """Yield what contradicts itself or is left open, each as a sentence."""
        green = self._worst("green")
        if green is None or self._best("green") is not None:
            yield f"Green, {self.said['green']}, ends on both sides, and only one can be rated."
            return
        if self._worst("red") is not None:
            yield f"Red, {self.said['red']}, ends on both sides, and nothing is worse than red."
            return
        worst, best, red = self._worst("amber"), self._best("amber"), self._best("red")
        if worst is not None and worst >= green:
            yield f"Amber, {self.said['amber']}, is not worse than green, {self.said['green']}."
        elif best is not None:
            yield from self._meeting("amber", best, "green", green)
        if red is None:
            if "amber" in self.bands and worst is None:
                yield f"Amber is {self.said['amber']}, and nothing says where red begins."
        elif worst is not None:
            yield from self._meeting("red", red, "amber", worst)
        elif self.bands["red"].is_number:
            yield f"Red is {self.said['red']} alone: it does not say whether that itself is red."
        elif red >= green:
            yield self._both("red", "green", green)
        elif best is not None and red >= best:
            yield self._both("red", "amber", best)

    def target(self) -> Target:
        """Return the target of a row without faults."""
        green, red = self._worst("green"), self._best("red")
        limit = self._ends("amber")[0]
        if limit is None and green is not None and red is not None and red < green - 1:
            value, included = self._ends("red")[1] or (Decimal(0), True)
            limit = value, not included
        first = self._ends("green")[0] or (Decimal(0), True)
        return Target(self._from(*first), None if limit is None else self._from(*limit))

    def _meeting(self, worse: str, best: int, better: str, worst: int) -> Iterator[str]:
        """Yield why two bands do not follow one another; where both say 95%, that is green."""
        if best > worst or (best == worst and better != "green"):
            yield self._both(worse, better, worst)
        elif best < worst - 1:
            yield (
                f"Between {worse}, {self.said[worse]}, and {better}, {self.said[better]}, is "
                f"{self._shown(best + 1)}, which neither names."
            )

    def _both(self, one: str, other: str, step: int) -> str:
        return (
            f"{one.capitalize()}, {self.said[one]}, and {other}, {self.said[other]}, "
            f"both have {self._shown(step)}."
        )

    def _ends(self, name: str) -> tuple[_End, _End]:
        """Return the worse and the better end of a band, each with whether it is included."""
        band = self.bands.get(name, Band())
        low = None if band.low is None else (band.low, band.low_included)
        high = None if band.high is None else (band.high, band.high_included)
        if band.is_number:
            return (None, high) if name == "red" else (low, None)
        return (low, high) if self.way is Polarity.HIGH else (high, low)

    def _worst(self, name: str) -> int | None:
        """Return the worst figure of a band in steps of the precision shown; more is better."""
        end = self._ends(name)[0]
        return None if end is None else _first(end[0] * self._turn, end[1], self.decimals)

    def _best(self, name: str) -> int | None:
        end = self._ends(name)[1]
        return None if end is None else -_first(-end[0] * self._turn, end[1], self.decimals)

    def _from(self, value: Decimal, included: bool) -> Decimal:
        """Return the worst figure from a worse end on, as a limit that is itself met."""
        if included:
            return value
        return beyond(value, self.way, self.decimals)

    def _shown(self, step: int) -> str:
        return quantity(Decimal(step * self._turn).scaleb(-self.decimals), self.unit)

    @property
    def _turn(self) -> int:
        return 1 if self.way is Polarity.HIGH else -1


def beyond(value: Decimal, way: Polarity, decimals: int) -> Decimal:
    """Return the first figure that is better than a value, as it is shown: 96% of over 95%."""
    turn = 1 if way is Polarity.HIGH else -1
    return Decimal(_first(value * turn, False, decimals)).scaleb(-decimals) * turn


def _first(value: Decimal, included: bool, decimals: int) -> int:
    """Return the first step at or above a value, as it is shown; above it where not included."""
    if included:
        return int(half_up(value, decimals).scaleb(decimals))
    return int(value.scaleb(decimals).to_integral_value(ROUND_FLOOR)) + 1
