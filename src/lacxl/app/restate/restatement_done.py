"""Carrying a restatement out: workbook, history, ledger and log, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.formula_results import Afterwards, against_kept_in_excel, left_to_excel
from lacxl.app.document.with_receipt import (
    ChangedWorkbook,
    after_writing,
    changed_with_receipt,
    logged,
    tried_out,
)
from lacxl.app.planning.planning import password_for
from lacxl.app.restate.restatement import RestatementPlan
from lacxl.files.replacing import require_replaceable
from lacxl.ledgers.keeping import keep, keep_readings
from lacxl.ledgers.restated import RESTATED, Restated
from lacxl.ledgers.restating import drop_lines, leave_lines
from lacxl.workbook.calculation import Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedMonth(ChangedWorkbook):
    """What a restatement did, or would do in a dry run.

    `restated` are the ledger's new lines. `charts` is the sheet of XmR charts that follow, if any
    do: its cells are among the changes, and not among the cells of figures. `issue` and `copy` are
    the corrected copy that was asked for. `issues` is how many were on record before.
    """

    restated: tuple[Restated, ...]
    charts: str = ""
    issues: int = 0
    issue: int | None = None
    copy: Path | None = None

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return self.facts(
            "restate",
            told={"charts": self.charts or None},
            undoing=self._undoing(),
            more={
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
            },
        )

    def _undoing(self) -> dict[str, object]:
        """Return what undoing needs: which lines are undone, and how many issues there were."""
        when = max((each.when for each in self.restated), default=None)
        return {"restated": when.isoformat() if when else "", "issues": self.issues}


def carry_out(
    case: Case,
    planned: RestatementPlan,
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
        return tried_out(result, calculation, document, password_for(case), progress)
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
        password, lines = password_for(case), result.restated
        result = changed_with_receipt(
            result, calculation, document, password, now, progress, on_step, lines=lines
        )
    elif result.restated:
        on_step("note")
        leave_lines(settings, result.restated, None)
    with after_writing(bool(result.changes)):
        if case.new_readings:
            on_step("history")
            keep_readings(settings, case.history, case.new_readings, now)
        if result.restated:
            on_step("ledger")
            keep(settings, RESTATED, settings.restated_path, result.restated)
            drop_lines(settings)
    codes = [finding.code for finding in result.findings if finding.wants_a_look]
    return logged(settings, result, "restate", on_step, findings=codes)
