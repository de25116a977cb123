"""Writing a workbook with rows or columns inserted: what names a cell is made to follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.engines.package.admission import sheet_faults
from lacxl.engines.package.around_rows import AroundBytes, AroundRows, open_sheet
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.inserting.anchors import GridSizes, follow_anchors
from lacxl.engines.package.inserting.defined_names import names_afterwards, names_of, put_names
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.forbidden import require_free
from lacxl.engines.package.inserting.grown_tables import GrownTables
from lacxl.engines.package.inserting.macros import addresses
from lacxl.engines.package.inserting.moved_rows import moved_rows
from lacxl.engines.package.inserting.other_parts import OtherParts
from lacxl.engines.package.inserting.row_formulas import SheetFormulas
from lacxl.engines.package.inserting.rule_formulas import follow_rules
from lacxl.engines.package.inserting.surroundings import follow_surroundings
from lacxl.engines.package.inserting.usual_rows import Usual
from lacxl.engines.package.package_edit import PackageEdit
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.repack import LARGE_LEVEL, LEVEL, Packed, pack
from lacxl.engines.package.soundness import require_sound
from lacxl.engines.package.survey import LARGE_SHEET
from lacxl.engines.package.writing import new_file
from lacxl.workbook.insertion import Inserted, Insertion


@dataclass(frozen=True, slots=True)
class _Made:
    """A sheet afterwards, and whether a formula in its cells is another."""

    packed: Packed
    formulas: bool


def write_insertion(
    package: Package,
    insertion: Insertion,
    target: Path,
    password: str | None,
    *,
    thorough: bool,
) -> Inserted:
    """Write the workbook with the rows or columns inserted to target; say what came of it.

    Raises Refused where something cannot follow, nothing left. A part that holds no reference to
    the sheet is copied as it is.
    """
    faults = sheet_faults(package, insertion.sheet)
    sheet = package.sheet(insertion.sheet)
    if faults or sheet is None:
        raise Refused(faults)
    names = [each.name for each in package.sheets]
    following = Following(insertion, names, names_of(package))
    parts = _changed_parts(package, sheet, following, password)
    with new_file(package, target) as (repacking, writing):
        require_sound(package.archive, except_for=set(parts), thorough=thorough)
        with writing():
            repacking.finish(parts)
    return following.inserted


def _changed_parts(
    package: Package, sheet: SheetPart, following: Following, password: str | None
) -> dict[str, Packed]:
    """Return every part that changes as it is afterwards."""
    parts: dict[str, Packed] = {}
    formulas = False
    content = _surrounding(package, sheet)
    frame = AroundRows(package, sheet, content)
    require_free(package, sheet, frame, following.insertion, password)
    grid = GridSizes(
        AroundRows(package, sheet, content).root, following.insertion, _again(package, sheet)
    )
    tables = GrownTables(package, following)
    for each in package.sheets:
        if each.kind or not each.part:
            continue
        with reading(package.where_sheet(each)):
            if each is sheet:
                made: _Made | None = _changed_sheet(package, each, frame, following, tables, grid)
            else:
                made = _other_sheet(package, each, following)
        if made is not None:
            parts[package.info(each.part).filename] = made.packed
            formulas |= made.formulas
    contents = {**tables.parts(), **OtherParts(package, following, grid).parts()}
    _tell_macros(package, following)
    edit = PackageEdit(package)
    with reading(package.where(package.workbook_part)):
        if texts := names_afterwards(package, following):
            put_names(edit.workbook, texts)
    if formulas:
        edit.recalculate_on_load()
    contents |= edit.parts()
    return parts | {part: pack([content]) for part, content in contents.items()}


def _changed_sheet(
    package: Package,
    sheet: SheetPart,
    frame: AroundRows,
    following: Following,
    tables: GrownTables,
    grid: GridSizes,
) -> _Made:
    style_of = _styles(frame)
    follow_rules(frame.root, following, sheet.name)
    follow_anchors(frame.root, grid, following.insertion)
    follow_surroundings(frame.root, following)
    frame.changed = True
    before, after = frame.halves()
    usual = Usual(open_sheet(package, sheet))
    formulas = SheetFormulas(following, sheet.name, usual, _again(package, sheet))
    blocks = map(formulas.block, usual.blocks())
    rows = moved_rows(following.insertion, usual, style_of, blocks, tables.headings)
    packed = pack(chain([before], rows, [after]), _level(package, sheet))
    return _Made(packed, formulas.changed)


def _other_sheet(package: Package, sheet: SheetPart, following: Following) -> _Made | None:
    """Return another sheet where a formula of it names the changed one, None where none does."""
    content, concerned = _looked_through(package, sheet, following)
    if not (concerned.cells or concerned.around):
        return None
    frame = AroundRows(package, sheet, content)
    rules = concerned.around and follow_rules(frame.root, following, sheet.name)
    if not (concerned.cells or rules):
        return None
    frame.changed = rules
    before, after = frame.halves()
    usual = Usual(open_sheet(package, sheet))
    formulas = SheetFormulas(following, sheet.name, usual, _again(package, sheet))
    concerns = following.concerns

    def followed(block: bytes) -> bytes:
        if b"shared" in block or concerns.search(block):
            return formulas.block(block)
        return block

    rows = map(followed, usual.blocks())
    packed = pack(chain([before], rows, [after]), _level(package, sheet))
    return _Made(packed, formulas.changed) if rules or formulas.changed else None


@dataclass(frozen=True, slots=True)
class _Concerned:
    cells: bool
    around: bool


def _looked_through(
    package: Package, sheet: SheetPart, following: Following
) -> tuple[AroundBytes, _Concerned]:
    """Return a sheet without its rows, and where in it the changed sheet may be named."""
    cutter = open_sheet(package, sheet)
    concerns = following.concerns
    formula = b"<" + cutter.prefix + b"f"
    cells = False
    for block in cutter.blocks():
        cells = cells or bool(formula in block and concerns.search(block))
    content = AroundBytes(cutter.head + cutter.opening, cutter.tail())
    around = bool(concerns.search(content.head) or concerns.search(content.tail))
    return content, _Concerned(cells, around)


def _tell_macros(package: Package, following: Following) -> None:
    project = package.related("vbaProject")
    if project and package.archive.find(project):
        for module, text in addresses(package.read(project), following.insertion):
            following.unfollowed("macro", module, text)


def _surrounding(package: Package, sheet: SheetPart) -> AroundBytes:
    cutter = open_sheet(package, sheet)
    for _ in cutter.blocks():
        pass
    return AroundBytes(cutter.head + cutter.opening, cutter.tail())


def _again(package: Package, sheet: SheetPart) -> Callable[[], Iterator[bytes]]:
    return lambda: Usual(open_sheet(package, sheet)).blocks()


def _styles(frame: AroundRows) -> Callable[[int], int]:
    known = frame.columns
    return lambda column: next((s for low, high, s in known if low <= column <= high), 0)


def _level(package: Package, sheet: SheetPart) -> int:
    return LARGE_LEVEL if package.info(sheet.part).file_size > LARGE_SHEET else LEVEL
