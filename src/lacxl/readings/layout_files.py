"""A file as the rows of a layout, such as the readings', whatever kind of file it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from lacxl.domain.numbers import how_many
from lacxl.domain.numbers import plain as plain_number
from lacxl.files.os_errors import coded
from lacxl.files.plain import open_plain, read_plain
from lacxl.readings.faults import Fault, FileFaults
from lacxl.tables.cell import Flaw, Record, cell_of, plain
from lacxl.tables.delimited import open_text
from lacxl.tables.table import Table

MAX_BYTES: Final = 5_000_000
"""The largest text that is read; a readings file of ten years has a few hundred kilobytes."""
_MARKS = (b"PK\x03\x04", b"PAR1")
_STATISTICS = frozenset(("time period", "geographic level"))
_THEIR_DESCRIPTION = frozenset(("col name", "col type", "label", "indicator grouping"))


@dataclass(frozen=True, slots=True)
class FileLayout:
    """The columns a file must have, by name, and other headings that mean the same.

    It may go without the `optional` ones.
    """

    name: str
    columns: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()

    @property
    def by_heading(self) -> Mapping[str, str]:
        """The column for each heading that is understood, headings in their plain form."""
        return {
            plain(heading): column
            for column in (*self.columns, *self.optional)
            for heading in (column, *self.also.get(column, ()))
        }


@dataclass(frozen=True, slots=True)
class Query:
    """A query in place of a file; `url_from` is the environment variable with the URL."""

    text: str
    url_from: str
    name: str = "the readings query"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row below the header: its number as Excel shows it, and its cells by column name.

    An optional column that the file does not have is empty.
    """

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of a file, blank ones left out; `headings` are its own, by the layout's column."""

    rows: tuple[FileRow, ...]
    headings: Mapping[str, str]
    delimiter: str = ""


def read_layout(source: Path | Query, layout: FileLayout, faults: FileFaults) -> RowsRead:
    """Return the rows of a file or of a query's answer in the given layout.

    Faults of single rows go to `faults` and the row is left out. Raises Refused if no row can be
    read at all: no such file, unreadable, empty, no header, columns missing or twice.
    """
    table, at = _table(source, layout, faults)
    header = table.head[at]
    indexes, unread = _indexes(header, at + 1, table, layout, faults)
    shown = table.percentages()
    rows = []
    unnamed: set[int] = set()
    for record in table.below(at):
        if record.flaw is not Flaw.NONE:  # blank cells at the end too: "1,132" may be two cells
            faults.add(_flaw(record, len(header)), record.row)
            continue
        texts = [_text(cell) for cell in record.cells]
        cells = {
            column: _shown(texts[i] if i < len(texts) else "", record.row in shown.get(i, ()))
            for column, i in indexes.items()
        }
        if table.delimiter or any(cells.values()):  # a row of a text is never blank
            rows.append(FileRow(record.row, cells))
        unnamed.update(i for i in unread if table.delimiter and texts[i])
    for i in sorted(unnamed):
        faults.warn(_unknown_column(header[i], i, layout), at + 1)
    for flaw, numbers, column, _ in table.flawed(at, tuple(indexes.values())):
        for number in sorted(numbers):
            (faults.mention if flaw is Flaw.FORMULA else faults.add)(_ODD[flaw], number, column)
    if not rows:
        faults.stop_if_any()
        faults.stop(_NO_ROWS)
    headings = {column: header[index] for column, index in indexes.items()}
    return RowsRead(tuple(rows), headings, table.delimiter)


def _table(source: Path | Query, layout: FileLayout, faults: FileFaults) -> tuple[Table, int]:
    """Return the table to read, and the record of its header: that with most of the headings."""
    if isinstance(source, Query):
        from lacxl.tables.queries import run_query

        return _chosen((run_query(source.name, source.text, source.url_from),), layout, faults)
    with coded(source, "reading the file"), open_plain(source) as file:
        is_text = file.read(4) not in _MARKS
    if not is_text:
        from lacxl.tables.open_tables import open_tables

        return _chosen(open_tables(source, source.name), layout, faults)
    known = layout.by_heading
    with coded(source, "reading the file"):
        content = read_plain(source, MAX_BYTES)
    text = open_text(content, str(source), lambda cell: plain(cell) in known)
    if text.encoding:
        faults.warn(
            Fault(
                "R109",
                f"the file is not UTF-8; it was read as {text.encoding}.",
                "Look at the notes; save the extract as CSV UTF-8 to be sure.",
            )
        )
    if not any(any(record) for record in text.head):
        faults.stop(_EMPTY)
    _refuse_statistics(text, layout, faults)
    filled = [at for at, record in enumerate(text.head) if any(record)]
    return text, max(filled, key=lambda at: (_headings_in(text.head[at], layout), -at))


def _chosen(tables: Sequence[Table], layout: FileLayout, faults: FileFaults) -> tuple[Table, int]:
    """Return the sheet that has most of the layout's headings, and where it has them."""
    found: list[tuple[int, Table, int]] = []
    for table in tables:
        _refuse_statistics(table, layout, faults)
        counts = [(_headings_in(record, layout), -at) for at, record in enumerate(table.head)]
        if counts:
            count, at = max(counts)
            found.append((count, table, -at))
    best = max((count for count, *_ in found), default=0)
    if not best:
        columns = ", ".join(layout.columns)
        faults.stop(Fault("R104", "there is no header.", f"Put a header on top: {columns}."))
    ahead = [(table, at) for count, table, at in found if count == best]
    if len(ahead) > 1 and best == len(layout.columns):
        what = f"{len(ahead)} sheets have these columns, and lacxl does not choose."
        faults.stop(Fault("R105", what, "Keep one of them in the workbook."))
    return ahead[0]


def _headings_in(record: Sequence[str], layout: FileLayout) -> int:
    """Return how many of the layout's columns have a heading in a record."""
    known = layout.by_heading
    return len({known.get(plain(cell)) for cell in record} - {None})


def _refuse_statistics(table: Table, layout: FileLayout, faults: FileFaults) -> None:
    """Stop (R152) at a file of the DfE's published statistics, or the description of one."""
    for row, record in enumerate(table.head, start=1):
        headings = {plain(cell) for cell in record}
        if headings >= _STATISTICS or headings >= _THEIR_DESCRIPTION:
            what = "a file" if headings >= _STATISTICS else "the description of a file"
            faults.stop(
                Fault(
                    "R152",
                    f"this is {what} of the DfE's published statistics (explore education "
                    f"statistics), not the {layout.name} layout.",
                    "Benchmarks are taken from it by: lacxl benchmarks FOLDER --council NAME. "
                    f"Write others into a file with the columns {', '.join(layout.columns)}.",
                ),
                row,
            )


def _indexes(
    header: Sequence[str], row: int, table: Table, layout: FileLayout, faults: FileFaults
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Return the index of each column, and of those without a heading."""
    headings = layout.by_heading
    found: dict[str, list[int]] = {}
    unread = []
    for i, heading in enumerate(header):
        column = headings.get(plain(heading))
        if column is None:
            unread.append(i)
        else:
            found.setdefault(column, []).append(i)
    expected = ", ".join(layout.columns)
    if len(header) == 1 and len(found) <= 1:
        what = "the first row has one cell: the columns are not separated."
        cure = f"Separate them by commas, semicolons, tabs or | ({expected})."
        faults.stop(Fault("R103", what, cure), row)
    missing = [column for column in layout.columns if column not in found]
    if missing and not found:
        cure = f"Put a header on top: {expected}."
        faults.stop(Fault("R104", "the first row is not a header.", cure), row)
    if missing:
        near = [header[i] for i in unread if _looks_like(header[i], missing)]
        hint = f" Is '{near[0].strip()}' one of them?" if near else ""
        what = f"columns are missing: {', '.join(missing)}.{hint}"
        cure = f"The {layout.name} layout has {expected}; a column may be empty but must be there."
        faults.add(Fault("R104", what, cure), row)
    for column, indexes in found.items():
        if len(indexes) > 1:
            which = " and the ".join(_ordinal(i + 1) for i in indexes)
            what = f"there are {len(indexes)} columns '{column}' (the {which})."
            faults.add(Fault("R105", what, "Leave one of them."), row)
    faults.stop_if_any()
    for i in unread:
        if header[i].strip():
            faults.warn(_unknown_column(header[i], i, layout), row)
    return (
        {column: indexes[0] for column, indexes in found.items()},
        tuple(i for i in unread if not header[i].strip()),
    )


def _looks_like(heading: str, missing: list[str]) -> bool:
    import difflib  # only on the way to a refusal: start-up time counts

    return bool(difflib.get_close_matches(plain(heading), [plain(m) for m in missing], 1, 0.8))


def _unknown_column(heading: str, index: int, layout: FileLayout) -> Fault:
    name = heading.strip()
    called = f" '{name}'" if name.isprintable() and 0 < len(name) <= 40 else ""
    return Fault(
        "R106",
        f"the {_ordinal(index + 1)} column{called} is not part of the {layout.name} layout and "
        "was not read.",
        f"The layout has {', '.join(layout.columns)}.",
    )


def _flaw(record: Record, columns: int) -> Fault:
    """Return what is wrong with a row of a text."""
    if record.flaw is Flaw.UNPAIRED:
        return _UNPAIRED
    cells = len(record.cells)
    cure = (
        'A comma inside a cell needs quotation marks around the cell, as in "1,132.0".'
        if cells > columns
        else "Write every column, empty ones too; if it is the last row the file may be cut off."
    )
    what = f"the row has {how_many(cells, 'cell')} where the header has {columns}."
    return Fault("R107", what, cure)


def _ordinal(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def _text(cell: object) -> str:
    """Return a cell as a text file would have it; Excel makes the first of May out of 2015-05."""
    value = cell_of(cell)
    if not isinstance(value, dt.datetime):
        return value.strip()
    is_month = value == value.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return f"{value:%Y-%m}" if is_month else value.isoformat(sep=" ")


def _shown(text: str, is_percentage: bool) -> str:
    """Return a cell as a sheet shows it: 98.1%, which Excel keeps as 0.981."""
    try:
        return f"{plain_number(Decimal(text) * 100)}%" if is_percentage else text
    except InvalidOperation:
        return text  # no number after all


_NO_ROWS = Fault("R102", "the file has a header and no rows.", "Check the query that made it.")
_EMPTY = Fault(
    "R101", "no row of the file holds anything.", "Check that the extract ran, and save it again."
)
_UNPAIRED = Fault(
    "R108",
    "the quotation marks of this row do not pair up.",
    'A cell that holds a quotation mark is written "like ""this"" one".',
)
_BEYOND = "the cell is formatted as a date, and its number is not one."
_ODD: Final = {
    Flaw.UNWORKED: Fault(
        "X114",
        "the cell holds a formula that was never worked out.",
        "Open the workbook in Excel, save it, and run again.",
    ),
    Flaw.FORMULA: Fault(
        "X115", "the cell holds a formula; what Excel last worked out was read.", ""
    ),
    Flaw.MERGED: Fault(
        "X116",
        "the cell is part of a merged one, of which only the first holds anything.",
        "Unmerge the cells and fill in every row.",
    ),
    Flaw.ERROR: Fault(
        "X127",
        "the cell holds an error of Excel such as #N/A.",
        "Correct the formula or the look-up that gave it.",
    ),
    Flaw.NO_DATE: Fault(
        "R166",
        _BEYOND,
        "Excel shows ##### there: write the date again, or show the column as numbers.",
    ),
    Flaw.NO_VALUE: Fault(
        "R166",
        _BEYOND,
        "Correct them in the system that the file comes from, and export it again.",
    ),
}
"""What is wrong with a cell or a row of a file that is not text."""
