"""Reading regular delimited text by pyarrow: each different text of a column once."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.extracts.tables.cells import EMPTY, Column, Texts, column_of
from lacxl.extracts.tables.letters import has_leading_zero

_BLOCK = 1 << 21
"""So many bytes at a time: their different texts then fit into a processor's cache."""
_MANY = 2_000
_NOT_ASCII = 128


def load_arrow() -> tuple[Any, Any] | None:
    """Return pyarrow and its reader of CSV, None where it is not installed."""
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.csv")
    except ImportError:
        return None


def by_arrow(
    content: bytes, delimiter: str, start: int, wide: int, places: Sequence[int], whole: int | None
) -> dict[int, Column] | None:
    """Read by pyarrow where it is installed; None where it is not, or a row is irregular."""
    loaded = load_arrow()
    if loaded is None:
        return None
    arrow, arrow_csv = loaded
    if whole != 0 or has_leading_zero(content, start):
        whole = None
    kind = arrow.dictionary(arrow.int32(), arrow.string())
    kinds = {str(place): arrow.int64() if place == whole else kind for place in places}
    # files are read beside each other, so each by one thread alone: blocks handed between threads
    # are made in ever new memory, and arrow's own pool gives that back less readily than the system
    pool = arrow.system_memory_pool()
    try:
        table = arrow_csv.read_csv(
            arrow.BufferReader(arrow.py_buffer(content).slice(start)),
            read_options=arrow_csv.ReadOptions(
                column_names=[str(i) for i in range(wide)],
                block_size=_BLOCK,
                use_threads=False,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(kinds), column_types=kinds, strings_can_be_null=False
            ),
            memory_pool=pool,
        )
    except (arrow.ArrowException, OSError):
        if whole is not None:
            return by_arrow(content, delimiter, start, wide, places, None)
        return None
    columns = {}
    for place in places:
        cells = table.column(str(place))
        if place == whole:
            if cells.null_count:
                return by_arrow(content, delimiter, start, wide, places, None)
            numbers = _as_array(cells.chunks, np.int64)
            # a view of one zero: nothing is empty, and nothing has to be written
            columns[place] = Column(np.broadcast_to(np.int32(0), len(numbers)), numbers)
            continue
        if not cells.num_chunks or cells.null_count:
            return None
        columns[place] = _of_dictionary(arrow, cells.unify_dictionaries(pool))
    return columns


def _as_array(chunks: Sequence[Any], dtype: type[np.generic]) -> npt.NDArray[Any]:
    """Return the numbers of arrow arrays without gaps, by their memory: their own `to_numpy` would
    load pandas where that is installed.
    """
    return np.concatenate(
        [np.frombuffer(c.buffers()[1], dtype)[c.offset : c.offset + len(c)] for c in chunks]
    )


def _of_dictionary(arrow: Any, cells: Any) -> Column:
    """Return the column of arrow arrays of one dictionary; many texts are not made unless they need
    trimming.
    """
    codes = _as_array([chunk.indices for chunk in cells.chunks], np.int32)
    texts = cells.chunk(0).dictionary
    if len(texts) < _MANY:
        return column_of(codes, texts.to_pylist())
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(data, np.uint8)
    filled = ends[1:] > ends[:-1]
    outer = np.concatenate((letters[ends[:-1][filled]], letters[ends[1:][filled] - 1]))
    if ((outer <= ord(" ")) | (outer >= _NOT_ASCII)).any():
        return column_of(codes, texts.to_pylist())
    if not filled.all():  # one of the texts is that of empty cells
        blank = int(np.flatnonzero(~filled)[0])
        places = np.arange(len(texts), dtype=np.int32)
        places[blank:] -= 1
        places[blank] = EMPTY
        codes = places[codes]
        texts = arrow.concat_arrays([texts[:blank], texts[blank + 1 :]])
    lengths = np.diff(ends)[filled]
    width = int(lengths[0]) if lengths.min() == lengths.max() else 0
    return Column(codes, Texts(texts, letters[ends[0] : ends[-1]], width))
