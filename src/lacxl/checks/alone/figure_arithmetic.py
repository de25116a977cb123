"""The relations between a workbook's figures that the catalogue and the calendar give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lacxl.checks.alone.figures_on_page import (
    CASES,
    FAILURES,
    OF,
    VALUE,
    BookAlone,
    FiguresOnPage,
    Key,
    When,
    last_of,
)
from lacxl.checks.alone.printed_number import Range
from lacxl.checks.alone.relations import (
    Between,
    Possible,
    Quotient,
    Relation,
    Sum,
    Weighed,
    equal,
)
from lacxl.domain.indicator import Indicator, Kind, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.workbook.layout import Period, YearToDate

QUOTIENT, POSSIBLE, YEAR, MARCH, STOCK, POPULATION, QUARTER = (
    "Q101", "Q102", "Q103", "Q104", "Q105", "Q107", "Q124",
)  # fmt: skip
MOST_CHILDREN = 100
"""How many children a month's mean may rest on, where the workbook does not say."""
SLACK = Fraction(1, 100)
"""How far the last months' population may be from that of the months before."""


@dataclass(frozen=True)
class Arithmetic:
    """The relations, and the ranges of what no cell prints (a population)."""

    relations: tuple[Relation, ...]
    implied: Mapping[Key, Range]


def arithmetic(book: BookAlone, figures: FiguresOnPage) -> Arithmetic:
    """Return every relation of which the workbook has all figures."""
    found: list[Relation] = []
    implied: dict[Key, Range] = {}
    for indicator in book.indicators.values():
        own = _Own(book, figures, indicator)
        found += own.quotients()
        found += own.populations()
        found += own.years()
        found += own.quarters()
        found += own.stock()
        if indicator.per > 1:
            rates, given = own.rates()
            found += rates
            implied |= given
    return Arithmetic(tuple(found), implied)


class _Own:
    """The relations of one indicator."""

    def __init__(self, book: BookAlone, figures: FiguresOnPage, indicator: Indicator) -> None:
        self.book, self.cells, self.indicator = book, figures.cells, indicator
        self.number = indicator.number
        self.is_counted = indicator.figures[-1].unit is Unit.COUNT
        self.whens: list[When] = list(
            dict.fromkeys(k.when for k in self.cells if k.indicator == self.number)
        )

    def key(self, part: str, when: When) -> Key | None:
        """Return a figure's key if the workbook has the figure."""
        key = Key(self.number, part, when)
        return key if key in self.cells else None

    def of(self, when: When) -> Key | None:
        """Return the denominator: the indicator's own, else the one that counts the same."""
        own = self.key(OF, when)
        if own is not None or not self.indicator.denominator_is:
            return own
        key = Key(self.indicator.denominator_is, VALUE, when)
        return key if key in self.cells else None

    def quotients(self) -> Iterator[Relation]:
        """Yield n of d against the percentage, and percentages over a denominator alone."""
        unit = self.indicator.figures[-1].unit
        if unit not in (Unit.PERCENTAGE, Unit.MEAN):
            return
        for when in self.whens:
            value, of = self.key(VALUE, when), self.of(when)
            cases, failures = self.key(CASES, when), self.key(FAILURES, when)
            if value is None or of is None:
                continue
            if cases or failures:
                part = cases or failures
                assert part is not None  # noqa: S101 - one of the two is there
                yield Quotient(QUOTIENT, value, (part,), (of,), failures=cases is None)
            elif unit is Unit.PERCENTAGE:
                yield Possible(POSSIBLE, value, of)

    def populations(self) -> Iterator[Relation]:
        """Yield the denominators that count the same as another indicator."""
        for when in self.whens if self.indicator.denominator_is else ():
            own, other = self.key(OF, when), Key(self.indicator.denominator_is, VALUE, when)
            if own is not None and other in self.cells:
                yield equal(POPULATION, own, other)

    def years(self) -> Iterator[Relation]:
        """Yield years and years to date against their months."""
        for when in self.whens:
            if not isinstance(when, FinancialYear | YearToDate):
                continue
            if isinstance(when, YearToDate) and last_of(when, self.book.month) == _march(when):
                yield from self._same(when, _year(when), self._year_code)
            last = last_of(when, self.book.month)
            if self.indicator.kind is Kind.FLOW:
                yield from self._flow(when, _year(when).months(last), YEAR)
            elif self.indicator.kind is not Kind.UNKNOWN and self._shows_latest(when):
                yield from self._same(when, last, MARCH)

    def quarters(self) -> Iterator[Relation]:
        """Yield quarters that are over against their months."""
        for when in self.whens:
            if not isinstance(when, Quarter) or when.last > self.book.month:
                continue
            if self.indicator.kind is Kind.FLOW:
                yield from self._flow(when, when.months, QUARTER)
            elif self.indicator.kind is not Kind.UNKNOWN:
                yield from self._same(when, when.last, QUARTER)

    def _shows_latest(self, when: FinancialYear | YearToDate) -> bool:
        """Say whether the latest month is shown as the year to date of what does not add up."""
        layout = self.book.layout
        own = (line.form for line in layout.lines if line.indicator == self.number)
        is_year = isinstance(when, FinancialYear)
        return is_year or layout.signs is None or any(form.latest_ytd for form in own)

    @property
    def _year_code(self) -> str:
        return MARCH if self.indicator.kind is not Kind.FLOW else YEAR

    def _same(self, when: When, other: When, code: str) -> Iterator[Relation]:
        for part in (VALUE, CASES, OF, FAILURES):
            one, another = self.key(part, when), self.key(part, other)
            if one is not None and another is not None:
                yield equal(code, one, another)

    def _flow(self, when: Period, months: tuple[Month, ...], code: str) -> Iterator[Relation]:
        parts = [VALUE] if self.is_counted else [CASES, OF, FAILURES]
        for part in parts:
            total = self.key(part, when)
            if total is not None and (each := self._all(part, months)):
                yield Sum(code, ((total, 1), *((key, -1) for key in each)))
        value = self.key(VALUE, when)
        if self.is_counted or value is None:
            return
        whole = self.of(when) is not None and (self.key(CASES, when) or self.key(FAILURES, when))
        if whole:  # its own parts are compared
            return
        of = self._all_of(months)
        cases, failures = self._all(CASES, months), self._all(FAILURES, months)
        if of and (cases or failures):
            yield Quotient(code, value, cases or failures, of, failures=not cases)
        elif values := self._all(VALUE, months):
            yield Between(code, value, values)
            if len(values) == 2:
                most = tuple(map(self._most, months))
                yield Weighed(code, value, (values[0], values[1]), (most[0], most[1]))

    def _all(self, part: str, months: tuple[Month, ...]) -> tuple[Key, ...]:
        keys = [self.key(part, month) for month in months]
        return () if None in keys else tuple(key for key in keys if key is not None)

    def _all_of(self, months: tuple[Month, ...]) -> tuple[Key, ...]:
        keys = [self.of(month) for month in months]
        return () if None in keys else tuple(key for key in keys if key is not None)

    def _most(self, month: Month) -> int:
        """Return how many cases there can be: no more than left care, where that is known."""
        leavers = {each.denominator_is for each in self.book.indicators.values()}
        counts = [
            value.high
            for number in leavers
            if (flow := self.book.indicators.get(number)) and flow.kind is Kind.FLOW
            for printed in self.cells.get(Key(number, VALUE, month), ())
            if (value := printed.range).high
        ]
        return min((int(each) for each in counts), default=MOST_CHILDREN) or 1

    def stock(self) -> Iterator[Relation]:
        """Yield a stock against the one before, and who joined and left since."""
        if not (self.indicator.rises_by and self.indicator.falls_by):
            return
        for when in self.whens:
            if isinstance(when, Month | FinancialYear):
                now, before = self.key(VALUE, when), self.key(VALUE, when - 1)
                joined = Key(self.indicator.rises_by, VALUE, when)
                left = Key(self.indicator.falls_by, VALUE, when)
                if now and before and joined in self.cells and left in self.cells:
                    yield Sum(STOCK, ((now, 1), (before, -1), (joined, -1), (left, 1)))

    def rates(self) -> tuple[list[Relation], dict[Key, Range]]:
        """Return each month's rate against the population that the other months give.

        The population that most months share is it; the last months may have another one, within
        SLACK, as a new estimate comes out each year.
        """
        pairs = {
            when: (value, count)
            for when in self.whens
            if isinstance(when, Month)
            and (value := self.key(VALUE, when))
            and (count := Key(self.indicator.numerator_is, VALUE, when)) in self.cells
        }
        each = {when: self._population(*pair) for when, pair in sorted(pairs.items())}
        known = {when: range_ for when, range_ in each.items() if range_ is not None}
        if len(known) < 2:
            return [], {}
        shared, members = _most_shared(list(known.values()))
        found: list[Relation] = []
        implied: dict[Key, Range] = {}
        last = max(when for when, range_ in known.items() if range_ in members)
        for when, (value, count) in pairs.items():
            if when not in known:
                continue
            same = when.financial_year == last.financial_year and when < last
            loose = Range(
                (shared.low or Fraction(0)) * (1 - SLACK),
                (shared.high or Fraction(0)) * (1 + SLACK),
            )
            key = Key(self.number, OF, when)
            implied[key] = shared if same else loose
            found.append(Quotient(QUOTIENT, value, (count,), (key,), per=self.indicator.per))
        return found, implied

    def _population(self, value: Key, count: Key) -> Range | None:
        rate, children = self.cells[value][0].range, self.cells[count][0].range
        if not rate.low or not rate.high or rate.low <= 0 or not children.low:
            return None
        cases = children.low * self.indicator.per
        return Range(cases / rate.high, cases / rate.low)


def _most_shared(ranges: list[Range]) -> tuple[Range, list[Range]]:
    """Return what most of the ranges share, and those."""
    best: tuple[Range, list[Range]] = (ranges[-1], [ranges[-1]])
    for each in ranges:
        shared, members = each, [each]
        for other in ranges:
            if other is not each and (both := shared.within(other)) is not None:
                shared, members = both, [*members, other]
        if len(members) > len(best[1]):
            best = shared, members
    return best


def _year(when: FinancialYear | YearToDate) -> FinancialYear:
    year = when if isinstance(when, FinancialYear) else when.year
    assert year is not None  # noqa: S101 - Book.period names it
    return year


def _march(when: YearToDate) -> Month:
    return _year(when).last
