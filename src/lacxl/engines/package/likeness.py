"""Whether two workbooks are alike in all that lacxl sees of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.verifying import same_value
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot


def unlike(
    one: PackageWorkbook, other: PackageWorkbook, *, looks: bool = False, added: str = ""
) -> tuple[str, ...]:
    """Return where two workbooks differ: cells, sheets and names.

    The other one may have a last sheet that was `added`.

    Compared are values and the texts of formulas, merged cells, protection, comments, names, what
    charts show, and which cells have rules; with `looks` how the cells look too.
    """
    old, new = one.survey(), other.survey()
    names = [sheet.name for sheet in old.sheets]
    if [*names, *([added] if added else [])] != [sheet.name for sheet in new.sheets]:
        return ("its sheets",)
    found: list[str] = []
    for mine, its in zip(old.sheets, new.sheets, strict=False):
        held, holds = mine.values, its.values
        cells = sorted(held.keys() | holds.keys())
        wrong = {c for c in cells if not _alike(held.get(c), holds.get(c), old.date1904)}
        if looks:
            wrong |= set(_seeming_other(one, other, mine.name, cells))
        found += [str(CellRef(mine.name, cell)) for cell in sorted(wrong)]
        if _around(mine) != _around(its) or _said(one, mine.name) != _said(other, mine.name):
            found.append(mine.name)
    mine_beside, its_beside = one.beside_cells(), other.beside_cells()
    found += [
        f"{sheet}!{name}" if sheet else name
        for (sheet, name) in mine_beside.names.keys() | its_beside.names.keys()
        if not (added and sheet == added)
        and mine_beside.names.get((sheet, name)) != its_beside.names.get((sheet, name))
    ]
    found += [
        f"{sheet}: charts"
        for sheet, shown in mine_beside.charts.items()
        if Counter(shown) != Counter(its_beside.charts.get(sheet, ()))
    ]
    for ours, theirs in (
        (mine_beside.formatted, its_beside.formatted),
        (mine_beside.validated, its_beside.validated),
    ):
        found += [f"{n}: rules" for n in names if covered(ours[n]) != covered(theirs[n])]
    return tuple(dict.fromkeys(found))


def covered(areas: Iterable[Area]) -> frozenset[Cell]:
    """Return the cells of areas, as far as a survey sees them."""
    return frozenset(
        Cell(row, column)
        for area in set(areas)
        for row in range(area.top, min(area.bottom, WINDOW_ROWS) + 1)
        for column in range(area.left, min(area.right, WINDOW_COLUMNS) + 1)
    )


def _alike(one: CellValue, other: CellValue, date1904: bool) -> bool:
    if isinstance(one, Formula) or isinstance(other, Formula):
        return isinstance(one, Formula) and isinstance(other, Formula) and one.text == other.text
    return same(one, other) or same_value(one, other, date1904)


def _around(sheet: SheetSnapshot) -> tuple[object, ...]:
    return sheet.protection, frozenset(sheet.merges), sheet.rules


def _said(book: PackageWorkbook, sheet: str) -> dict[Cell, str]:
    return {cell: comment.text for cell, comment in book.comments(sheet).items()}


def _seeming_other(
    one: PackageWorkbook, other: PackageWorkbook, sheet: str, cells: list[Cell]
) -> Iterator[Cell]:
    looks = one.looks(sheet, cells), other.looks(sheet, cells)
    styles = one.styles_of(sheet, cells), other.styles_of(sheet, cells)
    for cell in cells:
        if looks[0][cell] != looks[1][cell] or not styles[0][cell].alike(styles[1][cell]):
            yield cell
