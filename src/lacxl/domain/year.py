"""Year to date and outturn.

Counts add. A percentage is the sum of numerators over the sum of denominators, never the mean of
months; a mean weighs by its children. A snapshot has no year to date; its outturn is March's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import total
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount, quotient

_NOT_ADDED = {
    Kind.SNAPSHOT: "a snapshot has no year to date",
    Kind.ROLLING: "a snapshot has no year to date",
    Kind.UNKNOWN: "it is not known whether it adds up over the year",
}


def year_to_date(
    indicator: Indicator,
    figure: Figure,
    readings: Mapping[Month, Reading],
    until: Month,
    given: Mapping[Quarter, Reading] = MappingProxyType({}),
) -> Amount:
    """Return the figure from April up to and including `until`; missing if any month of them is.

    Of a quarter that was `given` and of which not all months are known, its reading counts.
    """
    if indicator.kind is not Kind.FLOW:
        return Missing(_NOT_ADDED[indicator.kind])
    return over(indicator, figure, readings, until.financial_year.months(until), given)


def of_quarter(
    indicator: Indicator,
    figure: Figure,
    readings: Mapping[Month, Reading],
    quarter: Quarter,
    given: Mapping[Quarter, Reading] = MappingProxyType({}),
) -> Amount:
    """Return a quarter's figure: the one that was `given`, else counted from its months.

    Flows add; of a snapshot or a rolling figure it is that of the last month.
    """
    if quarter in given:
        return amount(indicator, figure, given[quarter])
    if indicator.kind is Kind.UNKNOWN:
        return Missing(_NOT_ADDED[indicator.kind])
    if indicator.kind is not Kind.FLOW:
        return amount(indicator, figure, readings.get(quarter.last))
    return over(indicator, figure, readings, quarter.months)


def over(
    indicator: Indicator,
    figure: Figure,
    readings: Mapping[Month, Reading],
    months: Sequence[Month],
    given: Mapping[Quarter, Reading] = MappingProxyType({}),
) -> Amount:
    """Return a flow's figure over some months; missing if any month of them is."""
    absent = [m for m in months if m not in readings or readings[m].is_missing]
    whole = {
        quarter: given[quarter]
        for quarter in dict.fromkeys(month.quarter for month in absent)
        if quarter in given and not given[quarter].is_missing and set(quarter.months) <= set(months)
    }
    if absent := [m for m in absent if m.quarter not in whole]:
        return Missing(f"no figures for {_names(absent)}")
    parts = [*whole.values(), *(readings[m] for m in months if m.quarter not in whole)]
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


def _names(months: Sequence[Month]) -> str:
    return ", ".join(m.short for m in months)
