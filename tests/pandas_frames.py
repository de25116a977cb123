"""Frames from and to those of pandas, in which tests write records down and compare them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lacxl import records
from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.domain.month import Month
from lacxl.records import ChildrenExtract, Counted, Options
from lacxl.records.frames import DAY, Codes, Column, Frame


def frames_of(extract: ChildrenExtract) -> dict[str, dict[str, pd.DataFrame]]:
    """Return the records of each source by dataset."""
    return {
        source: {name: to_pandas(name, frame) for name, frame in datasets.items()}
        for source, datasets in extract.records.items()
    }


def count(
    frames: Mapping[str, pd.DataFrame],
    months: Sequence[Month],
    options: Options | None = None,
    **more: Any,
) -> tuple[Counted, ...]:
    """Count by frames of pandas."""
    ours = {name: of_pandas(name, frame) for name, frame in frames.items()}
    return records.count(ours, months, options, **more)


def to_pandas(dataset: str, frame: Frame) -> pd.DataFrame:
    """Return the frame of a dataset: dates are datetime64[s], codes and "file" are categories with
    "" for none, numbers are float64, flags are nullable booleans, `child` and "row" are int64.
    """
    kinds = DATASETS[dataset].columns
    columns: dict[str, Any] = {}
    for name, column in frame.columns.items():
        if isinstance(column, Codes):
            columns[name] = _category(column, with_none=name != "file")
        elif kinds.get(name) is Dtype.FLAG:
            missing = np.isnan(column)
            columns[name] = pd.arrays.BooleanArray(np.where(missing, False, column == 1), missing)
        elif column.dtype.kind == "M":
            columns[name] = column.astype("datetime64[s]")
        else:  # what is the same in every row gets room of its own, for whoever writes into it
            columns[name] = np.require(column, requirements=("C", "W"))
    return pd.DataFrame(columns, copy=False)


def _category(column: Codes, *, with_none: bool) -> pd.Categorical:
    texts = sorted({*column.texts, *([""] if with_none else [])})
    place = {text: i for i, text in enumerate(texts)}
    lookup = np.array([*(place[text] for text in column.texts), place.get("", -1)], np.int32)
    return pd.Categorical.from_codes(
        lookup[column.indices], categories=pd.Index(texts, dtype=object)
    )


def of_pandas(dataset: str, frame: pd.DataFrame) -> Frame:
    """Return a frame of pandas as one of ours; dates may be texts, codes may be of any kind."""
    kinds = DATASETS[dataset].columns
    return Frame({str(name): _column(frame[name], kinds.get(str(name))) for name in frame.columns})


def _column(values: pd.Series[Any], kind: Dtype | None) -> Column:
    if kind is Dtype.DATE:
        if values.dtype.kind != "M" or not isinstance(values.dtype, np.dtype):
            values = pd.to_datetime(values).astype("datetime64[s]")
        return values.to_numpy().astype(DAY)
    if kind is Dtype.FLAG:
        yes = (values == True).fillna(False).to_numpy(np.bool_)  # noqa: E712 - an array of them
        no = (values == False).fillna(False).to_numpy(np.bool_)  # noqa: E712
        return np.where(yes, 1.0, np.where(no, 0.0, np.nan))
    if kind is Dtype.NUMBER:
        return pd.to_numeric(values).to_numpy(np.float64, na_value=np.nan)
    if kind is Dtype.CHILD or (kind is None and values.dtype.kind in "iu"):
        return values.to_numpy().astype(np.int64, copy=False)
    places: npt.NDArray[Any]
    if isinstance(values.dtype, pd.CategoricalDtype):
        places, texts = values.cat.codes.to_numpy(), values.cat.categories
    else:
        places, texts = pd.factorize(values)
    return Codes.mapped(places, [str(text) for text in texts])
