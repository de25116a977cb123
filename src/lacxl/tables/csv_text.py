"""Delimited text as tables: large files by libraries that read them fast, others row by row."""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from lacxl.files.encoding import decode
from lacxl.tables.cells import Body, column_of
from lacxl.tables.csv_by_arrow import by_arrow, load_arrow
from lacxl.tables.csv_by_pandas import by_pandas
from lacxl.tables.delimited_text import (
    SNIFFED,
    Buffer,
    Delimited,
    Flaw,
    IsKnown,
    as_utf8,
    guessed_encoding,
)
from lacxl.tables.letters import has_stray_quote
from lacxl.tables.notices import Notice, notice

SMALL = 1 << 21
"""Up to so many bytes are read row by row, sooner than a library is loaded that reads faster."""
SMALLEST = 1 << 17


def open_text(
    content: Buffer, name: str, *, plain: bool = False, is_known: IsKnown = lambda _: False
) -> CsvTable:
    """Return the table of a text file; raises Refused (F3nn) where it is no text.

    `plain` says that the content is known to be ASCII without control characters.
    """
    if len(content) > SMALL:
        # loaded while the content is looked at, which needs no Python
        threading.Thread(target=load_arrow, daemon=True).start()
    if plain:
        decode(bytes(content[:SNIFFED]), name)  # refuses web pages and the like
        return CsvTable(name, Delimited.of(content, is_known))
    read = decode(bytes(content).rstrip(b"\x1a"), name)
    notices: tuple[Notice, ...] = ()
    if said := guessed_encoding(read):
        notices = (
            notice(
                "X113",
                name,
                f"the file is not UTF-8; it was read as {said}.",
                "Save it as CSV UTF-8 to be sure.",
            ),
        )
    return CsvTable(name, Delimited.of(as_utf8(read), is_known), notices)


@dataclass(frozen=True, repr=False)
class CsvTable:
    """A text file as a table."""

    name: str
    text: Delimited
    notices: Sequence[Notice] = ()

    @property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text."""
        return self.text.head

    def read(
        self,
        header: int,
        places: Sequence[int],
        whole: int | None = None,
        words: Collection[int] = (),
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` below record `header`; see Table."""
        content, wide = self.text.content, len(self.head[header])
        # once the library is there it is faster for less
        least = SMALLEST if "pyarrow" in sys.modules else SMALL
        if wide > 1 and len(content) > least:
            start = self.text.start_below(header)
            if not has_stray_quote(content, start, self.text.delimiter):
                given = (content, self.text.delimiter, start, wide, places, whole)
                columns = by_arrow(*given, words) or by_pandas(*given)
                if columns:
                    count = len(columns[places[0]].codes)
                    rows = np.arange(header + 2, header + 2 + count, dtype=np.int64)
                    return _without_blank_rows(Body(rows, columns)), ()
        return self._record_by_record(header, places)

    def _record_by_record(
        self, header: int, places: Sequence[int]
    ) -> tuple[Body, Sequence[Notice]]:
        """Read what is irregular: blank rows, line breaks in cells, too many or too few cells."""
        kept: list[list[str]] = []
        numbers: list[int] = []
        flawed: dict[Flaw, list[int]] = {flaw: [] for flaw in _NOTICES}
        for row, cells, flaw in self.text.below(header):
            if flaw in flawed:
                flawed[flaw].append(row)
            if flaw in _READ:
                numbers.append(row)
                kept.append(cells)
        columns = {}
        for place in places:
            known: dict[str, int] = {}
            codes = [known.setdefault(record[place], len(known)) for record in kept]
            columns[place] = column_of(np.array(codes, np.int32), list(known))
        notices = [
            notice(code, self.name, what, todo, rows=flawed[flaw])
            for flaw, (code, what, todo) in _NOTICES.items()
            if flawed[flaw]
        ]
        return _without_blank_rows(Body(np.array(numbers, np.int64), columns)), notices


_READ = (Flaw.NONE, Flaw.BLANK_CELLS)
_NOTICES = {
    Flaw.RAGGED: (
        "X111",
        "[row has|rows have] more or fewer cells than the header; left out.",
        "Put quotation marks around cells with a comma; if it is the last row, fetch it again.",
    ),
    Flaw.UNPAIRED: (
        "X112",
        "[row has|rows have] quotation marks that do not pair up; left out.",
        'Write a quotation mark inside a cell twice, like "this ""one""".',
    ),
    Flaw.BLANK_CELLS: (
        "X181",
        "[row has|rows have] blank cells beyond the last heading, which were not read.",
        "Nothing, if each row ends with a comma; else put quotation marks around cells with one.",
    ),
}


def _without_blank_rows(body: Body) -> Body:
    if not body.columns:
        return body
    filled = np.zeros(len(body.rows), bool)
    for column in body.columns.values():
        filled |= column.codes >= 0
        if filled.all():
            return body
    return Body(body.rows[filled], {place: c.taken(filled) for place, c in body.columns.items()})
