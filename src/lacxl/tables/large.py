"""Large delimited text read fast: a nation's records, for which row by row takes too long.

What makes it fast: cells stay where arrow has them. Numbers in the first column, which are mostly
identifiers, are compared as numbers, and so are short cells that are hardly ever alike, such as
postcodes; of other columns each different text is kept once. Many different texts are made Python's
only when they are looked at.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.columns import EMPTY, Body, Column, Texts, column_of

MANY = 10_000
"""So many different texts are worth not to be made."""
_PIECE = 1 << 18
_SHOWN = 1 << 15
"""So many bytes show which columns have cells that are mostly different."""
_WORD = 8
_LETTERS = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], np.uint64)
"""What keeps the first letters of a word, by how many they are."""
_QUOTE, _LINE_END, _BLANK, _ONE, _NINE, _NOT_ASCII = *b'"\n 19', 128
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
    text = arrow.dictionary(arrow.int32(), arrow.string())
    different = _mostly_different(content, delimiter, start, places)
    kinds = {str(place): arrow.string() if place in different else text for place in places}

    def read(kinds: Mapping[str, Any]) -> Any:
        try:
            return reader.read_csv(
                arrow.BufferReader(arrow.py_buffer(content).slice(start)),
                read_options=reader.ReadOptions(
                    column_names=[str(i) for i in range(wide)],
                    block_size=_BLOCK,
                    use_threads=False,  # files are read beside each other
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
                memory_pool=arrow.system_memory_pool(),  # arrow's own gives less back
            )
        except (arrow.ArrowException, OSError):
            return None

    attempts = [kinds]
    if 0 in places and _all_begin_with_digits(content, start):
        attempts.insert(0, {**kinds, "0": arrow.int64()})
    tables = (table for each in attempts if (table := read(each)) is not None and table.num_rows)
    whole = (table for table in tables if not any(each.null_count for each in table.columns))
    table = next(whole, None)
    if table is None:
        return None
    columns = {}
    for place in places:
        cells = table.column(str(place))
        if cells.type == arrow.int64():
            columns[place] = _of_numbers(cells.chunks)
        else:
            columns[place] = (_of_texts if cells.type == text else _of_words)(arrow, cells)
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int64)
    return Body(rows, columns).without_blank_rows()


def _of_numbers(chunks: Sequence[Any]) -> Column:
    """Return a column of whole numbers, its values those of each run of rows, for most are runs."""
    numbers = np.concatenate([_numbers(chunk, np.int64) for chunk in chunks])
    first = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
    runs = np.arange(len(first), dtype=np.int32)
    return Column(np.repeat(runs, np.diff(first, append=len(numbers))), numbers[first])


def _of_texts(arrow: Any, cells: Any) -> Column:
    """Return the column of arrow's arrays of codes, with each different text once."""
    chunks = cells.unify_dictionaries(arrow.system_memory_pool()).chunks
    codes = np.concatenate([_numbers(chunk.indices, np.int32) for chunk in chunks])
    return _trimmed(codes, chunks[0].dictionary)


def _of_words(arrow: Any, cells: Any) -> Column:
    """Return the column of arrow's texts, so short that each is a number by its letters: to sort
    those takes a fraction of the time in which arrow tells many texts apart.
    """
    numbers = []
    for chunk in cells.chunks:
        ends = _numbers(chunk, np.int32, more=1)
        lengths = np.diff(ends)
        if lengths.max(initial=0) > _WORD:  # as the first lines did not show
            return _of_texts(arrow, cells.dictionary_encode())
        letters = bytes(chunk.buffers()[2] or b"") + bytes(_WORD)
        words = np.ndarray(len(letters) - _WORD + 1, "<u8", letters, strides=(1,))
        numbers.append(words[ends[:-1]] & _LETTERS[lengths])
    different, codes = np.unique(np.concatenate(numbers), return_inverse=True)
    each = different.view(np.uint8).reshape(-1, _WORD)
    ends = np.append(0, (each > 0).sum(axis=1).cumsum()).astype(np.int32)
    buffers = [arrow.py_buffer(ends), arrow.py_buffer(each[each > 0])]
    texts = arrow.StringArray.from_buffers(len(different), *buffers)
    return _trimmed(codes.astype(np.int32), texts)


def _mostly_different(
    content: bytes, delimiter: str, start: int, places: Sequence[int]
) -> list[int]:
    """Return the columns whose cells are short and hardly ever alike, as the first lines show."""
    lines = content[start : start + _SHOWN].splitlines()[:-1]
    rows = [line.split(delimiter.encode()) for line in lines]
    cells = {place: {row[place] for row in rows if place < len(row)} for place in places}
    return [
        place for place, some in cells.items()
        if len(some) * 4 > len(rows) and max(map(len, some)) <= _WORD
    ]  # fmt: skip


def _trimmed(codes: npt.NDArray[np.int32], texts: Any) -> Column:
    """Return the column of codes and arrow's texts, each different."""
    ends = _numbers(texts, np.int32, more=1)
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    filled = ends[1:] > ends[:-1]
    outer = np.append(letters[ends[:-1][filled]], letters[ends[1:][filled] - 1])
    if len(texts) > MANY and ((outer > _BLANK) & (outer < _NOT_ASCII)).all():
        if not filled.all():  # one of the texts is that of empty cells
            codes = np.where(codes == np.flatnonzero(~filled)[0], np.int32(EMPTY), codes)
        return Column(codes, Texts(texts))
    return column_of(codes, texts.to_pylist())


def _numbers(array: Any, dtype: type[np.generic], more: int = 0) -> npt.NDArray[Any]:
    """Return the numbers of an array, or where its texts end; arrow's `to_numpy` loads pandas."""
    first = array.offset
    return np.frombuffer(array.buffers()[1], dtype)[first : first + len(array) + more]


def _all_begin_with_digits(content: bytes, start: int) -> bool:
    """Say whether lines begin with a digit that a number does not lose: 007 is another than 7."""
    if not b"1" <= content[start : start + 1] <= b"9":
        return False
    letters = np.frombuffer(content, np.uint8)
    for at in range(start, len(letters), _PIECE):
        part = letters[at : at + _PIECE + 1]
        if ((part[:-1] == _LINE_END) & ((part[1:] < _ONE) | (part[1:] > _NINE))).any():
            return False
    return True


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
