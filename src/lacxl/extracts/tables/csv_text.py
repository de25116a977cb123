"""Delimited text as tables: whatever program wrote it, ragged or with quotes, and fast."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from lacxl.extracts.tables.cells import Body, column_of
from lacxl.extracts.tables.csv_by_arrow import by_arrow, load_arrow
from lacxl.extracts.tables.csv_by_pandas import by_pandas
from lacxl.extracts.tables.letters import Buffer, has_stray_quote
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


def open_text(content: Buffer, name: str, *, plain: bool = False) -> CsvTable:
    """Return the table of a text file; raises Refused (F3nn) where it is no text.

    `plain` says that the content is known to be ASCII without control characters.
    """
    if len(content) > SMALL:
        # loaded while the content is looked at, which needs no Python
        threading.Thread(target=load_arrow, daemon=True).start()
    if plain:
        decode(bytes(content[:_SNIFFED]), name)  # refuses web pages and the like
        return _table(name, content, ())
    read = decode(bytes(content).rstrip(b"\x1a"), name)
    notices: tuple[Notice, ...] = ()
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
    text = read.text.removeprefix("\ufeff").encode("utf-8", "replace")
    return _table(name, text, notices)


def _table(name: str, content: Buffer, notices: Sequence[Notice]) -> CsvTable:
    if b"\n" not in bytes(content[:_SNIFFED]) and b"\n" not in (letters := bytes(content)):
        content = letters.replace(b"\r", b"\n")
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
    content: Buffer
    delimiter: str
    notices: Sequence[Notice] = ()

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text."""
        return [record for record, _ in islice(self._first_records(), HEAD_RECORDS)]

    def read(
        self,
        header: int,
        places: Sequence[int],
        whole: int | None = None,
        words: Collection[int] = (),
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` below record `header`; see Table."""
        lines = [after for _, after in islice(self._first_records(), header + 1)][-1]
        start = 0
        above = bytes(self.content[:_SNIFFED])  # where the first records were read from
        for _ in range(lines):
            start = above.find(b"\n", start) + 1
            if not start:
                start = len(self.content)
                break
        wide = len(self.head[header])
        # once the library is there it is faster for less
        least = SMALLEST if "pyarrow" in sys.modules else SMALL
        large = wide > 1 and len(self.content) > least
        if large and not has_stray_quote(self.content, start, self.delimiter):
            given = (self.content, self.delimiter, start, wide, places, whole)
            columns = by_arrow(*given, words) or by_pandas(*given)
            if columns:
                count = len(columns[places[0]].codes)
                rows = np.arange(header + 2, header + 2 + count, dtype=np.int64)
                return _without_blank_rows(Body(rows, columns)), ()
        return self._record_by_record(bytes(self.content[start:]), wide, header + 2, places)

    def _first_records(self) -> Iterator[tuple[list[str], int]]:
        """Yield the first records, each with the number of lines up to its end."""
        text = bytes(self.content[:_SNIFFED]).decode("utf-8", "replace")
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


def _delimiter(content: Buffer) -> str:
    """Return the delimiter that gives the first records the most cells, and alike."""
    text = bytes(content[:_SNIFFED]).decode("utf-8", "replace")

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
