"""What the next month leaves to people in a council's own workbook: words, and targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from lacxl.domain.finding import Finding, note
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.dated_headings import names_month, names_year
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.layout.model import JudgedCells, Layout
from lacxl.workbook.next_month.headings import said
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot


def left_to_people(
    layout: Layout,
    moved: Sequence[Strips],
    snapshot: Snapshot,
    values: Mapping[CellRef, CellValue],
    month: Month,
) -> Iterator[Finding]:
    """Yield notes on texts that go on to name what is over, and on targets that are not known yet.

    `moved` are the tables of which the periods moved on, `values` all cells that change.
    """
    if not moved:
        return
    sheets = dict.fromkeys(strips.sheet for strips in moved)
    before = moved[0].span[-1]
    last = before if isinstance(before, Month) else before.last
    ended = last.financial_year if last.financial_year != month.financial_year else None
    found = [
        place
        for name in sheets
        for place, value in _beside_headings(layout, snapshot.sheet(name))
        if place not in values and _names(value, last, ended)
    ]
    if found:
        year = f" or {ended}" if ended else ""
        yield note(
            "N117",
            f"These cells go on to name {last.short}{year}.",
            listed(found),
            "Look at them: titles and comments are written by a person.",
        )
    cells = snapshot.cells
    for of, name in ((before, said(before + 1)), (ended, str(ended + 1 if ended else ""))):
        targets = [
            place
            for strips in moved
            for line in strips.lines
            if of is not None
            and (place := line.judged_at.get((JudgedCells.TARGET, of))) is not None
            and cells.get(place) not in (None, "")
            and values.get(place, "") is None
        ]
        if targets:
            yield note(
                "N118",
                f"The targets of {name} are not known: these cells are empty.",
                listed(targets),
                "Type them before you fill the month: a figure is judged by the target of its "
                "period.",
            )
    if ended is not None:
        yield from _going_on(moved, cells, ended + 1)


def _going_on(
    moved: Sequence[Strips], cells: Mapping[CellRef, CellValue], year: FinancialYear
) -> Iterator[Finding]:
    """Yield a note on the targets that are of no year, and so of the new one too."""
    found = [
        place
        for strips in moved
        for line in strips.lines
        if (place := line.judged.get(JudgedCells.TARGET)) is not None
        and place not in line.judged_at.values()
        and any(each.isdigit() for each in str(cells.get(place)))
    ]
    if found:
        yield note(
            "N119",
            f"These targets have no year in their heading, so they are those of {year} too.",
            listed(found),
            f"Type those of {year} where they are others, before you fill the month.",
        )


def _names(value: CellValue, last: Month, ended: FinancialYear | None) -> bool:
    if isinstance(value, dt.datetime):
        return (value.year, value.month) == (last.year, last.number)
    if not isinstance(value, str):
        return False
    return names_month(value, last) or (ended is not None and names_year(value, ended))


def _beside_headings(layout: Layout, sheet: SheetSnapshot) -> Iterator[tuple[CellRef, CellValue]]:
    """Yield what a sheet holds outside the headings of tables."""
    heads: Collection[tuple[int, int]] = [
        (table.at.cell.row, max(table.bottom, table.at.cell.row))
        for table in layout.tables
        if table.at.sheet == sheet.name
    ]
    for cell, value in sheet.values.items():
        if not any(top <= cell.row <= bottom for top, bottom in heads):
            yield CellRef(sheet.name, cell), value
