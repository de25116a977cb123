"""An empty report headed for its first month: what to change in the workbook that ships. Pure."""

from __future__ import annotations

import datetime as dt

from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, MergesChange, Swap
from lacxl.workbook.dated_headings import for_month, years_later
from lacxl.workbook.layout.model import JudgedCells, Layout
from lacxl.workbook.next_month.bands import bands_after
from lacxl.workbook.next_month.strips import Strips, strips_of
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Snapshot


def first_month(layout: Layout, snapshot: Snapshot, month: Month) -> ChangeSet:
    """Return what makes an empty workbook one of which the summary ends with the month.

    Headings and bands of months and years move on; a page of a year shows the month's financial
    year, any other as many months before and after as it did. The cover has the month, and numbers
    among the targets go: they are another council's.
    """
    last = layout.months[-1]
    years = month.financial_year.start - last.financial_year.start
    later = _count(month) - _count(last)
    there = {
        CellRef(s.name, cell): value for s in snapshot.sheets for cell, value in s.values.items()
    }
    values: dict[CellRef, CellValue] = {
        place: years_later(value, years) for place, value in there.items() if isinstance(value, str)
    }
    merges = []
    for strips in strips_of(layout):
        moved = 12 * years if _is_of_a_year(strips) else later
        for each in strips.months:
            place = strips.table.headings[each]
            values[place] = for_month(there[place], each + moved, date1904=snapshot.date1904)
        after = [each + moved for each in strips.months]
        bands = bands_after(strips, snapshot.sheet(strips.sheet), after)
        values |= {CellRef(strips.sheet, cell): value for cell, value in bands.values.items()}
        if bands.gone or bands.come:
            merges.append(MergesChange(strips.sheet, Swap(bands.gone, bands.come)))
    for line in layout.summary:
        target = line.judged.get(JudgedCells.TARGET)
        if target is not None and not isinstance(there.get(target), str):
            values[target] = None
    if layout.cover.month_end is not None:
        first = month.first_day
        values[layout.cover.month_end] = dt.datetime(first.year, first.month, 1)  # noqa: DTZ001
    return ChangeSet(
        tuple(
            CellChange(place.sheet, place.cell, Swap(there.get(place), value))
            for place, value in values.items()
            if not same(there.get(place), value)
        ),
        merges=tuple(merges),
    )


def for_council(snapshot: Snapshot, council: str, words: tuple[str, ...]) -> ChangeSet:
    """Return what puts a council's name before these words, wherever they fill a cell."""
    return ChangeSet(
        tuple(
            CellChange(sheet.name, cell, Swap(value, f"{council} - {value}"))
            for sheet in snapshot.sheets
            for cell, value in sheet.values.items()
            if value in words
        )
    )


def _is_of_a_year(strips: Strips) -> bool:
    last = strips.months[-1]
    return last == last.financial_year.last and last.financial_year.first in strips.months


def _count(month: Month) -> int:
    return month.year * 12 + month.number
