"""What a rule finds in a month, and what is derived from it: figure, funnel, children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

import numpy as np

from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.records.frames import Days, Mask, Whole


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many cases were left after it."""

    words: str
    left: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many cases could not be judged and are in neither numerator nor denominator."""

    words: str
    cases: int


_NOBODY: Whole = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator in one month from one source, or the reason why it could not be counted;
    `who` works out the children behind it, by their numbers in this run.
    """

    indicator: str
    month: Month
    source: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    files: tuple[str, ...] = ()
    funnel: tuple[Step, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    who: Callable[[], tuple[Whole, Whole]] = field(
        default=lambda: (_NOBODY, _NOBODY), repr=False, compare=False
    )

    @property
    def is_counted(self) -> bool:
        """Whether there is a figure."""
        return self.numerator is not None

    @property
    def children_in_numerator(self) -> Whole:
        """The numbers of the children behind the numerator, each once, in order."""
        return np.unique(self.who()[0])

    @property
    def children_in_denominator(self) -> Whole:
        """The numbers of the children behind the denominator, each once, in order."""
        return np.unique(self.who()[1])

    def reading(self) -> Reading:
        """Return the reading; its note is the reason where nothing was counted."""
        return Reading(
            self.indicator, self.month, self.numerator, self.denominator, note=self.reason
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return what was left out (M101)."""
        where = f"{self.indicator} {self.month.short} from {self.source}"
        todo = "Complete the dates in the case system and make the extract again."
        return tuple(
            warning("M101", f"{out.cases} left out: {out.words}.", where, todo)
            for out in self.left_out
        )


Condition: TypeAlias = tuple[str, Mask | Literal[True]]
"""What a case must meet, in words, and which rows do: True for all of them."""
Reason: TypeAlias = tuple[str, Mask]
"""Why cases are left out, in words, and which rows of whatever table they are."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What a rule finds in a month: rows of children or events, and which of them count.

    Each row has its `child`; `steps` are those of the funnel to the rows. Rows that meet all of
    `cases` are the denominator, unless it is a number or there is none; those of them that meet all
    of `counts` too are the numerator. A row adds 1 to it, or its `days`; with `once` a child adds 1
    in however many rows. `datasets` are those that the rows were looked up in.
    """

    child: Whole
    steps: tuple[Step, ...]
    cases: tuple[Condition, ...]
    counts: tuple[Condition, ...] = ()
    left_out: tuple[Reason, ...] = ()
    denominator: Literal["cases"] | int | None = "cases"
    days: Whole | None = None
    once: bool = False
    datasets: tuple[str, ...] = ()

    def counted(self, indicator: str, month: Month, source: str, files: tuple[str, ...]) -> Counted:
        """Return the figure, the funnel and the children behind it."""
        steps = list(self.steps)
        cases = np.ones(len(self.child), np.bool_)
        for words, holds in self.cases:
            cases = cases & holds
            steps.append(Step(words, self._size(cases)))
        counting = cases
        for words, holds in self.counts:
            counting = counting & holds
            steps.append(Step(words, self._total(counting)))
        below = self._size(cases) if self.denominator == "cases" else self.denominator
        above = self._total(counting)
        if below is not None:
            steps.append(Step("denominator", below))
        steps.append(Step("numerator", above))
        left_out = [LeftOut(words, int(np.count_nonzero(rows))) for words, rows in self.left_out]
        return Counted(
            indicator,
            month,
            source,
            Decimal(above),
            None if below is None else Decimal(below),
            files=files,
            funnel=tuple(steps),
            left_out=tuple(out for out in left_out if out.cases),
            who=lambda: (self.child[counting], self.child[cases]),
        )

    def _size(self, rows: Mask) -> int:
        if not self.once:
            return int(np.count_nonzero(rows))
        child = np.sort(self.child[rows])  # of so many, faster than np.unique
        return int(np.count_nonzero(child[1:] != child[:-1])) + bool(len(child))

    def _total(self, rows: Mask) -> int:
        return self._size(rows) if self.days is None else int(self.days[rows].sum())


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed by a standard, on a day, to the children of `cases`, which tell who of them is
    in date on that day.

    `due` is the last day on which a child is in date, no day where nothing on record tells. It is
    owed from `begins` on, never where that is no day, and no longer from `ends` on, if that is a
    day. What is owed `on_the_day` is so if it is on the due date; else it has to be on the day
    after, on which it would be out of date.
    """

    cases: Cases
    due: Days
    begins: Days
    ends: Days
    on_the_day: bool = False

    def owed(self, on: np.datetime64) -> Mask:
        """Return to whom it is owed on a day."""
        return (self.begins <= on) & ~(self.ends <= on)

    def until(self, on: np.datetime64) -> tuple[Days, Mask]:
        """Return the last day before each child is, or was, first out of date, no day where nothing
        on record tells; and to whom it is still owed then, and not before the day.
        """
        last = np.where(self.begins <= on, self.due, np.fmax(self.due, self.begins - 1))
        needed = np.fmax(on, last + int(not self.on_the_day))
        return last, ~np.isnat(self.begins) & ~(self.ends <= needed)
