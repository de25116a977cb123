"""Cells named in few words: 'Dash Board'!B2:B9, D4; Other!C3."""

from __future__ import annotations

from collections.abc import Iterable

from lacxl.workbook.address import Area, Cell, CellRef

_MOST = 40


def listed(places: Iterable[CellRef]) -> str:
    """Return the cells sheet by sheet, those beside and below each other as one.

    Of cells far apart, the first of each sheet stand for more than a person would read.
    """
    by_sheet: dict[str, set[Cell]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, set()).add(place.cell)
    return "; ".join(_on_sheet(sheet, cells) for sheet, cells in by_sheet.items())


def _on_sheet(sheet: str, cells: set[Cell]) -> str:
    areas = _areas(cells)
    first = areas[0].first
    named = str(CellRef(sheet, first)).removesuffix(str(first))
    more = sum(area.size for area in areas[_MOST:])
    rest = f" and {more} more" if more else ""
    return f"{named}{', '.join(map(str, areas[:_MOST]))}{rest}"


def _areas(cells: set[Cell]) -> list[Area]:
    areas: list[Area] = []
    for row, column in sorted(cells, key=lambda cell: (cell.column, cell.row)):
        last = areas[-1] if areas else None
        if last is not None and (last.left, last.bottom + 1) == (column, row):
            areas[-1] = Area(last.top, column, row, column)
        else:
            areas.append(Area(row, column, row, column))
    return _side_by_side(areas)


def _side_by_side(areas: list[Area]) -> list[Area]:
    """Join columns of the same rows that are beside each other."""
    found: list[Area] = []
    for area in sorted(areas, key=lambda each: (each.top, each.bottom, each.left)):
        last = found[-1] if found else None
        if last and (last.top, last.bottom, last.right + 1) == (area.top, area.bottom, area.left):
            found[-1] = Area(last.top, last.left, last.bottom, area.right)
        else:
            found.append(area)
    return sorted(found)
