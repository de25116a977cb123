"""Children in care who were visited in time (7.12, 7.13)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context, in_words, last_day
from lacxl.records.counting.counted import Counted, LeftOut
from lacxl.records.counting.days import MISSING, Mask, add_months
from lacxl.records.counting.history import InCare
from lacxl.records.counting.in_date import in_care, in_care_count, last_event

STATUTORY_DAYS = 42
FIRST_WEEK = 7
LASTING_MONTHS = 3


def statutory(context: Context, month: Month) -> Counted:
    """Count 7.12: within a week, then every six weeks; every three months in a lasting placement.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28: a visit
    within one week of the start of a placement, then at intervals of not more than six weeks for
    the first year; after that, where the placement is meant to last until the child is 18, of not
    more than three months.
    """
    on = last_day(month)
    table, options = context.care.table, context.options
    table.need(*_needs(context))
    table.need("place")
    children = in_care(context, on, (), "visits", "last_visit")
    lasting = table.any_of("place", options.lasting, children.row)
    lasting &= add_months(children.placed, 12) <= on
    return _count(context, "7.12", month, children, STATUTORY_DAYS, lasting)


def local(context: Context, month: Month) -> Counted:
    """Count 7.13: the same with the council's own interval in every placement."""
    children = in_care(context, last_day(month), _needs(context), "visits", "last_visit")
    none = np.zeros(len(children.child), np.bool_)
    return _count(context, "7.13", month, children, context.options.local_visit_days, none)


def _needs(context: Context) -> tuple[str, ...]:
    return ("placement_start",) if context.care_dataset() == "in_care" else ()


def _count(
    context: Context, indicator: str, month: Month, children: InCare, days: int, lasting: Mask
) -> Counted:
    on = last_day(month)
    last = last_event(context, children, on, "visits", column="last_visit")
    placed = children.placed
    known = placed != MISSING
    new = on - placed.astype(np.int64) <= FIRST_WEEK
    until = np.where(lasting, add_months(last, LASTING_MONTHS), last + np.int64(days))
    visited = (last != MISSING) & (last >= placed) & (until >= on)
    words = f"visited in this placement, {days} days or less before {in_words(on)}"
    if lasting.any():
        words += f" ({LASTING_MONTHS} months in a lasting placement after its first year)"
    return in_care_count(
        context, indicator, month, children,
        denominator=known,
        numerator=new | visited,
        left_out=(LeftOut("the start of the placement is not known", int((~known).sum())),),
        of="in a placement whose start is known",
        counts=f"{words}, or placed {FIRST_WEEK} days or less before",
        datasets=("visits",),
    )  # fmt: skip
