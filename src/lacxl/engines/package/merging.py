"""Merged cells of a sheet: whether they can be changed, and changing them."""

from __future__ import annotations

from collections.abc import Iterable

from lacxl.domain.finding import Finding, error
from lacxl.engines.package.admission import SheetChanges
from lacxl.engines.package.around_rows import AroundRows, parse_area
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.cell_values import anchors_of, read_value
from lacxl.engines.package.part_cutter import Cutter
from lacxl.engines.package.row_reader import read_rows
from lacxl.engines.package.xml import Element, child, kids, make
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area, Cell
from lacxl.workbook.changes import MergesChange

_TODO = "Nothing was written. Look at these cells in Excel."


def merges_faults(frame: AroundRows, change: MergesChange) -> list[Finding]:
    """Return what is wrong with the areas to part and to merge."""
    there = frozenset(frame.merges)
    after = change.among(frame.merges)
    faults = [
        _fault(change.sheet, area, "These cells are not merged.")
        for area in sorted(change.going - there)
    ]
    for area in sorted(change.coming):
        what = ""
        other = next((one for one in after if one != area and one.meets(area)), None)
        if area.size < 2:
            what = "A single cell cannot be merged."
        elif area.top < 1 or area.left < 1 or area.bottom > MAX_ROW or area.right > MAX_COLUMN:
            what = "These cells are beyond the last row or column."
        elif area in there:
            what = "These cells are merged already."
        elif other is not None:
            what = f"These cells cannot be merged: they meet the merged cells {other}."
        elif any(table.meets(area) for table in frame.tables):
            what = "These cells cannot be merged: a table or a pivot table is there."
        if what:
            faults.append(_fault(change.sheet, area, what))
    return faults


def covered_content(cutter: Cutter, changed: SheetChanges) -> list[Finding]:
    """Return a finding for each area to merge that would lose what its cells hold.

    A cell that the same change set empties is empty; a cell that cannot be understood is not.
    """
    if changed.merges is None or not changed.merges.coming:
        return []
    coming = sorted(changed.merges.coming)
    lost: dict[Area, Cell] = {}
    last = max(area.bottom for area in coming)
    for row in read_rows(cutter, _Rows(coming), last):
        for column, element in row.cells:
            cell = Cell(row.number, column)
            area = next((one for one in coming if cell in one), None)
            if area is None or area in lost:
                continue
            change = changed.cells.get(cell)
            if cell == area.first:
                if any(anchors_of(kid) in ("array", "table") for kid in kids(element, "f")):
                    lost[area] = cell
            elif not (change and change.value) and _is_filled(element):
                lost[area] = cell
    return [
        _fault(
            changed.sheet,
            area,
            f"These cells cannot be merged: merging would lose what {cell} holds."
            if cell != area.first
            else f"These cells cannot be merged: {cell} has an array formula or a data table.",
        )
        for area, cell in sorted(lost.items())
    ]


def replace_merges(frame: AroundRows, change: MergesChange) -> None:
    """Part the areas that go and merge those that come; raises nothing after `merges_faults`."""
    going, coming = change.going, sorted(change.coming)
    for listed in list(kids(frame.root, "mergeCells")):
        for element in list(kids(listed, "mergeCell")):
            if element.get("ref") and parse_area(element.get("ref", ""), "merged cells") in going:
                listed.remove(element)
        if child(listed, "mergeCell") is None:
            for comment in list(listed):  # somebody else's stay where they were
                frame.root.insert(frame.root.index(listed), comment)
            frame.root.remove(listed)
        else:
            _count(listed)
    if coming:
        present = frame.child("mergeCells")
        holder = frame.add("mergeCells") if present is None else present
        for area in coming:
            holder.append(make(holder, "mergeCell", ref=str(area)))
        _count(holder)
    frame.changed = True


class _Rows:
    """The rows of some areas."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._ranges = [range(area.top, area.bottom + 1) for area in areas]

    def __contains__(self, row: object) -> bool:
        return any(row in each for each in self._ranges)


def _is_filled(cell: Element) -> bool:
    try:
        value, shared = read_value(cell, is_date=False, date1904=False)
    except Unclear:
        return True
    return value is not None or shared is not None


def _count(listed: Element) -> None:
    listed.set("count", str(sum(1 for _ in kids(listed, "mergeCell"))))


def _fault(sheet: str, area: Area, what: str) -> Finding:
    where = f"{sheet}!{area}" if area.top > 0 and area.left > 0 else sheet
    return error("W127", what, where, _TODO)
