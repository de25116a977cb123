"""The truth about a month's last day: children in care, and care leavers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from lacxl.synth.calendar_days import add_months, completed_years
from lacxl.synth.life import Life
from lacxl.synth.oracle.definitions import Definitions
from lacxl.synth.oracle.events import Score
from lacxl.synth.oracle.spells import Spell, placements_in_year

_TERMS = {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 4, 8: 4, 9: 9, 10: 9, 11: 9, 12: 9}
"""The month in which the term of a month begins."""


def snapshot(life: Life, spells: list[Spell], day: dt.date, how: Definitions) -> Iterator[Score]:
    """Yield what the child adds to the snapshots of the day."""
    covering = [spell for spell in spells if spell.covers(day)]
    if covering:
        yield from _in_care(life, spells, covering[-1], day, how)
    yield from _leaver(life, day, how, in_care=bool(covering))


def _in_care(
    life: Life, spells: list[Spell], spell: Spell, day: dt.date, how: Definitions
) -> Iterator[Score]:
    age = completed_years(life.dob, day)
    yield ("7.1", 1, 0)
    if add_months(spell.start, how.health_least_months) <= day:
        yield ("7.8", _within(life.health, day, 6 if age < 5 else 12), 1)
    long_enough = add_months(spell.start, how.dental_least_months) <= day
    if age >= how.dental_youngest and long_enough:
        yield ("7.9", _within(life.dental, day, how.dental_months), 1)
    school_age = age
    if how.pep_ages_on == "school_year":  # as it was when the school year began
        september = dt.date(day.year if day.month > 8 else day.year - 1, 9, 1)
        school_age = completed_years(life.dob, september - dt.timedelta(days=1))
    if how.pep_ages[0] <= school_age <= how.pep_ages[1]:
        yield ("7.10", _pep(life.peps, day, how), 1)
    plans = life.care_plans
    if add_months(life.dob, 195) <= day:
        plans = (*plans, *life.pathway_plans)
    yield ("7.11", _within(plans, day, how.plan_months), 1)
    yield from _visits(life, spell, day, how)
    if age < 16 and add_months(spell.start, 30) <= day:
        since = spell.home_since(
            day, same_carer=how.same == "carer", with_previous=how.adoptive_with_previous
        )
        yield ("9.1", int(add_months(since, 24) <= day), 1)
    yield ("9.2", int(placements_in_year(spells, day) >= 3), 1)


def last_by(days: Sequence[dt.date], day: dt.date) -> dt.date | None:
    """Return the last of the days that is not after the day."""
    past = [one for one in days if one <= day]
    return max(past) if past else None


def _within(days: Sequence[dt.date], day: dt.date, months: int) -> int:
    last = last_by(days, day)
    return int(last is not None and day <= add_months(last, months))


def _pep(peps: Sequence[dt.date], day: dt.date, how: Definitions) -> int:
    if how.pep_current == "six_months":
        return _within(peps, day, 6)
    begins = dt.date(day.year, _TERMS[day.month], 1)
    last = last_by(peps, day)
    return int(last is not None and last >= begins)


def _visits(life: Life, spell: Spell, day: dt.date, how: Definitions) -> Iterator[Score]:
    stay = spell.stay_on(day)
    visit = last_by(life.visits, day)
    new = (day - stay.start).days <= 7
    seen = visit is not None and visit >= stay.start
    lasting = stay.placement_type in how.lasting and add_months(stay.start, 12) <= day
    statutory = local = new
    if seen and visit is not None:
        until = add_months(visit, 3) if lasting else visit + dt.timedelta(days=42)
        statutory = new or day <= until
        local = new or day <= visit + dt.timedelta(days=how.local_visit_days)
    yield ("7.12", int(statutory), 1)
    yield ("7.13", int(local), 1)


def category(life: Life, day: dt.date) -> str:
    """Return what kind of care leaver someone on the list is."""
    assert life.leaver is not None  # noqa: S101 - asked of care leavers only
    if life.leaver.qualifying:
        return "qualifying"
    return "relevant" if completed_years(life.dob, day) < 18 else "former relevant"


def on_list(life: Life, day: dt.date) -> bool:
    """Whether someone is on the list of care leavers on a day."""
    return life.leaver is not None and life.leaver.since <= day < life.leaver.until


def _leaver(life: Life, day: dt.date, how: Definitions, *, in_care: bool) -> Iterator[Score]:
    leaver = life.leaver
    if leaver is None or in_care or not on_list(life, day):
        return
    low, high = how.leaver_ages
    if not low <= completed_years(life.dob, day) <= high:
        return
    with_plan = how.leaver_categories if how.pathway_categories is None else how.pathway_categories
    if category(life, day) in with_plan and add_months(life.dob, 195) <= day:
        yield ("8.2", _within(leaver.reviews, day, 6), 1)
    if category(life, day) not in how.leaver_categories:
        return
    yield ("8.1", 1, 0)
    situation = [one for one in leaver.situations if one.since <= day][-1]
    touch = situation.touch == "YES"
    if touch or how.leavers_not_in_touch:
        yield ("8.3", int(touch and situation.suitable), 1)
        yield ("8.4", int(touch and situation.activity[:1] in {"F", "P"}), 1)
