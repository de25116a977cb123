"""In April: the outturns of a table move on by a year, and the year to date starts again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lacxl.domain.finding import error
from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import CellRef
from lacxl.workbook.dated_headings import names_year, years_later
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.layout.model import Line
from lacxl.workbook.next_month.collected import Collected
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue

Outturns = Callable[[Line, FinancialYear], tuple[CellValue, str | None]]
"""Gives what a line shows as the outturn of a year that has ended, None where it is not known, and
its number format.
"""
_ROWS_ABOVE = 3


def begin_year(into: Collected, strips: Strips, outturns: Outturns) -> None:
    """Move the outturns on by a year, and start the year to date again."""
    ended = into.month.financial_year - 1
    years = strips.years
    if years and ended not in years:
        for year in years:
            _year(into, strips, year, outturns, ended)
    for period in strips.so_far:
        if period.year not in (None, ended):
            continue
        into.leave(strips, period)
        for place in strips.cells(period):
            line = strips.line_at(place)
            if line is None or into.is_formula(place):
                continue
            if not (line.form.own_formats and into.is_text(place)):  # "n/a" stays true
                into.put(place, None, f"year to date of {into.month.financial_year}")
        heading = strips.table.headings.get(period)
        if heading is not None:
            _later(into, heading, ended)
    for place in _above(into, strips):
        if names_year(str(into.there(place)), ended):
            _later(into, place, ended)


def _year(
    into: Collected, strips: Strips, year: FinancialYear, outturns: Outturns, ended: FinancialYear
) -> None:
    following = year + 1
    if following not in strips.at and following != ended:
        into.faults.append(
            error(
                "N103",
                f"The years of the table are not one after another: {following} is missing.",
                str(strips.table.at),
                "Correct the headings of its years, then run again.",
            )
        )
        return
    if year == min(strips.years):
        into.leave(strips, year)
    _later(into, strips.table.headings[year], year)
    sources = strips.cells(following) if following in strips.at else None
    places = list(strips.cells(year))
    for place, source in zip(places, sources or [None] * len(places), strict=True):
        if into.is_formula(place) or (source is not None and into.is_formula(source)):
            continue  # it goes on meaning the cells it meant
        line = strips.line_at(place)
        if line is None:
            continue
        if source is None:
            value, number_format = outturns(line, ended)
            if number_format is not None and not line.form.own_formats:
                into.formats[place] = number_format
            if value is None and into.is_filled(place):
                into.missing.append(place)
            elif value is None and any(map(into.is_filled, _months(line, ended))):
                into.unknown.append(place)
        else:
            value = into.there(source)
            into.formats[place] = into.look(source).number_format
        into.put(place, value, f"{following} outturn")


def _months(line: Line, year: FinancialYear) -> Iterator[CellRef]:
    """Yield the cells in which a line shows the months of a year."""
    return (place for month, place in line.months.items() if month.financial_year == year)


def _above(into: Collected, strips: Strips) -> Iterator[CellRef]:
    """Yield the texts over a table's columns that speak of the year to date."""
    if not strips.across:
        return
    heads = [place.cell.row for place in strips.table.headings.values()]
    top, bottom = max(1, min(heads) - _ROWS_ABOVE), max(heads)
    columns = strips.at.values()
    for cell, value in into.sheet(strips.sheet).values.items():
        inside = top <= cell.row <= bottom and min(columns) <= cell.column <= max(columns)
        words = plain(value)
        if inside and ("year to date" in words or "ytd" in words.split()):
            yield CellRef(strips.sheet, cell)


def _later(into: Collected, heading: CellRef, year: FinancialYear) -> None:
    there = into.there(heading)
    if isinstance(there, str):
        into.put(heading, years_later(there), f"the heading of {year + 1}")
