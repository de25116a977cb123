"""From wanted cells to a change set: wanted less what is there, checked as a whole."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, warning
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    ProtectionChange,
    RulesChange,
    Swap,
)
from lacxl.workbook.conditional_formats import ConditionalFormat
from lacxl.workbook.shown import shown, told
from lacxl.workbook.snapshot import (
    OPEN_PROTECTION,
    CellLook,
    CellValue,
    Formula,
    SheetSnapshot,
    Snapshot,
)
from lacxl.workbook.wanted import Wanted

_LONGEST_TEXT = 32_767
_NEARLY = 1e-12


class FormulaChoice(Enum):
    """What to do with a formula in a wanted cell: lacxl.toml, [workbook] formulas."""

    REFUSE = "refuse"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Plan:
    """The change set, with what was noticed on the way.

    `kept` are the wanted cells whose formulas stay.
    """

    changes: ChangeSet
    findings: tuple[Finding, ...] = ()
    kept: tuple[Wanted, ...] = ()


Gives = Callable[[ChangeSet, Sequence[Wanted], Sequence[Wanted]], Mapping[CellRef, CellValue]]
"""Tells what formulas give once the changes that make the wanted cells are made.

Asked for the kept ones among them, it leaves out those of which that is not known.
"""


def plan(
    snapshot: Snapshot,
    looks: Mapping[CellRef, CellLook],
    wanted: Sequence[Wanted],
    *,
    rules: Mapping[str, tuple[ConditionalFormat, ...]],
    formulas: FormulaChoice = FormulaChoice.REFUSE,
    gives: Gives | None = None,
) -> Plan:
    """Return what has to change so that the workbook has the wanted cells and rules.

    `looks` has every wanted place; `rules` gives a sheet's rules of lacxl's own. `gives` tells what
    kept formulas give after the changes; without it they are held to what they gave last.
    Raises Refused with every cell that cannot be written.
    """
    findings: list[Finding] = []
    cells: list[CellChange] = []
    left: list[Wanted] = []
    last: dict[CellRef, CellValue] = {}
    seen: dict[CellRef, Wanted] = {}
    for want in wanted:
        earlier = seen.setdefault(want.place, want)
        if earlier is not want:
            if not same(earlier.value, want.value):
                findings.append(
                    error(
                        "P101",
                        f"Two figures claim one cell: {earlier.why} and {want.why}.",
                        str(want.place),
                        "Correct the layout: two headings point to the same cell.",
                    )
                )
            continue
        sheet = snapshot.sheet(want.place.sheet)
        there = sheet.values.get(want.place.cell)
        if isinstance(there, Formula) and formulas is FormulaChoice.KEEP:
            left.append(want)
            last[want.place] = there.cached
            continue
        fault = _fault(sheet, want)
        if fault is None and isinstance(there, Formula):
            fault = _with_formula(there, want, formulas)
        if fault is not None:
            findings.append(fault)
            continue
        change = _change(there, looks[want.place], want)
        if change is not None:
            cells.append(change)
    ruled = [
        RulesChange(name, Swap(snapshot.sheet(name).rules, after))
        for name, after in rules.items()
        if snapshot.sheet(name).rules != after
    ]
    if any(f.severity.value == "error" for f in findings):
        raise Refused(findings)
    changes = ChangeSet(tuple(cells), tuple(ruled))
    if left:
        findings += compare_kept(left, gives(changes, wanted, left) if gives else last)
    return Plan(changes, tuple(findings), tuple(left))


def compare_kept(
    kept: Sequence[Wanted], results: Mapping[CellRef, CellValue]
) -> tuple[Finding, ...]:
    """Return a finding for each kept formula that gives another figure.

    `results` are what the formulas give now. One that is not among them is not known, and has no
    finding.
    """
    found = []
    for want in kept:
        if want.place not in results:
            continue
        fmt = want.number_format or "General"
        gives = results[want.place]
        if shown(gives, fmt) != shown(want.value, fmt):
            found.append(
                warning(
                    "P108",
                    f"The formula kept here shows {told(gives, fmt) or 'nothing'}; "
                    f"{want.why} is {told(want.value, fmt) or 'empty'}.",
                    str(want.place),
                    "Correct the formula or the extract.",
                )
            )
    return tuple(found)


def lock(
    snapshot: Snapshot,
    looks: Mapping[CellRef, CellLook],
    places: Sequence[CellRef],
    *,
    password: bool = False,
) -> ChangeSet:
    """Return the change set that locks the places and protects their sheets.

    A sheet that was free becomes protected with everything else left open, guarded by a
    `password` if there is one; a sheet that was protected keeps its flags and its password.
    """
    free = {s.name for s in snapshot.sheets if s.protection is None}
    cells = tuple(
        CellChange(place.sheet, place.cell, locked=Swap(looks[place].locked, True))
        for place in dict.fromkeys(places)
        if not looks[place].locked or place.sheet in free
    )
    sheets = dict.fromkeys(place.sheet for place in places)
    protection = tuple(
        ProtectionChange(name, Swap(None, replace(OPEN_PROTECTION, password=password)))
        for name in sheets
        if name in free
    )
    return ChangeSet(cells, (), protection)


def unlock(looks: Mapping[CellRef, CellLook], places: Sequence[CellRef]) -> ChangeSet:
    """Return the change set that unlocks the places, so that they can be worked on again."""
    return ChangeSet(
        tuple(
            CellChange(place.sheet, place.cell, locked=Swap(True, False))
            for place in dict.fromkeys(places)
            if looks[place].locked
        )
    )


def same(one: CellValue, other: CellValue) -> bool:
    """Say whether two values are the same in a cell: numbers to the last digit a sheet keeps."""
    if type(one) is type(other) and one == other:
        return True
    if one == "":
        one = None
    if other == "":
        other = None
    if _is_number(one) and _is_number(other):
        return math.isclose(float(one), float(other), rel_tol=_NEARLY, abs_tol=_NEARLY)  # type: ignore[arg-type]
    return type(one) is type(other) and one == other


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fault(sheet: SheetSnapshot, want: Wanted) -> Finding | None:
    where = str(want.place)
    if _is_number(want.value) and not math.isfinite(float(want.value)):  # type: ignore[arg-type]
        return error("P102", f"{want.why} is not a finite number.", where, "Report this figure.")
    if isinstance(want.value, str) and len(want.value) > _LONGEST_TEXT:
        return error("P103", "The text is longer than a cell can hold.", where, "Shorten the note.")
    cell = want.place.cell
    for area in sheet.merges:
        if cell in area and cell != area.first:
            return error(
                "P104",
                f"The cell is covered by the merged cells {area}.",
                where,
                "Unmerge them, so that the figure has a cell of its own.",
            )
    for area, why in sheet.blocked:
        if cell in area:
            return error(
                "P105",
                f"The cell is in {why}.",
                where,
                "Move it, so that the figure has a cell of its own.",
            )
    return None


def _with_formula(there: Formula, want: Wanted, choice: FormulaChoice) -> Finding | None:
    """Return why a figure cannot go over the formula, None where it can."""
    where = str(want.place)
    if choice is FormulaChoice.REFUSE:
        return error(
            "P106",
            f"The cell holds a formula where {want.why} goes.",
            where,
            'Choose in lacxl.toml: formulas = "replace" writes the figure over it, "keep" leaves '
            "the formula and compares.",
        )
    if there.anchors:
        return error(
            "P107",
            f"Other cells hang on the formula here ({there.anchors}), so it stays.",
            where,
            "Give each cell a formula of its own first.",
        )
    if not there.text:
        return error(
            "P107",
            "The formula here is shared from a cell that is not found, so it could never be put "
            "back, and stays.",
            where,
            "Enter the formula in this cell again, or a value; then run again.",
        )
    return None


def _change(there: CellValue, look: CellLook, want: Wanted) -> CellChange | None:
    value = None if same(there, want.value) else Swap(there, want.value)
    number_format = None
    wants_format = want.number_format is not None and want.number_format != look.number_format
    if wants_format and (_is_number(want.value) or isinstance(want.value, dt.datetime)):
        number_format = Swap(look.number_format, want.number_format or "General")
    if value is None and number_format is None:
        return None
    return CellChange(want.place.sheet, want.place.cell, value, number_format)
