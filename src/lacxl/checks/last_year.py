"""Headings, bands and rows that still say last year where the new year is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.dated_headings import names_year
from lacxl.workbook.layout import Layout, TableHeadings, YearToDate
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.layout.model import Period
from lacxl.workbook.layout.not_understood import alike
from lacxl.workbook.snapshot import SheetSnapshot, Snapshot

_ROWS_ABOVE = 3
_OLDER = ("benchmark", "compar", "last year", "outturn", "previous", "trend")
"""Words of a title that may well speak of a year before."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A heading that says last year, and the period that it should name, None over several."""

    table: CellRef
    place: CellRef
    says: str
    meant: str
    period: Period | None = None


def left_behind(
    layout: Layout,
    snapshot: Snapshot,
    year: FinancialYear,
    known: Callable[[str, FinancialYear], bool],
) -> Iterator[Behind]:
    """Yield each heading that still says the year before `year`, where `year` is meant.

    They are: a band over months of the new year; a year to date, unless the new year's is there
    too; the latest outturn, where the year that ended has none and its figures are `known` for the
    table of that name; a month a year behind its neighbours; the title of a sheet with a table.
    Trends and benchmarks keep older years.
    """
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    for table in layout.tables:
        sheet = sheets[table.at.sheet]
        if any(month.financial_year == year for month in table.months):
            yield from _bands(table, sheet, year)
        yield from _so_far(table, sheet, year)
        if known(table.name, year - 1):
            yield from _outturns(table, year)
        yield from _months(table)
    for table in {table.at.sheet: table for table in layout.tables}.values():
        yield from _title(table, sheets[table.at.sheet], year)


def as_findings(behind: Sequence[Behind], sheets: Collection[str]) -> Iterator[Finding]:
    """Yield K118 for each sheet that has any."""
    for sheet in sheets:
        mine = [each for each in behind if each.place.sheet == sheet]
        if not mine:
            continue
        says = "; ".join(f"{each.place.cell} says {each.says} for {each.meant}" for each in mine)
        yield warning(
            "K118",
            f"Still says last year: {how_many(len(mine), 'heading')}. {says}.",
            ", ".join(str(each.place) for each in mine),
            "Correct the heading. Before the new year's first month is filled, lacxl next-month "
            "moves them all.",
        )


def _bands(table: TableHeadings, sheet: SheetSnapshot, year: FinancialYear) -> Iterator[Behind]:
    """Yield the bands over months, none of which is of the year that they name."""
    columns = _across(table)
    if columns is None:
        return
    months = {column: period for column, period in columns.items() if isinstance(period, Month)}
    for cell, text in _above(table, sheet):
        area = next((area for area in sheet.merges if cell in area), Area.of(cell))
        under = [months[c] for c in range(area.left, area.right + 1) if c in months]
        if (
            under
            and "date" not in plain(text)
            and names_year(text, year - 1)
            and not names_year(text, year)
            and all(month.financial_year == year for month in under)
        ):
            yield Behind(table.at, CellRef(sheet.name, cell), str(year - 1), str(year))


def _so_far(table: TableHeadings, sheet: SheetSnapshot, year: FinancialYear) -> Iterator[Behind]:
    """Yield the headings of last year's year to date, unless the new year's is there too."""
    old, new = YearToDate(year - 1), YearToDate(year)
    if old in table.periods and not {new, YearToDate()} & table.periods:
        yield Behind(table.at, table.headings[old], str(old), str(new), new)
    columns = _across(table)
    if columns is None:
        return
    texts = [
        (cell, text)
        for cell, text in _above(table, sheet)
        if min(columns) <= cell.column <= max(columns)
        and ("year to date" in plain(text) or "ytd" in plain(text).split())
    ]
    if not any(names_year(text, year) for _, text in texts):
        for cell, text in texts:
            if names_year(text, year - 1):
                yield Behind(table.at, CellRef(sheet.name, cell), str(old), str(new))


def _outturns(table: TableHeadings, year: FinancialYear) -> Iterator[Behind]:
    """Yield the latest outturn's heading where it is the year before the one that ended."""
    years = [period for period in table.periods if isinstance(period, FinancialYear)]
    ended = year - 1
    if not years or max(years) + 1 != ended:
        return
    if (len(years) == 1 and table.unread) or alike(table, [(str(ended),)]):
        return  # the heading may be there, misspelt: that is K112
    latest = max(years)
    yield Behind(table.at, table.headings[latest], str(latest), str(ended), ended)


def _months(table: TableHeadings) -> Iterator[Behind]:
    """Yield the months that are a year behind both the month before them and the one after."""
    places = sorted(
        (place.cell.row, place.cell.column, period)
        for period, place in table.headings.items()
        if isinstance(period, Month)
    )
    months = [month for _, _, month in places]
    for at, month in enumerate(months):
        meant = month + 12
        before = months[at - 1] if at else None
        after = months[at + 1] if at + 1 < len(months) else None
        fits = [each for each in (before and before + 1, after and after - 1) if each]
        if fits and all(each == meant for each in fits) and meant not in table.months:
            yield Behind(table.at, table.headings[month], month.short, meant.short, meant)


def _title(table: TableHeadings, sheet: SheetSnapshot, year: FinancialYear) -> Iterator[Behind]:
    """Yield the texts of the first row above the table that name last year alone."""
    first = min(place.cell.row for place in (table.at, *table.headings.values()))
    texts = [
        (cell, value)
        for cell, value in sheet.values.items()
        if cell.row < first and isinstance(value, str)
    ]
    top = min((cell.row for cell, _ in texts), default=first)
    if top + 1 >= first:
        return  # it is a heading of the table's own
    for cell, text in texts:
        if (
            cell.row == top
            and names_year(text, year - 1)
            and not names_year(text, year)
            and not any(word in plain(text) for word in _OLDER)
        ):
            yield Behind(table.at, CellRef(sheet.name, cell), str(year - 1), str(year))


def _across(table: TableHeadings) -> dict[int, Period] | None:
    """Return the column of each period of a table that has them side by side, None for another."""
    rows = {place.cell.row for place in table.headings.values()}
    columns = {place.cell.column: period for period, place in table.headings.items()}
    return columns if len(columns) > len(rows) else None


def _above(table: TableHeadings, sheet: SheetSnapshot) -> Iterator[tuple[Cell, str]]:
    """Yield the texts in the rows of a table's headings and just above."""
    heads = [place.cell.row for place in table.headings.values()]
    for cell, value in sheet.values.items():
        if min(heads) - _ROWS_ABOVE <= cell.row <= max(heads) and isinstance(value, str):
            yield cell, value
