"""Columns of cells: each different value once, and where it stands; fast for a million rows."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from lacxl.tables.delimited_text import AROUND

Cell = str | dt.datetime
Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]

EMPTY = -1
"""The code of a cell that holds nothing."""


class Texts(Sequence[str]):
    """Many different texts, trimmed and none blank, that are made only when they are asked for.

    `letters` are all of them as UTF-8, one behind the other; the texts of an arrow array. `width`
    is how many letters each has, 0 where they differ.
    """

    def __init__(self, array: Any, letters: npt.NDArray[np.uint8], width: int) -> None:
        self._array = array
        self._letters = letters
        self.width = width

    @cached_property
    def _made(self) -> list[str]:
        made: list[str] = self._array.to_pylist()
        return made

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self._made[place]

    @property
    def table(self) -> npt.NDArray[np.uint8]:
        """The letters of texts of one width, a text a row."""
        return self._letters.reshape(len(self), self.width)

    def may_have(self, letter: str) -> bool:
        """Say whether any of the texts has the letter, which is one of ASCII."""
        return bool((self._letters == ord(letter)).any())


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """The cells of a column: `codes[i]` is the place of row i's cell in `values`, or EMPTY.

    Values are trimmed and never blank; the same value may stand in `values` more than once. They
    are an array where the reader was asked for whole numbers and all are that: then `values[i]` is
    row i's cell, and the codes only say that none is empty. Where it was asked for words and none
    has more than eight letters, `words[i]` is row i's cell as UTF-8 (S8), and there are no values.
    """

    codes: Codes
    values: Sequence[Cell] | npt.NDArray[np.int64]
    words: npt.NDArray[np.bytes_] | None = None

    def taken(self, keep: npt.NDArray[np.bool_]) -> Column:
        """Return the column of the rows that are kept."""
        values, words = self.values, self.words
        return Column(
            self.codes[keep],
            values[keep] if isinstance(values, np.ndarray) else values,
            None if words is None else words[keep],
        )


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """The rows of a table below its header: numbers as Excel shows them, and columns by place."""

    rows: Rows
    columns: Mapping[int, Column]


def column_of(codes: npt.NDArray[np.integer], values: Sequence[object]) -> Column:
    """Return the column of codes and their values as a reader gives them: trimmed, none blank."""
    cells: list[Cell] = []
    places = np.full(len(values) + 1, EMPTY, np.int32)  # the last one is for code -1
    clean = True
    for i, value in enumerate(values):
        cell = cell_of(value)
        if cell == "":
            clean = False
            continue
        places[i] = len(cells)
        cells.append(cell)
    if clean:
        return Column(codes.astype(np.int32, copy=False), cells)
    return Column(places[codes], cells)


def columns_from(rows: Iterable[Sequence[object]], places: Sequence[int]) -> Mapping[int, Column]:
    """Return the columns at the places of rows given one by one, none of which is kept."""
    found: list[tuple[int, dict[Cell, int], array[int]]] = [(p, {}, array("i")) for p in places]
    for row in rows:
        width = len(row)
        for place, known, codes in found:
            cell = cell_of(row[place]) if place < width else ""
            codes.append(EMPTY if cell == "" else known.setdefault(cell, len(known)))
    return {place: Column(np.array(codes, np.int32), list(known)) for place, known, codes in found}


def cell_of(value: object) -> Cell:
    """Return a reader's value as trimmed text, or as a date and time where it is one."""
    if type(value) is str:
        return value.strip(AROUND) if value else ""
    if value is None or value != value:  # noqa: PLR0124 - not a number, not a time
        return ""
    if isinstance(value, str):
        return str(value).strip(AROUND)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, fold=0) if value.tzinfo else value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip(AROUND)
    return str(value).strip(AROUND)
