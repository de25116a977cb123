"""Writing a change set: changed sheets are rendered, then the package is rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from zipfile import ZipInfo

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding
from lacxl.engines.package.admission import (
    SheetChanges,
    by_sheet,
    cell_faults,
    guarding,
    rules_faults,
    sheet_faults,
)
from lacxl.engines.package.around_rows import AroundBytes, AroundRows, open_sheet
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.chart_texts import retold
from lacxl.engines.package.comments import (
    comments_faults,
    moved_comments,
    parts_with_comments,
)
from lacxl.engines.package.formats import replace_rules
from lacxl.engines.package.formula_cells import may_hold_formula
from lacxl.engines.package.merging import covered_content, merges_faults, replace_merges
from lacxl.engines.package.package_edit import PackageEdit
from lacxl.engines.package.parts import TYPES_PART, Package, SheetPart, relationships_part
from lacxl.engines.package.protection import protect, protection_of, unprotect
from lacxl.engines.package.repack import LARGE_LEVEL, LEVEL, Packed, Repacking, pack
from lacxl.engines.package.row_writer import RowWriter
from lacxl.engines.package.soundness import require_sound
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.survey import LARGE_SHEET
from lacxl.engines.package.unlocking import Unlocking
from lacxl.engines.package.xml import prefixes
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import CellChange, ChangeSet
from lacxl.workbook.snapshot import Scalar

_SCANNED = 1 << 20  # a larger sheet is not worth unpacking for this


@dataclass(frozen=True, slots=True)
class Rendered:
    """A changed sheet, ready to be written, and what was met while rendering it."""

    packed: Packed
    faults: tuple[Finding, ...]
    has_formulas: bool
    formulas_changed: bool
    comments: Mapping[str, bytes]


def write_changes(
    package: Package,
    frames: Callable[[SheetPart], AroundBytes],
    styles: Stylesheet,
    changes: ChangeSet,
    calculation: Calculation,
    target: Path,
    password: str | None,
    *,
    thorough: bool,
) -> None:
    """Write the changed workbook to target; raises Refused with every fault of the changes,
    nothing left.

    What no change can touch is copied first: the disk works on it while it is checked (`thorough`
    checks large members too) and the rest is made.
    """
    plan = by_sheet(changes)
    touched = {changed.sheet for changed in plan}
    others = dict.fromkeys(place.sheet for place in sorted(calculation.stale))
    plan += tuple(SheetChanges(sheet, {}, None, None) for sheet in others if sheet not in touched)
    with new_file(package, target) as (repacking, writing):
        with writing():
            repacking.keep(_settled(package, plan, calculation))
        require_sound(package.archive, except_for=_rendered(package, plan), thorough=thorough)
        parts, removed = _changed_parts(
            package, frames, styles, changes, calculation, plan, password
        )
        with writing():
            repacking.finish(parts, removed)


def _rendered(package: Package, plan: Sequence[SheetChanges]) -> set[str]:
    """Return the parts of the sheets that change, which are read to their ends anyway."""
    return {sheet.part for changed in plan if (sheet := package.sheet(changed.sheet))}


def _results(calculation: Calculation) -> dict[str, dict[Cell, Scalar]]:
    """Return the results to keep by sheet; None where one is taken away."""
    found: dict[str, dict[Cell, Scalar]] = {}
    for place in sorted(calculation.stale):
        found.setdefault(place.sheet, {})[place.cell] = calculation.results.get(place)
    return found


def _settled(
    package: Package, plan: Sequence[SheetChanges], calculation: Calculation
) -> list[ZipInfo]:
    """Return the members that stay as they are whatever the changes come to."""
    sheets = [package.sheet(changed.sheet) for changed in plan]
    parts = [package.workbook_part, *(sheet.part for sheet in sheets if sheet)]
    parts += calculation.drawn
    parts += [
        part
        for changed, sheet in zip(plan, sheets, strict=True)
        if changed.comments and sheet
        for part in parts_with_comments(package, sheet.part)
    ]
    parts += [
        drawing
        for changed, sheet in zip(plan, sheets, strict=True)
        if changed.chart_texts and sheet
        for drawing in package.related_to(sheet.part, "drawing")
    ]
    styles, chain = package.related("styles"), package.related("calcChain")
    parts += [part for part in (styles, chain) if part]
    if chain or not styles:
        parts.append(relationships_part(package.workbook_part))
    if chain or not styles or any(changed.comments for changed in plan):
        parts.append(TYPES_PART)
    names = {part.casefold() for part in parts}
    return [info for info in package.archive.members if info.filename.casefold() not in names]


def _changed_parts(
    package: Package,
    frames: Callable[[SheetPart], AroundBytes],
    styles: Stylesheet,
    changes: ChangeSet,
    calculation: Calculation,
    plan: Sequence[SheetChanges],
    password: str | None,
) -> tuple[dict[str, Packed], set[str]]:
    """Return the new content of every part that changes, and the members that go."""
    results = _results(calculation)
    faults = [fault for changed in plan for fault in sheet_faults(package, changed.sheet)]
    rendered: dict[str, Rendered] = {}
    edit = PackageEdit(package)
    for changed in plan:
        sheet = package.sheet(changed.sheet)
        if sheet is not None and not sheet.kind:
            with reading(package.where_sheet(sheet)):
                result = _render(
                    package,
                    sheet,
                    frames(sheet),
                    styles,
                    changed,
                    results.get(changed.sheet, {}),
                    password,
                    edit,
                )
            rendered[sheet.part] = result
            faults += result.faults
    if faults:
        raise Refused(faults)
    if any(result.formulas_changed for result in rendered.values()):
        edit.drop_calculation_chain()
    undrawn = calculation.undrawn or calculation.undrawn_perhaps
    if any(change.value for change in changes.cells) and (
        undrawn or _has_formulas(package, rendered)
    ):
        edit.recalculate_on_load()
    if styles.changed:
        edit.put_styles(styles.serialise())
    parts = {part: result.packed for part, result in rendered.items()}
    drawn = dict(calculation.drawn)
    for changed in plan:
        drawn |= retold(package, changed, drawn)
    parts |= {part: pack([content]) for part, content in drawn.items()}
    for result in rendered.values():
        parts |= {part: pack([content]) for part, content in result.comments.items()}
    parts |= {part: pack([content]) for part, content in edit.parts().items()}
    return parts, edit.removed


def _render(
    package: Package,
    sheet: SheetPart,
    content: AroundBytes,
    styles: Stylesheet,
    changed: SheetChanges,
    results: Mapping[Cell, Scalar],
    password: str | None,
    edit: PackageEdit,
) -> Rendered:
    frame = AroundRows(package, sheet, content)
    faulty = cell_faults(frame, changed, package.date1904)
    guard = guarding(frame, changed, password)
    faults = [*guard.faults, *(finding for _, finding in sorted(faulty.items()))]
    cutter = open_sheet(package, sheet)
    if prefixes(frame.root) > 1:
        faults.append(_two_prefixes(package, sheet))
    unlocking = _apply_protection(frame, changed, styles, cutter.prefix, password)
    if changed.rules:
        wrong = rules_faults(changed.rules)
        faults += wrong
        if not wrong:
            replace_rules(frame, changed.rules.rules.after, styles)
    if changed.merges:
        wrong = merges_faults(frame, changed.merges)
        wrong = wrong or covered_content(open_sheet(package, sheet), changed)
        faults += wrong
        if not wrong:
            replace_merges(frame, changed.merges)
    comments: Mapping[str, bytes] = {}
    if changed.comments:
        wrong = comments_faults(package, sheet.part, changed.comments)
        faults += wrong
        if not wrong:
            comments = moved_comments(package, frame, changed.comments, edit)
    cells = {cell: change for cell, change in changed.cells.items() if cell not in faulty}
    extent = _extent(cells)
    if extent:
        frame.extend_dimension(extent)
    writer = RowWriter(
        cutter,
        frame,
        styles,
        cells,
        results,
        unlocking=unlocking,
        guard=guard.guard,
        date1904=package.date1904,
    )
    before, after = frame.halves()
    large = package.info(sheet.part).file_size > LARGE_SHEET
    packed = pack(chain([before], writer.blocks(), [after]), LARGE_LEVEL if large else LEVEL)
    return Rendered(
        packed,
        (*faults, *writer.faults),
        writer.has_formulas,
        writer.formula_removed or writer.formula_added,
        comments,
    )


def _apply_protection(
    frame: AroundRows,
    changed: SheetChanges,
    styles: Stylesheet,
    prefix: bytes,
    password: str | None,
) -> Unlocking | None:
    """Change the sheet's protection; return what unlocks its cells if it was free before.

    A sheet that is protected already keeps its flags, its password and its locks.
    """
    if changed.protection is None:
        return None
    wanted = changed.protection.protection.after
    if wanted is None:
        unprotect(frame)
        return None
    if protection_of(frame) is not None:
        return None
    protect(frame, wanted, password)
    unlocking = Unlocking(styles, prefix)
    frame.restyle_columns(unlocking.styles)
    return unlocking


def _extent(cells: dict[Cell, CellChange]) -> Area | None:
    """Return the area of the cells that will be there."""
    there = [
        cell
        for cell, change in cells.items()
        if change.number_format
        or change.locked
        or change.style
        or (change.value and change.value.after not in (None, ""))
    ]
    if not there:
        return None
    rows, columns = [cell.row for cell in there], [cell.column for cell in there]
    return Area(min(rows), min(columns), max(rows), max(columns))


def _has_formulas(package: Package, rendered: dict[str, Rendered]) -> bool:
    """Say whether any sheet has a formula; in doubt about a large one, yes.

    A needless recalculation on opening costs a second, a stale figure is wrong.
    """
    if package.related("calcChain") or any(result.has_formulas for result in rendered.values()):
        return True
    others = [sheet for sheet in package.sheets if sheet.part not in rendered and not sheet.kind]
    found = (package.archive.find(sheet.part) for sheet in others)
    return any(
        info.file_size > _SCANNED or may_hold_formula(package, info)
        for info in found
        if info is not None
    )


@contextmanager
def new_file(
    package: Package, target: Path
) -> Iterator[tuple[Repacking, Callable[[], AbstractContextManager[None]]]]:
    """Open the new file; a write that fails leaves nothing.

    It comes with a context to write in, where faults of the disk are reported as the new file's.
    """
    where = target.name

    @contextmanager
    def writing() -> Iterator[None]:
        if not package.archive.unchanged():
            raise refuse(
                "W119",
                "The workbook was changed by someone else while lacxl was at work.",
                package.label,
                "Nothing was written. Close it everywhere and run again.",
            )
        try:
            with reading(package.label):
                yield
        except Refused as fault:
            if not isinstance(fault.__cause__, OSError):
                raise
            raise refuse(
                "W138",
                f"The new file cannot be written ({fault.__cause__.strerror or 'disk error'}).",
                where,
                "Check that the folder is there, that you may write in it, and that it has room.",
            ) from fault

    with writing():
        if target.exists() and (target.samefile(package.archive.path) or target.stat().st_size):
            raise refuse(
                "W137", "There is a file in the place of the new one.", where, "Remove it first."
            )
        repacking = Repacking(package.archive, target)
    try:
        with repacking:
            yield repacking, writing
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def _two_prefixes(package: Package, sheet: SheetPart) -> Finding:
    return refuse(
        "W133",
        "This part is built in a way lacxl does not edit: its namespace has two prefixes.",
        package.where_sheet(sheet),
        "Open the file in Excel and save it again.",
    ).findings[0]
