"""Reviews held in time (7.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lacxl.domain.month import Month
from lacxl.measures.context import Context
from lacxl.measures.counted import Counted, LeftOut, Step
from lacxl.measures.days import (
    BASE,
    MISSING,
    SPAN_BITS,
    Days,
    Mask,
    add_months,
    day,
    less_months,
    month_numbers,
    working_days_after,
)
from lacxl.measures.history import Periods
from lacxl.measures.tables import CannotCount, Index, Table, distinct, keys

FIRST_WORKING_DAYS = 20
SECOND_MONTHS = 3
LATER_MONTHS = 6
_MOST_DAYS = 60
"""No twenty working days last longer."""


@dataclass(frozen=True, slots=True)
class Due:
    """Due dates with the day the review was held (MISSING for never) and the period of care."""

    due: Days
    held: Days
    period: Index


def reviews(context: Context, months: Sequence[Month]) -> Iterator[Counted]:
    """Count 7.6: reviews held on or before their due date, of those due in the month.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33: the first
    within 20 working days of the day the child became looked after, the second within three months
    of the first, the rest at intervals of not more than six months.
    """
    table = context.table_with_rows("reviews")
    table.need("child", "held")
    periods = context.care.periods
    low = min(_number(month) for month in months)
    size = max(_number(month) for month in months) - low + 1
    given = table.has("due") and bool((table.days("due") != MISSING).any())
    all_due = (
        _given(table, periods)
        if given
        else _worked_out(context, table, periods, min(months), max(months))
    )
    unknown = int((table.days("due" if given else "held") == MISSING).sum())
    in_care = (all_due.due != MISSING) & (all_due.due < periods.end[all_due.period])
    at = month_numbers(all_due.due).astype(np.int64) - low
    mine = np.flatnonzero(in_care & (at >= 0) & (at < size))
    at = at[mine]
    held, due = all_due.held[mine], all_due.due[mine]
    child = periods.child[all_due.period[mine]]
    in_time = (held != MISSING) & (held <= due)
    all_at = np.bincount(at, minlength=size)
    in_time_at = np.bincount(at[in_time], minlength=size)
    per_child = context.options.reviews_per == "child"
    for month in months:
        number = _number(month) - low
        cases, counted = int(all_at[number]), int(in_time_at[number])
        steps = [
            Step("reviews read", table.read),
            Step("due dates given" if given else "due dates worked out", len(all_due.due)),
            Step(f"due in {month.long}, the child in care on the due date", cases),
        ]
        if per_child:
            rows = at == number
            of = distinct(child[rows])
            late = distinct(child[rows & ~in_time])
            cases, counted = len(of), len(of) - len(late)
            steps.append(Step("children with a review due", cases))
        words = "children in time with all of them" if per_child else "held on or before that date"
        yield context.counted(
            "7.6", month,
            numerator=counted,
            denominator=cases,
            datasets=(context.care_dataset(), "reviews"),
            funnel=(
                *steps,
                Step(words, counted),
                Step("denominator", cases),
                Step("numerator", counted),
            ),
            left_out=(
                context.care_left_out(),
                LeftOut(f"the date {'due' if given else 'held'} is not known", unknown),
            ),
            who=lambda n=number: _who(child, at == n, in_time, per_child),  # type: ignore[misc]
        )  # fmt: skip


def _who(
    child: Index, rows: np.ndarray, in_time: np.ndarray, per_child: bool
) -> tuple[Index, Index]:
    counted = child[rows & in_time]
    if per_child:
        counted = np.setdiff1d(counted, child[rows & ~in_time])
    return counted, child[rows]


def _given(table: Table, periods: Periods) -> Due:
    """Return the due dates that the source gives, for children in a period of care then."""
    due = table.days("due")
    period = _period_of(table, due, periods)
    mine = period >= 0
    return Due(due[mine], table.days("held")[mine], period[mine])


def _worked_out(context: Context, table: Table, periods: Periods, first: Month, last: Month) -> Due:
    """Return the due dates that follow from entry and from the reviews held.

    Each review held has the due date that it was held for; each period of care has one more, for
    the review that was not held yet. Where the true first review may lie before the records, the
    first on record has no due date and the next is due six months after it.

    Only what bears on the months is worked out. A review more than six months before them matters
    only in that a later one is not the first; one held after them was held too late for any.
    """
    held_days = table.days("held")
    known = held_days != MISSING
    if not known.any():
        raise CannotCount("no review has a date on which it was held")
    begin = (
        day(context.options.reviews_from)
        if context.options.reviews_from
        else int(held_days.compress(known).min())
    )
    cut = less_months(context.first, LATER_MONTHS + 1)
    near = np.flatnonzero((held_days >= cut) & (held_days <= context.last))
    key = distinct(keys(table.child[near], held_days[near]))
    child = key >> SPAN_BITS
    held = ((key & ((1 << SPAN_BITS) - 1)) + BASE).astype(np.int32)
    period = _search(key, child, periods)
    mine = period >= 0
    held, period = held[mine], period[mine]

    opens = np.ones(len(period), np.bool_)
    opens[1:] = period[1:] != period[:-1]
    before = np.empty_like(held)
    before[1:] = held[:-1]
    position = np.minimum(np.arange(len(held)) - np.maximum.accumulate(
        np.where(opens, np.arange(len(held)), 0)), 2)  # fmt: skip
    whole = periods.entered & (periods.start >= begin)
    earlier = _reviewed_before(table, held_days, cut, periods)
    first_due = _first_due(periods, whole, day(first.first_day), day(last.last_day))
    second = (position == 1) & (whole & ~earlier)[period]
    due = np.where(second, add_months(before, SECOND_MONTHS), add_months(before, LATER_MONTHS))
    due[opens] = np.where(earlier, np.int32(MISSING), first_due)[period[opens]]

    closes = np.ones(len(period), np.bool_)
    closes[:-1] = opens[1:]
    pending = np.where(earlier, np.int32(MISSING), first_due)
    only_one = opens[closes] & (whole & ~earlier)[period[closes]]
    final = held[closes]
    pending[period[closes]] = np.where(
        only_one, add_months(final, SECOND_MONTHS), add_months(final, LATER_MONTHS)
    )
    waiting = np.flatnonzero(pending != MISSING)
    never = np.full(len(waiting), MISSING, np.int32)
    return Due(
        np.concatenate((due, pending[waiting])),
        np.concatenate((held, never)),
        np.concatenate((period, waiting)),
    )


def _reviewed_before(table: Table, held: Days, cut: int, periods: Periods) -> Mask:
    """Return which periods of care that began before the day had a review before it."""
    old = np.flatnonzero(periods.start < cut)
    found = np.zeros(len(periods.child), np.bool_)
    if not len(old):
        return found
    reviewed = keys(table.child, held)  # one without a day comes before every period of its child
    if np.any(reviewed[1:] < reviewed[:-1]):
        reviewed = np.sort(reviewed)
    child, start = periods.child[old], periods.start[old]
    # a period's reviews are those up to the child's next period; there are far fewer periods to
    # look up among the reviews than the other way round
    until = np.full(len(old), cut, np.int32)
    later = np.minimum(old + 1, len(found) - 1)
    again = (later > old) & (periods.child[later] == child)
    until[again] = np.minimum(periods.start[later[again]], cut)
    first = np.searchsorted(reviewed, keys(child, start))
    found[old] = np.searchsorted(reviewed, keys(child, until)) > first
    return found


def _first_due(periods: Periods, whole: np.ndarray, low: int, high: int) -> Days:
    """Return when the first review of each period is due; MISSING where it cannot be in time."""
    found = np.full(len(periods.child), MISSING, np.int32)
    near = np.flatnonzero(whole & (periods.start >= low - _MOST_DAYS) & (periods.start <= high))
    found[near] = working_days_after(periods.start[near], FIRST_WORKING_DAYS)
    return found


def _period_of(table: Table, days: Days, periods: Periods) -> Index:
    """Return the period of care in which each day lies, -1 where there is none."""
    found = _search(keys(table.child, days), table.child, periods)
    found[days == MISSING] = -1
    return found


def _search(key: np.ndarray, child: np.ndarray, periods: Periods) -> Index:
    if not len(periods.child):
        return np.full(len(key), -1, np.intp)
    found = np.searchsorted(keys(periods.child, periods.start), key, "right") - 1
    found[(found >= 0) & (periods.child[found] != child)] = -1
    return found


def _number(month: Month) -> int:
    return month.year * 12 + month.number - 1
