"""A child's times in care in outline: when each begins, how it ends, and what comes between."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacxl.synth.calendar_days import add_months, birthday, month_end
from lacxl.synth.care import Path, PeriodPlan
from lacxl.synth.codes import AT_EIGHTEEN, AT_SIXTEEN, ENDS, SHORT_STAY_ENDS, guardianship
from lacxl.synth.dice import Dice

_DAY: Final = dt.date.fromordinal
_YEAR: Final = 365
_ADOPTABLE: Final = 6 * _YEAR
RETURNED: Final = frozenset({"E4A", "E4B", "E8", "E13", "E14", "E9"})


class Outline(NamedTuple):
    """A child's birth and periods of care."""

    dob: dt.date
    plans: tuple[PeriodPlan, ...]
    uasc: bool


def outline(dice: Dice, earliest: int, latest: int) -> Outline:
    """Return a childhood whose first entry is between the days, evenly spread."""
    entry = dice.whole(earliest, latest)
    if dice.chance(0.06):
        entry = min(month_end(_DAY(entry)).toordinal(), latest)
    uasc = dice.chance(0.04)
    dob = _birth(dice, entry, dice.whole(15 * _YEAR, 17 * _YEAR) if uasc else _age(dice))
    eighteen = birthday(dob, 18).toordinal()
    plan = _plan(dice, dob, entry, eighteen, uasc)
    plans = [plan]
    while plan.reason in RETURNED and dice.chance(0.24):
        gap = _gap(dice, plan)
        entry = plan.end + gap
        if entry > min(latest, eighteen - 60) or plan.end >= birthday(dob, 16).toordinal():
            break
        plan = _plan(dice, dob, entry, eighteen, False)
        plans.append(plan)
    return Outline(dob, tuple(plans), uasc)


def _age(dice: Dice) -> int:
    roll = dice.roll()
    if roll < 0.2:
        return dice.whole(0, _YEAR)
    if roll < 0.42:
        return dice.whole(_YEAR, 5 * _YEAR)
    if roll < 0.62:
        return dice.whole(5 * _YEAR, 10 * _YEAR)
    if roll < 0.9:
        return dice.whole(10 * _YEAR, 16 * _YEAR)
    return dice.whole(16 * _YEAR, 17 * _YEAR + 300)


def _birth(dice: Dice, entry: int, age: int) -> dt.date:
    dob = _DAY(entry - age)
    if dice.chance(0.02):  # a leap day
        year = dob.year - dob.year % 4
        leap = dt.date(year, 2, 29)
        if leap.toordinal() <= entry and add_months(leap, 210).toordinal() > entry:
            return leap
    if dice.chance(0.03) and month_end(dob).toordinal() <= entry:
        return month_end(dob)
    return dob


def _gap(dice: Dice, plan: PeriodPlan) -> int:
    roll = dice.roll()
    if roll < 0.2 and plan.end > plan.entry:
        return 0  # back on the day of leaving
    return dice.whole(1, 30) if roll < 0.45 else dice.whole(30, 540)


def _plan(dice: Dice, dob: dt.date, entry: int, eighteen: int, uasc: bool) -> PeriodPlan:
    young = entry - dob.toordinal() < _ADOPTABLE
    if young and dice.chance(0.3):
        plan = _adoption(dice, entry, eighteen)
        if plan:
            return plan
    roll = dice.roll()
    if roll < 0.02:
        return PeriodPlan(entry, entry, dice.pick(("E4A", "E4B")), False, None, uasc)
    if roll < 0.2 and not uasc:
        end = entry + dice.whole(1, 60)
        return _ending(dice, dob, entry, end, eighteen, dice.draw(SHORT_STAY_ENDS), False)
    settled = roll > 0.68
    end = entry + (dice.whole(500, 5200) if settled else dice.whole(60, 600))
    if uasc:
        reason = dice.pick(("E15", "E16", "E3"))
        end = entry + dice.whole(60, 2500)
        return _ending(dice, dob, entry, end, eighteen, reason, True, True)
    reason = dice.draw(ENDS)
    if dice.chance(0.24):
        reason = dice.draw(guardianship(_DAY(end)))
    return _ending(dice, dob, entry, end, eighteen, reason, settled)


def _ending(
    dice: Dice,
    dob: dt.date,
    entry: int,
    end: int,
    eighteen: int,
    reason: str,
    settled: bool,
    uasc: bool = False,
) -> PeriodPlan:
    if dice.chance(0.06):
        moved = month_end(_DAY(end)).toordinal()
        reason_day = guardianship(_DAY(moved)) is guardianship(_DAY(end))
        end = moved if reason_day else end
    path = _reversed(dice, dob, entry, end) if settled and not uasc else None
    if end >= eighteen:
        return PeriodPlan(entry, eighteen, dice.draw(AT_EIGHTEEN), settled, path, uasc)
    if end >= birthday(dob, 16).toordinal() and not uasc:
        reason = dice.draw(AT_SIXTEEN)
    return PeriodPlan(entry, end, reason, settled, path, uasc)


def _adoption(dice: Dice, entry: int, eighteen: int) -> PeriodPlan | None:
    consent, carer = dice.chance(0.1), dice.chance(0.16)
    decided = entry + dice.whole(70, 330)
    ordered = 0 if consent else decided + dice.whole(0, 120)
    if ordered and dice.chance(0.2):  # matched before the court has made the order
        matched = max(decided, ordered - dice.whole(0, 30))
    else:
        matched = (ordered or decided) + dice.whole(1, 330)
    moved_in = max(matched, ordered) + dice.whole(5, 45)
    end = moved_in + dice.whole(75, 330)
    if dice.chance(0.08):  # twelve months to the day after the decision, or one more
        end = max(add_months(_DAY(decided), 12).toordinal() + dice.whole(0, 1), moved_in + 30)
    if dice.chance(0.08):
        end = month_end(_DAY(end)).toordinal()
    if end >= eighteen - 365:
        return None
    reason = "E11" if consent or dice.chance(0.4) else "E12"
    unknown = dice.roll()
    path = Path(
        0 if unknown < 0.03 else decided,
        ordered,
        0 if 0.03 <= unknown < 0.06 else matched,
        0 if 0.06 <= unknown < 0.09 else moved_in,
        carer and not 0.03 <= unknown < 0.06,
    )
    return PeriodPlan(entry, end, reason, True, path)


def _reversed(dice: Dice, dob: dt.date, entry: int, end: int) -> Path | None:
    """Return a plan for adoption that was given up, for a few of the younger children."""
    if entry - dob.toordinal() > _ADOPTABLE or end - entry < 500 or not dice.chance(0.15):
        return None
    decided = entry + dice.whole(70, 250)
    ordered = decided + dice.whole(5, 60) if dice.chance(0.6) else 0
    given_up = decided + dice.whole(90, 230)
    return Path(decided, ordered, 0, 0, False, given_up, dice.pick(("RD1", "RD2", "RD3", "RD4")))
