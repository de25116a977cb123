"""The theme pages: month rows under headers that are known by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.places import PageColumn, Part
from lacxl.workbook.layout.words import (
    LayoutWords,
    PageColumnWords,
    PageWords,
    as_month,
    as_year,
    as_year_so_far,
    plain,
)

Period = TypeVar("Period", Month, FinancialYear, str)
_FEWEST_PERIODS = 2
_LONGEST_GAP = 30


class _Table:
    """The period column beside a header: which row is which month, year or benchmark."""

    def __init__(self, grid: Grid, below: int, until: int, column: int, words: LayoutWords) -> None:
        self.months: dict[Month, int] = {}
        self.years: dict[FinancialYear, int] = {}
        self.so_far: dict[FinancialYear, int] = {}
        self.benchmarks: dict[str, int] = {}
        self.twice: list[tuple[str, Cell]] = []
        benchmark = {
            plain(spelling): name
            for name, spellings in words.benchmark_rows.items()
            for spelling in spellings
        }
        last = below
        for row in range(below + 1, until + 1):
            cell = Cell(row, column)
            if grid.area(cell).first != cell:
                continue
            value = grid.value(cell)
            found: bool = True
            if (month := as_month(value, date1904=grid.date1904)) is not None:
                found = self._put(self.months, month, cell, month.short)
            elif (so_far := as_year_so_far(value)) is not None:
                found = self._put(self.so_far, so_far, cell, f"{so_far} YTD")
            elif (year := as_year(value)) is not None:
                found = self._put(self.years, year, cell, str(year))
            elif (name := benchmark.get(plain(value))) is not None:
                found = self._put(self.benchmarks, name, cell, words.benchmark_rows[name][0])
            elif row - last > _LONGEST_GAP:
                break
            else:
                continue
            last = row if found else last

    def _put(self, rows: dict[Period, int], key: Period, cell: Cell, name: str) -> bool:
        if key in rows:
            self.twice.append((name, cell))
            return False
        rows[key] = cell.row
        return True

    @property
    def size(self) -> int:
        return len(self.months) + len(self.years) + len(self.so_far) + len(self.benchmarks)


def find_pages(
    grids: Sequence[Grid],
    words: LayoutWords,
    left_out: Sequence[str],
    not_in: Mapping[str, Area],
) -> tuple[tuple[PageColumn, ...], list[Finding]]:
    """Return every page's columns. `not_in` gives a sheet's area that holds other words."""
    found: list[PageColumn] = []
    findings: list[Finding] = []
    at: dict[str, list[tuple[Grid, Cell]]] = {}
    for grid in grids:
        for cell, text in grid.plain.items():
            if not (grid.name in not_in and cell in not_in[grid.name]):
                at.setdefault(text, []).append((grid, cell))
    headers = {plain(h) for page in words.pages for column in page.columns for h in column.header}
    header_rows: dict[str, set[int]] = {}
    for text in headers:
        for grid, cell in at.get(text, ()):
            header_rows.setdefault(grid.name, set()).add(cell.row)
    for page in words.pages:
        if page.name in left_out:
            continue
        columns, more = _find_page(page, at, header_rows, words)
        found += columns
        findings += more
    return tuple(found), findings


def _find_page(
    page: PageWords,
    at: Mapping[str, list[tuple[Grid, Cell]]],
    header_rows: Mapping[str, set[int]],
    words: LayoutWords,
) -> tuple[list[PageColumn], list[Finding]]:
    found: list[PageColumn] = []
    findings: list[Finding] = []
    reported: set[tuple[str, str]] = set()
    for column in page.columns:
        spellings = dict.fromkeys(plain(spelling) for spelling in column.header)
        places = [
            (grid, cell, table)
            for spelling in spellings
            for grid, cell in at.get(spelling, ())
            if (table := _table(grid, cell, header_rows, words)) is not None
        ]
        if len(places) != 1:
            findings.append(_not_one(page, column, [grid.place(cell) for grid, cell, _ in places]))
            continue
        grid, cell, table = places[0]
        for name, twice in table.twice:
            if (grid.name, str(twice)) not in reported:
                reported.add((grid.name, str(twice)))
                findings.append(
                    error(
                        "L112",
                        f"The table has two rows for {name}.",
                        str(grid.place(twice)),
                        "Correct the label of the wrong row.",
                    )
                )
        parts = _parts(grid, cell, column, table)
        if parts is None:
            findings.append(
                error(
                    "L113",
                    "The columns of 'n of d' are not to be told apart under this heading.",
                    str(grid.place(cell)),
                    "Give n, of and d a column each under one merged heading.",
                )
            )
            continue
        found += [
            PageColumn(
                page=page.name,
                sheet=grid.name,
                indicator=column.indicator,
                figure=column.figure,
                part=part,
                months={m: grid.place(Cell(r, c)) for m, r in table.months.items()},
                years={y: grid.place(Cell(r, c)) for y, r in table.years.items()},
                so_far={y: grid.place(Cell(r, c)) for y, r in table.so_far.items()},
                benchmarks={
                    b: grid.place(Cell(r, c))
                    for b, r in table.benchmarks.items()
                    if part is Part.VALUE
                },
            )
            for part, c in parts
        ]
    return found, findings


def _not_one(page: PageWords, column: PageColumnWords, places: Sequence[object]) -> Finding:
    name = f"'{column.header[0]}'"
    if places:
        return error(
            "L111",
            f"The heading {name} stands more than once over a table of months.",
            ", ".join(map(str, places)),
            "Rename the heading of the copy.",
        )
    return error(
        "L110",
        f"No table of months has the heading {name}.",
        page.name,
        f"Put the heading back, or name the page in lacxl.toml: leave_out = ['{page.name}'].",
    )


def _table(
    grid: Grid, header: Cell, header_rows: Mapping[str, set[int]], words: LayoutWords
) -> _Table | None:
    """Return the rows under a header by the nearest column to its left that names periods."""
    area = grid.area(header)
    lower = [row for row in header_rows[grid.name] if row > area.bottom]
    until = min([*lower, grid.last_row + 1]) - 1
    tables = [
        _Table(grid, area.bottom, until, column, words)
        for column in range(header.column - 1, 0, -1)
    ]
    best = max(tables, key=lambda table: table.size, default=None)
    return best if best is not None and best.size >= _FEWEST_PERIODS and best.months else None


def _parts(
    grid: Grid, header: Cell, column: PageColumnWords, table: _Table
) -> list[tuple[Part, int]] | None:
    area = grid.area(header)
    if column.part is Part.VALUE:
        return [(Part.VALUE, area.left)]
    if area.right - area.left >= 2:
        return [(column.part, area.left), (Part.DENOMINATOR, area.right)]
    rows = (*table.months.values(), *table.years.values())
    for middle in (area.left + 1, area.left + 2):
        if any(grid.text(Cell(row, middle)) == "of" for row in rows):
            return [(column.part, middle - 1), (Part.DENOMINATOR, middle + 1)]
    return None
