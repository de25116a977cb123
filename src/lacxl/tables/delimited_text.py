"""Delimited text (CSV), whatever program wrote it, record by record: its only reader in lacxl.

What reads large files faster (csv_text.py) learns here where records begin and what parts them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lacxl.files.encoding import Text

if TYPE_CHECKING:
    import _csv

Buffer = bytes | memoryview
IsKnown = Callable[[str], bool]
"""Says whether a cell is a heading that the caller knows."""

DELIMITERS = (",", ";", "\t", "|")
HEAD_RECORDS = 20
"""How many records are looked through for the header."""
SNIFFED = 262_144
"""So many bytes have the first records in them."""
AROUND = " \t\r\n\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff"
"""What does not count around the text of a cell."""

_SEPARATOR_LINE = re.compile(rb'"?sep=([!#-&(-/:-<>-@[-^`{-~\t])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SPOKEN = {"cp1252": "Windows-1252"}


class Flaw(Enum):
    """What may be wrong with a record, before anybody has decided how much it weighs."""

    NONE = "none"
    RAGGED = "more or fewer cells than the header"
    BLANK_CELLS = "blank cells beyond the header"
    UNPAIRED = "quotation marks that do not pair up"


class Record(NamedTuple):
    """A record below the header: its row as Excel numbers it, its cells, what is wrong with it."""

    row: int
    cells: list[str]
    flaw: Flaw


@dataclass(frozen=True, repr=False)
class Delimited:
    """A delimited text; `content` is UTF-8 from the first record on.

    A line above it such as "sep=;" is no row: Excel does not show it.
    """

    content: Buffer
    delimiter: str

    @classmethod
    def of(cls, content: Buffer, is_known: IsKnown = lambda _: False) -> Delimited:
        """Return the text of bytes in UTF-8; known headings show which delimiter it has."""
        if b"\n" not in bytes(content[:SNIFFED]) and b"\n" not in (letters := bytes(content)):
            content = letters.replace(b"\r", b"\n")
        if told := _SEPARATOR_LINE.match(content):
            return cls(memoryview(content)[told.end() :], told[1].decode("ascii"))
        return cls(content, _delimiter(content, is_known))

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text, blank ones too."""
        return [record for record, _ in islice(self._first_records(), HEAD_RECORDS)]

    def start_below(self, header: int) -> int:
        """Return where the text below record `header` of the head begins."""
        lines = [after for _, after in islice(self._first_records(), header + 1)][-1]
        above, start = bytes(self.content[:SNIFFED]), 0
        for _ in range(lines):
            start = above.find(b"\n", start) + 1
            if not start:
                return len(self.content)
        return start

    def below(self, header: int) -> Iterator[Record]:
        """Yield the records below record `header` of the head, blank ones left out.

        Blank cells beyond the header: a delimiter ends each line, or a comma parted a cell.
        """
        wide = len(self.head[header])
        body = bytes(self.content[self.start_below(header) :])
        for row, cells in enumerate(_records(body, self.delimiter), header + 2):
            if cells is None:
                yield Record(row, [], Flaw.UNPAIRED)
            elif len(cells) == wide:
                if any(cell.strip(AROUND) for cell in cells):
                    yield Record(row, cells, Flaw.NONE)
            elif any(cell.strip(AROUND) for cell in cells):
                blank = len(cells) > wide and not any(cell.strip(AROUND) for cell in cells[wide:])
                yield Record(row, cells, Flaw.BLANK_CELLS if blank else Flaw.RAGGED)

    def _first_records(self) -> Iterator[tuple[list[str], int]]:
        """Yield the first records, each with the number of lines up to its end."""
        reader = _reader(_begin(self.content), self.delimiter)
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                record = []
            yield [cell.strip(AROUND) for cell in record], reader.line_num


def as_utf8(text: Text) -> bytes:
    """Return a text that was decoded as UTF-8, without the marks around it."""
    return text.text.removeprefix("\ufeff").rstrip("\x1a").encode("utf-8", "replace")


def guessed_encoding(text: Text) -> str:
    """Return how an encoding that was only guessed is called, "" where the bytes prove it."""
    return _SPOKEN.get(text.encoding, "UTF-16") if text.guessed else ""


def _begin(content: Buffer) -> str:
    return bytes(content[:SNIFFED]).decode("utf-8", "replace")


def _reader(text: str, delimiter: str) -> _csv.Reader:
    # a blank before a quotation mark is not part of the cell: ' "1,132.0"' is one
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _records(body: bytes, delimiter: str) -> Iterator[list[str] | None]:
    """Yield the records, None for a line whose quotation marks do not pair up.

    After such a line the next one is a record of its own: an open quotation mark would swallow all.
    """
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


def _delimiter(content: Buffer, is_known: IsKnown) -> str:
    """Return the delimiter that gives a record the most known headings, else the first records the
    most cells, and alike.
    """
    text = _begin(content)

    def fits(delimiter: str) -> tuple[int, int]:
        counts: list[int] = []
        known = 0
        with contextlib.suppress(csv.Error):
            for record in islice(_reader(text, delimiter), HEAD_RECORDS):
                if any(cell.strip(AROUND) for cell in record):
                    if len(record) > 1:
                        counts.append(len(record))
                    known = max(known, sum(map(is_known, record)))
        alike = max(counts, key=lambda n: (counts.count(n), n), default=0)
        return known, alike

    return max(DELIMITERS, key=fits)
