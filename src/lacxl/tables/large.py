"""Large delimited text read fast: a nation's records, for which row by row takes too long.

What makes it fast: cells stay where arrow has them. Numbers in the first column, which are mostly
identifiers, are compared as numbers; of other columns each different text is kept once. Many
different texts are made Python's only when they are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.tables.columns import EMPTY, Body, Column, Texts, column_of

MANY = 10_000
"""So many different texts are worth not to be made."""
_QUOTE, _BLANK, _NOT_ASCII = *b'" ', 128
_TAB, _LINE_FEED, _RETURN, _ONE, _NINE = map(np.uint8, b"\t\n\r19")
_BLOCK = 1 << 22
"""So many bytes at a time: their different texts then fit into a processor's cache."""
_PIECE = 1 << 16
"""So many letters at a time: what numpy makes of them stays in the cache, and threads go on."""


def read_large(
    content: bytes, delimiter: str, start: int, wide: int, indices: Sequence[int], first_row: int
) -> Body | None:
    """Return the columns at `indices` of regular text from `start` on, by pyarrow.

    None where that is not installed, and where a row is irregular, blank or has a stray quotation
    mark: readers differ in what they make of those, and none says so.
    """
    try:
        import pyarrow as arrow
        from pyarrow import csv as reader
    except ImportError:
        return None
    if wide < 2 or _has_stray_quote(content, start, delimiter):
        return None
    text = arrow.dictionary(arrow.int32(), arrow.string())
    kinds = {str(index): text for index in indices}

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
    if 0 in indices and _all_begin_with_digits(content, start):
        attempts.insert(0, {**kinds, "0": arrow.int64()})
    tables = (table for each in attempts if (table := read(each)) is not None and table.num_rows)
    whole = (table for table in tables if not any(each.null_count for each in table.columns))
    table = next(whole, None)
    if table is None:
        return None
    columns = {}
    for index in indices:
        cells = table.column(str(index))
        is_text = cells.type == text
        columns[index] = _of_texts(cells) if is_text else _of_numbers(cells.chunks)
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int64)
    return Body(rows, columns).without_blank_rows()


def _of_numbers(chunks: Sequence[Any]) -> Column:
    """Return a column of whole numbers, its values those of each run of rows, for most are runs."""
    numbers = np.concatenate([_numbers(chunk, np.int64) for chunk in chunks])
    new = np.append(True, numbers[1:] != numbers[:-1])
    return Column(np.cumsum(new, dtype=np.int32) - 1, numbers[new])


def _of_texts(cells: Any) -> Column:
    """Return the column of arrow's arrays of codes, with each different text once and trimmed."""
    from pyarrow import system_memory_pool

    chunks = cells.unify_dictionaries(system_memory_pool()).chunks
    codes = np.concatenate([_numbers(chunk.indices, np.int32) for chunk in chunks])
    texts = chunks[0].dictionary
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


def has_controls(content: bytes) -> bool:
    """Say whether a letter is none of text: below a blank, and no tab, form feed or line end."""
    return b"\v" in content or any(
        ((letters < _BLANK) & (letters - _TAB > _RETURN - _TAB)).any()  # no sign: less is more
        for letters in _pieces(content)
    )


def _all_begin_with_digits(content: bytes, start: int) -> bool:
    """Say whether lines begin with a digit that a number does not lose: 007 is another than 7."""
    return content[start : start + 1] in b"123456789" and not any(
        ((letters[:-1] == _LINE_FEED) & (letters[1:] - _ONE > _NINE - _ONE)).any()
        for letters in _pieces(content, start)
    )


def _pieces(content: bytes, start: int = 0) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the letters from `start` on in pieces, each with the first letter of the next."""
    letters = np.frombuffer(content, np.uint8, offset=start)
    for at in range(0, len(letters), _PIECE):
        yield letters[at : at + _PIECE + 1]


def _has_stray_quote(content: bytes, start: int, delimiter: str) -> bool:
    """Say whether a quotation mark is elsewhere than around a cell, or doubled within one."""
    if content.find(b'"', start) < 0:
        return False
    letters = np.frombuffer(content, np.uint8, offset=start)
    indices = np.flatnonzero(letters == _QUOTE)
    if len(indices) % 2:
        return True
    fits = np.zeros(256, np.bool_)
    fits[[ord(delimiter), *b"\r\n", _QUOTE]] = True
    opens, closes = indices[::2], indices[1::2]
    before = letters[opens[opens > 0] - 1]
    after = letters[closes[closes < len(letters) - 1] + 1]
    return not (fits[before].all() and fits[after].all())
