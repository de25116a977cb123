"""Whether a figure can be one council's, by the ceilings of its indicator."""

from __future__ import annotations

from decimal import Decimal

from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.numbers import ratio
from lacxl.domain.reading import Reading

_COLUMNS = ("numerator", "denominator", "value")


def most(indicator: Indicator, figure: Figure, column: str) -> Decimal:
    """Return the most that a column may hold: numerator, denominator or value."""
    ceilings = indicator.ceilings
    own: Decimal | None = getattr(ceilings, column)
    if own is not None:
        return own
    match figure.unit, column:
        case Unit.PERCENTAGE, "value":
            return Decimal(1)
        case Unit.RATE, "value":
            return Decimal(indicator.per)
        case Unit.RATE, "denominator":
            return ceilings.population
        case Unit.MEAN, "value":
            return ceilings.days
        case Unit.MEAN, "numerator":
            return ceilings.children * ceilings.days
    return ceilings.children


def beyond(indicator: Indicator, reading: Reading) -> str:
    """Return what in a reading no council can have, "" if all of it is possible.

    The name of a column, or "numerator and denominator" where they give too much together.
    """
    figure = indicator.shown_figure
    for column in _COLUMNS:
        number: Decimal | None = getattr(reading, column)
        if number is not None and not 0 <= number <= most(indicator, figure, column):
            return column
    if is_too_much(indicator, figure, reading.numerator, reading.denominator):
        return "numerator and denominator"
    return ""


def is_too_much(
    indicator: Indicator, figure: Figure, numerator: Decimal | None, denominator: Decimal | None
) -> bool:
    """Say whether numerator over denominator is more than the figure can be."""
    if numerator is None or not denominator:
        return False
    per = indicator.per if figure.unit is Unit.RATE else 1
    return ratio(numerator * per, denominator) > most(indicator, figure, "value")
