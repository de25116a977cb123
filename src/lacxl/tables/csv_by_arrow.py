"""Reading regular delimited text by pyarrow: each different text of a column once."""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.cells import EMPTY, Column, Texts, column_of
from lacxl.tables.delimited_text import Buffer
from lacxl.tables.letters import has_leading_zero
from lacxl.tables.packing import dates_of, words_of

_BLOCK = 1 << 21
"""So many bytes at a time: their different texts then fit into a processor's cache."""
_SAMPLE = 1 << 14
_DATE = re.compile(rb"\d\d[-/.]\d\d[-/.]\d{4}|\d{4}[-/.]\d\d[-/.]\d\d")
_MANY = 2_000
_NOT_ASCII = 128


def load_arrow() -> tuple[Any, Any] | None:
    """Return pyarrow and its reader of CSV, None where it is not installed."""
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.csv")
    except ImportError:
        return None


def by_arrow(
    content: Buffer,
    delimiter: str,
    start: int,
    wide: int,
    places: Sequence[int],
    whole: int | None,
    words: Collection[int] = (),
) -> dict[int, Column] | None:
    """Read by pyarrow where it is installed; None where it is not, or a row is irregular."""
    loaded = load_arrow()
    if loaded is None:
        return None
    reader = _Reader(*loaded, content, delimiter, start, wide)
    if whole != 0 or has_leading_zero(content, start):
        whole = None
    dated = reader.dated(places)
    packed = {place for place in places if place in words or place in dated} - {whole}
    table = reader.read(places, packed, whole)
    if table is None and whole is not None:
        packed |= dated & {whole}
        whole = None
        table = reader.read(places, packed, whole)
    if table is None:
        return None
    columns = {}
    again = []
    for place in places:
        column = _column(reader.arrow, table.column(str(place)), place, whole, dated, words)
        if column is None:
            again.append(place)
        else:
            columns[place] = column
    if again:
        table = reader.read(again)
        for place in again:
            column = table and _of_dictionary(reader.arrow, table.column(str(place)))
            if column is None:
                return None
            columns[place] = column
    return columns


class _Reader:
    """Regular delimited text from `start` on, `wide` columns of it, called by their places."""

    def __init__(
        self, arrow: Any, arrow_csv: Any, content: Buffer, delimiter: str, start: int, wide: int
    ) -> None:
        self.arrow = arrow
        self._csv = arrow_csv
        self._content = content
        self._delimiter = delimiter
        self._start = start
        self._wide = wide

    def dated(self, places: Iterable[int]) -> set[int]:
        """Return which columns look like dates in the first lines; blank cells tell nothing."""
        found: dict[int, bool] = {}
        sample = bytes(self._content[self._start : self._start + _SAMPLE]).splitlines()[:-1]
        for line in sample:
            cells = line.split(self._delimiter.encode())
            if len(cells) == self._wide:
                for place in places:
                    if cells[place]:
                        is_date = _DATE.fullmatch(cells[place]) is not None
                        found[place] = is_date and found.get(place, True)
        return {place for place, is_date in found.items() if is_date}

    def read(
        self, places: Iterable[int], packed: Collection[int] = (), whole: int | None = None
    ) -> Any:
        """Return the columns as whole numbers, as texts to be packed, and the others with each of
        their different texts once; None where a row is irregular.
        """
        arrow = self.arrow
        kinds = {
            str(place): arrow.int64()
            if place == whole
            else arrow.string()
            if place in packed
            else arrow.dictionary(arrow.int32(), arrow.string())
            for place in places
        }
        csv = self._csv
        try:
            return csv.read_csv(
                arrow.BufferReader(arrow.py_buffer(self._content).slice(self._start)),
                read_options=csv.ReadOptions(
                    column_names=[str(i) for i in range(self._wide)],
                    block_size=_BLOCK,
                    use_threads=False,
                ),
                parse_options=csv.ParseOptions(
                    delimiter=self._delimiter, ignore_empty_lines=False, newlines_in_values=False
                ),
                convert_options=csv.ConvertOptions(
                    include_columns=list(kinds),
                    column_types=kinds,
                    strings_can_be_null=False,
                    check_utf8=False,  # it was decoded before
                ),
                # files are read beside each other, so each by one thread alone: blocks handed
                # between threads are made in ever new memory, and arrow's own pool gives that back
                # less readily than the system
                memory_pool=arrow.system_memory_pool(),
            )
        except (arrow.ArrowException, OSError):
            return None


def _column(
    arrow: Any,
    cells: Any,
    place: int,
    whole: int | None,
    dated: Collection[int],
    words: Collection[int],
) -> Column | None:
    """Return a column as it was read; None where it has to be read as any text."""
    if cells.null_count:
        return None
    if place == whole:
        numbers = _as_array(cells.chunks, np.int64)
        # a view of one zero: nothing is empty, and nothing has to be written
        return Column(np.broadcast_to(np.int32(0), len(numbers)), numbers)
    if place in dated:
        return dates_of(arrow, cells.chunks)
    if place in words:
        return words_of(cells.chunks)
    return _of_dictionary(arrow, cells)


def _as_array(chunks: Sequence[Any], dtype: type[np.generic]) -> npt.NDArray[Any]:
    """Return the numbers of arrow arrays without gaps, by their memory: their own `to_numpy` would
    load pandas where that is installed.
    """
    return np.concatenate(
        [np.frombuffer(c.buffers()[1], dtype)[c.offset : c.offset + len(c)] for c in chunks]
    )


def _of_dictionary(arrow: Any, cells: Any) -> Column | None:
    """Return the column of arrow arrays of dictionaries; many texts are not made unless they need
    trimming.
    """
    if not cells.num_chunks or cells.null_count:
        return None
    cells = cells.unify_dictionaries(arrow.system_memory_pool())
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
