"""Readings: one indicator, one month; and what a figure is or why it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.finding import where_in
from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import ratio


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading comes from: the file's name and the row in it (the header is row 1).

    A reading that was counted from many rows has no row: `row` is then 0 and `file` names the
    extracts.
    """

    file: str
    row: int = 0

    def __str__(self) -> str:
        return where_in(self.file, (self.row,) if self.row else ())


AS_PRINTED = "as printed"
"""How the source of a reading ends that was taken from a workbook which was adopted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted for one indicator in one month.

    A count has its numerator alone. A percentage, rate or mean has numerator and denominator where
    they are known, else the value alone (a percentage as a fraction: 36.4% is 0.364). A missing
    reading has none of the three and a note with the reason. Where it is `quarterly`, it was
    counted for the quarter that ends with the month.
    """

    indicator: str
    month: Month
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    note: str = ""
    source: Source | None = None
    quarterly: bool = False

    @property
    def period(self) -> Month | Quarter:
        """What it is of: the month, or the whole quarter that ends with it."""
        return self.month.quarter if self.quarterly else self.month

    @property
    def is_missing(self) -> bool:
        """Whether nothing was counted."""
        return self.numerator is None and self.value is None

    @property
    def is_as_printed(self) -> bool:
        """Whether it was never read, but taken from what a workbook showed."""
        return self.source is not None and self.source.file.endswith(f", {AS_PRINTED}")

    def says_the_same(self, other: Reading) -> bool:
        """Whether both give the same figures or the same reason, wherever they were read."""
        return (self.numerator, self.denominator, self.value, self.note) == (
            other.numerator,
            other.denominator,
            other.value,
            other.note,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in full precision, with what it was worked out from where that is known."""

    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """No figure: `reason` for messages, `text` for the cell ("" leaves it empty).

    The text is what a person wrote and may hold a name, so the reason never repeats it.
    """

    reason: str
    text: str = ""


Amount = Measured | Missing


def amount(indicator: Indicator, figure: Figure, reading: Reading | None) -> Amount:
    """Return the figure of one month, or why there is none."""
    if reading is None:
        return Missing("no reading")
    if reading.is_missing:
        reason = "there is a note instead" if reading.note else "the reading is empty"
        return Missing(reason, reading.note)
    if figure.unit is Unit.COUNT:
        count = reading.numerator if reading.numerator is not None else reading.value
        assert count is not None  # noqa: S101 - is_missing says so
        return Measured(count, count)
    found = quotient(indicator, figure, reading.numerator, reading.denominator, reading.value)
    return Missing(found.reason, reading.note) if isinstance(found, Missing) else found


def quotient(
    indicator: Indicator,
    figure: Figure,
    numerator: Decimal | None,
    denominator: Decimal | None,
    value: Decimal | None = None,
) -> Amount:
    """Return a percentage, rate or mean from its parts, else from the value given."""
    if numerator is not None and denominator is not None:
        if denominator == 0:
            return Missing("there were no cases: the denominator is 0")
        per = indicator.per if figure.unit is Unit.RATE else 1
        return Measured(ratio(numerator * per, denominator), numerator, denominator)
    if value is not None:
        return Measured(value)
    return Missing("the denominator is not known")
