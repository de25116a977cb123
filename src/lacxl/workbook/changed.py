"""A workbook as it is after a change set: its values and merged areas."""

from __future__ import annotations

from dataclasses import replace

from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot


def changed(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """Return the snapshot with the changed values and merged areas."""

    def of_sheet(sheet: SheetSnapshot) -> SheetSnapshot:
        new = {
            each.cell: each.value.after
            for each in changes.cells
            if each.sheet == sheet.name and each.value
        }
        merges = sheet.merges
        for each in changes.merges:
            if each.sheet == sheet.name:
                merges = each.among(merges)
        values = {cell: value for cell, value in {**sheet.values, **new}.items() if value != ""}
        kept = {cell: value for cell, value in values.items() if value is not None}
        return replace(sheet, values=kept, merges=merges)

    return replace(snapshot, sheets=tuple(map(of_sheet, snapshot.sheets)))
