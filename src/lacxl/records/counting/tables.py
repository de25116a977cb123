"""One dataset of one source as arrays, each column made once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.records.counting.days import (
    BASE,
    LAST,
    MISSING,
    SPAN_BITS,
    Days,
    Mask,
    Numbers,
    days_of,
    ends_of,
)
from lacxl.records.frames import Codes, Frame

SHORT_BREAKS = ("V3", "V4")
Index = npt.NDArray[np.intp]


class CannotCount(Exception):  # noqa: N818 - no fault, an answer
    """Why an indicator cannot be counted, in words."""


class Table:
    """A dataset's columns as arrays.

    `rows` chooses and orders rows of the frame, or of the table `of` that was made from it.
    """

    def __init__(
        self, name: str, frame: Frame, rows: Index | None = None, of: Table | None = None
    ) -> None:
        self.name = name
        self._frame = frame
        self._rows = rows
        self._of = of
        self._days: dict[str, Days] = {}
        self._ends: dict[str, Days] = {}
        self._codes: dict[str, Codes] = {}
        self._child: Numbers | None = None

    def __len__(self) -> int:
        return len(self._frame) if self._rows is None else len(self._rows)

    @property
    def read(self) -> int:
        """How many rows were read, before any was left out."""
        return len(self._frame)

    def only(self, rows: Index) -> Table:
        """Return the table of these rows, in their order."""
        return Table(self.name, self._frame, rows, self)

    def has(self, column: str) -> bool:
        """Whether the source gives the column."""
        return column in self._frame

    def need(self, *columns: str) -> None:
        """Raise CannotCount where the source lacks one of the columns."""
        lacking = [column for column in dict.fromkeys(columns) if not self.has(column)]
        if lacking:
            names = " and ".join(f"'{column}'" for column in lacking)
            raise CannotCount(f"the source gives no {names} in {self.name}")

    def need_filled(self, *columns: str) -> None:
        """Raise CannotCount where a column is lacking or has no value in any row."""
        self.need(*columns)
        for column in columns:
            if len(self) and not self.is_filled(column):
                raise CannotCount(f"'{column}' in {self.name} is empty in every row")

    def is_filled(self, column: str) -> bool:
        """Whether any row has a value in the column."""
        if self._frame.is_text(column):
            return not bool(self._frame.codes(column).is_blank.all())
        return not bool(self._frame.missing(column).all())

    @property
    def child(self) -> Numbers:
        """The child of each row."""
        if self._child is None:
            self._child = self._take(self._of.child) if self._of is not None else self._frame.child
        return self._child

    def days(self, column: str, rows: Index | None = None) -> Days:
        """Return a column of dates (of some rows), MISSING where there is none."""
        if rows is not None:
            if column in self._days:
                return np.take(self._days[column], rows)
            if self._of is not None and self._rows is not None:
                return self._of.days(column, np.take(self._rows, rows))
            return days_of(np.take(self._frame.array(column), rows))
        if column not in self._days:
            self._days[column] = (
                self._take(self._of.days(column))
                if self._of is not None
                else days_of(self._frame.array(column))
            )
        return self._days[column]

    def ends(self, column: str) -> Days:
        """Return a column of ends, FAR where there is none."""
        if column not in self._ends:
            self._ends[column] = ends_of(self.days(column))
        return self._ends[column]

    def until(self, column: str) -> Days:
        """Return until when each row's child is in care: a column of ends, or of age before it."""
        ends = self.ends(column)
        if not self.has("of_age") or not self.is_filled("of_age"):
            return ends
        return np.minimum(ends, self.ends("of_age"))

    def any_of(self, column: str, values: Iterable[str], rows: Index | None = None) -> Mask:
        """Return whether each row (or each of some) has one of the codes; "" stands for none."""
        if (
            rows is None
            and self._of is not None
            and self._rows is not None
            and column not in self._codes
        ):
            return np.take(self._of.any_of(column, values), self._rows)
        return self._coded(column, rows).any_of(values)

    def starts_with(self, column: str, starts: Iterable[str], rows: Index | None = None) -> Mask:
        """Return whether each row (or each of some) has a code that starts with one of these."""
        wanted = tuple(starts)
        codes = self._coded(column, rows)
        return codes.where([text.startswith(wanted) for text in codes.texts], "".startswith(wanted))

    def flags(self, column: str, value: bool, rows: Index | None = None) -> Mask:
        """Return whether each row (or each of some) has the flag; an unknown one is neither."""
        found: Mask = self.numbers(column) == float(value)
        return found if rows is None else found[rows]

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """Return a column of numbers, nan where there is none."""
        if self._of is not None:
            return self._take(self._of.numbers(column))
        return self._frame.array(column)

    def ranks(self, column: str, rows: Index) -> Numbers:
        """Return the order of the rows by the text of the column, whatever the codes are."""
        if not self.has(column):
            return np.zeros(len(rows), np.int64)
        return self._coded(column, rows).ranks()

    def same(self, columns: Iterable[str], rows: Index, others: Index) -> Mask:
        """Return whether each row has the same text as its other row in all of some columns,
        whatever blanks and capitals it is written with: AA2 2AA is aa22aa.
        """
        found = np.ones(len(rows), np.bool_)
        both = np.concatenate((rows, others))
        for column in columns:
            if self.has(column):
                coded = self._coded(column, both)
                alike = coded.halves_alike()
                unlike = np.flatnonzero(found & ~alike)
                texts = coded[np.concatenate((unlike, unlike + len(rows)))].as_texts()
                squeezed = ["".join(text.split()).casefold() for text in texts.tolist()]
                alike[unlike] = np.array(squeezed[: len(unlike)], object) == np.array(
                    squeezed[len(unlike) :], object
                )
                found &= alike
        return found

    def files(self) -> tuple[str, ...]:
        """Return the names of the files that the rows were read from."""
        if not self.has("file"):
            return ()
        file = self._frame.file
        if len(file.texts) == 1:
            return tuple(file.texts) if np.any(file.places == 0) else ()
        used = np.bincount(file.places + 1, minlength=1)[1:]  # the first is of rows without a file
        return tuple(sorted(file.texts[place] for place in np.flatnonzero(used).tolist()))

    def _take(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if self._rows is None else np.take(values, self._rows)

    def _coded(self, column: str, rows: Index | None = None) -> Codes:
        """Return a column of codes; of some rows it is not made for the others."""
        if column in self._codes:
            return self._codes[column] if rows is None else self._codes[column][rows]
        if rows is not None:
            if self._of is not None and self._rows is not None:
                return self._of._coded(column, np.take(self._rows, rows))
            return self._frame.codes(column)[rows]
        codes = self._of._coded(column) if self._of is not None else self._frame.codes(column)
        self._codes[column] = codes if self._rows is None else codes[self._rows]
        return self._codes[column]


def without_short_breaks(table: Table) -> Table:
    """Return the table without the rows of legal status V3 or V4."""
    if not table.has("legal_status"):
        return table
    short = table.any_of("legal_status", SHORT_BREAKS)
    return table.only(np.flatnonzero(~short)) if short.any() else table


def keys(child: Numbers, days: Days) -> Numbers:
    """Return numbers that sort by child, then by day; a MISSING day comes first, FAR last."""
    return (child << SPAN_BITS) + np.subtract(np.clip(days, BASE, LAST), BASE, dtype=np.int64)


class Chosen:
    """The children that have any row in `some`.

    Where the children's numbers lie too far apart to be looked up, those are all children.
    """

    def __init__(self, child: Numbers, some: Mask) -> None:
        self._chosen: Mask | None = None
        most = int(child.max(initial=0))
        if child.min(initial=0) >= 0 and most <= 8 * len(child) + 1000:
            self._chosen = np.zeros(most + 1, np.bool_)
            self._chosen[np.compress(some, child)] = True

    def among(self, child: Numbers) -> Mask:
        """Return which of these children, who have rows in the table, are chosen."""
        if self._chosen is None:
            return np.ones(len(child), np.bool_)
        return np.take(self._chosen, child)


def distinct(values: Numbers) -> Numbers:
    """Return the values, each once, in order (numpy's own way is slow for many distinct ones)."""
    if not len(values):
        return values
    if np.any(values[1:] < values[:-1]):
        values = np.sort(values)
    new: Mask = np.append(True, values[1:] != values[:-1])
    return values[new]


def last_of_runs(first: Index, length: int) -> Index:
    """Return the last row of each run of rows, of `length` in all, by the first ones."""
    last = np.empty_like(first)
    last[:-1] = first[1:]
    last[-1:] = length
    last -= 1
    return last


def among(child: Numbers, wanted: Numbers) -> Mask:
    """Return which of the children are wanted."""
    most = int(max(child.max(initial=0), wanted.max(initial=0)))
    lowest = min(child.min(initial=0), wanted.min(initial=0))
    if lowest < 0 or most > 8 * len(child) + 1000:
        return np.isin(child, wanted)
    flags = np.zeros(most + 1, np.bool_)
    flags[wanted] = True
    return np.take(flags, child)


class Events:
    """Dated events by child: which was the last of a child on or before a day.

    `earliest` is the first day from which there is any record, also of what did not take place.
    """

    def __init__(self, child: Numbers, days: Days, earliest: int) -> None:
        known = days != MISSING
        self.unknown = int(len(known) - known.sum())
        found = keys(child[known], days[known]) if self.unknown else keys(child, days)
        if np.any(found[1:] < found[:-1]):
            found = np.sort(found)
        self._keys = found
        self.earliest = earliest

    def last(self, child: Numbers, on: int) -> Days:
        """Return each child's last event on or before the day, MISSING where there was none."""
        found = np.full(len(child), MISSING, np.int32)
        if not len(self._keys):
            return found
        at = np.searchsorted(self._keys, keys(child, np.array([on], np.int32)), "right") - 1
        key = self._keys[at]
        mine = (at >= 0) & (key >> SPAN_BITS == child)
        found[mine] = ((key[mine] & ((1 << SPAN_BITS) - 1)) + BASE).astype(np.int32)
        return found
