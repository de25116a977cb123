"""How the sheet is shown: what is frozen stays frozen, what is selected stays selected."""

from __future__ import annotations

from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.xml import Element, kids, local_name, whole
from lacxl.workbook.address import Cell
from lacxl.workbook.insertion import Axis, Insertion


def follow_view(view: Element, insertion: Insertion) -> None:
    """Make a view follow.

    Frozen rows or columns that the place is among become more. The first visible cell moves where
    the place is before it, so that what is seen stays seen.
    """
    frozen = 0
    for pane in kids(view, "pane"):
        if pane.get("state") in ("frozen", "frozenSplit"):
            frozen = _freeze(pane, insertion)
        _show(pane, insertion, frozen)
    _show(view, insertion, 0)
    for selection in kids(view, "selection"):
        _select(selection, insertion)
    for selection in (kid for kid in kids(view) if local_name(kid) == "pivotSelection"):
        for name, axis in (("activeRow", Axis.ROWS), ("activeCol", Axis.COLUMNS)):
            if axis is insertion.axis and selection.get(name):
                moved = insertion.moved(whole(selection.get(name)) + 1) - 1
                selection.set(name, str(moved))


def _freeze(pane: Element, insertion: Insertion) -> int:
    """Return how many rows or columns are frozen afterwards."""
    name = "ySplit" if insertion.axis is Axis.ROWS else "xSplit"
    stated = pane.get(name)
    if not stated:
        return 0
    count = int(float(stated))
    if insertion.before <= count:
        count += insertion.count
        pane.set(name, str(count))
    return count


def _show(element: Element, insertion: Insertion, frozen: int) -> None:
    stated = element.get("topLeftCell")
    if not stated:
        return
    cell = Cell.parse(stated)
    at = insertion.axis.of(cell)
    new = insertion.moved(at) if at > insertion.before else at
    new = min(max(new, frozen + 1), insertion.axis.last)
    if new != at:
        rows = insertion.axis is Axis.ROWS
        shown = Cell(new, cell.column) if rows else Cell(cell.row, new)
        element.set("topLeftCell", str(shown))


def _select(selection: Element, insertion: Insertion) -> None:
    active = selection.get("activeCell")
    if active:
        cell = Cell.parse(active)
        selection.set("activeCell", str(insertion.cell(cell) or cell))
    if selection.get("sqref"):
        areas = (parse_area(each, "a selection") for each in selection.get("sqref", "").split())
        selection.set("sqref", " ".join(str(insertion.area(area) or area) for area in areas))
