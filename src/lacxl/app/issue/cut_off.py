"""Issues that were cut off between locking the workbook and its line on the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from lacxl.app.case.seen import see
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_file
from lacxl.issuing.naming import issue_file_name, issue_status
from lacxl.ledgers.carried_out import differing
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued, last_number
from lacxl.ledgers.register import Entry
from lacxl.ledgers.unfinished import Note, note_of
from lacxl.settings.settings import Settings
from lacxl.workbook.plan import same


def copy_path(settings: Settings, month: Month, number: int) -> Path:
    """Return where the issued copy of this number goes."""
    suffix = settings.workbook_path.suffix
    name = issue_file_name(settings.workbook.title, month, number, suffix)
    return settings.issued_folder / name


def put_back(record: Sequence[Issued], month: Month, entries: Sequence[Entry]) -> Issued | None:
    """Return the month's issue of which the line on record was put back, None where there is none.

    `entries` are the lines of ledgers that this run put back.
    """
    lines = {entry.line for entry in entries}
    return next((each for each in record if each.month == month and each.line() in lines), None)


def finished_copy(
    settings: Settings,
    record: Sequence[Issued],
    month: Month,
    locked: Collection[Month],
    source: Path,
) -> tuple[int, Path] | None:
    """Return the issue of an earlier run that locked the workbook and did not get to record it.

    `locked` are the months that are locked in the workbook, of which `source` is the file. Where
    somebody has saved the workbook since, the cells tell.
    """
    if month not in locked:
        return None
    number = last_number(record, month) + 1
    copy = copy_path(settings, month, number)
    with coded(copy, "looking for the issued copy"):
        if not is_file(copy):
            return None
        whole = sha256_of(copy) == sha256_of(source)
    return (number, copy) if whole or _is_issue(settings, month, number, source, copy) else None


def _is_issue(settings: Settings, month: Month, number: int, source: Path, copy: Path) -> bool:
    """Say whether a copy shows the month as the workbook does, locked, and both as this issue."""
    try:
        ours, theirs = see(settings, source), see(settings, copy)
    except Refused:
        return False
    here, there, status = ours.there, theirs.there, ours.layout.cover.issue
    shown = tuple(ours.layout.of_month(month))
    return (
        ours.layout == theirs.layout
        and month in theirs.locked
        and (status is None or here.get(status) == there.get(status) == issue_status(number))
        and all(same(here.get(place), there.get(place)) for place in shown)
    )


def left_in_excel(
    settings: Settings,
    record: Sequence[Issued],
    month: Month,
    locked: Collection[Month],
    source: Path,
) -> Note | None:
    """Return the issue that was cut off after it had locked the open book, None if there is none.

    A note whose changes are not all in the workbook is passed over: the month is then
    planned again from what is there.
    """
    if month not in locked:
        return None
    left = note_of(settings, copy_path(settings, month, last_number(record, month) + 1))
    return None if left is None or differing(source, left.changes) else left


def unfinished_copy(
    settings: Settings,
    record: Sequence[Issued],
    month: Month,
    locked: Collection[Month],
    source: Path,
) -> Path | None:
    """Return the copy of an issue that was cut off, written or not, None where there is none."""
    at = (settings, record, month, locked, source)
    if (finished := finished_copy(*at)) is not None:
        return finished[1]
    left = left_in_excel(*at)
    return left.copy if left else None


def refuse_cut_off(
    settings: Settings,
    record: Sequence[Issued],
    month: Month,
    locked: Collection[Month],
    source: Path,
) -> None:
    """Refuse to change a month that has an unfinished issue."""
    copy = unfinished_copy(settings, record, month, locked, source)
    if copy is not None:
        raise refuse(
            "I109",
            f"The issue of {month.long} was cut off before it was recorded.",
            copy.name,
            f"Finish it first: lacxl issue {month}",
        )
