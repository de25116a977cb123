"""Figures in exact fractions: a month, a quarter, a year to date, a light and an arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from shapes.truth import TrueIndicator

SCALE = {"count": 1, "percentage": 1, "mean": 1, "rate": 10_000}
# Decimals shown. A percentage is a fraction of 1, so 94.4% has three.
DECIMALS = {"count": 0, "percentage": 3, "rate": 1, "mean": 1}


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's numerators and denominators by month."""

    indicator: TrueIndicator
    numerators: Mapping[str, int]
    denominators: Mapping[str, int]
    group: str = ""

    def parts(self, months: Sequence[str]) -> tuple[int, int | None]:
        """Numerator and denominator of a period: a flow's added up, a snapshot's last."""
        if self.indicator.kind != "flow":
            months = months[-1:]
        numerator = sum(self.numerators[month] for month in months)
        if not self.denominators:
            return numerator, None
        return numerator, sum(self.denominators[month] for month in months)

    def figure(self, months: Sequence[str]) -> Fraction:
        """The figure of a period, a percentage as a fraction of 1."""
        numerator, denominator = self.parts(months)
        scale = SCALE[self.indicator.unit]
        return (
            Fraction(numerator) if denominator is None else Fraction(numerator * scale, denominator)
        )

    def light(self, months: Sequence[str]) -> str:
        """green, amber or red; none without a target or a polarity."""
        return light(self.indicator, self.figure(months))

    def arrow(self, before: Sequence[str], now: Sequence[str], slight: Fraction | None) -> str:
        """up, up_slightly, level, down_slightly or down: of performance, else of the number."""
        was = shown(self.figure(before), self.indicator.unit)
        now_is = shown(self.figure(now), self.indicator.unit)
        if was == now_is:
            return "level"
        rises = (now_is > was) != (self.indicator.polarity == "low")
        word = "up" if rises else "down"
        step = abs(now_is - was) * (100 if self.indicator.unit == "percentage" else 1)
        return f"{word}_slightly" if slight is not None and step < slight else word


def shown(figure: Fraction, unit: str) -> Fraction:
    """The figure as it shows, rounded half up."""
    power = 10 ** DECIMALS[unit]
    return Fraction(floor(figure * power + Fraction(1, 2)), power)


def light(indicator: TrueIndicator, figure: Fraction) -> str:
    if indicator.target is None or indicator.polarity == "none":
        return "none"
    sign = -1 if indicator.polarity == "low" else 1
    is_now = sign * shown(figure, indicator.unit)
    if is_now >= sign * indicator.target:
        return "green"
    amber = indicator.amber
    return "amber" if amber is not None and is_now >= sign * amber else "red"
