"""Delimited text as tables: whatever program wrote it, ragged or with quotes, and fast."""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.extracts.tables.cells import EMPTY, Body, Column, Texts, column_of
from lacxl.extracts.tables.notices import Notice, notice
from lacxl.extracts.tables.table import HEAD_RECORDS
from lacxl.files.encoding import decode

DELIMITERS = (",", ";", "\t", "|")
SMALL = 1 << 21
"""Up to so many bytes are read row by row, sooner than a library is loaded that reads faster."""
SMALLEST = 1 << 17
_SNIFFED = 262_144
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?\r?\n', re.IGNORECASE)
_SPOKEN = {"cp1252": "Windows-1252"}


def open_text(content: bytes, name: str) -> CsvTable:
    """Return the table of a text file; raises Refused (F3nn) where it is no text."""
    if len(content) > SMALL:
        # loaded while the content is looked at, which needs no Python
        threading.Thread(target=_load_arrow, daemon=True).start()
    notices: tuple[Notice, ...] = ()
    content = content.rstrip(b"\x1a")
    if not content or not content.isascii() or _has_control(content):
        read = decode(content, name)
        content = read.text.removeprefix("\ufeff").encode("utf-8", "replace")
        if read.guessed:
            said = _SPOKEN.get(read.encoding, "UTF-16")
            notices = (
                notice(
                    "X113",
                    name,
                    f"the file is not UTF-8; it was read as {said}.",
                    "Save it as CSV UTF-8 to be sure.",
                ),
            )
    else:
        decode(content[:_SNIFFED], name)  # refuses web pages and the like
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    said_line = _SEPARATOR_LINE.match(content)
    if said_line:
        delimiter = said_line[1].decode("latin-1")
        # the line counts as row 1, as in Excel's file
        return CsvTable(name, content, delimiter if delimiter in DELIMITERS else ",", notices)
    return CsvTable(name, content, _delimiter(content), notices)


@dataclass(frozen=True, repr=False)
class CsvTable:
    """A text file as a table; `content` is UTF-8."""

    name: str
    content: bytes
    delimiter: str
    notices: Sequence[Notice] = ()

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text."""
        return [record for record, _ in islice(self._first_records(), HEAD_RECORDS)]

    def read(
        self, header: int, places: Sequence[int], whole: int | None = None
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` below record `header`; see Table."""
        lines = [after for _, after in islice(self._first_records(), header + 1)][-1]
        start = 0
        for _ in range(lines):
            start = self.content.find(b"\n", start) + 1
            if not start:
                start = len(self.content)
                break
        wide = len(self.head[header])
        # once the library is there it is faster for less
        least = SMALLEST if "pyarrow" in sys.modules else SMALL
        large = wide > 1 and len(self.content) > least
        for reader in (_by_arrow, _by_pandas) if large else ():
            columns = reader(self, start, wide, places, whole)
            if columns is not None:
                count = len(columns[places[0]].codes)
                rows = np.arange(header + 2, header + 2 + count, dtype=np.int64)
                return _without_blank_rows(Body(rows, columns)), ()
        return self._record_by_record(self.content[start:], wide, header + 2, places)

    def _first_records(self) -> Iterator[tuple[list[str], int]]:
        """Yield the first records, each with the number of lines up to its end."""
        text = self.content[:_SNIFFED].decode("utf-8", "replace")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                record = []
            yield [cell.strip() for cell in record], reader.line_num

    def _record_by_record(
        self, body: bytes, wide: int, first_row: int, places: Sequence[int]
    ) -> tuple[Body, Sequence[Notice]]:
        """Read what is irregular: blank rows, line breaks in cells, too many or too few cells."""
        kept: list[list[str]] = []
        numbers: list[int] = []
        ragged: list[int] = []
        unpaired: list[int] = []
        for row, record in enumerate(_records(body, self.delimiter), first_row):
            if record is None:
                unpaired.append(row)
                continue
            if len(record) != wide:
                if not any(cell.strip() for cell in record):
                    continue
                if len(record) < wide or any(cell.strip() for cell in record[wide:]):
                    ragged.append(row)
                    continue
            numbers.append(row)
            kept.append(record)
        columns = {}
        for place in places:
            known: dict[str, int] = {}
            codes = [known.setdefault(record[place], len(known)) for record in kept]
            columns[place] = column_of(np.array(codes, np.int32), list(known))
        notices = [
            notice(code, self.name, what, todo, rows=rows)
            for code, rows, what, todo in (
                ("X111", ragged, *_RAGGED),
                ("X112", unpaired, *_UNPAIRED),
            )
            if rows
        ]
        return _without_blank_rows(Body(np.array(numbers, np.int64), columns)), notices


def _records(body: bytes, delimiter: str) -> Iterator[list[str] | None]:
    """Yield the records, None for a line whose quotation marks do not pair up.

    After such a line the next one is a record of its own: an open quotation mark would swallow all.
    """
    lines = list(io.StringIO(body.decode("utf-8", "replace"), newline=""))
    at = 0
    while at < len(lines):
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for record in reader:
                begun = reader.line_num
                yield record
            return
        except csv.Error:
            at += begun + 1
            yield None


_RAGGED = (
    "rows have more or fewer cells than the header and were left out.",
    "Put quotation marks around cells with a comma; if it is the last row, fetch the file again.",
)
_UNPAIRED = (
    "rows have quotation marks that do not pair up and were left out.",
    'Write a quotation mark inside a cell twice, like "this ""one""".',
)


def _without_blank_rows(body: Body) -> Body:
    if not body.columns:
        return body
    filled = np.zeros(len(body.rows), bool)
    for column in body.columns.values():
        filled |= column.codes >= 0
        if filled.all():
            return body
    return Body(body.rows[filled], {place: c.taken(filled) for place, c in body.columns.items()})


def _has_control(content: bytes) -> bool:
    """Say whether there are control characters that no text has.

    Of most pieces it is enough to count: all letters below the blank are ends of lines.
    """
    for part in _pieces(content, more=0):
        below = np.count_nonzero(part < _BLANK) - np.count_nonzero(part == _LINE_END)
        if below and ((part < 9) | (part == 11) | ((part - np.uint8(14)) < 18)).any():
            return True
    return False


def _has_leading_zero(content: bytes, start: int) -> bool:
    """Say whether a line begins with something that a whole number would lose."""
    if content[start : start + 1] in (b"0", b"+", b"-", b" ", b'"'):
        return True
    return any(
        ((part[:-1] == _LINE_END) & (part[1:] < _ONE)).any() for part in _pieces(content, start)
    )


def _pieces(content: bytes, start: int = 0, more: int = 1) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the content in pieces that fit a processor's cache, each with `more` of the next."""
    letters = np.frombuffer(content, np.uint8)
    for at in range(start, len(letters), _PIECE):
        yield letters[at : at + _PIECE + more]


_PIECE = 1 << 18
_LINE_END = ord("\n")
_BLANK = ord(" ")
_ONE = ord("1")


def _is_regular(content: bytes, start: int, delimiter: str, wide: int) -> bool:
    """Say whether every line has as many cells as the header, as far as counting shows it."""
    body = content[start:]
    if not body.strip() or body.startswith((b"\n", b"\r")) or b"\n\n" in body or b"\n\r" in body:
        return False
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    return body.count(delimiter.encode()) == lines * (wide - 1)


def _load_arrow() -> tuple[Any, Any] | None:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.csv")
    except ImportError:
        return None


def _by_arrow(
    text: CsvTable, start: int, wide: int, places: Sequence[int], whole: int | None
) -> dict[int, Column] | None:
    """Read by pyarrow where it is installed; None where it is not, or a row is irregular."""
    loaded = _load_arrow()
    if loaded is None:
        return None
    arrow, arrow_csv = loaded
    if whole != 0 or _has_leading_zero(text.content, start):
        whole = None
    kind = arrow.dictionary(arrow.int32(), arrow.string())
    kinds = {str(place): arrow.int64() if place == whole else kind for place in places}
    # files are read beside each other, so each by one thread alone: blocks handed between threads
    # are made in ever new memory, and arrow's own pool gives that back less readily than the system
    pool = arrow.system_memory_pool()
    try:
        table = arrow_csv.read_csv(
            arrow.BufferReader(arrow.py_buffer(text.content).slice(start)),
            read_options=arrow_csv.ReadOptions(
                column_names=[str(i) for i in range(wide)],
                block_size=_BLOCK,
                use_threads=False,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=text.delimiter, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(kinds), column_types=kinds, strings_can_be_null=False
            ),
            memory_pool=pool,
        )
    except (arrow.ArrowException, OSError):
        if whole is not None:
            return _by_arrow(text, start, wide, places, None)
        return None
    columns = {}
    for place in places:
        cells = table.column(str(place))
        if place == whole:
            if cells.null_count:
                return _by_arrow(text, start, wide, places, None)
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


_BLOCK = 1 << 21
"""So many bytes at a time: their different texts then fit into a processor's cache."""
_MANY = 2_000
_NOT_ASCII = 128


def _by_pandas(
    text: CsvTable, start: int, wide: int, places: Sequence[int], whole: int | None
) -> dict[int, Column] | None:
    """Read by pandas' C engine, which would not notice short rows: only what counting allows."""
    import pandas as pd

    if not _is_regular(text.content, start, text.delimiter, wide):
        return None
    if whole != 0 or _has_leading_zero(text.content, start):
        whole = None
    # as text, not as categories: some versions of pandas make numbers of those, and 007 into 7
    kinds = {place: str for place in places if place != whole}  # the other it finds out
    try:
        frame = pd.read_csv(
            io.BytesIO(text.content[start:]),
            sep=text.delimiter,
            header=None,
            names=list(range(wide)),
            usecols=sorted(set(places)),
            index_col=False,
            dtype=kinds,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, OverflowError):
        return None
    if whole is not None and not _is_plain(text, start, wide, frame[whole].to_numpy()):
        return _by_pandas(text, start, wide, places, None)
    columns = {}
    for place in places:
        cells = frame[place]
        if place == whole:
            columns[place] = Column(np.zeros(len(cells), np.int32), cells.to_numpy())
        else:
            codes, values = pd.factorize(cells)
            columns[place] = column_of(codes, list(values))
    return columns


def _is_plain(text: CsvTable, start: int, wide: int, numbers: npt.NDArray[np.generic]) -> bool:
    """Say whether the first cells are as long as the digits of their numbers: 1E3 and +7 are not.

    The text is regular, so that every line has as many delimiters.
    """
    if numbers.dtype != np.int64 or not len(numbers) or numbers.min() < 0:
        return False
    letters = np.frombuffer(text.content, np.uint8, offset=start)
    delimiters = np.flatnonzero(letters == ord(text.delimiter))
    begins = np.append(0, np.flatnonzero(letters == _LINE_END) + 1)[: len(numbers)]
    if len(delimiters) != len(numbers) * (wide - 1) or len(begins) != len(numbers):
        return False
    lengths = delimiters[:: wide - 1] - begins
    digits = np.searchsorted(_POWERS, numbers, side="right")
    return bool((lengths == np.maximum(digits, 1)).all())


_POWERS = 10 ** np.arange(19, dtype=np.int64)


def _delimiter(content: bytes) -> str:
    """Return the delimiter that gives the first records the most cells, and alike."""
    text = content[:_SNIFFED].decode("utf-8", "replace")

    def cells(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        counts: list[int] = []
        with contextlib.suppress(csv.Error):
            counts.extend(
                len(record)
                for record in islice(reader, HEAD_RECORDS)
                if any(cell.strip() for cell in record)
            )
        return max(counts, key=lambda n: (counts.count(n) * (n > 1), n), default=0)

    return max(DELIMITERS, key=cells)
