"""A file as a header and numbered rows of a layout, however it was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacxl.domain.numbers import how_many
from lacxl.files.encoding import read_text
from lacxl.tables.delimited_text import (
    AROUND,
    Delimited,
    Flaw,
    as_utf8,
    guessed_encoding,
)
from lacxl.tables.faults import Fault, Faults
from lacxl.tables.grids import Query, is_grid, open_grid
from lacxl.tables.headings import Layout, plain
from lacxl.tables.statistics import refuse_statistics

MAX_BYTES: Final = 5_000_000
"""The largest text that is read; a readings file of ten years has a few hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its number as Excel shows it, and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, blank ones left out; `headings` are its own, by the layout's column."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]
    delimiter: str = ""


def read_table(source: Path | Query, layout: Layout, faults: Faults) -> Table:
    """Return the rows of a file or of a query's answer in the given layout.

    Faults of single rows go to `faults` and the row is left out. Raises Refused if no row can be
    read at all: no such file, empty, not text, no header, columns missing or twice.
    """
    if isinstance(source, Query) or is_grid(source):
        return _from_grid(source, layout, faults)
    text = _text(source, layout, faults)
    refuse_statistics(text.head, layout, faults)
    at = _header(text.head, layout)
    header = text.head[at]
    places, unread = _places(header, at + 1, text.delimiter, layout, faults)
    rows = []
    unnamed: set[int] = set()
    for record in text.below(at):
        if record.flaw is not Flaw.NONE:  # blank cells at the end too: "1,132" may be two cells
            unpaired = record.flaw is Flaw.UNPAIRED
            fault = _UNPAIRED if unpaired else _ragged(len(record.cells), len(header))
            faults.add(fault, record.row)
            continue
        cells = {column: record.cells[i].strip(AROUND) for column, i in places.items()}
        rows.append(Row(record.row, cells))
        unnamed.update(i for i in unread if record.cells[i].strip(AROUND))
    for i in sorted(unnamed):
        faults.warn(_unknown_column(header[i], i, layout), at + 1)
    return _table(rows, header, places, faults, text.delimiter)


def _from_grid(source: Path | Query, layout: Layout, faults: Faults) -> Table:
    grid = open_grid(source, layout, faults)
    places, _ = _places(grid.header, grid.row, "", layout, faults)
    rows = [
        Row(number, cells) for number, cells in grid.rows(places, faults) if any(cells.values())
    ]
    return _table(rows, grid.header, places, faults)


def _table(
    rows: Sequence[Row],
    header: Sequence[str],
    places: Mapping[str, int],
    faults: Faults,
    delimiter: str = "",
) -> Table:
    if not rows:
        faults.stop_if_any()
        faults.stop(_NO_ROWS)
    headings = {column: header[place] for column, place in places.items()}
    return Table(tuple(rows), headings, delimiter)


def _text(path: Path, layout: Layout, faults: Faults) -> Delimited:
    read = read_text(path, max_bytes=MAX_BYTES)
    if said := guessed_encoding(read):
        faults.warn(
            Fault(
                "R109",
                f"the file is not UTF-8; it was read as {said}.",
                "Look at the notes; save the extract as CSV UTF-8 to be sure.",
            )
        )
    headings = layout.by_heading
    text = Delimited.of(as_utf8(read), lambda cell: plain(cell) in headings)
    if not any(any(record) for record in text.head):
        faults.stop(_EMPTY)
    return text


def _header(head: Sequence[Sequence[str]], layout: Layout) -> int:
    """Return which record has most of the layout's headings; without any, the first not blank."""
    headings = layout.by_heading
    return max(
        (at for at, record in enumerate(head) if any(record)),
        key=lambda at: (len({headings.get(plain(cell)) for cell in head[at]} - {None}), -at),
    )


def _places(
    header: Sequence[str], row: int, delimiter: str, layout: Layout, faults: Faults
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Return where each column stands, and the places of those that are not read."""
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
        faults.stop(
            Fault(
                "R103",
                "the first row has one cell: the columns are not separated.",
                f"Separate them by commas, semicolons, tabs or | ({expected}).",
            ),
            row,
        )
    missing = [column for column in layout.columns if column not in found]
    if missing and not found:
        faults.stop(
            Fault("R104", "the first row is no header.", f"Put a header on top: {expected}."), row
        )
    if missing:
        near = [header[i] for i in unread if _looks_like(header[i], missing)]
        hint = f" Is '{near[0].strip()}' one of them?" if near else ""
        faults.add(
            Fault(
                "R104",
                f"columns are missing: {', '.join(missing)}.{hint}",
                f"The {layout.name} layout has {expected}; a column may be empty but must stand.",
            ),
            row,
        )
    for column, places in found.items():
        if len(places) > 1:
            faults.add(
                Fault(
                    "R105",
                    f"there are {len(places)} columns '{column}' "
                    f"(the {' and the '.join(_ordinal(i + 1) for i in places)}).",
                    "Leave one of them.",
                ),
                row,
            )
    faults.stop_if_any()
    for i in unread:
        if header[i].strip():
            faults.warn(_unknown_column(header[i], i, layout), row)
    return (
        {column: places[0] for column, places in found.items()},
        tuple(i for i in unread if not header[i].strip()),
    )


def _looks_like(heading: str, missing: list[str]) -> bool:
    import difflib  # only on the way to a refusal: start-up time counts

    return bool(difflib.get_close_matches(plain(heading), [plain(m) for m in missing], 1, 0.8))


def _unknown_column(heading: str, place: int, layout: Layout) -> Fault:
    name = heading.strip()
    called = f" '{name}'" if name.isprintable() and 0 < len(name) <= 40 else ""
    return Fault(
        "R106",
        f"the {_ordinal(place + 1)} column{called} is not part of the {layout.name} layout and "
        "was not read.",
        f"The layout has {', '.join(layout.columns)}.",
    )


def _ragged(cells: int, columns: int) -> Fault:
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


_NO_ROWS = Fault("R102", "the file has a header and no rows.", "Check the query that made it.")
_EMPTY = Fault(
    "R101", "no row of the file holds anything.", "Check that the extract ran, and save it again."
)
_UNPAIRED = Fault(
    "R108",
    "the quotation marks of this row do not pair up.",
    'A cell that holds a quotation mark is written "like ""this"" one".',
)
