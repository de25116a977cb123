"""The rows of a layout out of a workbook, a Parquet file or a query, as text files give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from lacxl.domain.numbers import plain as plain_number
from lacxl.files.faults import coded
from lacxl.files.plain import open_plain
from lacxl.tables.faults import Fault, Faults
from lacxl.tables.headings import Layout, plain
from lacxl.tables.statistics import refuse_statistics

if TYPE_CHECKING:
    from lacxl.tables.cells import Cell, Column
    from lacxl.tables.table import Table

_ODD = {
    "X114": "the cell holds a formula that was never worked out.",
    "X115": "the cell holds a formula; what Excel last worked out was read.",
    "X116": "the cell is part of a merged one, of which only the first holds anything.",
    "X127": "the cell holds an error of Excel such as #N/A.",
    "R166": "the cell is shown as a date and holds a number that is none.",
    "R167": "the row cannot be read: something in it is not what a table can hold.",
}
"""What a workbook's cell may be, in words for one cell."""
_MARKS = (b"PK\x03\x04", b"PAR1")


@dataclass(frozen=True, slots=True)
class Query:
    """A query in place of a file; `url_from` is the environment variable with the URL."""

    text: str
    url_from: str
    name: str = "the readings query"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that may be read: its header's cells and row number, and its rows below it."""

    header: Sequence[str]
    row: int
    table: Table

    def rows(
        self, places: Mapping[str, int], faults: Faults
    ) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield row numbers and the cells at the places; what one cannot give goes to `faults`."""
        from lacxl.tables.notices import in_number  # brings numpy with it

        body, notices = self.table.read(self.row - 1, tuple(places.values()))
        for each in notices:
            fault = Fault(each.code, _ODD.get(each.code, in_number(each.what, 1)), each.todo)
            for row in each.rows:
                if each.code == "X115":
                    faults.mention(fault, row, each.column)
                else:
                    faults.add(fault, row, each.column)
        columns = {name: _texts(body.columns[place]) for name, place in places.items()}
        shown = self._percentages()
        for name, place in places.items():
            texts = columns[name]
            rows = shown.get(place, frozenset())
            columns[name] = [
                _percentage(text) if number in rows else text
                for text, number in zip(texts, body.rows.tolist(), strict=True)
            ]
        for at, number in enumerate(body.rows):
            yield int(number), {name: texts[at].strip() for name, texts in columns.items()}

    def _percentages(self) -> Mapping[int, frozenset[int]]:
        """Return where a sheet shows numbers as percentages: 98.1%, which Excel keeps as 0.981."""
        from lacxl.tables.workbooks import SheetTable

        return self.table.percentages() if isinstance(self.table, SheetTable) else {}


def is_grid(path: Path) -> bool:
    """Say whether a file is a workbook or a Parquet file, by its first bytes."""
    with coded(path, "reading the file"), open_plain(path) as file:
        return file.read(4) in _MARKS


def open_grid(source: Path | Query, layout: Layout, faults: Faults) -> Grid:
    """Return the table of a source that has most of the layout's headings.

    Raises Refused: X107 to X109 and X117 to X119 where there is none to be had, R104 where no table
    has any of the headings, R105 where several sheets have all of them, R152 for other statistics.
    """
    known = layout.by_heading
    found: list[tuple[int, Grid]] = []
    for table in _tables(source):
        refuse_statistics(table.head, layout, faults)
        grids = [
            (len({known.get(plain(cell)) for cell in record} - {None}), Grid(record, at, table))
            for at, record in enumerate(table.head, start=1)
        ]
        found += sorted(grids, key=lambda each: -each[0])[:1]
    best = max((count for count, _ in found), default=0)
    if not best:
        columns = ", ".join(layout.columns)
        faults.stop(Fault("R104", "there is no header.", f"Put a header on top: {columns}."))
    ahead = [grid for count, grid in found if count == best]
    if len(ahead) > 1 and best == len(layout.columns):
        faults.stop(
            Fault(
                "R105",
                f"{len(ahead)} sheets have these columns, and lacxl does not choose.",
                "Leave one of them in the workbook.",
            )
        )
    return ahead[0]


def _tables(source: Path | Query) -> Sequence[Table]:
    if isinstance(source, Path):
        from lacxl.tables.opening import open_tables

        return open_tables(source, source.name)
    from lacxl.tables.queries import run_query

    return (run_query(source.name, source.text, source.url_from),)


def _texts(column: Column) -> list[str]:
    texts = [*map(_text, column.values), ""]  # the last one is for a cell that holds nothing
    return [texts[code] for code in column.codes]


def _percentage(text: str) -> str:
    try:
        return f"{plain_number(Decimal(text) * 100)}%"
    except InvalidOperation:
        return text  # no number after all


def _text(cell: Cell) -> str:
    """Return a cell as a text file would have it; Excel makes the first of May out of 2015-05."""
    if not isinstance(cell, dt.datetime):
        return cell
    is_month = cell == cell.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return f"{cell:%Y-%m}" if is_month else cell.isoformat(sep=" ")
