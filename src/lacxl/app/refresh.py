"""Filling a month: from the extracts to a changed workbook and a receipt."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lacxl.app.case import Case
from lacxl.app.cut_off import refuse_cut_off
from lacxl.app.document import Document, Progress
from lacxl.app.file_on_disk import FileOnDisk, rehearse_copy, write_changes
from lacxl.app.formula_results import Afterwards, against_kept_in_excel, left_to_excel
from lacxl.app.gathering import gather
from lacxl.app.json_forms import FORMAT, ChangedCell, changed_cells, findings_as_dicts
from lacxl.app.outputs import require_free
from lacxl.app.planning import password_for, plan_month, refuse_issued, refuse_overtaken
from lacxl.domain.errors import Refused, Unfinished, UsageFault
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month
from lacxl.engines.package import verify
from lacxl.files.plain import is_there
from lacxl.files.replacing import replace_file, require_folder, require_replaceable
from lacxl.files.runlog import RunLog
from lacxl.files.text_files import write_text
from lacxl.ledgers.kept_changes import kept
from lacxl.ledgers.receipts import (
    FOLDER,
    close_receipt,
    open_receipt,
    settle_receipts,
    withdraw_receipt,
)
from lacxl.ledgers.record import Issued, as_text, last_number, with_issue
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet

if TYPE_CHECKING:
    from lacxl.app.grounds import Ground


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did, or would do in a dry run.

    `written` is the workbook that was written, None where nothing had to change or nothing was to
    be written, or where it was changed `in_excel`, to be saved by a person. `backup` is the old
    workbook's copy. `grounds` say what each indicator's figure rests on, where children's
    records were counted. `reopened` is the issue that was opened to be corrected, if any.
    """

    month: Month
    workbook: Path
    written: Path | None
    backup: Path | None
    receipt: Path | None
    dry_run: bool
    changes: ChangeSet
    cells: tuple[ChangedCell, ...]
    rows: tuple[FigureRow, ...]
    findings: tuple[Finding, ...]
    in_excel: bool = False
    grounds: tuple[Ground, ...] = ()
    reopened: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "refresh",
            "month": str(self.month),
            "workbook": str(self.workbook),
            "written": None if self.written is None else str(self.written),
            "backup": None if self.backup is None else str(self.backup),
            "receipt": None if self.receipt is None else str(self.receipt),
            "dry_run": self.dry_run,
            "in_excel": self.in_excel,
            "changed": len(self.cells),
            "cells": [cell.as_dict() for cell in self.cells],
            "changes": {**kept(self.changes), **_reopened(self.reopened)},
            "counted": [ground.as_dict() for ground in self.grounds],
            "findings": findings_as_dicts(self.findings),
        }


def _reopened(issue: int | None) -> dict[str, object]:
    return {} if issue is None else {"reopened": issue}


def refresh(
    settings: Settings,
    month: Month,
    *,
    dry_run: bool = False,
    out: Path | None = None,
    reissue: bool = False,
    document: Document | None = None,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> Refreshed:
    """Fill the month and return what changed.

    `dry_run` writes nothing at all. `out` writes a filled copy there and leaves the workbook, the
    history and the receipts as they are. `reissue` fills an issued month again and unlocks
    it, to be issued again under the next number. `document` is the workbook that is worked on, the
    file on the disk if none is given. `progress` gets each step in words, `on_step`
    the names of the steps of the safe replacement.

    Raises Refused, nothing having been written: bad input, an issued month, a place that is
    missing, a formula in the way, a workbook that is open or protected by another password.
    """
    if out is not None and is_there(out):
        raise UsageFault(
            error(
                "U105",
                "A filled copy is written as a new file, and there is one of that name.",
                str(out),
                "Name a file that is not there yet.",
            )
        )
    if out is not None:
        require_free(settings, out)
    if out is not None and out.suffix.lower() != settings.workbook_path.suffix.lower():
        raise UsageFault(
            error(
                "U105",
                f"The copy must be a workbook of the same kind, {settings.workbook_path.suffix}.",
                str(out),
                f"Name it so: {out.with_suffix(settings.workbook_path.suffix).name}",
            )
        )
    document = document or FileOnDisk(settings)
    with ExitStack() as stack:
        if out is None and not dry_run:
            stack.enter_context(document.held())
            finish_restating(settings, document.source)
        case = gather(settings, month, source=document.source, today=today, progress=progress)
        if month in case.issued and not reissue:
            raise refuse_issued(case)
        refuse_cut_off(settings, case.record, month, case.locked, document.source)
        if month in case.issued:
            refuse_overtaken(case)
            case = case.reopened()
        progress("working out the figures")
        rows = case.rows()
        after = Afterwards(case, document.source)
        wanted, planned = plan_month(case, rows, after.gives)
        calculation = after.calculation(planned.changes, wanted)
        found = (
            *case.noticed(rows),
            *planned.findings,
            *(() if document.is_open else left_to_excel(calculation)),
        )
        cells = changed_cells(planned.changes, wanted, case.looks)
        result = Refreshed(
            month, settings.workbook_path, None, None, None, dry_run,
            planned.changes, cells, rows, found, document.is_open, case.grounds(),
            max(last_number(case.record, month), 1) if case.reopening else None,
        )  # fmt: skip
        if dry_run:
            progress("trying it out on a copy")
            if out is None:
                _rehearse(case, result, calculation, document)
                result = replace(result, findings=(*found, *document.in_other_hands()))
            else:
                require_replaceable(out)
                rehearse_copy(settings, result.changes, calculation, password_for(case))
            return result
        if out is not None:
            return _to_copy(case, result, calculation, out, progress)
        result = _in_place(case, result, calculation, document, progress, on_step)
        if not document.is_open:
            return result
        more = against_kept_in_excel(planned, calculation, document)
        return replace(result, findings=(*result.findings, *more))


def _rehearse(case: Case, result: Refreshed, calculation: Calculation, document: Document) -> None:
    """Refuse what the run itself would; a dry run promises nothing else."""
    _require_ledgers(case, result)
    if result.changes:
        require_folder(case.settings.folder / FOLDER, "making the folder of receipts")
        document.rehearse(result.changes, calculation, password_for(case))


def _require_ledgers(case: Case, result: Refreshed) -> None:
    if case.new_readings:
        require_replaceable(case.settings.history_path)
    if result.changes and _is_known_by_locks(case):
        require_replaceable(case.settings.issued_path)


def _to_copy(
    case: Case, result: Refreshed, calculation: Calculation, out: Path, progress: Progress
) -> Refreshed:
    progress(f"writing {out.name}")
    password = password_for(case)

    def write(target: Path) -> None:
        if result.changes:
            write_changes(case.settings, result.changes, target, password, calculation)
        else:
            shutil.copyfile(case.settings.workbook_path, target)

    def check(target: Path) -> None:
        results = calculation if result.changes else Calculation()
        verify(target, result.changes, password=password, calculation=results)

    replace_file(out, write, check=check)
    return replace(result, written=out)


def _in_place(
    case: Case,
    result: Refreshed,
    calculation: Calculation,
    document: Document,
    progress: Progress,
    on_step: Progress,
) -> Refreshed:
    settings = case.settings
    now = dt.datetime.now(tz=dt.UTC)
    unread = settle_receipts(settings, document.source)
    result = replace(result, findings=(*result.findings, *unread))
    _require_ledgers(case, result)
    if result.changes:
        with _on_record_first(case):
            result = _change_workbook(case, result, calculation, document, now, progress, on_step)
    if case.new_readings:
        on_step("history")
        with after_writing(bool(result.changes)):
            case.history.append(settings.history_path, case.new_readings, now)
    if settings.log_path:
        on_step("log")
        fault = RunLog(settings.log_path).write(
            "refresh",
            month=str(result.month),
            changed=len(result.cells),
            findings=[f.code for f in result.findings if f.wants_a_look],
        )
        result = replace(result, findings=(*result.findings, *([fault] if fault else [])))
    on_step("finished")
    return result


def _is_known_by_locks(case: Case) -> bool:
    """Say whether the month is filled again and only its locks say that it was issued."""
    return case.reopening and not any(each.month == case.month for each in case.record)


@contextmanager
def _on_record_first(case: Case) -> Iterator[None]:
    """Put a month on record before its locks are opened, if they alone say that it was issued.

    The line is taken back if the workbook is not written after all.
    """
    if not _is_known_by_locks(case):
        yield
        return
    path = case.settings.issued_path
    write_text(path, with_issue(case.record, Issued(case.month, 1, "", "", "")))
    try:
        yield
    except BaseException:
        if case.record:
            write_text(path, as_text(case.record))
        else:
            path.unlink(missing_ok=True)
        raise


def _change_workbook(
    case: Case,
    result: Refreshed,
    calculation: Calculation,
    document: Document,
    now: dt.datetime,
    progress: Progress,
    on_step: Progress,
) -> Refreshed:
    settings = case.settings
    password = password_for(case)
    on_step("receipt")
    if not document.is_open:
        result = replace(result, written=settings.workbook_path)
    with receipt_first(settings, result.month, result.as_dict(), document, now) as receipt:
        changed = document.change(result.changes, calculation, password, progress, on_step)
    on_step("receipt kept")
    result = replace(
        result,
        backup=changed.backup,
        receipt=receipt,
        findings=(*result.findings, *changed.findings),
    )
    with after_writing(True):
        close_receipt(settings, receipt, result.as_dict())
    return result


@contextmanager
def receipt_first(
    settings: Settings,
    month: Month,
    content: dict[str, object],
    document: Document,
    now: dt.datetime,
) -> Iterator[Path]:
    """Let a receipt wait while the block changes the workbook; it goes where nothing changed.

    What was cut off after the file was replaced, or half-way in an open book, keeps the receipt
    waiting, and the next run settles it. One that changed the workbook and says that something is
    left to do has its receipt at once.
    """
    mark = document.mark()
    receipt = open_receipt(settings, month, content, now, mark)
    try:
        yield receipt
    except Unfinished:
        with suppress(Refused):  # where it cannot be written it goes on waiting
            close_receipt(settings, receipt, content)
        raise
    except BaseException as fault:
        if isinstance(fault, Refused) or (mark and document.mark() == mark):
            withdraw_receipt(receipt)
        raise


@contextmanager
def after_writing(written: bool) -> Iterator[None]:
    """Add to a refusal in the block that the workbook has been `written` already."""
    try:
        yield
    except Refused as refused:
        if written:
            raise Unfinished(refused.findings) from refused
        raise
