"""Adding the sheet of XmR charts to the workbook, once; a refresh keeps it up to date."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case.gathering import gather
from lacxl.app.case.seen import open_workbook
from lacxl.app.case.which_month import named_or_latest
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk
from lacxl.app.document.with_receipt import ChangedWorkbook, changed_with_receipt, logged, tried_out
from lacxl.app.issue.cut_off import refuse_cut_off
from lacxl.app.planning.planning import password_for
from lacxl.app.signals.signal_charts import charts_of
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.files.temporary import private_folder
from lacxl.ledgers.half_inserted import refuse_half_inserted
from lacxl.ledgers.receipts import settle_receipts
from lacxl.ledgers.register_agreement import mended
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.signal_sheet import new_sheet
from lacxl.workbook.wanted import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartsAdded(ChangedWorkbook):
    """What was added, or would be in a dry run: the sheet, and the figures it has charts of."""

    sheet: str
    charts: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return self.facts("add-charts", told={"sheet": self.sheet, "charts": list(self.charts)})


def add_charts(
    settings: Settings,
    month: Month | None = None,
    *,
    dry_run: bool = False,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> ChartsAdded:
    """Add the sheet with a chart for each figure, as of a month: the latest, if none is named.

    Raises Refused, nothing having been written: input that cannot be read, no figure that has a
    month (P123), a sheet of that name (W145), a workbook to which no sheet can be added.
    """
    document = document or FileOnDisk(settings)
    at = named_or_latest(settings, month, "add-charts")
    with ExitStack() as stack:
        restored: tuple[Finding, ...] = ()
        if not dry_run:
            stack.enter_context(document.held())
            restored = stack.enter_context(mended(settings)).findings
            finish_restating(settings, document.source)
            refuse_half_inserted(settings, document.source)
        case = gather(settings, at, source=document.source, needs_reading=False, progress=progress)
        refuse_cut_off(settings, case.record, at, case.locked, document.source)
        progress("drawing the charts")
        charts = charts_of(case, case.rows())
        if not charts:
            raise refuse(
                "P123",
                "No figure has a month that a chart could show.",
                settings.workbook_path.name,
                "Fill some months first; twelve are needed before anything is judged.",
            )
        name = settings.signals.sheet
        sheet, wanted = new_sheet(name, charts, at)
        result = ChartsAdded(
            month=at,
            workbook=settings.workbook_path,
            dry_run=dry_run,
            in_excel=document.is_open,
            changes=_filling(wanted),
            cells=(),
            findings=restored,
            sheet=name,
            charts=tuple(chart.label for chart in charts),
        )
        folder = Path(stack.enter_context(private_folder()))
        grown = folder / settings.workbook_path.name
        with open_workbook(settings, document.source) as book:
            book.add_sheet(sheet, grown)
        document = document.made_of(grown, sheet)
        password = password_for(case)
        if dry_run:
            return tried_out(result, Calculation(), document, password, progress)
        unread = settle_receipts(settings, document.source)
        result = replace(result, findings=(*result.findings, *unread))
        result = changed_with_receipt(
            result, Calculation(), document, password, dt.datetime.now(tz=dt.UTC), progress, on_step
        )
        result = logged(settings, result, "add-charts", on_step)
    on_step("finished")
    return result


def _filling(wanted: tuple[Wanted, ...]) -> ChangeSet:
    """Return what is written into the cells of a sheet that is empty."""
    return ChangeSet(
        tuple(
            CellChange(each.place.sheet, each.place.cell, Swap(None, each.value)) for each in wanted
        )
    )
