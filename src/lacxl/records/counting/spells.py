"""At which of some months' ends rows are there, for all of the months at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lacxl.records.counting.days import Days, Mask, Numbers, Places, passed
from lacxl.records.counting.tables import Index


@dataclass(frozen=True, slots=True)
class Spans:
    """From which month's end each of some cases is there, and before which it is there no more.

    Both are places in the list of months. One that ends before it begins is never there.
    """

    first: Places
    until: Places

    @classmethod
    def between(cls, start: Days, end: Days, ends: Sequence[int]) -> Spans:
        """Return at which months' ends rows are there that start and end on these days.

        A row is there on a day where it starts on or before it and ends after it.
        """
        first = passed(start, ends)
        return cls(first, np.maximum(passed(end, ends), first))

    def at(self, month: int) -> Index:
        """Return which cases are there at the end of the month."""
        return np.flatnonzero((self.first <= month) & (self.until > month))

    def only(self, cases: Index) -> Spans:
        """Return some of the cases."""
        return Spans(self.first[cases], self.until[cases])

    def tally(self, months: int) -> list[int]:
        """Return how many cases are there at the end of each month."""
        until = np.maximum(self.first, self.until)
        return [
            int(np.count_nonzero(self.first <= month) - np.count_nonzero(until <= month))
            for month in range(months)
        ]


class Spells:
    """Rows, in order of their children, and at which of some months' ends they are there."""

    def __init__(self, child: Numbers, spans: Spans, months: int) -> None:
        self.child = child
        self.spans = spans
        self.months = months

    @cached_property
    def rows(self) -> list[int]:
        """How many rows are there at the end of each month."""
        return self.spans.tally(self.months)

    @cached_property
    def children(self) -> list[int]:
        """How many children have a row at the end of each month."""
        _, spans = self.latest
        return self.rows if spans is self.spans else spans.tally(self.months)

    @cached_property
    def latest(self) -> tuple[Index | slice, Spans]:
        """The last of the rows that a child has at the end of each month, and when it is that."""
        at_once = self._children_with_two()
        if not len(at_once):
            return slice(None), self.spans
        mine = np.isin(self.child, at_once)
        rest, several = np.flatnonzero(~mine), np.flatnonzero(mine)
        spans = self.spans.only(several)
        found = [several[spans.at(month)] for month in range(self.months)]
        found = [rows[last_of_child(self.child[rows])] for rows in found]
        first = np.repeat(np.arange(self.months), [len(rows) for rows in found])
        row = np.concatenate((rest, *found))
        order = np.argsort(row, kind="stable")
        rest_spans = self.spans.only(rest)
        return row[order], Spans(
            np.concatenate((rest_spans.first, first.astype(rest_spans.first.dtype))),
            np.concatenate((rest_spans.until, (first + 1).astype(rest_spans.until.dtype))),
        ).only(order)

    def _children_with_two(self) -> Numbers:
        """Return the children who may have two rows at once: one does not follow the other."""
        again: Mask = self.child[1:] == self.child[:-1]
        again &= self.spans.first[1:] < self.spans.until[:-1]
        return self.child[1:][again]


def last_of_child(child: Numbers) -> Mask:
    """Return which rows are the last of their child, whose rows stand together."""
    found = np.ones(len(child), np.bool_)
    found[:-1] = child[1:] != child[:-1]
    return found
