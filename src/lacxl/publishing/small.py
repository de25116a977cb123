"""Which figures rest on few children, and what must not be learnt of them.

The DfE shows 1 to 5 children as c, and a nought as a nought: "Where any number is shown as zero,
the original figure submitted was zero" (methodology of its statistics of children looked after).
That the rest of a whole counts, too, is stricter: 68 of 71 tells that three were not. Both are
settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.publishing.facts import Constraint, Count, Fact, Secret
from lacxl.publishing.publication import TidyPart


@dataclass(frozen=True, slots=True)
class SmallNumberRules:
    """What is few: 1 to `limit`, from 0 where `noughts` count; `rests` count what is left of a
    whole as well.
    """

    limit: int = 5
    noughts: bool = False
    rests: bool = True

    @property
    def values(self) -> range:
        """Every number that is few."""
        return range(0 if self.noughts else 1, self.limit + 1)


def secrets_of(part: TidyPart, fact: Fact, rules: SmallNumberRules) -> Iterator[Secret]:
    """Yield the numbers of children that a figure rests on, where they are few."""
    for secret in _bases(part, fact.numerators, fact.denominators, rules):
        if secret.value in rules.values:
            yield secret


def told_by_the_rule(part: TidyPart, fact: Fact, rules: SmallNumberRules) -> Iterator[Constraint]:
    """Yield what a figure tells by being shown, to somebody who knows the rules: it rests on none
    or on more than a few.

    Where it rests on few all the same, it was shown under other rules, and tells nothing more.
    """
    for secret in _bases(part, fact.numerators, fact.denominators, rules):
        value = secret.value
        if value > rules.limit:
            yield Constraint(secret.terms(), rules.limit + 1, None)
        elif not value:
            yield Constraint(secret.terms(), 0, 0)


def _bases(
    part: TidyPart,
    numerators: tuple[Count, ...],
    denominators: tuple[Count, ...],
    rules: SmallNumberRules,
) -> Iterator[Secret]:
    if part is not TidyPart.MEAN:
        yield Secret(numerators)
    if part in (TidyPart.PERCENTAGE, TidyPart.MEAN):
        yield Secret(denominators)
    if part is TidyPart.PERCENTAGE and rules.rests:
        yield Secret(denominators, numerators)
