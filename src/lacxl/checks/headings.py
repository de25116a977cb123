"""Headings that were not found or not understood, and what rests on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import TableHeadings, YearToDate
from lacxl.workbook.layout.model import Period
from lacxl.workbook.layout.not_understood import alike, unread

JUDGED_BY = ("target", "polarity")
"""Columns that lights and arrows rest on: K111 speaks of them."""
_CORRECT = (
    "Correct the heading, or add its wording to a layout of your own. Headings that the workbook "
    "does without can be named in lacxl.toml under leave_out."
)
_YEAR_ENDS = (
    "The outturn of the year that ends has no place yet. lacxl next-month makes it with April's, "
    "and puts the outturn there."
)
_YEARS = 2


def not_found(
    tables: Sequence[TableHeadings],
    month: Month,
    to_write: Collection[str],
    closed: Collection[FinancialYear],
    told: Collection[tuple[CellRef, Period]] = (),
) -> Iterator[Finding]:
    """Yield K112 for each table in which a heading was not found, but for those `told` already.

    `to_write` are the benchmarks and `closed` the years that extracts give figures of. It is a
    warning where such a figure has no place, where a heading is like one that is missing, or where
    a month is missing and a heading amid the months was not understood; else only a note.
    """
    for at, table in enumerate(tables):
        lacking = {key: words for key, words in table.lacks.items() if key not in JUDGED_BY}
        names = {words[0]: words for words in lacking.values()}
        years = [
            year
            for year in _expected(month)
            if year not in table.periods and (table.at, year) not in told
        ]
        names |= {str(year): (str(year),) for year in years}
        absent = _absent(table, month, compared=at == 0)
        months = [each for each in absent if (table.at, each) not in told]
        names |= {each.short: (each.short, each.long) for each in months}
        so_far = YearToDate(month.financial_year)
        if at and so_far not in table.periods and (table.at, so_far) not in told:
            names[str(so_far)] = (str(so_far),)
        if not names:
            continue
        what = "a column for" if at == 0 else "a row for"
        owner = "The summary" if at == 0 else f"The page {table.name}"
        homeless = at == 0 and (
            any(key in to_write for key in lacking) or any(year in closed for year in years)
        )
        ends = set(names) == {str(month.financial_year)}  # in March: its outturn has no place yet
        weight = warning if homeless or months or alike(table, names.values()) else note
        yield weight(
            "K112",
            f"{owner} does not have {what} {', '.join(names)}.{unread(table, names.values())}",
            str(table.at),
            _YEAR_ENDS if ends else _CORRECT,
        )


def _expected(month: Month) -> Iterator[FinancialYear]:
    """Yield the closed years that the report shows beside the month, and in March its own."""
    year = month.financial_year
    yield from (year - back for back in range(_YEARS, 0, -1))
    if month == year.last:
        yield year


def _absent(table: TableHeadings, month: Month, *, compared: bool) -> tuple[Month, ...]:
    """Return the months that a heading not understood may stand for: gaps between those known.

    Where arrows are `compared`, the month before `month` is one of them.
    """
    known = table.months
    if not known or not table.amid_months:
        return ()
    first, last = min(known), max(known)
    if compared:
        first = min(first, month - 1)
    every = (first + i for i in range((last.year - first.year) * 12 + last.number - first.number))
    return tuple(each for each in every if each not in known and each != month)
