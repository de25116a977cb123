"""Carrying out changes of cells in the open workbook, and reading them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

from lacxl.domain.errors import Refused, Unfinished, refuse
from lacxl.domain.finding import Finding, error
from lacxl.engines.excel.comparing import changed_meanwhile, not_as_wanted
from lacxl.engines.excel.copying import Copy
from lacxl.engines.excel.dressing import unsettable
from lacxl.engines.excel.jobs import Job, job_on, turned_round
from lacxl.engines.excel.live_book import LiveBook
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.quiet import lettered, quiet
from lacxl.engines.excel.sheet_work import goes_round, unwritable
from lacxl.engines.excel.writing import CLOSE, half_written, take_back, write
from lacxl.engines.package.admission import SheetChanges, by_sheet
from lacxl.workbook.changes import ChangeSet


def change_cells(
    live: LiveBook,
    changes: ChangeSet,
    password: str | None,
    progress: Callable[[str], None],
    sheet_of: Callable[[str], OpenSheet] | None = None,
) -> None:
    """Carry out a change set that neither inserts nor deletes."""
    if not changes:
        return
    progress("looking at the open workbook")
    plan, jobs = admitted(live, changes, password)
    sheet_of = sheet_of or live.sheets()
    try:
        with _undisturbed(live, jobs):
            write(jobs, sheet_of, password, progress)
    except Refused as refused:
        if "E111" in refused.codes and not isinstance(refused, Unfinished):
            _require_put_back(live, plan, jobs, refused)
        raise
    progress("reading back what was written")
    _require_written(live, plan, jobs, sheet_of, password)


def admitted(
    live: LiveBook, changes: ChangeSet, password: str | None
) -> tuple[tuple[SheetChanges, ...], list[Job]]:
    """Return the changes by sheet and the work to be done; raises Refused."""
    copy = live.fresh()
    refuse_group(copy, live.name)
    copy.rehearse(changes, password)
    return work_of(live, copy, changes, password)


def work_of(
    live: LiveBook, copy: Copy, changes: ChangeSet, password: str | None
) -> tuple[tuple[SheetChanges, ...], list[Job]]:
    """Return the changes by sheet and the work on a workbook as a copy has it; raises Refused."""
    plan = by_sheet(changes)
    refuse_at_once(live, copy, plan)
    snapshot = copy.book.survey(full=changes.sheets)
    jobs = [job_on(copy, changed, snapshot, password) for changed in plan]
    live.forget_viewpoint()
    if any(job.work.rules for job in jobs):
        live.viewpoint()
    return plan, jobs


def refuse_group(copy: Copy, name: str) -> None:
    """Refuse while sheets are selected together: Excel protects none of them then."""
    if copy.book.has_group:
        raise refuse(
            "E121",
            "Several sheets are selected together, which Excel calls a group.",
            name,
            "Nothing was written. Right-click one of their tabs, choose Ungroup Sheets, then "
            "try again.",
        )


def refuse_at_once(live: LiveBook, copy: Copy, plan: Sequence[SheetChanges]) -> None:
    """Refuse what cannot be written, and cells that are not what the changes start from."""
    _refuse_unwritable(plan, dresses=live.native.dresses_cells())
    others = changed_meanwhile(copy, plan)
    if others:
        raise Refused(others)


@contextmanager
def _undisturbed(live: LiveBook, jobs: Sequence[Job]) -> Iterator[None]:
    """Keep Excel quiet, and its columns by letters where rules are written."""
    with quiet(live.app, live.patience), lettered_for(live, jobs):
        yield


def lettered_for(live: LiveBook, jobs: Sequence[Job]) -> AbstractContextManager[None]:
    """Keep Excel's columns by letters for the block where rules are written."""
    if any(job.work.rules is not None for job in jobs):
        return lettered(live.app, live.native, live.patience)
    return nullcontext()


def _require_written(
    live: LiveBook,
    plan: Sequence[SheetChanges],
    jobs: Sequence[Job],
    sheet_of: Callable[[str], OpenSheet],
    password: str | None,
) -> None:
    """Read everything back; on any difference put it all back and refuse."""
    wanted = {job.work.sheet: job.wanted for job in jobs}
    try:
        live.work_out()
        copy = live.fresh()
    except Refused as refused:
        raise Unfinished((_not_read_back(live.name), *refused.findings)) from refused
    wrong = not_as_wanted(copy, copy.book.survey(full=list(wanted)), plan, wanted)
    if not wrong:
        return
    with _undisturbed(live, jobs):
        lost = take_back(jobs, sheet_of, password)
    lost += _not_put_back(live, plan, jobs)
    if lost:
        half = error("E112", "What was written could not be put back.", live.name, CLOSE)
        raise Unfinished((*wrong, half, *lost))
    raise Refused(
        replace(finding, todo="Everything was put back as it was. Please report this.")
        for finding in wrong
    )


def _require_put_back(
    live: LiveBook, plan: Sequence[SheetChanges], jobs: Sequence[Job], refused: Refused
) -> None:
    """Raise Unfinished where something is not as it was before a run that broke off."""
    try:
        lost = _not_put_back(live, plan, jobs)
    except Refused as unread:
        lost = [_not_read_back(live.name), *unread.findings]
    if lost:
        reasons = [finding for finding in refused.findings if finding.code != "E111"]
        raise Unfinished((half_written(), *reasons, *lost)) from refused


def _not_put_back(
    live: LiveBook, plan: Sequence[SheetChanges], jobs: Sequence[Job]
) -> list[Finding]:
    """Read everything back and return what is not as it was before the changes."""
    before = {job.work.sheet: job.present for job in jobs}
    copy = live.fresh()
    snapshot = copy.book.survey(full=list(before))
    return not_as_wanted(copy, snapshot, [turned_round(changed) for changed in plan], before)


def _not_read_back(name: str) -> Finding:
    return error(
        "E119",
        "What was written to the workbook could not be read back, so it has not been checked.",
        name,
        "Look at the cells, or close the workbook without saving and fill the month again.",
    )


def _refuse_unwritable(plan: Sequence[SheetChanges], *, dresses: bool) -> None:
    faults = [
        error(
            "E117",
            "This error value comes only from formulas; nobody can enter it in Excel.",
            f"{changed.sheet}!{cell}",
            "Nothing was written. Correct the source.",
        )
        for changed in plan
        for cell, change in changed.cells.items()
        if change.value and unwritable(change.value.after)
    ]
    faults += [
        error(
            "E123",
            "These comments would change places, which cannot be done in an open workbook.",
            changed.sheet,
            "Nothing was written. Do it with the workbook closed, from the command line.",
        )
        for changed in plan
        if changed.comments and goes_round(changed.comments)
    ]
    faults += [
        error(
            "E122",
            f"This look cannot be given to a cell of an open workbook: {fact}.",
            f"{changed.sheet}!{cell}",
            "Nothing was written. Do it with the workbook closed, from the command line.",
        )
        for changed in plan
        for cell, change in changed.cells.items()
        if change.style
        for fact in (unsettable(change.style) if dresses else ("any, on a Mac",))
    ]
    if faults:
        raise Refused(faults)
