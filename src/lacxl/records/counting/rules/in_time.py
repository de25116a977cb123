"""Children in care seen to in time: health, teeth, education, plan, visits (7.8 to 7.13)."""

from __future__ import annotations

import numpy as np

from lacxl.records.counting.care import InCare, in_care
from lacxl.records.counting.counted import Owed
from lacxl.records.counting.records import Records, standard
from lacxl.records.days import (
    Day,
    add_months,
    birthday,
    in_date_until,
    in_words,
    pathway_age,
    school_year_after,
    school_year_start,
    term_end,
)
from lacxl.records.frames import NO_DAY, Days

_NO_DOB = "the date of birth is not known"
_NO_ENTRY = "the start of the period of care is not known"
_PEP_MONTHS = 6
_STATUTORY_DAYS = 42
_FIRST_WEEK = 7
_LASTING_AFTER = 12
_LASTING_MONTHS = 3


@standard("7.8", Records.care_dataset, "health_least_months", each_month=True)
def health(records: Records, on: Day) -> Owed:
    """Assessed within 6 months (under 5) or 12 months (from 5).

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7. Who turns 5
    while an assessment is in date has 12 months from it.
    """
    children, least = in_care(records, on, "dob"), records.options.health_least_months
    last, since = children.last("health", "health", column="last_health"), children.days("since")
    of_age = np.where(children.no_dob(), NO_DAY, since)
    begins = np.maximum(of_age, add_months(since, least))
    five = birthday(children.days("dob"), 5)
    due = in_date_until(add_months(last, 6), add_months(last, 12), five, np.fmax(begins, on))
    words = "health assessment plus 6 months (under 5) or 12 months (5 and over)"
    return _checked(children, least, "", of_age, (words, due))


@standard(
    "7.9", Records.care_dataset, "dental_months", "dental_youngest", "dental_least_months",
    each_month=True,
)  # fmt: skip
def dental(records: Records, on: Day) -> Owed:
    """Teeth checked within dental_months, of children of dental_youngest years or more.

    Promoting the health and well-being of looked-after children (DfE and DoH, 2015).
    """
    youngest, least = records.options.dental_youngest, records.options.dental_least_months
    months = records.options.dental_months
    children = in_care(records, on, *(("dob",) if youngest else ()))
    last = children.last("health", "dental", column="last_dental")
    of_age = birthday(children.days("dob"), youngest) if youngest else children.days("since")
    until = f"dental check plus {months} months", add_months(last, months)
    return _checked(children, least, f"aged {youngest} or more, ", of_age, until)


def _checked(
    children: InCare, least: int, aged: str, of_age: Days, until: tuple[str, Days]
) -> Owed:
    """Return a check owed to those long enough in care, from the day on which they are of an age,
    no day where that is not known; and until when the last one is in date.
    """
    on, (words, due) = children.on, until
    long_enough = add_months(children.days("since"), least)
    begins, no_dob = np.maximum(of_age, long_enough), np.isnat(of_age)
    unsure = ~(long_enough <= on) & np.isnat(children.days("entered"))
    cases = children.share(
        cases=(f"{aged}in this period of care for {least} months or more", begins <= on),
        counts=(f"last {words} not before {in_words(on)}", due >= on),
        left_out=(
            (_NO_DOB, no_dob & ((long_enough <= on) | unsure)),
            (_NO_ENTRY, unsure & (of_age <= on)),
        ),
        datasets=("health",),
    )
    return Owed(cases, due, begins, children.ends())


@standard("7.10", Records.care_dataset, "pep_current", "pep_ages", "pep_ages_on", each_month=True)
def education(records: Records, on: Day) -> Owed:
    """A current personal education plan at school age.

    Promoting the education of looked-after children (DfE, 2018): reviewed each school term.
    """
    options, (youngest, oldest) = records.options, records.options.pep_ages
    children = in_care(records, on, "dob")
    dob, last = children.days("dob"), children.last("peps")
    if options.pep_current == "term":
        counts, due = f"last PEP in the term of {in_words(on)}", term_end(last)
    else:
        counts = f"last PEP plus {_PEP_MONTHS} months not before {in_words(on)}"
        due = add_months(last, _PEP_MONTHS)
    words = f"aged {youngest} to {oldest}"
    begins, ends = birthday(dob, youngest), birthday(dob, oldest + 1)
    if options.pep_ages_on == "school_year":
        words += f" on {in_words(school_year_start(on) - 1)}"
        begins, ends = school_year_after(begins), school_year_after(ends)
    cases = children.share(
        cases=(words, (begins <= on) & (on < ends)),
        counts=(counts, due >= on),
        left_out=((_NO_DOB, children.no_dob()),),
        datasets=("peps",),
    )
    return Owed(cases, due, begins, np.fmin(ends, children.ends()))


@standard("7.11", Records.care_dataset, "plan_months", each_month=True)
def plan(records: Records, on: Day) -> Owed:
    """A care plan in date; from 16 years and 3 months a pathway plan counts too.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulations 4 and 42.
    """
    months = records.options.plan_months
    children = in_care(records, on, "dob")
    either = add_months(children.last("plans", "care", "pathway"), months)
    care_plans, _ = records.events("plans", ("care",))
    care = add_months(care_plans.last(children.child, on), months)
    due = in_date_until(care, either, pathway_age(children.days("dob")), on)
    unsure = children.no_dob() & ((care >= on) != (either >= on))
    words = (
        f"last plan plus {months} months not before {in_words(on)} (a pathway plan "
        "counts from 16 years and 3 months)"
    )
    cases = children.share(
        cases=("who should have a plan", ~unsure),
        counts=(words, due >= on),
        left_out=((_NO_DOB, unsure),),
        datasets=("plans",),
    )
    begins = np.where(unsure, NO_DAY, children.days("since"))
    return Owed(cases, due, begins, children.ends())


@standard("7.12", Records.care_dataset, "lasting", each_month=True)
def statutory(records: Records, on: Day) -> Owed:
    """Visited within a week, then every six weeks; every three months in a lasting placement.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28: a visit
    within one week of the start of a placement, then at intervals of not more than six weeks for
    the first year; after that, where the placement is meant to last until the child is 18, of not
    more than three months.
    """
    children = _placed(records, on)
    children.table.need("place")
    return _visited(children, _STATUTORY_DAYS, records.options.lasting)


@standard("7.13", Records.care_dataset, "local_visit_days", each_month=True)
def local(records: Records, on: Day) -> Owed:
    """The same with the council's own interval in every placement."""
    return _visited(_placed(records, on), records.options.local_visit_days, ())


def _placed(records: Records, on: Day) -> InCare:
    listed = records.care_dataset() == "in_care"
    return in_care(records, on, *(("placement_start",) if listed else ()))


def _visited(children: InCare, days: int, lasting_places: tuple[str, ...]) -> Owed:
    """Return a visit owed in this placement so many days after the last, or in its first week."""
    on, placed = children.on, children.days("placed")
    last = children.last("visits", column="last_visit")
    here = np.where(last >= placed, last, NO_DAY)
    meant_to_last = children.table.any_of("place", lasting_places)
    lasts_from = np.where(meant_to_last, add_months(placed, _LASTING_AFTER), NO_DAY)
    until = in_date_until(here + days, add_months(here, _LASTING_MONTHS), lasts_from, on)
    due = np.fmax(placed + _FIRST_WEEK, until)
    words = f"visited in this placement, {days} days or less before {in_words(on)}"
    if (lasts_from <= on).any():
        words += f" ({_LASTING_MONTHS} months in a lasting placement after its first year)"
    known = ~np.isnat(placed)
    cases = children.share(
        cases=("in a placement whose start is known", known),
        counts=(f"{words}, or placed {_FIRST_WEEK} days or less before", due >= on),
        left_out=(("the start of the placement is not known", ~known),),
        datasets=("visits",),
    )
    return Owed(cases, due, placed, children.ends())
