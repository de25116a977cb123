"""What a printed figure tells somebody who takes it literally: facts about whole numbers.

An attacker does not know the counts. He knows that they are whole and not negative, that what is
part of a whole is no more than it, and each figure that was ever printed, with its rounding. A
fact is written as linear rows with whole coefficients, so that it is held exactly: 36.4% says that
numerator over denominator is at least 0.3635 and less than 0.3645.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import NamedTuple


class Count(NamedTuple):
    """A number that was counted: of an indicator, as its `part` ("n" or "d"), in a period.

    Its value is part of what it is: a restated count is another one, of which the attacker knows
    only what was printed since.
    """

    indicator: str
    part: str
    period: str
    value: int


World = Mapping[Count, int]
"""What differs from the truth: a count that is not in it is what it is."""


@dataclass(frozen=True)  # without slots, for what it works out once
class Constraint:
    """What must hold: `low` <= the sum of coefficients times counts <= `high`; None is no bound."""

    terms: Mapping[Count, int]
    low: int | None
    high: int | None

    @cached_property
    def in_truth(self) -> int:
        """What the sum is in truth."""
        return sum(factor * count.value for count, factor in self.terms.items())

    def holds(self, world: World) -> bool:
        """Say whether it holds in a world, which has what differs from the truth."""
        total = 0
        for count, factor in self.terms.items():
            total += factor * world.get(count, count.value)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


Rows = tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A printed figure: the sum of the numerators, over that of the denominators where there are
    any, times `per`, is `shown` once it is rounded half up to `places`.
    """

    numerators: tuple[Count, ...]
    denominators: tuple[Count, ...]
    per: int
    shown: Decimal
    places: int

    def rows(self) -> Rows:
        """Return what the figure tells, exactly."""
        if not self.denominators:
            value = int(self.shown)
            return (Constraint(_summed(self.numerators), value, value),)
        half = Fraction(1, 2 * 10**self.places)
        shown = Fraction(self.shown)
        rows = [Constraint(_summed(self.denominators), 1, None)]
        if shown - half > 0:
            terms = self._against(shown - half)
            rows.append(Constraint(terms, 0, None))
        rows.append(Constraint(self._against(shown + half), None, -1))
        return tuple(rows)

    def _against(self, bound: Fraction) -> Mapping[Count, int]:
        """Return the terms of numerator times per, less the bound times the denominator."""
        terms: dict[Count, Fraction] = {}
        for count in self.numerators:
            terms[count] = terms.get(count, Fraction(0)) + self.per
        for count in self.denominators:
            terms[count] = terms.get(count, Fraction(0)) - bound
        scale = lcm(*(each.denominator for each in terms.values()))
        whole = {count: int(each * scale) for count, each in terms.items() if each}
        common = gcd(*whole.values()) or 1
        return {count: each // common for count, each in whole.items()}


class Secret(NamedTuple):
    """A number of children that nobody may learn: counts added up, less others."""

    plus: tuple[Count, ...]
    minus: tuple[Count, ...] = ()

    @property
    def value(self) -> int:
        """What it is in truth."""
        return sum(each.value for each in self.plus) - sum(each.value for each in self.minus)

    def value_in(self, world: World) -> int:
        """Return what it is in a world, which has what differs from the truth."""
        return sum(factor * world.get(each, each.value) for each, factor in self.terms().items())

    def terms(self) -> Mapping[Count, int]:
        """Return it as the terms of a row; what stands on both sides goes."""
        terms = dict(_summed(self.plus))
        for count in self.minus:
            terms[count] = terms.get(count, 0) - 1
        return {count: factor for count, factor in terms.items() if factor}


def part_of_whole(part: Count, whole: Count) -> Constraint:
    """Return that a count is part of another."""
    return Constraint({whole: 1, part: -1}, 0, None)


def _summed(counts: Iterable[Count]) -> Mapping[Count, int]:
    terms: dict[Count, int] = {}
    for count in counts:
        terms[count] = terms.get(count, 0) + 1
    return terms
