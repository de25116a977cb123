"""What a change means for formulas and charts of a package: read, and worked out where certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from lacxl.domain.errors import Refused
from lacxl.engines.package.around_rows import AroundRows, open_sheet
from lacxl.engines.package.broken_files import Unclear, not_understood, reading
from lacxl.engines.package.formula_cells import formula_cells, may_hold_formula
from lacxl.engines.package.holding import read_held
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.pictures import Pictures
from lacxl.engines.package.redrawing import Looks, Redrawing, RedrawnParts
from lacxl.engines.package.serial_dates import to_serial
from lacxl.engines.package.xml import child, flag, kids, prefixes, text_in, whole
from lacxl.workbook.address import Area, CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.held import Unknown
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
    Value,
)
from lacxl.workbook.formulas.working_out import Recalculated, WhatChanged, work_out
from lacxl.workbook.snapshot import CellValue, Formula, Scalar

_NEARLY = 1e-14
_UNWRITABLE = "its sheet is built in a way that lacxl does not edit"


def is_calculated(package: Package) -> bool:
    """Say whether Excel has worked out all formulas since somebody else wrote the workbook.

    Excel takes the mark to calculate on opening away when it saves (ECMA-376, 18.2.2, calcPr).
    """
    stated = child(package.workbook, "calcPr")
    if stated is None:
        return True
    return not flag(stated, "fullCalcOnLoad") and flag(stated, "calcCompleted", True)


class Calculator:
    """The formulas of a package, read once, and what changes mean for them."""

    def __init__(self, package: Package, looks: Looks, frame: Callable[[str], AroundRows]) -> None:
        self._package = package
        self._looks = looks
        self._frame = frame
        self._unread: dict[str, str] = {}

    def calculate(
        self,
        changes: ChangeSet,
        filled: Collection[CellRef],
        also: Collection[CellRef],
        known: Mapping[CellRef, Scalar],
        *,
        with_inputs: bool,
    ) -> Calculation:
        """Return the results to keep once the changes are made, and what is left to Excel."""
        after = {
            spot: change.value.after
            for change in changes.cells
            if change.value and (spot := self._spot(CellRef(change.sheet, change.cell)))
        }
        formulas = self._with(after)
        holes = {formula.at for formula in formulas if not formula.has_result}
        asked = [spot for place in filled if (spot := self._spot(place))]
        cause = WhatChanged(
            {spot: self._value(v) for spot, v in after.items() if not isinstance(v, Formula)},
            {*after, *(() if is_calculated(self._package) else asked)},
            {
                *(spot for spot, value in after.items() if isinstance(value, Formula)),
                *(spot for spot in asked if spot in holes),
            },
            [spot for place in also if (spot := self._spot(place))],
            {spot: self._value(v) for place, v in known.items() if (spot := self._spot(place))},
            with_inputs,
        )
        perhaps = () if formulas else asked  # without formulas nothing shows that Excel has saved
        if not (cause.changes_anything or cause.also or perhaps):
            return Calculation()
        pictures = Pictures(self._package, self._book)
        redrawing = Redrawing(pictures, self._book, self._looks, changes, self._package.date1904)
        outcome = work_out(
            self._book,
            formulas,
            cause,
            lambda blocks: read_held(self._package, blocks),
            lambda outputs: redrawing.concerned(cause.cells, perhaps, outputs),
        )
        calculation = self._calculation(cause, outcome, redrawing.drawn(outcome.held))
        return self._without_unwritable(calculation, changes)

    def _without_unwritable(self, calculation: Calculation, changes: ChangeSet) -> Calculation:
        """Leave to Excel the results on sheets that cannot be written and change nowhere else."""
        sheets = {place.sheet for place in calculation.stale} - set(changes.sheets)
        closed = {sheet for sheet in sheets if not self._can_be_written(sheet)}
        if not closed:
            return calculation
        left = {place: _UNWRITABLE for place in calculation.results if place.sheet in closed}
        return replace(
            calculation,
            results={p: v for p, v in calculation.results.items() if p.sheet not in closed},
            waiting={**calculation.waiting, **left},
            stale=frozenset(place for place in calculation.stale if place.sheet not in closed),
        )

    def _can_be_written(self, sheet: str) -> bool:
        try:
            root = self._frame(sheet).root
        except Refused:
            return False
        return prefixes(root) == 1

    def kept(self, places: Iterable[CellRef]) -> dict[CellRef, Scalar]:
        """Return what the file keeps in cells, those without a result left out."""
        spots = {spot: place for place in places if (spot := self._spot(place))}
        held = read_held(self._package, map(CellBlock.of, spots))
        found: dict[CellRef, Scalar] = {}
        for spot, place in spots.items():
            with suppress(NotCertain):
                value = held.value(spot)
                if value is not None:
                    found[place] = value
        return found

    def _calculation(
        self, cause: WhatChanged, outcome: Recalculated, drawing: RedrawnParts
    ) -> Calculation:
        stale = [
            at
            for at, value in outcome.results.items()
            if at in cause.fresh or _differ(outcome.before.get(at), value)
        ]
        stale += [
            spot
            for formula in outcome.waiting
            if formula.has_result
            for spot in formula.fills.spots()
        ]
        return Calculation(
            {self._place(at): value for at, value in outcome.results.items()},
            {self._place(formula.at): why for formula, why in outcome.waiting.items()},
            {self._place(formula.at): why for formula, why in outcome.possible.items()},
            tuple(map(self._place, outcome.clock)),
            frozenset(map(self._place, stale)),
            drawing.parts,
            drawing.undrawn,
            {**self._unread, **drawing.undrawn_perhaps},
            self.kept(map(self._place, outcome.inputs)),
        )

    @cached_property
    def _formulas(self) -> tuple[FormulaCell, ...]:
        found: list[FormulaCell] = []
        for number, sheet in enumerate(self._package.sheets):
            if sheet.kind:
                continue
            try:
                with reading(self._package.where(sheet.part)):
                    cutter = open_sheet(self._package, sheet)
                    found += formula_cells(cutter, number)
            except Refused as refused:
                not_understood(refused)
                if self._may_hold_formula(sheet):
                    self._unread[sheet.name] = "lacxl cannot read the sheet"
        return tuple(found)

    def _may_hold_formula(self, sheet: SheetPart) -> bool:
        try:
            return may_hold_formula(self._package, self._package.info(sheet.part))
        except Refused:
            return False  # there is no such part, or it cannot be read

    @cached_property
    def _book(self) -> BookNames:
        package = self._package
        names: dict[tuple[int, str], str] = {}
        for element in kids(child(package.workbook, "definedNames"), "definedName"):
            name, scope = element.get("name", "").casefold(), element.get("localSheetId", "-1")
            try:
                of = whole(scope or "-") if scope != "-1" else -1
                names[of, name] = text_in(element).strip()
            except Unclear:  # its sheet is not known: nothing is worked out from it
                names.setdefault((-1, name), "")
        stated = child(package.workbook, "calcPr")
        return BookNames(
            tuple(sheet.name for sheet in package.sheets),
            names,
            dict(self._tables()),
            as_displayed=stated is not None and not flag(stated, "fullPrecision", True),
        )

    def _tables(self) -> Iterable[tuple[str, CellBlock]]:
        package = self._package
        if not any("/tables/" in info.filename.casefold() for info in package.archive.members):
            return
        for number, sheet in enumerate(package.sheets):
            for part in package.related_to(sheet.part, "table"):
                # one that cannot be read has no place: what reads it is not worked out
                with suppress(Refused), reading(package.where(part)):
                    root = package.parse(part)
                    area = Area.parse(root.get("ref", ""))
                    block = CellBlock(number, area.top, area.left, area.bottom, area.right)
                    for key in ("name", "displayName"):
                        yield root.get(key, "").casefold(), block

    def _with(self, after: Mapping[Spot, CellValue]) -> list[FormulaCell]:
        """Return the formulas that are there once the changes are made."""
        found = [formula for formula in self._formulas if formula.at not in after]
        found += [
            FormulaCell(spot, value.text, CellBlock.of(spot))
            for spot, value in after.items()
            if isinstance(value, Formula)
        ]
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {sheet.name: number for number, sheet in enumerate(self._package.sheets)}

    def _spot(self, place: CellRef) -> Spot | None:
        number = self._numbers.get(place.sheet)
        return None if number is None else Spot(number, *place.cell)

    def _place(self, spot: Spot) -> CellRef:
        return CellRef(self._package.sheets[spot.sheet].name, spot.cell)

    def _value(self, value: CellValue) -> Value:
        """Return a value as formulas see it: a date is its number."""
        if value == "" or isinstance(value, Formula):
            return None
        if isinstance(value, dt.date):
            with suppress(ValueError):  # a date that no sheet can hold is refused on writing
                return to_serial(value, self._package.date1904)
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        return value


def _differ(kept: Value | Unknown, result: Value) -> bool:
    """Say whether the file keeps another result; Excel's own last digits are kept."""
    if isinstance(kept, float) and isinstance(result, float):
        return abs(kept - result) > _NEARLY * max(abs(kept), abs(result))
    return type(kept) is not type(result) or kept != result
