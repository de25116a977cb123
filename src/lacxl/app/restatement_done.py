"""Carrying a restatement out: workbook, history, ledger and log, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case import Case
from lacxl.app.document import Document, Progress
from lacxl.app.formula_results import Afterwards, against_kept_in_excel, left_to_excel
from lacxl.app.json_forms import FORMAT, ChangedCell, findings_as_dicts
from lacxl.app.planning import password_for
from lacxl.app.refresh import after_writing, receipt_first
from lacxl.app.restatement import Restatement
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.files.replacing import require_folder, require_replaceable
from lacxl.files.runlog import RunLog
from lacxl.ledgers.kept_changes import kept
from lacxl.ledgers.receipts import FOLDER, close_receipt
from lacxl.ledgers.restated import RESTATED, Restated
from lacxl.ledgers.restating import drop_lines, leave_lines, lines_first
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class RestatedMonth:
    """What a restatement did, or would do in a dry run.

    `restated` are the ledger's new lines. `written`, `backup`, `receipt` and `in_excel` are as of a
    refresh. `issue` and `copy` are the corrected copy that was asked for.
    """

    month: Month
    workbook: Path
    written: Path | None
    backup: Path | None
    receipt: Path | None
    dry_run: bool
    in_excel: bool
    changes: ChangeSet
    cells: tuple[ChangedCell, ...]
    restated: tuple[Restated, ...]
    findings: tuple[Finding, ...]
    issues: int = 0
    issue: int | None = None
    copy: Path | None = None

    @property
    def has_findings(self) -> bool:
        """Whether a person should look at something; notes do not count."""
        return any(finding.wants_a_look for finding in self.findings)

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "restate",
            "month": str(self.month),
            "workbook": str(self.workbook),
            "written": None if self.written is None else str(self.written),
            "backup": None if self.backup is None else str(self.backup),
            "receipt": None if self.receipt is None else str(self.receipt),
            "dry_run": self.dry_run,
            "in_excel": self.in_excel,
            "changed": len(self.cells),
            "cells": [cell.as_dict() for cell in self.cells],
            "changes": {**kept(self.changes), **self._undoing()},
            "restated": [
                {
                    "month": str(each.month),
                    "figure": each.figure,
                    "what": each.what,
                    "was": each.was,
                    "now": each.now,
                    "issue": each.issue,
                    "marked": str(each.marked) if each.marked else "",
                }
                for each in self.restated
            ],
            "issue": self.issue,
            "copy": None if self.copy is None else str(self.copy),
            "findings": findings_as_dicts(self.findings),
        }

    def _undoing(self) -> dict[str, object]:
        """Return what undoing needs: which lines are undone, and how many issues there were."""
        when = max((each.when for each in self.restated), default=None)
        return {"restated": when.isoformat() if when else "", "issues": self.issues}


def carry_out(
    case: Case,
    planned: Restatement,
    result: RestatedMonth,
    document: Document,
    progress: Progress,
    on_step: Progress,
) -> RestatedMonth:
    """Carry it out, or try it out on a copy in a dry run."""
    after = Afterwards(case, document.source)
    calculation = after.calculation(planned.changes, planned.wanted)
    if not document.is_open:
        result = replace(result, findings=(*result.findings, *left_to_excel(calculation)))
    _require_ledgers(case, result)
    if result.dry_run:
        progress("trying it out on a copy")
        if result.changes:
            require_folder(case.settings.folder / FOLDER, "making the folder of receipts")
            document.rehearse(result.changes, calculation, password_for(case))
        return replace(result, findings=(*result.findings, *document.in_other_hands()))
    result = _carried_out(case, result, calculation, document, progress, on_step)
    if not document.is_open:
        return result
    more = against_kept_in_excel(planned.plan, calculation, document)
    return replace(result, findings=(*result.findings, *more))


def _require_ledgers(case: Case, result: RestatedMonth) -> None:
    settings = case.settings
    if case.new_readings:
        require_replaceable(settings.history_path)
    if result.restated:
        require_replaceable(settings.restated_path)
    if result.issue:
        require_replaceable(settings.issued_path)


def _carried_out(
    case: Case,
    result: RestatedMonth,
    calculation: Calculation,
    document: Document,
    progress: Progress,
    on_step: Progress,
) -> RestatedMonth:
    """Change the workbook, then add to history and ledger; a note has the lines meanwhile."""
    settings = case.settings
    now = dt.datetime.now(tz=dt.UTC)
    if result.changes:
        result = _changed(case, result, calculation, document, now, progress, on_step)
    elif result.restated:
        on_step("note")
        leave_lines(settings, result.restated, None)
    with after_writing(bool(result.changes)):
        if case.new_readings:
            on_step("history")
            case.history.append(settings.history_path, case.new_readings, now)
        if result.restated:
            on_step("ledger")
            RESTATED.add(settings.restated_path, result.restated)
            drop_lines(settings)
    if settings.log_path:
        on_step("log")
        said = RunLog(settings.log_path).write(
            "restate",
            month=str(result.month),
            changed=len(result.cells),
            findings=[f.code for f in result.findings if f.wants_a_look],
        )
        result = replace(result, findings=(*result.findings, *([said] if said else [])))
    return result


def _changed(
    case: Case,
    result: RestatedMonth,
    calculation: Calculation,
    document: Document,
    now: dt.datetime,
    progress: Progress,
    on_step: Progress,
) -> RestatedMonth:
    settings = case.settings
    if not document.is_open:
        result = replace(result, written=settings.workbook_path)
    on_step("receipt")
    with receipt_first(settings, result.month, result.as_dict(), document, now) as receipt:
        on_step("note")
        with lines_first(settings, result.restated, receipt):
            changed = document.change(
                result.changes, calculation, password_for(case), progress, on_step
            )
    on_step("receipt kept")
    found = (*result.findings, *changed.findings)
    result = replace(result, backup=changed.backup, receipt=receipt, findings=found)
    with after_writing(True):
        close_receipt(settings, receipt, result.as_dict())
    return result
