"""Figures in months and years that have not happened yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lacxl.domain.finding import Finding, Severity, first_of
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, YearToDate
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue, Formula

_NAMED = 5


def figures_ahead(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    month: Month,
    happened: Callable[[str, Month], bool],
    severity: Severity = Severity.WARNING,
) -> Iterator[Finding]:
    """Yield K115 for each period after `month` that has figures without having happened.

    `happened` says whether a month has, for an indicator. A year is ahead if it begins after
    the last month that has.
    """
    met: dict[str, list[CellRef]] = {}
    last = month
    for line in layout.lines:
        for each, place in line.months.items():
            if each <= month or not _holds(there.get(place)):
                continue
            if happened(line.indicator, each):
                last = max(last, each)
            else:
                met.setdefault(each.short, []).append(place)
    for year, place in _years(layout):
        if year > last.financial_year and _holds(there.get(place)):
            met.setdefault(str(year), []).append(place)
    for period, where in met.items():
        yield Finding(
            "K115",
            f"{period} is later than {month.short} and no reading for it is known, yet it shows "
            f"{how_many(len(where), 'figure')}.",
            first_of(where, _NAMED),
            "Clear what has not happened. If it has, add its readings and fill it.",
            severity,
        )


def _years(layout: Layout) -> Iterator[tuple[FinancialYear, CellRef]]:
    """Yield the cells of whole years, and of those to date that name their year."""
    for line in layout.lines:
        yield from line.years.items()
        for period, place in line.at.items():
            if isinstance(period, YearToDate) and period.year is not None:
                yield period.year, place


def _holds(value: CellValue) -> bool:
    """Say whether it is a figure; a nought that a formula gives for empty cells is not."""
    found = number_in(value)
    return found is not None and not (isinstance(value, Formula) and found == 0)
