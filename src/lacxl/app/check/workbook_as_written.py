"""Whether the living workbook shows what was issued and filled: a part of `verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.case.seen import see
from lacxl.app.check.diff import DifferentFigure, diff
from lacxl.domain.finding import Finding, error, first_of
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.files.backups import moment_of
from lacxl.files.plain import is_absent
from lacxl.ledgers.carried_out import differing
from lacxl.ledgers.kept_changes import restored
from lacxl.ledgers.kept_files import Kept
from lacxl.ledgers.receipts import fingerprint, is_of
from lacxl.ledgers.record import Issued
from lacxl.ledgers.register import GONE, SUM, Register, name_of
from lacxl.ledgers.restated import RESTATED, in_force
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.changes import CellChange, ChangeSet
from lacxl.workbook.layout.model import JudgedCells

_NAMED = 10
_OF_PEOPLE = {
    each.value
    for each in (
        JudgedCells.TARGET,
        JudgedCells.POLARITY,
        JudgedCells.NOTE_MONTHLY,
        JudgedCells.NOTE_YTD,
    )
}
"""What people write beside a figure, in an issued month too: lacxl diff shows it."""


def workbook_faults(
    settings: Settings, record: Sequence[Issued], register: Register, kept: Sequence[Kept]
) -> Iterator[Finding]:
    """Yield what the workbook shows otherwise than lacxl wrote it, nobody having said why.

    A workbook that is the very file that lacxl wrote last is not looked into, if nobody has saved
    it in between since lacxl wrote it first. Raises Refused where it cannot be read.
    """
    workbook = settings.workbook_path
    written = register.sums.get(name_of(settings.register_path, workbook))
    if is_absent(workbook):
        if written:
            what = "The workbook is gone."
            yield error("H131", what, workbook.name, "Put it back: the newest backup is of it.")
        return
    alone = _is_of_lacxl_alone(settings, register)
    if alone and written and written.line == f"{SUM}{fingerprint(workbook)}":
        return
    ours = [each for each in kept if is_of(settings, each.content)]
    issued = [each for each in record if each.file and each.sha256]
    if issued:
        latest = max(issued, key=lambda each: (each.month, each.issue))
        yield from _against_issue(settings, latest, _since(ours, latest))
    yield from _against_fills(settings, ours)


def _is_of_lacxl_alone(settings: Settings, register: Register) -> bool:
    """Say whether each run found the workbook as the run before had left it."""
    workbook, left = settings.workbook_path, ""
    name = name_of(settings.register_path, workbook)
    backups = f"{name_of(settings.register_path, settings.backups_folder)}/"
    for entry in register.entries:
        if entry.file == name:
            left = entry.line
        elif (
            left
            and entry.line not in (left, GONE)
            and entry.file.startswith(backups)
            and moment_of(settings.backups_folder / entry.file[len(backups) :], workbook.name)
        ):
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Since:
    """What lacxl wrote after an issue: cells of figures, and cells at all, unless they may have
    moved since, which is None.
    """

    figures: frozenset[CellRef] | None
    all: frozenset[CellRef] | None


def _since(ours: Sequence[Kept], issued: Issued) -> _Since:
    """Return what was written after an issue; nothing that moved a month corrects it."""
    figures: set[CellRef] = set()
    others: set[CellRef] = set()
    for each in reversed(ours):
        if each.content.get("sha256") == issued.sha256:
            return _Since(frozenset(figures), frozenset(figures | others))
        changes = _changes(each)
        if changes is None and _is_issue(each):
            continue
        if changes is None or changes.inserted or changes.deleted:
            break
        cells = {CellRef(change.sheet, change.cell) for change in changes.cells}
        if each.content.get("command") == "next-month":
            others |= cells
        else:
            figures |= cells
    return _Since(frozenset(figures), None)


def _is_issue(kept: Kept) -> bool:
    return kept.content.get("command") == "issue"


def _changes(kept: Kept) -> ChangeSet | None:
    """Return what a receipt says was changed, None for an issue, or one that cannot be undone."""
    try:
        return restored(kept.content.get("changes"))
    except ValueError:
        return None


def _against_issue(settings: Settings, latest: Issued, since: _Since) -> Iterator[Finding]:
    """Yield the issued figures that differ from the latest issue and that lacxl did not correct.

    Those of a month stay as they are; years, years to date, lights and arrows stay unless lacxl
    wrote their cells since.
    """
    copy = settings.issued_folder / Path(latest.file).name
    if is_absent(copy) or fingerprint(copy) != latest.sha256:
        return  # told already
    known = {
        (each.figure, each.what)
        for each in in_force(RESTATED.load(settings.restated_path))
        if not each.issue
    }
    for each in diff(str(copy), None, settings).figures:
        written = since.figures if _is_of(each, latest.month) else since.all
        if (
            each.was
            and each.what not in _OF_PEOPLE
            and (each.figure, each.what) not in known
            and written is not None
            and written.isdisjoint(each.cells)
        ):
            yield error(
                "H132",
                f"{each.figure}, {each.what}: {_quoted(each.now)} is shown, and "
                f"{_quoted(each.was)} was issued as issue {latest.issue} of {latest.month.long}"
                f"{f' on {latest.issued_on}' if latest.issued_on else ''}.",
                first_of(each.cells, _NAMED),
                "Put back what was issued. An issued figure is corrected by lacxl restate.",
            )


def _is_of(figure: DifferentFigure, last: Month) -> bool:
    """Say whether it is a figure of a month up to the last issued one."""
    try:
        return Month.parse(figure.what[:7]) <= last
    except ValueError:
        return False


def _quoted(shown: str) -> str:
    return shown or "nothing"


def _against_fills(settings: Settings, ours: Sequence[Kept]) -> Iterator[Finding]:
    """Yield the cells that do not hold what the receipts say, the latest of each cell."""
    cover = set(see(settings).layout.cover.places)
    seen: set[tuple[str, Cell]] = set()
    for each in reversed(ours):
        changes = _changes(each)
        if changes is None:
            continue
        cells = [
            CellChange(change.sheet, change.cell, change.value)
            for change in changes.cells
            if change.value is not None
            and (change.sheet, change.cell) not in seen
            and CellRef(change.sheet, change.cell) not in cover
        ]
        seen |= {(change.sheet, change.cell) for change in cells}
        shown = tuple(cell for cell in cells if cell.value and cell.value.after is not None)
        wrong = differing(settings.workbook_path, ChangeSet(shown)) if shown else ()
        if wrong:
            never = len(wrong) == len(shown) and each.content.get("in_excel")
            yield error(
                "H133",
                "What this run wrote into the open workbook is not in it: it is not saved yet, "
                "or was closed without saving."
                if never
                else f"Not what this run wrote: {how_many(len(wrong), 'cell')}, "
                f"{first_of(wrong, _NAMED)}. Somebody changed them since.",
                each.entry.file,
                "Fill the month again to see the right figures.",
            )
        if changes.inserted or changes.deleted:
            return  # the cells of receipts before it are in other places now
