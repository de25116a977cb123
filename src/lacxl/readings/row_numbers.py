"""Numerator, denominator and value of one row as what was counted, or every fault of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.numbers import half_up, ratio
from lacxl.domain.plausible import is_too_much, most
from lacxl.readings.amounts import WrittenNumber, read_amount
from lacxl.readings.faults import Fault
from lacxl.readings.value_column import check_ceiling, check_value, is_whole, raise_it

NUMBER_COLUMNS = ("numerator", "denominator", "value")


@dataclass(frozen=True, slots=True)
class RowNumbers:
    """The numbers of a reading; all None where nothing was counted."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fault and the column in which it was met ("" for the row as a whole)."""

    fault: Fault
    column: str = ""


def counted(
    indicator: Indicator, numerator: str, denominator: str, value: str, *, commas: bool = True
) -> RowNumbers | tuple[Misplaced, ...]:
    """Return the numbers of a row in the indicator's units, or all faults of its cells.

    What follows from the rest is left out, so that the same figures are the same reading however
    they were written: a count has its numerator alone, and a value beside numerator and
    denominator is compared with them and dropped.
    """
    faults: list[Misplaced] = []
    numbers: dict[str, WrittenNumber] = {}
    for column, cell in zip(NUMBER_COLUMNS, (numerator, denominator, value), strict=True):
        if not cell.strip():
            continue
        read = read_amount(cell, commas=commas)
        if isinstance(read, Fault):
            faults.append(Misplaced(read, column))
        else:
            numbers[column] = read
    faults += _cell_faults(indicator, numbers)
    if not faults:
        faults += _row_faults(indicator, numbers)
    return tuple(faults) or _kept(indicator, numbers)


def _cell_faults(indicator: Indicator, numbers: dict[str, WrittenNumber]) -> Iterator[Misplaced]:
    """Yield what is wrong with single cells."""
    figure = indicator.shown_figure
    unit = figure.unit
    for column in ("numerator", "denominator"):
        if column not in numbers:
            continue
        if numbers[column].is_percentage:
            yield Misplaced(_PERCENTAGE_OF_WHAT, column)
        elif not is_whole(numbers[column].value) and not (
            unit is Unit.MEAN and column == "numerator"
        ):
            yield Misplaced(_FRACTION, column)
        elif fault := check_ceiling(numbers[column], indicator, figure, column):
            yield Misplaced(fault, column)
    if "value" in numbers and (fault := check_value(numbers["value"], indicator, figure)):
        yield Misplaced(fault, "value")


def _row_faults(indicator: Indicator, numbers: dict[str, WrittenNumber]) -> Iterator[Misplaced]:
    """Yield what is wrong with the cells of a row together; each of them is valid by itself."""
    figure = indicator.shown_figure
    value = numbers.get("value")
    above, below = numbers.get("numerator"), numbers.get("denominator")
    if figure.unit is Unit.COUNT:
        if below:
            yield Misplaced(_COUNT_OF, "denominator")
        if above and value and above.value != value.value:
            yield Misplaced(_two_values("the numerator is another number"), "value")
        return
    if not above and not below:
        if value and len(indicator.figures) > 1:
            yield Misplaced(_needs_both(indicator), "value")
        return
    if not above or not below:
        yield Misplaced(_HALF, "denominator" if above else "numerator")
        return
    if above.value and not below.value:
        yield Misplaced(_OVER_NOTHING, "denominator")
    elif figure.unit is Unit.PERCENTAGE and above.value > below.value:
        yield Misplaced(_OVER, "numerator")
    elif is_too_much(indicator, figure, above.value, below.value):
        yield Misplaced(_too_much(indicator), "numerator and denominator")
    elif value and (why := _disagreement(indicator, figure, above, below, value)):
        yield Misplaced(_two_values(why), "value")


def _disagreement(
    indicator: Indicator,
    figure: Figure,
    above: WrittenNumber,
    below: WrittenNumber,
    value: WrittenNumber,
) -> str:
    """Return how a value differs from numerator over denominator at the precision shown, or ""."""
    if not below.value:
        return "there were no cases"
    per = indicator.per if figure.unit is Unit.RATE else 1
    exact = ratio(above.value * per, below.value)
    for decimals in (figure.decimals, min(value.decimals, 30)):
        if half_up(exact, decimals) == half_up(value.value, decimals):
            return ""
    shown = half_up(exact, figure.decimals)
    percentage = figure.unit is Unit.PERCENTAGE
    return f"numerator and denominator give {f'{shown * 100:.1f}%' if percentage else shown}"


def _kept(indicator: Indicator, numbers: dict[str, WrittenNumber]) -> RowNumbers:
    values = {column: written.value for column, written in numbers.items()}
    if indicator.shown_figure.unit is Unit.COUNT:
        return RowNumbers(values.get("numerator", values.get("value")))
    if "numerator" in values:
        return RowNumbers(values["numerator"], values["denominator"])
    return RowNumbers(value=values.get("value"))


def _too_much(indicator: Indicator) -> Fault:
    ceiling = most(indicator, indicator.shown_figure, "value")
    return Fault(
        "R163",
        f"numerator and denominator give more than {ceiling:,}, which no council reaches.",
        "Check that the two are not swapped, and that the columns are in their places. "
        + raise_it(indicator, "value"),
    )


def _two_values(why: str) -> Fault:
    return Fault(
        "R128",
        f"two values for one reading: {why}.",
        "Correct one of them, or leave the value empty.",
    )


def _needs_both(indicator: Indicator) -> Fault:
    return Fault(
        "R126",
        f"{indicator.number} shows a number and a percentage, and a value alone gives one of them.",
        "Give numerator and denominator.",
    )


_PERCENTAGE_OF_WHAT = Fault(
    "R129",
    "this is a percentage, not a number of cases.",
    "Write the percentage into the column value, or the number here.",
)
_FRACTION = Fault(
    "R125", "the number of cases has a fraction.", "Give the whole number that was counted."
)
_COUNT_OF = Fault(
    "R129",
    "this is a denominator, and the indicator is a count.",
    "Leave it empty; check the indicator's number.",
)
_HALF = Fault(
    "R126",
    "numerator and denominator belong together, and this one is missing.",
    "Give both, or neither and the value.",
)
_OVER = Fault(
    "R124",
    "the numerator is larger than the denominator.",
    "Check that the two are not swapped, and that both count the same children.",
)
_OVER_NOTHING = Fault(
    "R124",
    "the denominator is 0 and the numerator is not.",
    "Give the denominator; if there were no cases both are 0.",
)
