"""What a council can have: the most children, residents and days, and an indicator's own limits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.domain.ceilings import Ceilings
from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.domain.plausible import beyond, is_too_much, most
from lacxl.domain.reading import Reading

D = Decimal
SMALL = Ceilings(children=D(100), population=D(5000), days=D(900))


def of(unit: Unit, ceilings: Ceilings = SMALL) -> Indicator:
    per = 1000 if unit is Unit.RATE else 1
    return Indicator("1", "", Kind.FLOW, (Figure("", unit),), per=per, ceilings=ceilings)


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value"),
    [
        (Unit.COUNT, 100, 100, 100),
        (Unit.PERCENTAGE, 100, 100, 1),
        (Unit.RATE, 100, 5000, 1000),
        (Unit.MEAN, 90_000, 100, 900),
    ],
)
def test_the_most_that_may_stand_in_each_column(
    unit: Unit, numerator: int, denominator: int, value: int
) -> None:
    indicator, limits = of(unit), {"numerator": numerator, "denominator": denominator}
    for column, limit in (limits | {"value": value}).items():
        assert most(indicator, indicator.figures[0], column) == limit


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("column", ["numerator", "denominator", "value"])
def test_a_limit_of_the_indicator_s_own_comes_first(unit: Unit, column: str) -> None:
    indicator = of(unit, Ceilings(numerator=D(7), denominator=D(8), value=D(9)))
    own = {"numerator": 7, "denominator": 8, "value": 9}[column]
    assert most(indicator, indicator.figures[0], column) == own


def reading(numerator: str = "", denominator: str = "", value: str = "") -> Reading:
    parts = (D(each) if each else None for each in (numerator, denominator, value))
    return Reading("1", Month(2015, 5), *parts)


@pytest.mark.parametrize(
    ("unit", "given", "what"),
    [
        (Unit.COUNT, reading("100"), ""),
        (Unit.COUNT, reading("0"), ""),
        (Unit.COUNT, reading("101"), "numerator"),
        (Unit.COUNT, reading("-1"), "numerator"),
        (Unit.PERCENTAGE, reading("100", "100"), ""),
        (Unit.PERCENTAGE, reading("100", "101"), "denominator"),
        (Unit.PERCENTAGE, reading(value="1"), ""),
        (Unit.PERCENTAGE, reading(value="1.001"), "value"),
        (Unit.PERCENTAGE, reading("9", "8"), "numerator and denominator"),
        (Unit.PERCENTAGE, reading("9", "0"), ""),  # no figure, which is said elsewhere
        (Unit.PERCENTAGE, reading("9"), ""),
        (Unit.RATE, reading("50", "50"), ""),
        (Unit.RATE, reading("51", "50"), "numerator and denominator"),
        (Unit.MEAN, reading("900", "1"), ""),
        (Unit.MEAN, reading("901", "1"), "numerator and denominator"),
        (Unit.RATE, reading(), ""),
    ],
)
def test_what_no_council_can_have_is_named(unit: Unit, given: Reading, what: str) -> None:
    assert beyond(of(unit), given) == what


def test_too_much_is_told_of_the_two_together() -> None:
    indicator = of(Unit.RATE)
    figure = indicator.figures[0]
    assert is_too_much(indicator, figure, D("50.1"), D(50))
    assert not is_too_much(indicator, figure, D(50), D(50))
    assert not is_too_much(indicator, figure, None, D(50))
    assert not is_too_much(indicator, figure, D(50), None)
    assert not is_too_much(indicator, figure, D(50), D(0))
