"""A table before its rows are read: its name, its first records, and the way to the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from lacxl.tables.cells import Body
from lacxl.tables.notices import Notice


class Table(Protocol):
    """Something with records: a text file, a sheet, a Parquet file, the answer to a query."""

    @property
    def name(self) -> str:
        """The file's name, with the sheet where there is more than one."""

    @property
    def head(self) -> Sequence[Sequence[str]]:
        """The first records as text."""

    @property
    def notices(self) -> Sequence[Notice]:
        """What was noticed when it was opened."""

    def read(
        self,
        header: int,
        places: Sequence[int],
        whole: int | None = None,
        words: Collection[int] = (),
    ) -> tuple[Body, Sequence[Notice]]:
        """Return the columns at `places` of the rows below record `header` of the head.

        The cells of the column `whole` may be given as whole numbers, if all of them are, and those
        of the columns `words` as words, if none is longer.
        Rows without any cell are left out, and so are rows that cannot be read, with a notice.
        """
