"""Care leavers on the list: how many, their plans, homes and activity (8.1 to 8.4)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.counted import Cases, Condition, Owed, Step
from lacxl.records.counting.records import Records, rule, standard
from lacxl.records.days import Day, add_months, birthday, in_words, last_day, pathway_age
from lacxl.records.frames import NO_DAY, Frame, Mask

_OF_81 = ("leaver_categories", "leaver_ages")
_REVIEW_MONTHS = 6


@rule("8.1", "care_leavers", *_OF_81)
def leavers(records: Records, month: Month) -> Cases:
    """Care leavers on the list at T, of the leaver_categories, aged leaver_ages."""
    _, listed = _listed(records, last_day(month), records.options.leaver_categories)
    return replace(listed, denominator=None)


@standard("8.2", "care_leavers", "pathway_categories", *_OF_81)
def with_a_plan(records: Records, on: Day) -> Owed:
    """Of the pathway_categories from 16 years and 3 months, those whose last pathway plan review
    plus 6 months is not before T.
    """
    options = records.options
    categories = options.pathway_categories
    of = options.leaver_categories if categories is None else categories
    table, listed = _listed(records, on, of, "pathway_review")
    dob, (youngest, oldest) = table.days("dob"), options.leaver_ages
    due = add_months(table.days("pathway_review"), _REVIEW_MONTHS)
    words = f"last pathway plan review plus {_REVIEW_MONTHS} months not before {in_words(on)}"
    cases = replace(
        listed,
        cases=(*listed.cases, ("aged 16 years and 3 months or more", pathway_age(dob) <= on)),
        counts=((words, due >= on),),
    )
    begins = np.maximum(birthday(dob, youngest), pathway_age(dob))
    begins = np.where(_of(table, of), begins, NO_DAY)
    return Owed(cases, due, begins, birthday(dob, oldest + 1))


@rule("8.3", "care_leavers", *_OF_81, "leavers_not_in_touch")
def suitably_housed(records: Records, month: Month) -> Cases:
    """Of 8.1, those in suitable accommodation."""
    table, listed = _in_touch(records, month, "suitable")
    suitable = "in suitable accommodation", table.flags("suitable", True)
    return replace(listed, counts=(*listed.counts, suitable))


@rule("8.4", "care_leavers", *_OF_81, "leavers_not_in_touch")
def active(records: Records, month: Month) -> Cases:
    """Of 8.1, those in education, employment or training."""
    table, listed = _in_touch(records, month, "activity")
    activity = table.codes("activity")
    holds = activity.where([code.startswith(("F", "P")) for code in activity.texts])
    words = "in education, employment or training (activity F or P)"
    return replace(listed, counts=(*listed.counts, (words, holds)))


def _in_touch(records: Records, month: Month, column: str) -> tuple[Frame, Cases]:
    """Return the list and those of 8.1; who is not in touch does not count, or is left out."""
    options, words = records.options, "in touch with the council"
    needs = () if options.leavers_not_in_touch else ("in_touch",)
    records.kept("care_leavers").need_whole("in_touch")
    table, listed = _listed(records, last_day(month), options.leaver_categories, *needs, column)
    if not options.leavers_not_in_touch:
        listed = replace(listed, cases=(*listed.cases, (words, table.flags("in_touch", True))))
    if table.has_values("in_touch"):
        listed = replace(listed, counts=((words, ~table.flags("in_touch", False)),))
    return table, listed


def _listed(
    records: Records, on: Day, categories: tuple[str, ...], *needs: str
) -> tuple[Frame, Cases]:
    """Return the list, and those on it of the categories, if it has any, and aged leaver_ages.
    Raises CannotCount where it lacks a column, or the last of them has no value.
    """
    table = records.kept("care_leavers")
    table.need("child")
    table.need("dob", *needs)
    table.need_whole("category")
    for column in needs[-1:]:
        table.need_values(column)
    dob, (youngest, oldest) = table.days("dob"), records.options.leaver_ages
    cases: list[Condition] = [("each child once", True)]
    of_them = _of(table, categories)
    if table.has_values("category"):
        cases.append((f"of the categories {', '.join(categories)}", of_them))
    of_age = (birthday(dob, youngest) <= on) & ~(birthday(dob, oldest + 1) <= on)
    return table, Cases(
        table.child,
        (*records.steps(table.name), Step("on the list of care leavers", len(table))),
        (*cases, (f"aged {youngest} to {oldest}", of_age)),
        left_out=(("the date of birth is not known", np.isnat(dob) & of_them),),
        once=True,
        datasets=(table.name,),
    )


def _of(table: Frame, categories: tuple[str, ...]) -> Mask:
    """Return who is of one of the categories: everybody, where the list has none."""
    return table.any_of("category", categories) | (not table.has_values("category"))
