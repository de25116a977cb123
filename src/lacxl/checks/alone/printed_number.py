"""A number as a cell prints it, and everything that it may have been before it was rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lacxl.workbook.address import CellRef
from lacxl.workbook.shown import number_in, shown
from lacxl.workbook.snapshot import CellValue, Formula

_NUMBER = re.compile(r"(-?)(\d[\d,]*)(?:\.(\d+))?\s*(%?)")


@dataclass(frozen=True, slots=True)
class Range:
    """Every number from `low` to `high`, both included; None where there is no end."""

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Range) -> bool:
        """Say whether some number is in both."""
        return not (_is_beyond(self.low, other.high) or _is_beyond(other.low, self.high))

    def within(self, other: Range) -> Range | None:
        """Return what is in both, None where nothing is."""
        if not self.meets(other):
            return None
        lows = [each for each in (self.low, other.low) if each is not None]
        highs = [each for each in (self.high, other.high) if each is not None]
        return Range(max(lows, default=None), min(highs, default=None))

    def whole(self) -> Fraction | None:
        """Return a whole number of it, the lowest from 0 up; None where there is none."""
        low = max(self.low or Fraction(0), Fraction(0))
        least = Fraction(-(-low.numerator // low.denominator))
        return None if _is_beyond(least, self.high) else least


EVERY = Range(None, None)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """What a cell prints: its text, and the `range` of what rounds to it, half up.

    Both ends belong to it, so that no way of rounding is called wrong. A percentage is a fraction:
    94.8% is 0.9475 to 0.9485. `stored` is the number as the cell keeps it.
    """

    place: CellRef
    text: str
    value: Fraction
    range: Range
    percent: bool
    decimals: int
    stored: Fraction

    def as_count(self) -> PrintedNumber:
        """Return it as a number of children or events, which is not rounded."""
        value = self.value
        return PrintedNumber(
            self.place, self.text, value, Range(value, value), False, self.decimals, self.stored
        )

    def as_percentage(self) -> PrintedNumber | None:
        """Return it as a percentage; 94.8 without a sign is one, 1 may be 1% or 100%."""
        if self.percent or self.value < 1:
            return self
        return None if self.value == 1 else self.as_points()

    def as_points(self) -> PrintedNumber:
        """Return it as a percentage written in points: 0.8 without a sign is 0.8%."""
        if self.percent:
            return self
        low, high = self.range.low, self.range.high
        return PrintedNumber(
            self.place,
            self.text,
            self.value / 100,
            Range(low / 100 if low is not None else None, high / 100 if high is not None else None),
            False,
            self.decimals,
            self.stored / 100,
        )


def printed(place: CellRef, value: CellValue, number_format: str) -> PrintedNumber | None:
    """Return the number that a cell prints, None where it prints none."""
    number = number_in(value)
    if number is None:
        return None
    if isinstance(value, Formula):
        value = value.cached
    text = value.strip() if isinstance(value, str) else shown(value, number_format)
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    decimals = len(found[3] or "")
    scale = 100 if found[4] else 1
    step = Fraction(1, 10**decimals * scale)
    amount = Fraction(found[2].replace(",", "") + (f".{found[3]}" if found[3] else "")) / scale
    amount = -amount if found[1] else amount
    return PrintedNumber(
        place,
        text,
        amount,
        Range(amount - step / 2, amount + step / 2),
        bool(found[4]),
        decimals,
        Fraction(number),
    )


def in_words(value: Fraction, like: PrintedNumber) -> str:
    """Return a number as the cell `like` prints its own, half up."""
    scale = 100 if like.percent else 1
    steps = value * scale * 10**like.decimals
    rounded = (2 * steps + 1) // 2 if steps >= 0 else -((-2 * steps + 1) // 2)
    whole = f"{int(abs(rounded)):0{like.decimals + 1}d}"
    sign = "-" if rounded < 0 else ""
    if like.decimals:
        whole = f"{whole[: -like.decimals]}.{whole[-like.decimals :]}"
    return f"{sign}{whole}{'%' if like.percent else ''}"


def _is_beyond(low: Fraction | None, high: Fraction | None) -> bool:
    return low is not None and high is not None and low > high
