"""The rows of a table in which time runs across: by indicator number, else by title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.model import JudgedCells, Line
from lacxl.workbook.layout.summary_columns import BENCHMARKS, REQUIRED, Columns
from lacxl.workbook.snapshot import CellValue, Formula

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?(?:\s*\((.*)\))?")


@dataclass(slots=True)
class _Run:
    """The rows under each other that belong to one indicator.

    `labelled` rows show its number or title, maybe through merged cells; `blank` rows below show
    neither. `names` are the words in brackets beside the number: 7.5 (number).
    """

    number: str
    labelled: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)


def read_rows(
    columns: Columns, table: str, indicators: Mapping[str, Indicator]
) -> tuple[tuple[Line, ...], int, list[Finding]]:
    """Return the table's lines, the last row that belongs to an indicator, and the findings."""
    runs, findings = _runs(columns, indicators)
    lines: list[Line] = []
    for number, indicator in indicators.items():
        own = [run for run in runs if run.number == number]
        found, more = _lines_of(columns, table, indicator, own)
        lines += found
        findings += more
    last = max((row for run in runs for row in run.labelled), default=columns.header.bottom)
    return tuple(lines), last, findings


def _runs(
    columns: Columns, indicators: Mapping[str, Indicator]
) -> tuple[list[_Run], list[Finding]]:
    grid = columns.grid
    titles = {
        letters(title): indicator.number
        for indicator in indicators.values()
        for title in (indicator.title, *indicator.also_titled)
    }
    runs: list[_Run] = []
    findings: list[Finding] = []
    current: _Run | None = None
    for row in range(columns.header.bottom + 1, grid.last_row + 1):
        label, title = Cell(row, columns.number), Cell(row, columns.indicator)
        numbers, name = _numbers(grid.value(label), indicators)
        titled = titles.get(grid.text(title))
        if not numbers and titled is None:
            if grid.text(title) or grid.value(label) is not None:
                current = None
            elif current:
                current.blank.append(row)
            continue
        number, fault = _agreed(numbers, titled)
        if fault or number is None:
            findings.append(
                error(
                    "L105",
                    f"The row {fault}.",
                    str(grid.place(label)),
                    "Correct the number or the title of the row.",
                )
            )
            current = None
            continue
        if not (current and current.number == number and _joins(columns, indicators, current, row)):
            current = _Run(number)
            runs.append(current)
        current.labelled.append(row)
        if name:
            current.names[row] = name
    return runs, findings


def _joins(columns: Columns, indicators: Mapping[str, Indicator], run: _Run, row: int) -> bool:
    """Say whether a row goes on with the run: by merged cells, or as one of several figures."""
    grid, above = columns.grid, run.labelled[-1]
    return len(indicators[run.number].figures) > 1 or any(
        grid.area(Cell(row, column)) == grid.area(Cell(above, column))
        for column in (columns.number, columns.indicator)
    )


def _numbers(value: CellValue, indicators: Mapping[str, Indicator]) -> tuple[set[str], str]:
    """Return the indicator numbers that the NO. cell can mean, and the name in its brackets.

    The number 7.1 is 7.1 or 7.10.
    """
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip())
        return ({found[1]} & indicators.keys(), letters(found[2])) if found else (set(), "")
    if isinstance(value, float | int) and not isinstance(value, bool):
        texts = {f"{value:g}", f"{value:.2f}"}
        return {text for text in texts & indicators.keys() if float(text) == value}, ""
    return set(), ""


def _agreed(numbers: set[str], titled: str | None) -> tuple[str | None, str]:
    if titled is not None and (not numbers or titled in numbers):
        return titled, ""
    if titled is not None:
        return None, f"has the number {' or '.join(sorted(numbers))} and the title of {titled}"
    if len(numbers) > 1:
        return None, f"may be {' or '.join(sorted(numbers))}, and its title is not known"
    return next(iter(numbers)), ""


def _lines_of(
    columns: Columns, table: str, indicator: Indicator, runs: Sequence[_Run]
) -> tuple[list[Line], list[Finding]]:
    grid = columns.grid
    if not runs:
        where = str(grid.place(Cell(columns.header.bottom, columns.number)))
        return [], [
            error(
                "L106",
                f"The summary has no row for {indicator.number}.",
                where,
                "Put the row back with its number or title, or name the indicator in lacxl.toml: "
                f"leave_out = ['{indicator.number}'].",
            )
        ]
    if len(runs) > 1:
        where = ", ".join(str(grid.place(Cell(run.labelled[0], columns.number))) for run in runs)
        return [], [
            error(
                "L107",
                f"Indicator {indicator.number} is in more than one row of the summary.",
                where,
                "Correct the number of the wrong row.",
            )
        ]
    run = runs[0]
    rows = _rows_of(columns, indicator, run)
    if rows is None:
        return [], [
            error(
                "L108",
                f"Indicator {indicator.number} needs {len(indicator.figures)} rows, one for each "
                f"of its figures; {len(run.labelled)} found.",
                str(grid.place(Cell(run.labelled[0], columns.number))),
                "Put the missing row back, or take the extra one away.",
            )
        ]
    named = columns.named
    if not named.keys() >= set(REQUIRED):
        return [], []
    return [
        Line(
            table=table,
            sheet=grid.name,
            indicator=indicator.number,
            figure=figure.name,
            at={each: grid.place(Cell(row, c)) for each, c in columns.periods.items()},
            judged={
                each: _judged(grid, each, Cell(row, named[each.value]))
                for each in JudgedCells
                if each.value in named
            },
            benchmarks={b: grid.place(Cell(row, named[b])) for b in BENCHMARKS if b in named},
            title=grid.place(_title(columns, run, row)),
        )
        for figure, row in zip(indicator.figures, rows, strict=True)
    ], []


def _judged(grid: Grid, which: JudgedCells, cell: Cell) -> CellRef:
    """Return a cell that judges; what lacxl writes has one for each row, others may share."""
    own = (JudgedCells.LIGHT, JudgedCells.ARROW, JudgedCells.VARIATION, JudgedCells.ASSURANCE)
    return grid.place(cell if which in own else grid.area(cell).first)


def _rows_of(columns: Columns, indicator: Indicator, run: _Run) -> list[int] | None:
    """Return the row of each figure, None where rows and figures do not match.

    Rows that were inserted within hold nothing; rows without a label count where labelled ones
    are too few.
    """
    wanted = len(indicator.figures)
    if len(run.labelled) < wanted:
        held = [row for row in run.blank if _held(columns, row)]
        lines = run.labelled + (held or run.blank)
    else:
        lines = run.labelled
        if len(lines) > wanted:
            lines = [row for row in lines if _held(columns, row)]
    if len(lines) != wanted:
        return None
    names = [letters(figure.name) for figure in indicator.figures]
    by_name = {run.names[row]: row for row in lines if run.names.get(row) in names}
    if not any(run.names.get(row) in names for row in lines):
        return lines
    return [by_name[name] for name in names] if by_name.keys() == set(names) else None


def _title(columns: Columns, run: _Run, row: int) -> Cell:
    """Return the cell with the title: the row's own, else that of the indicator's first row."""
    grid = columns.grid
    cells = [grid.area(Cell(r, columns.indicator)).first for r in (row, *run.labelled)]
    return next((cell for cell in cells if grid.text(cell)), cells[0])


def _held(columns: Columns, row: int) -> bool:
    return columns.grid.has_value(row, range(columns.indicator + 1, columns.last + 1))
