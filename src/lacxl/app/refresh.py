"""Filling a month: from the extracts to a changed workbook and a receipt."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lacxl.app.case import Case, gather, open_workbook
from lacxl.app.password import find_password
from lacxl.app.receipt import FORMAT, ChangedCell, changed_cells, findings_as_dicts
from lacxl.app.receipts import close_receipt, open_receipt, settle_receipts, withdraw_receipt
from lacxl.domain.errors import Refused, Unfinished, UsageFault, refuse
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month
from lacxl.engines.package import verify
from lacxl.files.guarding import guarded
from lacxl.files.replacing import Stamp, replace_file, require_replaceable, stamp_of
from lacxl.files.runlog import RunLog
from lacxl.files.texts import write_text
from lacxl.issuing.issued import refusal
from lacxl.issuing.record import Issued, as_text, with_issue
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.plan import FormulaChoice, Plan, plan, unlock
from lacxl.workbook.wanted import Wanted, cover, lay, rules

if TYPE_CHECKING:
    from lacxl.app.grounds import Ground

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did, or would do in a dry run.

    `written` is the workbook that was written, None where nothing had to change or nothing was to
    be written. `backup` is the old workbook's copy. `grounds` say of each indicator what its figure
    rests on, where children's records were counted.
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
    grounds: tuple[Ground, ...] = ()

    @property
    def has_findings(self) -> bool:
        """Whether a person should look at something; notes do not count."""
        return any(finding.wants_a_look for finding in self.findings)

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
            "changed": len(self.cells),
            "cells": [cell.as_dict() for cell in self.cells],
            "counted": [ground.as_dict() for ground in self.grounds],
            "findings": findings_as_dicts(self.findings),
        }


def refresh(
    settings: Settings,
    month: Month,
    *,
    dry_run: bool = False,
    out: Path | None = None,
    reissue: bool = False,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> Refreshed:
    """Fill the month and return what changed.

    `dry_run` writes nothing at all. `out` writes a filled copy there and leaves the workbook, the
    history and the receipts as they are. `reissue` fills a month that was issued anew and unlocks
    it, to be issued again under the next number. `progress` hears what goes on in words, `on_step`
    the names of the steps of the safe replacement.

    Raises Refused, nothing having been written: bad input, an issued month, a place that is
    missing, a formula in the way, a workbook that is open or protected by another password.
    """
    if out is not None and out.exists():
        raise UsageFault(
            error(
                "U105",
                "A filled copy is written as a new file, and there is one of that name.",
                str(out),
                "Name a file that is not there yet.",
            )
        )
    if out is not None and out.suffix.lower() != settings.workbook_path.suffix.lower():
        raise UsageFault(
            error(
                "U105",
                f"The copy is a workbook of the same kind, {settings.workbook_path.suffix}.",
                str(out),
                f"Name it so: {out.with_suffix(settings.workbook_path.suffix).name}",
            )
        )
    with ExitStack() as stack:
        if not dry_run and out is None:
            stack.enter_context(guarded(settings.workbook_path))
        since = stamp_of(settings.workbook_path)
        case = gather(settings, month, today=today, progress=progress)
        if month in case.issued:
            if not reissue:
                raise refusal(
                    month, case.record, settings.issued_path.name, settings.workbook_path.name
                )
            refuse_overtaken(case)
            case = case.reopened()
        progress("working out the figures")
        rows = case.rows()
        wanted, planned = plan_month(case, rows)
        found = (*case.noticed(rows), *planned.findings)
        cells = changed_cells(planned.changes, wanted, case.looks)
        result = Refreshed(
            month, settings.workbook_path, None, None, None, dry_run,
            planned.changes, cells, rows, found, case.grounds(),
        )  # fmt: skip
        if dry_run:
            return result
        if out is not None:
            return _to_copy(case, result, out, progress)
        return _in_place(case, result, since, progress, on_step)


def plan_month(case: Case, rows: tuple[FigureRow, ...]) -> tuple[tuple[Wanted, ...], Plan]:
    """Return the wanted cells of the month and what has to change for them."""
    faults = case.missing_places()
    if faults:
        raise Refused(faults)
    in_month = {
        number: reading
        for number, by_month in case.readings.items()
        if (reading := by_month.get(case.month)) is not None
    }
    wanted = (
        *(() if case.later else cover(case.places.cover, case.there, case.month)),
        *lay(
            rows,
            case.places,
            outturns=case.outturns,
            benchmarks=case.benchmarks,
            empty=frozenset(p for p in case.looks if case.there.get(p) in (None, "")),
            sources={number: str(r.source or "") for number, r in in_month.items()},
            read=frozenset(in_month),
            current=case.later is None,
        ),
    )
    planned = plan(
        case.snapshot,
        case.looks,
        wanted,
        rules=rules(case.places),
        formulas=FormulaChoice(case.settings.workbook.formulas),
    )
    if not case.reopening:
        return wanted, planned
    freed = unlock(case.looks, tuple(case.places.of_month(case.month)))
    return wanted, replace(planned, changes=planned.changes.and_then(freed))


def refuse_overtaken(case: Case) -> None:
    """Refuse to issue a month from a workbook in which a later one is filled."""
    if case.later is not None:
        raise refuse(
            "I107",
            f"{case.later.long} is filled already: year to date, arrows and lights are that "
            f"month's, so {case.month.long} cannot be issued from this workbook.",
            case.settings.workbook_path.name,
            f"Take the issued copy of {case.month.long}, or a backup from before, into a folder "
            "of its own with a lacxl.toml, and issue it from there.",
        )


def write_changes(
    settings: Settings, changes: ChangeSet, target: Path, password: str | None
) -> None:
    """Write the workbook with its changes to a new file.

    A fault of the disk comes as the OSError it is, so that it is told of the workbook and not of
    a temporary file. Raises Refused for everything else.
    """
    with open_workbook(settings) as book:
        try:
            book.write(changes, target, password=password)
        except Refused as refused:
            fault: BaseException | None = refused
            while fault is not None and not isinstance(fault, OSError):
                fault = fault.__cause__
            if isinstance(fault, OSError):
                raise OSError(fault.errno, fault.strerror) from refused
            raise


def password_for(case: Case, *, protecting: bool = False) -> str | None:
    """Return the password; the keyring is asked only if a sheet is guarded or is to be."""
    guarded_sheets = any(s.protection and s.protection.password for s in case.snapshot.sheets)
    return find_password(case.settings.workbook_path, needed=protecting or guarded_sheets)


def _to_copy(case: Case, result: Refreshed, out: Path, progress: Progress) -> Refreshed:
    progress(f"writing {out.name}")
    password = password_for(case)

    def write(target: Path) -> None:
        if result.changes:
            write_changes(case.settings, result.changes, target, password)
        else:
            shutil.copyfile(case.settings.workbook_path, target)

    def check(target: Path) -> None:
        verify(target, result.changes, password=password)

    replace_file(out, write, check=check)
    return replace(result, written=out)


def _in_place(
    case: Case, result: Refreshed, since: Stamp, progress: Progress, on_step: Progress
) -> Refreshed:
    settings = case.settings
    now = dt.datetime.now(tz=dt.UTC)
    settle_receipts(settings.folder, settings.workbook_path)
    if case.new_readings:
        require_replaceable(settings.history_path)
    if result.changes:
        progress("writing the workbook")
        with _on_record_first(case):
            result = _replace_workbook(case, result, since, now, on_step)
    if case.new_readings:
        on_step("history")
        with after_writing(bool(result.changes)):
            case.history.append(settings.history_path, case.new_readings, now)
    if settings.log_path:
        on_step("log")
        said = RunLog(settings.log_path).write(
            "refresh",
            month=str(result.month),
            changed=len(result.cells),
            findings=[f.code for f in result.findings if f.wants_a_look],
        )
        result = replace(result, findings=(*result.findings, *([said] if said else [])))
    on_step("finished")
    return result


@contextmanager
def _on_record_first(case: Case) -> Iterator[None]:
    """Put a month on record before its locks are opened, if they alone say that it was issued.

    The line is taken back if the workbook is not written after all.
    """
    if not case.reopening or any(each.month == case.month for each in case.record):
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


def _replace_workbook(
    case: Case, result: Refreshed, since: Stamp, now: dt.datetime, on_step: Progress
) -> Refreshed:
    settings = case.settings
    password = password_for(case)

    def write(target: Path) -> None:
        write_changes(settings, result.changes, target, password)

    on_step("receipt")
    result = replace(result, written=settings.workbook_path)
    receipt = open_receipt(
        settings.folder, result.month, settings.workbook_path, result.as_dict(), now
    )
    try:
        replaced = replace_file(
            settings.workbook_path,
            write,
            check=lambda target: verify(target, result.changes, password=password),
            backup_folder=settings.backups_folder,
            keep=settings.backups.keep,
            since=since,
            on_step=on_step,
        )
    except BaseException:
        withdraw_receipt(receipt)
        raise
    on_step("receipt stands")
    result = replace(
        result,
        backup=replaced.backup,
        receipt=receipt,
        findings=(*result.findings, *replaced.findings),
    )
    with after_writing(True):
        close_receipt(receipt, result.as_dict())
    return result


@contextmanager
def after_writing(written: bool) -> Iterator[None]:
    """Say of a refusal in the block that the workbook has been `written` by then."""
    try:
        yield
    except Refused as refused:
        if written:
            raise Unfinished(refused.findings) from refused
        raise
