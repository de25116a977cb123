"""The Performance Summary: header row by NO. and INDICATOR, columns by header, rows by number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.places import Place, SummaryRow
from lacxl.workbook.layout.words import LayoutWords, as_month, as_year, plain
from lacxl.workbook.snapshot import CellValue, Formula

_GROUP_ROWS = 3
_NUMBER = re.compile(r"(\d+\.\d+)(?:\s*\(.*\))?")
_SINGLE = ("target", "polarity", "ytd", "dot", "rag")
_NOTES = ("note_monthly", "note_ytd")  # both may be headed DATA NOTE: the YTD column divides them
_BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")


@dataclass(slots=True)
class _Columns:
    """The columns of a summary table by what they hold, and the rows of its header."""

    grid: Grid
    header: Area
    number: int
    indicator: int
    months: dict[Month, int] = field(default_factory=dict)
    years: dict[FinancialYear, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """The summary's rows, and the area of its words, in which no page header is looked for."""

    rows: tuple[SummaryRow, ...]
    sheet: str
    words: Area


def find_summary(
    grids: Sequence[Grid], words: LayoutWords, indicators: Mapping[str, Indicator]
) -> tuple[SummaryTable | None, list[Finding]]:
    """Return the summary table, or None with the findings that say what stands in the way."""
    headers = [
        (grid, number, title) for grid in grids for number, title in _header_cells(grid, words)
    ]
    if not headers:
        return None, [
            error(
                "L101",
                "No sheet has a header row with NO. and INDICATOR within its first rows.",
                todo="Open the right workbook, or put the headings back.",
            )
        ]
    if len(headers) > 1:
        places = ", ".join(str(grid.place(number)) for grid, number, _ in headers)
        return None, [
            error(
                "L102",
                "The summary's header row stands more than once.",
                places,
                "Rename or remove the headings of the copy.",
            )
        ]
    grid, number, title = headers[0]
    columns, findings = _read_columns(grid, number, title, words)
    rows, more = _read_rows(columns, indicators)
    table = SummaryTable(
        rows,
        grid.name,
        Area(
            columns.header.top,
            min(columns.number, columns.indicator),
            max(grid.last_row, columns.header.bottom),
            max(columns.number, columns.indicator),
        ),
    )
    return table, findings + more


def _header_cells(grid: Grid, words: LayoutWords) -> Iterator[tuple[Cell, Cell]]:
    numbers = {plain(word) for word in words.summary["number"]}
    titles = {plain(word) for word in words.summary["indicator"]}
    by_row: dict[int, list[Cell]] = {}
    for cell, text in grid.plain.items():
        if text in numbers:
            by_row.setdefault(cell.row, []).append(cell)
    for cell, text in grid.plain.items():
        if text in titles:
            left = [c for c in by_row.get(cell.row, ()) if c.column < cell.column]
            if left:
                yield max(left), cell


def _read_columns(
    grid: Grid, number: Cell, title: Cell, words: LayoutWords
) -> tuple[_Columns, list[Finding]]:
    top = min(grid.area(number).top, grid.area(title).top)
    bottom = max(grid.area(number).bottom, grid.area(title).bottom)
    columns = _Columns(
        grid, Area(top, number.column, bottom, title.column), number.column, title.column
    )
    findings: list[Finding] = []
    meant = {
        plain(spelling): name
        for name in (*_NOTES, *_SINGLE, *_BENCHMARKS)
        for spelling in words.summary.get(name, ())
    }
    last = max((c.column for c in grid.plain if top <= c.row <= bottom), default=title.column)
    last = max(last, max((c.column for c, v in grid.cells() if top <= c.row <= bottom), default=0))
    for column in range(title.column + 1, last + 1):
        labels = _labels(grid, column, top, bottom)
        found = _meaning(labels, meant, grid.date1904)
        at = labels[0][0] if labels else Cell(bottom, column)
        match found:
            case Month():
                clash = columns.months.setdefault(found, column)
                name = found.short
            case FinancialYear():
                clash = columns.years.setdefault(found, column)
                name = str(found)
            case str():
                if found in _NOTES:
                    found = _NOTES["ytd" in columns.named]
                clash = columns.named.setdefault(found, column)
                name = words.summary[found][0]
            case None:
                continue
        if clash != column:
            findings.append(
                error(
                    "L103",
                    f"Two columns of the summary are headed {name}.",
                    f"{grid.place(Cell(bottom, clash))} and {grid.place(at)}",
                    "Correct one of the two headings.",
                )
            )
    findings += [
        error(
            "L104",
            f"The summary has no column headed {words.summary[name][0]}.",
            str(grid.place(number)),
            "Put the heading back, or add its new wording to a layout of your own.",
        )
        for name in ("ytd", "dot", "rag")
        if name not in columns.named
    ]
    return columns, findings


def _labels(grid: Grid, column: int, top: int, bottom: int) -> list[tuple[Cell, CellValue, bool]]:
    """Return a column's labels from the lowest up; the flag says that it spans several columns.

    Texts above the header row are group headings. They count as far as they touch it.
    """
    labels: list[tuple[Cell, CellValue, bool]] = []
    row = bottom
    while row >= max(1, top - _GROUP_ROWS):
        area = grid.area(Cell(row, column))
        value = grid.value(area.first)
        if value is not None:
            labels.append((area.first, value, area.right > area.left))
        elif row < top:
            break
        row = area.top - 1
    return labels


def _meaning(
    labels: list[tuple[Cell, CellValue, bool]], meant: Mapping[str, str], date1904: bool
) -> Month | FinancialYear | str | None:
    own = [(value, wide) for _, value, wide in labels if not wide]
    for value, _ in own:
        if (month := as_month(value, date1904=date1904)) is not None:
            return month
        if (name := meant.get(plain(value))) is not None:
            return name
    if own and (year := as_year(own[0][0])) is not None:
        return year
    return None


def _read_rows(
    columns: _Columns, indicators: Mapping[str, Indicator]
) -> tuple[tuple[SummaryRow, ...], list[Finding]]:
    grid = columns.grid
    titles: dict[str, str] = {}
    for indicator in indicators.values():
        for title in (indicator.title, *indicator.also_titled):
            titles[plain(title)] = indicator.number
    runs: dict[str, list[list[int]]] = {}
    findings: list[Finding] = []
    current: str | None = None
    for row in range(columns.header.bottom + 1, grid.last_row + 1):
        numbers = _numbers(grid.value(Cell(row, columns.number)), indicators)
        titled = titles.get(grid.text(Cell(row, columns.indicator)))
        if not numbers and titled is None:
            if grid.text(Cell(row, columns.indicator)) or grid.text(Cell(row, columns.number)):
                current = None
            elif current and len(indicators[current].figures) > len(runs[current][-1]):
                runs[current][-1].append(row)
            continue
        number, fault = _agreed(numbers, titled)
        if fault or number is None:
            findings.append(
                error(
                    "L105",
                    f"The row {fault}.",
                    str(grid.place(Cell(row, columns.number))),
                    "Correct the number or the title of the row.",
                )
            )
            current = None
            continue
        if current == number:
            runs[number][-1].append(row)
        else:
            runs.setdefault(number, []).append([row])
        current = number
    rows: list[SummaryRow] = []
    for number, indicator in indicators.items():
        found, more = _rows_of(columns, indicator, runs.get(number, []))
        rows += found
        findings += more
    return tuple(rows), findings


def _numbers(value: CellValue, indicators: Mapping[str, Indicator]) -> set[str]:
    """Return the indicator numbers that the NO. cell can mean: the number 7.1 is 7.1 or 7.10."""
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip())
        return {found[1]} & indicators.keys() if found else set()
    if isinstance(value, float | int) and not isinstance(value, bool):
        text = f"{value:.2f}"
        return {text, text.rstrip("0")} & indicators.keys()
    return set()


def _agreed(numbers: set[str], titled: str | None) -> tuple[str | None, str]:
    if titled is not None and (not numbers or titled in numbers):
        return titled, ""
    if titled is not None:
        return None, f"has the number {' or '.join(sorted(numbers))} and the title of {titled}"
    if len(numbers) > 1:
        return None, f"may be {' or '.join(sorted(numbers))}, and its title is not known"
    return next(iter(numbers)), ""


def _rows_of(
    columns: _Columns, indicator: Indicator, runs: list[list[int]]
) -> tuple[list[SummaryRow], list[Finding]]:
    grid = columns.grid
    if not runs:
        where = str(grid.place(Cell(columns.header.bottom, columns.number)))
        return [], [
            error(
                "L106",
                f"The summary has no row for {indicator.number}.",
                where,
                "Put the row back with its number or title.",
            )
        ]
    if len(runs) > 1:
        places = ", ".join(str(grid.place(Cell(run[0], columns.number))) for run in runs)
        return [], [
            error(
                "L107",
                f"Indicator {indicator.number} stands in more than one row of the summary.",
                places,
                "Correct the number of the wrong row.",
            )
        ]
    run, wanted = runs[0], len(indicator.figures)
    if len(run) > wanted:  # a row was inserted within: keep those that hold anything
        first, *rest = range(columns.indicator + 1, _last_column(columns) + 1)
        run = [row for row in run if grid.has_value(row, range(first, (rest or [first])[-1] + 1))]
    if len(run) != wanted:
        return [], [
            error(
                "L108",
                f"Indicator {indicator.number} needs {wanted} rows, one for each of its figures; "
                f"{len(run)} found.",
                str(grid.place(Cell(runs[0][0], columns.number))),
                "Put the missing row back, or take the extra one away.",
            )
        ]
    named = columns.named
    if not {"ytd", "dot", "rag"} <= named.keys():
        return [], []
    return [
        SummaryRow(
            indicator=indicator.number,
            figure=figure.name,
            months={m: grid.place(Cell(row, c)) for m, c in columns.months.items()},
            years={y: grid.place(Cell(row, c)) for y, c in columns.years.items()},
            benchmarks={b: grid.place(Cell(row, named[b])) for b in _BENCHMARKS if b in named},
            ytd=grid.place(Cell(row, named["ytd"])),
            dot=grid.place(Cell(row, named["dot"])),
            rag=grid.place(Cell(row, named["rag"])),
            title=grid.place(grid.area(Cell(row, columns.indicator)).first),
            target=_optional(grid, row, named.get("target")),
            polarity=_optional(grid, row, named.get("polarity")),
            note_monthly=_optional(grid, row, named.get("note_monthly")),
            note_ytd=_optional(grid, row, named.get("note_ytd")),
        )
        for figure, row in zip(indicator.figures, run, strict=True)
    ], []


def _optional(grid: Grid, row: int, column: int | None) -> Place | None:
    return None if column is None else grid.place(grid.area(Cell(row, column)).first)


def _last_column(columns: _Columns) -> int:
    return max(*columns.months.values(), *columns.named.values(), columns.indicator + 1)
