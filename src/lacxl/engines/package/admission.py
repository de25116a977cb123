"""Whether a change set may be carried out at all: every fault of it, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lacxl.domain.finding import Finding, error
from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.cell_values import why_not
from lacxl.engines.package.parts import Package
from lacxl.engines.package.protection import fits, protection_of
from lacxl.engines.package.row_writer import Guard
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area, Cell
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    ChartTextChange,
    CommentsChange,
    MergesChange,
    ProtectionChange,
    RulesChange,
)
from lacxl.workbook.conditional_formats import Look
from lacxl.workbook.snapshot import CellValue


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """Everything that changes on one sheet, each cell once."""

    sheet: str
    cells: Mapping[Cell, CellChange]
    rules: RulesChange | None
    protection: ProtectionChange | None
    merges: MergesChange | None = None
    comments: CommentsChange | None = None
    chart_texts: tuple[ChartTextChange, ...] = ()


def by_sheet(changes: ChangeSet) -> tuple[SheetChanges, ...]:
    """Return the changes sheet by sheet; of two changes to one thing the later wins."""
    cells: dict[str, dict[Cell, CellChange]] = {name: {} for name in changes.sheets}
    for change in changes.cells:
        earlier = cells[change.sheet].get(change.cell)
        cells[change.sheet][change.cell] = earlier.and_then(change) if earlier else change
    rules = {change.sheet: change for change in changes.rules}
    protection = {change.sheet: change for change in changes.protection}
    merges: dict[str, MergesChange] = {}
    for merging in changes.merges:
        first = merges.get(merging.sheet)
        merges[merging.sheet] = first.and_then(merging) if first else merging
    comments: dict[str, CommentsChange] = {}
    for moving in changes.comments:
        earlier_moves = comments.get(moving.sheet)
        comments[moving.sheet] = earlier_moves.and_then(moving) if earlier_moves else moving
    return tuple(
        SheetChanges(
            name,
            cells[name],
            rules.get(name),
            protection.get(name),
            merges.get(name),
            comments.get(name),
            tuple(each for each in changes.chart_texts if each.sheet == name),
        )
        for name in changes.sheets
    )


def sheet_faults(package: Package, name: str) -> list[Finding]:
    """Return why a sheet cannot be changed."""
    sheet = package.sheet(name)
    if sheet is None:
        names = ", ".join(f"'{known.name}'" for known in package.sheets[:20])
        return [
            error(
                "W120",
                f"The workbook has no sheet '{name}'.",
                package.label,
                f"Its sheets are {names}.",
            )
        ]
    if sheet.kind:
        return [
            error("W121", f"'{name}' is {sheet.kind} and has no cells.", package.label, "Leave it.")
        ]
    return []


def cell_faults(frame: AroundRows, changes: SheetChanges, date1904: bool) -> dict[Cell, Finding]:
    """Return for each cell that may not be written the reason."""
    faults: dict[Cell, Finding] = {}
    merging = changes.merges
    covered = _covering(merging.among(frame.merges) if merging else frame.merges, changes.cells)
    if merging:  # what a merge is going to cover may be emptied
        covered = {
            cell: area
            for cell, area in covered.items()
            if area not in merging.coming or not _empties(changes.cells[cell])
        }
    for cell, change in changes.cells.items():
        where = f"{change.sheet}!{cell}" if _on_a_sheet(cell) else f"{change.sheet}!{tuple(cell)}"
        if not _on_a_sheet(cell):
            faults[cell] = error(
                "W122", "The cell is beyond the last row or column.", where, "Correct it."
            )
        elif change.value:
            fault = _value_fault(frame, cell, change.value.after, covered, date1904)
            if fault:
                faults[cell] = error(fault[0], fault[1], where, fault[2])
    return faults


def rules_faults(change: RulesChange) -> list[Finding]:
    """Return what is wrong with the rules to write."""
    return [
        error(
            "W132",
            "A conditional format lacks its formula, its colours are not RRGGBB, or its area is"
            " off the sheet.",
            f"{change.sheet}!{rule.area}",
            "Correct the colours in the settings.",
        )
        for rule in change.rules.after
        if not rule.formula
        or rule.formula.startswith("=")
        or not _colours_fit(rule.look)
        or not (_on_a_sheet(rule.area.first) and rule.area.bottom <= MAX_ROW)
        or rule.area.right > MAX_COLUMN
    ]


@dataclass(frozen=True, slots=True)
class Guarding:
    """What a sheet's protection means for a change: what is wrong, and who guards the locks."""

    faults: tuple[Finding, ...] = ()
    guard: Guard | None = None


def password_needed(where: str, sheet: str) -> Finding:
    """Return the finding for a change that the sheet's password guards."""
    what = f"The sheet '{sheet}' is protected by a password: set LACXL_PASSWORD."
    return error("W130", what, where, "Nothing was written.")


def password_wrong(where: str, sheet: str) -> Finding:
    """Return the finding for a change that needs another password than was given."""
    what = f"The password given is not that of the sheet '{sheet}'."
    return error("W129", what, where, "Set LACXL_PASSWORD to the right one. Nothing was written.")


def guarding(frame: AroundRows, changes: SheetChanges, password: str | None) -> Guarding:
    """Check a sheet's changes against its protection.

    Without the password only what a reader of the protected sheet could do by hand is allowed:
    values of unlocked cells, and formats where formatting stayed free.
    """
    name, present = changes.sheet, protection_of(frame)
    wanted = changes.protection.protection.after if changes.protection else None
    if changes.protection and present is None and wanted and wanted.password and not password:
        what = f"The sheet '{name}' needs a password for its protection: set LACXL_PASSWORD."
        return Guarding((error("W130", what, name, "Nothing was written."),))
    if present is None or not present.password or (password and fits(frame, password)):
        return Guarding()
    guard = password_wrong if password else password_needed
    drawings = changes.comments or changes.chart_texts
    drawings_guarded = bool(drawings) and "objects" not in present.allowed
    if drawings_guarded or _needs_password(
        changes, wanted is None, formats_free="formatCells" in present.allowed
    ):
        return Guarding((guard(name, name),), guard)
    return Guarding((), guard)


def _needs_password(changes: SheetChanges, unprotects: bool, *, formats_free: bool) -> bool:
    if changes.protection and unprotects:
        return True
    if changes.merges or any(change.locked for change in changes.cells.values()):
        return True  # Excel merges nothing on a protected sheet, even where formats are free
    if formats_free:
        return False
    return bool(changes.rules) or any(
        change.number_format or change.style for change in changes.cells.values()
    )


def _value_fault(
    frame: AroundRows, cell: Cell, value: CellValue, covered: Mapping[Cell, Area], date1904: bool
) -> tuple[str, str, str] | None:
    if cell in covered:
        return (
            "W123",
            f"The cell is covered by the merged cells {covered[cell]}.",
            f"Write into {covered[cell].first}, or unmerge them in Excel.",
        )
    for area, why in frame.blocked:
        if cell in area:
            return "W124", f"The cell is in {why} ({area}).", "Choose other cells."
    reason = why_not(value, date1904)
    if reason:
        return "W126", f"This value cannot be written: {reason}.", "Correct the source."
    return None


def _empties(change: CellChange) -> bool:
    return change.value is not None and change.value.after in (None, "")


def _covering(merges: Iterable[Area], cells: Iterable[Cell]) -> dict[Cell, Area]:
    """Return for each cell that a merge covers, not its first, the merge."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    return {
        cell: merge
        for merge in merges
        for row in (by_row.keys() & range(merge.top, merge.bottom + 1))
        for cell in by_row[row]
        if cell in merge and cell != merge.first
    }


def _on_a_sheet(cell: Cell) -> bool:
    return 1 <= cell.row <= MAX_ROW and 1 <= cell.column <= MAX_COLUMN


def _colours_fit(look: Look) -> bool:
    return all(
        colour is None or (len(colour) == 6 and not colour.strip("0123456789ABCDEFabcdef"))
        for colour in (look.fill, look.font)
    )
