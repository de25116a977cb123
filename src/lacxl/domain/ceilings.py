"""The most that figures of one council can be: beyond it a date or an identifier has slipped in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

CHILDREN = Decimal(10_000)
POPULATION = Decimal(1_000_000)
DAYS = Decimal(7_000)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most children, cases or events that are counted; the most residents that a rate is of;
    the most days that a mean is. The last three are an indicator's own, where it has them.

    The largest council of England looks after some 2,300 children, has some 350,000 residents under
    18, and nobody is a child for more than 6,575 days. Day numbers of Excel (45,000) and dates such
    as 20150531 are above them, as do the numbers that name children.
    """

    children: Decimal = CHILDREN
    population: Decimal = POPULATION
    days: Decimal = DAYS
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


USUAL = Ceilings()
"""What holds unless lacxl.toml says otherwise."""
