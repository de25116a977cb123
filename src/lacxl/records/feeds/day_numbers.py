"""Days as whole numbers, which are compared, sorted and packed several times as fast."""

from __future__ import annotations

import numpy as np

from lacxl.records.frames import DAY, NO_DAY, Days, Whole

MISSING = int(np.iinfo(np.int64).min)
"""No day among days as whole numbers: it is less than every day."""


def whole_numbers(days: Days) -> Whole:
    """Return days as whole numbers, which are compared several times as fast."""
    return days.astype(DAY, copy=False).view(np.int64)


def first_and_last(days: Days) -> tuple[int, int] | None:
    """Return the first and last day of a column as whole numbers; None where there is none."""
    numbers = whole_numbers(days)
    last = int(numbers.max(initial=MISSING))
    if last == MISSING:
        return None
    first = int(numbers.min())
    if first == MISSING:
        first = int(np.fmin.reduce(days.astype(DAY, copy=False)).astype(np.int64))
    return first, last


def last_until(days: Days, last: np.datetime64) -> int:
    """Return the last day of a column that is not after `last`, as a whole number; else MISSING."""
    numbers, bound = whole_numbers(days), int(last.astype(DAY).astype(np.int64))
    found = int(numbers.max(initial=MISSING))
    return found if found <= bound else int(numbers[numbers <= bound].max(initial=MISSING))


DAY_BITS = 17
NO_NUMBER = (1 << DAY_BITS) - 1
_SHIFT = 60_000  # days before 1970 become positive; 17 bits then reach from 1805 to 2164


def day_numbers(dates: Days) -> Whole:
    """Return dates as whole numbers from 0 to NO_NUMBER, which stands for none."""
    days = whole_numbers(dates)
    missing = days == MISSING
    numbers: Whole = days + _SHIFT
    if missing.any():
        numbers[missing] = NO_NUMBER
    return numbers


def days_of_numbers(numbers: Whole) -> Days:
    """Return the dates of numbers as `day_numbers` gives them."""
    days: Days = (numbers - _SHIFT).view(DAY)
    days[numbers == NO_NUMBER] = NO_DAY
    return days
