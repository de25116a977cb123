"""How far from its target a figure is still amber, in the words of a council: within 5%, 2pp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.indicator import Polarity, Target, Unit
from lacxl.domain.limits import LONGEST, in_unit, quantity, spelt
from lacxl.domain.numbers import from_float

_EITHER_SIDE = r"(?:\+ ?/? ?-|±)"
_WORDS = re.compile(
    rf"(?:(?:is |if )?(?:within|up to|(?:a )?tolerance(?: of)?:?|no more than|{_EITHER_SIDE}) ?)*"
    r"(?P<number>(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})) ?(?P<percent>%)?"
    r" ?(?:(?P<percentage_points>percentage[ -]?(?:points?|pts?)|ppts?|pp)"
    r"|(?P<points>points?|pts?))?"
    r"(?: (?P<kind>of (?:the )?target(?: value)?|relative|absolute))?"
    rf"(?: ?(?:{_EITHER_SIDE}|tolerance|variance|either (?:side|way)|(?:away |off|out)"
    r"|below|above|under|over|worse|short))?"
    r"(?:(?: than| from| of| off)? ?(?:the )?target)?"
)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Why cells mean no limit with certainty, each reason a sentence for whoever wrote them."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far from the target: a part of it (0.05 for 5% of it) where `relative`, else in its unit.

    `relative` is None where the words leave it open: 5% of a target that is a percentage itself.
    """

    by: Decimal
    relative: bool | None


def tolerance_of(
    written: str | float | Decimal, *, unit: Unit, points: bool = False
) -> Tolerance | None:
    """Return the tolerance that a cell means; None where it is not understood.

    `points` is as in `limits_of`: numbers without a percent sign are percentage points. A number
    that its cell shows as a percentage is to be handed over as the text that it shows.
    """
    if isinstance(written, bool):
        return None
    if not isinstance(written, str):
        number = written if isinstance(written, Decimal) else from_float(float(written))
        if not number.is_finite() or number < 0:
            return None
        written = f"{number:f}"
    found = _WORDS.fullmatch(spelt(written)) if len(written) <= LONGEST else None
    if found is None:
        return None
    number = Decimal(found["number"])
    kind = found["kind"]
    if found["percentage_points"] or found["points"] or kind == "absolute":
        return _absolute(number, found, unit, points)
    if found["percent"]:
        is_open = unit is Unit.PERCENTAGE and not kind
        return Tolerance(number / 100, None if is_open else True)
    if kind == "relative":
        return None  # three of what?
    by = in_unit(number, percent=False, unit=unit, points=points)
    if by is None:
        return None
    return Tolerance(by, None if unit is Unit.PERCENTAGE and not points else False)


def within(
    green: Decimal,
    tolerance: Tolerance,
    polarity: Polarity,
    *,
    unit: Unit,
    relative: bool | None = None,
) -> Target | Ambiguity:
    """Return a target with the limit that a tolerance means, on the side where figures are worse.

    `relative` decides where the words do not: whether 5% is a part of the target, or five
    percentage points.
    """
    if tolerance.relative is not None:
        relative = tolerance.relative
    by, said = tolerance.by, quantity(tolerance.by, Unit.PERCENTAGE)
    if relative is None:
        return Ambiguity(
            (f"A tolerance of {said} may be {said} of the target, or as many percentage points.",)
        )
    if polarity is Polarity.NONE:
        return Ambiguity(("There is a tolerance, and nothing says which way is good.",))
    if not by:
        return Target(green)
    off = abs(green) * by if relative else by
    amber = green - off if polarity is Polarity.HIGH else green + off
    if amber < 0 or (unit is Unit.PERCENTAGE and amber > 1):
        beyond = "below nought" if amber < 0 else "over 100%"
        return Ambiguity((f"The tolerance would put the limit of amber {beyond}.",))
    if amber == green:
        return Ambiguity(("The tolerance is a part of the target, and the target is nought.",))
    return Target(green, amber)


def _absolute(number: Decimal, found: re.Match[str], unit: Unit, points: bool) -> Tolerance | None:
    """Return a tolerance in points; only a percentage has percentage points."""
    if unit is not Unit.PERCENTAGE:
        of_percentage = found["percent"] or found["percentage_points"]
        return None if of_percentage else Tolerance(number, relative=False)
    if found["percent"] or found["percentage_points"] or found["points"] or points:
        return Tolerance(number / 100, relative=False)
    return Tolerance(number, relative=False) if number <= 1 else None
