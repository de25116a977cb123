"""Undoing what the last run changed: its receipt reversed, if nothing has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from lacxl.app.case.seen import Seen, see
from lacxl.app.document.backup_before import backup_before
from lacxl.app.document.document import Document, Progress
from lacxl.app.document.file_on_disk import FileOnDisk
from lacxl.app.document.formula_results import calculated, left_to_excel
from lacxl.app.document.password import find_password
from lacxl.app.document.with_receipt import (
    ChangedWorkbook,
    after_writing,
    changed_with_receipt,
    logged,
    tried_out,
)
from lacxl.app.issue.cut_off import refuse_cut_off
from lacxl.app.json_forms import changed_cells
from lacxl.app.outputs import sweep_all
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import first_of
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.issuing.issued import refusal
from lacxl.ledgers.carried_out import differing, how_many_hold
from lacxl.ledgers.half_inserted import HalfInserted, half_inserted
from lacxl.ledgers.kept_changes import restored
from lacxl.ledgers.receipts import (
    Receipt,
    happened,
    is_whole,
    receipts,
    settle_receipts,
    withdraw_receipt,
)
from lacxl.ledgers.record import Issued, last_number, read_record
from lacxl.ledgers.register_agreement import mended
from lacxl.ledgers.restated import Restated
from lacxl.ledgers.restating import finish_restating
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import CellLook
from lacxl.workbook.wanted import Wanted

_NAMED = 10
_UNDONE: Final = {
    "refresh": "the fill of {}",
    "restate": "the restatement of {}",
    "next-month": "the place made for {}",
}
"""The commands that undoing takes back, and what they did for a month."""
_WAY = "Nothing was undone. A backup from before each run is in the folder of backups."


@dataclass(frozen=True, slots=True)
class LastFill:
    """The fill that undoing would take back: its receipt, its month and what it changed.

    A restatement and the place for a month count as fills: `command` says which it was.
    `reopened` is the issue of the month that the fill opened to correct it, 0 where it did not.
    `backup` is the sha256 of the file from before, by which an insertion is taken back. Of a
    restatement `restated` is its moment in the ledger, and `issues` how many were on record.
    """

    receipt: Path
    command: str
    month: Month
    changes: ChangeSet
    reopened: int = 0
    backup: str = ""
    restated: dt.datetime | None = None
    issues: int | None = None

    def named(self, month: str) -> str:
        """Return what it was in words, with the month as it is written there."""
        return _UNDONE[self.command].format(month)

    def is_since_issued(self, issued: Collection[Month], record: Sequence[Issued]) -> bool:
        """Say whether the month was issued after the fill; undoing a reopening issues nothing."""
        if self.issues is not None:
            return len(record) > self.issues
        if self.month not in issued:
            return False
        return not self.reopened or self.reopened != last_number(record, self.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(ChangedWorkbook):
    """What undoing did, or would do in a dry run. The history keeps the readings that were taken.

    `undoes` is the receipt of the fill, and `fill` what it was in words, made by the `command`;
    `receipt` is the one of the undoing itself.
    """

    undoes: Path
    fill: str
    command: str

    def as_dict(self) -> dict[str, object]:
        """The result for --json and for the receipt; docs/json.md documents it."""
        return self.facts("undo", named={"undoes": self.undoes.name})


def undo(
    settings: Settings,
    *,
    dry_run: bool = False,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> Undone:
    """Put back what the last fill, restatement or place for a month changed.

    Only the workbook goes back; the history is append-only and keeps the readings. The fill before
    that is then the last one.

    Raises Refused, nothing having been changed: no fill to undo (B201), a receipt without what
    undoing needs (B202), something that changed since (B203), an issued month (B204), a fill
    that is no longer in the workbook (B205), a newer receipt that cannot be read (B207).
    """
    document = document or FileOnDisk(settings)
    found = sweep_all(settings)
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(document.held())
        half = half_inserted(settings, document.source)
        if half is not None and not (half.only_that and document.is_open):
            raise Refused([half.finding])
        if not (dry_run or half):
            found += stack.enter_context(mended(settings)).findings
            found += settle_receipts(settings, document.source)
            finish_restating(settings, document.source)
        progress("looking at what the last run changed")
        last = last_fill(settings, document.source, half)
        record = read_record(settings.issued_path)
        seen = see(settings, document.source)
        refuse_issued(settings, last, seen, record)
        refuse_cut_off(settings, record, last.month, seen.locked, document.source)
        _refuse_changed(last, document.source)
        changes = last.changes.reverse()
        password = _password(settings, seen)
        if changes.deleted and not document.is_open:
            progress("looking for the backup from before")
            document = document.made_of(
                backup_before(settings, last.backup, last.changes, last.receipt.name, password)
            )
            calculation = Calculation()
        else:
            calculation = calculated(settings, document.source, changes.between)
        result = _result(settings, last, changes, seen, document, dry_run)
        left = () if document.is_open else left_to_excel(calculation)
        result = replace(result, findings=(*found, *left))
        if dry_run:
            return tried_out(result, calculation, document, password, progress)
        lines, now = _taken_back(last), dt.datetime.now(tz=dt.UTC)
        result = changed_with_receipt(
            result, calculation, document, password, now, progress, on_step, lines=lines
        )
        if half is not None:
            withdraw_receipt(half.receipt.path)
        if lines:
            on_step("ledger")
            with after_writing(True):
                finish_restating(settings, document.source)
        result = logged(settings, result, "undo", on_step)
    on_step("finished")
    return result


def last_fill(
    settings: Settings, source: Path | None = None, half: HalfInserted | None = None
) -> LastFill:
    """Return the newest fill that happened and has not been undone.

    With `source`, a file that holds the workbook as it is, those of runs that were cut off count
    too, unless its cells say that they changed nothing. Of one that was cut off in the `half` only
    what it inserted counts. Raises Refused (B201, B202, B207).
    """

    def is_a_fill(receipt: Receipt) -> bool:
        if not receipt.waiting or (half and receipt == half.receipt):
            return True
        return source is not None and happened(settings, receipt, source) is not False

    last = _newest(settings, filter(is_a_fill, receipts(settings)))
    return replace(last, changes=ChangeSet(inserted=half.inserted)) if half else last


def _newest(settings: Settings, newest_first: Iterable[Receipt]) -> LastFill:
    undone: set[str] = set()
    for receipt in newest_first:
        content = receipt.content
        if content is None:
            raise refuse(
                "B207",
                "The newest receipt cannot be read, so it is not known what the last run changed.",
                str(receipt.file),
                f"Move it out of the folder of receipts to undo the run before it. {_WAY}",
            )
        command = str(content.get("command"))
        if command == "undo":
            undone.add(str(content.get("undoes")))
        elif command in _UNDONE and receipt.path.name not in undone:
            try:
                month, changes = Month.parse(content["month"]), restored(content["changes"])
                if not is_whole(content, changes):
                    raise ValueError("it was edited")
                if content.get("inserted") and not changes.inserted:
                    raise ValueError("it does not say what was inserted")
            except (KeyError, ValueError, AttributeError) as fault:
                raise refuse(
                    "B202",
                    "The receipt of the last run does not hold what undoing needs: an earlier "
                    "lacxl wrote it, or it was edited.",
                    receipt.file.name,
                    _WAY,
                ) from fault
            return LastFill(
                receipt.path,
                command,
                month,
                changes,
                backup=str(content.get("sha256_of_backup", "")),
                **_more(content["changes"]),
            )
    raise refuse(
        "B201",
        "There is nothing to undo: no receipt of a fill, a restatement or a month's place is left.",
        str(settings.folder / "receipts"),
        "Fill a month first. What was typed by hand is undone in Excel itself.",
    )


def _more(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a receipt says besides of the issue that was opened, or of a restatement."""
    reopened, when, issues = kept.get("reopened"), kept.get("restated"), kept.get("issues")
    return {
        "reopened": reopened if isinstance(reopened, int) else 0,
        "restated": dt.datetime.fromisoformat(when) if when else None,
        "issues": issues if isinstance(issues, int) else None,
    }


def refuse_issued(
    settings: Settings, last: LastFill, seen: Seen, record: tuple[Issued, ...]
) -> None:
    """Refuse to undo the fill of a month that was issued since, or a restatement once any was."""
    if not last.is_since_issued(seen.issued(record), record):
        return
    month = last.month
    why = refusal(month, record, settings.issued_path.name, settings.workbook_path.name)
    (first,) = why.findings
    since = first.what
    if last.issues is not None:
        issued = record[-1]
        since = f"{issued.month.long} was issued since, as issue {issued.issue}."
    raise refuse("B204", f"{_sentence(last)} is not undone. {since}", first.where, first.todo)


def _sentence(last: LastFill) -> str:
    """Return what it was, as a sentence begins."""
    what = last.named(last.month.long)
    return what[:1].upper() + what[1:]


def _refuse_changed(last: LastFill, source: Path) -> None:
    changed = differing(source, last.changes)
    if not changed:
        return
    if _is_absent(last, source):
        raise refuse(
            "B205",
            f"{_sentence(last)} is not in the workbook: it was closed without saving, or put back "
            "already.",
            last.receipt.name,
            "There is nothing to do.",
        )
    raise refuse(
        "B203",
        f"{_sentence(last)} cannot be undone. Changed since: {how_many(len(changed), 'place')}; "
        "undoing would lose that.",
        first_of(changed, _NAMED),
        f"Change them by hand, or put them back to what lacxl wrote. {_WAY}",
    )


def _is_absent(last: LastFill, source: Path) -> bool:
    """Say whether nothing of the fill is there; without an insertion other cells are in place."""
    if not last.changes.inserted:
        return not differing(source, last.changes.reverse())
    after, before = how_many_hold(source, last.changes)
    return after <= before


def _result(
    settings: Settings,
    last: LastFill,
    changes: ChangeSet,
    seen: Seen,
    document: Document,
    dry_run: bool,
) -> Undone:
    places = [CellRef(change.sheet, change.cell) for change in changes.cells]
    looks = {where: seen.looks.get(where, CellLook()) for where in places}
    why = f"undoing {last.named(last.month.short)}"
    wanted = tuple(Wanted(where, None, why=why, source=last.receipt.name) for where in places)
    return Undone(
        month=last.month,
        workbook=settings.workbook_path,
        undoes=last.receipt,
        dry_run=dry_run,
        in_excel=document.is_open,
        changes=changes,
        cells=changed_cells(changes, wanted, looks),
        fill=last.named(last.month.long),
        command=last.command,
    )


def _password(settings: Settings, seen: Seen) -> str | None:
    needed = any(s.protection and s.protection.password for s in seen.snapshot.sheets)
    return find_password(settings.workbook_path, needed=needed)


def _taken_back(last: LastFill) -> tuple[Restated, ...]:
    """Return what the ledger of restatements gets."""
    if last.restated is None:
        return ()
    when = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return (Restated(when, last.month, undoes=last.restated),)


def undoable(
    settings: Settings, issued: frozenset[Month], record: tuple[Issued, ...]
) -> LastFill | None:
    """Return the fill that could be undone if nothing changed since, None where there is none.

    One that was cut off in an open workbook counts: undoing settles first whether it happened.
    """
    try:
        last = _newest(
            settings, [each for each in receipts(settings) if not each.waiting or each.in_excel]
        )
    except Refused:
        return None
    return None if last.is_since_issued(issued, record) else last
