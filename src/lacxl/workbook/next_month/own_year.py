"""A council's own table of a year that is over: it becomes the next year's, or it is said why not.

Months, quarters and the year to date are emptied, outturns move on, and so do words with the year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.dated_headings import years_later
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import references
from lacxl.workbook.layout.model import Layout, Line, Period, YearToDate
from lacxl.workbook.layout.period_labels import years_in
from lacxl.workbook.next_month.bands import Bands, year_of
from lacxl.workbook.next_month.collected import Collected, Leaving
from lacxl.workbook.next_month.headings import Span
from lacxl.workbook.next_month.new_year import Outturns
from lacxl.workbook.next_month.own_faults import cannot_begin, is_by_place
from lacxl.workbook.next_month.own_window import heads, parts_of
from lacxl.workbook.next_month.rolling import roll
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import CellValue, Formula, SheetSnapshot

Texts = Mapping[CellRef, str]
Closed = Mapping[CellRef, tuple[CellValue, str | None]]
"""The outturns of the year that is over, with their number formats, by the cells before them."""


def begin_own_year(
    into: Collected, strips: Strips, layout: Layout, outturns: Outturns
) -> Strips | None:
    """Make a table of a year the next year's, and return it as it was; None with faults collected.

    Nothing of it is guessed: what lacxl does not know of the new year is emptied or refused.
    """
    year = year_of(strips.span[-1])
    parts = parts_of(strips, layout, into.snapshot)
    table = replace(parts[0], last=max(part.last for part in parts))
    sheet = into.sheet(table.sheet)
    named = {
        place
        for part in parts
        for places, _, is_named in heads(part, sheet)
        if is_named
        for place in places
    }
    later = _later_texts(table, layout, sheet, year)
    texts = {place: text for place, text in later.items() if place not in named}
    closed = _closed(table, year, outturns)
    dated = {column for columns in table.table.columns.values() for column in columns}
    faults = [
        *(each for part in parts for each in cannot_begin(part, layout, into.snapshot, texts)),
        *_of_words(table, sheet, texts, year),
        *_of_years(into, table, year, closed, dated),
    ]
    if faults:
        into.faults += faults
        return None
    _leave(into, table, year)
    for line, place in _of_year(table, year):
        there = into.there(place)
        if there not in (None, "") and not isinstance(there, Formula):
            text = shown(there, into.look(place).number_format)
            part = table.part_at(place)
            into.leaving.append(Leaving(table.table.name, place, year, line, part, text))
            into.put(place, None, f"of {year + 1}")
    for each in parts:
        roll(into, each, [_next(period) for period in each.span], Bands({}, (), ()))
    for place, text in texts.items():
        into.put(place, text, f"the words of {year + 1}")
    _move_on(into, table, year, closed)
    return table


def own_years_on(into: Collected, strips: Strips, year: FinancialYear, outturns: Outturns) -> None:
    """Move the outturns of another table on when a year is over, and begin its year to date.

    Collects faults instead, where that could not be right. Where the outturn of the year is shown
    already, outturns stay.
    """
    if year in strips.years:
        strips = replace(strips, at={p: at for p, at in strips.at.items() if p not in strips.years})
    closed = _closed(strips, year, outturns)
    periods: tuple[Period, ...] = (*strips.years, *strips.so_far)
    dated = {strips.at[each] for each in periods}
    faults = list(_of_years(into, strips, year, closed, dated))
    into.faults += faults
    if not faults:
        _leave(into, strips, year)
        _move_on(into, strips, year, closed)


def _closed(table: Strips, year: FinancialYear, outturns: Outturns) -> Closed:
    """Return the outturns of the year that is over, by the cells that show the one before it."""
    if year - 1 not in table.years:
        return {}
    return {
        place: outturns(line, year)
        for line in table.lines
        if (place := line.at.get(year - 1)) is not None
    }


def _next(period: Span) -> Span:
    return period + 12 if isinstance(period, Month) else period + 4


def _later_texts(
    table: Strips, layout: Layout, sheet: SheetSnapshot, year: FinancialYear
) -> dict[CellRef, str]:
    """Return the titles and headings that name the year, with each year in them one later."""
    top, bottom = table.table.at.cell.row, table.table.bottom
    above = [
        place.cell.row
        for line in layout.lines
        for place in line.places
        if place.sheet == sheet.name and place.cell.row < top
    ]
    return {
        CellRef(sheet.name, cell): years_later(value)
        for cell, value in sheet.values.items()
        if max(above, default=0) < cell.row <= bottom
        and isinstance(value, str)
        and year in years_in(value)
    }


def _of_words(
    table: Strips, sheet: SheetSnapshot, texts: Texts, year: FinancialYear
) -> Iterator[Finding]:
    """Yield words that would go on to name the year that is over, or name another's figures."""
    if year in years_in(sheet.name):
        yield _stays(table, year, "The name of the sheet has the year", [table.table.at])
    stuck = [p for p, text in texts.items() if years_in(text) != _later(sheet.values[p.cell])]
    if stuck:
        yield _stays(table, year, "These words name the year in a way that does not move on", stuck)
    dated = {column for columns in table.table.columns.values() for column in columns}
    of_others = [
        place
        for place in texts
        if place.cell.row >= table.table.at.cell.row
        for area in [_merged(sheet, place.cell)]
        if any(
            column not in dated and sheet.values.get(Cell(row, column)) not in (None, "")
            for column in range(area.left, area.right + 1)
            for row in range(table.first, table.last + 1)
        )
    ]
    if of_others:
        why = "These columns are of the year, and lacxl does not fill them"
        yield _stays(table, year, why, of_others)


def _of_years(
    into: Collected, table: Strips, year: FinancialYear, closed: Closed, dated: Collection[int]
) -> Iterator[Finding]:
    """Yield what in these columns would go on to show the year that is over."""
    headings, years = table.table.headings, table.years
    unclear = [
        headings[each]
        for each in years
        if each > year
        or (each + 1 not in years and each + 1 < year)
        or not isinstance(into.there(headings[each]), str)
    ]
    if unclear:
        yield _stays(table, year, "The years of the table are not one after another", unclear)
    yield from _of_unknown(table, into.sheet(table.sheet), year, dated)
    yield from _of_formulas(into, table, year, dated)
    yield from _of_outturns(into, table, year, closed)


def _later(value: CellValue) -> frozenset[FinancialYear]:
    return frozenset(year + 1 for year in years_in(value))


def _of_unknown(
    table: Strips, sheet: SheetSnapshot, year: FinancialYear, dated: Collection[int]
) -> Iterator[Finding]:
    """Yield figures that lacxl does not fill, so that it does not know them in the new year."""
    known = {place for line in table.lines for place in line.places}
    rows = range(table.first, table.last + 1)
    unknown = [
        CellRef(sheet.name, cell)
        for cell, value in sheet.values.items()
        if cell.row in rows and cell.column in dated and not isinstance(value, Formula)
        if value not in (None, "") and CellRef(sheet.name, cell) not in known
    ]
    if unknown:
        why = "lacxl does not fill these cells, so it cannot say what they show in a new year"
        yield _stays(table, year, why, unknown)


def _merged(sheet: SheetSnapshot, cell: Cell) -> Area:
    return next((area for area in sheet.merges if cell in area), Area.of(cell))


def _of_formulas(
    into: Collected, table: Strips, year: FinancialYear, dated: Collection[int]
) -> Iterator[Finding]:
    """Yield formulas that show something from outside of the table, which may be the old year's."""
    sheet = into.sheet(table.sheet)
    rows = range(table.first, table.last + 1)
    closed = {table.at[each] for each in table.years if each != year}
    wrong = [
        CellRef(sheet.name, cell)
        for cell, value in sheet.values.items()
        if isinstance(value, Formula) and cell.row in rows and cell.column in dated
        if cell.column in closed or not _is_within(table, sheet.name, value.text)
    ]
    if wrong:
        yield _stays(table, year, "These formulas may go on to show the year that is over", wrong)


def _is_within(table: Strips, sheet: str, text: str) -> bool:
    tree = parse(text) if text else None
    if tree is None or is_by_place(tree):
        return False
    return all(
        (each.sheet or sheet).casefold() == sheet.casefold()
        and table.table.at.cell.row <= each.top
        and each.bottom <= table.last
        for each in references(tree)
    )


def _of_outturns(
    into: Collected, table: Strips, year: FinancialYear, closed: Closed
) -> Iterator[Finding]:
    """Yield outturns that are not those which the table itself shows of the year."""
    wrong: list[CellRef] = []
    for line in table.lines:
        printed = [
            line.at[each] for each in (year, YearToDate(), YearToDate(year)) if each in line.at
        ]
        for place, (value, _) in closed.items():
            if place not in line.at.values() or not isinstance(value, float | int):
                continue
            for other in printed:
                there = into.there(other)
                there = there.cached if isinstance(there, Formula) else there
                form = into.look(place).number_format
                if isinstance(there, float | int) and shown(there, form) != shown(value, form):
                    wrong.append(other)
    if wrong:
        why = f"What these cells show of {year} is not the outturn that its readings give"
        yield _stays(table, year, why, wrong)


def _stays(table: Strips, year: FinancialYear, why: str, places: Sequence[CellRef]) -> Finding:
    following = table.span[-1] + 1
    last = following if isinstance(following, Month) else following.last
    return error(
        "N116",
        f"The table is that of {year}. {why}, so lacxl begins no new year here.",
        listed(places),
        f"Correct that and run again, or begin the workbook of {year + 1} as you have done before: "
        "in a folder of its own, where you run lacxl adopt on it; or head the new year here, then: "
        f"lacxl refresh {last}",
    )


def _leave(into: Collected, table: Strips, year: FinancialYear) -> None:
    """Keep the first outturn, and the year to date."""
    if table.years:
        into.leave(table, min(table.years))
    for period in table.so_far:
        if period.year in (None, year):
            into.leave(table, period)


def _of_year(table: Strips, year: FinancialYear) -> Iterator[tuple[Line, CellRef]]:
    """Yield the cells by which a line is judged in that year alone."""
    for line in table.lines:
        for (_, period), place in line.judged_at.items():
            if period == year:
                yield line, place


def _move_on(into: Collected, table: Strips, year: FinancialYear, closed: Closed) -> None:
    """Move the outturns on by a year, the last being that of the year that is over, and empty the
    year to date.
    """
    for each in sorted(table.years):
        _rename(into, table, each)
        for line in table.lines:
            place = line.at.get(each)
            if place is None or into.is_formula(place):
                continue
            value: CellValue = None
            if each + 1 == year:
                value, _ = closed[place]
                if value is None and into.is_filled(place):
                    into.missing.append(place)
                elif value is None:
                    into.unknown.append(place)
            elif each != year:
                value = into.there(line.at[each + 1])
                into.formats[place] = into.look(line.at[each + 1]).number_format
            into.put(place, value, f"{each + 1} outturn" if each != year else f"{year + 1}")
    for period in table.so_far:
        if period.year in (None, year):
            _rename(into, table, period)
            for line in table.lines:
                place = line.at.get(period)
                if place is not None and not into.is_formula(place):
                    into.put(place, None, f"year to date of {year + 1}")


def _rename(into: Collected, table: Strips, period: FinancialYear | YearToDate) -> None:
    heading = table.table.headings.get(period)
    there = into.there(heading) if heading else None
    if heading and isinstance(there, str) and years_in(there):
        into.put(heading, years_later(there), "the heading of the year after")
