"""Closed years: outturns as printed against the readings, and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lacxl.domain.figures import closed_outturn
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator, Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Reading
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, Layout
from lacxl.workbook.shown import figure_in, number
from lacxl.workbook.snapshot import CellValue, Formula


def outturns_against_readings(
    outturns: Mapping[tuple[str, str, FinancialYear], tuple[Decimal, str]],
    readings: Mapping[str, Mapping[Month, Reading]],
    indicators: Mapping[str, Indicator],
    before: FinancialYear,
) -> Iterator[Finding]:
    """Yield K102 where a closed year's outturn is not what its readings give.

    `outturns` give each value and where it was read. Years from `before` on are not closed yet.
    """
    for (number_, name, year), (printed, where) in outturns.items():
        indicator = indicators.get(number_)
        if indicator is None or year >= before:
            continue
        figure = next((f for f in indicator.figures if f.name == name), None)
        if figure is None:
            continue
        counted = closed_outturn(indicator, figure, readings.get(number_, {}), year)
        if counted is None or _agree(printed, counted.value, figure):
            continue
        basis = (
            "the year's readings give"
            if indicator.kind is Kind.FLOW
            else f"the reading of {year.last.short} is"
        )
        yield warning(
            "K102",
            f"{indicator.label(figure)} has the outturn {_text(printed, figure)} for {year}; "
            f"{basis} {number(counted.value, figure.number_format)}.",
            where,
            "The outturn stays as it is. Find out which of the two is right.",
        )


def outturns_against_cells(
    outturns: Mapping[tuple[str, str, FinancialYear], tuple[Decimal, str]],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    indicators: Mapping[str, Indicator],
    before: FinancialYear,
) -> Iterator[Finding]:
    """Yield K103 where a cell of a closed year shows another figure than the outturns."""
    spots = [
        (line, year, place)
        for line in layout.lines
        if line.part is FigurePart.VALUE
        for year, place in line.years.items()
    ]
    for line, year, place in spots:
        number_, name = line.indicator, line.figure
        if year >= before or (number_, name, year) not in outturns:
            continue
        figure = next(f for f in indicators[number_].figures if f.name == name)
        value, (outturn, where) = there.get(place), outturns[number_, name, year]
        printed = figure_in(value, points=line.in_points(figure))
        if isinstance(value, Formula):
            value = value.cached
        if value in (None, "") or (printed is not None and _agree(printed, outturn, figure)):
            continue
        shows = "a text" if printed is None else _text(printed, figure)
        yield warning(
            "K103",
            f"{indicators[number_].label(figure)} is shown as {shows} for {year}; its outturn is "
            f"{_text(outturn, figure)} ({where}).",
            str(place),
            "Both stay as they are. Find out which of the two is right.",
        )


def benchmarks_against_cells(
    benchmarks: Mapping[tuple[str, str], tuple[Decimal, FinancialYear | None, str]],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    indicators: Mapping[str, Indicator],
) -> Iterator[Finding]:
    """Yield K119 where a council's own table shows another benchmark than the benchmarks have.

    `benchmarks` give each value, its year, and where it was read. A heading of another year is of
    another figure.
    """
    spots = [
        (line, name, place)
        for line in layout.lines
        if line.form.own_formats
        for name, place in line.benchmarks.items()
        if (line.indicator, name) in benchmarks
    ]
    for line, name, place in spots:
        value, year, where = benchmarks[line.indicator, name]
        figure, held = indicators[line.indicator].figures[-1], there.get(place)
        if isinstance(held, Formula):
            held = held.cached
        printed = figure_in(held, points=line.in_points(figure))
        if line.benchmark_years.get(name) not in (None, year) or held in (None, ""):
            continue
        if printed is not None and _agree(printed, value, figure):
            continue
        shows = "a text" if printed is None else _text(printed, figure)
        yield warning(
            "K119",
            f"The benchmark {name.replace('_', ' ')} of {line.indicator} is shown as {shows}; for "
            f"{year} it is {_text(value, figure)} ({where}).",
            str(place),
            "Both stay as they are. Find out which of the two is right and correct the other; a "
            "cell that is empty is filled.",
        )


def _agree(printed: Decimal, counted: Decimal, figure: Figure) -> bool:
    """Compare at the precision shown; a figure printed coarser, such as 661, counts as rounded."""
    exponent = printed.normalize().as_tuple().exponent
    coarse = max(0, -exponent) if isinstance(exponent, int) else 0
    return any(
        half_up(printed, decimals) == half_up(counted, decimals)
        for decimals in (figure.decimals, min(coarse, figure.decimals))
    )


def _text(value: Decimal, figure: Figure) -> str:
    if figure.number_format.endswith("%"):
        return number(value, figure.number_format)
    return number(value, "General")
