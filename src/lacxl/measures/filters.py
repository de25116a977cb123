"""Counts that are filters: what filters.toml says, applied to all months at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from lacxl.domain.month import Month
from lacxl.measures.context import Context, in_words, last_day
from lacxl.measures.counted import Children, Counted, LeftOut, Step
from lacxl.measures.days import (
    MISSING,
    Days,
    Mask,
    Numbers,
    add_months,
    born_by,
    day,
    financial_years,
)
from lacxl.measures.days import month_numbers as months_of
from lacxl.measures.tables import Index, Table, distinct

_TESTS = (
    "any_of", "none_of", "starts_with", "is", "is_not", "ages", "months_old", "months_fresh",
    "first_in_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of filters.toml: its test of a column, and what the test compares with."""

    words: str
    column: str
    test: str
    value: Any
    when: Mapping[str, object]
    left_out: str


@dataclass(frozen=True, slots=True)
class Filter:
    """An entry of filters.toml."""

    indicator: str
    dataset: str
    within: str
    present: tuple[str, ...]
    in_words: str
    distinct: bool
    denominator: str
    needs: tuple[str, ...]
    unknown: tuple[Condition, ...]
    cases: tuple[Condition, ...]
    counted: tuple[Condition, ...]


@cache
def filters() -> tuple[Filter, ...]:
    """Return the entries of filters.toml."""
    text = resources.files("lacxl.measures").joinpath("filters.toml").read_text("utf-8")
    return tuple(_filter(dict(entry)) for entry in tomllib.loads(text)["filter"])


def _filter(entry: dict[str, Any]) -> Filter:
    found = Filter(
        entry.pop("indicator"),
        entry.pop("dataset"),
        entry.pop("within", ""),
        tuple(entry.pop("present", ())),
        entry.pop("in_words"),
        entry.pop("distinct", False),
        entry.pop("denominator", ""),
        tuple(entry.pop("needs", ())),
        *(
            tuple(_condition(dict(each)) for each in entry.pop(part, ()))
            for part in ("unknown", "cases", "counted")
        ),
    )
    if entry:
        raise ValueError(f"filters.toml: unknown keys {', '.join(entry)}")
    return found


def _condition(entry: dict[str, Any]) -> Condition:
    (test,) = (name for name in _TESTS if name in entry)
    found = Condition(
        entry.pop("words"),
        entry.pop("column"),
        test,
        entry.pop(test),
        entry.pop("when", {}),
        entry.pop("left_out", ""),
    )
    if entry:
        raise ValueError(f"filters.toml: unknown keys {', '.join(entry)}")
    return found


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
        named = {
            name: _in_words(getattr(self.options, name))
            for name in ("permanence", "leaver_categories", "leaver_ages")
        }
        return words.format(day=in_words(last_day(month)), month=month.long, **named)

    def within(self, months: Sequence[Month]) -> Iterator[Counted]:
        """Yield the counts of rows whose date lies in the month, all months in one pass."""
        low, high = _number(min(months)), _number(max(months))
        size = high - low + 1
        conditions = (*self.cases, *self.further)
        of_year = any(each.test == "first_in_year" for each in conditions)
        days = self.table.days(self.rule.within)
        first, last = (
            day((min(months) - 11 if of_year else min(months)).first_day),
            self.context.last,
        )
        rows = np.flatnonzero((days >= first) & (days <= last))

        def months_after_low(chosen: Index) -> Numbers:
            return months_of(days[chosen]).astype(np.int64) - low

        def tally(chosen: Index) -> list[int]:
            numbers = months_after_low(chosen)
            found: list[int] = np.bincount(
                numbers[(numbers >= 0) & (numbers < size)], minlength=size
            ).tolist()
            return found

        in_month = tally(rows)
        unjudged = [(each, tally(rows[self._holds(each, rows, None)])) for each in self.unknown]
        steps = []
        kept = {0: rows}
        for number, each in enumerate(conditions, 1):
            rows = rows[self._holds(each, rows, None)]
            kept[number] = rows
            steps.append((each, tally(rows)))
        cases, counted = kept[len(self.cases)], kept[len(conditions)]
        of_month, of_cases = tally(counted), tally(cases)
        dateless = self._dateless() if self.rule.within.startswith("start") else 0
        for month in months:
            at = _number(month) - low
            funnel = (
                *self._first_steps(),
                Step(self._words(self.rule.in_words, month), in_month[at]),
                *(Step(self._words(each.words, month), left[at]) for each, left in steps),
            )
            yield self.context.counted(
                self.rule.indicator,
                month,
                numerator=of_month[at],
                denominator=of_cases[at] if self.rule.denominator else None,
                datasets=(self.rule.dataset,),
                funnel=_ended(
                    funnel, of_month[at], of_cases[at] if self.rule.denominator else None
                ),
                left_out=(
                    LeftOut("the date of the start is not known", dateless),
                    *(LeftOut(each.words, left[at]) for each, left in unjudged),
                ),
                who=lambda at=at: (  # type: ignore[misc]
                    self.table.child[counted[months_after_low(counted) == at]],
                    self.table.child[cases[months_after_low(cases) == at]],
                ),
            )

    def _dateless(self) -> int:
        """Return how many rows meet the conditions and have no date."""
        rows = np.flatnonzero(self.table.days(self.rule.within) == MISSING)
        for each in self.cases:
            if each.test != "first_in_year":
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
        on = last_day(month)
        left_out = []
        if self.rule.present:
            rows, dateless = self._present(on)
            left_out.append(LeftOut("the date of the start is not known", dateless))
        else:
            rows = np.arange(len(self.table))
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

    def _present(self, on: int) -> tuple[Index, int]:
        """Return the rows that have started and not ended, and how many have no start."""
        table = self.table
        first, last = self.context.first, self.context.last

        def near() -> tuple[Index, Days, Days, int]:
            start, end = table.days(self.rule.present[0]), table.ends(self.rule.present[1])
            rows = np.flatnonzero((start <= last) & (end > first) & (start != MISSING))
            child = table.child[rows]
            if np.any(child[1:] < child[:-1]):
                rows = rows[np.argsort(child, kind="stable")]
            return rows, start[rows], end[rows], int((start == MISSING).sum())

        rows, start, end, dateless = self.context.once(f"present in {self.rule.dataset}", near)
        return rows[(start <= on) & (end > on)], dateless

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
        if each.test == "first_in_year":
            return _first_in_year(table.child[rows], days)
        assert on is not None  # noqa: S101 - the tests below are of lists at a month's end
        known: Mask = days != MISSING
        if each.test == "ages":
            youngest, oldest = value
            known &= (days <= born_by(on, youngest)) & (days > born_by(on, oldest + 1))
        else:
            moved = add_months(days, value)
            known &= moved <= on if each.test == "months_old" else moved >= on
        return known


def _first_in_year(child: Index, days: Any) -> Mask:
    """Return which events are a child's first since 1 April."""
    year = financial_years(days)
    order = np.lexsort((days, year, child))
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
