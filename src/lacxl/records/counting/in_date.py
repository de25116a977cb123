"""Children in care whose health, teeth, education or plan was looked at in time (7.8 to 7.11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context, in_words, last_day
from lacxl.records.counting.counted import Children, Counted, LeftOut, Step
from lacxl.records.counting.days import (
    MISSING,
    Days,
    Mask,
    add_months,
    born_by,
    school_year_start,
    term_start,
)
from lacxl.records.counting.history import InCare
from lacxl.records.counting.tables import CannotCount

PATHWAY_AGE = 16 * 12 + 3
"""Months of age from which a pathway plan counts: an eligible child's needs are to be assessed
within three months of the sixteenth birthday (Care Planning, Placement and Case Review (England)
Regulations 2010, regulation 42)."""
_NO_DOB = "the date of birth is not known"
_NO_ENTRY = "the start of the period of care is not known"


def health(context: Context, month: Month) -> Counted:
    """Count 7.8: assessed within 6 months (under 5) or 12 months (from 5).

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7.
    """
    on, least = last_day(month), context.options.health_least_months
    children = in_care(context, on, ("dob",), "health", "last_health")
    last = last_event(context, children, on, "health", ("health",), column="last_health")
    long, unsure = _for_months(children, on, least)
    no_dob = children.dob == MISSING
    five = children.dob <= born_by(on, 5)
    due = np.where(five, add_months(last, 12), add_months(last, 6))
    return in_care_count(
        context, "7.8", month, children,
        denominator=long & ~no_dob,
        numerator=(last != MISSING) & (due >= on),
        left_out=(
            LeftOut(_NO_DOB, int((no_dob & (long | unsure)).sum())),
            LeftOut(_NO_ENTRY, int((unsure & ~no_dob).sum())),
        ),
        of=f"in this period of care for {least} months or more",
        counts="last health assessment plus 6 months (under 5) or 12 months (5 and over) not "
        f"before {in_words(on)}",
        datasets=("health",),
    )  # fmt: skip


def dental(context: Context, month: Month) -> Counted:
    """Count 7.9: teeth checked within the months that the option sets.

    Promoting the health and well-being of looked-after children (DfE and DoH, 2015).
    """
    options, on = context.options, last_day(month)
    youngest, least = options.dental_youngest, options.dental_least_months
    children = in_care(context, on, ("dob",) if youngest else (), "health", "last_dental")
    last = last_event(context, children, on, "health", ("dental",), column="last_dental")
    no_dob = (children.dob == MISSING) & (youngest > 0)
    old_enough = (children.dob <= born_by(on, youngest)) | (youngest <= 0)
    long, unsure = _for_months(children, on, least)
    unsure &= old_enough & ~no_dob
    return in_care_count(
        context, "7.9", month, children,
        denominator=long & old_enough & ~no_dob,
        numerator=(last != MISSING) & (add_months(last, options.dental_months) >= on),
        left_out=(
            LeftOut(_NO_DOB, int((no_dob & (long | unsure)).sum())),
            LeftOut(_NO_ENTRY, int(unsure.sum())),
        ),
        of=f"aged {youngest} or more, in this period of care for {least} months or more",
        counts=f"last dental check plus {options.dental_months} months not before {in_words(on)}",
        datasets=("health",),
    )  # fmt: skip


def education(context: Context, month: Month) -> Counted:
    """Count 7.10: a current personal education plan at school age.

    Promoting the education of looked-after children (DfE, 2018): reviewed each school term.
    """
    options, on = context.options, last_day(month)
    youngest, oldest = options.pep_ages
    by_year = options.pep_ages_on == "school_year"
    aged_on = school_year_start(on) - 1 if by_year else on
    children = in_care(context, on, ("dob",), "peps")
    last = last_event(context, children, on, "peps")
    known = children.dob != MISSING
    aged = children.dob <= born_by(aged_on, youngest)
    aged &= children.dob > born_by(aged_on, oldest + 1)
    if options.pep_current == "term":
        current, counts = last >= term_start(on), f"last PEP in the term of {in_words(on)}"
    else:
        current = add_months(last, 6) >= on
        counts = f"last PEP plus 6 months not before {in_words(on)}"
    return in_care_count(
        context, "7.10", month, children,
        denominator=known & aged,
        numerator=(last != MISSING) & current,
        left_out=(LeftOut(_NO_DOB, int((~known).sum())),),
        of=f"aged {youngest} to {oldest}" + (f" on {in_words(aged_on)}" if by_year else ""),
        counts=counts,
        datasets=("peps",),
    )  # fmt: skip


def plan(context: Context, month: Month) -> Counted:
    """Count 7.11: a care plan in date; from 16 years and 3 months a pathway plan counts too.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulations 4 and 42.
    """
    on, months = last_day(month), context.options.plan_months
    children = in_care(context, on, ("dob",), "plans")
    either = last_event(context, children, on, "plans", ("care", "pathway"))
    care = context.events("plans", ("care",)).last(children.child, on)
    known = children.dob != MISSING
    old_enough = known & (add_months(children.dob, PATHWAY_AGE) <= on)
    care_in_date = (care != MISSING) & (add_months(care, months) >= on)
    either_in_date = (either != MISSING) & (add_months(either, months) >= on)
    unsure = ~known & (care_in_date != either_in_date)
    return in_care_count(
        context, "7.11", month, children,
        denominator=~unsure,
        numerator=np.where(old_enough, either_in_date, care_in_date),
        left_out=(LeftOut(_NO_DOB, int(unsure.sum())),),
        of="who should have a plan",
        counts=f"last plan plus {months} months not before {in_words(on)} (a pathway plan counts "
        "from 16 years and 3 months)",
        datasets=("plans",),
    )  # fmt: skip


def _for_months(children: InCare, on: int, least: int) -> tuple[Mask, Mask]:
    """Return who was in this period of care for so many months, and of whom it is not known."""
    if not least:
        return np.ones(len(children.child), np.bool_), np.zeros(len(children.child), np.bool_)
    long = add_months(children.since, least) <= on
    return long, ~long & (children.entered == MISSING)


def in_care(
    context: Context, on: int, needs: Sequence[str], dataset: str, column: str = ""
) -> InCare:
    """Return the children in care on the day, to look up their events in a dataset or a `column`.

    Raises CannotCount where there are none to look up, before it is worked out who is in care.
    """
    context.care.table.need(*needs)
    if not _is_listed(context, dataset, column):
        context.table_with_rows(dataset)
    return context.care.in_care(on, *needs)


def _is_listed(context: Context, dataset: str, column: str) -> bool:
    """Whether a column of the list of children in care stands for a dataset."""
    return bool(column) and dataset not in context.tables and context.care_dataset() == "in_care"


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
    datasets: Sequence[str] = (),
) -> Counted:
    """Return a share of the children in care; of the numerator what is in the denominator."""
    both = denominator & numerator
    return share_of(
        context, indicator, month, len(children.child),
        denominator=int(np.count_nonzero(denominator)),
        numerator=int(np.count_nonzero(both)),
        left_out=left_out,
        of=of,
        counts=counts,
        datasets=datasets,
        who=lambda: (children.child[both], children.child[denominator]),
    )  # fmt: skip


def share_of(
    context: Context,
    indicator: str,
    month: Month,
    in_care: int,
    *,
    denominator: int,
    numerator: int,
    left_out: Sequence[LeftOut],
    of: str,
    counts: str,
    who: Callable[[], Children],
    datasets: Sequence[str] = (),
) -> Counted:
    """Return a share of those in care: so many of so many."""
    return context.counted(
        indicator,
        month,
        numerator=numerator,
        denominator=denominator,
        datasets=(context.care_dataset(), *datasets),
        funnel=(
            *context.care_steps(month, in_care),
            Step(of, denominator),
            Step(counts, numerator),
            Step("denominator", denominator),
            Step("numerator", numerator),
        ),
        left_out=(context.care_left_out(), *left_out, *context.undated(datasets)),
        who=who,
    )


def last_event(
    context: Context,
    children: InCare,
    on: int,
    dataset: str,
    kinds: tuple[str, ...] = (),
    *,
    column: str = "",
) -> Days:
    """Return each child's last event up to the day, MISSING where there was none.

    Where the source has no such dataset, a `column` of its list of children in care says it; a
    date after the day is then as good as none. Raises CannotCount where nothing is on record.
    """
    if _is_listed(context, dataset, column):
        table = context.care.table
        table.need_filled(column)
        days = table.days(column)[children.row]
        return np.where(days <= on, days, np.int32(MISSING))
    context.table_with_rows(dataset)
    events = context.events(dataset, kinds)
    if events.earliest > on:
        what = f"{' or '.join(kinds)} records" if kinds else dataset
        raise CannotCount(f"the source has no {what} up to {in_words(on)}")
    return events.last(children.child, on)
