"""Dates with the month's name and a year of two digits: which part is the year, which century."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.records.frames import Mask, Whole

_MOST_DAYS: Final = 31
_AHEAD: Final = 20
"""How many years ahead a date may lie that is none of birth, such as one due."""
_TYPOS: Final = 0.01
"""The share of dates that prove the other order and are taken for typing mistakes."""
_STAND_FOR_NONE: Final = ((31, 12, 99), (1, 1, 0))
"""What 31/12/9999 and 01/01/1900, which stand for no date, become when Excel cuts the century."""

Dated = tuple[Whole, Whole, Whole, Mask]
"""Years, months, days, and which of them could be told."""


@dataclass(frozen=True, slots=True)
class ShortYear:
    """The parts of 31-May-25 as they stand, the month as a number."""

    first: int
    month: int
    last: int


@dataclass(frozen=True, slots=True)
class ShortYears:
    """Those of a column, and their places in it."""

    places: Whole
    first: Whole
    month: Whole
    last: Whole

    @classmethod
    def of(cls, found: Sequence[tuple[int, int, int, int]]) -> ShortYears:
        """Return them from place, first part, month and last part."""
        return cls(*np.array(found, np.int64).reshape(-1, 4).T)

    def dated(self, births: bool, today: dt.date) -> Dated:
        """Return the parts of the dates.

        The year comes last, unless the column shows that it comes first: by numbers that no day
        has. A date of birth is the last one that is not in the future.
        """
        year_first = ~self._is_day(self.first) & self._is_day(self.last)
        day_first = self._is_day(self.first) & ~self._is_day(self.last)
        some, others = int(year_first.sum()), int(day_first.sum())
        turned = np.full(len(self.first), some > others and some > _TYPOS * len(self.first))
        told = np.ones(len(self.first), np.bool_)
        if min(some, others) > _TYPOS * max(some, others):
            turned, told = year_first, year_first | day_first
        day = np.where(turned, self.last, self.first)
        short = np.where(turned, self.first, self.last)
        if births:
            year = self._not_after(today, short, day)
        else:
            year = _near(short, today.year)
            for none in _STAND_FOR_NONE:
                told = told & ~((day == none[0]) & (self.month == none[1]) & (short == none[2]))
        return year, self.month, day, told

    @staticmethod
    def _is_day(number: Whole) -> Mask:
        found: Mask = (number >= 1) & (number <= _MOST_DAYS)
        return found

    def _not_after(self, today: dt.date, short: Whole, day: Whole) -> Whole:
        year = today.year // 100 * 100 + short
        month_and_day = self.month * 100 + day
        later = (year > today.year) | (
            (year == today.year) & (month_and_day > today.month * 100 + today.day)
        )
        found: Whole = year - 100 * later
        return found


def _near(short: Whole, this_year: int) -> Whole:
    """Return the years of the century that ends some years ahead."""
    last = this_year + _AHEAD
    return last - (last - short) % 100
