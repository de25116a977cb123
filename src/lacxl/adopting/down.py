"""Tables in which time runs down, in a workbook not yet described."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.adopting.parts_under_headings import THEME, is_code, is_its_number, parts_under
from lacxl.adopting.vocabulary import meaning_of, part_of, spelt_in
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month, Quarter
from lacxl.domain.reference import is_reference
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, Time, letters, text_of
from lacxl.workbook.layout.period_labels import as_label
from lacxl.workbook.layout.years_beside import months_beside_years
from lacxl.workbook.snapshot import CellValue

_FEWEST_ROWS_DOWN = 3
_MOST_ROWS_DOWN = 400
_ROWS_ABOVE = ("target", "green", "amber", "red", "tolerance", "polarity")
_ROWS_OF_HEADINGS = 3
_OVER_MONTHS = frozenset(
    letters(word)
    for word in (
        "Month", "Months", "Period", "Date", "Reporting month", "Reporting period",
        "Reporting date", "Month end", "Month ending", "Month end date", "Period end", "Quarter",
        "Data month",
    )
)  # fmt: skip
_PART_ENDING = re.compile(
    r"(?:\s*[(\[]\s*|\s+[-–:,]\s*|\s+)(n|d|num|den|numerator|denominator)\s*[)\]]?\s*$", re.I
)
_LEADING_CODE = re.compile(r"([A-Za-z]{0,6}[ -]?\d+(?:\.\d+)*[A-Za-z]?)[\s:.\-–]+(\S.*)")


@dataclass(frozen=True, slots=True)
class _Head:
    """What is over a column: reference and title, the heading that says it, and the part below."""

    code: str
    title: str
    place: CellRef
    column: int
    heading: str
    part: str = "value"
    below: str = ""


def tables_down(grid: Grid) -> Iterator[CandidateTable]:
    """Yield the tables of a sheet in which time runs down."""
    columns: dict[int, list[int]] = {}
    beside_years = list(months_beside_years(grid))
    dated = {cell: month for each in beside_years for cell, month in each.cells.items()}
    for cell, value in grid.cells():
        if grid.area(cell).first == cell:
            label = dated.get(cell) or as_label(value, date1904=grid.date1904)
            if isinstance(label, Month | Quarter):
                columns.setdefault(cell.column, []).append(cell.row)
    for column, rows in sorted(columns.items()):
        run = _first_run(rows)
        if len(run) < _FEWEST_ROWS_DOWN or len(rows) > _MOST_ROWS_DOWN:
            continue
        cells = [Cell(row, column) for row in run]
        labels = [dated.get(c) or as_label(grid.value(c), date1904=grid.date1904) for c in cells]
        if len(set(labels)) < len(labels):
            continue  # a list of records, several of one month
        years = {each.years for each in beside_years if each.column == column}
        entries, findings = _heads(grid, column, run, years)
        if entries or findings:
            title = Cell(run[0] - 1, column)
            words = OwnTable(grid.name, grid.name, Time.DOWN, {})
            yield CandidateTable(
                grid, words, title, tuple(entries), findings=tuple(findings), dated=dated
            )


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


def _heads(
    grid: Grid, column: int, run: Sequence[int], years: Collection[int]
) -> tuple[list[ShownIndicator], list[Finding]]:
    """Return the columns beside a column of months, by what is over each, and what is unclear.

    `years` are columns that say the years of the months.
    """
    top = _below_headings(grid, column, run[0])
    last = max((c.column for r in run for c, _ in grid.in_row(r)), default=column)
    last = max(last, max((c.column for c, _ in grid.in_row(top - 1)), default=column))
    above: dict[int, tuple[list[Cell], list[Cell]]] = {}
    for other in (each for each in range(column + 1, last + 1) if each not in years):
        cells = [
            cell
            for row in range(top - 1, max(0, top - 1 - _ROWS_OF_HEADINGS), -1)
            if text_of(grid.value(cell := grid.area(Cell(row, other)).first))
        ]
        own = [cell for cell in cells if grid.area(cell).right == grid.area(cell).left]
        if own and own[0].row >= top - 2:
            above[other] = own, [cell for cell in cells if cell not in own]
    parts, findings = parts_under(grid, {other: own[0] for other, (own, _) in above.items()})
    found: list[_Head] = []
    for other, (own, over) in above.items():
        values = [grid.value(Cell(row, other)) for row in run]
        is_text = any(isinstance(value, str) for value in values) and not any(
            grid.is_number(Cell(row, other)) for row in run
        )
        part = parts.get(other)
        if is_text or part == "":
            continue
        texts = [text_of(grid.value(cell)) for cell in own]
        if part not in (None, THEME) and over:  # the heading over several columns says of what
            wide = [cell for cell in over if grid.area(cell).right == grid.area(over[0]).right]
            code, title, heading = _named([text_of(grid.value(cell)) for cell in wide[:2]])
            found.append(_Head(code, title, grid.place(over[0]), other, heading, part, texts[0]))
            continue
        code, title, heading = _named(texts[:1] if part == THEME else texts)
        if (code or title) and any(sign.isalnum() for sign in title):
            found.append(_Head(code, title, grid.place(own[0]), other, heading))
    return list(_joined(found)), findings


def _below_headings(grid: Grid, column: int, first: int) -> int:
    """Return the first row below the headings: rows of targets or units may be over the months.

    What such a row is, is said over the months, below the heading of these.
    """
    top = first
    while top > 1 and _meaning(grid.value(Cell(top - 1, column))) in _ROWS_ABOVE:
        top -= 1
    for row in range(top - 1, max(0, top - _ROWS_OF_HEADINGS - 1), -1):
        if letters(grid.value(Cell(row, column))) in _OVER_MONTHS:
            between = (Cell(each, column) for each in range(row + 1, top))
            is_said = all(
                text_of(grid.value(c))
                and grid.area(c).first == c
                and meaning_of(grid.value(c)) not in ("number", "indicator")
                for c in between
            )
            return row + 1 if is_said else top
    return top


def _meaning(value: CellValue) -> str | None:
    """Return what a heading means, beside a year or not: Target 2025/26."""
    meaning = meaning_of(value)
    return spelt[0] if meaning is None and (spelt := spelt_in(value)) else meaning


def _joined(found: Sequence[_Head]) -> Iterator[ShownIndicator]:
    """Yield the indicators of some columns: numerator and denominator are beside their figure."""
    entries: dict[tuple[str, str], ShownIndicator] = {}
    for each in found:
        code, bare_title, part = each.code, each.title, each.part
        if not each.below and (ending := _PART_ENDING.search(bare_title)):
            part = part_of(ending[1]) or "value"
            bare_title = bare_title[: ending.start()].rstrip(" -–:,")
        ending = None if each.below else _PART_ENDING.search(code)
        if ending is not None and is_reference(code[: ending.start()]):
            part, code = part_of(ending[1]) or "value", code[: ending.start()]
        entry = entries.setdefault((code, bare_title), ShownIndicator(code, bare_title, each.place))
        if part in entry.columns:
            continue
        entry.columns[part] = each.column
        entry.headings[part] = each.heading
        if each.below:
            entry.below[part] = each.below
    for entry in entries.values():
        if entry.columns.keys() == {"numerator"} and is_its_number(entry.title):
            entry.columns["value"] = entry.columns.pop("numerator")
            entry.headings["value"] = entry.headings.pop("numerator")
        if "value" in entry.columns:
            yield entry


def _named(texts: Sequence[str]) -> tuple[str, str, str]:
    """Return reference, title and the heading that says it, of the texts over a column."""
    for text in texts:
        ending = _PART_ENDING.search(text)
        code = text[: ending.start()] if ending else text
        if is_code(code):
            others = [each for each in texts if each != text]
            return text, max(others, key=len, default=text), text
    longest = max(texts, key=len)
    if found := _LEADING_CODE.fullmatch(longest):
        return found[1], found[2], longest
    return "", longest, longest
