"""Figures against figures: what the relations and the tables tell, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lacxl.checks.alone.agreement import (
    DIFFER,
    copied_from,
    differences,
    ranges_of,
    settled,
)
from lacxl.checks.alone.blame import BrokenRelations, causes
from lacxl.checks.alone.copies import copies
from lacxl.checks.alone.figure_arithmetic import (
    MARCH,
    POPULATION,
    POSSIBLE,
    QUARTER,
    QUOTIENT,
    STOCK,
    YEAR,
    Arithmetic,
    arithmetic,
)
from lacxl.checks.alone.figures_on_page import (
    BookAlone,
    FiguresOnPage,
    Key,
    figures_of,
    is_count,
    places,
    told,
)
from lacxl.checks.alone.printed_number import PrintedNumber, Range, in_words
from lacxl.checks.alone.relations import Between, Possible, Quotient, Relation, Sum, Weighed
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.layout import YearToDate

_TOGETHER = (STOCK, POPULATION)
_TODO = {
    QUOTIENT: "Correct the one that is wrong.",
    POSSIBLE: "Find out what it is a percentage of, and say so beside it.",
    YEAR: "Add up the months again, or correct the month that was changed since.",
    QUARTER: "Correct the quarter's figure, or the month that was changed since.",
    MARCH: "Correct the year's figure, or say why it is not the last month's.",
    STOCK: "Find out which count is wrong: the stock, who came or who left.",
    POPULATION: "Count both on the same day, or say how the two differ.",
    DIFFER: "Find out which is right and correct the other.",
}


@dataclass(frozen=True)
class JudgedBook:
    """The findings, every figure with one number, and the figures that a finding is about."""

    findings: tuple[Finding, ...]
    values: Mapping[Key, PrintedNumber]
    told: frozenset[Key]


def contradictions(book: BookAlone) -> JudgedBook:
    """Return what contradicts itself in a workbook's figures: Q101 to Q107, and Q114.

    What repeats the period before is told as that, and not compared with anything else.
    """
    figures = figures_of(book)
    everything, _ = settled(figures, arithmetic(book, figures))
    repeated = list(copies(book, everything))
    gone = frozenset(key[::2] for copied in repeated for key in copied.keys)
    figures = FiguresOnPage(
        {key: each for key, each in figures.cells.items() if key[::2] not in gone}
    )
    sums = arithmetic(book, figures)
    values, differing = settled(figures, sums)
    found = [copied.finding for copied in repeated]
    found += differences(book, differing, values, values)
    blamed = {*differing, *(key for copied in repeated for key in copied.keys)}
    for cause in _gathered(_causes(sums, values)):
        found.append(_Words(book, figures, values, sums).finding(cause))
        blamed |= _blamed(cause)
    return JudgedBook(tuple(found), {**everything, **values}, frozenset(blamed))


def _causes(sums: Arithmetic, values: Mapping[Key, PrintedNumber]) -> Sequence[BrokenRelations]:
    ranges: dict[Key, Range] = {**ranges_of(values), **sums.implied}
    return list(causes(sums.relations, ranges, values))


def _blamed(cause: BrokenRelations) -> set[Key]:
    """Return the figures that may be wrong: of a stock and of a population nobody can say which."""
    if cause.key is not None:
        return {cause.key}
    blamed: set[Key] = set()
    for each in cause.relations:
        if each.code not in _TOGETHER:
            either = isinstance(each, Quotient) or each.code in (MARCH, QUARTER)
            blamed |= set(each.keys if either else each.keys[:1])
    return blamed


def _gathered(each: Sequence[BrokenRelations]) -> Iterator[BrokenRelations]:
    """Yield the causes, those of a stock and of a population in one for each indicator.

    So are the cases and the denominator of one year.
    """
    groups: defaultdict[object, list[BrokenRelations]] = defaultdict(list)
    for at, cause in enumerate(each):
        first = cause.relations[0]
        key = first.keys[0]
        if cause.key is not None:
            groups[at].append(cause)
        elif first.code in _TOGETHER:
            groups[first.code, key.indicator].append(cause)
        elif isinstance(first, Sum):
            groups[first.code, key.indicator, key.when].append(cause)
        else:
            groups[at].append(cause)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
        else:
            yield BrokenRelations(tuple(r for cause in group for r in cause.relations))


class _Words:
    """A finding's words: the sum as it is printed, and what it should be."""

    def __init__(
        self,
        book: BookAlone,
        figures: FiguresOnPage,
        values: Mapping[Key, PrintedNumber],
        sums: Arithmetic,
    ) -> None:
        self.book, self.figures, self.values = book, figures, values
        self.ranges: dict[Key, Range] = {**ranges_of(values), **sums.implied}

    def finding(self, cause: BrokenRelations) -> Finding:
        """Return a cause as a finding."""
        first = cause.relations[0]
        texts = list(dict.fromkeys(self.relation(each) for each in cause.relations))
        what = f"{'; '.join(texts)}."
        keys = [key for each in cause.relations for key in each.keys if key in self.values]
        if cause.key is not None:
            keys.insert(0, cause.key)
            should = self._should(cause.key, cause.should)
            what += f" All of it agrees if {self.name(cause.key)} is {should}."
        cells = [number for key in dict.fromkeys(keys) for number in self.figures.cells[key]]
        return warning(first.code, what, places(cells), _TODO[first.code])

    def name(self, key: Key) -> str:
        """Return a figure in words."""
        part = {"cases": "cases of ", "of": "denominator of ", "failures": "failures of "}
        return f"{part.get(key.part, '')}{key.label}"

    def text(self, key: Key) -> str:
        """Return a figure as it is printed."""
        return self.values[key].text

    def _should(self, key: Key, should: Range | None) -> str:
        like = self.values[key]
        if should is None or should.low is None or should.high is None:
            return "another one"
        if is_count(self.book.indicators[key.indicator], key.part):
            return str(should.low)
        return in_words((should.low + should.high) / 2, like)

    def relation(self, each: Relation) -> str:
        """Return a relation that does not hold, in words."""
        match each:
            case Quotient():
                return self._quotient(each)
            case Possible():
                return self._possible(each)
            case Between() | Weighed():
                return self._mean(each)
            case Sum(code, terms) if code == STOCK:
                return self._stock(terms)
            case Sum(_, terms) if len(terms) == 2:
                return self._equal(each.code, terms[0][0], terms[1][0])
            case Sum(_, terms):
                return self._sum(terms)
        return each.code

    def _quotient(self, each: Quotient) -> str:
        value = self.values[each.value]
        given = each.allowed(each.value, self.ranges)
        gives = ""
        if given is not None and given.low is not None and given.high is not None:
            ends = dict.fromkeys(in_words(end, value) for end in (given.low, given.high))
            gives = " to ".join(ends)
        cases = " + ".join(self.text(key) for key in each.cases)
        if each.per > 1:
            of = self.ranges[each.of[0]]
            assert of.low is not None and of.high is not None  # noqa: S101, PT018
            return (
                f"{each.value.label} is {value.text} for {cases} children; the population of the "
                f"other months, {round(of.low):,} to {round(of.high):,}, gives {gives}"
            )
        of_ = " + ".join(self.text(key) for key in each.of)
        who = "that failed, which" if each.failures else "which"
        return f"{each.value.label} is {value.text} beside {cases} of {of_} {who} gives {gives}"

    def _possible(self, each: Possible) -> str:
        value, of = self.values[each.value], self.values[each.of]
        below = value.value * of.value
        least = below.numerator // below.denominator
        nearest = " and ".join(
            f"{n} of {of.text} is {in_words(Fraction(n) / of.value, value)}"
            for n in (least, least + 1)
        )
        return (
            f"{each.value.label} is {value.text}, which no whole number over the {of.text} of "
            f"{each.of.label} gives: {nearest}"
        )

    def _mean(self, each: Between | Weighed) -> str:
        months = [f"{told(key.when)} {self.text(key)}" for key in each.months]
        value = self.values[each.value]
        said = f"{each.value.label} is {value.text} with {' and '.join(months)}"
        if isinstance(each, Between):
            return f"{said}, which is not between the months"
        plain = sum((self.values[key].value for key in each.months), Fraction(0)) / 2
        most = " and ".join(map(str, each.most))
        return (
            f"{said}, which no numbers of children up to {most} give; as many in each month give "
            f"{in_words(plain, value)}"
        )

    def _stock(self, terms: tuple[tuple[Key, int], ...]) -> str:
        now, before, joined, left = (key for key, _ in terms)
        gives = self.values[before].value + self.values[joined].value - self.values[left].value
        gap = self.values[now].value - gives
        return (
            f"{now.label} is {self.text(now)}, and {self.text(before)} + {self.text(joined)} - "
            f"{self.text(left)} = {gives} ({'+' if gap > 0 else ''}{gap})"
        )

    def _equal(self, code: str, one: Key, other: Key) -> str:
        wrong = self.values[one]
        copy = copied_from(one, wrong, self.values)
        if copy is None and isinstance(one.when, YearToDate):
            copy = next(
                (
                    key
                    for key, number in self.values.items()
                    if key[:2] == one[:2]
                    and isinstance(key.when, Month)
                    and key.when != other.when
                    and number.text == wrong.text
                ),
                None,
            )
        hint = f" ({wrong.text} is {told(copy.when)}'s)" if copy is not None else ""
        if code == POPULATION:
            return f"{self.name(one)} is {wrong.text}, {other.label} {self.text(other)}"
        if copy is None and isinstance(other.when, Month):
            before = self.values.get(other._replace(when=other.when - 1))
            if before is not None and before.text == self.text(other):
                hint = f" ({before.text} is {told(other.when - 1)}'s)"
        return f"{self.name(one)} is {wrong.text}, {told(other.when)} {self.text(other)}{hint}"

    def _sum(self, terms: tuple[tuple[Key, int], ...]) -> str:
        total, *months = (key for key, _ in terms)
        gives = sum((self.values[key].value for key in months), Fraction(0))
        added = " + ".join(self.text(key) for key in months)
        return f"{self.name(total)} is {self.text(total)}, and {added} = {gives}"
