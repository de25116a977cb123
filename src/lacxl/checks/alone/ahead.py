"""Figures in months that are later than the workbook's own, and a cover that is behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lacxl.domain.finding import Finding, first_of, warning
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, YearToDate
from lacxl.workbook.layout.heading_words import as_month
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue, Formula

AHEAD = "Q110"
_NAMED = 8


@dataclass(frozen=True, slots=True)
class FilledTo:
    """The month that the workbook is filled to, and a finding where its cover says an earlier."""

    month: Month | None
    finding: Finding | None = None


def filled_to(
    layout: Layout, there: Mapping[CellRef, CellValue], doubted: frozenset[CellRef]
) -> FilledTo:
    """Return the month of the year to date, arrows and lights.

    That is the last month of the summary with figures up to the cover's. Where most lines have
    figures of a later month it is that one, and the cover is behind (Q110).
    """
    cover = cover_month(layout, there)
    counts: dict[Month, int] = defaultdict(int)
    for line in layout.summary:
        for month, place in line.months.items():
            counts[month] += place not in doubted and holds(there.get(place))
    filled = [month for month, count in counts.items() if count]
    until = max((month for month in filled if cover is None or month <= cover), default=cover)
    if cover is not None and until != cover and cover not in layout.months:
        cells = [line.at[cover] for line in layout.pages if cover in line.at]
        if sum(holds(there.get(place)) for place in cells) * 2 > len(cells):
            until = cover  # the summary's own heading of it is in doubt
    later = [m for m in filled if until and m > until and counts[m] * 2 > len(layout.summary)]
    if cover is None or not later:
        return FilledTo(until)
    last = max(later)
    finding = warning(
        AHEAD,
        f"The cover says {cover.long}, and the summary has {how_many(counts[last], 'figure')} of "
        f"{last.long}.",
        str(layout.cover.month_end),
        f"Correct the cover, or clear {last.long}.",
    )
    return FilledTo(last, finding)


def cover_month(layout: Layout, there: Mapping[CellRef, CellValue]) -> Month | None:
    """Return the month that the cover states, None where it states none."""
    place = layout.cover.month_end
    return as_month(there.get(place)) if place is not None else None


def ahead(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    month: Month,
    doubted: frozenset[CellRef],
) -> Iterator[Finding]:
    """Yield Q110 for each period after `month` that has figures, with their cells."""
    met: defaultdict[str, list[CellRef]] = defaultdict(list)
    for line in layout.lines:
        for when, place in line.at.items():
            if place in doubted or not holds(there.get(place)):
                continue
            if isinstance(when, Month | Quarter):
                late = (when.first if isinstance(when, Quarter) else when) > month
            else:
                year = when.year if isinstance(when, YearToDate) else when
                late = isinstance(year, FinancialYear) and year > month.financial_year
                late |= isinstance(when, FinancialYear) and when.last > month
            if late:
                met[when.short if isinstance(when, Month) else str(when)].append(place)
    for name, places in met.items():
        yield warning(
            AHEAD,
            f"{name} is not over in {month.long}, the month of the workbook, and has "
            f"{how_many(len(places), 'figure')}.",
            first_of(places, _NAMED),
            "Move what belongs to another month, and clear the rest.",
        )


def holds(value: CellValue) -> bool:
    """Say whether it is a figure; a nought that a formula gives for empty cells is not."""
    found = number_in(value)
    return found is not None and not (isinstance(value, Formula) and found == 0)
