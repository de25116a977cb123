"""A Parquet file as a table, and rows under headings, which the answer to a query is too."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lacxl.domain.errors import refuse
from lacxl.tables.cell import Flaw, Record
from lacxl.tables.table import Table, absent, is_librarys


@dataclass(eq=False, repr=False)
class RowsTable(Table):
    """Rows under headings; the first counts as row 2."""

    headings: Sequence[str]
    rows: Iterable[Sequence[object]]

    def first(self) -> Iterator[Sequence[str]]:
        """Yield the headings."""
        yield self.headings

    def below(self, header: int) -> Iterator[Record]:
        """Yield the rows; see Table."""
        del header
        return (Record(number, row) for number, row in enumerate(self.rows, start=2))

    def column_name(self, column: int) -> str:
        """Return the heading of a column."""
        return self.headings[column]


def open_parquet(content: bytes, name: str) -> RowsTable:
    """Return the table of a Parquet file; raises Refused (X109, X118)."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise absent("Parquet files need the library pyarrow", name, "parquet") from None
    try:
        table = parquet.read_table(io.BytesIO(content))
    except BaseException as fault:
        if not is_librarys(fault):
            raise
        what = "the Parquet file cannot be read: it is damaged or cut off."
        raise refuse("X109", what, name, "Export it again.") from None
    headings = [str(each) for each in table.column_names]
    columns, odd = [], {}
    for index, column in enumerate(table.columns):
        cells, odd[Flaw.NO_VALUE, index] = _cells(column)
        columns.append(cells)
    return RowsTable(name, headings, list(zip(*columns, strict=True)), odd=odd)


def _cells(column: Any) -> tuple[list[object], list[int]]:
    """Return the cells of a column, and the rows of those that are no value in Python."""
    import pyarrow as arrow

    if arrow.types.is_timestamp(column.type):  # of nanoseconds Python has no moments
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    try:
        return column.to_pylist(), []
    except BaseException as fault:
        if not is_librarys(fault):
            raise
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
    return cells, lost
