"""A table whatever it is kept in: its first records, then its rows one by one, or its columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lacxl.domain.errors import Refused, refuse
from lacxl.tables.cell import Flaw, Flawed, Record
from lacxl.workbook.address import column_letters

if TYPE_CHECKING:
    from lacxl.tables.columns import Body

HEAD_RECORDS = 20
"""How many records are looked through for the header."""


@dataclass(eq=False, repr=False)
class Table(ABC):
    """A text file, a sheet, a Parquet file, or the answer to a query.

    `name` is the file's, with the number of the sheet where there is more than one; `title` is the
    sheet's own, for choosing it only. `encoding` is what the text was taken for where its bytes do
    not prove it, `delimiter` what parts its cells: both are "" for what is no text. `odd` has the
    rows of cells with a flaw, by flaw and column.
    """

    name: str
    _: KW_ONLY
    title: str = ""
    encoding: str = ""
    delimiter: str = ""
    odd: Mapping[tuple[Flaw, int], Sequence[int]] = field(default_factory=dict)

    @cached_property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text, blank ones too."""
        return list(islice(self.first(), HEAD_RECORDS))

    @abstractmethod
    def first(self) -> Iterator[Sequence[str]]:
        """Yield the records from the top on as text."""

    @abstractmethod
    def below(self, header: int) -> Iterator[Record]:
        """Yield the records below record `header` of the head, of a text without blank ones; a row
        that cannot be read has no cells.
        """

    def flawed(self, header: int, columns: Sequence[int]) -> list[Flawed]:
        """Return what is wrong with cells of the columns, below record `header` of the head."""
        return [
            Flawed(flaw, below, self.column_name(column), column)
            for flaw in Flaw
            for column in columns
            if (below := [row for row in self.odd.get((flaw, column), ()) if row > header + 1])
        ]

    def column_name(self, column: int) -> str:
        """Return what a column is called in messages."""
        return column_letters(column + 1)

    def percentages(self) -> Mapping[int, frozenset[int]]:
        """Return the rows, by column, in which a number is shown as a percentage."""
        return {}

    def read(self, header: int, columns: Sequence[int]) -> tuple[Body, list[Flawed]]:
        """Return these columns, counted from 0, of the rows below record `header` of the head, but
        not of rows that are blank or cannot be read; and the flaws.
        """
        from lacxl.tables.columns import body_of  # brings numpy, which readings of text do without

        body, rows = body_of(self.below(header), columns)
        found = [Flawed(flaw, of) for flaw, of in rows.items()]
        return body, [*found, *self.flawed(header, columns)]


def absent(needs: str, name: str, extra: str) -> Refused:
    """Return the refusal of what needs a library that is not installed."""
    what = f"{needs}, which is not installed."
    return refuse("X118", what, name, f"pip install lacxl[{extra}]")


def is_librarys(fault: BaseException) -> bool:
    """Say whether an exception is of what was read, and not of the person or the machine."""
    # the panic of native code is no Exception, and has no class to name
    known = isinstance(fault, Exception) or type(fault).__name__ == "PanicException"
    return known and not isinstance(fault, MemoryError)
