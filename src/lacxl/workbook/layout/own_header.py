"""The header of a council's own table: its rows, how far it reaches, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, letters
from lacxl.workbook.layout.period_labels import Label, NoPeriod, read_label, remainder

ABOUT_ROWS = ("number", "indicator", "part")
_HEADER_ROWS = 3
_FEWEST_PARTS = 2


class Meanings:
    """The spellings of a table's headings, by what they mean."""

    def __init__(self, table: OwnTable) -> None:
        self._by_letters = {
            letters(spelling): meaning
            for meaning, spellings in table.headings.items()
            for spelling in spellings
        }
        self._spellings = [
            (spelling, meaning)
            for meaning, spellings in table.headings.items()
            if meaning not in ABOUT_ROWS
            for spelling in sorted(spellings, key=len, reverse=True)
        ]

    def of(self, value: object) -> str | None:
        """Return what a heading that says nothing else means."""
        return self._by_letters.get(letters(value)) if isinstance(value, str) else None

    def with_period(self, value: object) -> tuple[str, Label | NoPeriod] | None:
        """Return what a heading means that also names a period, such as Target 2025/26."""
        if not isinstance(value, str):
            return None
        for spelling, meaning in self._spellings:
            said = remainder(value, spelling)
            if said and (period := read_label(said)) is not None:
                return meaning, period
        return None


def header_of(
    grid: Grid, title: Cell, meanings: Meanings, rows: frozenset[int], table: OwnTable
) -> tuple[Area, dict[str, int]]:
    """Return the header's rows, and the columns that say what a row is about."""
    area = grid.area(title)
    top, bottom = area.top, area.bottom
    about: dict[str, int] = {"indicator" if "indicator" in table.headings else "number": area.left}
    near = sorted(grid.letters, key=lambda cell: abs(cell.column - area.left))
    for cell in near:
        meaning = meanings.of(grid.value(cell))
        if meaning in ABOUT_ROWS and meaning not in about:
            beside = grid.area(cell)
            if beside.top <= bottom + 1 and beside.bottom >= top - 1:
                about[meaning] = cell.column
                top, bottom = min(top, beside.top), max(bottom, beside.bottom)
    width = range(1, _last_column(grid, Area(top, 1, bottom, 1)) + 1)

    def is_header(row: int) -> bool:
        if row in rows or row < 1:
            return False
        return any(_tells(grid, Cell(row, c), meanings) for c in width if c not in about.values())

    if table.parts and "part" not in about:
        unheaded = _part_column(grid, bottom, table, set(about.values()))
        if unheaded is not None:
            about["part"] = unheaded
    for _ in range(_HEADER_ROWS - 1):
        if not is_header(bottom + 1) and not _says_more(grid, bottom + 1, about):
            break
        bottom += 1
    for _ in range(_HEADER_ROWS):
        if not is_header(top - 1) or not _heads_several(grid, top - 1):
            break
        top -= 1
    return Area(top, min(about.values()), bottom, max(about.values())), about


def _says_more(grid: Grid, row: int, about: Mapping[str, int]) -> bool:
    """Say whether a row below a header, of no indicator, has words for columns: North, South."""
    cells = [(c, v) for c, v in grid.in_row(row) if grid.area(c).first == c]
    words = [cell for cell, value in cells if letters(value)]
    is_of_rows = any(cell.column in about.values() for cell, _ in cells)
    return not is_of_rows and len(words) == len(cells) >= _FEWEST_PARTS


def _heads_several(grid: Grid, row: int) -> bool:
    """Say whether a row above a header belongs to it: a title is one cell over one column."""
    cells = [cell for cell, _ in grid.in_row(row)]
    return len(cells) > 1 or any(grid.area(cell).right > grid.area(cell).left for cell in cells)


def _part_column(grid: Grid, bottom: int, table: OwnTable, taken: set[int]) -> int | None:
    """Return the column that says which part each row shows, where none is headed so."""
    words = spellings(table)
    said: dict[int, list[bool]] = {}
    for cell, value in grid.cells():
        if cell.row > bottom and isinstance(value, str):
            said.setdefault(cell.column, []).append((letters(value) or value.strip()) in words)
    likely = [
        column
        for column, known in sorted(said.items())
        if column not in taken and sum(known) >= _FEWEST_PARTS and sum(known) * 5 >= len(known) * 4
    ]
    # else the rows below a title say it in the column of titles
    likely += [column for column in sorted(taken) if sum(said.get(column, ())) >= _FEWEST_PARTS]
    return likely[0] if likely else None


def _tells(grid: Grid, cell: Cell, meanings: Meanings) -> bool:
    value = grid.value(cell)
    if value is None:
        return False
    if not isinstance(value, str):  # of numbers only dates head a column
        return grid.dated(cell)
    label = read_label(value)
    return label is not None or meanings.of(value) is not None or bool(meanings.with_period(value))


def _last_column(grid: Grid, header: Area) -> int:
    return max(
        (
            grid.area(c).right
            for c, _ in grid.cells()
            if header.top - 3 <= c.row <= header.bottom + 1
        ),
        default=0,
    )


def span_of(
    grid: Grid, header: Area, about: Mapping[str, int], meanings: Meanings
) -> tuple[int, int]:
    """Return the first column of a table and the one after its last: another may be beside it."""
    heads = sorted(
        cell.column
        for row in range(header.top, header.bottom + 1)
        for cell, value in grid.in_row(row)
        if meanings.of(value) in ("indicator", "number")
    )
    own = sorted(about[key] for key in ("indicator", "number") if key in about)
    after = [column for column in heads if column > own[-1]]
    before = [column for column in heads if column < own[0]]
    first = 1
    if before:  # the columns to the left of it are the other table's
        first = own[0]
    last = _last_column(grid, header)
    return first, (min(after) if after else last + 1)


def labels_over(grid: Grid, header: Area, column: int) -> Iterator[Cell]:
    """Yield the cells that head a column, from the lowest up."""
    met: set[Cell] = set()
    for row in range(header.bottom, header.top - 1, -1):
        cell = grid.area(Cell(row, column)).first
        if cell not in met and grid.value(cell) is not None:
            met.add(cell)
            yield cell


def said_over(grid: Grid, header: Area, column: int) -> Cell | None:
    """Return the cell of a heading that is not known, if it is the column's own."""
    for cell in labels_over(grid, header, column):
        if cell.column == column and letters(grid.value(cell)):
            return cell
    return None


def spellings(table: OwnTable) -> Mapping[str, str]:
    """Return what each spelling of a part of a figure means."""
    return {letters(s) or s.strip(): part for part, words in table.parts.items() for s in words}
