"""A Parquet file as a table."""

from __future__ import annotations

import importlib
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from lacxl.domain.errors import refuse
from lacxl.tables.cells import Body, Column, cell_of, column_of
from lacxl.tables.notices import Notice, notice
from lacxl.tables.workbooks import is_librarys

if TYPE_CHECKING:
    import pandas as pd


NO_VALUE = (
    "[cell holds|cells hold] a date or a number that no calendar and no table has; read as blank.",
    "Correct them in the system that the file comes from, and export it again.",
)


def open_parquet(content: bytes, name: str) -> FrameTable:
    """Return the table of a Parquet file; raises Refused (X109, X118)."""
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise refuse(
            "X118", "Parquet files need the library pyarrow, which is not installed.", name,
            "pip install lacxl[parquet]",
        ) from None  # fmt: skip
    try:
        table = parquet.read_table(io.BytesIO(content))
    except BaseException as fault:
        if not is_librarys(fault):
            raise
        raise refuse(
            "X109", "the Parquet file cannot be read: it is damaged or cut off.", name,
            "Export it again.",
        ) from None  # fmt: skip
    try:
        frame = table.to_pandas(timestamp_as_object=False, date_as_object=True)
    except BaseException as fault:
        if not is_librarys(fault):
            raise
        return _cell_by_cell(table, name)
    return FrameTable(name, frame.reset_index() if frame.index.name else frame)


def _cell_by_cell(table: Any, name: str) -> FrameTable:
    """Return a table of which some cells cannot be read, such as a date beyond the year 9999."""
    import pandas as pd

    columns, notices = [], []
    for heading, column in zip(table.column_names, table.columns, strict=True):
        cells: list[object] = []
        lost: list[int] = []
        for row, cell in enumerate(column, start=2):
            try:
                cells.append(cell.as_py())
            except BaseException as fault:
                if not is_librarys(fault):
                    raise
                cells.append(None)
                lost.append(row)
        if lost:
            notices.append(notice("R166", name, *NO_VALUE, str(heading), lost))
        columns.append(pd.Series(cells, dtype=object))
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = pd.Index(table.column_names)
    return FrameTable(name, frame, lost=notices)


@dataclass(frozen=True, repr=False)
class FrameTable:
    """A pandas frame as a table; its first row counts as row 2, below the header."""

    name: str
    frame: pd.DataFrame
    notices: Sequence[Notice] = field(default=())
    lost: Sequence[Notice] = field(default=())

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
        lost = [each for each in self.lost if each.column in {self.head[0][p] for p in places}]
        columns = {}
        for place in places:
            columns[place], odd = _column(self.frame.iloc[:, place])
            if odd:
                lost.append(notice("R166", self.name, *NO_VALUE, self.head[0][place], odd))
        filled = np.zeros(len(self.frame), bool)
        for column in columns.values():
            filled |= column.codes >= 0
        rows = np.arange(2, len(self.frame) + 2, dtype=np.int64)
        return Body(rows[filled], {p: c.taken(filled) for p, c in columns.items()}), lost


def _column(values: pd.Series) -> tuple[Column, list[int]]:
    """Return a column, and the numbers of the rows with a moment that no calendar has."""
    import pandas as pd

    try:
        codes, found = pd.factorize(values, use_na_sentinel=True)
    except TypeError:  # lists and the like, which cannot be compared
        codes, found = pd.factorize(values.astype(str), use_na_sentinel=True)

    def plain(value: object) -> object:
        return value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value

    try:
        return column_of(codes, [plain(value) for value in found]), []
    except (ValueError, ArithmeticError):
        pass
    cells: list[object] = []
    odd: list[int] = []
    for place, value in enumerate(found):
        try:
            cells.append(cell_of(plain(value)))
        except (ValueError, ArithmeticError):
            cells.append(None)
            odd.append(place)
    return column_of(codes, cells), (np.flatnonzero(np.isin(codes, odd)) + 2).tolist()
