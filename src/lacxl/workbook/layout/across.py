"""A table in which time runs across: its header row by NO. and INDICATOR, its columns and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import LayoutWords, TableWords, letters
from lacxl.workbook.layout.model import Line, TableHeadings
from lacxl.workbook.layout.summary_columns import read_columns
from lacxl.workbook.layout.summary_rows import read_rows


@dataclass(frozen=True, slots=True)
class Across:
    """The table's lines, and the area of its words, in which no page header is looked for.

    `headings` is how its columns were understood.
    """

    lines: tuple[Line, ...]
    sheet: str
    words: Area
    headings: TableHeadings


def find_across(
    grids: Sequence[Grid], words: LayoutWords, indicators: Mapping[str, Indicator]
) -> tuple[Across | None, list[Finding]]:
    """Return the table, or None with the findings that say why not."""
    table = words.summary
    headers = [
        (grid, number, *read_columns(grid, number, title, table, words.row_labels))
        for grid in grids
        for number, title in _header_cells(grid, table)
    ]
    if len(headers) > 1:  # a list of definitions may have such headings as well
        headers = [each for each in headers if each[2].is_summary] or headers
    if not headers:
        return None, [
            error(
                "L101",
                "No sheet has a header row with NO. and INDICATOR within its first rows.",
                todo="Open the right workbook, or put the headings back.",
            )
        ]
    if len(headers) > 1:
        where = ", ".join(str(grid.place(number)) for grid, number, _, _ in headers)
        return None, [
            error(
                "L102",
                "The summary's header row occurs more than once.",
                where,
                "Rename or remove the headings of the copy.",
            )
        ]
    grid, _, columns, findings = headers[0]
    lines, last, more = read_rows(columns, table.name, indicators)
    words_area = Area(
        columns.header.top,
        min(columns.number, columns.indicator),
        last,
        max(columns.number, columns.indicator),
    )
    return Across(lines, grid.name, words_area, columns.table(table)), findings + more


def _header_cells(grid: Grid, words: TableWords) -> Iterator[tuple[Cell, Cell]]:
    numbers = {letters(word) for word in words.headings["number"]}
    titles = {letters(word) for word in words.headings["indicator"]}
    left = [cell for cell, text in grid.letters.items() if text in numbers]
    for title, text in grid.letters.items():
        if text in titles:
            rows = grid.area(title)
            beside = [
                cell
                for cell in left
                if cell.column < title.column
                and grid.area(cell).top <= rows.bottom
                and grid.area(cell).bottom >= rows.top
            ]
            if beside:
                yield max(beside, key=lambda cell: cell.column), title
