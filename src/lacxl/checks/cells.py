"""Figures in the workbook against what a council can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.plausible import most
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, figure_of
from lacxl.workbook.shown import figure_in
from lacxl.workbook.snapshot import CellValue


def cells_beyond(
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    indicators: Mapping[str, Indicator],
) -> Iterator[Finding]:
    """Yield a warning for each month of the summary that no council can have (R168)."""
    for row in layout.summary:
        indicator = indicators[row.indicator]
        figure = figure_of(indicator, row.figure)
        ceiling = most(indicator, figure, "value")
        for month, place in row.months.items():
            number = figure_in(there.get(place), points=row.in_points(figure))
            if number is not None and not 0 <= number <= ceiling:
                yield warning(
                    "R168",
                    f"{indicator.label(figure)} for {month.short} cannot be a council's: it is "
                    f"below 0 or more than {ceiling:,}.",
                    str(place),
                    "Correct the cell: year to date and direction may be worked out from it. If it "
                    f'is right, raise most_value under [indicators."{indicator.number}"].',
                )
