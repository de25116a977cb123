"""Restating an issued month: its cells take what the readings give now, marked and recorded."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace

from lacxl.app.accepting import Reason, screened, who_gave_it
from lacxl.app.case.case import Case
from lacxl.app.case.gathering import gather
from lacxl.app.case.seen import comments_of
from lacxl.app.case.told_together import FaultsOfCall
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk
from lacxl.app.document.formula_results import Afterwards
from lacxl.app.document.with_receipt import after_writing
from lacxl.app.issue.cut_off import put_back, refuse_cut_off
from lacxl.app.issue.gap import accepted_gap
from lacxl.app.issue.issue import issue as issue_month
from lacxl.app.issue.issue import next_number
from lacxl.app.json_forms import changed_cells
from lacxl.app.restate.corrected_issue import (
    CorrectedIssue,
    corrected_issue,
    issue_corrected,
    rehearse_corrected,
)
from lacxl.app.restate.restatement import RestatementPlan, restatement
from lacxl.app.restate.restatement_done import RestatedMonth, carry_out
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, note
from lacxl.domain.month import Month
from lacxl.ledgers.half_inserted import refuse_half_inserted
from lacxl.ledgers.receipts import settle_receipts
from lacxl.ledgers.register_agreement import Mended, mended
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings


def restate(
    settings: Settings,
    month: Month,
    *,
    reason: str | None,
    dry_run: bool = False,
    issue: bool = False,
    document: Document | None = None,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> RestatedMonth:
    """Correct an issued month in the workbook and return what changed.

    The cells that differ from their readings take the new figures and are marked; year to date,
    annual figures, arrows and lights follow. The issued copies stay, and the ledger says what is
    superseded in them, with the `reason`. `issue` makes a corrected copy under the next number:
    of the workbook, or where a later month is filled of the month's latest copy.

    Raises Refused, nothing having been written, with every fault at once: a reason that is missing
    or cannot be kept (I113, UsageFault if there is nothing else), a month that was never issued
    (I130), nothing that differs (I131), no copy to correct (I134), and whatever a refresh refuses.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    document = document or FileOnDisk(settings)
    faults = FaultsOfCall()
    said = faults.tried(lambda: screened(reason)) or Reason("")
    with ExitStack() as stack:
        found: tuple[Finding, ...] = ()
        restored = Mended()
        if not dry_run:
            stack.enter_context(document.held())
            restored = stack.enter_context(mended(settings))
            found = (*restored.findings, *_settled(settings, document))
        case = faults.tried(
            lambda: gather(
                settings,
                month,
                source=document.source,
                today=today,
                needs_reading=False,
                progress=progress,
            )
        )
        if case is None:
            raise faults.together()
        progress("working out the figures")
        case = replace(case, comments=comments_of(settings, document.source, case.layout))
        planned = faults.tried(lambda: _decided(case, document, said, issue=issue))
        if planned is None:
            raise faults.together()
        order = faults.tried(lambda: _copy_ordered(case, planned, today, issue=issue))
        if not found and _is_nothing(planned, order, issue=issue):
            faults.add(_nothing(case))
        if faults:
            raise faults.together()
        if order is not None:
            progress("trying the corrected copy out")
            rehearse_corrected(order)
        result = _result(case, planned, document, dry_run, order, issue=issue)
        result = replace(result, findings=(*found, *result.findings))
        result = carry_out(case, planned, result, document, progress, on_step)
        if dry_run:
            return result
        if order is not None:
            with after_writing(bool(result.changes)):
                issue_corrected(order, on_step)
    if issue and (there := put_back(case.record, month, restored.entries)) is not None:
        on_step("finished")
        copy = settings.issued_folder / there.file
        return replace(result, issue=there.issue, copy=copy)
    if issue and order is None:
        progress("issuing the corrected month")
        with after_writing(bool(result.changes)):
            issued = issue_month(
                settings,
                month,
                reissue=True,
                document=document,
                today=today,
                progress=progress,
                on_step=on_step,
            )
        return replace(result, issue=issued.issue, copy=issued.copy)
    on_step("finished")
    return result


def _decided(case: Case, document: Document, reason: Reason, *, issue: bool) -> RestatementPlan:
    """Return what restating the month means; raises Refused."""
    settings, month = case.settings, case.month
    if month not in case.issued:
        raise Refused(
            error(
                "I130",
                f"{month.long} was never issued, so there is nothing to correct.",
                settings.issued_path.name,
                f"Fill it again: lacxl refresh {month}",
            )
        )
    for each in dict.fromkeys((month, case.later or month)):
        refuse_cut_off(settings, case.record, each, case.locked, document.source)
    if issue and case.later is None and (gap := accepted_gap(case, None).faults):
        raise Refused(gap)
    return restatement(
        case,
        reason,
        who_gave_it(settings),
        dt.datetime.now(dt.UTC).replace(microsecond=0),
        gives=Afterwards(case, document.source).gives,
        whole=issue and case.later is None,
    )


def _copy_ordered(
    case: Case, planned: RestatementPlan, today: dt.date, *, issue: bool
) -> CorrectedIssue | None:
    """Return the corrected copy of a month that later ones follow, where it was asked for."""
    if not issue or case.later is None:
        return None
    return corrected_issue(planned.recorded(case), planned.what, today)


def _is_nothing(planned: RestatementPlan, order: CorrectedIssue | None, *, issue: bool) -> bool:
    if planned.lines or order is not None:
        return False
    return not issue or planned.latest != planned.month


def _nothing(case: Case) -> Refused:
    return Refused(
        error(
            "I131",
            f"{case.month.long} is as its readings give it, so there is nothing to correct.",
            case.settings.workbook_path.name,
            "Correct its readings first. A figure that was typed is corrected by giving its "
            "reading.",
        )
    )


def _settled(settings: Settings, document: Document) -> tuple[Finding, ...]:
    """Finish what runs that were cut off left; return what to say about it."""
    refuse_half_inserted(settings, document.source)
    unread = settle_receipts(settings, document.source)
    if not finish_restating(settings, document.source):
        return unread
    said = "A restatement that was cut off is finished: the ledger has its lines."
    return (*unread, note("I135", said, settings.restated_path.name))


def _result(
    case: Case,
    planned: RestatementPlan,
    document: Document,
    dry_run: bool,
    order: CorrectedIssue | None,
    *,
    issue: bool,
) -> RestatedMonth:
    number = order.number if order else next_number(case) if issue else None
    return RestatedMonth(
        month=case.month,
        workbook=case.settings.workbook_path,
        dry_run=dry_run,
        in_excel=document.is_open,
        changes=planned.changes,
        cells=changed_cells(planned.plan.changes, planned.wanted, case.looks),
        restated=planned.lines,
        charts=planned.charts,
        findings=planned.findings,
        issues=len(case.record),
        issue=number,
        copy=order.copy if order else None,
    )
