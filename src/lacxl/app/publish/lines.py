"""How the figures of an issued month are put: each as the line that a reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from lacxl.app.publish.printed_figures import PrintedFigure
from lacxl.domain.indicator import Figure, Kind, Polarity, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.rating import Rag
from lacxl.publishing.candidates import Candidate, CountedPeriod
from lacxl.publishing.deciding import Why
from lacxl.publishing.publication import (
    NOTHING,
    PublishedLine,
    ShownStatus,
    TidyLine,
    TidyPart,
    Value,
)
from lacxl.workbook.address import CellRef
from lacxl.workbook.shown import figure_in, number, shown

LIGHTS: Final = {
    Rag.RED: "Red",
    Rag.AMBER: "Amber",
    Rag.GREEN: "Green",
    Rag.NOT_RATED: "Not rated",
}
_GOOD: Final = {
    Polarity.HIGH: "Higher is better",
    Polarity.LOW: "Lower is better",
    Polarity.NONE: "Neither",
}
_BENCHMARKS: Final = {
    "stat_neigh_ave": "Average of statistical neighbours",
    "best_stat_neigh": "Best statistical neighbour",
    "nat_ave": "England",
    "nat_top_qtile_threshold": "Top quarter of councils begins at",
}
_KEPT: Final = Value(ShownStatus.SUPPRESSED, ShownStatus.SUPPRESSED.value)
_NOT_APPLICABLE: Final = Value(ShownStatus.NOT_APPLICABLE, ShownStatus.NOT_APPLICABLE.value)


def as_line(
    printed: PrintedFigure, why: Mapping[Candidate, Why], light: str, direction: str, signal: str
) -> PublishedLine:
    """Return a figure as a reader sees it."""
    indicator = printed.row.indicator
    months = tuple((named(span), _value(printed, span, why)) for span in printed.spans)
    ytd = _value(printed, printed.to_date, why) if printed.kind is Kind.FLOW else _NOT_APPLICABLE
    target, target_number = _target(printed)
    return PublishedLine(
        label=printed.label,
        indicator=printed.number,
        title=_text(printed, printed.line.title) or indicator.title,
        unit=printed.figure.unit,
        good=_GOOD[indicator.polarity],
        target=target,
        months=months,
        ytd=ytd,
        years=tuple((span.name, _value(printed, span, why)) for span in printed.years),
        benchmarks=tuple(_benchmarks(printed)),
        light=light,
        direction=direction,
        entries=tuple(_entries(printed, why)),
        definition=indicator.definition,
        signal=signal,
        summary=_in_a_sentence(months, target),
        target_number=target_number,
    )


def as_value(each: Candidate, why: Why, figure: Figure | None) -> Value:
    """Return a figure as it is shown, or the symbol in its place; no `figure` is a plain count."""
    if not why.is_shown:
        note = "How many children are behind it was not recorded." if why is Why.UNKNOWN else ""
        return replace(_KEPT, note=note)
    return _shown(each.shown, each.places, figure)


def named(span: CountedPeriod) -> str:
    """Return a span as a reader reads it: May 2015, April to May 2015, 2014/15."""
    if span.name.endswith(" YTD"):
        return to_date(span.ends)
    return span.ends.long if span.name == str(span.ends) else span.name


def to_date(month: Month) -> str:
    """Return the months of a year to date: April to May 2015, April 2015 to January 2016."""
    first = month.financial_year.first
    if first == month:
        return f"{month.long} to date"
    begins = first.long.split()[0] if first.year == month.year else first.long
    return f"{begins} to {month.long}"


def _value(printed: PrintedFigure, span: CountedPeriod, why: Mapping[Candidate, Why]) -> Value:
    each = printed.candidates.get(span.name)
    if each is not None:
        return as_value(each, why[each], printed.figure)
    return _KEPT if printed.keeps_back(why, span.name) else NOTHING


def _entries(printed: PrintedFigure, why: Mapping[Candidate, Why]) -> Iterator[TidyLine]:
    for span in printed.all_spans:
        yield TidyLine(
            TidyPart.of_unit(printed.figure.unit), named(span), _value(printed, span, why)
        )
        for other in printed.parts:
            if other.period == span.name:
                yield TidyLine(other.part, named(span), as_value(other, why[other], None))


def _target(printed: PrintedFigure) -> tuple[str, Decimal | None]:
    indicator = printed.row.indicator
    if indicator.target is None or not indicator.judges(printed.figure):
        return "", None
    green = indicator.target.green
    return number(green, printed.figure.number_format).replace(".0%", "%"), green


def _text(printed: PrintedFigure, place: CellRef | None) -> str:
    return "" if place is None else shown(printed.case.there.get(place)).strip()


def _benchmarks(printed: PrintedFigure) -> Iterator[tuple[str, Value]]:
    for name, heading in _BENCHMARKS.items():
        place = printed.line.benchmarks.get(name)
        if place is None:
            continue
        year = printed.line.benchmark_years.get(name)
        known = printed.case.benchmarks.get((printed.number, name))
        if year is None and known is not None:
            year = known.year
        headed = heading if year is None else f"{heading}, {year}"
        points = printed.line.in_points(printed.figure)
        found = figure_in(printed.case.there.get(place), points=points)
        if found is None:
            yield headed, NOTHING
            continue
        places = printed.decimals_at(place)
        yield headed, _shown(half_up(found, places), places, printed.figure)


def _shown(value: Decimal, places: int, figure: Figure | None) -> Value:
    """Return a figure of so many decimals; a percentage is kept as a fraction."""
    percent = figure is not None and figure.unit is Unit.PERCENTAGE
    decimals = max(places - 2 if percent else places, 0)
    number_format = "0" if not decimals else f"0.{'0' * decimals}"
    text = number(value, f"{number_format}%" if percent else number_format)
    return Value(ShownStatus.SHOWN, text, value, decimals)


def _in_a_sentence(months: tuple[tuple[str, Value], ...], target: str) -> str:
    """Return what a chart of the months shows, in nothing but figures that are shown."""
    there = [(name, each) for name, each in months if each.status is ShownStatus.SHOWN]
    held = f" The target is {target}." if target else ""
    if not there:
        return f"No month is shown.{held}"
    (first, begins), (last, ends) = there[0], there[-1]
    if len(there) == 1:
        said = f"{begins.text} in {first}."
    elif begins.number == ends.number:
        said = f"{begins.text} in {first} and in {last}."
    else:
        went = "up" if (ends.number or 0) > (begins.number or 0) else "down"
        said = f"{went.capitalize()} from {begins.text} in {first} to {ends.text} in {last}."
    missing = len(months) - len(there)
    are = "is" if missing == 1 else "are"
    not_all = f" {missing} of {len(months)} months {are} not shown." if missing else ""
    return f"{said}{not_all}{held}"
