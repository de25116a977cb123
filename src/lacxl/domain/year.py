"""Year to date and outturn.

Counts add. A percentage is the sum of numerators over the sum of denominators, never the mean of
months; a mean weighs by its children. A snapshot has no year to date; its outturn is March's.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import total
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount, quotient


def year_to_date(
    indicator: Indicator, figure: Figure, readings: Mapping[Month, Reading], until: Month
) -> Amount:
    """Return the figure from April up to and including `until`; missing if any month of them is."""
    if indicator.kind is not Kind.FLOW:
        return Missing("a snapshot has no year to date")
    months = until.financial_year.months(until)
    absent = [m for m in months if m not in readings or readings[m].is_missing]
    if absent:
        return Missing(f"no figures for {_names(absent)}")
    parts = [readings[m] for m in months]
    if figure.unit is Unit.COUNT:
        counts = [amount(indicator, figure, r) for r in parts]
        count = total([a.value for a in counts if isinstance(a, Measured)])
        return Measured(count, count)
    partless = [r.month for r in parts if r.numerator is None or r.denominator is None]
    if partless:
        return Missing(f"numerator and denominator are not known for {_names(partless)}")
    numerators: list[Decimal] = [r.numerator for r in parts if r.numerator is not None]
    denominators: list[Decimal] = [r.denominator for r in parts if r.denominator is not None]
    return quotient(indicator, figure, total(numerators), total(denominators))


def so_far(
    indicator: Indicator, figure: Figure, readings: Mapping[Month, Reading], until: Month
) -> Amount:
    """Return what a theme page's YTD row shows: a flow's year to date, else the latest month."""
    if indicator.kind is Kind.FLOW:
        return year_to_date(indicator, figure, readings, until)
    return amount(indicator, figure, readings.get(until))


def outturn(
    indicator: Indicator, figure: Figure, readings: Mapping[Month, Reading], year: FinancialYear
) -> Amount:
    """Return the year's annual figure: a flow's whole year, a snapshot's March."""
    return so_far(indicator, figure, readings, year.last)


def _names(months: list[Month]) -> str:
    return ", ".join(m.short for m in months)
