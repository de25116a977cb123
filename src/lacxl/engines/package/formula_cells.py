"""The cells with formulas of a sheet, found while its rows stream by; rows without stay bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from zipfile import ZipInfo

from lacxl.engines.package.cell_text import unescape
from lacxl.engines.package.cell_values import SharedText, anchors_of, read_value
from lacxl.engines.package.part_cutter import Cutter, opening_tag
from lacxl.engines.package.parts import Package
from lacxl.engines.package.row_reader import cells_of, numbered, stated_number
from lacxl.engines.package.serial_dates import to_serial
from lacxl.engines.package.xml import Element, flag, kids, text_in
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.formulas.held import Unknown
from lacxl.workbook.formulas.names_and_cells import CellBlock, FormulaCell, Spot, Value
from lacxl.workbook.snapshot import CellError, Formula

_MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b"<f\n", b"<f\r", b"<f\t")
_STARTS = (b"<f", b":f")
_LONGEST_MARK = 8
_TEXTS = ("s", "inlineStr", "str")
_NO_RESULT = "it reads a formula that has no result yet"
_ODD = "it reads a cell that lacxl cannot read"


def may_hold_formula(package: Package, info: ZipInfo) -> bool:
    """Say whether a sheet may have a formula, by a look at its bytes alone."""
    tail = b""
    for piece in package.archive.chunks(info):
        # A text that is UTF-16 looks like ASCII without its zeros.
        content = tail + (piece.replace(b"\0", b"") if b"\0" in piece else piece)
        if any(start in content for start in _STARTS) and any(mark in content for mark in _MARKS):
            return True
        tail = content[-_LONGEST_MARK:]
    return False


def formula_cells(cutter: Cutter, sheet: int) -> list[FormulaCell]:
    """Return every cell with a formula; those that share one have its text and their distance."""
    found: list[FormulaCell] = []
    masters: dict[str, tuple[str, Spot]] = {}
    sharing: list[tuple[FormulaCell, str]] = []
    for number, row in _rows(cutter):
        for column, cell in cells_of(row, number):
            element = next(kids(cell, "f"), None)
            if element is None:
                continue
            formula = _formula(cell, element, Spot(sheet, number, column))
            group = element.get("si", "") if element.get("t") == "shared" else ""
            if group and formula.text:
                masters[group] = (formula.text, formula.at)
            if group and not formula.text:
                sharing.append((formula, group))
            else:
                found.append(formula)
    return found + [_shared(formula, masters.get(group)) for formula, group in sharing]


def _rows(cutter: Cutter) -> Iterator[tuple[int, Element]]:
    """Yield the rows that have a formula, each with its number."""
    tag = opening_tag(b"<" + cutter.prefix + b"f")
    current = 0
    for block in cutter.blocks():
        stated = _last_number(cutter, block)
        if stated is not None and not tag.search(block):
            current = stated
            continue
        kept: list[tuple[int, bytes]] = []
        for number, row in numbered(cutter, block, current):
            current = number
            if tag.search(row):
                kept.append((number, row))
        if kept:
            parsed = cutter.wrapping.parse(b"".join(row for _, row in kept))
            for (number, _), element in zip(kept, kids(parsed, "row"), strict=True):
                yield number, element


def _last_number(cutter: Cutter, block: bytes) -> int | None:
    """Return the number of a block's last row where it is stated."""
    start = block.rfind(b"<" + cutter.prefix + b"row")
    tag = cutter.item.match(block, start) if start >= 0 else None
    return stated_number(tag[0]) if tag else None


def _formula(cell: Element, element: Element, at: Spot) -> FormulaCell:
    text = text_in(element)
    kind = anchors_of(element)
    fills, inputs = CellBlock.of(at), tuple[CellBlock, ...]()
    if kind == "shared":
        kind = ""
    elif kind:
        fills = _block(at.sheet, Area.parse(element.get("ref") or str(at.cell)))
        inputs = _inputs(element, fills) if kind == "table" else ()
    return FormulaCell(at, unescape(text).strip(), fills, (0, 0), kind, inputs, _has_result(cell))


def _shared(formula: FormulaCell, master: tuple[str, Spot] | None) -> FormulaCell:
    """Return a formula that shares another's text, as it reads in its own cell."""
    if master is None:
        return formula
    text, at = master
    shift = (formula.at.row - at.row, formula.at.column - at.column)
    return formula._replace(text=text, shift=shift)


def _inputs(element: Element, fills: CellBlock) -> tuple[CellBlock, ...]:
    """Return what a data table reads: its input cells, and the row and column beside it."""
    around = fills._replace(top=max(fills.top - 1, 1), left=max(fills.left - 1, 1))
    named = [element.get(name) for name in ("r1", "r2") if not flag(element, f"del{name[1]}")]
    cells = [Cell.parse(name) for name in named if name]
    return (around, *(CellBlock.of(Spot(fills.sheet, *cell)) for cell in cells))


def _block(sheet: int, area: Area) -> CellBlock:
    return CellBlock(sheet, area.top, area.left, area.bottom, area.right)


def _has_result(cell: Element) -> bool:
    """Say whether a result is kept; an empty text is one."""
    held = next(chain(kids(cell, "v"), kids(cell, "is")), None)
    return held is not None and bool(text_in(held) or len(held) or cell.get("t") == "str")


def held_value(cell: Element, date1904: bool) -> Value | SharedText | Unknown:
    """Return what a cell holds for the formulas that read it; a date is its number."""
    try:
        value, later = read_value(cell, is_date=False, date1904=date1904)
    except ValueError:
        return Unknown(_ODD)
    if isinstance(value, Formula):
        if not _has_result(cell):
            return Unknown(_NO_RESULT)
        value = later if later is not None else value.cached
    elif value is None and len(cell) and cell.get("t") in _TEXTS:
        return Unknown(_ODD)  # an empty text is no empty cell, and which it is does not show
    if isinstance(value, SharedText | str | bool | CellError | None):
        return value
    return to_serial(value, date1904) if isinstance(value, dt.date) else float(value)
