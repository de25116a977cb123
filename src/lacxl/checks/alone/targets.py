"""Targets and benchmarks: a target that another table states otherwise, an older benchmark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lacxl.checks.alone.figures_on_page import BookAlone
from lacxl.checks.alone.narrative.binding import Binder
from lacxl.checks.alone.narrative.sentences import words_of
from lacxl.checks.alone.printed_number import in_words, printed
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout import JudgedCells, Line
from lacxl.workbook.layout.heading_words import as_month, plain
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot, Snapshot

TARGET, BENCHMARK = "Q117", "Q118"
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/\-–]\s*(\d\d|20\d\d)(?!\d)")
_HEADER_ROWS, _LABELS = 5, 3
_IS_TARGET = re.compile(r"target\b")


def targets_elsewhere(book: BookAlone, snapshot: Snapshot) -> Iterator[Finding]:
    """Yield Q117 where a page's own column of targets has another one than the summary.

    Such a column is headed Target, right of the page's table; one that holds formulas follows by
    itself. It is told which indicator it is of only where the page has one with a target, or the
    rest of its heading names one.
    """
    rated = {
        line.indicator: number
        for line in book.layout.summary
        if (number := book.at(line.judged.get(JudgedCells.TARGET)))
    }
    places = {line.indicator: line.judged.get(JudgedCells.TARGET) for line in book.layout.summary}
    for sheet in snapshot.sheets:
        lines = [line for line in book.layout.pages if line.sheet == sheet.name]
        numbers = [n for n in dict.fromkeys(line.indicator for line in lines) if n in rated]
        for heading, column in _target_columns(sheet, lines) if numbers else ():
            meant = _meant(book, heading, numbers)
            month = next((line.at[book.month] for line in lines if book.month in line.at), None)
            if meant is None or month is None:
                continue
            cell = Cell(month.cell.row, column)
            value = sheet.values.get(cell)
            there = CellRef(sheet.name, cell)
            own = None if isinstance(value, Formula) else printed(there, value, "General")
            if own is not None and own.value != rated[meant].value:
                yield warning(
                    TARGET,
                    f"The target of {meant} is {rated[meant].text} in the summary, and the page "
                    f"draws {in_words(own.value, rated[meant])} in {book.month.short}.",
                    f"{places[meant]}, {there}",
                    "Correct the one that is wrong, and say so if the target has changed.",
                )


def _target_columns(sheet: SheetSnapshot, lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    cells = [place.cell for line in lines for place in line.at.values()]
    top, right = min(c.row for c in cells), max(c.column for c in cells)
    for cell, value in sheet.values.items():
        near = top - _HEADER_ROWS <= cell.row < top and cell.column > right
        words = plain(value)
        if near and _IS_TARGET.match(words):
            yield words.removeprefix("target").strip(), cell.column


def _meant(book: BookAlone, heading: str, numbers: Sequence[str]) -> str | None:
    if len(numbers) == 1:
        return numbers[0]
    named = Binder(book.indicators, book.month).named_in(tuple(words_of(heading)))
    if len(named) == 1 and named.keys() <= set(numbers):
        return next(iter(named))
    words = {_stem(word) for word in heading.split()} - {"of", "the", "percent", "for"}
    shared = {
        number: len(words & {_stem(word) for word in plain(book.indicators[number].title).split()})
        for number in numbers
    }
    best = [number for number in numbers if shared[number] == max(shared.values()) > 0]
    return best[0] if len(best) == 1 else None


def _stem(word: str) -> str:
    return word[:6]


def benchmark_years(
    book: BookAlone, snapshot: Snapshot
) -> tuple[list[Finding], frozenset[CellRef]]:
    """Return Q118 for each table, or column, with benchmarks of an older year, and those cells.

    The year is what stands in a heading over the benchmarks, or in the label beside them.
    """
    sheets = {sheet.name: _Sheet(sheet) for sheet in snapshot.sheets}
    years: dict[CellRef, tuple[FinancialYear, CellRef]] = {}
    for line in book.layout.lines:
        for place in line.benchmarks.values():
            table_top = min((p.cell.row for p in line.at.values()), default=place.cell.row)
            sheet = sheets[line.sheet]
            found = (
                sheet.above(place.cell)
                if line.table in book.layout.main
                else sheet.beside(place.cell, table_top)
            )
            if found is not None:
                years[place] = found[0], CellRef(line.sheet, found[1])
    newest = max((year for year, _ in years.values()), default=None)
    old = {place: each for place, each in years.items() if each[0] != newest}
    told: dict[CellRef, FinancialYear] = {where: year for year, where in old.values()}
    findings = [
        warning(
            BENCHMARK,
            f"Benchmarks are of {year} here, and of {newest} elsewhere in the workbook.",
            str(where),
            "Bring the older ones up to date, or correct the heading.",
        )
        for where, year in told.items()
    ]
    return findings, frozenset(old)


class _Sheet:
    """A sheet's texts that name a year, with the columns or rows that they are over."""

    def __init__(self, sheet: SheetSnapshot) -> None:
        merges: Mapping[Cell, Area] = {area.first: area for area in sheet.merges}
        self.named: list[tuple[FinancialYear, Area]] = []
        for cell, value in sheet.values.items():
            year = _year_in(value)
            if year is not None:
                self.named.append((year, merges.get(cell, Area.of(cell))))

    def above(self, cell: Cell) -> tuple[FinancialYear, Cell] | None:
        """Return the nearest year in a heading over the cell's column."""
        over = [
            (area.bottom, year, area.first)
            for year, area in self.named
            if area.left <= cell.column <= area.right and area.bottom < cell.row
        ]
        nearest = max(over, default=None)
        return None if nearest is None else (nearest[1], nearest[2])

    def beside(self, cell: Cell, top: int) -> tuple[FinancialYear, Cell] | None:
        """Return the nearest year in a label left of the cell's row."""
        left = [
            (area.right, year, area.first)
            for year, area in self.named
            if area.top <= cell.row <= area.bottom and area.right < cell.column and area.top >= top
        ]
        nearest = max(left, default=None)
        return None if nearest is None else (nearest[1], nearest[2])


def _year_in(value: CellValue) -> FinancialYear | None:
    if isinstance(value, Formula):
        value = value.cached
    if not isinstance(value, str) or as_month(value) is not None:
        return None
    found = _YEAR.findall(value)
    if len(found) != 1 or not str(int(found[0][0]) + 1).endswith(found[0][1]):
        return None
    return FinancialYear(int(found[0][0]))
