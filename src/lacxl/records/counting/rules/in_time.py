"""Children in care seen to in time: health, teeth, education, plan, visits (7.8 to 7.13)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.care import InCare, in_care
from lacxl.records.counting.counted import Cases, Condition
from lacxl.records.counting.days import (
    add_months,
    in_words,
    months_before,
    of_pathway_age,
    school_year_start,
    term_start,
)
from lacxl.records.counting.records import Records, rule
from lacxl.records.frames import Days, Mask

_NO_DOB = "the date of birth is not known"
_NO_ENTRY = "the start of the period of care is not known"
_PEP_MONTHS = 6
_STATUTORY_DAYS = 42
_FIRST_WEEK = 7
_LASTING_MONTHS = 3


@rule("7.8", Records.care_dataset, "health_least_months", each_month=True)
def health(records: Records, month: Month) -> Cases:
    """Assessed within 6 months (under 5) or 12 months (from 5).

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7.
    """
    children, least = in_care(records, month, "dob"), records.options.health_least_months
    last, no_dob = children.last("health", "health", column="last_health"), children.no_dob()
    until = add_months(last, np.where(children.aged(5), 12, 6))
    words = "health assessment plus 6 months (under 5) or 12 months (5 and over)"
    return _checked(children, least, ("", ~no_dob), no_dob, (words, until))


@rule(
    "7.9", Records.care_dataset, "dental_months", "dental_youngest", "dental_least_months",
    each_month=True,
)  # fmt: skip
def dental(records: Records, month: Month) -> Cases:
    """Teeth checked within dental_months, of children of dental_youngest years or more.

    Promoting the health and well-being of looked-after children (DfE and DoH, 2015).
    """
    youngest, least = records.options.dental_youngest, records.options.dental_least_months
    months = records.options.dental_months
    children = in_care(records, month, *(("dob",) if youngest else ()))
    last = children.last("health", "dental", column="last_dental")
    until, no_dob = add_months(last, months), children.no_dob() & (youngest > 0)
    of_age = f"aged {youngest} or more, ", children.aged(youngest) | (youngest <= 0)
    return _checked(children, least, of_age, no_dob, (f"dental check plus {months} months", until))


def _checked(
    children: InCare, least: int, of_age: Condition, no_dob: Mask, until: tuple[str, Days]
) -> Cases:
    """Return a share of those of an age who are long enough in care: whose last check is in date
    until the end of the month, or later.
    """
    long = children.days("since") <= months_before(children.on, least)
    unsure = ~long & np.isnat(children.days("entered"))
    return children.share(
        cases=(f"{of_age[0]}in this period of care for {least} months or more", long & of_age[1]),
        counts=(f"last {until[0]} not before {in_words(children.on)}", until[1] >= children.on),
        left_out=((_NO_DOB, no_dob & (long | unsure)), (_NO_ENTRY, unsure & of_age[1])),
        datasets=("health",),
    )


@rule("7.10", Records.care_dataset, "pep_current", "pep_ages", "pep_ages_on", each_month=True)
def education(records: Records, month: Month) -> Cases:
    """A current personal education plan at school age.

    Promoting the education of looked-after children (DfE, 2018): reviewed each school term.
    """
    options, (youngest, oldest) = records.options, records.options.pep_ages
    children = in_care(records, month, "dob")
    on, last = children.on, children.last("peps")
    by_year = options.pep_ages_on == "school_year"
    aged_on = school_year_start(on) - 1 if by_year else on
    if options.pep_current == "term":
        counts = f"last PEP in the term of {in_words(on)}", last >= term_start(on)
    else:
        words = f"last PEP plus {_PEP_MONTHS} months not before {in_words(on)}"
        counts = words, add_months(last, _PEP_MONTHS) >= on
    words = f"aged {youngest} to {oldest}" + (f" on {in_words(aged_on)}" if by_year else "")
    of_age = children.aged(youngest, aged_on) & ~children.aged(oldest + 1, aged_on)
    no_dob = _NO_DOB, children.no_dob()
    return children.share(
        cases=(words, of_age), counts=counts, left_out=(no_dob,), datasets=("peps",)
    )


@rule("7.11", Records.care_dataset, "plan_months", each_month=True)
def plan(records: Records, month: Month) -> Cases:
    """A care plan in date; from 16 years and 3 months a pathway plan counts too.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulations 4 and 42.
    """
    months = records.options.plan_months
    children = in_care(records, month, "dob")
    either = add_months(children.last("plans", "care", "pathway"), months) >= children.on
    care_plans, _ = records.events("plans", ("care",))
    last = care_plans.last(children.child, children.on)
    care = add_months(last, months) >= children.on
    unsure = children.no_dob() & (care != either)
    old_enough = of_pathway_age(children.days("dob"), children.on)
    words = (
        f"last plan plus {months} months not before {in_words(children.on)} (a pathway plan "
        "counts from 16 years and 3 months)"
    )
    return children.share(
        cases=("who should have a plan", ~unsure),
        counts=(words, np.where(old_enough, either, care)),
        left_out=((_NO_DOB, unsure),),
        datasets=("plans",),
    )


@rule("7.12", Records.care_dataset, "lasting", each_month=True)
def statutory(records: Records, month: Month) -> Cases:
    """Visited within a week, then every six weeks; every three months in a lasting placement.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28: a visit
    within one week of the start of a placement, then at intervals of not more than six weeks for
    the first year; after that, where the placement is meant to last until the child is 18, of not
    more than three months.
    """
    children = _placed(records, month)
    children.table.need("place")
    return _visited(children, _STATUTORY_DAYS, records.options.lasting)


@rule("7.13", Records.care_dataset, "local_visit_days", each_month=True)
def local(records: Records, month: Month) -> Cases:
    """The same with the council's own interval in every placement."""
    return _visited(_placed(records, month), records.options.local_visit_days, ())


def _placed(records: Records, month: Month) -> InCare:
    listed = records.care_dataset() == "in_care"
    return in_care(records, month, *(("placement_start",) if listed else ()))


def _visited(children: InCare, days: int, lasting_places: tuple[str, ...]) -> Cases:
    """Return who was visited in this placement so many days ago at most, or came in that week."""
    on, placed = children.on, children.days("placed")
    last = children.last("visits", column="last_visit")
    lasting = children.table.any_of("place", lasting_places)
    lasting &= ~(placed > months_before(on, 12))
    until = np.where(lasting, add_months(last, _LASTING_MONTHS), last + days)
    visited = (last >= placed) & (until >= on)
    words = f"visited in this placement, {days} days or less before {in_words(on)}"
    if lasting.any():
        words += f" ({_LASTING_MONTHS} months in a lasting placement after its first year)"
    return children.share(
        cases=("in a placement whose start is known", ~np.isnat(placed)),
        counts=(
            f"{words}, or placed {_FIRST_WEEK} days or less before",
            visited | (on <= placed + _FIRST_WEEK),
        ),
        left_out=(("the start of the placement is not known", np.isnat(placed)),),
        datasets=("visits",),
    )
