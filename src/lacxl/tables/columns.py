"""Columns of cells: each different value once, and which rows have it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.cell import AROUND, Cell, Flaw, Record, cell_of

Rows = npt.NDArray[np.int64]

EMPTY = -1
"""The code of a cell that holds nothing."""


class Texts(Sequence[str]):
    """Many different texts, trimmed and none blank, that are made only when they are looked at."""

    def __init__(self, array: Any) -> None:
        self._array = array

    @cached_property
    def _made(self) -> list[str]:
        made: list[str] = self._array.to_pylist()
        return made

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __getitem__(self, index: Any) -> Any:
        return self._made[index]

    def may_have(self, letter: str) -> bool:
        """Say whether any of the texts may have a letter, which is one of ASCII."""
        return letter.encode() in memoryview(self._array.buffers()[2]).tobytes()


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """The cells of a column: `codes[i]` is the index of row i's cell in `values`, or EMPTY.

    Values are trimmed and never blank; the same value may be in `values` more than once. They are
    an array where a large text has whole numbers alone.
    """

    codes: npt.NDArray[np.int32]
    values: Sequence[Cell] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """The rows of a table below its header: numbers as Excel shows them, and columns by index."""

    rows: Rows
    columns: Mapping[int, Column]

    def without_blank_rows(self) -> Body:
        """Return the body without the rows that have no cell in any of the columns."""
        filled = np.zeros(len(self.rows), bool)
        for column in self.columns.values():
            filled |= column.codes != EMPTY
            if filled.all():
                return self
        columns = {at: Column(c.codes[filled], c.values) for at, c in self.columns.items()}
        return Body(self.rows[filled], columns)


def body_of(
    records: Iterable[Record], indices: Sequence[int]
) -> tuple[Body, dict[Flaw, list[int]]]:
    """Return columns of records given one by one, none of which is kept, and the rows by flaw."""
    rows = array("q")
    flawed: dict[Flaw, list[int]] = {}
    found: list[tuple[int, dict[object, int], array[int]]] = [(p, {}, array("i")) for p in indices]
    for row, cells, flaw in records:
        if flaw is not Flaw.NONE:
            flawed.setdefault(flaw, []).append(row)
            if flaw is not Flaw.BLANK_CELLS:
                continue
        rows.append(row)
        width = len(cells)
        for index, known, codes in found:
            cell = cells[index] if index < width else ""
            if type(cell) is not str:
                cell = cell_of(cell)  # 1 and TRUE are not the same, for all that Python says
            codes.append(known.setdefault(cell, len(known)))
    columns = {p: column_of(np.array(codes, np.int32), list(known)) for p, known, codes in found}
    return Body(np.array(rows, np.int64), columns).without_blank_rows(), flawed


def column_of(codes: npt.NDArray[np.int32], values: Sequence[object]) -> Column:
    """Return the column of codes and their values as a reader gives them: trimmed, none blank."""
    cells = [value.strip(AROUND) if type(value) is str else cell_of(value) for value in values]
    if all(cells):
        return Column(codes, cells)
    filled = [index for index, cell in enumerate(cells) if cell]
    indices = np.full(len(cells) + 1, EMPTY, np.int32)  # the last one is for code -1
    indices[filled] = np.arange(len(filled))
    return Column(indices[codes], [cells[index] for index in filled])
