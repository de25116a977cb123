"""What makes a function the rule of an indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from lacxl.domain.month import Month
from lacxl.records.counting.counted import Cases
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records

Find: TypeAlias = Callable[[Records, Month], Cases]


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator is counted: `find` finds the cases of a month.

    It raises CannotCount where that cannot be done: in no month, or with `each_month` in this one.
    `dataset` gives the dataset that says which months are covered, and `back` how many months
    before its own a count looks at. `options` are those it uses.
    """

    indicator: str
    find: Find
    dataset: Callable[[Records], str]
    options: tuple[str, ...]
    back: Callable[[Options, Month], int]
    each_month: bool


def rule(
    indicator: str,
    dataset: Callable[[Records], str],
    *options: str,
    back: Callable[[Options, Month], int] = lambda options, month: 0,
    each_month: bool = False,
) -> Callable[[Find], Rule]:
    """Make a function that finds the cases of a month the rule of an indicator."""
    return lambda find: Rule(indicator, find, dataset, options, back, each_month)
