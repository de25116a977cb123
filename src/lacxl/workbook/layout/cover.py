"""The cover: the cell to the right of each label, on the sheet that has most of them."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.places import Cover, Place
from lacxl.workbook.layout.words import LayoutWords, plain

_FEWEST_LABELS = 2


def find_cover(grids: Sequence[Grid], words: LayoutWords) -> Cover:
    """Return the cover's value cells; a workbook without a cover gives an empty one."""
    best: dict[str, Place] = {}
    for grid in grids:
        found: dict[str, Place] = {}
        for name, spellings in words.cover.items():
            wanted = {plain(spelling) for spelling in spellings}
            labels = [cell for cell, text in sorted(grid.plain.items()) if text in wanted]
            if labels:
                area = grid.area(labels[0])
                value = grid.area(Cell(area.top, area.right + 1)).first
                found[name] = grid.place(value)
        if len(found) >= _FEWEST_LABELS and len(found) > len(best):
            best = found
    return Cover(best.get("month_end"), best.get("issue"), best.get("date_created"))
