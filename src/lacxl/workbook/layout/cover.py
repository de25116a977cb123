"""The cover: the cell to the right of each label, on the sheet that has most of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from lacxl.domain.finding import Finding, error
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import LayoutWords, as_month, letters
from lacxl.workbook.layout.model import Cover
from lacxl.workbook.snapshot import CellValue, Formula

_DATES = ("month_end", "date_created")
_FEWEST_LABELS = 2
_FARTHEST = 4
_ROWS_BELOW = 8


def find_cover(grids: Sequence[Grid], words: LayoutWords) -> tuple[Cover, list[Finding]]:
    """Return the cover's value cells, and where a label or the whole cover occurs twice.

    A workbook without a cover gives an empty one.
    """
    covers = [(grid, _labels(grid, words)) for grid in grids]
    most = max((len(labels) for _, labels in covers), default=0)
    if most < _FEWEST_LABELS:
        return Cover(), []
    best = [(grid, labels) for grid, labels in covers if len(labels) == most]
    grid, labels = best[0]
    twice = [[grid.place(cell) for cell in cells] for cells in labels.values() if len(cells) > 1]
    if len(best) > 1:
        twice.append([each.place(min(found.values())[0]) for each, found in best])
    findings = [
        error(
            "L116",
            "The cover, or a label of it, occurs more than once.",
            ", ".join(map(str, places)),
            "Rename or remove the one that is not meant.",
        )
        for places in twice
    ]
    found = {name: _value_beside(grid, name, cells[0], labels) for name, cells in labels.items()}
    return (
        Cover(
            month_end=found.get("month_end"),
            issue=found.get("issue"),
            date_created=found.get("date_created"),
            created_by=found.get("created_by"),
            contact=found.get("contact"),
            register=found.get("register"),
        ),
        findings,
    )


def _labels(grid: Grid, words: LayoutWords) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for name, spellings in words.cover.items():
        wanted = {letters(spelling) for spelling in spellings}
        if cells := [cell for cell, text in sorted(grid.letters.items()) if text in wanted]:
            found[name] = cells
    return found


def _value_beside(grid: Grid, name: str, label: Cell, labels: dict[str, list[Cell]]) -> CellRef:
    """Return the label's value cell: in the next column, or beyond inserted blank ones.

    The next column in which any row of the labels holds something is taken, if what the label's
    own row holds there can be its value. Else the next column it is.
    """
    area = grid.area(label)
    last = max(cell.row for cells in labels.values() for cell in cells)
    rows = [
        row
        for row in range(min(cells[0].row for cells in labels.values()), last + _ROWS_BELOW + 1)
        if grid.text(Cell(row, area.left))
    ]
    for column in range(area.right + 1, area.right + 1 + _FARTHEST):
        if grid.area(Cell(label.row, column)).left <= area.right:
            continue
        if any(grid.value(Cell(row, column)) is not None for row in rows):
            value = grid.area(Cell(label.row, column)).first
            if _fits(name, grid.value(value), grid.date1904):
                return grid.place(value)
            break
    return grid.place(grid.area(Cell(area.top, area.right + 1)).first)


def _fits(name: str, value: CellValue, date1904: bool) -> bool:
    if isinstance(value, Formula):
        value = value.cached
    if value is None:
        return True
    if name in _DATES:
        return isinstance(value, dt.datetime) or as_month(value, date1904=date1904) is not None
    return isinstance(value, str) and len(value) > 1
