"""Rows and columns as arrays; what every reader of records gives and every measure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lacxl.records.frames.codes import Codes

Days = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
Column = npt.NDArray[Any] | Codes

DAY: Final = "datetime64[D]"
"""The dtype of dates."""
NO_DAY: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """A table: dates are datetime64[D], texts are Codes, numbers float64 with NaN for none, flags
    are numbers 1 and 0, `child` and `row` int64. `file` says which file a row is from.

    Printing it shows how large it is, never what stands in it.
    """

    columns: Mapping[str, Column]

    def __repr__(self) -> str:
        return f"<Frame of {len(self):,} rows: {', '.join(self.columns)}>"

    def __len__(self) -> int:
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

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return a column of dates or numbers."""
        column = self.columns[name]
        if isinstance(column, Codes):
            raise TypeError(f"{name} is a column of texts")
        return column

    def codes(self, name: str) -> Codes:
        """Return a column of texts."""
        column = self.columns[name]
        if not isinstance(column, Codes):
            raise TypeError(f"{name} is no column of texts")
        return column

    def is_text(self, name: str) -> bool:
        """Say whether a column holds texts."""
        return isinstance(self.columns[name], Codes)

    def is_date(self, name: str) -> bool:
        """Say whether a column holds dates."""
        column = self.columns[name]
        return not isinstance(column, Codes) and column.dtype.kind == "M"

    def missing(self, name: str) -> Mask:
        """Return which rows have no date or number in a column; a text is never missing."""
        column = self.columns[name]
        if isinstance(column, Codes) or column.dtype.kind not in "Mf":
            return np.zeros(len(column), np.bool_)
        found: Mask = np.isnat(column) if column.dtype.kind == "M" else np.isnan(column)
        return found

    def assign(self, **columns: Column) -> Frame:
        """Return the frame with columns put in or replaced."""
        return Frame({**self.columns, **columns})

    def without(self, *names: str) -> Frame:
        """Return the frame without some columns."""
        return Frame({name: c for name, c in self.columns.items() if name not in names})

    def only(self, names: Iterable[str]) -> Frame:
        """Return the frame of some columns."""
        return Frame({name: self.columns[name] for name in names})

    def taken(self, rows: npt.NDArray[Any], given: Mapping[str, Column] | None = None) -> Frame:
        """Return the rows of a mask, or the rows named in their order; columns in `given` are so
        already.
        """
        given = given or {}
        if rows.dtype == np.bool_:  # places are looked up several times as fast as a mask
            rows = np.flatnonzero(rows)
        length = len(rows)
        columns: dict[str, Column] = {}
        for name, column in self.columns.items():
            if name in given:
                columns[name] = given[name]
            elif name == "file" and isinstance(column, Codes) and len(column.texts) == 1:
                columns[name] = column[:length]
            else:
                columns[name] = column[rows]
        return Frame(columns)


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
