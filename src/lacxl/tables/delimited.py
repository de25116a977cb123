"""Delimited text (CSV), whatever program wrote it: its encoding, delimiter, header and records."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lacxl.files.encoding import decode
from lacxl.tables.cell import AROUND, Flaw, Flawed, Record
from lacxl.tables.table import HEAD_RECORDS, Table

if TYPE_CHECKING:
    import _csv

    from lacxl.tables.columns import Body

IsKnown = Callable[[str], bool]
"""Says whether a cell is a heading that the caller knows."""

SMALL = 400_000
"""Up to so many bytes are read row by row, sooner than a library is loaded that reads faster."""
_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED = 262_144
"""So many bytes show that a text is none but a web page or the like."""
_SEPARATOR_LINE = re.compile(rb'"?sep=([!#-&(-/:-<>-@[-^`{-~\t])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SPOKEN = {"cp1252": "Windows-1252"}
_OF_TEXTS = bytes(range(32, 128)) + b"\t\n\x0c\r"


def open_text(content: bytes, name: str, is_known: IsKnown = lambda _: False) -> TextTable:
    """Return a text's table, parted as known headings show; raises Refused (F3nn) if it is none."""
    if content.isascii() and not _has_controls(content):
        decode(content[:_SNIFFED], name)  # refuses web pages and the like
        return TextTable(content, name, "", is_known)
    read = decode(content.rstrip(b"\x1a"), name)
    encoding = _SPOKEN.get(read.encoding, "UTF-16") if read.guessed else ""
    text = read.text.removeprefix("\ufeff").rstrip("\x1a")
    return TextTable(text.encode("utf-8", "replace"), name, encoding, is_known)


def _has_controls(content: bytes) -> bool:
    """Say whether there is a letter of ASCII that no text has."""
    if len(content) <= SMALL:
        return bool(content.translate(None, _OF_TEXTS))
    from lacxl.tables.large import has_controls

    return has_controls(content)


class TextTable(Table):
    """A delimited text; `content` is UTF-8, without a line such as "sep=;", which is no row."""

    def __init__(self, content: bytes, name: str, encoding: str, is_known: IsKnown) -> None:
        if b"\n" not in content:
            content = content.replace(b"\r", b"\n")
        told = _SEPARATOR_LINE.match(content)
        delimiter = told[1].decode("ascii") if told else _delimiter(content, is_known)
        super().__init__(name, encoding=encoding, delimiter=delimiter)
        self.content = content[told.end() :] if told else content

    def first(self) -> Iterator[Sequence[str]]:
        """Yield the records from the top on as text."""
        return (record for record, _ in self._first_records())

    def start_below(self, header: int) -> int:
        """Return where the text below record `header` of the head begins."""
        lines = [after for _, after in islice(self._first_records(), header + 1)][-1]
        start = 0
        for _ in range(lines):
            start = self.content.find(b"\n", start) + 1
            if not start:
                return len(self.content)
        return start

    def below(self, header: int) -> Iterator[Record]:
        """Yield the records below record `header` of the head, blank ones left out.

        Blank cells beyond the header: a delimiter ends each line, or a comma parted a cell.
        """
        wide = len(self.head[header])
        body = self.content[self.start_below(header) :]
        for row, cells in enumerate(_records(body, self.delimiter), header + 2):
            if cells is None:
                yield Record(row, (), Flaw.UNPAIRED)
            elif not "".join(cells).strip(AROUND):
                continue
            elif len(cells) == wide:
                yield Record(row, cells)
            else:
                blank = len(cells) > wide and not "".join(cells[wide:]).strip(AROUND)
                yield Record(row, cells, Flaw.BLANK_CELLS if blank else Flaw.RAGGED)

    def read(self, header: int, columns: Sequence[int]) -> tuple[Body, list[Flawed]]:
        """Return these columns; see Table. What is large is read fast where it can be."""
        if len(self.content) > SMALL:
            from lacxl.tables.large import read_large

            start, wide = self.start_below(header), len(self.head[header])
            body = read_large(self.content, self.delimiter, start, wide, columns, header + 2)
            if body is not None:
                return body, []
        return super().read(header, columns)

    def _first_records(self) -> Iterator[tuple[list[str], int]]:
        """Yield the first records, each with the number of lines up to its end."""
        reader = _reader(self.content, self.delimiter)
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                record = []
            yield [cell.strip(AROUND) for cell in record], reader.line_num


def _reader(content: bytes, delimiter: str) -> _csv.Reader:
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8", "replace", newline="")
    # a blank before a quotation mark is not part of the cell: ' "1,132.0"' is one
    return csv.reader(text, delimiter=delimiter, skipinitialspace=True)


def _records(body: bytes, delimiter: str) -> Iterator[list[str] | None]:
    """Yield the records, None for a line with an open quotation mark, which would swallow more."""
    lines = list(io.StringIO(body.decode("utf-8", "replace"), newline=""))
    at = 0
    while at < len(lines):
        reader = csv.reader(
            islice(lines, at, None), delimiter=delimiter, skipinitialspace=True, strict=True
        )
        begun = 0
        try:
            for record in reader:
                begun = reader.line_num
                yield record
            return
        except csv.Error:
            at += begun + 1
            yield None


def _delimiter(content: bytes, is_known: IsKnown) -> str:
    """Return the delimiter that gives a record most known headings, else most cells, and alike."""

    def fits(delimiter: str) -> tuple[int, int]:
        counts: list[int] = []
        known = 0
        with contextlib.suppress(csv.Error):
            for record in islice(_reader(content, delimiter), HEAD_RECORDS):
                if any(cell.strip(AROUND) for cell in record):
                    if len(record) > 1:
                        counts.append(len(record))
                    known = max(known, sum(map(is_known, record)))
        alike = max(counts, key=lambda n: (counts.count(n), n), default=0)
        return known, alike

    return max(_DELIMITERS, key=fits)
