"""The rows of a council's own table: which indicator each is of, and which part of its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.reference import bare
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, letters
from lacxl.workbook.layout.model import FigurePart
from lacxl.workbook.layout.own_columns import VALUE, OwnColumns
from lacxl.workbook.snapshot import CellValue, Formula

TARGET, OTHER = "target", "other"
"""Rows of a block that show targets, and those that lacxl leaves alone."""
PARTS = {
    "value": FigurePart.VALUE,
    "numerator": FigurePart.NUMERATOR,
    "denominator": FigurePart.DENOMINATOR,
    "failures": FigurePart.FAILURES,
}
_FARTHEST = 4


@dataclass(slots=True)
class FigureRows:
    """The rows of one figure: by the part of it that each shows; `all` are in order."""

    indicator: Indicator
    figure: Figure
    rows: dict[str, int] = field(default_factory=dict)
    all: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Its first row."""
        return self.all[0]


class KnownIndicators:
    """The indicators by what a row may show of them: their references and their titles."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self.indicators = indicators
        self._references = {bare(number): number for number in indicators}
        self._titles: dict[str, str] = {}
        doubled: set[str] = set()
        for number, indicator in indicators.items():
            for title in (indicator.title, *indicator.also_titled):
                if self._titles.setdefault(letters(title), number) != number:
                    doubled.add(letters(title))
        for title in doubled:  # a title of two is known by its reference alone
            del self._titles[title]

    def referred(self, value: CellValue) -> frozenset[str]:
        """Return the indicators whose reference a cell may hold: the number 2.1 is 2.1 or 2.10."""
        if isinstance(value, Formula):
            value = value.cached
        texts: set[str] = set()
        if isinstance(value, str):
            texts = {bare(value)}
        elif isinstance(value, float | int) and not isinstance(value, bool):
            texts = {f"{value:g}", *([f"{value:.2f}"] if value % 1 else [])}
        return frozenset(self._references[text] for text in texts if text in self._references)

    def titled(self, grid: Grid, cell: Cell) -> str | None:
        """Return the indicator whose title is seen at a cell."""
        return self._titles.get(grid.text(cell))


def rows_named(grid: Grid, columns: Sequence[int], known: KnownIndicators) -> dict[int, str]:
    """Return the rows that name an indicator in any of the columns, with its number."""
    found: dict[int, str] = {}
    for row in sorted(grid.filled_rows):
        for column in columns:
            cell = grid.area(Cell(row, column)).first
            referred = known.referred(grid.value(cell))
            number = known.titled(grid, cell) or next(iter(referred), None)
            if number is not None:
                found[row] = number
                break
    return found


def read_rows(
    columns: OwnColumns, table: OwnTable, known: KnownIndicators, until: int
) -> tuple[list[FigureRows], list[Finding]]:
    """Return the blocks of rows below a header, and the findings. `until` is where others begin."""
    grid = columns.grid
    findings: list[Finding] = []
    runs: list[tuple[str, list[int]]] = []
    is_open = False
    for row in range(columns.header.bottom + 1, until):
        number, fault = _named(columns, known, row)
        if fault:
            findings.append(_wrong(grid, columns, row, fault))
            is_open = False
        elif number is not None:
            if is_open and runs[-1][0] == number and _goes_on(columns, table, row):
                runs[-1][1].append(row)
            else:
                runs.append((number, [row]))
            is_open = True
        elif is_open and row - runs[-1][1][-1] == 1 and _is_part(columns, table, runs[-1][1], row):
            runs[-1][1].append(row)
        elif _says_anything(columns, table, row):
            is_open = False  # a row of something else
    blocks: list[FigureRows] = []
    for number, rows in runs:
        found, fault = _blocks(columns, table, known.indicators[number], rows)
        blocks += found
        if fault:
            findings.append(_wrong(grid, columns, rows[0], fault))
    return blocks, findings


def _named(columns: OwnColumns, known: KnownIndicators, row: int) -> tuple[str | None, str]:
    """Return the indicator that a row names, or why it cannot be told."""
    grid, about = columns.grid, columns.about
    referred: frozenset[str] = frozenset()
    titled = None
    if "number" in about:
        referred = known.referred(grid.value(Cell(row, about["number"])))
    if "indicator" in about:
        titled = known.titled(grid, grid.area(Cell(row, about["indicator"])).first)
    if titled is not None and (not referred or titled in referred):
        return titled, ""
    if titled is not None:
        return None, f"has the reference {' or '.join(sorted(referred))} and the title of {titled}"
    if len(referred) > 1:
        return None, f"may be {' or '.join(sorted(referred))}, and its title is not known"
    return next(iter(referred), None), ""


def _says_anything(columns: OwnColumns, table: OwnTable, row: int) -> bool:
    """Say whether a row has a reference or a title of its own, and no part of a figure."""
    grid, about = columns.grid, columns.about
    for key in ("number", "indicator"):
        if key not in about or (about.get("part") == about[key] and _part(columns, table, row)):
            continue
        cell = Cell(row, about[key])
        if grid.area(cell).first.row == row and grid.value(cell) is not None:
            return True
    return False


def _goes_on(columns: OwnColumns, table: OwnTable, row: int) -> bool:
    """Say whether a row with the same indicator as the one above is of the same block."""
    grid = columns.grid
    if "part" in columns.about or table.order:
        return True
    return any(
        grid.area(Cell(row, c)).top < row
        for c in (columns.about.get("number"), columns.about.get("indicator"))
        if c is not None
    )


def _is_part(columns: OwnColumns, table: OwnTable, rows: Sequence[int], row: int) -> bool:
    """Say whether a row without a name goes on with the block above it."""
    if "part" in columns.about:
        return not _says_anything(columns, table, row) and (_part(columns, table, row) is not None)
    names = [columns.about[k] for k in ("number", "indicator") if k in columns.about]
    return len(rows) < len(table.order) and all(
        columns.grid.value(Cell(row, c)) is None for c in names
    )


def _part(columns: OwnColumns, table: OwnTable, row: int) -> str | None:
    """Return which part of a figure a row says that it shows."""
    value = columns.grid.value(Cell(row, columns.about["part"]))
    said = letters(value) or (value.strip() if isinstance(value, str) else "")
    for part, words in table.parts.items():
        if said and any(said == (letters(word) or word.strip()) for word in words):
            return part
    return None


def _blocks(
    columns: OwnColumns, table: OwnTable, indicator: Indicator, rows: list[int]
) -> tuple[list[FigureRows], str]:
    figures = indicator.figures
    if "part" in columns.about:
        by_part: dict[str, int] = {}
        for row in rows:
            part = _part(columns, table, row)
            if part is None and len(rows) == 1:
                part = "value"  # it has no other row
            if part is None:
                continue
            if part == OTHER:
                continue
            if part in by_part:
                return [], f"has two rows for the {part} of {indicator.number}"
            by_part[part] = row
        if by_part.keys() == {"numerator"} and figures[-1].unit is Unit.COUNT:
            by_part = {"value": by_part["numerator"]}  # a count has nothing else
        is_pair = len(figures) > 1 and figures[0].unit is Unit.COUNT
        if is_pair and {"numerator", "value"} <= by_part.keys():
            row = by_part.pop("numerator")  # the number of a pair is a figure of its own
            others = [each for each in rows if each != row]
            return [
                FigureRows(indicator, figures[0], {"value": row}, [row]),
                FigureRows(indicator, figures[-1], by_part, others),
            ], ""
        if "value" not in by_part:
            return [], f"begins {indicator.number}, of which no row shows the figure itself"
        return [FigureRows(indicator, figures[-1], by_part, rows)], ""
    if table.order:
        if len(rows) != len(table.order):
            return [], f"begins {indicator.number}, which needs {len(table.order)} rows"
        return [
            FigureRows(indicator, figures[-1], dict(zip(table.order, rows, strict=True)), rows)
        ], ""
    if len(figures) == 1:
        if show_several(columns, rows):
            return (
                [],
                f"begins {indicator.number}; nothing says which of its rows is the figure",
            )
        return [FigureRows(indicator, figures[0], {"value": rows[0]}, rows)], ""
    if len(rows) != len(figures):
        return [], f"begins {indicator.number}, which needs {len(figures)} rows"
    pairs = zip(figures, rows, strict=True)
    return [FigureRows(indicator, figure, {"value": row}, [row]) for figure, row in pairs], ""


def show_several(columns: OwnColumns, rows: Sequence[int]) -> bool:
    """Say whether rows under one title show something each: an area, a year, Monthly and YTD."""
    grid, about = columns.grid, columns.about.values()
    comments = {each.number for each in columns.columns if each.meaning == "comment"}
    last = max((each.number for each in columns.columns if each.meaning == VALUE), default=0)
    return any(
        value is not None
        and min(about) <= cell.column <= last
        and cell.column not in comments
        and grid.area(cell).first.row == row
        for row in rows[1:]
        for cell, value in grid.in_row(row)
    )


def _wrong(grid: Grid, columns: OwnColumns, row: int, fault: str) -> Finding:
    return error(
        "L105",
        f"The row {fault}.",
        str(grid.place(Cell(row, min(columns.about.values())))),
        "Correct the reference or the title of the row, or the indicator in the catalogue.",
    )
