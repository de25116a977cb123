"""One dataset of one source: its rows, and their columns as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.records.frames import (
    DAY_BITS,
    NO_DAY,
    Codes,
    Days,
    Frame,
    Mask,
    Rows,
    Whole,
    child_and_day,
    days_in,
)


class CannotCount(Exception):  # noqa: N818 - no fault, an answer
    """Why an indicator cannot be counted, in words."""


class CannotCountMonth(CannotCount):
    """Why an indicator cannot be counted in this month, in words."""


@dataclass(frozen=True, slots=True)
class DatasetRows:
    """Rows of a dataset: all, or some in an order; a column that it lacks is blank in every row."""

    name: str
    frame: Frame
    rows: Rows | None = None

    def __len__(self) -> int:
        return len(self.frame) if self.rows is None else len(self.rows)

    def only(self, which: Rows | Mask) -> DatasetRows:
        """Return the table of some of the rows."""
        at = np.flatnonzero(which) if which.dtype == np.bool_ else which.astype(int, copy=False)
        return DatasetRows(self.name, self.frame, at if self.rows is None else self.rows[at])

    def assign(self, **columns: Days) -> DatasetRows:
        """Return the rows alone, with columns put in or replaced."""
        frame = self.frame if self.rows is None else self.frame.taken(self.rows)
        return DatasetRows(self.name, frame.assign(**columns))

    def has(self, column: str) -> bool:
        """Whether the source gives the column."""
        return column in self.frame

    def has_values(self, column: str) -> bool:
        """Whether any row of the source has a value in the column."""
        return self.has(column) and not self.frame.missing(column).all()

    def need(self, *columns: str) -> None:
        """Raise CannotCount where the source, or a file of it, lacks one of the columns."""
        lacking = [
            f"'{column}'"
            for column in dict.fromkeys(columns)
            if not self.has(column) or column in self.frame.lacking
        ]
        if lacking:
            raise CannotCount(f"the source gives no {' and '.join(lacking)} in {self.name}")

    def need_whole(self, *columns: str) -> None:
        """Raise CannotCount where a file lacks one of the columns that its layout has."""
        self.need(*(column for column in columns if self.frame.lacking.get(column)))

    def need_values(self, column: str) -> None:
        """Raise CannotCount where a column is lacking or has no value in any row."""
        self.need(column)
        if len(self) and not self.has_values(column):
            raise CannotCount(f"'{column}' in {self.name} is empty in every row")

    @property
    def child(self) -> Whole:
        """The child of each row."""
        return self._taken(self.frame.child)

    def days(self, column: str) -> Days:
        """Return a column of dates, no day where there is none."""
        if not self.has(column):
            return np.full(len(self), NO_DAY)
        return self._taken(self.frame.array(column))

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """Return a column of numbers, nan where there is none."""
        return self._taken(self.frame.array(column))

    def flags(self, column: str, value: bool) -> Mask:
        """Return which rows have the flag; an unknown one is neither true nor false."""
        found: Mask = self.numbers(column) == float(value)
        return found

    def codes(self, column: str) -> Codes:
        """Return a column of codes."""
        codes = self.frame.codes(column) if self.has(column) else Codes.all_of("", len(self.frame))
        return codes if self.rows is None else codes[self.rows]

    def any_of(self, column: str, codes: Iterable[str]) -> Mask:
        """Return which rows have one of the codes; "" means none."""
        return self.codes(column).any_of(codes)

    def _taken(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if self.rows is None else np.take(values, self.rows)


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

    def first(self, child: Whole) -> Days:
        """Return the first day of each child."""
        at = np.searchsorted(self.keys, child << DAY_BITS)
        there = np.append(self.keys >> DAY_BITS, -1)[at] == child
        return np.where(there, np.append(self.days, NO_DAY)[at], NO_DAY)
