"""What is done for a child in care: reviews, visits, checks of health, plans."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Final, NamedTuple

from lacxl.synth.calendar_days import add_months, birthday, month_end, review_due
from lacxl.synth.codes import NEW_PLACEMENT
from lacxl.synth.dice import Dice
from lacxl.synth.life import Episode

_DAY: Final = dt.date.fromordinal


class Days(NamedTuple):
    """The days on which something was done, by what it was."""

    visits: list[dt.date]
    health: list[dt.date]
    dental: list[dt.date]
    care_plans: list[dt.date]
    pathway_plans: list[dt.date]
    peps: list[dt.date]

    def sorted(self) -> tuple[tuple[dt.date, ...], ...]:
        """Return the lists in order, each day once."""
        return tuple(tuple(sorted(set(days))) for days in self)


def reviews(dice: Dice, entry: dt.date, end: dt.date | None, horizon: dt.date) -> list[dt.date]:
    """Return when the reviews of a period were held: most in time, some late, a few very late."""
    found, last = list[dt.date](), None
    stop = min(end - dt.timedelta(days=1), horizon) if end else horizon
    while True:
        due = review_due(entry, len(found), last)
        roll = dice.roll()
        if roll < 0.12:
            held = due
        elif roll < 0.88:
            held = due - dt.timedelta(days=dice.whole(1, 12))
        elif roll < 0.91:
            held = due + dt.timedelta(days=1)
        elif roll < 0.98:
            held = due + dt.timedelta(days=dice.whole(2, 40))
        else:
            held = due + dt.timedelta(days=dice.whole(40, 240))
        held = max(held, entry if last is None else last + dt.timedelta(days=1))
        if held > stop:
            return found
        found.append(held)
        last = held


def care_events(
    dice: Dice, dob: dt.date, spells: list[Episode], horizon: dt.date, days: Days
) -> None:
    """Add what was done in one period of care."""
    entry, end = spells[0].start, spells[-1].end
    first, last = entry.toordinal(), (min(end, horizon) if end else horizon).toordinal()
    _visits(dice, spells, last, days.visits)
    _checks(dice, dob, first, last, days)
    _plans(dice, dob, first, last, days)


def _visits(dice: Dice, spells: list[Episode], last: int, found: list[dt.date]) -> None:
    starts = [spell for spell in spells if spell.rne in NEW_PLACEMENT]
    bounds = [spell.start.toordinal() for spell in starts] + [last + 1]
    for spell, (start, stop) in zip(starts, pairwise(bounds), strict=True):
        lasting = spell.placement_type in {"U1", "U4"}
        day = start + (dice.whole(0, 7) if dice.chance(0.8) else dice.whole(8, 45))
        while day < stop:
            found.append(_DAY(day))
            roll = dice.roll()
            if lasting and day - start > 300:
                day += dice.whole(55, 92) if roll < 0.85 else dice.whole(93, 130)
            elif roll < 0.15:
                day += dice.pick((28, 29, 42, 43))
            else:
                day += dice.whole(14, 28) if roll < 0.7 else dice.whole(29, 70)


def _checks(dice: Dice, dob: dt.date, first: int, last: int, days: Days) -> None:
    five = birthday(dob, 5).toordinal()
    if dice.chance(0.97):
        day = max(first + dice.whole(-30 if dice.chance(0.1) else 5, 60), dob.toordinal())
        while day <= last:
            days.health.append(_fit(dice, day, last))
            months = 6 if day < five else 12
            day = _again(dice, day, months)
    if dice.chance(0.92):
        day = first + dice.whole(10, 200)
        while day <= last:
            days.dental.append(_fit(dice, day, last))
            day = _again(dice, day, 6 if dice.chance(0.3) else 12)


def _plans(dice: Dice, dob: dt.date, first: int, last: int, days: Days) -> None:
    day = first + dice.whole(0, 20)
    while day <= last:
        days.care_plans.append(_fit(dice, day, last))
        day = _again(dice, day, 6, 0.92)
    start = add_months(dob, 195).toordinal()
    if last >= start and dice.chance(0.85):
        day = max(first + 10, start + dice.whole(0, 60))
        while day <= last:
            days.pathway_plans.append(_fit(dice, day, last))
            day = _again(dice, day, 6, 0.8)
    four, eighteen = birthday(dob, 4).toordinal(), birthday(dob, 18).toordinal()
    day = max(first + dice.whole(10, 40), four + dice.whole(0, 300))
    while day <= min(last, eighteen):
        days.peps.append(_fit(dice, day, last))
        day = _again(dice, day, 6, 0.88)


def _again(dice: Dice, day: int, months: int, timely: float = 0.86) -> int:
    """Return the next day: within the months, on their last day, or late."""
    due = add_months(_DAY(day), months).toordinal()
    roll = dice.roll()
    if roll < 0.04:
        return due
    return due - dice.whole(0, 30) if roll < timely else due + dice.whole(1, 120)


def _fit(dice: Dice, day: int, last: int) -> dt.date:
    """Return the day, now and then moved to the end of its month."""
    found = _DAY(day)
    if dice.chance(0.04) and month_end(found).toordinal() <= last:
        return month_end(found)
    return found
