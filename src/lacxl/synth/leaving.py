"""Young people who have left care: on the list to 25, seen, housed and busy, or out of touch."""

from __future__ import annotations

import datetime as dt
from typing import Final

from lacxl.synth.calendar_days import birthday
from lacxl.synth.codes import ACCOMMODATION, ACTIVITIES, NOT_IN_TOUCH, UNSUITABLE
from lacxl.synth.dice import Dice
from lacxl.synth.life import Leaver, Situation

_DAY: Final = dt.date.fromordinal
_WEEKS_13: Final = 91


def leaver(dice: Dice, dob: dt.date, spans: list[tuple[int, int]], horizon: int) -> Leaver | None:
    """Return the care leaver that a child becomes at the end of the last span of care, if any.

    `spans` are the days on which periods of care start and end. Thirteen weeks since the age of
    14, a day of them at 16 or later, make a relevant child; fewer make a qualifying one.
    """
    fourteen, sixteen = birthday(dob, 14).toordinal(), birthday(dob, 16).toordinal()
    left = spans[-1][1]
    if left < sixteen:
        return None
    days = sum(max(0, end - max(start, fourteen)) for start, end in spans)
    if days < 1:
        return None
    until = birthday(dob, 25)
    if dice.chance(0.12):  # some stay on the list after 25
        until += dt.timedelta(days=dice.whole(10, 200))
    last = min(until.toordinal(), horizon)
    return Leaver(
        _DAY(left),
        until,
        days < _WEEKS_13,
        _situations(dice, left, last),
        _reviews(dice, left, last),
    )


def _situations(dice: Dice, start: int, last: int) -> tuple[Situation, ...]:
    found, day = list[Situation](), start
    while day <= last or not found:
        touch = "YES" if dice.chance(0.88) else dice.draw(NOT_IN_TOUCH)
        home = dice.draw(ACCOMMODATION)
        suitable = home not in UNSUITABLE and dice.chance(0.96)
        found.append(Situation(_DAY(day), touch, home, suitable, dice.draw(ACTIVITIES)))
        day += dice.whole(60, 420)
    return tuple(found)


def _reviews(dice: Dice, start: int, last: int) -> tuple[dt.date, ...]:
    if dice.chance(0.05):
        return ()
    found, day = list[dt.date](), start - dice.whole(0, 150)
    while day <= last:
        found.append(_DAY(day))
        day += dice.whole(150, 184) if dice.chance(0.8) else dice.whole(184, 330)
    return tuple(found)
