"""Rows and columns as arrays: what every reader of records gives and every rule counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lacxl.domain.dataset import CannotCount
from lacxl.domain.month import Month

Days = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]

DAY: Final = "datetime64[D]"
"""The dtype of dates."""
NO_DAY: Final = np.datetime64("NaT", "D")
DAY_BITS: Final = 22
"""Enough for the days of ten thousand years."""
NO_NUMBER: Final = (1 << DAY_BITS) - 1
_DAYS_BEFORE_1970: Final = 719_162
NONE = -1
"""The index of no text."""


class Codes:
    """`indices[i]` is the index of row i's text in `texts`, NONE where it has none. The texts are
    all different and never empty; they may be more than the rows use.
    """

    __slots__ = ("indices", "texts")

    def __init__(self, indices: npt.NDArray[np.int32], texts: Sequence[str]) -> None:
        self.indices = indices
        self.texts = texts

    def __repr__(self) -> str:
        return f"<Codes of {len(self):,} rows>"

    @classmethod
    def of(cls, texts: Iterable[str]) -> Codes:
        """Return the column of texts given one by one; "" is none."""
        every = list(texts)
        return cls.mapped(np.arange(len(every)), every)

    @classmethod
    def all_of(cls, text: str, length: int) -> Codes:
        """Return a column with the same text in every row, which takes no room; "" is none."""
        return cls(np.broadcast_to(np.int32(0 if text else NONE), length), [text] if text else [])

    @classmethod
    def mapped(cls, indices: npt.NDArray[np.integer[Any]], texts: Sequence[str]) -> Codes:
        """Return the column of texts of which some may be alike or empty."""
        known: dict[str, int] = {"": NONE}
        into = [known.setdefault(text, len(known) - 1) for text in texts]
        if into == list(range(len(into))):  # each different already, and none empty
            return cls(indices.astype(np.int32, copy=False), list(known)[1:])
        return cls(np.array([*into, NONE], np.int32)[indices], list(known)[1:])

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, rows: npt.NDArray[Any] | slice) -> Codes:
        return Codes(self.indices[rows], self.texts)

    def or_none(self, rows: npt.NDArray[np.int64]) -> Codes:
        """Return the column of some rows, none where the row is -1."""
        return Codes(np.append(self.indices, np.int32(NONE))[rows], self.texts)

    @property
    def is_blank(self) -> npt.NDArray[np.bool_]:
        """Which rows have no text."""
        found: npt.NDArray[np.bool_] = self.indices == NONE
        return found

    def any_of(self, wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return which rows have one of the texts; "" means none."""
        found = set(wanted)
        return self.where([text in found for text in self.texts], "" in found)

    def where(self, holds: Sequence[bool], of_none: bool = False) -> npt.NDArray[np.bool_]:
        """Return for each row what holds for its text, and `of_none` where it has none."""
        lookup = np.array([*holds, of_none], np.bool_)  # index -1 is the last
        return np.take(lookup, self.indices)

    def as_texts(self) -> npt.NDArray[np.object_]:
        """Return the text of each row, "" where it has none."""
        return np.array([*self.texts, ""], object)[self.indices]

    def ranks(self) -> npt.NDArray[np.int64]:
        """Return numbers that order the rows as their texts do; no text comes first."""
        used, back = np.unique(self.indices, return_inverse=True)
        texts = [self.texts[index] if index >= 0 else "" for index in used.tolist()]
        order = {text: i for i, text in enumerate(sorted(texts))}
        return np.array([order[text] for text in texts], np.int64)[back]

    def put(self, rows: npt.NDArray[Any], text: str) -> Codes:
        """Return the column with a text put into some rows; "" is none."""
        texts = [*self.texts] if text in self.texts or not text else [*self.texts, text]
        indices = self.indices.copy()
        indices[rows] = texts.index(text) if text else NONE
        return Codes(indices, texts)

    @staticmethod
    def joined(parts: Sequence[Codes]) -> Codes:
        """Return columns under each other."""
        if all(part.texts is parts[0].texts for part in parts):
            return Codes(np.concatenate([part.indices for part in parts]), parts[0].texts)
        known: dict[str, int] = {}
        indices = []
        for part in parts:
            lookup = [known.setdefault(text, len(known)) for text in part.texts]
            indices.append(np.array([*lookup, NONE], np.int32)[part.indices])
        return Codes(np.concatenate(indices), list(known))


Column = npt.NDArray[Any] | Codes


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """A table: dates are datetime64[D], texts are Codes, numbers float64 with NaN for none, flags
    are numbers 1 and 0, `child` and `row` int64. `file` says which file a row is from.

    `lacking` are columns in which a blank says nothing of the child, as the source, or a file of
    it, does not have them; and whether it should, by its layout. `name` is that of the dataset,
    and `until` its last month, where that is before those of the source. Of the columns only the
    rows `at` are meant, if some are given.

    Printing it shows how large it is, never what is in it.
    """

    columns: Mapping[str, Column]
    lacking: Mapping[str, bool] = field(default_factory=dict)
    name: str = ""
    until: Month | None = None
    at: Rows | None = None
    _taken: dict[str, Column] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        return f"<Frame of {len(self):,} rows: {', '.join(self.columns)}>"

    def __len__(self) -> int:
        if self.at is not None:
            return len(self.at)
        return next((len(column) for column in self.columns.values()), 0)

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    @property
    def child(self) -> Whole:
        """The child of each row, -1 where it has none."""
        return self.array("child")

    @property
    def rows(self) -> Rows:
        """The number of each row as Excel shows it."""
        return self.array("row")

    @property
    def file(self) -> Codes:
        """The file of each row."""
        return self.codes("file")

    def column(self, name: str) -> Column:
        """Return a column that is there."""
        if self.at is None:
            return self.columns[name]
        if name not in self._taken:
            self._taken[name] = self.columns[name][self.at]
        return self._taken[name]

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return a column of dates or numbers that is there."""
        column = self.column(name)
        if isinstance(column, Codes):
            raise TypeError(f"{name} is a column of texts")
        return column

    def days(self, name: str) -> Days:
        """Return a column of dates, no day in any row where it is not there."""
        return self.array(name) if name in self else np.full(len(self), NO_DAY)

    def codes(self, name: str) -> Codes:
        """Return a column of texts, none in any row where it is not there."""
        column = self.column(name) if name in self else Codes.all_of("", len(self))
        if not isinstance(column, Codes):
            raise TypeError(f"{name} is no column of texts")
        return column

    def any_of(self, name: str, texts: Iterable[str]) -> Mask:
        """Return which rows have one of the texts; "" means none."""
        return self.codes(name).any_of(texts)

    def flags(self, name: str, value: bool) -> Mask:
        """Return which rows have the flag; an unknown one is neither true nor false."""
        found: Mask = self.array(name) == float(value)
        return found

    def is_text(self, name: str) -> bool:
        """Say whether a column holds texts."""
        return isinstance(self.columns[name], Codes)

    def is_date(self, name: str) -> bool:
        """Say whether a column holds dates."""
        column = self.columns[name]
        return not isinstance(column, Codes) and column.dtype.kind == "M"

    def missing(self, name: str) -> Mask:
        """Return which rows have nothing in a column."""
        column = self.column(name)
        return column.is_blank if isinstance(column, Codes) else np.isnan(column)

    def has_values(self, name: str) -> bool:
        """Say whether any row of the columns has a value in one that is there."""
        return name in self and not replace(self, at=None).missing(name).all()

    def need(self, *names: str) -> None:
        """Raise CannotCount where the source, or a file of it, lacks one of the columns."""
        lacking = [
            f"'{name}'" for name in dict.fromkeys(names) if name not in self or name in self.lacking
        ]
        if lacking:
            raise CannotCount(f"the source gives no {' and '.join(lacking)} in {self.name}")

    def need_whole(self, *names: str) -> None:
        """Raise CannotCount where a file lacks one of the columns that its layout has."""
        self.need(*(name for name in names if self.lacking.get(name)))

    def need_values(self, name: str) -> None:
        """Raise CannotCount where a column is lacking or has no value in any row."""
        self.need(name)
        if len(self) and not self.has_values(name):
            raise CannotCount(f"'{name}' in {self.name} is empty in every row")

    def assign(self, **columns: Column) -> Frame:
        """Return the frame with columns put in or replaced."""
        frame = self._by_itself()
        return replace(frame, columns={**frame.columns, **columns})

    def only(self, names: Iterable[str]) -> Frame:
        """Return the frame of some columns."""
        return replace(self, columns={name: self.columns[name] for name in names})

    def some(self, rows: Rows | Mask) -> Frame:
        """Return the rows of a mask, or the rows named in their order; of these each column is
        taken when it is asked for.
        """
        # indices are looked up several times as fast as a mask
        at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(int, copy=False)
        return replace(self, at=at if self.at is None else self.at[at])

    def taken(self, rows: Rows | Mask) -> Frame:
        """Return such rows by themselves, so that the others need not be kept."""
        return self.some(rows)._by_itself()

    def _by_itself(self) -> Frame:
        if self.at is None:
            return self
        columns = {
            name: column[: len(self.at)]
            if name == "file" and isinstance(column, Codes) and len(column.texts) == 1
            else column[self.at]
            for name, column in self.columns.items()
        }
        return replace(self, columns=columns, at=None)


def day_numbers(days: np.datetime64 | Days) -> Whole:
    """Return days as whole numbers from 0 to NO_NUMBER, which is for none, after every day."""
    numbers = np.asarray(np.asarray(days, DAY).view(np.int64) + _DAYS_BEFORE_1970)
    # no day is the least of all numbers, and without a sign the most
    unsigned = numbers.view(np.uint64)
    np.minimum(unsigned, NO_NUMBER, out=unsigned)
    return numbers


def child_and_day(child: Whole, days: np.datetime64 | Days) -> Whole:
    """Return numbers that sort by child, then by day."""
    keys = child << DAY_BITS
    keys += day_numbers(days)  # into what is there: of millions, room takes as long as sums
    return keys


def days_in(keys: Whole) -> Days:
    """Return the days of such numbers."""
    return (keys & NO_NUMBER).astype(DAY) - _DAYS_BEFORE_1970


def first_of_run(values: npt.NDArray[Any]) -> Mask:
    """Return which rows differ from the one before, as the first does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def last_of_run(values: npt.NDArray[Any]) -> Mask:
    """Return which rows differ from the one after, as the last does."""
    return np.append(values[1:] != values[:-1], True)[: len(values)]


def stacked(frames: Sequence[Frame]) -> Frame:
    """Return the frames under each other; a column that one of them lacks is filled with none."""
    if len(frames) == 1:
        return frames[0]
    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    return Frame({name: _joined(name, frames) for name in names})


def _joined(name: str, frames: Sequence[Frame]) -> Column:
    example = next(frame.columns[name] for frame in frames if name in frame)
    if isinstance(example, Codes):
        return Codes.joined(
            [f.codes(name) if name in f else Codes.all_of("", len(f)) for f in frames]
        )
    none = NO_DAY if example.dtype.kind == "M" else np.float64("nan")
    return np.concatenate([f.array(name) if name in f else np.full(len(f), none) for f in frames])
