"""The three ways in which a table makes the place for the next month, and which one is meant."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.dated_headings import for_month
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.layout.period_labels import Bare, as_label, years_in
from lacxl.workbook.next_month.bands import year_of
from lacxl.workbook.next_month.headings import said
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.snapshot import CellValue, Formula, Snapshot


class Way(Enum):
    """How a table makes the place for a month; lacxl.toml names them by these words."""

    TAKE = "take"
    ROLL = "roll"
    YEAR = "year"
    GROW = "grow"


_CURRENT = ("current", "latest", "this month")


def way_of(
    strips: Strips, month: Month, snapshot: Snapshot, chosen: Way | None, *, has_rolled: bool
) -> Way | Finding:
    """Return which way a table takes for the month after those it has, or why it cannot be told.

    A table that heads the month already is taken. One that has rolled before rolls again. One that
    is a year's, up to March, begins the next year; any other that begins before April, or heads a
    month as the current one, is a window that rolls. Of the rest it cannot be told whether they
    roll or grow. In a council's own workbook rows of months grow, a window may be one of quarters,
    and a table from April to March is of a year if anything else in it says so.
    """
    span, months = strips.span, strips.months
    if month in months:
        return Way.TAKE
    if not has_rolled and chosen is None and _is_own_year(strips, month, snapshot):
        return Way.YEAR
    if months and any(isinstance(period, Quarter) for period in strips.at):
        return beyond(
            "The table has quarters beside its months, and lacxl does not move quarters on",
            month.short,
            str(strips.table.at),
            f"Head the months and quarters from {month.short} on in Excel, as you have done "
            f"before, then: lacxl refresh {month}",
        )
    if any(b != a + 1 for a, b in pairwise(span)):
        return _not_whole(strips, "does not have every month between its first and its last")
    if span[-1] + 1 != (month if months else month.quarter):
        return _not_whole(strips, f"ends with {said(span[-1])}")
    if not strips.table.columns and (heading := _unreadable(strips, snapshot)) is not None:
        return beyond(
            "The headings of its months do not say their year, so lacxl does not move them on",
            month.short,
            str(heading),
            f"Make the place for {month.short} in Excel, as you have done before, then: "
            f"lacxl refresh {month}",
        )
    if chosen is Way.GROW and any(len(strips.table.columns.get(each, ())) > 1 for each in span):
        return beyond(
            "Each of its months has several columns, and lacxl inserts one",
            said(span[-1] + 1),
            str(strips.table.at),
            f"Insert and head them in Excel, as you have done before, then: lacxl refresh {month}",
        )
    if chosen is not None or has_rolled:
        return chosen or Way.ROLL
    if strips.is_own and not strips.across:
        return Way.GROW
    year = year_of(span[-1])
    begins = year.first if months else year.first.quarter
    if span[-1] == year.last and begins in span and not strips.is_own:
        return Way.YEAR
    headings = [
        snapshot.sheet(strips.sheet).values.get(strips.table.headings[each].cell) for each in span
    ]
    if begins in span[1:] or any(is_current(each) for each in headings):
        return Way.ROLL
    return error(
        "N104",
        f"It cannot be told whether this table drops {said(span[0])} for {said(span[-1] + 1)} or "
        f"adds a {'column' if strips.across else 'row'} for it.",
        str(strips.table.at),
        f'Say it in lacxl.toml, [workbook]: next_month = {{ "{strips.table.name or "summary"}" = '
        '"roll" }, or "grow".',
    )


def _is_own_year(strips: Strips, month: Month, snapshot: Snapshot) -> bool:
    """Say whether a council's own table is that of the year which ended, and no window.

    It has just the months from April to March, or just the quarters, and a title, a sheet's name,
    an outturn of another year, or headings without a year say that it is of a year.
    """
    span = strips.span
    year = year_of(span[-1])
    whole = year.months() if strips.months else [year.first.quarter + i for i in range(4)]
    quarters = {period.year for period in strips.at if isinstance(period, Quarter)}
    due = month if strips.months else month.quarter
    is_whole = list(span) == list(whole) and quarters <= {year} and span[-1] + 1 == due
    if not strips.table.columns or not is_whole:
        return False
    sheet = snapshot.sheet(strips.sheet)
    top = strips.table.at.cell.row
    bare = any(
        isinstance(as_label(sheet.values.get(strips.table.headings[each].cell)), Bare)
        for each in span
    )
    above = [value for cell, value in sheet.values.items() if cell.row < top]
    titled = any(year in years_in(each) for each in (*above, sheet.name))
    return titled or bare or bool(strips.years)


def _unreadable(strips: Strips, snapshot: Snapshot) -> CellRef | None:
    """Return a heading that could not be changed to another month, None where all can."""
    values = snapshot.sheet(strips.sheet).values
    for month in strips.months:
        place = strips.table.headings[month]
        there = values.get(place.cell)
        try:
            isinstance(there, Formula) or for_month(there, month, date1904=snapshot.date1904)
        except ValueError:
            return place
    return None


def beyond(why: str, period: str, where: str, todo: str) -> Finding:
    """Return why a table cannot make the place for a month or a quarter by itself."""
    return error("N116", f"{why}: there is no place for {period}.", where, todo)


def is_current(heading: CellValue) -> bool:
    """Say whether a heading names its month as the current one."""
    return any(plain(heading).startswith(word) for word in _CURRENT)


def _not_whole(strips: Strips, why: str) -> Finding:
    return error(
        "N103",
        f"The months of the table are not one after another: it {why}.",
        str(strips.table.at),
        "Correct the headings of its months, then run again.",
    )
