"""What falls due, gone through day by day in the lives of a made-up council.

Nothing here works a due date out: what a child is owed is asked of each day, by the truth of the
indicators (`lacxl.synth.oracle`, which knows nothing of the product's counting), until it is out of
date. Only reviews have a date that the definitions themselves give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from lacxl.synth.known_at import known_at
from lacxl.synth.life import Life
from lacxl.synth.oracle.definitions import Definitions
from lacxl.synth.oracle.events import due_dates
from lacxl.synth.oracle.snapshots import snapshot
from lacxl.synth.oracle.spells import Spell, spells_of

IN_CARE = ("7.8", "7.9", "7.10", "7.11", "7.12", "7.13")
LEAVERS = ("8.2",)
ONE = dt.timedelta(days=1)


class Falls(NamedTuple):
    """Whether it is owed on the day; whether it is out of date then (or nothing is on record); the
    last day before it is, None where that is not before the end.
    """

    owed: bool
    out: bool
    until: dt.date | None


def falls_due(life: Life, on: dt.date, end: dt.date, how: Definitions) -> Mapping[str, Falls]:
    """Return what a child is owed as of a day, or will be until the end, by standards."""
    life = known_at(life, on)
    if life.leaver is not None:  # nobody leaves the list
        life = replace(life, leaver=life.leaver._replace(until=dt.date.max))
    spells = spells_of(life)
    in_care = any(spell.covers(on) for spell in spells)
    numbers = IN_CARE if in_care else LEAVERS
    found = {}
    days = [dict(_asked(life, spells, day, how)) for day in _days(on, end + ONE)]
    for number in numbers:
        states = [day.get(number) for day in days]  # None where it is not owed
        if states[0] is False:
            found[number] = Falls(True, True, None)
        elif False in states:
            until = on + ONE * (states.index(False) - 1)
            found[number] = Falls(states[0] is not None, False, until)
        elif states[0] is not None:
            found[number] = Falls(True, False, None)
    if in_care:
        found["7.6"] = _review(life, [spell for spell in spells if spell.covers(on)][-1], on, end)
    return found


def _review(life: Life, spell: Spell, on: dt.date, end: dt.date) -> Falls:
    due, held = due_dates(life, spell)[-1]
    assert held is None, "the last one is always to come"
    if due < on:
        return Falls(True, True, None)
    return Falls(True, False, due if due <= end and due < spell.of_age else None)


def _asked(
    life: Life, spells: list[Spell], day: dt.date, how: Definitions
) -> Iterator[tuple[str, bool]]:
    for number, above, below in snapshot(life, spells, day, how):
        if below and number in (*IN_CARE, *LEAVERS):
            yield number, bool(above)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += ONE
