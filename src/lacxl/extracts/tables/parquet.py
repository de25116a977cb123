"""A Parquet file as a table."""

from __future__ import annotations

import importlib
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from lacxl.domain.errors import refuse
from lacxl.extracts.tables.cells import Body, Column, column_of
from lacxl.extracts.tables.notices import Notice

if TYPE_CHECKING:
    import pandas as pd


def open_parquet(content: bytes, name: str) -> FrameTable:
    """Return the table of a Parquet file; raises Refused (X109, X118)."""
    try:
        pyarrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise refuse(
            "X118", "Parquet files need the library pyarrow, which is not installed.", name,
            "pip install lacxl[parquet]",
        ) from None  # fmt: skip
    try:
        table = parquet.read_table(io.BytesIO(content))
        frame = table.to_pandas(timestamp_as_object=False, date_as_object=True)
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError):
        raise refuse(
            "X109", "the Parquet file cannot be read: it is damaged or cut off.", name,
            "Export it again.",
        ) from None  # fmt: skip
    return FrameTable(name, frame.reset_index() if frame.index.name else frame)


@dataclass(frozen=True, repr=False)
class FrameTable:
    """A pandas frame as a table; its first row counts as row 2, below the header."""

    name: str
    frame: pd.DataFrame
    notices: Sequence[Notice] = field(default=())

    @property
    def head(self) -> Sequence[Sequence[str]]:
        """The column names."""
        return [[str(name) for name in self.frame.columns]]

    def read(
        self,
        header: int,
        places: Sequence[int],
        whole: int | None = None,
        words: Collection[int] = (),
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places`; see Table."""
        del header, whole, words
        columns = {place: _column(self.frame.iloc[:, place]) for place in places}
        filled = np.zeros(len(self.frame), bool)
        for column in columns.values():
            filled |= column.codes >= 0
        rows = np.arange(2, len(self.frame) + 2, dtype=np.int64)
        return Body(rows[filled], {p: c.taken(filled) for p, c in columns.items()}), ()


def _column(values: pd.Series) -> Column:
    import pandas as pd

    try:
        codes, found = pd.factorize(values, use_na_sentinel=True)
    except TypeError:  # lists and the like, which cannot be compared
        codes, found = pd.factorize(values.astype(str), use_na_sentinel=True)
    cells = [
        value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
        for value in found
    ]
    return column_of(codes, cells)
