"""What issuing a month changes in the workbook: its cells are locked, its cover names the issue."""

from __future__ import annotations

import datetime as dt

from lacxl.app.case.case import Case
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.formula_results import filled_places, results_of_issue
from lacxl.app.planning.planning import (
    plan_month,
)
from lacxl.domain.errors import refuse
from lacxl.domain.finding import first_of
from lacxl.domain.numbers import how_many
from lacxl.issuing.naming import cover_of_issue
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.plan import lock, plan

_NAMED = 5


def changes_of_issue(
    case: Case, number: int, on: dt.date, anchor: str, *, guarded: bool
) -> ChangeSet:
    """Return what issuing changes; raises Refused if nothing is filled, or not as it is read."""
    month, layout = case.month, case.layout
    again = " --reissue" if case.reopening else ""
    rows = case.rows()
    filled = [
        line for line in layout.summary
        if any(case.number_at(place) is not None for place in line.in_month(month))
    ]  # fmt: skip
    wanted, planned = plan_month(case, rows)
    if not filled:
        raise refuse(
            "I105",
            f"The workbook has no figure for {month.long}, so there is nothing to issue.",
            case.settings.workbook_path.name,
            f"Run: lacxl refresh {month}{again}",
        )
    cover_places = set(layout.cover.places)
    by_place = {want.place: want for want in wanted}
    stale = [
        where
        for change in planned.changes.cells
        if change.value is not None
        for where in by_place
        if (where.sheet, where.cell) == (change.sheet, change.cell) and where not in cover_places
    ]
    if stale:
        raise refuse(
            "I106",
            f"Not what the readings give: {how_many(len(stale), 'cell')}.",
            first_of(stale, _NAMED),
            f"Run: lacxl refresh {month}{again}, look at what changed, then issue it.",
        )
    on_cover = plan(
        case.snapshot,
        case.looks,
        cover_of_issue(
            layout.cover,
            case.there,
            month,
            number,
            on,
            created_by=case.settings.cover.created_by or "",
            contact=case.settings.cover.contact or "",
            register=anchor,
        ),
        rules={},
    ).changes
    locks = lock(case.snapshot, case.looks, tuple(layout.of_month(month)), password=guarded)
    return ChangeSet(
        (*on_cover.cells, *locks.cells),
        planned.changes.rules,
        locks.protection,
        comments=planned.changes.comments,
    )


def results_after(
    case: Case,
    document: Document,
    password: str | None,
    calculate: bool,
    progress: Progress,
    changes: ChangeSet,
) -> Calculation:
    """Return what formulas give once these changes are made; raises Refused where none can tell."""
    wanted, _ = plan_month(case, case.rows())
    filled = filled_places(case, wanted)
    return results_of_issue(
        case, document.source, filled, password, changes, calculate=calculate, progress=progress
    )
