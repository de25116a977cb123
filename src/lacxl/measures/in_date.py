"""Children in care whose health, teeth, education or plan was looked at in time (7.8 to 7.11)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacxl.domain.month import Month
from lacxl.measures.context import Context, in_words, last_day
from lacxl.measures.counted import Counted, LeftOut, Step
from lacxl.measures.days import MISSING, Days, Mask, add_months, born_by, term_start
from lacxl.measures.history import InCare
from lacxl.measures.tables import CannotCount

PATHWAY_AGE = 16 * 12 + 3
"""Months of age from which a pathway plan counts: the needs assessment of an eligible child is due
within three months of the sixteenth birthday (Children Act 1989, schedule 2, paragraph 19B; Care
Planning, Placement and Case Review (England) Regulations 2010, regulation 42)."""


def health(context: Context, months: Sequence[Month]) -> list[Counted]:
    """Count 7.8: assessed within 6 months (under 5) or 12 months (from 5).

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7.
    """
    least = context.options.health_least_months
    return [_health(context, month, least) for month in months]


def _health(context: Context, month: Month, least: int) -> Counted:
    on = last_day(month)
    children = context.care.in_care(on)
    long = add_months(children.since, least) <= on if least else _all(children)
    unsure = ~long & (children.entered == MISSING) if least else ~_all(children)
    no_dob = children.dob == MISSING
    last = _last(context, children, on, "health", ("health",), "last_health")
    older = children.dob <= born_by(on, 5)
    due = np.where(older, add_months(last, 12), add_months(last, 6))
    return in_care_count(
        context, "7.8", month, children,
        denominator=long & ~no_dob,
        numerator=(last != MISSING) & (due >= on),
        left_out=(
            LeftOut("the date of birth is not known", int((no_dob & (long | unsure)).sum())),
            LeftOut("the start of the period of care is not known", int((unsure & ~no_dob).sum())),
        ),
        of=f"in this period of care for {least} months or more",
        counts="last health assessment plus 6 months (under 5) or 12 months (5 and over) not "
        f"before {in_words(on)}",
        datasets=("health",),
    )  # fmt: skip


def dental(context: Context, months: Sequence[Month]) -> list[Counted]:
    """Count 7.9: teeth checked within the months that the option sets.

    Promoting the health and well-being of looked-after children (DfE and DoH 2015).
    """
    options = context.options
    found = []
    for month in months:
        on = last_day(month)
        children = context.care.in_care(on)
        youngest = options.dental_youngest
        no_dob = (children.dob == MISSING) & (youngest > 0)
        old = (children.dob <= born_by(on, youngest)) & ~no_dob if youngest else _all(children)
        last = _last(context, children, on, "health", ("dental",), "last_dental")
        due = add_months(last, options.dental_months)
        found.append(in_care_count(
            context, "7.9", month, children,
            denominator=old,
            numerator=(last != MISSING) & (due >= on),
            left_out=(LeftOut("the date of birth is not known", int(no_dob.sum())),),
            of=f"aged {youngest} or more",
            counts=f"last dental check plus {options.dental_months} months not before "
            f"{in_words(on)}",
            datasets=("health",),
        ))  # fmt: skip
    return found


def education(context: Context, months: Sequence[Month]) -> list[Counted]:
    """Count 7.10: a current personal education plan at school age.

    Promoting the education of looked-after children (DfE): reviewed each school term.
    """
    options = context.options
    youngest, oldest = options.pep_ages
    by_term = options.pep_current == "term"
    found = []
    for month in months:
        on = last_day(month)
        children = context.care.in_care(on)
        known = children.dob != MISSING
        aged = (children.dob <= born_by(on, youngest)) & (children.dob > born_by(on, oldest + 1))
        last = _last(context, children, on, "peps")
        current = last >= term_start(on) if by_term else add_months(last, 6) >= on
        found.append(in_care_count(
            context, "7.10", month, children,
            denominator=known & aged,
            numerator=(last != MISSING) & current,
            left_out=(LeftOut("the date of birth is not known", int((~known).sum())),),
            of=f"aged {youngest} to {oldest}",
            counts=f"last PEP in the term of {in_words(on)}" if by_term
            else f"last PEP plus 6 months not before {in_words(on)}",
            datasets=("peps",),
        ))  # fmt: skip
    return found


def plan(context: Context, months: Sequence[Month]) -> list[Counted]:
    """Count 7.11: a care plan in date; from 16 years and 3 months a pathway plan counts too.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulations 4 and 42.
    """
    options = context.options
    found = []
    for month in months:
        on = last_day(month)
        children = context.care.in_care(on)
        care = _last(context, children, on, "plans", ("care",), may_be_none=True)
        either = _last(context, children, on, "plans", ("care", "pathway"))
        known = children.dob != MISSING
        pathway = known & (add_months(children.dob, PATHWAY_AGE) <= on)
        last = np.where(pathway, either, care)
        in_date = (last != MISSING) & (add_months(last, options.plan_months) >= on)
        by_either = (either != MISSING) & (add_months(either, options.plan_months) >= on)
        unsure = ~known & (in_date != by_either)
        found.append(in_care_count(
            context, "7.11", month, children,
            denominator=~unsure,
            numerator=in_date,
            left_out=(LeftOut("the date of birth is not known", int(unsure.sum())),),
            of="who should have a plan",
            counts=f"last plan plus {options.plan_months} months not before {in_words(on)} (a "
            "pathway plan counts from 16 years and 3 months)",
            datasets=("plans",),
        ))  # fmt: skip
    return found


def in_care_count(
    context: Context,
    indicator: str,
    month: Month,
    children: InCare,
    *,
    denominator: Mask,
    numerator: Mask,
    left_out: Sequence[LeftOut],
    of: str,
    counts: str,
    datasets: Sequence[str],
) -> Counted:
    """Return a share of the children in care; a numerator outside the denominator is cut off."""
    both = denominator & numerator
    counted, cases = int(both.sum()), int(denominator.sum())
    return context.counted(
        indicator,
        month,
        numerator=counted,
        denominator=cases,
        datasets=(context.care_dataset(), *datasets),
        funnel=(
            *context.care_steps(month, len(children.child)),
            Step(of, cases),
            Step(counts, counted),
            Step("denominator", cases),
            Step("numerator", counted),
        ),
        left_out=(context.care_left_out(), *left_out),
        who=lambda: (children.child[both], children.child[denominator]),
    )


def last_event(
    context: Context,
    children: InCare,
    on: int,
    dataset: str,
    column: str,
    kinds: tuple[str, ...] = (),
) -> Days:
    """Return each child's last event: by the dataset, else by a column of the list in care.

    A date after the day is as good as none. Raises CannotCount where there are no records of it.
    """
    if dataset not in context.tables and context.care_dataset() == "in_care" and column:
        table = context.care.table
        table.need_filled(column)
        days = table.days(column)[children.row]
        return np.where(days <= on, days, np.int32(MISSING))
    return _last(context, children, on, dataset, kinds)


def _last(
    context: Context,
    children: InCare,
    on: int,
    dataset: str,
    kinds: tuple[str, ...] = (),
    column: str = "",
    *,
    may_be_none: bool = False,
) -> Days:
    if column:
        return last_event(context, children, on, dataset, column, kinds)
    context.table_with_rows(dataset)
    events = context.events(dataset, kinds)
    if events.earliest > on and not may_be_none:
        what = " or ".join(kinds) or "such"
        raise CannotCount(f"the source has no {what} record up to {in_words(on)} in its {dataset}")
    return events.last(children.child, on)


def _all(children: InCare) -> Mask:
    return np.ones(len(children.child), np.bool_)
