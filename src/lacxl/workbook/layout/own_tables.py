"""The tables of a council's own workbook, found by the headings that its layout gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.indicator import Indicator, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, letters, text_of
from lacxl.workbook.layout.model import (
    FigurePart,
    JudgedCells,
    Line,
    Period,
    TableHeadings,
    YearToDate,
)
from lacxl.workbook.layout.own_columns import COUNTS, VALUE, OwnColumn, OwnColumns, read_columns
from lacxl.workbook.layout.own_rows import (
    PARTS,
    TARGET,
    FigureRows,
    KnownIndicators,
    read_rows,
    rows_named,
)
from lacxl.workbook.layout.period_labels import Bare, as_label

BENCHMARKS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")
JUDGED = {each.value: each for each in JudgedCells}
_TITLE_ROWS = 8
_MONTH_IN_NAME = re.compile(r"([A-Za-z]{3,9})[\s\-_'.,]*(\d{4}|\d{2})(?!\d)")


def find_tables(
    grids: Sequence[Grid], table: OwnTable, indicators: Mapping[str, Indicator]
) -> tuple[list[Line], list[TableHeadings], list[Finding]]:
    """Return the lines of a table in which time runs across, and its headings where they are."""
    lines: list[Line] = []
    headings: list[TableHeadings] = []
    findings: list[Finding] = []
    for grid in grids:
        for columns, blocks, more in _in_sheet(grid, table, indicators, None):
            findings += more
            if not columns.months and not blocks:
                continue
            lines += [line for block in blocks for line in _all_lines(columns, table, block)]
            headings.append(_headings(columns, table))
    if not headings and not findings:
        findings.append(_none(table))
    return lines, headings, findings


def find_sheets(
    grids: Sequence[Grid], table: OwnTable, indicators: Mapping[str, Indicator]
) -> tuple[list[Line], list[TableHeadings], list[Finding]]:
    """Return the lines of a table that has a sheet for each month."""
    by_month: dict[Month, list[Line]] = {}
    findings: list[Finding] = []
    starts: dict[Month, CellRef] = {}
    months_of = months_of_sheets(grids, table.year)
    for grid in grids:
        month = months_of.get(grid.name)
        if month is None:
            continue
        if (other := _of_another_year(grid, month)) is not None:
            findings.append(_title_of_another(grid, month, other))
            continue
        for columns, blocks, more in _in_sheet(grid, table, indicators, month):
            findings += more
            if blocks and month in starts and starts[month].sheet != grid.name:
                findings.append(_two_sheets(month, starts[month].sheet, grid.name))
            found = [line for block in blocks for line in _all_lines(columns, table, block)]
            by_month.setdefault(month, []).extend(found)
            starts[month] = grid.place(columns.header.first)
    if not by_month and not findings:
        findings.append(_none(table))
    months = sorted(by_month)
    if not months:
        return [], [], findings
    headings = TableHeadings(table.name, starts[months[-1]], frozenset(months))
    return list(_merged(by_month)), [headings], findings


def months_of_sheets(grids: Sequence[Grid], year: FinancialYear | None = None) -> dict[str, Month]:
    """Return the months that sheets are of, by their names.

    Of sheets that are named April, May and so on the titles say the year, where all that name
    their own month agree; else it is `year`, and without it they are of no month.
    """
    found: dict[str, Month] = {}
    bare: dict[str, Bare] = {}
    years: set[FinancialYear] = set()
    for grid in grids:
        named = month_named(grid.name)
        if isinstance(named, Month):
            found[grid.name] = named
        elif named is not None:
            bare[grid.name] = named
            years |= _years_titled(grid, named)
    if bare and year is None and len(years) == 1:
        year = next(iter(years))
    if year is not None:
        for name, label in bare.items():
            month = label.of(year)
            if isinstance(month, Month):
                found[name] = month
    return found


def _years_titled(grid: Grid, named: Bare) -> set[FinancialYear]:
    """Return the financial years that a sheet's title names together with the sheet's own month."""
    return {
        month.financial_year for month in _titled(grid) if month == named.of(month.financial_year)
    }


def _of_another_year(grid: Grid, month: Month) -> CellRef | None:
    """Return where a sheet's titles name its month of another year, and never of its own."""
    same = {each: place for each, place in _titled(grid).items() if each.number == month.number}
    return None if month in same else next(iter(same.values()), None)


def _titled(grid: Grid) -> dict[Month, CellRef]:
    """Return the months that a sheet's title names, and where."""
    found: dict[Month, CellRef] = {}
    for row in range(1, _TITLE_ROWS + 1):
        for cell, value in grid.in_row(row):
            months = [as_label(" ".join(each)) for each in _MONTH_IN_NAME.findall(text_of(value))]
            for each in (*months, as_label(value, date1904=grid.date1904)):
                if isinstance(each, Month):
                    found.setdefault(each, grid.place(cell))
    return found


def month_named(sheet: str) -> Month | Bare | None:
    """Return the month that a sheet's name has, such as "May 25 scorecard", or May alone."""
    label = as_label(sheet)
    if isinstance(label, Month) or (isinstance(label, Bare) and label.months == 1):
        return label
    found = {as_label(" ".join(each)) for each in _MONTH_IN_NAME.findall(sheet)}
    months = {each for each in found if isinstance(each, Month)}
    return next(iter(months)) if len(months) == 1 else None


def _merged(by_month: Mapping[Month, Sequence[Line]]) -> Iterator[Line]:
    """Yield a line for each figure with its cells on all sheets."""
    whole: dict[tuple[str, str, FigurePart], Line] = {}
    for month in sorted(by_month):
        for line in by_month[month]:
            key = line.indicator, line.figure, line.part
            judged: dict[tuple[JudgedCells, Period], CellRef] = {
                (which, month): place for which, place in line.judged.items()
            }
            at: dict[Period, CellRef] = {
                period: place
                for period, place in line.at.items()
                if not isinstance(period, YearToDate)
            }
            place = line.so_far(month)
            so_far = {} if place is None else {month: place}
            before = whole.get(key, replace(line, at={}, judged={}))
            whole[key] = replace(
                line,
                at={**before.at, **at},
                judged={},
                judged_at={**before.judged_at, **line.judged_at, **judged},
                so_far_at={**before.so_far_at, **so_far},
            )
    yield from whole.values()


def _in_sheet(
    grid: Grid, table: OwnTable, indicators: Mapping[str, Indicator], at: Month | None
) -> Iterator[tuple[OwnColumns, list[FigureRows], list[Finding]]]:
    """Yield each header row of the table on a sheet, with the rows below it."""
    known = KnownIndicators(indicators)
    key = "indicator" if "indicator" in table.headings else "number"
    wanted = {letters(spelling) for spelling in table.headings.get(key, ())}
    titles = [cell for cell, text in sorted(grid.letters.items()) if text in wanted]
    read: list[tuple[OwnColumns, list[Finding]]] = []
    for title in titles:
        rows = list(rows_named(grid, (title.column,), known))
        columns, findings = read_columns(grid, title, table, rows, at)
        # "NO." may head a list of something else, without any period
        is_list = ("number" in table.headings) > ("number" in columns.about)
        has_figures = any(each.meaning == VALUE for each in columns.columns)
        if (is_list or not has_figures) and not columns.undated:
            continue
        read.append((columns, findings))
    for index, (columns, findings) in enumerate(read):
        below = [
            other.header.top
            for other, _ in read[index + 1 :]
            if other.header.top > columns.header.bottom
        ]
        until = min(below, default=grid.last_row + 1)
        blocks, more = read_rows(columns, table, known, until)
        if blocks or more:
            yield columns, blocks, [*findings, *more]


def _all_lines(columns: OwnColumns, table: OwnTable, block: FigureRows) -> Iterator[Line]:
    """Yield the lines of a block, and those of columns beside its figure."""
    yield from _lines(columns, table, block)
    if block.indicator.figures[-1].unit is not Unit.COUNT:
        yield from _counts(columns, table, block)


def _lines(columns: OwnColumns, table: OwnTable, block: FigureRows) -> Iterator[Line]:
    """Yield the lines of a block: one for each part of its figure that has a row."""
    grid = columns.grid
    value_row = block.rows["value"]

    def cells(row: int) -> dict[Period, CellRef]:
        return {
            each.period: grid.place(Cell(row, each.number))
            for each in columns.columns
            if each.meaning == VALUE and each.period is not None
        }

    def beside(column: int) -> CellRef:
        """Return the block's cell in a column: that of its figure, or of the row that is filled."""
        filled = [row for row in block.all if grid.value(Cell(row, column)) is not None]
        own = value_row if value_row in filled or not filled else filled[0]
        return grid.place(grid.area(Cell(own, column)).first)

    judged: dict[JudgedCells, CellRef] = {}
    judged_at: dict[tuple[JudgedCells, Period], CellRef] = {}
    benchmarks = {kind: beside(each.number) for kind, each in _benchmarks(columns).items()}
    for each in columns.columns:
        if (which := JUDGED.get(each.meaning)) is None:
            continue
        elif each.period is None:
            judged[which] = beside(each.number)
        else:
            judged_at[which, each.period] = beside(each.number)
    if (row := block.rows.get(TARGET)) is not None:
        judged_at |= {(JudgedCells.TARGET, period): place for period, place in cells(row).items()}
    title = columns.about.get("indicator", columns.about.get("number", 1))
    for part, row in block.rows.items():
        if part not in PARTS:
            continue
        of_value = PARTS[part] is FigurePart.VALUE
        yield Line(
            table=table.name,
            sheet=grid.name,
            indicator=block.indicator.number,
            figure=block.figure.name,
            part=PARTS[part],
            at=cells(row),
            judged=judged if of_value else {},
            judged_at=judged_at if of_value else {},
            benchmarks=benchmarks if of_value else {},
            benchmark_years={
                kind: each.period
                for kind, each in _benchmarks(columns).items()
                if of_value and isinstance(each.period, FinancialYear)
            },
            title=grid.place(grid.area(Cell(block.first, title)).first) if of_value else None,
            form=table.form_of(block.indicator.number),
        )


def _benchmarks(columns: OwnColumns) -> dict[str, OwnColumn]:
    """Return the column of each benchmark: of several years that of the latest."""
    found: dict[str, OwnColumn] = {}
    for each in columns.columns:
        before = found.get(each.meaning)
        if each.meaning in BENCHMARKS and (before is None or _start(before) < _start(each)):
            found[each.meaning] = each
    return found


def _start(column: OwnColumn) -> int:
    return column.period.start if isinstance(column.period, FinancialYear) else 0


def _counts(columns: OwnColumns, table: OwnTable, block: FigureRows) -> Iterator[Line]:
    """Yield the lines of numerators and denominators that have columns beside the figure."""
    for part in COUNTS:
        at: dict[Period, CellRef] = {
            each.period: columns.grid.place(Cell(block.rows["value"], each.number))
            for each in columns.columns
            if each.meaning == part and each.period is not None
        }
        if at and part not in block.rows:
            yield Line(
                table=table.name,
                sheet=columns.grid.name,
                indicator=block.indicator.number,
                figure=block.figure.name,
                part=PARTS[part],
                at=at,
                form=table.form_of(block.indicator.number),
            )


def _headings(columns: OwnColumns, table: OwnTable) -> TableHeadings:
    place = columns.grid.place
    dated = {
        each.period: place(each.heading)
        for each in columns.columns
        if each.meaning == VALUE and each.period is not None
    }
    beside: dict[Period, list[int]] = {}
    for each in columns.columns:
        if each.period is not None:
            beside.setdefault(each.period, []).append(each.number)
    return TableHeadings(
        name=table.name,
        at=place(columns.header.first),
        periods=frozenset(dated),
        unread=tuple(
            (place(cell), str(columns.grid.value(cell) or ""))
            for cell in dict.fromkeys(columns.unread.values())
        ),
        headings=dated,
        columns={period: tuple(sorted(numbers)) for period, numbers in beside.items()},
        bottom=columns.header.bottom,
    )


def _none(table: OwnTable) -> Finding:
    heading = (table.headings.get("indicator") or table.headings.get("number") or ("?",))[0]
    return error(
        "L101",
        f"No sheet has the table '{table.name}': a row of headings with '{heading}', and months, "
        "quarters or years beside it.",
        table.sheet,
        "Put the heading back, or give its new wording in the layout.",
    )


def _two_sheets(month: Month, one: str, other: str) -> Finding:
    return error(
        "L102",
        f"Two sheets are of {month.long}.",
        f"{one} and {other}",
        "Rename or hide the one that is not meant.",
    )


def _title_of_another(grid: Grid, month: Month, title: CellRef) -> Finding:
    return warning(
        "L125",
        f"The sheet is named for {month.long}, but its title says another year, so it is not "
        "filled.",
        str(title),
        "Correct the title, or the name of the sheet.",
    )
