"""The three ways in which a table makes the place for the next month, and which one is meant."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month, Quarter
from lacxl.workbook.address import CellRef
from lacxl.workbook.dated_headings import for_month
from lacxl.workbook.layout.words import plain
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
    roll or grow. In a council's own workbook rows of months grow, and no table begins a new year.
    """
    months = strips.months
    if month in months:
        return Way.TAKE
    if any(isinstance(period, Quarter) for period in strips.at):
        return beyond(
            "The table has quarters beside its months, and lacxl does not move quarters on",
            month.short,
            str(strips.table.at),
            f"Head the months and quarters from {month.short} on in Excel, as you have done "
            f"before, then: lacxl refresh {month}",
        )
    if any(b != a + 1 for a, b in pairwise(months)):
        return _not_whole(strips, "does not have every month between its first and its last")
    if months[-1] + 1 != month:
        return _not_whole(strips, f"ends with {months[-1].short}")
    if (heading := _unreadable(strips, snapshot)) is not None:
        return beyond(
            "The headings of its months do not say their year, so lacxl does not move them on",
            month.short,
            str(heading),
            f"Make the place for {month.short} in Excel, as you have done before, then: "
            f"lacxl refresh {month}",
        )
    if chosen is not None or has_rolled:
        return chosen or Way.ROLL
    april = months[-1].financial_year.first
    if strips.is_own and not strips.across:
        return Way.GROW
    if strips.is_own and months[-1] == months[-1].financial_year.last and months[0] == april:
        return beyond(
            f"The table is that of {months[-1].financial_year}, and lacxl begins no new year in a "
            "workbook that it did not make",
            month.short,
            str(strips.table.at),
            f"Begin the workbook of {month.financial_year} as you have done before, in a folder of "
            "its own, and run lacxl adopt on it; or head the new year here, then: "
            f"lacxl refresh {month}",
        )
    if months[-1] == months[-1].financial_year.last and april in months and not strips.is_own:
        return Way.YEAR
    headings = [
        snapshot.sheet(strips.sheet).values.get(strips.table.headings[each].cell) for each in months
    ]
    if months[0] < april or any(is_current(each) for each in headings):
        return Way.ROLL
    return error(
        "N104",
        f"It cannot be told whether this table drops {months[0].short} for {month.short} or adds "
        f"a {'column' if strips.across else 'row'} for it.",
        str(strips.table.at),
        f'Say it in lacxl.toml, [workbook]: next_month = {{ "{strips.table.name or "summary"}" = '
        '"roll" }, or "grow".',
    )


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
