"""Rows in order: runs of neighbouring ones, and days of children."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacxl.records.frames import DAY_BITS, NO_DAY, Days, Mask, Rows, Whole, child_and_day, days_in


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of neighbouring rows: of each row its run, of each run its first and its last row."""

    of: Rows
    first: Rows
    last: Rows

    @classmethod
    def starting(cls, new: Mask) -> Runs:
        """Return the runs that start where `new` is true, as it is in the first row."""
        first = np.flatnonzero(new)
        return cls(np.cumsum(new) - 1, first, np.append(first, len(new))[1:] - 1)


@dataclass(frozen=True, slots=True)
class Dated:
    """Days of children, in order of child and day, each as one number."""

    keys: Whole

    @classmethod
    def of(cls, child: Whole, days: Days) -> Dated:
        """Return the days that are known."""
        keys = child_and_day(child, days)[~np.isnat(days)]
        return cls(np.sort(keys, kind="stable"))  # mostly in order

    @property
    def days(self) -> Days:
        """The days alone."""
        return days_in(self.keys)

    def place_of_last(self, asked: Whole) -> Rows:
        """Return where a child's last day on or before the one asked is; -1 where there is none."""
        at = np.searchsorted(self.keys, asked, "right")
        same = np.append(-1, self.keys >> DAY_BITS)[at] == asked >> DAY_BITS
        return np.where(same, at, 0) - 1

    def last(self, child: Whole, on: np.datetime64 | Days) -> Days:
        """Return the last day of each child on or before a day."""
        return np.append(self.days, NO_DAY)[self.place_of_last(child_and_day(child, on))]

    def next(self, child: Whole, after: Days) -> Days:
        """Return the first day of each child after a day."""
        at = np.searchsorted(self.keys, child_and_day(child, after), "right")
        there = np.append(self.keys >> DAY_BITS, -1)[at] == child
        return np.where(there, np.append(self.days, NO_DAY)[at], NO_DAY)
