"""Reviews held in time (7.6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.care import Care, care_of, unknown_starts
from lacxl.records.counting.counted import Cases, Step
from lacxl.records.counting.days import add_months, day, last_day, within, working_days_after
from lacxl.records.counting.records import Records, once, rule
from lacxl.records.counting.tables import CannotCount, Dated, Table, first_of_run, keys, last_of_run
from lacxl.records.frames import NO_DAY, Days, Mask, Rows

_FIRST_WORKING_DAYS = 20
_SECOND_MONTHS = 3
_LATER_MONTHS = 6
_MOST_DAYS = 60
"""No twenty working days last longer."""


@rule("7.6", Records.care_dataset, "reviews_per", "reviews_from")
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
    care = care_of(records)
    given = table.has_values("due")
    due, held, period = (_given if given else _worked_out)(records, table, care)
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


def _given(records: Records, table: Table, care: Care) -> tuple[Days, Days, Rows]:
    """Return the due dates that the source gives, when reviews were held, and the period of care
    that each due date is in.
    """
    rows = table.only(~np.isnat(table.days("due")))
    period = care.begun().place_of_last(keys(rows.child, rows.days("due")))
    known = period >= 0
    return rows.days("due")[known], rows.days("held")[known], period[known]


def _worked_out(records: Records, table: Table, care: Care) -> tuple[Days, Days, Rows]:
    """Return the due dates that follow from entry and from the reviews held.

    Each review held has one, and each period of care one more, for the review to come. Where the
    true first review may be before the records, the first on record has none. Only reviews up to
    the last month and from six months before the first bear on the months.
    """
    reviews, begun = Dated.of(table.child, table.days("held")), care.begun()
    if not len(reviews.keys):
        raise CannotCount("no review has a date on which it was held")
    held, begin = reviews.days, records.options.reviews_from
    whole = care.table.days("entered")[care.periods.first] >= (day(begin) if begin else held.min())
    months = [month for month in records.months if not records.why_not(month, care.table.name)]
    lately = whole & (begun.days >= day(min(months).first_day) - _MOST_DAYS)
    lately &= begun.days <= last_day(max(months))
    pending = np.full(len(whole), NO_DAY)
    pending[lately] = working_days_after(begun.days[lately], _FIRST_WORKING_DAYS)

    earliest = add_months(records.first, -_LATER_MONTHS - 1)
    bear = (held >= earliest) & (held <= records.last) & first_of_run(reviews.keys)
    at = np.flatnonzero(bear)
    period = begun.place_of_last(reviews.keys[at])
    at, period = at[period >= 0], period[period >= 0]
    held = held[at]
    first = (at == 0) | (reviews.keys[at - 1] < begun.keys[period])
    each_day = np.arange(earliest, records.last + 1)  # far fewer than the reviews
    after = [add_months(each_day, months) for months in (_LATER_MONTHS, _SECOND_MONTHS)]
    following = np.array(after)[(first & whole[period]).astype(int), (held - earliest).astype(int)]
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
