"""Large delimited text read fast: a nation's records, for which row by row takes too long."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.columns import Body, Column, column_of

_QUOTE = ord('"')
MANY = 10_000
_BLOCK = 1 << 21
"""So many bytes at a time: their different texts then fit into a processor's cache."""


def read_large(
    content: bytes, delimiter: str, start: int, wide: int, places: Sequence[int], first_row: int
) -> Body | None:
    """Return the columns at `places` of regular text from `start` on, by pyarrow.

    None where that is not installed, and where a row is irregular, blank or has a stray quotation
    mark: readers differ in what they make of those, and none says so.
    """
    try:
        arrow: Any = importlib.import_module("pyarrow")
        reader: Any = importlib.import_module("pyarrow.csv")
    except ImportError:
        return None
    if wide < 2 or _has_stray_quote(content, start, delimiter):
        return None
    kinds = {str(place): arrow.dictionary(arrow.int32(), arrow.string()) for place in places}
    try:
        table = reader.read_csv(
            arrow.BufferReader(arrow.py_buffer(content).slice(start)),
            read_options=reader.ReadOptions(
                column_names=[str(i) for i in range(wide)], block_size=_BLOCK
            ),
            parse_options=reader.ParseOptions(
                delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=reader.ConvertOptions(
                include_columns=list(kinds),
                column_types=kinds,
                strings_can_be_null=False,
                check_utf8=False,  # it was decoded before
            ),
        )
    except (arrow.ArrowException, OSError):
        return None
    if not table.num_rows or any(table.column(str(place)).null_count for place in places):
        return None
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int64)
    columns = {place: _column(arrow, table.column(str(place))) for place in places}
    return Body(rows, columns).without_blank_rows()


def _column(arrow: Any, cells: Any) -> Column:
    """Return the column of arrow's arrays of codes. Many whole numbers, such as identifiers, stay
    numbers: to make and compare texts takes several times as long.
    """
    chunks = cells.unify_dictionaries().chunks
    codes = np.concatenate([_numbers(chunk.indices, np.int32) for chunk in chunks])
    texts = chunks[0].dictionary
    if len(texts) > MANY:
        with contextlib.suppress(arrow.ArrowInvalid):
            numbers = texts.cast(arrow.int64())
            if numbers.cast(arrow.string()).equals(texts):  # not 007, of which another child is 7
                return Column(codes, _numbers(numbers, np.int64).tolist())
    return column_of(codes, texts.to_pylist())


def _numbers(array: Any, dtype: type[np.generic]) -> npt.NDArray[Any]:
    """Return the numbers of an array by their memory: arrow's own `to_numpy` loads pandas."""
    return np.frombuffer(array.buffers()[1], dtype)[array.offset : array.offset + len(array)]


def _has_stray_quote(content: bytes, start: int, delimiter: str) -> bool:
    """Say whether a quotation mark is elsewhere than around a cell, or doubled within one."""
    if content.find(b'"', start) < 0:
        return False
    letters = np.frombuffer(content, np.uint8, offset=start)
    places = np.flatnonzero(letters == _QUOTE)
    if len(places) % 2:
        return True
    fits = np.zeros(256, np.bool_)
    fits[[ord(delimiter), *b"\r\n", _QUOTE]] = True
    opens, closes = places[::2], places[1::2]
    before = letters[opens[opens > 0] - 1]
    after = letters[closes[closes < len(letters) - 1] + 1]
    return not (fits[before].all() and fits[after].all())
