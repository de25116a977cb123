"""Filling a month: from the extracts to a changed workbook and a receipt."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lacxl.app.case.case import Case
from lacxl.app.case.gathering import gather
from lacxl.app.case.noticed import noticed
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk, rehearse_copy, write_changes
from lacxl.app.document.formula_results import Afterwards, against_kept_in_excel, left_to_excel
from lacxl.app.document.with_receipt import (
    ChangedWorkbook,
    after_writing,
    changed_with_receipt,
    logged,
    tried_out,
)
from lacxl.app.issue.cut_off import refuse_cut_off
from lacxl.app.json_forms import changed_cells
from lacxl.app.month.typed_before import typed_before
from lacxl.app.outputs import require_free
from lacxl.app.planning.planning import password_for, plan_month, refuse_issued, refuse_overtaken
from lacxl.app.signals.signal_charts import redrawn
from lacxl.domain.errors import UsageFault
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month
from lacxl.engines.package import verify
from lacxl.files.plain import is_there
from lacxl.files.replacing import replace_file, require_replaceable
from lacxl.ledgers.cells_that_left import PRINTED
from lacxl.ledgers.half_inserted import refuse_half_inserted
from lacxl.ledgers.keeping import keep, keep_readings, take_back
from lacxl.ledgers.receipts import settle_receipts
from lacxl.ledgers.record import Issued, keep_on_record, last_number
from lacxl.ledgers.register_agreement import mended
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings
from lacxl.workbook.calculation import Calculation

if TYPE_CHECKING:
    from lacxl.app.children.grounds import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed(ChangedWorkbook):
    """What a refresh did, or would do in a dry run.

    `written` may be a copy that was asked for. `grounds` say what each indicator's figure rests on,
    where children's records were counted. `reopened` is the issue that was opened to be corrected,
    if any. `charts` is the sheet of XmR charts that were brought up to date, if they were: its
    cells are among the changes, and not among the cells of figures.
    """

    rows: tuple[FigureRow, ...]
    charts: str = ""
    grounds: tuple[Ground, ...] = ()
    reopened: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return self.facts(
            "refresh",
            told={"charts": self.charts or None},
            undoing={} if self.reopened is None else {"reopened": self.reopened},
            more={"counted": [ground.as_dict() for ground in self.grounds]},
        )


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
        restored: tuple[Finding, ...] = ()
        if out is None and not dry_run:
            stack.enter_context(document.held())
            restored = stack.enter_context(mended(settings)).findings
            finish_restating(settings, document.source)
            refuse_half_inserted(settings, document.source)
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
        cells = changed_cells(planned.changes, wanted, case.looks)
        charts = redrawn(case, rows)
        planned = replace(
            planned,
            changes=planned.changes.and_then(charts.changes),
            findings=(*planned.findings, *charts.findings),
        )
        calculation = after.calculation(planned.changes, wanted)
        found = (
            *restored,
            *noticed(case, rows),
            *planned.findings,
            *(() if document.is_open else left_to_excel(calculation)),
        )
        result = Refreshed(
            month=month,
            workbook=settings.workbook_path,
            dry_run=dry_run,
            in_excel=document.is_open,
            changes=planned.changes,
            cells=cells,
            rows=rows,
            charts=charts.sheet if charts.changes else "",
            findings=found,
            grounds=case.grounds(),
            reopened=max(last_number(case.record, month), 1) if case.reopening else None,
        )
        if out is not None and dry_run:
            progress("trying it out on a copy")
            require_replaceable(out)
            rehearse_copy(settings, result.changes, calculation, password_for(case))
            return result
        if out is not None:
            return _to_copy(case, result, calculation, out, progress)
        if dry_run:
            _require_ledgers(case, result)
            return tried_out(result, calculation, document, password_for(case), progress)
        result = _in_place(case, result, calculation, document, progress, on_step)
        if not document.is_open:
            return result
        more = against_kept_in_excel(planned, calculation, document)
        return replace(result, findings=(*result.findings, *more))


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
        password = password_for(case)
        with _on_record_first(case):
            result = changed_with_receipt(
                result, calculation, document, password, now, progress, on_step
            )
    if printed := tuple(typed_before(case, result.changes, now)):
        on_step("printed")
        with after_writing(True):
            keep(settings, PRINTED, settings.printed_path, printed)
    if case.new_readings:
        on_step("history")
        with after_writing(bool(result.changes)):
            keep_readings(settings, case.history, case.new_readings, now)
    codes = [finding.code for finding in result.findings if finding.wants_a_look]
    result = logged(settings, result, "refresh", on_step, findings=codes)
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
    keep_on_record(case.settings, Issued(case.month, 1, "", "", ""))
    try:
        yield
    except BaseException:
        take_back(case.settings, case.settings.issued_path)
        raise
