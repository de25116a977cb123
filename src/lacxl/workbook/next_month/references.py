"""Formulas that mean one month of a window: once the window rolls, they show another one."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.domain.finding import Finding, warning
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import Reference, references
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import Formula, Snapshot


def of_one_month(rolled: Sequence[Strips], snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return a finding on the formulas that refer to a single month of a window.

    One that refers to the last month goes on to mean the current one, and one that refers to all of
    them the whole window.
    """
    found: list[CellRef] = []
    for sheet in snapshot.sheets:
        for cell, value in sheet.values.items():
            if isinstance(value, Formula) and any(
                _means_one(reference, sheet.name, strips)
                for reference in references(parse(value.text) if value.text else None)
                for strips in rolled
            ):
                place = CellRef(sheet.name, cell)
                if not any(_inside(place, strips) for strips in rolled):
                    found.append(place)
    if not found:
        return ()
    return (
        warning(
            "N110",
            "These formulas refer to one month of a table that rolls on: they show the month that "
            "is in that place from now on.",
            listed(found),
            "If one of them is about a certain month, correct it.",
        ),
    )


def _means_one(reference: Reference, own: str, strips: Strips) -> bool:
    if (reference.sheet or own).casefold() != strips.sheet.casefold():
        return False
    area = Area(reference.top, reference.left, reference.bottom, reference.right)
    months = strips.months
    met = [month for month in months if any(p.cell in area for p in strips.cells(month))]
    return len(met) == 1 and met[0] != months[-1]


def _inside(place: CellRef, strips: Strips) -> bool:
    """Say whether the formula is in a cell of a month itself."""
    return place.sheet == strips.sheet and any(
        Cell(*place.cell) in strips.area(month) for month in strips.months
    )
