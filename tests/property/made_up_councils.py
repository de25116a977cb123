"""Councils of few children that publish month by month, for the tests of suppression.

What a figure is of, and what it prints, is worked out here and not by what is tested: a `Print` is
a figure as somebody outside reads it. Of lacxl only the candidates are taken, to be decided on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random

from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.publishing.candidates import (
    Candidate,
    CountedMonths,
    CountedPeriod,
    counted,
    counted_as,
    fact_of,
    parts_of,
    stock_rows,
)
from lacxl.publishing.deciding import Decided, KnownBefore, decide
from lacxl.publishing.facts import Fact
from lacxl.publishing.publication import TidyPart
from lacxl.publishing.small import SmallNumberRules
from oracles.attacker import Print, Var

COUNT, RATE, ONE, MEAN = (
    (Figure("", unit),) for unit in (Unit.COUNT, Unit.RATE, Unit.PERCENTAGE, Unit.MEAN)
)
PAIR = (Figure("number", Unit.COUNT), Figure("percentage", Unit.PERCENTAGE))
ALL = {
    each.number: each
    for each in (
        Indicator("1", "Stock", Kind.SNAPSHOT, COUNT, rises_by="3", falls_by="4"),
        Indicator("2", "Rate", Kind.SNAPSHOT, RATE, numerator_is="1", per=10_000),
        Indicator("3", "Joined", Kind.FLOW, COUNT),
        Indicator("4", "Left", Kind.FLOW, COUNT),
        Indicator("5", "Left well", Kind.FLOW, PAIR, denominator_is="4"),
        Indicator("6", "Reviewed", Kind.FLOW, ONE),
        Indicator("7", "Adopted", Kind.FLOW, ONE, denominator_is="4"),
        Indicator("8", "Checked", Kind.SNAPSHOT, ONE),
        Indicator("9", "Moved", Kind.ROLLING, ONE, denominator_is="1"),
        Indicator("10", "Days", Kind.FLOW, MEAN, denominator_is="7"),
        Indicator("11", "Stable", Kind.FLOW, ONE),
    )
}  # fmt: skip
QUARTERLY = frozenset({"11"})
POPULATION = 56_000

Counts = tuple[int, int | None]
Truth = dict[tuple[str, Month], Counts]


@dataclass(frozen=True)
class Printing:
    """One figure of a publication: what lacxl decides on, and what a reader would read."""

    candidate: Candidate
    print: Print


@dataclass
class Council:
    """A council, month by month: `truth` is what it holds to be true now, and may be restated."""

    indicators: tuple[str, ...]
    rng: Random
    first: Month
    scale: int = 12
    decimals: int = 3
    truth: Truth = field(default_factory=dict)

    def live(self, month: Month) -> None:
        """Let a month happen."""
        for number in self.indicators:
            self.truth[number, month] = self._happened(number, month)

    def restate(self) -> tuple[str, Month]:
        """Correct one figure of an earlier month."""
        key = self.rng.choice(sorted(self.truth))
        n, d = self.truth[key]
        if key[0] in ("1", "2") or ALL[key[0]].denominator_is:
            n = max(0, min(n + self.rng.choice((-1, 1)), 10**6 if d is None else d))
            self.truth[key] = (n, d)
        else:
            self.truth[key] = self._happened(*key)
        return key

    def _happened(self, number: str, month: Month) -> Counts:
        rng, top = self.rng, self.scale
        if number == "1":
            was = self.truth.get(("1", month - 1), (4 * top + rng.randrange(top), None))[0]
            joined, left = (self.truth_of(each, month) for each in ("3", "4"))
            return was + joined - left if was + joined >= left else joined, None
        if number == "2":
            return self.truth["1", month][0], None
        if number in ("3", "4"):
            return self.truth.get((number, month), (rng.randrange(top), None))[0], None
        link = ALL[number].denominator_is
        whole = self._linked(link, month) if link else rng.randrange(2 * top)
        if number == "10":
            return sum(rng.randrange(100, 900) for _ in range(whole)), whole
        if rng.random() < 0.5:
            return min(whole, rng.randrange(7)), whole
        return whole - min(whole, rng.randrange(7)), whole

    def truth_of(self, number: str, month: Month) -> int:
        """Return a count that others rest on, which happens when first wanted."""
        if (number, month) not in self.truth and number in self.indicators:
            self.truth[number, month] = (self.rng.randrange(self.scale), None)
        return self.truth.get((number, month), (self.rng.randrange(self.scale), None))[0]

    def _linked(self, link: str, month: Month) -> int:
        if (link, month) in self.truth:
            return self.truth[link, month][0]
        return self.rng.randrange(self.scale)


@dataclass(frozen=True)
class Issue:
    """What is true when a month is published, and all that could be shown of it."""

    month: Month
    printings: tuple[Printing, ...]
    stocks: tuple[tuple[Var, Var, Var, Var], ...]
    shares: tuple[tuple[Var, Var], ...]
    readings: Mapping[str, Mapping[Month, Reading]]


def issue_of(council: Council, month: Month) -> Issue:
    """Return what a council could publish of a month."""
    readings = _readings(council.truth)
    printings = tuple(_printings(council, month, readings))
    return Issue(
        month,
        printings,
        tuple(_stocks(council.truth)),
        tuple(_shares(council.truth)),
        readings,
    )


def decided(issue: Issue, known: KnownBefore, rules: SmallNumberRules) -> Decided:
    """Return what lacxl decides."""
    months = sorted({each for by in issue.readings.values() for each in by})
    shown = [each for each in months if each >= issue.month.financial_year.first - 24]
    return decide(
        [each.candidate for each in issue.printings],
        rules=rules,
        known=known,
        unprinted=tuple(_unprinted(issue)),
        stocks=stock_rows(ALL, issue.readings, shown, known.counts()),
    )


def _unprinted(issue: Issue) -> Iterator[tuple[TidyPart, Fact]]:
    """Yield the months inside quarters, and a quarter as far as it has gone."""
    for number in QUARTERLY & issue.readings.keys():
        (figure,) = ALL[number].figures
        months = [CountedPeriod.of_month(each) for each in sorted(issue.readings[number])]
        for span in (*months, CountedPeriod.of_quarter_so_far(issue.month)):
            from_ = counted(ALL[number], figure, span, issue.readings, {})
            fact = from_ and counted_as(figure, from_)
            if fact:
                yield TidyPart.of_unit(figure.unit), fact


def known_after(known: KnownBefore, issue: Issue, decision: Decided) -> KnownBefore:
    """Return what is known once an issue is out, as the ledger keeps it."""
    figures = [(each.candidate.part, each.candidate.fact, decision.why[each.candidate]) for each in
               issue.printings if each.candidate.fact is not None]  # fmt: skip
    told = known.facts | {fact for _, fact, why in figures if why.is_shown and fact}
    kept = dict.fromkeys(known.kept)
    kept |= {(part, fact): None for part, fact, why in figures if not why.is_shown and fact}
    return KnownBefore(told, tuple(each for each in kept if each[1] not in told))


def _readings(truth: Truth) -> dict[str, dict[Month, Reading]]:
    found: dict[str, dict[Month, Reading]] = {}
    for (number, month), (n, d) in truth.items():
        denominator = Decimal(POPULATION) if number == "2" else None if d is None else Decimal(d)
        reading = Reading(number, month, Decimal(n), denominator)
        found.setdefault(number, {})[month] = reading
    return found


def _spans(council: Council, indicator: Indicator, month: Month) -> Iterator[CountedPeriod]:
    months = month.financial_year.months(month)
    if indicator.number in QUARTERLY:
        for quarter in dict.fromkeys(each.quarter for each in months):
            if quarter.last <= month:
                yield CountedPeriod.of_quarter(quarter, indicator.kind)
    else:
        yield from map(CountedPeriod.of_month, months)
    if indicator.kind is Kind.FLOW:
        yield CountedPeriod.to_date(month)
    for back in (2, 1):
        yield CountedPeriod.of_year(month.financial_year - back, indicator.kind)


def _printings(
    council: Council, month: Month, readings: Mapping[str, Mapping[Month, Reading]]
) -> Iterator[Printing]:
    for number in council.indicators:
        indicator = ALL[number]
        for figure in indicator.figures:
            for span in _spans(council, indicator, month):
                if all((number, each) in council.truth for each in span.months):
                    yield from _of_span(council, indicator, figure, span, readings)


def _of_span(
    council: Council,
    indicator: Indicator,
    figure: Figure,
    span: CountedPeriod,
    readings: Mapping[str, Mapping[Month, Reading]],
) -> Iterator[Printing]:
    number, truth = indicator.number, council.truth
    ns = tuple(_var(truth, number, "n", each) for each in span.months)
    n = sum(truth[number, each][0] for each in span.months)
    label = indicator.label(figure)
    from_ = counted(indicator, figure, span, readings, {})

    def printing(part: TidyPart, shown: Decimal, places: int, print_: Print) -> Printing:
        fact = fact_of(figure, from_, shown, places)
        assert fact is not None
        return Printing(
            Candidate(label, number, part, span.name, span.ends, shown, places, fact), print_
        )

    if figure.unit is Unit.COUNT:
        yield printing(TidyPart.NUMBER, Decimal(n), 0, Print(ns, (), n, 0))
        return
    if figure.unit is Unit.RATE:
        shown = _half_up(Fraction(n * 10_000, POPULATION), 1)
        yield printing(TidyPart.RATE, shown, 1, Print(ns, (), n, 0))
        return
    ds = tuple(_var(truth, number, "d", each) for each in span.months)
    d = sum(truth[number, each][1] or 0 for each in span.months)
    if d:
        places = 1 if figure.unit is Unit.MEAN else council.decimals
        shown = _half_up(Fraction(n, d), places)
        scaled = int(shown.scaleb(places))
        part = TidyPart.of_unit(figure.unit)
        yield printing(part, shown, places, Print(ns, ds, scaled, places))
    for each in parts_of(figure, label, number, span, from_ or CountedMonths((), ())):
        mine = (ns, n) if each.part is TidyPart.NUMERATOR else (ds, d)
        assert each.shown == mine[1]
        yield Printing(each, Print(mine[0], (), mine[1], 0))


def _half_up(value: Fraction, places: int) -> Decimal:
    return Decimal(int(value * 10**places + Fraction(1, 2))).scaleb(-places)


def _var(truth: Truth, number: str, part: str, month: Month) -> Var:
    """Return what is counted; of the same children, the same, where their numbers agree."""
    counts = truth[number, month]
    value = (counts[0] if part == "n" else counts[1]) or 0
    links = {"n": ALL[number].numerator_is, "d": ALL[number].denominator_is}
    other = truth.get((links[part], month))
    if other is not None and other[0] == value:
        return _var(truth, links[part], "n", month)
    return Var(number, part, str(month), value)


def _stocks(truth: Truth) -> Iterator[tuple[Var, Var, Var, Var]]:
    for number, month in truth:
        keys = [("1", month - 1), ("3", month), ("4", month), ("1", month)]
        if number == "1" and all(each in truth for each in keys):
            was, joined, left, now = (_var(truth, each, "n", at) for each, at in keys)
            if was.value + joined.value - left.value == now.value:
                yield was, joined, left, now


def _shares(truth: Truth) -> Iterator[tuple[Var, Var]]:
    for number, month in truth:
        if ALL[number].figures[-1].unit is Unit.PERCENTAGE:
            yield _var(truth, number, "n", month), _var(truth, number, "d", month)
