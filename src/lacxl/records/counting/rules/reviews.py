"""Reviews held in time (7.6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lacxl.domain.dataset import CannotCount
from lacxl.domain.month import Month
from lacxl.records.counting.care import InCare, care_of, in_care, unknown_starts
from lacxl.records.counting.counted import Cases, Owed, Step
from lacxl.records.counting.in_order import Dated
from lacxl.records.counting.records import Records, once, rule
from lacxl.records.days import Day, add_months, day, in_words, last_day, within, working_days_after
from lacxl.records.frames import (
    NO_DAY,
    Days,
    Frame,
    Mask,
    Rows,
    child_and_day,
    first_of_run,
    last_of_run,
)

_FIRST_WORKING_DAYS = 20
_SECOND_MONTHS = 3
_LATER_MONTHS = 6
_FAR = np.datetime64("9999-12-31", "D")
_MOST_DAYS = 60
"""No twenty working days last longer."""


def next_review(records: Records, on: Day) -> Owed:
    """The review that is due next, overdue or still to come."""
    table, children = records.kept("reviews"), in_care(records, on)
    table.need("child", "held")
    due = (_next_given if table.has_values("due") else _next_worked_out)(records, table, children)
    cases = children.share(
        cases=("in care", True), counts=(f"no review due before {in_words(on)}", ~(due < on))
    )
    cases = replace(cases, datasets=(*cases.datasets, "reviews"))
    return Owed(cases, due, children.days("since"), children.ends(), on_the_day=True)


@rule("7.6", Records.care_dataset, "reviews_per", "reviews_from", owed=next_review)
def held_in_time(records: Records, month: Month) -> Cases:
    """Reviews held on or before their due date, of those due in the month.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33: the first
    within 20 working days of the day the child became looked after, the second within three months
    of the first, the rest at intervals of not more than six months.
    """
    found, due, in_time = _due(records)
    mine, words = within(due, month), f"due in {month.long}, the child in care on the due date"
    if records.options.reviews_per == "review":
        counts = "held on or before that date", in_time
        return replace(found, cases=((words, mine),), counts=(counts,))
    late = np.isin(found.child, found.child[mine & ~in_time])
    return replace(
        found,
        steps=(*found.steps, Step(words, int(np.count_nonzero(mine)))),
        cases=(("children with a review due", mine),),
        counts=(("children in time with all of them", ~late),),
        once=True,
    )


@once
def _due(records: Records) -> tuple[Cases, Days, Mask]:
    """Return the reviews due in the months to count, when they were due, and which were in time."""
    table = records.kept("reviews")
    table.need("child", "held")
    given = table.has_values("due")
    due, held, period = (_given if given else _worked_out)(records, table)
    care = care_of(records)
    mine = (due >= records.first) & (due <= records.last) & ~(care.ended[period] <= due)
    how, date = ("given", "due") if given else ("worked out", "held")
    undated = f"the date {date} is not known", np.isnat(table.days(date))
    found = Cases(
        care.table.child[care.periods.first[period[mine]]],
        (Step("reviews read", len(table)), Step(f"due dates {how}", len(due))),
        (),
        left_out=(unknown_starts(records), undated),
        datasets=(records.care_dataset(), "reviews"),
    )
    return found, due[mine], held[mine] <= due[mine]


def _given(records: Records, table: Frame) -> tuple[Days, Days, Rows]:
    """Return the due dates that the source gives, when reviews were held, and the period of care
    that each due date is in.
    """
    rows = table.some(~np.isnat(table.days("due")))
    period = care_of(records).begun().place_of_last(child_and_day(rows.child, rows.days("due")))
    known = period >= 0
    return rows.days("due")[known], rows.days("held")[known], period[known]


def _next_given(_records: Records, table: Frame, children: InCare) -> Days:
    """Return the first due date that the source gives in the period of care, of a review not held,
    and later than that of any review that was.
    """
    due, done = table.days("due"), table.days("held") <= children.on
    before = Dated.of(table.child[done], np.where(np.isnat(due), table.days("held"), due)[done])
    last = before.last(children.child, _FAR)
    return Dated.of(table.child, due).next(
        children.child, np.fmax(children.days("since") - 1, last)
    )


def _next_worked_out(records: Records, table: Frame, children: InCare) -> Days:
    """Return the due date that follows from the last review of the period of care, or from entry;
    no day where the true first review may be before the records.
    """
    reviews = _held(table)
    begins, whole = children.days("since"), _whole(records, reviews.days)[children.period()]
    at = reviews.place_of_last(child_and_day(children.child, children.on))
    last = np.append(reviews.days, NO_DAY)[at]
    begun = child_and_day(children.child, begins)
    first = (at == 0) | (reviews.keys[np.maximum(at, 1) - 1] < begun)
    later, second = _due_after(last)
    entry = np.full(len(begins), NO_DAY)
    entry[whole] = working_days_after(begins[whole], _FIRST_WORKING_DAYS)
    return np.where(last >= begins, np.where(first & whole, second, later), entry)


def _held(table: Frame) -> Dated:
    """Return the days on which reviews were held, each once a child."""
    reviews = Dated.of(table.child, table.days("held"))
    if not len(reviews.keys):
        raise CannotCount("no review has a date on which it was held")
    return Dated(reviews.keys[first_of_run(reviews.keys)])


def _whole(records: Records, held: Days) -> Mask:
    """Return of which periods of care the records have every review."""
    care, begin = care_of(records), records.options.reviews_from
    since = day(begin) if begin else held.min()
    found: Mask = care.table.days("entered")[care.periods.first] >= since
    return found


def _due_after(held: Days) -> Days:
    """Return when the next review is due after one held: any but the first, and the first."""
    return np.array([add_months(held, months) for months in (_LATER_MONTHS, _SECOND_MONTHS)])


def _worked_out(records: Records, table: Frame) -> tuple[Days, Days, Rows]:
    """Return the due dates that follow from entry and from the reviews held.

    Each review held has one, and each period of care one more, for the review to come. Where the
    true first review may be before the records, the first on record has none. Only reviews up to
    the last month and from six months before the first bear on the months.
    """
    reviews = _held(table)  # while another room may be finding who is in care
    care = care_of(records)
    held, begun = reviews.days, care.begun()
    whole = _whole(records, held)
    months = [month for month in records.months if not records.why_not(month, care.table.name)]
    lately = whole & (begun.days >= day(min(months).first_day) - _MOST_DAYS)
    lately &= begun.days <= last_day(max(months))
    pending = np.full(len(whole), NO_DAY)
    pending[lately] = working_days_after(begun.days[lately], _FIRST_WORKING_DAYS)

    earliest = add_months(records.first, -_LATER_MONTHS - 1)
    at = np.flatnonzero((held >= earliest) & (held <= records.last))
    period = begun.place_of_last(reviews.keys[at])
    at, period = at[period >= 0], period[period >= 0]
    held = held[at]
    first = (at == 0) | (reviews.keys[at - 1] < begun.keys[period])
    each_day = np.arange(earliest, records.last + 1)  # far fewer than the reviews
    following = _due_after(each_day)[
        (first & whole[period]).astype(int), (held - earliest).astype(int)
    ]
    due = np.where(first_of_run(period), NO_DAY, np.append(NO_DAY, following)[: len(held)])
    due[first] = pending[period[first]]
    last = last_of_run(period)
    pending[period[last]] = following[last]
    waiting = np.flatnonzero(~np.isnat(pending))
    return (
        np.append(due, pending[waiting]),
        np.append(held, np.full(len(waiting), NO_DAY)),
        np.append(period, waiting),
    )
