"""Delimited text as tables: whatever program wrote it, ragged or with quotes, and fast."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from lacxl.extracts.tables.cells import Body, Column, column_of
from lacxl.extracts.tables.notices import Notice, notice
from lacxl.extracts.tables.table import HEAD_RECORDS
from lacxl.files.encoding import decode

DELIMITERS = (",", ";", "\t", "|")
_SNIFFED = 262_144
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?\r?\n', re.IGNORECASE)
_CONTROL = bytes({*range(32)} - set(b"\t\n\r\x0c\x1a"))
_SPOKEN = {"cp1252": "Windows-1252"}
_LONGEST_CELL = 1_000_000


def open_text(content: bytes, name: str) -> CsvTable:
    """Return the table of a text file; raises Refused (F3nn) where it is no text."""
    notices: tuple[Notice, ...] = ()
    if not content or not content.isascii() or content.translate(None, _CONTROL) != content:
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
    content = content.rstrip(b"\x1a")
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

    def read(self, header: int, places: Sequence[int]) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` below record `header`; see Table."""
        lines = [after for _, after in islice(self._first_records(), header + 1)][-1]
        start = 0
        for _ in range(lines):
            start = self.content.find(b"\n", start) + 1
            if not start:
                start = len(self.content)
                break
        body = self.content[start:] if start else self.content
        wide = len(self.head[header])
        first_row = header + 2
        if self._is_regular(body, wide):
            for reader in (_by_arrow, _by_pandas):
                columns = reader(body, self.delimiter, wide, places)
                if columns is not None:
                    count = len(columns[places[0]].codes) if places else 0
                    rows = np.arange(first_row, first_row + count, dtype=np.int64)
                    return _without_blank_rows(Body(rows, columns)), ()
        return self._record_by_record(body, wide, first_row, places)

    def _is_regular(self, body: bytes, wide: int) -> bool:
        """Say whether every line has the header's number of cells, as far as counting shows it."""
        if not body.strip():
            return False
        if b"\n\n" in body or b"\n\r\n" in body or body.startswith((b"\n", b"\r\n")):
            return False
        lines = body.count(b"\n") + (not body.endswith(b"\n"))
        return body.count(self.delimiter.encode()) == lines * (wide - 1)

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
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(
            io.StringIO(body.decode("utf-8", "replace"), newline=""),
            delimiter=self.delimiter,
            strict=True,
        )
        known: list[dict[str, int]] = [{} for _ in places]
        codes: list[list[int]] = [[] for _ in places]
        numbers: list[int] = []
        ragged: list[int] = []
        unpaired: list[int] = []
        row = first_row - 1
        while True:
            row += 1
            try:
                record = next(reader)
            except StopIteration:
                break
            except csv.Error:
                unpaired.append(row)
                continue
            if len(record) != wide:
                extra = record[wide:]
                if not any(cell.strip() for cell in record):
                    continue
                if len(record) < wide or any(cell.strip() for cell in extra):
                    ragged.append(row)
                    continue
            numbers.append(row)
            for i, place in enumerate(places):
                codes[i].append(known[i].setdefault(record[place], len(known[i])))
        columns = {
            place: column_of(np.array(codes[i], np.int32), list(known[i]))
            for i, place in enumerate(places)
        }
        notices = [
            notice(code, self.name, what, todo, rows=rows)
            for code, rows, what, todo in (
                ("X111", ragged, *_RAGGED),
                ("X112", unpaired, *_UNPAIRED),
            )
            if rows
        ]
        return _without_blank_rows(Body(np.array(numbers, np.int64), columns)), notices


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


def _by_arrow(
    body: bytes, delimiter: str, wide: int, places: Sequence[int]
) -> dict[int, Column] | None:
    """Read by pyarrow where it is installed; None where it is not or does not agree."""
    try:
        import pyarrow as arrow
        from pyarrow import csv as arrow_csv
    except ImportError:
        return None
    names = [str(i) for i in range(wide)]
    wanted = [str(place) for place in places]
    kind = arrow.dictionary(arrow.int32(), arrow.string())
    try:
        table = arrow_csv.read_csv(
            arrow.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, kind),
                strings_can_be_null=False,
            ),
        )
    except (arrow.ArrowException, OSError):
        return None
    columns = {}
    for place in places:
        cells = table.column(str(place)).unify_dictionaries().combine_chunks()
        if isinstance(cells, arrow.ChunkedArray):  # no rows or one chunk, by version
            if cells.num_chunks != 1:
                return None
            cells = cells.chunk(0)
        columns[place] = column_of(
            cells.indices.to_numpy(zero_copy_only=False), cells.dictionary.to_pylist()
        )
    return columns


def _by_pandas(
    body: bytes, delimiter: str, wide: int, places: Sequence[int]
) -> dict[int, Column] | None:
    """Read by pandas' C engine; None where it does not agree with the counting of cells."""
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.BytesIO(body),
            sep=delimiter,
            header=None,
            names=list(range(wide)),
            usecols=sorted(set(places)),
            index_col=False,
            dtype="category",
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError):
        return None
    return {
        place: column_of(
            frame[place].cat.codes.to_numpy(np.int32), list(frame[place].cat.categories)
        )
        for place in places
    }


def _delimiter(content: bytes) -> str:
    """Return the delimiter that gives the first records the most cells, and alike."""
    text = content[:_SNIFFED].decode("utf-8", "replace")

    def cells(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        counts: list[int] = []
        try:
            for record in islice(reader, HEAD_RECORDS):
                if any(cell.strip() for cell in record):
                    counts.append(len(record))
        except csv.Error:
            pass
        return max(counts, key=lambda n: (counts.count(n) * (n > 1), n), default=0)

    return max(DELIMITERS, key=cells)
