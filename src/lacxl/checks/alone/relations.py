"""What must hold between figures: each relation can say what one of them may be, given the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Protocol, TypeAlias

from lacxl.checks.alone.figures_on_page import Key
from lacxl.checks.alone.printed_number import EVERY, Range

Values: TypeAlias = Mapping[Key, Range]
ZERO, ONE = Fraction(0), Fraction(1)


class Relation(Protocol):
    """Something that holds between the figures `keys`.

    `code` is the finding's where it does not; `about` groups what has one cause.
    """

    @property
    def code(self) -> str:
        """The code of the finding."""
        ...

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures that it is about, the one that is judged first."""
        ...

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return what `key` may be, given the others; None where it may be nothing."""
        ...

    def holds(self, values: Values) -> bool:
        """Say whether it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that add up to nought, each with its sign: 10 - 3 - 6 - 1."""

    code: str
    terms: tuple[tuple[Key, int], ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures."""
        return tuple(key for key, _ in self.terms)

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return what is left for `key`."""
        sign = dict(self.terms)[key]
        rest = [_times(values[each], -s * sign) for each, s in self.terms if each != key]
        return _sum(rest)

    def holds(self, values: Values) -> bool:
        """Say whether the first figure is what the others leave."""
        first = self.keys[0]
        left = self.allowed(first, values)
        return left is not None and values[first].meets(left)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A percentage, rate or mean: its cases over what they are of.

    `cases` and `of` are added up over their keys; `failures` says that the cases are those that
    fail. `per` is the population that a rate is given for.
    """

    code: str
    value: Key
    cases: tuple[Key, ...]
    of: tuple[Key, ...]
    failures: bool = False
    per: int = 1

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures."""
        return (self.value, *self.cases, *self.of)

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return what `key` may be, given the others."""
        value = values[self.value]
        share = Range(_over(value.low, self.per), _over(value.high, self.per))
        if self.failures:  # the share of those that fail
            share = Range(_less(share.high), _less(share.low))
        cases = _sum([values[each] for each in self.cases if each != key])
        of = _sum([values[each] for each in self.of if each != key])
        if key == self.value:
            return self._value(cases, of)
        if key in self.cases:
            total = Range(_mul(share.low, of.low), _mul(share.high, of.high))
            return _minus(total, cases)
        low = None if not share.high else _div(cases.low, share.high)
        high = None if not share.low or share.low <= 0 else _div(cases.high, share.low)
        return _minus(Range(low, high), of)

    def _value(self, cases: Range, of: Range) -> Range | None:
        if not of.low or not of.high or of.low <= 0:
            return None
        low, high = _div(cases.low, of.high), _div(cases.high, of.low)
        if self.failures:
            low, high = _less(high), _less(low)
        return Range(_mul(low, Fraction(self.per)), _mul(high, Fraction(self.per)))

    def holds(self, values: Values) -> bool:
        """Say whether the value is what the others give; over nought nothing is said."""
        given = self.allowed(self.value, values)
        return given is None or values[self.value].meets(given)


@dataclass(frozen=True, slots=True)
class Possible:
    """A percentage that some whole number over its denominator must give."""

    code: str
    value: Key
    of: Key

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures."""
        return (self.value, self.of)

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return anything: `holds` says whether it will do."""
        return Range(ZERO, ONE) if key == self.value else EVERY

    def holds(self, values: Values) -> bool:
        """Say whether there is such a number."""
        value, of = values[self.value], values[self.of].low
        if of is None or of <= 0 or value.low is None or value.high is None:
            return True
        least = max(value.low, ZERO) * of
        return Fraction(-(-least.numerator // least.denominator)) <= value.high * of


@dataclass(frozen=True, slots=True)
class Between:
    """A year's percentage or mean, which is no lower and no higher than all of its months."""

    code: str
    value: Key
    months: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures."""
        return (self.value, *self.months)

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return what lies between the months; a single month may be what makes up for them."""
        if key == self.value:
            lows = [values[each].low or ZERO for each in self.months]
            highs = [values[each].high or ZERO for each in self.months]
            return Range(min(lows), max(highs))
        if len(self.months) == 1:
            return values[self.value]
        others = [each for each in self.months if each != key]
        rest = Between(self.code, self.value, tuple(others)).allowed(self.value, values)
        value = values[self.value]
        if rest is None or rest.meets(value):
            return EVERY
        above = rest.high is not None and value.low is not None and value.low > rest.high
        return Range(value.low, None) if above else Range(None, value.high)

    def holds(self, values: Values) -> bool:
        """Say whether the value is within the months."""
        allowed = self.allowed(self.value, values)
        return allowed is not None and values[self.value].meets(allowed)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A year's percentage or mean of two months, weighed by whole numbers of children.

    `most` is how many children each month may have had.
    """

    code: str
    value: Key
    months: tuple[Key, Key]
    most: tuple[int, int]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures."""
        return (self.value, *self.months)

    def allowed(self, key: Key, values: Values) -> Range | None:
        """Return what lies between the months, of the value alone."""
        between = Between(self.code, self.value, self.months)
        return between.allowed(self.value, values) if key == self.value else EVERY

    def holds(self, values: Values) -> bool:
        """Say whether some numbers of children give the value."""
        one, other = (values[each] for each in self.months)
        value = values[self.value]
        return any(
            _mean(one, other, a, b).meets(value)
            for a, b in product(*(range(1, most + 1) for most in self.most))
        )


def equal(code: str, one: Key, other: Key) -> Sum:
    """Return the relation of two figures that are the same."""
    return Sum(code, ((one, 1), (other, -1)))


def _mean(one: Range, other: Range, a: int, b: int) -> Range:
    low = ((one.low or ZERO) * a + (other.low or ZERO) * b) / (a + b)
    high = ((one.high or ZERO) * a + (other.high or ZERO) * b) / (a + b)
    return Range(low, high)


def _times(each: Range, sign: int) -> Range:
    return each if sign > 0 else Range(_neg(each.high), _neg(each.low))


def _sum(ranges: Sequence[Range]) -> Range:
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    for each in ranges:
        low = None if low is None or each.low is None else low + each.low
        high = None if high is None or each.high is None else high + each.high
    return Range(low, high)


def _minus(one: Range, other: Range) -> Range:
    return _sum([one, _times(other, -1)])


def _neg(number: Fraction | None) -> Fraction | None:
    return None if number is None else -number


def _less(number: Fraction | None) -> Fraction | None:
    return None if number is None else ONE - number


def _mul(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other


def _over(number: Fraction | None, by: int) -> Fraction | None:
    return None if number is None else number / by


def _div(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or not other else one / other
