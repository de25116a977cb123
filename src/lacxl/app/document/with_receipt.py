"""Changing the workbook under a receipt, and what every use case that does so returns.

The receipt comes first and waits, the workbook changes, the receipt becomes final; history and
ledgers follow. A dry run tries the change out on a copy.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from lacxl.app.document.document import Document, Progress
from lacxl.app.json_forms import FORMAT, ChangedCell, findings_as_dicts
from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.files.replacing import require_folder
from lacxl.files.runlog import RunLog
from lacxl.ledgers.kept_changes import kept
from lacxl.ledgers.receipts import FOLDER, close_receipt, open_receipt, withdraw_receipt
from lacxl.ledgers.restated import Restated
from lacxl.ledgers.restating import lines_first
from lacxl.settings.settings import Settings
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet

Facts = Mapping[str, object]
_NONE: Facts = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWorkbook(ABC):
    """What a run changed in the workbook, or would in a dry run.

    `written` is the file that was written, None where nothing had to change or nothing was to be
    written, or where the workbook was changed `in_excel`, to be saved by a person. `backup` is the
    old workbook's copy.
    """

    month: Month
    workbook: Path
    dry_run: bool
    in_excel: bool
    changes: ChangeSet
    cells: tuple[ChangedCell, ...]
    findings: tuple[Finding, ...] = ()
    written: Path | None = None
    backup: Path | None = None
    receipt: Path | None = None

    @abstractmethod
    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""

    def facts(
        self,
        command: str,
        *,
        named: Facts = _NONE,
        told: Facts = _NONE,
        undoing: Facts = _NONE,
        more: Facts = _NONE,
    ) -> dict[str, object]:
        """Return the entries of --json, with a command's own: after the workbook's name, before
        the cells, among the changes for undoing, and before the findings.
        """
        return {
            "format": FORMAT,
            "command": command,
            "month": str(self.month),
            "workbook": str(self.workbook),
            **named,
            "written": None if self.written is None else str(self.written),
            "backup": None if self.backup is None else str(self.backup),
            "receipt": None if self.receipt is None else str(self.receipt),
            "dry_run": self.dry_run,
            "in_excel": self.in_excel,
            **told,
            "changed": len(self.cells),
            "cells": [cell.as_dict() for cell in self.cells],
            "changes": {**kept(self.changes), **undoing},
            **more,
            "findings": findings_as_dicts(self.findings),
        }


R = TypeVar("R", bound=ChangedWorkbook)


def tried_out(
    result: R,
    calculation: Calculation,
    document: Document,
    password: str | None,
    progress: Progress,
) -> R:
    """Return the result of a dry run; raises Refused where the run itself would be refused."""
    progress("trying it out on a copy")
    if result.changes:
        require_folder(document.settings.folder / FOLDER, "making the folder of receipts")
        document.rehearse(result.changes, calculation, password)
    return replace(result, findings=(*result.findings, *document.in_other_hands()))


def changed_with_receipt(
    result: R,
    calculation: Calculation,
    document: Document,
    password: str | None,
    now: dt.datetime,
    progress: Progress,
    on_step: Progress,
    *,
    lines: Sequence[Restated] = (),
) -> R:
    """Change the workbook as the result says, and return it with receipt and backup.

    A note has the `lines` for the ledger of restatements, which get there later. Raises Refused,
    nothing having been changed, or Unfinished.
    """
    settings = document.settings
    if not document.is_open:
        result = replace(result, written=settings.workbook_path)
    on_step("receipt")
    with _receipt_first(result, document, now) as receipt:
        if lines:
            on_step("note")
        with lines_first(settings, lines, receipt):
            changed = document.change(result.changes, calculation, password, progress, on_step)
    on_step("receipt kept")
    found = (*result.findings, *changed.findings)
    result = replace(result, backup=changed.backup, receipt=receipt, findings=found)
    with after_writing(True):
        close_receipt(
            settings, receipt, result.as_dict(), changed.backup, in_excel=document.is_open
        )
    return result


def logged(settings: Settings, result: R, event: str, on_step: Progress, **facts: object) -> R:
    """Return the result with a line in the run log, and what to say where it takes none."""
    if not settings.log_path:
        return result
    on_step("log")
    fault = RunLog(settings.log_path).write(
        event, month=str(result.month), changed=len(result.cells), **facts
    )
    return replace(result, findings=(*result.findings, fault)) if fault else result


@contextmanager
def _receipt_first(result: R, document: Document, now: dt.datetime) -> Iterator[Path]:
    """Let a receipt wait while the block changes the workbook; it goes where nothing changed.

    What was cut off after the file was replaced, or half-way in an open book, keeps the receipt
    waiting, and the next run settles it. One that changed the workbook and says that something is
    left to do has its receipt at once.
    """
    settings, content, mark = document.settings, result.as_dict(), document.mark()
    receipt = open_receipt(settings, result.month, content, now, mark)
    try:
        yield receipt
    except Unfinished:
        with suppress(Refused):  # where it cannot be written it goes on waiting
            close_receipt(settings, receipt, content, in_excel=True)
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
