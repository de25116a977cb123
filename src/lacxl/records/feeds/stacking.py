"""Frames in the columns of the contract and in order; rows that are alike, or reported."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.records.feeds.day_numbers import (
    DAY_BITS,
    MISSING,
    NO_NUMBER,
    day_numbers,
    days_of_numbers,
    whole_numbers,
)
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import Kind, shown
from lacxl.records.frames import DAY, NO_DAY, Codes, Days, Frame, Mask, Rows, Whole
from lacxl.records.frames.frame import Column


def as_dataset(name: str, frame: Frame) -> Frame:
    """Return the frame in the columns of a dataset, with row and file; what is lacking is none."""
    columns: dict[str, Column] = {}
    for column, dtype in DATASETS[name].columns.items():
        if column in frame:
            columns[column] = frame.columns[column]
        elif dtype is Dtype.CODE:
            columns[column] = Codes.all_of("", len(frame))
        elif dtype is Dtype.DATE:
            columns[column] = np.broadcast_to(NO_DAY, len(frame))
        else:
            columns[column] = np.broadcast_to(np.float64("nan"), len(frame))
    return Frame({**columns, "row": frame.rows, "file": frame.file})


def report_rows(
    report: Report,
    code: str,
    frame: Frame,
    mask: Mask,
    column: str,
    what: str,
    todo: str,
    kind: Kind | None = None,
) -> None:
    """Report the rows of a mask, one notice a file."""
    if not mask.any():
        return
    title = column
    if kind is not None:
        title = next((shown(c.title) for c in kind.columns if c.name == column), column)
    rows, files = frame.rows[mask], frame.file[mask]
    for number in np.flatnonzero(np.bincount(files.places)).tolist():
        report.add(code, files.texts[number], what, todo, title, rows[files.places == number])


def count_by_file(files: Codes) -> dict[str, int]:
    """Return how many rows there are of each file that has any."""
    counts = np.bincount(files.places, minlength=len(files.texts)).tolist()
    return {file: count for file, count in zip(files.texts, counts, strict=True) if count}


def by_child_and_day(frame: Frame, day: str) -> tuple[Frame, Mask]:
    """Return the frame by child, day and row, and which rows have both like the row before.

    What is in order already is not moved. Where each child's rows stand together and are in order,
    as most systems write them, only the children are sorted. Else child, day and place are packed
    into one number for the sort, which is several times as fast as sorting places.
    """
    child = frame.child
    if (alike := _in_order_alike(child, frame.array(day))) is not None:
        return frame, alike
    keys = child << DAY_BITS
    keys |= day_numbers(frame.array(day))
    bits = len(keys).bit_length()
    falls = keys[1:] < keys[:-1]
    if (order := _by_runs(child, falls)) is not None:
        keys = keys[order]
        ordered = frame.taken(order, _of_keys(frame, day, keys, order))
    elif int(child.max(initial=0)).bit_length() + DAY_BITS + bits > 62 or (child < 0).any():
        order = np.lexsort((frame.rows, keys))
        ordered, keys = frame.taken(order), keys[order]
    else:
        keys <<= bits
        keys |= np.arange(len(keys))
        keys.sort()
        order = keys & ((1 << bits) - 1)
        keys >>= bits
        ordered = frame.taken(order, _of_keys(frame, day, keys, order))
    alike = np.zeros(len(frame), bool)
    alike[1:] = keys[1:] == keys[:-1]
    return ordered, alike


def _in_order_alike(child: Whole, days: Days) -> Mask | None:
    """Return which rows have child and day of the row before; None where any comes before it."""
    if (child[1:] < child[:-1]).any():
        return None
    numbers = whole_numbers(days)
    if numbers.min(initial=0) == MISSING:
        numbers = numbers - 1  # by which the least becomes the greatest: none comes last
    same = child[1:] == child[:-1]
    if ((numbers[1:] < numbers[:-1]) & same).any():
        return None
    alike = np.zeros(len(child), bool)
    np.logical_and(numbers[1:] == numbers[:-1], same, out=alike[1:])
    return alike


def _of_keys(frame: Frame, day: str, keys: Whole, order: Rows) -> dict[str, Column]:
    """Return the columns in their order that follow from the keys, so that they need no looking up
    all over the memory: child, day, and row where rows were numbered on.
    """
    given: dict[str, Column] = {
        "child": keys >> DAY_BITS,
        day: days_of_numbers(keys & NO_NUMBER),
    }
    rows = frame.rows
    if rows[-1] - rows[0] == len(rows) - 1 and (rows[1:] > rows[:-1]).all():
        given["row"] = order + rows[0]
    return given


def _by_runs(child: Whole, falls: Mask) -> Rows | None:
    """Return the order of rows by child where those of a child stand together and are in order;
    None where they are not. `falls` says which rows come after their next one.
    """
    new = child[1:] != child[:-1]
    if (falls & ~new).any():
        return None
    first = np.append(0, np.flatnonzero(new) + 1)
    of_run = child[first]
    if of_run.min() < 0:
        return None
    # children are numbers from 0 without gaps: each run goes to its child's place, and is in order
    run_of = np.full(int(of_run.max()) + 1, -1)
    run_of[of_run] = np.arange(len(of_run))
    by_child = run_of[run_of >= 0]
    if len(by_child) < len(of_run):
        return None
    first, length = first[by_child], np.diff(first, append=len(child))[by_child]
    # the rows of a run follow each other: one more each time, but for the jump to the next run
    steps = np.ones(len(child), np.int64)
    steps[0] = first[0]
    steps[np.cumsum(length[:-1])] = first[1:] - (first[:-1] + length[:-1]) + 1
    return np.cumsum(steps, out=steps)


def content_of(frame: Frame) -> list[str]:
    """Return the columns that hold what a row says, not where it stands or how it is called."""
    return [name for name in frame.columns if name not in ("row", "file", "id")]


def repeated(frame: Frame, columns: Sequence[str], among: Mask | None = None) -> Mask:
    """Return which rows are like an earlier one in the given columns.

    `among` are the rows that may be alike or be what another is like, where that is known.
    """
    result = np.zeros(len(frame), bool)
    if among is None:
        values = [_comparable(frame.columns[name]) for name in columns]
        rows = _suspects(values)
        values = [column[rows] for column in values]
    else:  # mostly few: nothing of the others is looked at
        rows = np.flatnonzero(among)
        values = [_comparable(frame.columns[name][rows]) for name in columns]
    if not len(rows):
        return result
    order = np.lexsort(values)
    same = np.ones(len(rows) - 1, bool)
    for column in values:
        ordered = column[order]
        same &= ordered[1:] == ordered[:-1]
    result[rows[order[1:][same]]] = True
    return result


def _suspects(values: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.intp]:
    """Return the few rows whose values, mixed into one number, are like another's."""
    mixed = np.zeros(len(values[0]), np.uint64)
    for column in values:
        mixed = (mixed ^ column.view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    in_order = np.sort(mixed)
    twice = in_order[1:][in_order[1:] == in_order[:-1]]
    return np.flatnonzero(np.isin(mixed, twice)) if len(twice) else np.zeros(0, np.intp)


def _comparable(column: Column) -> npt.NDArray[np.int64]:
    """Return numbers that are alike where the values are; all of what is none is alike."""
    if isinstance(column, Codes):
        return column.places.astype(np.int64)
    if column.dtype.kind == "f":
        return np.where(np.isnan(column), np.nan, column).view(np.int64)
    return column.astype(DAY, copy=False).view(np.int64) if column.dtype.kind == "M" else column
