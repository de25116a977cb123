"""The figures that a publication could show, each with what it would tell.

A figure tells something only of counts that are known here: where a reading has its figure alone,
nobody knows on how many children it rests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import half_up, is_whole, ratio
from lacxl.domain.reading import Reading
from lacxl.publishing.facts import Constraint, Count, Fact, part_of_whole
from lacxl.publishing.publication import TidyPart

Readings = Mapping[str, Mapping[Month, Reading]]
Quarters = Mapping[str, Mapping[Quarter, Reading]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that could be shown: `label` as 7.5 (number), of a `period` that ended with `ends`.

    `shown` is the printed figure at its precision. `fact` is what it tells, None where nobody knows
    on how many it rests.
    """

    label: str
    indicator: str
    part: TidyPart
    period: str
    ends: Month
    shown: Decimal
    places: int
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """What a figure is of: its name, the last month, and the months that are counted for it."""

    name: str
    ends: Month
    months: tuple[Month, ...]
    quarter: Quarter | None = None

    @classmethod
    def of_month(cls, month: Month) -> CountedPeriod:
        """Return a month."""
        return cls(str(month), month, (month,))

    @classmethod
    def of_quarter(cls, quarter: Quarter, kind: Kind) -> CountedPeriod:
        """Return a quarter: of a flow its months, else the last."""
        months = quarter.months if kind is Kind.FLOW else (quarter.last,)
        return cls(str(quarter), quarter.last, tuple(months), quarter)

    @classmethod
    def of_quarter_so_far(cls, month: Month) -> CountedPeriod:
        """Return the months of a flow's quarter up to a month."""
        months = tuple(each for each in month.quarter.months if each <= month)
        return cls(f"{month.quarter} so far", month, months)

    @classmethod
    def to_date(cls, month: Month) -> CountedPeriod:
        """Return the year to date."""
        return cls(f"{month} YTD", month, month.financial_year.months(month))

    @classmethod
    def of_year(cls, year: FinancialYear, kind: Kind) -> CountedPeriod:
        """Return a financial year: of a flow its months, else March."""
        months = year.months() if kind is Kind.FLOW else (year.last,)
        return cls(str(year), year.last, tuple(months))


@dataclass(frozen=True, slots=True)
class CountedMonths:
    """The counts that a figure comes from: one of each month; of a count, no denominators."""

    numerators: tuple[Count, ...]
    denominators: tuple[Count, ...]


def counted(
    indicator: Indicator,
    figure: Figure,
    span: CountedPeriod,
    readings: Readings,
    quarters: Quarters,
) -> CountedMonths | None:
    """Return what a figure of a span was counted from, None where that is not known in full."""
    given = quarters.get(indicator.number, {})
    if span.quarter is not None and span.quarter in given:
        found = [(str(span.quarter), given[span.quarter])]
    else:
        own = readings.get(indicator.number, {})
        if any(month not in own for month in span.months):
            return None
        found = [(str(month), own[month]) for month in span.months]
    numerators, denominators = [], []
    for period, reading in found:
        numerator = reading.numerator
        if numerator is None and figure.unit is Unit.COUNT:
            numerator = reading.value
        if numerator is None:
            numerator = _elsewhere(indicator.numerator_is, period, readings)
        denominator = reading.denominator
        if figure.unit is not Unit.COUNT and denominator is None:
            denominator = _elsewhere(indicator.denominator_is, period, readings)
        if numerator is None or not is_whole(numerator):
            return None
        part = "s" if figure.unit is Unit.MEAN else "n"
        link = indicator.numerator_is
        numerators.append(_count(indicator.number, part, period, numerator, link, readings))
        if figure.unit in (Unit.PERCENTAGE, Unit.MEAN):
            if denominator is None or not is_whole(denominator):
                return None
            link = indicator.denominator_is
            denominators.append(_count(indicator.number, "d", period, denominator, link, readings))
    return CountedMonths(tuple(numerators), tuple(denominators))


def counted_as(figure: Figure, from_: CountedMonths) -> Fact | None:
    """Return what counts would tell if they were printed with all decimals of a figure, None of no
    cases.
    """
    value, places = Decimal(sum(each.value for each in from_.numerators)), 0
    if from_.denominators:
        whole = Decimal(sum(each.value for each in from_.denominators))
        if not whole:
            return None
        value, places = half_up(ratio(value, whole), figure.decimals), figure.decimals
    return Fact(from_.numerators, from_.denominators, 1, value, places)


def as_printed(
    number: str,
    span: CountedPeriod,
    value: Decimal,
    within: Iterable[tuple[CountedPeriod, CountedMonths]],
    readings: Mapping[Month, Reading],
) -> CountedMonths | None:
    """Return what a printed number counts where its readings do not give it.

    A reader takes it as the sum of its months: of those `within` it that are printed, and of those
    that were read. What is left is of the other months together. Where there are none, or less than
    nothing is left, it is a count by itself.
    """
    if not is_whole(value) or value < 0:
        return None
    counts: list[Count] = []
    left = dict.fromkeys(span.months)
    for each, from_ in within:
        counts += from_.numerators
        left = {month: None for month in left if month not in each.months}
    if len(span.months) > 1:
        for month in tuple(left):
            if (count := _number_of({number: readings}, number, month)) is not None:
                counts.append(count)
                del left[month]
    rest = int(value) - sum(each.value for each in counts)
    if left and rest >= 0:
        counts.append(Count(number, "n", ",".join(map(str, left)), rest))
    elif rest:
        counts = [Count(number, "n", span.name, int(value))]
    return CountedMonths(tuple(counts), ())


def _elsewhere(link: str, period: str, readings: Readings) -> Decimal | None:
    """Return what another indicator counts of the very same children in a month."""
    for month, reading in readings.get(link, {}).items():
        if str(month) == period:
            return reading.numerator if reading.numerator is not None else reading.value
    return None


def _count(
    number: str, part: str, period: str, value: Decimal, link: str, readings: Readings
) -> Count:
    """Return a count; where another indicator counts the same children alike, it is that one's."""
    if _elsewhere(link, period, readings) == value:
        return Count(link, "n", period, int(value))
    return Count(number, part, period, int(value))


def fact_of(
    figure: Figure, from_: CountedMonths | None, shown: Decimal, places: int
) -> Fact | None:
    """Return what a printed figure tells, None unless it is what its counts give.

    A rate tells its numerator: everybody can look the population up.
    """
    if from_ is None:
        return None
    numerator = Decimal(sum(each.value for each in from_.numerators))
    if figure.unit is Unit.RATE:
        return Fact(from_.numerators, (), 1, numerator, 0)
    if figure.unit is Unit.COUNT:
        return Fact(from_.numerators, (), 1, numerator, 0) if numerator == shown else None
    denominator = Decimal(sum(each.value for each in from_.denominators))
    if not denominator or half_up(ratio(numerator, denominator), places) != shown:
        return None
    return Fact(from_.numerators, from_.denominators, 1, shown, places)


def parts_of(
    figure: Figure, label: str, number: str, span: CountedPeriod, from_: CountedMonths | None
) -> Iterable[Candidate]:
    """Yield numerator and denominator of a figure, each a figure of its own.

    The days or months that a mean adds up are not shown: of few children they tell each one's.
    """
    if from_ is None or not from_.denominators:
        return
    parts = [
        (TidyPart.NUMERATOR, from_.numerators),
        (TidyPart.DENOMINATOR, from_.denominators),
    ]
    for part, counts in parts[figure.unit is Unit.MEAN :]:
        value = Decimal(sum(each.value for each in counts))
        fact = Fact(counts, (), 1, value, 0)
        yield Candidate(label, number, part, span.name, span.ends, value, 0, fact)


def stock_rows(
    indicators: Mapping[str, Indicator],
    readings: Readings,
    months: Sequence[Month],
    known: Iterable[Count] = (),
) -> Iterable[tuple[Count, Count, Count, Count]]:
    """Yield what a stock was, who joined, who left and what it is, where that adds up.

    `known` are counts of earlier publications: what was restated since added up then, and whoever
    has the publication knows it.
    """
    periods = {str(at): at for month in months for at in (month - 1, month)}
    versions: defaultdict[tuple[str, str], dict[Count, None]] = defaultdict(dict)
    for count in known:
        if count.part == "n" and re.fullmatch(r"\d{4}-\d{2}", count.period):
            versions[count.indicator, count.period][count] = None
            periods[count.period] = Month.parse(count.period)
    stocks = [each for each in indicators.values() if each.rises_by and each.falls_by]
    for number in dict.fromkeys(each for stock in stocks for each in _of_stock(stock)):
        for period, month in periods.items():
            if (now := _number_of(readings, number, month)) is not None:
                versions[number, period][now] = None
    for stock in stocks:
        for period, month in periods.items():
            spans = (str(month - 1), period, period, period)
            counts = (versions[key] for key in zip(_of_stock(stock), spans, strict=True))
            for was, joined, left, is_now in product(*counts):
                if was.value + joined.value - left.value == is_now.value:
                    yield was, joined, left, is_now


def link_rows(indicators: Mapping[str, Indicator], counts: Iterable[Count]) -> Iterable[Constraint]:
    """Yield what readers know of counts of one period: that two are of the same children, as far
    as they are alike, and that one is part of another.

    All counts of all publications are held against each other: which of them are alike may
    change with a restatement. Those of which an indicator counts the children are alike whether
    that one is known or not.
    """
    of: defaultdict[tuple[str, str], dict[Count, None]] = defaultdict(dict)
    for count in counts:
        for number in _children_of(indicators, count):
            of[number, count.period][count] = None
    for (number, period), alike in tuple(of.items()):
        first: dict[int, Count] = {}
        for count in alike:
            other = first.setdefault(count.value, count)
            if other != count:
                yield Constraint({count: 1, other: -1}, 0, 0)
        whole = indicators[number].numerator_within if number in indicators else ""
        for count in alike:
            for other in of.get((whole, period), ()) if whole else ():
                if count.value <= other.value:
                    yield part_of_whole(count, other)


def _children_of(indicators: Mapping[str, Indicator], count: Count) -> Iterable[str]:
    """Yield the indicators that count the children of a count: its own, and those it is like."""
    indicator = indicators.get(count.indicator)
    if count.part == "n":
        yield count.indicator
        if indicator is not None and indicator.numerator_is:
            yield indicator.numerator_is
    elif count.part == "d" and indicator is not None:
        yield from filter(None, (indicator.denominator_is, indicator.denominator_like))


def _of_stock(stock: Indicator) -> tuple[str, str, str, str]:
    return stock.number, stock.rises_by, stock.falls_by, stock.number


def _number_of(readings: Readings, number: str, month: Month) -> Count | None:
    value = _elsewhere(number, str(month), readings)
    if value is None or not is_whole(value):
        return None
    return Count(number, "n", str(month), int(value))
