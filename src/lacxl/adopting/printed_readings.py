"""What a workbook printed of each month, as readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from lacxl.domain.indicator import Indicator, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import is_whole
from lacxl.domain.reading import AS_PRINTED, Reading, Source
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, Layout, figure_of
from lacxl.workbook.shown import figure_in
from lacxl.workbook.snapshot import CellValue


def printed_readings(
    layout: Layout,
    known: Mapping[str, Indicator],
    there: Mapping[CellRef, CellValue],
    last: Month,
    workbook: str,
) -> Iterator[Reading]:
    """Yield what the workbook shows of each month, as it is printed."""
    parts: dict[tuple[str, Month, bool], dict[FigurePart, Decimal]] = {}
    rows: dict[tuple[str, Month, bool], int] = {}
    for line in layout.lines:
        figure = figure_of(known[line.indicator], line.figure, line.part)
        is_number = figure is not known[line.indicator].figures[-1]  # of a pair
        part = FigurePart.NUMERATOR if is_number else line.part
        for month, place in line.months.items():
            number = figure_in(there.get(place), points=line.in_points(figure))
            if number is None or month > last:
                continue
            key = line.indicator, month, line.is_quarterly
            parts.setdefault(key, {})[part] = number
            rows.setdefault(key, place.cell.row)
    for (indicator, month, quarterly), held in parts.items():
        figure = known[indicator].figures[-1]
        value = held.get(FigurePart.VALUE)
        n, d = held.get(FigurePart.NUMERATOR), held.get(FigurePart.DENOMINATOR)
        source = Source(f"{workbook}, {AS_PRINTED}", rows[indicator, month, quarterly])
        reading = Reading(indicator, month, source=source, quarterly=quarterly)
        if figure.unit is Unit.COUNT and value is not None:
            if is_whole(value) and value >= 0:
                yield replace(reading, numerator=value)
        elif n is not None and d and is_whole(n) and is_whole(d):
            yield replace(reading, numerator=n, denominator=d)
        elif value is not None and value >= 0:
            yield replace(reading, value=value)
