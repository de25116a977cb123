"""Marks of restated figures move with their months."""

from __future__ import annotations

from dataclasses import replace

from lacxl.app.case.case import Case
from lacxl.app.planning.corrections import marked_cells
from lacxl.catalogue import layouts
from lacxl.workbook.changed import changed
from lacxl.workbook.changes import ChangeSet, RulesChange, Swap
from lacxl.workbook.layout import locate
from lacxl.workbook.marks import is_mark, with_marks


def marks_moved(case: Case, changes: ChangeSet) -> ChangeSet:
    """Return what puts the marks on the cells that their months have after the changes.

    Raises Refused where the workbook would not be understood then.
    """
    if not any(is_mark(rule) for sheet in case.snapshot.sheets for rule in sheet.rules):
        return ChangeSet()
    settings, after = case.settings, changed(case.snapshot, changes)
    words = layouts.load(settings.layout_path)
    layout = locate(after, words, case.indicators, settings.workbook.leave_out)
    moved = with_marks({}, case.snapshot, marked_cells(replace(case, layout=layout)))
    there = {sheet.name: sheet.rules for sheet in case.snapshot.sheets}
    return ChangeSet(
        rules=tuple(
            RulesChange(name, Swap(there[name], rules))
            for name, rules in moved.items()
            if there[name] != rules
        )
    )
