"""Rows and columns that a run inserted in an open workbook before it was cut off, still empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.engines.package import PackageWorkbook
from lacxl.files.plain import is_folder
from lacxl.ledgers.carried_out import differing, how_many_hold
from lacxl.ledgers.kept_changes import restored
from lacxl.ledgers.receipts import Receipt, fingerprint, waiting_receipts
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula, Protection, Snapshot

_Sheets = dict[str, Mapping[Cell, CellValue]]


@dataclass(frozen=True, slots=True)
class HalfInserted:
    """What the run of a waiting receipt inserted, in its order.

    `only_that` says that it changed nothing else before it was cut off, no protection either.
    """

    receipt: Receipt
    backup: Path
    inserted: tuple[Insertion, ...]
    only_that: bool

    @property
    def finding(self) -> Finding:
        """What to say of it, and what to do."""
        undo = "; or press Undo last fill, which deletes just that" if self.only_that else ""
        return error(
            "B209",
            "A run that was cut off had inserted this in the open workbook and not filled it.",
            "; ".join(f"{each.sheet}: {each.axis.value} {each.lines}" for each in self.inserted),
            f"Nothing was written. Close the workbook without saving{undo}. Where it was saved "
            f"since, copy {self.backup.name} from the folder of backups over it. Then run again.",
        )


def refuse_half_inserted(settings: Settings, source: Path) -> None:
    """Refuse to go on in a workbook, of which `source` is a copy, that was left so (B209)."""
    found = half_inserted(settings, source)
    if found is not None:
        raise Refused([found.finding])


def half_inserted(settings: Settings, source: Path) -> HalfInserted | None:
    """Return what the newest run left so, None where it did not or that cannot be told.

    Told by the backup from before: its cells are in other places as far as anything was inserted.
    """
    newest = next(iter(waiting_receipts(settings)), None)
    if newest is None or not newest.in_excel or newest.content is None:
        return None
    try:
        changes = restored(newest.content.get("changes"))
        before = _backup(settings, newest.content.get("sha256_of_backup"))
        if before is None or not changes.inserted:
            return None
        then, now = _surveyed(before), _surveyed(source)
        made = changes.inserted[: _how_many(_cells(then), _cells(now), changes.inserted)]
        if not made:
            return None
        whole = made == changes.inserted
        after, held = how_many_hold(source, changes) if whole else (0, 1)
        if after > held:
            return None
        untouched = _guarded(then) == _guarded(now) and not (
            whole and differing(source, changes.between.reverse())
        )
    except (ValueError, Refused):
        return None
    return HalfInserted(newest, before, made, untouched)


def _backup(settings: Settings, sha256: object) -> Path | None:
    folder = settings.backups_folder
    found = folder.glob(f"*{settings.workbook_path.suffix}") if is_folder(folder) else ()
    return next((file for file in found if sha256 and fingerprint(file) == sha256), None)


def _surveyed(path: Path) -> Snapshot:
    with PackageWorkbook(path, allow_signed=True) as book:
        return book.survey()


def _guarded(snapshot: Snapshot) -> dict[str, Protection | None]:
    return {sheet.name: sheet.protection for sheet in snapshot.sheets}


def _cells(snapshot: Snapshot) -> _Sheets:
    """Return what cells hold, by sheet; a formula counts as one, whatever it says."""
    return {
        sheet.name: {
            cell: "=" if isinstance(value, Formula) else value
            for cell, value in sheet.values.items()
        }
        for sheet in snapshot.sheets
    }


def _how_many(before: _Sheets, now: _Sheets, inserted: Sequence[Insertion]) -> int:
    """Return how many of the insertions make of one workbook most of what is in the other."""
    wrong = [_differing(each, now) for each in _growing(before, inserted)]
    return wrong.index(min(wrong))


def _growing(sheets: _Sheets, inserted: Sequence[Insertion]) -> Iterator[_Sheets]:
    """Yield the cells before anything is inserted, and after each insertion."""
    yield sheets
    for new in inserted:
        there = sheets.get(new.sheet, {}).items()
        moved = {to: value for cell, value in there if (to := new.cell(cell)) is not None}
        sheets = {**sheets, new.sheet: moved}
        yield sheets


def _differing(one: _Sheets, other: _Sheets) -> int:
    """Return how many cells hold something else, as far as both were surveyed."""
    return sum(
        not same(one[sheet].get(cell), other.get(sheet, {}).get(cell))
        for sheet in one
        for cell in one[sheet].keys() | other.get(sheet, {}).keys()
        if cell.row <= WINDOW_ROWS and cell.column <= WINDOW_COLUMNS
    )
