"""The next month takes a place: one that is headed already, or that was inserted for it."""

from __future__ import annotations

from lacxl.workbook.address import CellRef
from lacxl.workbook.dated_headings import for_month
from lacxl.workbook.next_month.bands import bands_after
from lacxl.workbook.next_month.collected import Collected
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.next_month.ways import is_current
from lacxl.workbook.shifting import shared_at
from lacxl.workbook.snapshot import Formula


def take(into: Collected, strips: Strips) -> None:
    """Make the cells of a month that is headed already like those before it."""
    before = [month for month in strips.months if month < into.month]
    if not before:
        return
    rows = zip(*(strips.cells(month) for month in before), strict=True)
    for place, others in zip(strips.cells(into.month), rows, strict=True):
        if strips.line_at(place) is None:
            words = {into.there(other) for other in others}
            if len(words) == 1 and into.is_text(others[0]) and not _is_taken(into, place):
                into.put(place, words.pop(), "like the months before it")
        else:
            if into.look(place).number_format == "General":
                into.formats[place] = into.look(others[-1]).number_format
            into.lock(place, False)


def _is_taken(into: Collected, place: CellRef) -> bool:
    """Say whether a cell holds something, or is covered by merged cells that begin elsewhere."""
    merges = into.sheet(place.sheet).merges
    covered = any(place.cell in area and place.cell != area.first for area in merges)
    return covered or into.there(place) is not None


def grow(into: Collected, strips: Strips) -> None:
    """Make the column or row that was inserted after the last month like that one."""
    months = strips.months
    last = months[-1]
    heading = strips.table.headings[last]
    there = into.there(heading)
    if isinstance(there, Formula):
        _copied(into, heading, strips)
    else:
        value = for_month(there, into.month, date1904=into.snapshot.date1904)
        into.put(strips.beside(heading, 1), value, f"the heading of {into.month.short}")
        if is_current(there) and len(months) > 1:
            _no_longer_current(into, strips, heading)
    for place in strips.cells(last):
        words = {into.there(strips.other(place, month)) for month in months}
        if into.is_formula(place):
            _copied(into, place, strips)
        elif strips.line_at(place) is None and len(words) == 1 and into.is_text(place):
            into.put(strips.beside(place, 1), words.pop(), "like the months before it")
        into.lock(strips.beside(place, 1), False)
    own = {heading, *strips.cells(last)}
    for cell, value in into.sheet(strips.sheet).values.items():
        place = CellRef(strips.sheet, cell)
        beside = cell.column if strips.across else cell.row
        if isinstance(value, Formula) and beside == strips.at[last] and place not in own:
            before = into.there(strips.beside(place, -1))
            if isinstance(before, Formula) and value.text == shared_at(
                before.text, strips.beside(place, -1).cell, cell
            ):  # it is filled down, as the line of a chart is
                _copied(into, place, strips)
    bands = bands_after(strips, into.sheet(strips.sheet), (*months, into.month), more=1)
    into.band(strips, bands)


def _no_longer_current(into: Collected, strips: Strips, heading: CellRef) -> None:
    """Head and show the last month like the one before it."""
    before, last = strips.months[-2:]
    like = strips.table.headings[before]
    there = into.there(like)
    if not isinstance(there, Formula):
        value = for_month(there, last, date1904=into.snapshot.date1904)
        into.put(heading, value, f"the heading of {last.short}")
    pairs = zip(strips.cells(last), strips.cells(before), strict=True)
    for place, example in ((heading, like), *pairs):
        into.formats[place] = into.look(example).number_format
        if (style := into.style(example)) is not None and style != into.style(place):
            into.styles[place] = style


def _copied(into: Collected, place: CellRef, strips: Strips) -> None:
    """Give the next cell the formula of this one, as filling it down would."""
    there = into.there(place)
    target = strips.beside(place, 1)
    if isinstance(there, Formula) and there.text:
        text = shared_at(there.text, place.cell, target.cell)
        if text is not None:
            into.put(target, Formula(text), "the formula of the months before it")
