"""Whether a workbook holds a change set: what undoing and settling a cut-off run ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, same_value
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import CellChange, ChangeSet
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellLook, CellValue, Formula, Snapshot


def differing(path: Path, changes: ChangeSet) -> tuple[str, ...]:
    """Return the cells of the file that do not hold what the change set wrote, in its order.

    A cell is named by its address, a chart by its name; a sheet where it is something else of it.
    A change set that was kept knows nothing of the sheets' names since: a sheet that is gone
    differs. Raises Refused for a file that is no workbook.
    """
    found: list[str] = []
    with PackageWorkbook(path, allow_signed=True) as book:
        snapshot = book.survey()
        for name in dict.fromkeys(change.sheet for change in changes.cells):
            mine = [change for change in changes.cells if change.sheet == name]
            try:
                values, looks = book.details(name, [change.cell for change in mine])
                styles = book.styles_of(name, [change.cell for change in mine if change.style])
            except Refused:
                found += [str(CellRef(name, change.cell)) for change in mine]
                continue
            found += [
                str(CellRef(name, change.cell))
                for change in mine
                if not _holds(
                    change, values.get(change.cell), looks[change.cell], snapshot.date1904
                )
                or (change.style and not change.style.after.alike(styles[change.cell]))
            ]
        found += _sheets(snapshot, changes)
        found += [
            moving.sheet
            for moving in changes.comments
            if moving.sheet not in {sheet.name for sheet in snapshot.sheets}
            or not moving.holds(book.comments(moving.sheet), authors=False)
        ]
        sheets = dict.fromkeys(each.sheet for each in changes.chart_texts)
        there = [text for sheet in sheets for text in book.chart_texts(sheet)]
        found += [
            f"{each.sheet} ({each.name})" for each in changes.chart_texts if not each.holds(there)
        ]
    return tuple(dict.fromkeys(found))


def how_many_hold(path: Path, changes: ChangeSet) -> tuple[int, int]:
    """Return how many of the cells that were to change hold what they were to, and how many
    what they held before. Raises Refused for a file that is no workbook.
    """
    total = len(
        {
            *((change.sheet, change.cell) for change in changes.cells),
            *(ruled.sheet for ruled in changes.rules),
            *(guarded.sheet for guarded in changes.protection),
            *(merging.sheet for merging in changes.merges),
            *(moving.sheet for moving in changes.comments),
            *((text.sheet, text.name) for text in changes.chart_texts),
        }
    )
    return (
        total - len(differing(path, changes)),
        total - len(differing(path, changes.reverse())),
    )


def _holds(change: CellChange, value: CellValue, look: CellLook, date1904: bool) -> bool:
    after = change.value.after if change.value else None
    if isinstance(after, Formula) and isinstance(value, Formula):
        after = replace(after, cached=value.cached)  # its result is worked out again and again
    return (
        (change.value is None or same(after, value) or same_value(after, value, date1904))
        and (change.number_format is None or change.number_format.after == look.number_format)
        and (change.locked is None or change.locked.after == look.locked)
    )


def _sheets(snapshot: Snapshot, changes: ChangeSet) -> list[str]:
    by_name = {sheet.name: sheet for sheet in snapshot.sheets}
    found = []
    for ruled in changes.rules:
        sheet = by_name.get(ruled.sheet)
        if sheet is None or sheet.rules != ruled.rules.after:
            found.append(ruled.sheet)
    for guarded in changes.protection:
        sheet = by_name.get(guarded.sheet)
        if sheet is None or sheet.protection != guarded.protection.after:
            found.append(guarded.sheet)
    for merging in changes.merges:
        sheet = by_name.get(merging.sheet)
        there = frozenset(sheet.merges if sheet else ())
        if sheet is None or not merging.coming <= there or merging.going & there:
            found.append(merging.sheet)
    return found
