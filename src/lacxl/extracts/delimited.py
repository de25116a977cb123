"""A file as a header and numbered rows, however it was saved: delimited text above all."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lacxl.extracts.faults import Fault, Faults
from lacxl.extracts.grids import Query, is_grid, open_grid
from lacxl.files.encoding import read_text

MAX_BYTES: Final = 5_000_000
"""The largest extract that is read; a readings file of ten years has a few hundred kilobytes."""

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_SPOKEN = {"cp1252": "Windows-1252"}
_BLANK = "".join(_DELIMITERS) + " \r\n\u00a0\"'"
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns a file must have, by name, and other headings that mean the same."""

    name: str
    columns: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def by_heading(self) -> Mapping[str, str]:
        """The column for each heading that is understood, headings in their plain form."""
        return {
            plain(heading): column
            for column in self.columns
            for heading in (column, *self.also.get(column, ()))
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its number as Excel shows it, and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, blank ones left out."""

    rows: tuple[Row, ...]
    delimiter: str


def plain(heading: str) -> str:
    """Return a heading without what varies: case, blanks, quotes, points, underscores, marks."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", heading)).strip().casefold()


def read_table(source: Path | Query, layout: Layout, faults: Faults) -> Table:
    """Return the rows of a file or of a query's answer in the given layout.

    Faults of single rows go to `faults` and the row is left out. Raises Refused if no row can be
    read at all: no such file, empty, not text, no header, columns missing or twice.
    """
    if isinstance(source, Query) or is_grid(source):
        return _from_grid(source, layout, faults)
    text = _text(source, faults)
    text, delimiter = _delimiter(text, layout)
    records = _records(text, delimiter, faults)
    header = next(records, None)
    if header is None:
        faults.stop(_EMPTY)
    places, unread = _places(header[1], header[0], delimiter, layout, faults)
    rows = []
    unnamed: set[int] = set()
    for number, cells in records:
        if len(cells) != len(header[1]):  # blank cells at the end too: "1,132" may be two cells
            faults.add(_ragged(len(cells), len(header[1])), number)
            continue
        rows.append(Row(number, {column: cells[i].strip() for column, i in places.items()}))
        unnamed.update(i for i in unread if cells[i].strip())
    for i in sorted(unnamed):
        faults.warn(_unknown_column(header[1][i], i, layout), header[0])
    if not rows:
        faults.stop_if_any()
        faults.stop(_NO_ROWS)
    return Table(tuple(rows), delimiter)


def _from_grid(source: Path | Query, layout: Layout, faults: Faults) -> Table:
    grid = open_grid(source, layout, faults)
    places, _ = _places(list(grid.header), grid.row, "", layout, faults)
    rows = tuple(
        Row(number, cells) for number, cells in grid.rows(places, faults) if any(cells.values())
    )
    if not rows:
        faults.stop_if_any()
        faults.stop(_NO_ROWS)
    return Table(rows, "")


def _text(path: Path, faults: Faults) -> str:
    read = read_text(path, max_bytes=MAX_BYTES)
    if read.guessed:
        faults.warn(
            Fault(
                "R109",
                f"the file is not UTF-8; it was read as {_SPOKEN.get(read.encoding, 'UTF-16')}.",
                "Look at the notes; save the extract as CSV UTF-8 to be sure.",
            )
        )
    text = read.text.removeprefix("\ufeff").rstrip("\x1a")
    if not text.strip(_BLANK):
        faults.stop(_EMPTY)
    return text


def _delimiter(text: str, layout: Layout) -> tuple[str, str]:
    """Return the text below a line such as "sep=;" and the delimiter that fits the header best."""
    if said := _SEPARATOR_LINE.match(text):
        return text[said.end() :], said[1] if said[1] in _DELIMITERS else ","
    headings = layout.by_heading

    def known(delimiter: str) -> tuple[int, int]:
        cells = _first(text, delimiter)
        return sum(plain(cell) in headings for cell in cells), len(cells)

    return text, max(_DELIMITERS, key=known)


def _first(text: str, delimiter: str) -> list[str]:
    """Return the cells of the first record that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return []


def _records(text: str, delimiter: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield row numbers and cells, blank rows left out; faults of quoting go to `faults`."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            faults.add(
                Fault(
                    "R108",
                    f"the quotation marks of this row do not pair up ({fault}).",
                    'A cell that holds a quotation mark is written "like ""this"" one".',
                ),
                number,
            )
            continue
        if any(cell.strip() for cell in cells):
            yield number, cells


def _places(
    header: list[str], row: int, delimiter: str, layout: Layout, faults: Faults
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
    return Fault("R107", f"the row has {cells} cells where the header has {columns}.", cure)


def _ordinal(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


_NO_ROWS = Fault("R102", "the file has a header and no rows.", "Check the query that made it.")
_EMPTY = Fault(
    "R101", "no row of the file holds anything.", "Check that the extract ran, and save it again."
)
