"""Tables in which time runs down, in a workbook not yet described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lacxl.adopting.candidates import Candidate, Entry
from lacxl.adopting.vocabulary import meaning_of, part_of
from lacxl.domain.month import Month, Quarter
from lacxl.domain.reference import is_reference
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.period_labels import as_label
from lacxl.workbook.layout.words import OwnTable, Time, text_of

_FEWEST_ROWS_DOWN = 3
_LONGEST_CODE = 12
_ROWS_ABOVE = ("target", "green", "amber", "red", "tolerance", "polarity")
_PART_ENDING = re.compile(
    r"(?:\s*[(\[]\s*|\s+[-–:,]\s*|\s+)(n|d|num|den|numerator|denominator)\s*[)\]]?\s*$", re.I
)
_LEADING_CODE = re.compile(r"([A-Za-z]{0,6}[ -]?\d+(?:\.\d+)*[A-Za-z]?)[\s:.\-–]+(\S.*)")


def tables_down(grid: Grid) -> Iterator[Candidate]:
    """Yield the tables of a sheet in which time runs down."""
    columns: dict[int, list[int]] = {}
    for cell, value in grid.cells():
        if grid.area(cell).first == cell:
            label = as_label(value, date1904=grid.date1904)
            if isinstance(label, Month | Quarter):
                columns.setdefault(cell.column, []).append(cell.row)
    for column, rows in sorted(columns.items()):
        run = _first_run(rows)
        if len(run) < _FEWEST_ROWS_DOWN:
            continue
        entries = list(_heads(grid, column, run))
        if entries:
            title = Cell(run[0] - 1, column)
            words = OwnTable(grid.name, grid.name, Time.DOWN, {})
            yield Candidate(grid, words, title, tuple(entries))


def _first_run(rows: Sequence[int]) -> list[int]:
    """Return the first rows that follow each other, with at most two rows between them."""
    run: list[int] = []
    for row in rows:
        if run and row - run[-1] > 3:
            if len(run) >= _FEWEST_ROWS_DOWN:
                break
            run = []
        run.append(row)
    return run


def _heads(grid: Grid, column: int, run: Sequence[int]) -> Iterator[Entry]:
    """Yield the columns beside a column of months, by what is over each."""
    top = run[0]
    while top > 1 and meaning_of(grid.value(Cell(top - 1, column))) in _ROWS_ABOVE:
        top -= 1  # a row of targets between the headings and the months
    last = max((c.column for r in run for c, _ in grid.in_row(r)), default=column)
    last = max(last, max((c.column for c, _ in grid.in_row(top - 1)), default=column))
    found: list[tuple[str, str, CellRef, int, str]] = []
    for other in range(column + 1, last + 1):
        cells = [
            cell
            for row in range(top - 1, max(0, top - 4), -1)
            if text_of(grid.value(cell := grid.area(Cell(row, other)).first))
            and grid.area(cell).right == grid.area(cell).left
        ]
        if not cells or cells[0].row < top - 2:
            continue
        texts = [text_of(grid.value(cell)) for cell in cells]
        values = [grid.value(Cell(row, other)) for row in run]
        held = [value for value in values if value is not None]
        if any(isinstance(value, str) for value in held) and not any(
            grid.is_number(Cell(row, other)) for row in run
        ):
            continue
        code, title, heading = _named(texts)
        if code or title:
            place = grid.place(cells[0])
            found.append((code, title, place, other, heading))
    yield from _joined(found)


def _joined(found: Sequence[tuple[str, str, CellRef, int, str]]) -> Iterator[Entry]:
    """Yield the indicators of some columns: numerator and denominator are beside their figure."""
    entries: dict[tuple[str, str], Entry] = {}
    for said, title, place, column, heading in found:
        code = said
        part, bare_title = "value", title
        if ending := _PART_ENDING.search(title):
            part = part_of(ending[1]) or "value"
            bare_title = title[: ending.start()].rstrip(" -–:,")
        if (ending := _PART_ENDING.search(code)) and is_reference(code[: ending.start()]):
            part, code = part_of(ending[1]) or "value", code[: ending.start()]
        entry = entries.setdefault((code, bare_title), Entry(code, bare_title, place))
        entry.columns.setdefault(part, column)
        entry.headings.setdefault(part, heading)
    for entry in entries.values():
        if "value" not in entry.columns and entry.columns.keys() == {"numerator"}:
            entry.columns["value"] = entry.columns.pop("numerator")
            entry.headings["value"] = entry.headings.pop("numerator")
        if "value" in entry.columns:
            yield entry


def _named(texts: Sequence[str]) -> tuple[str, str, str]:
    """Return reference, title and the heading that says it, of the texts over a column."""
    for text in texts:
        ending = _PART_ENDING.search(text)
        code = text[: ending.start()] if ending else text
        if is_reference(code) and len(code) <= _LONGEST_CODE and any(c.isdigit() for c in code):
            others = [each for each in texts if each != text]
            return text, max(others, key=len, default=text), text
    longest = max(texts, key=len)
    if found := _LEADING_CODE.fullmatch(longest):
        return found[1], found[2], longest
    return "", longest, longest
