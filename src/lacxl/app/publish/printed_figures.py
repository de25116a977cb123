"""The figures of an issued month as its copy prints them: what could be shown of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from lacxl.app.case.case import Case
from lacxl.app.figures.figures import arrow_and_light
from lacxl.domain.figures import FigureRow
from lacxl.domain.indicator import Figure, Kind, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import half_up, ratio
from lacxl.domain.rating import Dot, Rag, rag
from lacxl.domain.reading import Measured, amount
from lacxl.publishing.candidates import (
    Candidate,
    CountedMonths,
    CountedPeriod,
    as_printed,
    counted,
    counted_as,
    fact_of,
    parts_of,
)
from lacxl.publishing.deciding import Why
from lacxl.publishing.facts import Fact
from lacxl.publishing.publication import TidyPart
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart
from lacxl.workbook.layout import Line as Row
from lacxl.workbook.shown import figure_in, places_of

_YEARS: Final = 2
_WHOLE: Final = 2
"""The decimals of a kept percentage that is shown as a whole per cent."""


@dataclass(frozen=True)  # without slots, for what it works out once
class PrintedFigure:
    """One figure of an issued month, as its copy prints it. `whole` shows whole percentages."""

    case: Case
    row: FigureRow
    whole: bool

    @property
    def label(self) -> str:
        """7.6, or 7.5 (number)."""
        return self.row.label

    @property
    def number(self) -> str:
        """The indicator's."""
        return self.row.indicator.number

    @property
    def figure(self) -> Figure:
        """The figure of the indicator."""
        return self.row.figure

    @property
    def kind(self) -> Kind:
        """Whether it is counted over a month, or on its last day."""
        return self.row.indicator.kind

    @cached_property
    def line(self) -> Row:
        """Its line in the summary."""
        return self.case.layout.line(self.number, self.figure.name)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        """Its lines in every table, the summary first."""
        indicator, figure = self.row.indicator, self.figure
        return tuple(
            each
            for each in self.case.layout.lines
            if each.part is FigurePart.VALUE and each.shows(indicator, figure)
        )

    @cached_property
    def spans(self) -> tuple[CountedPeriod, ...]:
        """The months of the financial year up to the month, or its quarters that are over."""
        month = self.row.at
        months = month.financial_year.months(month)
        if not self.line.is_quarterly:
            return tuple(map(CountedPeriod.of_month, months))
        ended = dict.fromkeys(each.quarter for each in months if each.quarter.last <= month)
        return tuple(CountedPeriod.of_quarter(each, self.kind) for each in ended)

    @cached_property
    def to_date(self) -> CountedPeriod:
        """The year to date."""
        return CountedPeriod.to_date(self.row.at)

    @cached_property
    def years(self) -> tuple[CountedPeriod, ...]:
        """The last closed years."""
        year = self.row.at.financial_year
        return tuple(CountedPeriod.of_year(year - back, self.kind) for back in range(_YEARS, 0, -1))

    @property
    def all_spans(self) -> tuple[CountedPeriod, ...]:
        """Every span that is printed: months or quarters, the year to date, closed years."""
        to_date = (self.to_date,) if self.kind is Kind.FLOW else ()
        return (*self.spans, *to_date, *self.years)

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """What could be shown of each span, by its name."""
        found = {}
        for span in self.all_spans:
            if (each := self._candidate(span)) is not None:
                found[span.name] = each
        return found

    def unprinted(self, after: Month | None) -> Iterator[tuple[TidyPart, Fact]]:
        """Yield what each month inside a sum was counted as, printed or not, and as it was read.

        A month that is no figure here, or another one than was read, can be told by the sum. So can
        a quarter as far as it has gone, which is printed when its last month is too late. Those up
        to `after` were public.
        """
        spans = (*self.spans, self.to_date, *self.years)
        inside = [
            *map(
                CountedPeriod.of_month,
                dict.fromkeys(each for span in spans for each in span.months),
            )
        ]
        if self.line.is_quarterly and self.kind is Kind.FLOW:
            inside.append(CountedPeriod.of_quarter_so_far(self.row.at))
        for span in inside:
            from_ = self._from(span)
            if from_ is None or (after is not None and span.ends <= after):
                continue
            if (fact := counted_as(self.figure, from_)) is not None:
                yield TidyPart.of_unit(self.figure.unit), fact

    @cached_property
    def parts(self) -> tuple[Candidate, ...]:
        """Numerators and denominators of what is printed, and of what is not as there were none."""
        return tuple(
            part
            for span in self.all_spans
            if span.name in self.without_cases
            or (span.name in self.candidates and self.candidates[span.name].fact is not None)
            for part in parts_of(self.figure, self.label, self.number, span, self._from(span))
        )

    @cached_property
    def without_cases(self) -> frozenset[str]:
        """The spans without a figure as there were no cases, which is a figure as well."""
        return frozenset(
            span.name
            for span in self.all_spans
            if span.name not in self.candidates
            and (from_ := self._from(span)) is not None
            and from_.denominators
            and not any(each.value for each in from_.denominators)
        )

    def keeps_back(self, why: Mapping[Candidate, Why], period: str) -> bool:
        """Say whether a figure is kept back, or that there is none."""
        here = self.candidates.get(period)
        if here is not None:
            return not why[here].is_shown
        return any(
            each.period == period and not why[each].is_shown
            for each in self.parts
            if period in self.without_cases
        )

    def _from(self, span: CountedPeriod) -> CountedMonths | None:
        case, indicator = self.case, self.row.indicator
        return counted(indicator, self.figure, span, case.readings, case.quarters)

    def _candidate(self, span: CountedPeriod) -> Candidate | None:
        printed = self._printed(span)
        if printed is None:
            return None
        value, places = printed
        from_ = self._from(span)
        if self.figure.unit is Unit.COUNT and not _adds_up(from_, value):
            readings = self.case.readings.get(self.number, {})
            from_ = as_printed(self.number, span, value, self._within(span), readings)
        if self.figure.unit is Unit.RATE and not self._is_rate(span, value, places):
            from_ = None
        fact = fact_of(self.figure, from_, value, places)
        if self.whole and self.figure.unit is Unit.PERCENTAGE and places > _WHOLE:
            places = _WHOLE
            value = half_up(_exact(from_) if fact and from_ else value, places)
            fact = fact_of(self.figure, from_, value, places) if fact else None
        part = TidyPart.of_unit(self.figure.unit)
        return Candidate(self.label, self.number, part, span.name, span.ends, value, places, fact)

    def _is_rate(self, span: CountedPeriod, value: Decimal, places: int) -> bool:
        """Say whether a printed rate is what the reading of its last month gives."""
        reading = self.case.readings.get(self.number, {}).get(span.ends)
        found = amount(self.row.indicator, self.figure, reading)
        return isinstance(found, Measured) and half_up(found.value, places) == value

    def _within(self, span: CountedPeriod) -> Iterator[tuple[CountedPeriod, CountedMonths]]:
        """Yield the months or quarters of a longer span, with what is printed of them."""
        for each in self.spans:
            if len(each.months) < len(span.months) and {*each.months} <= {*span.months}:
                candidate = self._candidate(each)
                if candidate is not None and candidate.fact is not None:
                    yield each, CountedMonths(candidate.fact.numerators, ())

    def _printed(self, span: CountedPeriod) -> tuple[Decimal, int] | None:
        """Return what the copy shows of a span, at its precision."""
        for row in self._rows:
            place = self._place(row, span)
            if place is None:
                continue
            found = figure_in(self.case.there.get(place), points=row.in_points(self.figure))
            if found is not None:
                places = self.decimals_at(place)
                return half_up(found, places), places
        return None

    def _place(self, row: Row, span: CountedPeriod) -> CellRef | None:
        if span.name == self.to_date.name:
            return row.ytd if self.kind is Kind.FLOW else None
        for period, place in row.at.items():
            if str(period) == span.name and isinstance(period, Month | Quarter | FinancialYear):
                return place
        return None

    def decimals_at(self, cell: CellRef) -> int:
        """Return the decimals that a cell shows, of a percentage those of the fraction."""
        look = self.case.looks.get(cell)
        shown_places = None if look is None else places_of(look.number_format)
        if shown_places is None:
            return self.figure.decimals
        return shown_places + (2 if self.figure.unit is Unit.PERCENTAGE else 0)

    def judged_by(self) -> tuple[str, str, str]:
        """Return the spans that light and arrow come from: what is judged, now and before."""
        at = self.row.at
        now = str(at.quarter) if self.line.is_quarterly else str(at)
        before = str(at.quarter - 1) if self.line.is_quarterly else str(at - 1)
        judged = self.to_date.name if self.row.judged is self.row.ytd else now
        return judged, now, before

    def light_and_arrow(self) -> tuple[Rag, Dot]:
        """Return light and arrow as the copy prints them."""
        dot, light = arrow_and_light(self.case, self.row, self.line)
        return Rag(light), Dot(dot)

    def lights_as_shown(self, period: str) -> frozenset[Rag]:
        """Return the light, if it is the only one that the figure as shown can have; else none.

        A whole per cent may be on either side of a target.
        """
        each = self.candidates.get(period)
        if each is None:
            return frozenset()
        indicator, figure = self.row.indicator, self.figure
        target = indicator.target if indicator.judges(figure) else None
        lights = {
            rag(Measured(value), figure, indicator.polarity, target)
            for value in self._stands_for(each)
        }
        light, _ = self.light_and_arrow()
        return frozenset({light}) if len(lights) == 1 or not self._is_rounded(each) else frozenset()

    def tells_order(self, now: str, before: str) -> bool:
        """Say whether two figures as shown are in an order, as their arrow says."""
        one, other = self.candidates.get(now), self.candidates.get(before)
        if one is None or other is None or not self._is_rounded(one):
            return one is not None and (other is not None or not self._is_rounded(one))
        return one.shown != other.shown and not self.row.indicator.dead_band

    def _is_rounded(self, each: Candidate) -> bool:
        """Say whether it is shown with fewer decimals than its light and arrow are judged by."""
        places = None
        if self.case.layout.signs is not None:
            places = self.case.places(self.line, self.figure)
        return each.places < (self.figure.decimals if places is None else places)

    def _stands_for(self, each: Candidate) -> Iterator[Decimal]:
        """Yield the printed figures that a figure as shown may stand for."""
        if not self._is_rounded(each):
            yield each.shown
            return
        step = Decimal(1).scaleb(-self.figure.decimals)
        half = Decimal(5).scaleb(-each.places - 1)
        value = each.shown - half
        while value < each.shown + half:
            yield value
            value += step

    @property
    def differs(self) -> bool:
        """Whether anything printed is not what its counts give, where these are known."""
        return any(
            each.fact is None and self._from(span) is not None
            for span in (*self.spans, self.to_date)
            if (each := self.candidates.get(span.name)) is not None
        )


def _adds_up(from_: CountedMonths | None, value: Decimal) -> bool:
    """Say whether counts give a printed number: else it is a count of its own, by its own size."""
    return from_ is not None and sum(each.value for each in from_.numerators) == value


def _exact(from_: CountedMonths) -> Decimal:
    return ratio(
        Decimal(sum(each.value for each in from_.numerators)),
        Decimal(sum(each.value for each in from_.denominators)),
    )
