"""Truth of what happened in a month: starts, ends, reviews due, adoptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lacxl.domain.month import Month
from lacxl.synth.calendar_days import add_months, bank_holidays
from lacxl.synth.codes import ADOPTED
from lacxl.synth.life import Life
from lacxl.synth.oracle.definitions import Definitions
from lacxl.synth.oracle.spells import Spell

Score = tuple[str, int, int]
"""An indicator, and what a child adds to its numerator and denominator."""


def month_events(
    life: Life, spells: list[Spell], month: Month, how: Definitions
) -> Iterator[Score]:
    """Yield what the child adds to the flows of the month."""
    yield ("7.3", _starts(spells, month, how), 0)
    for spell in spells:
        if spell.end is not None and Month.of(spell.end) == month:
            if how.ends == "every" or not _ended_again(spells, spell):
                yield from _ceased(spell, how)
            if spell.reason in ADOPTED:
                yield from _adopted(life, spell, how)
    yield from _reviews(life, spells, month, how)


def _starts(spells: list[Spell], month: Month, how: Definitions) -> int:
    days = [spell.start for spell in spells]
    in_month = [day for day in days if Month.of(day) == month]
    if how.starts == "every":
        return len(in_month)
    april = month.financial_year.first.first_day
    earlier = [day for day in days if april <= day < month.first_day]
    return 1 if in_month and not earlier else 0


def _ended_again(spells: list[Spell], spell: Spell) -> bool:
    """Whether a later period of care ended in the financial year in which this one did."""
    assert spell.end is not None  # noqa: S101 - asked of periods that ended
    march = Month.of(spell.end).financial_year.last.last_day
    after = spells[spells.index(spell) + 1 :]
    return any(one.end is not None and one.end <= march for one in after)


def _ceased(spell: Spell, how: Definitions) -> Iterator[Score]:
    permanent = spell.reason in how.permanence
    adopted = spell.reason in ADOPTED
    yield ("7.4", 1, 0)
    yield ("7.5", int(permanent), 1)
    if how.adopted_of == "ceased" or permanent:
        yield ("7.7", int(adopted), 1)


def _adopted(life: Life, spell: Spell, how: Definitions) -> Iterator[Score]:
    assert spell.end is not None  # noqa: S101 - only ended periods come here
    adoption = life.adoption
    decided = adoption.decided if adoption else None
    matched = adoption.matched if adoption else None
    if decided is not None:
        yield ("10.1", int(spell.end <= add_months(decided, 12)), 1)
    moved_in = _with_adopters_since(spell, adoption is not None and adoption.by_foster_carer, how)
    if moved_in is not None:
        yield ("10.2", (moved_in - spell.start).days, 1)
    ordered = spell.ordered()
    if ordered is not None and matched is not None:
        yield ("10.3", max(0, (matched - ordered).days), 1)


def _with_adopters_since(spell: Spell, by_foster_carer: bool, how: Definitions) -> dt.date | None:
    moved_in = spell.moved_in()
    if how.a1 == "A10" and by_foster_carer:
        stays = spell.stays[: spell.stays.index(moved_in)] if moved_in else spell.stays
        return spell.carer_since(stays[-1]) if stays else spell.start
    return moved_in.start if moved_in else None


def due_dates(life: Life, spell: Spell) -> list[tuple[dt.date, dt.date | None]]:
    """Return when reviews of a period were due, each with the day on which it was held."""
    held = [day for day in life.reviews if day >= spell.start]
    if spell.end is not None:
        held = [day for day in held if day <= spell.end]
    found: list[tuple[dt.date, dt.date | None]] = []
    due = _working_days_after(spell.start, 20)
    for count, day in enumerate(held, start=1):
        found.append((due, day))
        due = add_months(day, 3 if count == 1 else 6)
    found.append((due, None))
    return found


def _working_days_after(day: dt.date, days: int) -> dt.date:
    while days:
        day += dt.timedelta(days=1)
        if day.weekday() < 5 and day not in bank_holidays():
            days -= 1
    return day


def _reviews(life: Life, spells: list[Spell], month: Month, how: Definitions) -> Iterator[Score]:
    in_time: list[bool] = []
    for spell in spells:
        if spell.start > month.last_day or (spell.end and spell.end < month.first_day):
            continue
        for due, held in due_dates(life, spell):
            in_care = (spell.end is None or spell.end > due) and due < spell.of_age
            if Month.of(due) == month and in_care:
                in_time.append(held is not None and held <= due)
    if how.reviews_per == "review":
        yield ("7.6", sum(in_time), len(in_time))
    elif in_time:
        yield ("7.6", int(all(in_time)), 1)
