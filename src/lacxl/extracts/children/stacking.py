"""Frames of several files as one, in the columns of the contract; and rows that are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.extracts.children.dates import DAY
from lacxl.extracts.children.report import Report
from lacxl.extracts.children.schema import Kind, shown

Mask = npt.NDArray[np.bool_]


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the frames under each other; a column that one of them lacks is filled with none."""
    if len(frames) == 1:
        return frames[0]
    names = list(dict.fromkeys(name for frame in frames for name in frame.columns))
    return pd.DataFrame({name: _joined(name, frames) for name in names}, copy=False)


def _joined(name: str, frames: Sequence[pd.DataFrame]) -> object:
    example = next(frame[name] for frame in frames if name in frame)
    parts = [frame[name] if name in frame else _none_like(example, len(frame)) for frame in frames]
    if isinstance(example.dtype, pd.CategoricalDtype):
        return union_categoricals(parts, sort_categories=True)
    return np.concatenate([part.to_numpy() for part in parts])


def _none_like(example: pd.Series, length: int) -> pd.Series:
    if isinstance(example.dtype, pd.CategoricalDtype):
        return pd.Series(no_codes(length))
    if example.dtype.kind == "M":
        return pd.Series(np.full(length, "NaT", DAY))
    return pd.Series(np.full(length, np.nan))


def no_codes(length: int) -> pd.Categorical:
    """Return a category of nothing but ""."""
    return pd.Categorical.from_codes(
        np.zeros(length, np.int8), categories=pd.Index([""], dtype=object)
    )


def as_dataset(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame in the columns of a dataset, with row and file; what is lacking is none."""
    columns: dict[str, object] = {}
    for column, dtype in DATASETS[name].columns.items():
        given = frame.get(column)
        if dtype is Dtype.FLAG:
            columns[column] = _flags(given, len(frame))
        elif dtype is Dtype.CODE:
            columns[column] = no_codes(len(frame)) if given is None else given.array
        elif dtype is Dtype.DATE:
            columns[column] = (
                np.full(len(frame), "NaT", DAY)
                if given is None
                else given.to_numpy().astype(DAY, copy=False)
            )
        elif dtype is Dtype.NUMBER:
            columns[column] = (
                np.full(len(frame), np.nan) if given is None else given.to_numpy(np.float64)
            )
        else:
            columns[column] = frame[column].to_numpy(np.int64)
    columns["row"] = frame["row"].to_numpy(np.int64)
    columns["file"] = frame["file"].array
    return pd.DataFrame(columns, copy=False)


def _flags(given: pd.Series | None, length: int) -> pd.arrays.BooleanArray:
    if given is None:
        return pd.arrays.BooleanArray(np.zeros(length, bool), np.ones(length, bool))
    values = given.to_numpy(np.float64)
    missing = np.isnan(values)
    return pd.arrays.BooleanArray(np.where(missing, False, values == 1.0), missing)


def report_rows(
    report: Report,
    code: str,
    frame: pd.DataFrame,
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
    rows, files = frame["row"].to_numpy()[mask], frame["file"].array[mask]
    for number in np.unique(files.codes):
        report.add(
            code, str(files.categories[number]), what, todo, title, rows[files.codes == number]
        )


def by_child_and_day(frame: pd.DataFrame, day: str) -> tuple[pd.DataFrame, Mask]:
    """Return the frame by child, day and row, and which rows have both like the row before.

    What is in order already is not moved. Child, day and place are packed into one number for the
    sort, which is several times as fast as sorting places.
    """
    child = frame["child"].to_numpy()
    keys = child << DAY_BITS | day_numbers(frame[day])
    bits = len(keys).bit_length()
    if (keys[1:] >= keys[:-1]).all():
        ordered = frame
    elif int(child.max(initial=0)).bit_length() + DAY_BITS + bits > 62 or (child < 0).any():
        order = np.lexsort((frame["row"].to_numpy(), keys))
        ordered, keys = taken(frame, order), keys[order]
    else:
        keys <<= bits
        keys |= np.arange(len(keys))
        keys.sort()
        order = keys & ((1 << bits) - 1)
        keys >>= bits
        given: dict[str, npt.NDArray[np.generic]] = {"child": keys >> DAY_BITS}
        if not ((keys & NO_NUMBER) == NO_NUMBER).any():
            seconds = ((keys & NO_NUMBER) - _SHIFT) * _DAY
            given[day] = seconds.view(DAY)
        rows = frame["row"].to_numpy()
        if (np.diff(rows) == 1).all():
            given["row"] = order + rows[0]
        ordered = taken(frame, order, given)
    alike = np.zeros(len(frame), bool)
    alike[1:] = keys[1:] == keys[:-1]
    return ordered, alike


def taken(
    frame: pd.DataFrame,
    order: npt.NDArray[np.int64],
    given: Mapping[str, npt.NDArray[np.generic]] | None = None,
) -> pd.DataFrame:
    """Return the rows of the frame in the given order; columns in `given` are in it already."""
    columns: dict[str, object] = {}
    for name in frame.columns:
        values = frame[name].array
        if given and name in given:
            columns[name] = given[name]
        elif isinstance(values, pd.Categorical) and len(values.categories) == 1:
            columns[name] = values[: len(order)]
        else:
            columns[name] = values.take(order)
    return pd.DataFrame(columns, copy=False)


DAY_BITS = 17
NO_NUMBER = (1 << DAY_BITS) - 1
_SHIFT = 60_000  # days before 1970 become positive; 17 bits then reach from 1805 to 2164
_DAY = 86_400


def day_numbers(dates: pd.Series) -> npt.NDArray[np.int64]:
    """Return dates as whole days from 0 to NO_NUMBER, which stands for none."""
    seconds = dates.to_numpy().view(np.int64)
    missing = seconds == np.iinfo(np.int64).min
    days = seconds // _DAY + _SHIFT
    if missing.any():
        days[missing] = NO_NUMBER
    return days


def content_of(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold what a row says, not where it stands."""
    return [str(name) for name in frame.columns if name not in ("row", "file")]


def repeated(frame: pd.DataFrame, columns: Sequence[str]) -> Mask:
    """Return which rows are like an earlier one in the given columns."""
    mixed = np.zeros(len(frame), np.uint64)
    for name in columns:
        series = frame[name]
        if isinstance(series.dtype, pd.CategoricalDtype):
            values = series.cat.codes.to_numpy().astype(np.uint64)
        elif series.dtype.kind == "M":
            values = series.to_numpy().view(np.int64).astype(np.uint64)
        else:
            values = series.to_numpy().astype(np.float64).view(np.uint64)
        mixed = (mixed ^ values) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    in_order = np.sort(mixed)
    twice = in_order[1:][in_order[1:] == in_order[:-1]]
    result = np.zeros(len(frame), bool)
    if len(twice):  # few: compared exactly
        alike = pd.Series(mixed).isin(np.unique(twice)).to_numpy()
        result[alike] = frame.loc[alike, list(columns)].duplicated().to_numpy()
    return result
