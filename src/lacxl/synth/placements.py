"""Where a child lives in one period of care: moves, changes with the same carer, short absences."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacxl.synth.codes import (
    CODES_CHANGE,
    FOSTER,
    LATER_TYPES,
    OLDER_TYPES,
    OWN_PROVISION,
    TEMPORARY,
    YOUNG_TYPES,
)
from lacxl.synth.dice import Dice

_OLDER: Final = 10
_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"
_LONG_TERM: Final = {"U6": "U4", "U3": "U1", "U5": "U4", "U2": "U1"}


class Home(NamedTuple):
    """A placement as the return describes it."""

    placement_type: str
    provider: str
    postcode: str
    urn: str


class Move(NamedTuple):
    """A change of placement on a day; `stays` is true where the carer is the same."""

    day: int
    home: Home
    stays: bool


def postcode(dice: Dice) -> str:
    """Return a made-up postcode of an area that does not exist."""
    letters = dice.pick(_LETTERS) + dice.pick(_LETTERS)
    return f"QQ{dice.whole(1, 40)} {dice.whole(1, 9)}{letters}"


def new_home(dice: Dice, age: int, later: bool) -> Home:
    """Return a placement that suits the age."""
    placement_type = dice.draw(YOUNG_TYPES if age < _OLDER else OLDER_TYPES)
    if later:
        placement_type = LATER_TYPES.get(placement_type, placement_type)
    provider = "PR0" if placement_type == "P1" else dice.draw(OWN_PROVISION)
    has_urn = placement_type not in {"P1", "P2", "P3", "Z1"} and provider != "PR1"
    urn = str(dice.whole(1_000_000, 9_999_999)) if has_urn else ""
    return Home(placement_type, provider, postcode(dice), urn)


def moves(
    dice: Dice, dob: dt.date, entry: int, until: int, settled: bool, horizon: dt.date
) -> list[Move]:
    """Return the placements of a period from its entry; none begins on or after `until`."""
    later = horizon >= CODES_CHANGE
    born = dob.toordinal()
    day, found = entry, list[Move]()
    while day < until or not found:
        home = new_home(dice, (day - born) // 365, later)
        found.append(Move(day, home, False))
        length = _length(dice, settled)
        end = min(day + length, until)
        found.extend(_within(dice, home, day, end))
        day += length
    return found


def _length(dice: Dice, settled: bool) -> int:
    roll = dice.roll()
    if roll < (0.12 if settled else 0.34):
        return dice.whole(2, 60)
    if roll < (0.38 if settled else 0.72):
        return dice.whole(60, 330)
    return dice.whole(330, 2600 if settled else 1500)


def _within(dice: Dice, home: Home, start: int, end: int) -> list[Move]:
    """Return what happens inside a placement: made long term, or left for a few days."""
    found, day = list[Move](), start
    if home.placement_type in FOSTER and end - start > 200 and dice.chance(0.22):
        day = start + dice.whole(100, min(end - start - 60, 500))
        longer = home._replace(placement_type=_LONG_TERM.get(home.placement_type, "U4"))
        if longer != home:
            home = longer
            found.append(Move(day, home, True))
    while end - day > 70 and dice.chance(0.13):
        away = day + dice.whole(20, end - day - 45)
        back = away + dice.whole(1, 21)
        code = dice.pick(TEMPORARY)
        found.append(Move(away, Home(code, "PR1", postcode(dice), ""), False))
        if dice.chance(0.15):  # from one temporary place to another
            found.append(Move(back, Home("T1", "PR3", postcode(dice), ""), False))
            back += dice.whole(1, 7)
        found.append(Move(back, home, False))
        day = back
    return found
