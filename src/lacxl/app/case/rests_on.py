"""The readings that a figure rests on: of its month, or of its quarter where it is shown alone."""

from __future__ import annotations

from decimal import Decimal

from lacxl.app.case.case import Case
from lacxl.domain.figures import FigureRow
from lacxl.domain.indicator import Kind
from lacxl.domain.reading import Amount, Reading, amount
from lacxl.domain.year import of_quarter
from lacxl.workbook.layout import Line


def readings_of(case: Case, row: FigureRow, at: Line | None) -> tuple[Reading, ...]:
    """Return the readings that a figure rests on: of the month, or of a quarter shown alone."""
    number_, quarter = row.indicator.number, row.at.quarter
    known = case.readings.get(number_, {})
    if at is None or not at.is_quarterly:
        return (known[row.at],) if row.at in known else ()
    if quarter in case.quarters.get(number_, {}):
        return (case.quarters[number_][quarter],)
    months = quarter.months if row.indicator.kind is Kind.FLOW else (quarter.last,)
    return tuple(known[month] for month in months if month in known)


def together(row: FigureRow, readings: tuple[Reading, ...]) -> Reading | None:
    """Return the readings as one, None where there is none: of several the parts are added up."""
    if len(readings) < 2:
        return readings[0] if readings else None
    parts = [[each.numerator for each in readings], [each.denominator for each in readings]]
    numerator, denominator = (
        sum((each for each in part if each is not None), Decimal(0)) if None not in part else None
        for part in parts
    )
    return Reading(row.indicator.number, row.at, numerator, denominator)


def counted_again(case: Case, row: FigureRow, at: Line | None, reading: Reading) -> Amount:
    """Return the figure that the readings give, whatever was issued."""
    if at is None or not at.is_quarterly:
        return amount(row.indicator, row.figure, reading)
    number_ = row.indicator.number
    known, given = case.readings.get(number_, {}), case.quarters.get(number_, {})
    return of_quarter(row.indicator, row.figure, known, row.at.quarter, given)
