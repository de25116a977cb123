"""A target or a limit of amber in the words of an answer: 90%, or 12."""

from __future__ import annotations

from decimal import Decimal

from lacxl.adopting.answers import quoted
from lacxl.domain.indicator import Unit
from lacxl.domain.limits import limits_of
from lacxl.domain.numbers import plain

NONE, LEAVE = "none", "leave"
"""There is no such limit; the lights are left to the council."""


def is_limit(said: str, unit: Unit) -> bool:
    """Say whether an answer is a number that an indicator of the unit may be held to."""
    band = limits_of(in_percent(said, unit), unit=unit)
    if band is None or not band.is_number:
        return False
    return unit is not Unit.COUNT or (band.low is not None and band.low % 1 == 0)


def in_percent(said: str, unit: Unit) -> str:
    """Return an answer with the percent sign that may be left out."""
    return f"{said}%" if unit is Unit.PERCENTAGE and not said.endswith("%") else said


def kind_of_limit(unit: Unit) -> str:
    """Return in words what an answer has to be."""
    return "a whole number" if unit is Unit.COUNT else "a number such as 90%"


def setting(said: str, unit: Unit | None) -> str:
    """Return an answer as lacxl.toml has it."""
    return quoted(said if unit is None else in_percent(said, unit))


def spelt(limit: Decimal, unit: Unit) -> str:
    """Return a limit as an answer has it."""
    return f"{plain(limit * 100)}%" if unit is Unit.PERCENTAGE else plain(limit)
