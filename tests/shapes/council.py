"""A made-up council: its children month by month, and the measures it chose to report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from shapes.bank import Measure
from shapes.months import after, april, span
from shapes.reckoning import Series
from shapes.truth import TrueIndicator

Stock = dict[str, int]


def stocks(dice: Random, month: str) -> dict[str, Stock]:
    """What the council counts, from two years before the month's financial year to its end."""
    first = after(april(month), -24)
    months = span(first, after(first, 35))
    children = dice.randint(260, 640)
    population = round(children / dice.uniform(62, 95) * 10_000, -2)
    found: dict[str, Stock] = {}

    def keep(name: str, at: str, number: float) -> int:
        found.setdefault(name, {})[at] = round(number)
        return round(number)

    leavers, plans, helped = dice.randint(120, 260), dice.randint(150, 420), dice.randint(220, 600)
    for at in months:
        starts = keep("starts", at, children * 0.035 + dice.randint(-5, 6))
        ceased = keep("ceased", at, max(6, children * 0.034 + dice.randint(-5, 5)))
        children = keep("cla", at, children + starts - ceased)
        permanence = keep("permanence", at, 2 + dice.random() * (ceased - 2) * 0.6)
        keep("adopted", at, dice.randint(1, max(1, permanence - 1)))
        keep("population", at, population + (0 if at < after(first, 24) else 200))
        keep("school_age", at, children * 0.72 + dice.randint(-2, 2))
        keep("long_term", at, children * 0.29 + dice.randint(-2, 2))
        keep("reviews", at, children * 0.3 + dice.randint(-15, 15))
        keep("uasc", at, children * 0.07 + dice.randint(-2, 2))
        keep("missing", at, dice.randint(9, 42))
        keep("matches", at, dice.randint(0, 8))
        leavers = keep("leavers", at, leavers + dice.randint(-3, 4))
        keep("eligible", at, leavers * 0.8 + dice.randint(-4, 4))
        keep("custody", at, dice.randint(2, 9))
        plans = keep("plans", at, plans + dice.randint(-12, 12))
        helped = keep("help_open", at, helped + dice.randint(-15, 16))
        keep("help_started", at, helped * 0.11 + dice.randint(-8, 8))
        keep("contacts", at, children * 2 + dice.randint(-90, 90))
        keep("referrals", at, children * 0.5 + dice.randint(-30, 30))
        keep("assessments", at, children * 0.35 + dice.randint(-25, 25))
        keep("conferences", at, dice.randint(11, 46))
        keep("workers", at, dice.randint(18, 24))
        keep("stepped", at, dice.randint(7, 24))
    return found


def choose(
    dice: Random,
    bank: Sequence[Measure],
    how_many: int,
    stocks_of: Mapping[str, Stock],
    reference: Sequence[str],
) -> tuple[Series, ...]:
    """So many measures of the bank, group by group, each with a reference and its series."""
    groups = list(dict.fromkeys(measure.group for measure in bank))
    at = sorted(
        dice.sample(range(len(bank)), min(how_many, len(bank))),
        key=lambda place: (groups.index(bank[place].group), place),
    )
    return tuple(
        _series(dice, bank[place], stocks_of, name)
        for place, name in zip(at, reference, strict=False)
    )


def references(dice: Random, prefix: str, how_many: int, digits: int = 2) -> tuple[str, ...]:
    """CLA01, CLA02a, CLA02b, CLA05 ...: letters and a number, with gaps and some pairs."""
    found: list[str] = []
    number = 0
    while len(found) < how_many:
        number += dice.choice((1, 1, 1, 1, 2, 3))
        text = f"{prefix}{number:0{digits}d}"
        found += [f"{text}a", f"{text}b"] if dice.random() < 0.15 else [text]
    return tuple(found[:how_many])


def _series(
    dice: Random, measure: Measure, stocks_of: Mapping[str, Stock], reference: str
) -> Series:
    denominators = stocks_of[measure.denominator] if measure.denominator else {}
    if measure.numerator:
        numerators = stocks_of[measure.numerator]
    else:
        numerators = _share(dice, measure, denominators)
        denominators = {month: denominators[month] for month in numerators}
    return Series(_indicator(dice, measure, reference), numerators, denominators, measure.group)


def _share(dice: Random, measure: Measure, denominators: Stock) -> Stock:
    found: Stock = {}
    level = measure.level
    for month, denominator in denominators.items():
        level += (measure.level - level) * 0.3 + dice.uniform(-0.04, 0.04) * measure.level
        numerator = round(denominator * level)
        if measure.unit == "percentage":
            numerator = max(0, min(denominator, numerator))
        found[month] = numerator
    return found


def _indicator(dice: Random, measure: Measure, reference: str) -> TrueIndicator:
    target = Fraction(measure.target) if measure.target and dice.random() < 0.85 else None
    amber = None
    if target is not None and measure.tolerance and dice.random() < 0.85:
        sign = 1 if measure.polarity == "low" else -1
        amber = target + sign * Fraction(measure.tolerance)
    return TrueIndicator(
        reference,
        dice.choice(measure.titles),
        measure.unit,
        measure.kind,
        measure.polarity,
        target,
        amber,
        "",
        measure.measure,
    )
