"""The value column: a figure in the unit of its indicator, exact, or why it cannot be one."""

from __future__ import annotations

from decimal import Decimal

from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.plausible import most
from lacxl.readings.amounts import WrittenNumber
from lacxl.readings.faults import Fault

_NAMES = {Unit.COUNT: "count", Unit.RATE: "rate", Unit.MEAN: "mean"}


def check_value(
    written: WrittenNumber, indicator: Indicator, figure: Figure, *, whole_counts: bool = True
) -> Fault | None:
    """Return why a number cannot be this figure of the indicator, or None if it can.

    A percentage has its sign, nothing else does: a bare 0.364 could mean 36.4% or 0.364%.
    `whole_counts` is false where a count may be an average of councils.
    """
    unit = figure.unit
    if unit is Unit.PERCENTAGE:
        if not written.is_percentage:
            return Fault(
                "R122",
                "a percentage is written here without its sign, so its size is not certain.",
                "Write it as 36.4%, or give numerator and denominator.",
            )
        if written.value > 1:
            return Fault(
                "R123",
                "the percentage is over 100.",
                "Correct the figure; check that it is not a rate or a number of days.",
            )
        return None
    if written.is_percentage:
        return Fault(
            "R129",
            f"this is a percentage, and the indicator is a {_NAMES[unit]}.",
            "Check the indicator's number and the column.",
        )
    if unit is Unit.COUNT and whole_counts and not is_whole(written.value):
        return Fault("R125", "the count has a fraction.", "Give the whole number that was counted.")
    return check_ceiling(written, indicator, figure, "value")


def check_ceiling(
    written: WrittenNumber, indicator: Indicator, figure: Figure, column: str
) -> Fault | None:
    """Return a fault if a number is more than any council's; it is never repeated."""
    ceiling = most(indicator, figure, column)
    if written.value <= ceiling:
        return None
    return Fault(
        "R161",
        f"the number is more than {ceiling:,}, which no council reaches: a date, or a number that "
        "names a child, may have slipped into the column.",
        f"Check that the columns are in their places. {raise_it(indicator, column)}",
    )


def raise_it(indicator: Indicator, column: str) -> str:
    """Return how a ceiling is raised, where a figure beyond it is right."""
    table = f'[indicators."{indicator.number}"]'
    return f"If it is right, raise most_{column} under {table} in lacxl.toml."


def is_whole(value: Decimal) -> bool:
    """Say whether a number is whole: 407 and 407.0 are."""
    return value == value.to_integral_value()
