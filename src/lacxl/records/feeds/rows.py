"""Rows of frames: in order, like another, days as whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.records.frames import DAY, Codes, Column, Days, Frame, Mask, Rows, Whole, child_and_day

MISSING = int(np.iinfo(np.int64).min)
"""No day among days as whole numbers: it is less than every day."""
_BESIDE = ("row", "file", "id", "team", "year")
"""Columns that say nothing of what a row is about."""


def whole_numbers(days: Days) -> Whole:
    """Return days as whole numbers, which are compared several times as fast."""
    return days.astype(DAY, copy=False).view(np.int64)


def by_child_and_day(frame: Frame, day: str) -> tuple[Frame, Mask]:
    """Return the frame by child, day and row, and which rows have both like the row before."""
    keys = child_and_day(frame.child, frame.array(day))
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        frame, keys = frame.taken(order), keys[order]
    return frame, np.append(False, keys[1:] == keys[:-1])[: len(keys)]


def repeated(frame: Frame, columns: Sequence[str] = (), among: Mask | None = None) -> Mask:
    """Return which rows are like an earlier one in the given columns, or in all that they say; only
    those `among` which may be, and the row before each, are looked at.
    """
    found = np.zeros(len(frame), bool)
    rows = np.arange(len(frame))
    if among is not None:
        rows = np.flatnonzero(among | np.append(among[1:], False))
    columns = columns or [name for name in frame.columns if name not in _BESIDE]
    values = [comparable(frame.columns[name][rows]) for name in columns]
    if among is None:
        few = _suspects(values)
        rows, values = rows[few], [column[few] for column in values]
    if not len(rows):
        return found
    order = np.lexsort(values)
    found[rows[order[1:][same_as_before(values, order)[1:]]]] = True
    return found


def same_as_before(keys: Sequence[Whole], order: Rows) -> Mask:
    """Return for rows in an order whether each has the keys of the row before."""
    same = np.ones(len(order), bool)
    same[:1] = False
    for key in keys:
        ordered = key[order]
        same[1:] &= ordered[1:] == ordered[:-1]
    return same


def most_of_same(keys: Sequence[Whole], values: Whole) -> Whole:
    """Return for each row the most that any row with the same keys has of some values."""
    order = np.lexsort(keys)
    group = np.empty(len(values), np.int64)
    group[order] = np.cumsum(~same_as_before(keys, order))
    top = np.full(int(group.max(initial=0)) + 1, MISSING)
    np.maximum.at(top, group, values)
    return top[group]


def _suspects(values: Sequence[Whole]) -> Rows:
    """Return the few rows whose values, mixed into one number, are like another's."""
    mixed = np.zeros(len(values[0]), np.uint64)
    for column in values:
        mixed = (mixed ^ column.view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    in_order = np.sort(mixed)
    return np.flatnonzero(np.isin(mixed, in_order[1:][in_order[1:] == in_order[:-1]]))


def comparable(column: Column) -> Whole:
    """Return numbers that are alike where the values are; all of what is none is alike."""
    if isinstance(column, Codes):
        return column.indices.astype(np.int64)
    if column.dtype.kind == "f":
        return np.where(np.isnan(column), np.nan, column).view(np.int64)
    return whole_numbers(column) if column.dtype.kind == "M" else column
