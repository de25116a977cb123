"""The tables in which time runs down: rows of periods under headings recognised by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import (
    LayoutWords,
    LineWords,
    Spellings,
    TableWords,
    letters,
)
from lacxl.workbook.layout.model import FigurePart, Line, TableHeadings, is_amid
from lacxl.workbook.layout.periods import Labels, Names, Periods, candidates, chosen, clash

Dated: TypeAlias = Callable[[Grid], Mapping[Cell, Month]]
_OF = "of"
_Heading = tuple[Grid, Area]


@dataclass(frozen=True, slots=True)
class _Headings:
    """All headings of theme pages found in the workbook, by their plain words."""

    labels: Mapping[str, Labels]
    at: Mapping[str, Sequence[_Heading]]
    pages: Mapping[str, frozenset[str]]
    ends: Mapping[str, Mapping[int, frozenset[int]]]

    def of(self, column: LineWords) -> list[_Heading]:
        """Return where a column's heading is, in any of its spellings."""
        spellings = dict.fromkeys(letters(spelling) for spelling in column.header)
        return [heading for spelling in spellings for heading in self.at.get(spelling, ())]

    def periods(self, heading: _Heading, page: str) -> list[Periods]:
        """Return the columns of periods that may belong to a heading of the page."""
        grid, area = heading
        ends = self.ends.get(grid.name, {})
        return candidates(self.labels[grid.name], area, self.foreign(grid, page), ends)

    def foreign(self, grid: Grid, page: str) -> frozenset[int]:
        """Return the columns of the sheet over which only other pages have headings."""
        return frozenset(
            column
            for text, headings in self.at.items()
            if page not in self.pages[text]
            for other, area in headings
            if other is grid
            for column in range(area.left, area.right + 1)
        )


def find_down(
    grids: Sequence[Grid],
    words: LayoutWords,
    left_out: Sequence[str],
    not_in: Mapping[str, Area],
    names: Names | None = None,
    dated: Dated | None = None,
) -> tuple[tuple[Line, ...], tuple[TableHeadings, ...], list[Finding]]:
    """Return every table's lines, and how the labels of its rows were understood.

    `not_in` gives a sheet's area that holds other words, `names` how labels of rows are read, and
    `dated` the cells of a sheet that are months of which another cell says the year.
    """
    found: list[Line] = []
    tables: dict[tuple[str, str, int, int], TableHeadings] = {}
    findings: list[Finding] = []
    headings = _headings(grids, words, not_in, names, dated)
    for page in words.pages:
        if page.name in left_out:
            continue
        columns, more = _find_page(page, headings, tables)
        found += columns
        findings += more
    return tuple(found), tuple(tables.values()), list(dict.fromkeys(findings))


def _headings(
    grids: Sequence[Grid],
    words: LayoutWords,
    not_in: Mapping[str, Area],
    names: Names | None,
    dated: Dated | None,
) -> _Headings:
    pages: dict[str, frozenset[str]] = {}
    for page in words.pages:
        for spelling in (letters(text) for column in page.lines for text in column.header):
            pages[spelling] = pages.get(spelling, frozenset()) | {page.name}
    at: dict[str, list[_Heading]] = {}
    for grid in grids:
        for cell, text in grid.letters.items():
            if text in pages and not (grid.name in not_in and cell in not_in[grid.name]):
                at.setdefault(text, []).append((grid, grid.area(cell)))
    used = {grid.name: grid for headings in at.values() for grid, _ in headings}
    labels = {
        name: Labels(grid, words.row_labels, names, {} if dated is None else dated(grid))
        for name, grid in used.items()
    }
    loose = _Headings(labels, at, pages, {})
    ends: dict[str, dict[int, frozenset[int]]] = {}
    for text, headings in at.items():
        for grid, area in headings:
            rows = ends.setdefault(grid.name, {})
            for page_name in pages[text]:
                for periods in loose.periods((grid, area), page_name):
                    rows[periods.column] = rows.get(periods.column, frozenset()) | {area.top}
    return _Headings(labels, at, pages, ends)


def _find_page(
    page: TableWords,
    headings: _Headings,
    tables_met: dict[tuple[str, str, int, int], TableHeadings],
) -> tuple[list[Line], list[Finding]]:
    found: list[Line] = []
    findings: list[Finding] = []
    for column in page.lines:
        matches = [
            (grid, area, table, tables)
            for grid, area in headings.of(column)
            if (table := chosen(tables := headings.periods((grid, area), page.name))) is not None
        ]
        if len(matches) != 1:
            where = [grid.place(area.first) for grid, area, _, _ in matches]
            findings.append(_not_one(page, column, where))
            continue
        grid, area, table, tables = matches[0]
        findings += _labels_twice(grid, table, tables)
        first = min(table.labelled.values())
        key = (page.name, grid.name, table.column, first)
        if key not in tables_met:
            tables_met[key] = _rows(page, grid, table, headings.labels[grid.name])
        parts = _parts(grid, area, column, table)
        if parts is None:
            findings.append(
                error(
                    "L113",
                    "The columns of the figures cannot be told apart under this heading.",
                    str(grid.place(area.first)),
                    "Give n, of and d a column each under one merged heading, and every other "
                    "figure one column.",
                )
            )
            continue
        found += [
            Line(
                table=page.name,
                sheet=grid.name,
                indicator=column.indicator,
                figure=column.figure,
                part=part,
                at={each: grid.place(Cell(r, c)) for each, r in table.rows.items()},
                benchmarks={
                    b: grid.place(Cell(r, c))
                    for b, r in table.benchmarks.items()
                    if part is FigurePart.VALUE
                },
            )
            for part, c in parts
        ]
    return found, findings


def _rows(page: TableWords, grid: Grid, table: Periods, labels: Labels) -> TableHeadings:
    """Return how the labels of a table's rows were understood."""
    rows = table.labelled.values()
    words: Spellings = page.headings
    others = labels.others(table.column, min(rows), max(rows))
    return TableHeadings(
        name=page.name,
        at=grid.place(Cell(min(rows), table.column)),
        periods=frozenset(table.rows),
        lacks={name: words[name] for name in words if name not in table.benchmarks},
        unread=tuple((grid.place(cell), str(grid.value(cell))) for cell in others),
        amid_months=is_amid([cell.row for cell in others], table.months.values()),
        headings={each: grid.place(Cell(row, table.column)) for each, row in table.rows.items()},
    )


def _labels_twice(grid: Grid, table: Periods, tables: list[Periods]) -> Iterator[Finding]:
    for name, twice in table.twice:
        yield error(
            "L112",
            f"The table has two rows for {name}.",
            str(grid.place(twice)),
            "Correct the label of the wrong row.",
        )
    if (cells := clash(tables)) is not None:
        yield error(
            "L112",
            "Two columns label the rows of the table differently.",
            f"{grid.place(cells[0])} and {grid.place(cells[1])}",
            "Correct the labels, or move the column that does not belong to the table.",
        )


def _not_one(page: TableWords, column: LineWords, cells: Sequence[object]) -> Finding:
    name = f"'{column.header[0]}'"
    if cells:
        return error(
            "L111",
            f"The heading {name} occurs more than once over a table of months.",
            ", ".join(map(str, cells)),
            "Rename the heading of the copy.",
        )
    return error(
        "L110",
        f"No table of months has the heading {name}.",
        page.name,
        f"Put the heading back, or name the page in lacxl.toml: leave_out = ['{page.name}'].",
    )


def _parts(
    grid: Grid, heading: Area, column: LineWords, table: Periods
) -> list[tuple[FigurePart, int]] | None:
    """Return the columns of a heading's figures, None if they cannot be told apart."""
    rows = sorted(table.labelled.values())
    if column.below:
        return _below(grid, heading, column, rows[0])
    if column.alone or column.part is FigurePart.VALUE:
        value = _single(grid, rows, range(heading.left, heading.right + 1), heading.left)
        return None if value is None else [(column.part, value)]
    merged = heading.right > heading.left
    right = heading.right if merged else _before_next(grid, heading, rows)
    of = [
        c
        for c in range(heading.left, right + 1)
        if any(grid.text(Cell(row, c)) == _OF for row in rows)
    ]
    if not of:  # the word may be left out where three columns are merged
        return (
            [(column.part, heading.left), (FigurePart.DENOMINATOR, heading.right)]
            if heading.right - heading.left == 2
            else None
        )
    if len(of) > 1 and merged:
        return None
    before, after = range(heading.left, of[0]), range(of[0] + 1, right + 1)
    n = _single(grid, rows, before, heading.left) if before else None
    d = _single(grid, rows, after, right if merged else of[0] + 1) if after else None
    return None if n is None or d is None else [(column.part, n), (FigurePart.DENOMINATOR, d)]


def _below(
    grid: Grid, heading: Area, column: LineWords, first: int
) -> list[tuple[FigurePart, int]] | None:
    """Return the column under a heading over several that has the words below, if it is one."""
    wanted = {letters(word) or word.strip() for word in column.below}
    found = [
        c
        for c in range(heading.left, heading.right + 1)
        for row in range(heading.bottom + 1, first)
        if grid.word(Cell(row, c)) in wanted
    ]
    return [(column.part, found[0])] if len(found) == 1 else None


def _single(grid: Grid, rows: Sequence[int], columns: range, usual: int) -> int | None:
    """Return the only one of the columns with figures; `usual` if none has, None if several."""
    held = [c for c in columns if any(grid.is_number(Cell(row, c)) for row in rows)]
    return usual if not held else held[0] if len(held) == 1 else None


def _before_next(grid: Grid, heading: Area, rows: Sequence[int]) -> int:
    """Return the last column before the next heading, or before the next "of" but one."""
    column = heading.right + 1
    seen = False
    while column < heading.right + 12:
        is_of = any(grid.text(Cell(row, column)) == _OF for row in rows)
        if grid.text(Cell(heading.top, column)) or (is_of and seen):
            break
        seen |= is_of
        column += 1
    return column - 1
