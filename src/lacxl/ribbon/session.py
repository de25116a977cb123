"""One workbook read for a verb: its months known, and the month that is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lacxl.app.case.report_months import ReportMonth, choose, months_of
from lacxl.app.case.seen import Seen, see
from lacxl.app.document.open_book import OpenBook
from lacxl.app.issue.cut_off import copy_path, unfinished_copy
from lacxl.app.month.undo import undoable
from lacxl.domain.month import Month
from lacxl.ledgers.record import Issued, last_number, read_record
from lacxl.ribbon.last_run import LastRun
from lacxl.ribbon.state import Facts
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.engine import OpenWorkbook


@dataclass(frozen=True, slots=True)
class Session:
    """An open workbook, what it holds, and the month that a verb is about.

    `arg` and `reason` are what the macro handed over.
    """

    document: OpenBook
    seen: Seen
    record: tuple[Issued, ...]
    months: tuple[ReportMonth, ...]
    month: Month
    chosen: Month | None
    arg: str = ""
    reason: str = ""

    @property
    def book(self) -> OpenWorkbook:
        """The book in Excel."""
        return self.document.book

    @property
    def settings(self) -> Settings:
        """The settings beside it."""
        return self.document.settings

    def progress(self, step: str) -> None:
        """Show a step in Excel's status bar."""
        self.book.say(f"lacxl: {step}")

    def after(self, changes: ChangeSet) -> Session:
        """Return the session after a change set is in the workbook, without reading it again.

        The record is read again; a session about another month than the next one keeps it.
        """
        there = dict(self.seen.there)
        for change in changes.cells:
            if change.value is not None:
                there[CellRef(change.sheet, change.cell)] = change.value.after
        record = read_record(self.settings.issued_path)
        issued = _issued(self.document, self.seen, record)
        months = months_of(self.seen.layout, there, issued)
        return replace(self, record=record, months=months)


def open_session(document: OpenBook, wanted: str, chosen: Month | None) -> Session:
    """Read the workbook and choose the month; raises Refused."""
    settings = document.settings
    document.book.say("lacxl: reading the workbook")
    seen = see(settings, document.source)
    record = read_record(settings.issued_path)
    months = months_of(seen.layout, seen.there, _issued(document, seen, record))
    month = choose(months, wanted, chosen)
    kept = month if wanted or month == chosen else None
    return Session(document, seen, record, months, month, kept)


def read_again(session: Session) -> Session:
    """Return the session of the workbook as it is now, headings and all."""
    settings, document = session.settings, session.document
    seen = see(settings, document.now())
    record = read_record(settings.issued_path)
    months = months_of(seen.layout, seen.there, _issued(document, seen, record))
    return replace(session, seen=seen, record=record, months=months)


def facts_of(session: Session, last: LastRun | None) -> Facts:
    """Return what the buttons depend on."""
    record, month = session.record, session.month
    issued = session.seen.issued(record)
    fill = undoable(session.settings, issued, record)
    before = last_number(record, month)
    return Facts(
        month=month,
        months=session.months,
        chosen=session.chosen,
        undoable=fill.month if fill else None,
        problems=last.problems if last else None,
        number=before + 1,
        locks=len(set(session.seen.layout.of_month(month))),
        copy=copy_path(session.settings, month, before + 1).name,
    )


def _issued(document: OpenBook, seen: Seen, record: tuple[Issued, ...]) -> frozenset[Month]:
    """Return the issued months; one whose issue was cut off still has to be issued."""
    issued, locked = seen.issued(record), seen.locked
    by_locks = issued - {each.month for each in record}
    return issued - {
        month
        for month in by_locks
        if unfinished_copy(document.settings, record, month, locked, document.source)
    }
