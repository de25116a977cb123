"""A small book of cells for formulas: what they give, and what depends on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lacxl.workbook.address import Cell
from lacxl.workbook.formulas.evaluating import evaluate
from lacxl.workbook.formulas.held import HeldCells
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
    Value,
)
from lacxl.workbook.formulas.working_out import Recalculated, WhatChanged, work_out

SHEETS = ("Sheet", "Other Sheet", "Third")


def spot(name: str) -> Spot:
    """Return the spot of B7, or of 'Other Sheet'!B7."""
    sheet, _, cell = name.rpartition("!")
    return Spot(SHEETS.index(sheet.strip("'")) if sheet else 0, *Cell.parse(cell))


def held_of(cells: Mapping[str, Value]) -> HeldCells:
    held = HeldCells()
    for name, value in cells.items():
        held.put(spot(name), float(value) if type(value) is int else value)
    return held


def gives(formula: str, cells: Mapping[str, Value] | None = None, **names: str) -> Value:
    """Return what a formula in Z99 gives."""
    at = spot("Z99")
    book = BookNames(SHEETS, {(-1, name.casefold()): text for name, text in names.items()})
    return evaluate(book, FormulaCell(at, formula, CellBlock.of(at)), held_of(cells or {}))


def uncertain(formula: str, cells: Mapping[str, Value] | None = None) -> str:
    """Return why nothing certain can be said of a formula, "" where it can."""
    try:
        gives(formula, cells)
    except NotCertain as fault:
        return str(fault)
    return ""


def worked(
    formulas: Mapping[str, str],
    changed: Mapping[str, Value],
    cells: Mapping[str, Value] | None = None,
    *,
    book: BookNames | None = None,
    shifts: Mapping[str, tuple[int, int]] | None = None,
    known: Mapping[str, Value] | None = None,
    without_result: Iterable[str] = (),
    arrays: Mapping[str, str] | None = None,
    also: Iterable[str] = (),
    with_inputs: bool = False,
) -> Recalculated:
    """Change cells and return what comes of it; formulas go by the cell they stand in."""
    bare = set(without_result)
    spread = arrays or {}
    made = []
    for name, text in formulas.items():
        at = spot(name)
        fills, kind = CellBlock.of(at), ""
        if name in spread:
            last = spot(spread[name])
            fills, kind = CellBlock(at.sheet, at.row, at.column, last.row, last.column), "array"
        shift = (shifts or {}).get(name, (0, 0))
        made.append(FormulaCell(at, text, fills, shift, kind, (), name not in bare))
    values = {spot(name): float(v) if type(v) is int else v for name, v in changed.items()}
    given = {spot(name): value for name, value in (known or {}).items()}
    cause = WhatChanged(
        values, set(values), also=[*map(spot, also)], known=given, with_inputs=with_inputs
    )
    held = held_of(cells or {})
    return work_out(book or BookNames(SHEETS), made, cause, lambda _blocks: held)


def results(outcome: Recalculated) -> dict[str, Value]:
    """Return the results by cell, those on other sheets with the sheet's name."""
    return {name_of(at): value for at, value in outcome.results.items()}


def waiting(outcome: Recalculated) -> dict[str, str]:
    return {name_of(formula.at): why for formula, why in outcome.waiting.items()}


def possible(outcome: Recalculated) -> dict[str, str]:
    return {name_of(formula.at): why for formula, why in outcome.possible.items()}


def name_of(at: Spot) -> str:
    return f"{SHEETS[at.sheet]}!{at.cell}" if at.sheet else str(at.cell)
