"""The work on a sheet together with the way back, to what it holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lacxl.engines.excel.copying import Copy
from lacxl.engines.excel.sheet_work import SheetWork, way_back, work_on
from lacxl.engines.package.admission import SheetChanges
from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import CellValue, Protection, Snapshot


@dataclass(frozen=True, slots=True)
class Job:
    """Everything about one sheet: the work, the way back, and its protection before and after.

    `opens` says that the protection is removed first; `values` is what the cells held.
    """

    work: SheetWork
    undo: SheetWork
    values: Mapping[Cell, CellValue]
    opens: bool
    present: Protection | None
    wanted: Protection | None


def job_on(
    copy: Copy,
    changed: SheetChanges,
    snapshot: Snapshot,
    password: str | None,
) -> Job:
    """Work out what to do on one sheet, and the way back."""
    there = snapshot.sheet(changed.sheet)
    numbers = [cell for cell, value in there.values.items() if isinstance(value, int | float)]
    values, looks = copy.details(changed.sheet, {*changed.cells, *numbers})
    styles = copy.book.styles_of(
        changed.sheet, [cell for cell, change in changed.cells.items() if change.style]
    )
    opens = there.protection is not None and copy.opens(changed.sheet, password)
    work = work_on(
        changed,
        there,
        looks.__getitem__,
        bridging=opens or there.protection is None,
        date1904=snapshot.date1904,
        style_of=styles.__getitem__,
    )
    undo = way_back(changed, work, there, looks.__getitem__, date1904=snapshot.date1904)
    return Job(
        work,
        undo,
        {**there.values, **values},
        opens,
        there.protection,
        _protection_after(changed, there.protection),
    )


def _protection_after(changed: SheetChanges, present: Protection | None) -> Protection | None:
    """Return the protection at the end: one that is there keeps its flags and its password."""
    if changed.protection is None:
        return present
    wanted = changed.protection.protection.after
    return present if wanted is not None and present is not None else wanted


def turned_round(changed: SheetChanges) -> SheetChanges:
    """Return the changes of a sheet the other way round, its protection left out."""
    return replace(
        changed,
        cells={cell: change.reverse() for cell, change in changed.cells.items()},
        rules=changed.rules.reverse() if changed.rules else None,
        protection=None,
        merges=changed.merges.reverse() if changed.merges else None,
        comments=changed.comments.reverse() if changed.comments else None,
        chart_texts=tuple(each.reverse() for each in changed.chart_texts),
    )
