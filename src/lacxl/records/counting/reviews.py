"""Reviews held in time (7.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context
from lacxl.records.counting.counted import Counted, LeftOut, Step
from lacxl.records.counting.days import (
    FAR,
    MISSING,
    Days,
    Mask,
    Numbers,
    add_months,
    day,
    first_known,
    less_months,
    month_numbers,
    working_days_after,
)
from lacxl.records.counting.history import Periods
from lacxl.records.counting.spells import last_of_child
from lacxl.records.counting.tables import CannotCount, Index, Table, distinct, keys, last_of_runs

FIRST_WORKING_DAYS = 20
SECOND_MONTHS = 3
LATER_MONTHS = 6
_MOST_DAYS = 60
"""No twenty working days last longer."""


@dataclass(frozen=True, slots=True)
class Due:
    """The reviews that were due in some months from children in care, of all that are `known`.

    Each with the child, the month's distance from the first month, and whether it was in time.
    """

    known: int
    child: Numbers
    month: npt.NDArray[np.int32]
    in_time: Mask

    @classmethod
    def within(
        cls, months: tuple[Month, Month], periods: Periods, *parts: tuple[Days, Days, Index]
    ) -> Due:
        """Return what lies in the months, from the first to the last, of all that is known.

        A part has due dates, the days of the reviews (MISSING for never) and the periods of care.
        """
        low, high = day(months[0].first_day), day(months[1].last_day)
        found = []
        for due, held, period in parts:
            rows = np.flatnonzero((due >= low) & (due <= high))
            date, of = due[rows], period[rows]
            in_care = np.flatnonzero(date < periods.end[of])
            date, of, done = date[in_care], of[in_care], held[rows[in_care]]
            in_time = (done != MISSING) & (done <= date)
            found.append((periods.child[of], month_numbers(date), in_time))
        child, month, in_time = (np.concatenate(several) for several in zip(*found, strict=True))
        month -= _number(months[0])
        return cls(sum(len(due) for due, _, _ in parts), child, month, in_time)


class _Held:
    """The reviews held in the days that bear on the months, by child and day, each day once.

    `before` is the day of the child's review before, be it in those days or earlier; MISSING where
    there was none. `earliest` is the first day on record, FAR where there is none.
    """

    def __init__(self, table: Table, first: int, last: int) -> None:
        child, held = table.child, table.days("held")
        self.earliest = first_known(held)
        same = child[1:] == child[:-1]
        if np.any(child[1:] < child[:-1]) or np.any(same & (held[1:] < held[:-1])):
            order = np.lexsort((held, child))
            child, held = child[order], held[order]
            same = child[1:] == child[:-1]
        again = same & (held[1:] == held[:-1])
        wanted = (held >= first) & (held <= last)
        wanted[1:] &= ~again
        rows = np.flatnonzero(wanted)
        self.child, self.held = child[rows], held[rows]
        self.before = np.where(np.append(False, same)[rows], held[rows - 1], np.int32(MISSING))


def ahead(context: Context) -> None:
    """Work out what can be worked out of reviews before it is known who is in care."""
    table = context.tables.get("reviews")
    if table is None or not (table.has("child") and table.has("held")):
        return
    if not _gives_due_dates(table):
        _held(context, table)


def _held(context: Context, table: Table) -> _Held:
    cut = less_months(context.first, LATER_MONTHS + 1)
    return context.once("reviews held", lambda: _Held(table, cut, context.last))


def _gives_due_dates(table: Table) -> bool:
    return table.has("due") and table.is_filled("due")


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
    given = _gives_due_dates(table)
    find = _given if given else _worked_out
    all_due = find(context, table, periods, (min(months), max(months)))
    unknown = int(np.count_nonzero(table.days("due" if given else "held") == MISSING))
    child, at, in_time = all_due.child, all_due.month, all_due.in_time
    all_at = np.bincount(at, minlength=size)
    in_time_at = np.bincount(at[np.flatnonzero(in_time)], minlength=size)
    per_child = context.options.reviews_per == "child"
    for month in months:
        number = _number(month) - low
        cases, counted = int(all_at[number]), int(in_time_at[number])
        steps = [
            Step("reviews read", table.read),
            Step("due dates given" if given else "due dates worked out", all_due.known),
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


def _given(context: Context, table: Table, periods: Periods, months: tuple[Month, Month]) -> Due:
    """Return the due dates that the source gives, for children in a period of care then."""
    due = table.days("due")
    rows = np.flatnonzero(due != MISSING)
    period = _last_begun(table.child[rows], due[rows], periods)
    rows, period = rows[period >= 0], period[period >= 0]
    return Due.within(months, periods, (due[rows], table.days("held")[rows], period))


def _worked_out(
    context: Context, table: Table, periods: Periods, months: tuple[Month, Month]
) -> Due:
    """Return the due dates that follow from entry and from the reviews held.

    Each review held has the due date that it was held for; each period of care has one more, for
    the review that was not held yet. Where the true first review may lie before the records, the
    first on record has no due date and the next is due six months after it.

    Only what bears on the months is worked out. A review more than six months before them matters
    only in that a later one is not the first; one held after them was held too late for any.
    """
    reviews = _held(context, table)
    if reviews.earliest == FAR:
        raise CannotCount("no review has a date on which it was held")
    begun = _last_begun(reviews.child, reviews.held, periods)
    mine = np.flatnonzero(begun >= 0)
    held, period = reviews.held[mine], begun[mine]
    opens = np.flatnonzero(np.append(True, period[1:] != period[:-1])[: len(period)])
    closes = last_of_runs(opens, len(period))
    opened = period[opens]

    from_day = context.options.reviews_from
    begin = day(from_day) if from_day else reviews.earliest
    whole = periods.entered & (periods.start >= begin)
    is_first = whole[opened] & (reviews.before[mine[opens]] < periods.start[opened])
    first_due = _first_due(periods, whole, day(months[0].first_day), day(months[1].last_day))
    due = np.full(len(held), MISSING, np.int32)
    due[1:] = add_months(held[:-1], LATER_MONTHS)
    due[opens] = first_due[opened]
    firsts = opens[is_first & (closes > opens)]
    due[firsts + 1] = add_months(held[firsts], SECOND_MONTHS)

    pending, final = first_due, held[closes]
    only_one = is_first & (closes == opens)
    pending[opened] = np.where(
        only_one, add_months(final, SECOND_MONTHS), add_months(final, LATER_MONTHS)
    )
    waiting = np.flatnonzero(pending != MISSING)
    never = np.full(len(waiting), MISSING, np.int32)
    return Due.within(months, periods, (due, held, period), (pending[waiting], never, waiting))


def _first_due(periods: Periods, whole: np.ndarray, low: int, high: int) -> Days:
    """Return when the first review of each period is due; MISSING where it cannot be in time."""
    found = np.full(len(periods.child), MISSING, np.int32)
    near = np.flatnonzero(
        whole & periods.near & (periods.start >= low - _MOST_DAYS) & (periods.start <= high)
    )
    found[near] = working_days_after(periods.start[near], FIRST_WORKING_DAYS)
    return found


def _last_begun(child: Numbers, days: Days, periods: Periods) -> Index:
    """Return the child's last period of care that began by each day, -1 where there is none.

    Only periods of children that matter are found.
    """
    if not len(periods.child) or not len(child):
        return np.full(len(child), -1, np.intp)
    most = int(max(child.max(), periods.child[-1]))
    if min(child.min(), periods.child[0]) < 0 or most > 8 * len(child) + 1000:
        return _searched(child, days, periods)
    last_of = np.full(most + 1, -1, np.intp)
    last = np.flatnonzero(last_of_child(periods.child) & periods.near)
    last_of[periods.child[last]] = last
    found: Index = np.take(last_of, child)
    late = np.flatnonzero((periods.start[found] > days) & (found >= 0))
    while len(late):
        before = found[late] - 1
        before[periods.child[before] != child[late]] = -1
        before[found[late] == 0] = -1
        found[late] = before
        late = late[(before >= 0) & (periods.start[before] > days[late])]
    return found


def _searched(child: Numbers, days: Days, periods: Periods) -> Index:
    found = np.searchsorted(keys(periods.child, periods.start), keys(child, days), "right") - 1
    found[(found >= 0) & ((periods.child[found] != child) | ~periods.near[found])] = -1
    return found


def _number(month: Month) -> int:
    return month.year * 12 + month.number - 1
