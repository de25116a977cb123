"""Issuing a month: lock its cells, name it on the cover, write the issued copy, record it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from lacxl.app.accepting import reason_first, screened, split_accepted
from lacxl.app.case.case import Case
from lacxl.app.case.gathering import gather
from lacxl.app.case.noticed import noticed
from lacxl.app.document.document import Document, IssueOrder, Progress
from lacxl.app.document.file_on_disk import FileOnDisk, day_of
from lacxl.app.document.formula_results import of_the_clock
from lacxl.app.document.with_receipt import after_writing
from lacxl.app.issue.cut_off import copy_path, finished_copy, left_in_excel, put_back
from lacxl.app.issue.gap import accepted_gap
from lacxl.app.issue.issue_changes import changes_of_issue, results_after
from lacxl.app.issue.issue_entry import record_issue
from lacxl.app.issue.nothing_new import refuse_nothing_new
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.planning.planning import (
    password_for,
    refuse_ahead,
    refuse_issued,
    refuse_overtaken,
)
from lacxl.app.scan import unseen_in
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, note
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.files.replacing import require_replaceable
from lacxl.files.runlog import RunLog
from lacxl.ledgers.half_inserted import refuse_half_inserted
from lacxl.ledgers.reasons import REASONS
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued, last_number
from lacxl.ledgers.register import anchor_now
from lacxl.ledgers.register_agreement import Mended, mended
from lacxl.ledgers.restating import finish_restating
from lacxl.ledgers.unfinished import drop_note, note_of
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class IssuedMonth:
    """What issuing did, or would do in a dry run; `changes` is empty where a cut-off run had.

    `register` is how far the register has come with it, to be kept elsewhere.
    """

    month: Month
    issue: int
    workbook: Path
    copy: Path
    locked: int
    dry_run: bool
    findings: tuple[Finding, ...]
    register: str = ""
    changes: ChangeSet = field(default=ChangeSet(), repr=False)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "issue",
            "month": str(self.month),
            "issue": self.issue,
            "workbook": str(self.workbook),
            "copy": str(self.copy),
            "locked": self.locked,
            "dry_run": self.dry_run,
            "register": self.register,
            "findings": findings_as_dicts(self.findings),
        }


def issue(
    settings: Settings,
    month: Month,
    *,
    dry_run: bool = False,
    reissue: bool = False,
    accept: str | None = None,
    calculate: bool = False,
    strict: bool = False,
    document: Document | None = None,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> IssuedMonth:
    """Issue the month and return where the issued copy is.

    For a file the copy is written first, then the workbook is replaced by the very same bytes, then
    the record gets its line; a book in Excel is locked and saved first, then copied. A run that was
    cut off in between is finished by the next one. `reissue` issues a month once more, under the
    next number. `accept` is the reason to issue it though readings are missing, which is kept.
    `calculate` has LibreOffice work out the results that lacxl does not. `strict` refuses it while
    there is a finding to look at that nobody accepted (I116). `document` is the workbook that is
    worked on, the file on the disk if none is given.

    Raises UsageFault (I113) for a reason that cannot be kept, else Refused, the workbook being as
    it was: a month that is issued, not filled, not in line with its readings or not complete,
    results of formulas that are not current, a copy of that name that is another file, findings
    left to look at, or an issue once more with nothing new in it.
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    why = None if accept is None else screened(accept)
    document = document or FileOnDisk(settings)
    with ExitStack() as stack:
        restored = Mended()
        if not dry_run:
            stack.enter_context(document.held())
            restored = stack.enter_context(mended(settings))
            finish_restating(settings, document.source)
            refuse_half_inserted(settings, document.source)
        case = gather(
            settings, month, source=document.source, today=today, needs_reading=False,
            progress=progress,
        )  # fmt: skip
        require_replaceable(settings.issued_path)
        case = replace(case, findings=(*restored.findings, *case.findings))
        finished = _finish(case, document, today, dry_run, progress, on_step, restored)
        if finished is not None:
            return finished
        number = next_number(case)
        if month in case.issued:
            if not reissue:
                raise refuse_issued(case)
            case = case.reopened()
        refuse_ahead(case)
        refuse_overtaken(case)
        copy = copy_path(settings, month, number)
        password = password_for(case, protecting=True)
        order = IssueOrder(
            number=number,
            copy=copy,
            today=today,
            changes_on=functools.partial(
                changes_of_issue, case, number, guarded=password is not None
            ),
            results_of=functools.cache(
                functools.partial(results_after, case, document, password, calculate, progress)
            ),
            dated_at=case.layout.cover.date_created,
            anchor=anchor_now(settings.register_path),
            anchored_at=case.layout.cover.register,
            password=password,
        )
        result = _result(case, number, copy, len(tuple(case.layout.of_month(month))), dry_run)
        accepting = accepted_gap(case, why)
        result = replace(
            result,
            changes=_in_order(order, accepting.faults),
            findings=(*result.findings, *accepting.notes),
        )
        if case.reopening:
            progress("comparing it with the latest issue")
            changes_of = functools.partial(changes_of_issue, case, guarded=password is not None)
            refuse_nothing_new(case, document.source, changes_of, password)
        result = _current(result, order, document)
        if strict:
            _refuse_to_look_at(settings, result)
        if accepting.new:
            require_replaceable(settings.accepted_path)
        if dry_run:
            progress("trying it out on a copy")
            document.rehearse_issue(order)
            unseen = unseen_in(document.source)
            found = (*result.findings, *document.in_other_hands(), *unseen)
            return replace(result, findings=found)
        if accepting.new:
            document.rehearse_issue(order)  # a reason is kept for nothing that is refused
            on_step("reason")
        with reason_first(settings, accepting.new):
            locked = document.issue(order, progress, on_step)
        unguarded = _without_password(case) if password else ()
        result = replace(result, findings=(*result.findings, *locked.findings, *unguarded))
        return _record(case, result, locked.on, on_step, locked.backup)


def _finish(
    case: Case,
    document: Document,
    today: dt.date,
    dry_run: bool,
    progress: Progress,
    on_step: Progress,
    restored: Mended,
) -> IssuedMonth | None:
    """Finish an issue of the month that was cut off, None where there is none.

    One whose line on record was `restored` just now lacks no more than the telling.
    """
    if (there := put_back(case.record, case.month, restored.entries)) is not None:
        copy = case.settings.issued_folder / there.file
        return _recorded(case, _result(case, there.issue, copy, 0, dry_run), on_step)
    at = (case.settings, case.record, case.month, case.locked, document.source)
    finished = finished_copy(*at)
    if finished is not None:
        number, copy = finished
        result = _result(case, number, copy, 0, dry_run)
        day = day_of(copy, case.layout.cover.date_created) or today
        return result if dry_run else _record(case, result, day, on_step)
    left = left_in_excel(*at)
    if left is None:
        return None
    result = _result(case, left.number, left.copy, 0, dry_run)
    if dry_run:
        return result
    progress("finishing the issue that was cut off")
    document.finish(left.copy, left.changes, password_for(case, protecting=True))
    return _record(case, result, left.on, on_step)


def _in_order(order: IssueOrder, faults: Sequence[Finding]) -> ChangeSet:
    """Return what issuing changes; raises Refused with those faults and what else is wrong."""
    try:
        changes = order.changes_on(order.today, order.anchor)
    except Refused as refused:
        nothing = "I105" in refused.codes  # where nothing is filled, there is nothing more to say
        raise refused if nothing else Refused((*refused.findings, *faults)) from refused
    if faults:
        raise Refused(faults)
    return changes


def _refuse_to_look_at(settings: Settings, result: IssuedMonth) -> None:
    """Refuse (I116) to issue a month that has findings to look at which nobody accepted."""
    new, _ = split_accepted(result.findings, REASONS.load(settings.accepted_path), result.month)
    wanting = [each for each in new if each.wants_a_look]
    if wanting:
        codes = ", ".join(dict.fromkeys(each.code for each in wanting))
        raise Refused(
            (
                error(
                    "I116",
                    f"{result.month.long} has {how_many(len(wanting), 'finding')} to look at that "
                    f"nobody accepted: {codes}.",
                    todo="Put right what they say, or accept each with its reason: "
                    "lacxl accept CODE --reason WHY",
                ),
                *wanting,
            )
        )


def _without_password(case: Case) -> tuple[Finding, ...]:
    """Return a note where a password is set and sheets stay protected without one."""
    names = {place.sheet for place in case.layout.of_month(case.month)}
    bare = [
        sheet.name
        for sheet in case.snapshot.sheets
        if sheet.name in names and sheet.protection and not sheet.protection.password
    ]
    if not bare:
        return ()
    return (
        note(
            "I108",
            f"Left as protected without a password: {how_many(len(bare), 'sheet')}.",
            ", ".join(bare),
            "To guard them, unprotect them in Excel and issue the month again.",
        ),
    )


def next_number(case: Case) -> int:
    """Return the number of the next issue; a month issued by hand counts as issued once."""
    before = 1 if case.month in case.issued else 0
    return max(last_number(case.record, case.month), before) + 1


def _current(result: IssuedMonth, order: IssueOrder, document: Document) -> IssuedMonth:
    """Return the result of an issue whose results of formulas are current; raises Refused."""
    if document.is_open:  # Excel works them out before it saves
        return result
    clock = of_the_clock(order.results_of(result.changes))
    return replace(result, findings=(*result.findings, *clock))


def _result(case: Case, number: int, copy: Path, locked: int, dry_run: bool) -> IssuedMonth:
    return IssuedMonth(
        month=case.month,
        issue=number,
        workbook=case.settings.workbook_path,
        copy=copy,
        locked=locked,
        dry_run=dry_run,
        findings=noticed(case, case.rows()),
    )


def _record(
    case: Case, result: IssuedMonth, on: dt.date, on_step: Progress, backup: Path | None = None
) -> IssuedMonth:
    settings = case.settings
    on_step("record")
    sha256 = sha256_of(result.copy)
    line = Issued(result.month, result.issue, result.copy.name, sha256, on.isoformat())
    with after_writing(True):
        record_issue(settings, line, result.copy, backup)
    return _recorded(case, result, on_step)


def _recorded(case: Case, result: IssuedMonth, on_step: Progress) -> IssuedMonth:
    """Finish an issue that is on record, and return it with what else there is to say."""
    settings = case.settings
    if (left := note_of(settings, result.copy)) is not None:
        drop_note(left.file)
    if settings.log_path:
        fault = RunLog(settings.log_path).write(
            "issue", month=str(result.month), issue=result.issue
        )
        if fault:
            result = replace(result, findings=(*result.findings, fault))
    found = (*result.findings, *unseen_in(result.copy))
    result = replace(result, findings=found, register=anchor_now(settings.register_path))
    on_step("finished")
    return result
