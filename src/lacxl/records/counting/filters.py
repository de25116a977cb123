"""Counts that are filters: what filters.toml says, applied to all months at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context, in_words, last_day
from lacxl.records.counting.counted import Children, Counted, LeftOut, Step
from lacxl.records.counting.days import (
    MISSING,
    Days,
    Mask,
    add_months,
    born_by,
    date_of,
    day,
    financial_years,
)
from lacxl.records.counting.days import month_numbers as months_of
from lacxl.records.counting.rules import Condition, Filter, filters
from lacxl.records.counting.spells import Spans, Spells
from lacxl.records.counting.tables import Index, Table, distinct


def dataset_for(context: Context, indicator: str) -> str:
    """Return the dataset that an indicator is counted from; raises CannotCount without one."""
    mine = [each.dataset for each in filters() if each.indicator == indicator]
    for dataset in mine:
        if dataset in context.tables:
            return dataset
    context.table(mine[0])
    raise AssertionError(mine)


def count_filtered(
    context: Context, indicator: str, months: Sequence[Month]
) -> tuple[Counted, ...]:
    """Return an indicator of filters.toml in the months; raises CannotCount with the reason."""
    dataset = dataset_for(context, indicator)
    rule = next(f for f in filters() if (f.indicator, f.dataset) == (indicator, dataset))
    table = context.kept(dataset)
    asked = _Asked(context, rule, table)
    return tuple(asked.within(months) if rule.within else asked.at_end(months))


class _Dated:
    """Rows, and of each the month of its date, by its distance from the first of `size` months."""

    def __init__(self, name: str, row: Index, month: npt.NDArray[np.int32], size: int) -> None:
        self.name = name
        self.row = row
        self._month = month
        self._size = size

    def only(self, which: Mask) -> _Dated:
        """Return some of the rows."""
        places = np.flatnonzero(which)
        return _Dated(self.name, self.row[places], self._month[places], self._size)

    def at(self, month: int) -> Index:
        """Return the rows of a month."""
        return np.take(self.row, np.flatnonzero(self._month == month))

    @cached_property
    def months(self) -> list[int]:
        """How many rows there are of each month."""
        inside = np.clip(self._month, -1, self._size) + 1
        found: list[int] = np.bincount(inside, minlength=self._size + 2)[1:-1].tolist()
        return found


class _Asked:
    """One filter on one table with its options put in."""

    def __init__(self, context: Context, rule: Filter, table: Table) -> None:
        self.context = context
        self.rule = rule
        self.table = table
        self.options = context.options
        self.unknown = self._applying(rule.unknown)
        self.cases = self._applying(rule.cases)
        self.further = self._applying(rule.counted)
        self._named = {
            name: _in_words(getattr(self.options, name))
            for name in ("permanence", "leaver_categories", "of_pathway", "leaver_ages")
        }
        table.need("child", *rule.present, *filter(None, [rule.within]))
        table.need(*(each.column for each in (*self.unknown, *self.cases, *self.further)))
        table.need_filled(*rule.needs)

    def _applying(self, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
        return tuple(
            each
            for each in conditions
            if all(getattr(self.options, name) == value for name, value in each.when.items())
            and not self._not_given(each)
        )

    def _not_given(self, condition: Condition) -> bool:
        """A list without categories or without in_touch (OC3 has none) is taken as it stands."""
        optional = condition.column == "category" or condition.test == "is_not"
        return optional and not (
            self.table.has(condition.column) and self.table.is_filled(condition.column)
        )

    def _first_steps(self) -> tuple[Step, ...]:
        rows = "episodes" if self.rule.dataset == "episodes" else "rows of the list"
        return (
            Step(f"{rows} read", self.table.read),
            Step("without short breaks (V3, V4)", len(self.table)),
        )

    def _words(self, words: str, month: Month) -> str:
        return words.format(day=in_words(last_day(month)), month=month.long, **self._named)

    def within(self, months: Sequence[Month]) -> Iterator[Counted]:
        """Yield the counts of rows whose date lies in the month, all months in one pass."""
        low, high = _number(min(months)), _number(max(months))
        size = high - low + 1
        conditions = (*self.cases, *self.further)
        tests = {each.test for each in conditions}
        first = (min(months) - 11 if "first_in_year" in tests else min(months)).first_day
        last = date_of(self.context.last)
        if "last_in_year" in tests:  # a later end of the year takes the place of the month's
            last = max(last, self.context.known_of(max(months).financial_year.last).last_day)
        rows = self._dated(day(first), day(last), low, size)
        in_month = rows.months
        unjudged = [
            (each, rows.only(self._holds(each, rows.row, None)).months) for each in self.unknown
        ]
        kept = [rows, *(self._meeting(rows, conditions[:n]) for n in range(1, 1 + len(conditions)))]
        steps = [(each, met.months) for each, met in zip(conditions, kept[1:], strict=True)]
        cases, counted = kept[len(self.cases)], kept[-1]
        of_month, of_cases = counted.months, cases.months
        dateless = self._dateless() if self.rule.within.startswith("start") else 0
        for month in months:
            at = _number(month) - low
            funnel = (
                *self._first_steps(),
                Step(self._words(self.rule.in_words, month), in_month[at]),
                *(Step(self._words(each.words, month), left[at]) for each, left in steps),
            )
            denominator = of_cases[at] if self.rule.denominator else None
            yield self.context.counted(
                self.rule.indicator,
                month,
                numerator=of_month[at],
                denominator=denominator,
                datasets=(self.rule.dataset,),
                funnel=_ended(funnel, of_month[at], denominator),
                left_out=(
                    self._without_start(dateless),
                    *(LeftOut(each.words, left[at]) for each, left in unjudged),
                ),
                who=lambda at=at: self._who(counted.at(at), cases.at(at)),  # type: ignore[misc]
            )

    def _dated(self, first: int, last: int, low: int, size: int) -> _Dated:
        """Return the rows whose date lies between two days."""

        def find() -> _Dated:
            days = self.table.days(self.rule.within)
            rows = np.flatnonzero((days >= first) & (days <= last))
            return _Dated(name, rows, months_of(days[rows]) - np.int32(low), size)

        name = f"{self.rule.dataset} by {self.rule.within} {first} {last} {low} {size}"
        return self.context.once(name, find)

    def _meeting(self, rows: _Dated, conditions: tuple[Condition, ...]) -> _Dated:
        """Return the rows that meet the conditions; other indicators begin with the same ones."""
        if not conditions:
            return rows

        def find() -> _Dated:
            some = self._meeting(rows, conditions[:-1])
            return some.only(self._holds(conditions[-1], some.row, None))

        return self.context.once(f"{rows.name} {conditions}", find)

    def _dateless(self) -> int:
        """Return how many rows meet the conditions and have no date."""
        days = self.table.days(self.rule.within)
        if days.min(initial=0) > MISSING:
            return 0
        rows = np.flatnonzero(days == MISSING)
        for each in self.cases:
            if each.test not in _OF_YEAR:
                rows = rows[self._holds(each, rows, None)]
        return len(rows)

    def at_end(self, months: Sequence[Month]) -> Iterator[Counted]:
        """Yield the counts at the end of each month."""
        for month in months:
            population = self.options.population.get(month.financial_year)
            if self.rule.denominator == "population" and not population:
                reason = f"the population of {month.financial_year} is not set"
                yield self.context.refused(self.rule.indicator, month, reason)
                continue
            yield self._at_end(month, population)

    def _at_end(self, month: Month, population: int | None) -> Counted:
        if self.rule.present and not (self.cases or self.further):
            return self._stock(month, population)
        on = last_day(month)
        left_out = []
        rows = np.arange(len(self.table))
        if self.rule.present:
            start, end = self._starts_and_ends()
            rows = np.flatnonzero((start <= on) & (end > on) & (start != MISSING))
            left_out.append(self._without_start(int(np.count_nonzero(start == MISSING))))
        words = self._words(self.rule.in_words, month)
        steps = [*self._first_steps(), Step(words, len(rows))]
        if self.rule.distinct:
            steps.append(Step("each child once", self._size(rows)))
        kept = [rows]
        for each in (*self.cases, *self.further):
            if each.left_out:
                dateless = int((self.table.days(each.column)[rows] == MISSING).sum())
                left_out.append(LeftOut(each.left_out, dateless))
            rows = rows[self._holds(each, rows, on)]
            kept.append(rows)
            steps.append(Step(self._words(each.words, month), self._size(rows)))
        cases = kept[len(self.cases)]
        numerator = self._size(rows)
        of_cases = numerator if rows is cases else self._size(cases)
        denominator = {"cases": of_cases, "population": population}.get(self.rule.denominator)
        return self.context.counted(
            self.rule.indicator,
            month,
            numerator=numerator,
            denominator=denominator,
            datasets=(self.rule.dataset,),
            funnel=_ended(steps, numerator, denominator),
            left_out=left_out,
            who=lambda: self._who(rows, cases),
        )

    def _stock(self, month: Month, population: int | None) -> Counted:
        """Return the count of all rows that are there at the end of the month."""
        spells, dateless = self.context.once(f"present in {self.rule.dataset}", self._present)
        at = self.context.place(month)
        found = spells.children[at] if self.rule.distinct else spells.rows[at]
        denominator = {"cases": found, "population": population}.get(self.rule.denominator)
        steps = [
            *self._first_steps(),
            Step(self._words(self.rule.in_words, month), spells.rows[at]),
            *((Step("each child once", found),) if self.rule.distinct else ()),
        ]

        def who() -> Children:
            child = spells.child[spells.spans.at(at)]
            return child, child

        return self.context.counted(
            self.rule.indicator,
            month,
            numerator=found,
            denominator=denominator,
            datasets=(self.rule.dataset,),
            funnel=_ended(steps, found, denominator),
            left_out=(self._without_start(dateless),),
            who=who,
        )

    def _present(self) -> tuple[Spells, int]:
        """Return the rows by the months' ends they are there at, and how many have no start."""
        if self.rule.dataset == "episodes":
            return self.context.history.spells, self.context.history.unknown_starts
        start, end = self._starts_and_ends()
        known = start != MISSING
        rows = np.flatnonzero(known)
        child = self.table.child[rows]
        if np.any(child[1:] < child[:-1]):
            rows = rows[np.argsort(child, kind="stable")]
            child = self.table.child[rows]
        ends = self.context.ends
        spells = Spells(child, Spans.between(start[rows], end[rows], ends), len(ends))
        return spells, len(known) - len(rows)

    def _starts_and_ends(self) -> tuple[Days, Days]:
        return self.table.days(self.rule.present[0]), self.table.until(self.rule.present[1])

    @staticmethod
    def _without_start(cases: int) -> LeftOut:
        return LeftOut("the date of the start is not known", cases)

    def _who(self, rows: Index, cases: Index) -> Children:
        return self.table.child[rows], self.table.child[cases]

    def _size(self, rows: Index) -> int:
        """Return how many cases the rows are: children where a child counts once."""
        return len(distinct(self.table.child[rows])) if self.rule.distinct else len(rows)

    def _holds(self, each: Condition, rows: Index, on: int | None) -> Mask:
        """Return for each of the rows whether the condition holds."""
        value = each.value
        if isinstance(value, str):
            value = getattr(self.options, value.removeprefix("@"))
        table = self.table
        if each.test in ("any_of", "none_of", "starts_with", "is", "is_not"):
            look: dict[str, Callable[[str, Any, Index], Mask]] = {
                "starts_with": table.starts_with, "is": table.flags, "is_not": table.flags,
            }  # fmt: skip
            found = look.get(each.test, table.any_of)(each.column, value, rows)
            return ~found if each.test in ("none_of", "is_not") else found
        days = table.days(each.column)[rows]
        if each.test in _OF_YEAR:
            sign = 1 if each.test == "first_in_year" else -1
            return _first_in_year(table.child[rows], days, sign)
        assert on is not None  # noqa: S101 - the tests below are of lists at a month's end
        known: Mask = days != MISSING
        if each.test == "ages":
            youngest, oldest = value
            known &= (days <= born_by(on, youngest)) & (days > born_by(on, oldest + 1))
        else:
            moved = add_months(days, value)
            known &= moved <= on if each.test == "months_old" else moved >= on
        return known


_OF_YEAR = ("first_in_year", "last_in_year")


def _first_in_year(child: Index, days: Any, sign: int) -> Mask:
    """Return which events are a child's first since 1 April; with -1 the last until 31 March.

    Of two on one day the first row is the first, and the last the last.
    """
    year = financial_years(days)
    order = np.lexsort((sign * np.arange(len(days)), sign * days, year, child))
    first = np.ones(len(order), np.bool_)
    same = (child[order][1:] == child[order][:-1]) & (year[order][1:] == year[order][:-1])
    first[1:] = ~same
    found = np.empty(len(order), np.bool_)
    found[order] = first
    return found


def _ended(steps: Sequence[Step], numerator: int, denominator: int | None) -> tuple[Step, ...]:
    last = (Step("numerator", numerator),)
    return (*steps, *(() if denominator is None else (Step("denominator", denominator),)), *last)


def _number(month: Month) -> int:
    return month.year * 12 + month.number - 1


def _in_words(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int):
        return f"{value[0]} to {value[1]}"
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)
