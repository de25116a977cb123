"""Issued figures against the readings: what was printed stays, and a difference is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import from_float, half_up, plain
from lacxl.domain.reading import Measured, Reading, amount
from lacxl.workbook.layout import Part, Place, Places
from lacxl.workbook.shown import number
from lacxl.workbook.snapshot import CellValue, Formula


def printed_against_readings(
    places: Places,
    there: Mapping[Place, CellValue],
    readings: Mapping[str, Mapping[Month, Reading]],
    indicators: Mapping[str, Indicator],
    issued: frozenset[Month],
) -> Iterator[Finding]:
    """Yield K101 for each cell of an issued month that disagrees with its reading as shown."""
    for place, month, number_, figure_name, part in _issued_cells(places, issued):
        indicator = indicators[number_]
        figure = next((f for f in indicator.figures if f.name == figure_name), indicator.figures[0])
        reading = readings.get(number_, {}).get(month)
        if reading is None:
            continue
        finding = _compare(place, there.get(place), indicator, figure, part, reading)
        if finding is not None:
            yield finding


def _issued_cells(
    places: Places, issued: frozenset[Month]
) -> Iterator[tuple[Place, Month, str, str, Part]]:
    for row in places.summary:
        for month, place in row.months.items():
            if month in issued:
                yield place, month, row.indicator, row.figure, Part.VALUE
    for column in places.pages:
        for month, place in column.months.items():
            if month in issued:
                yield place, month, column.indicator, column.figure, column.part


def _compare(
    place: Place,
    value: CellValue,
    indicator: Indicator,
    figure: Figure,
    part: Part,
    reading: Reading,
) -> Finding | None:
    if isinstance(value, Formula):
        value = value.cached
    measured = amount(indicator, figure, reading)
    if not isinstance(measured, Measured) or not isinstance(value, int | float):
        return None
    printed = from_float(float(value))
    if part is Part.VALUE:
        wanted, decimals, fmt = measured.value, figure.decimals, figure.number_format
    else:
        counts = {
            Part.NUMERATOR: measured.numerator,
            Part.DENOMINATOR: measured.denominator,
            Part.FAILURES: None
            if measured.numerator is None or measured.denominator is None
            else measured.denominator - measured.numerator,
        }
        count = counts[part]
        if count is None:
            return None
        wanted, decimals, fmt = count, 0, "0"
    if half_up(printed, decimals) == half_up(wanted, decimals):
        return None
    parts = ""
    if measured.numerator is not None and measured.denominator is not None:
        parts = f"{plain(measured.numerator)} of {plain(measured.denominator)}, which is "
    source = f" ({reading.source})" if reading.source else ""
    return warning(
        "K101",
        f"{indicator.label(figure)} was issued as {number(printed, fmt)} for "
        f"{reading.month.short}; the reading is {parts}{number(wanted, fmt)}{source}.",
        str(place),
        "The issued figure stays. If the reading is right, issue a correction.",
    )
