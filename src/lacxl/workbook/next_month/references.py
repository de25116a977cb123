"""What goes on to speak of one month: formulas on a month of a window, alternative texts."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.dated_headings import names_month
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import Reference, references
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import Formula, Snapshot, TextBox


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


def of_last_month(charts: Sequence[TextBox], month: Month) -> tuple[Finding, ...]:
    """Return a finding on the charts whose alternative text names the month before."""
    last = month - 1
    found = [f"{each.sheet} ({each.name})" for each in charts if names_month(each.text, last)]
    if not found:
        return ()
    return (
        warning(
            "N113",
            f"The alternative text of these charts names {last.long}, and a person writes it.",
            ", ".join(found),
            f"Right-click the chart, Edit Alt Text, and name {month.long}.",
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
