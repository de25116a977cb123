"""The lives of a council's children, made up afresh each time they are gone through.

A child's life follows from the seed and the child's number alone, so lives need not be kept: a
national-size council takes no more memory than a small one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from lacxl.domain.month import FinancialYear, Month
from lacxl.synth.calendar_days import birthday
from lacxl.synth.care import Path, PeriodPlan, episodes
from lacxl.synth.codes import ETHNICITIES, NEEDS
from lacxl.synth.dice import Dice
from lacxl.synth.events import Days, care_events, reviews
from lacxl.synth.known_at import adoption_at
from lacxl.synth.leaving import leaver
from lacxl.synth.life import Council, Episode, Life
from lacxl.synth.outlines import Outline, outline
from lacxl.synth.placements import postcode

_DAY: Final = dt.date.fromordinal
_PRIME, _STRIDE, _BASE = 89_999_999, 31_622_777, 10_000_000
_KEPT: Final = 5_000
_YEARS_BACK: Final = 16
_LEAVERS: Final = 0.14
_PEOPLE_PER_CHILD: Final = 56.1


class SimulatedLives:
    """Lives by number; small councils are kept once they have been gone through."""

    def __init__(self, children: int, first: Month, last: Month, seed: int) -> None:
        self._children, self._seed = children, seed
        self._horizon = last.last_day
        self._latest = self._horizon.toordinal()
        self._since = (first - 6).first_day.toordinal()
        self._first = first.last_day.toordinal()
        self._kept: tuple[Life, ...] | None = None

    def __len__(self) -> int:
        return self._children

    def __iter__(self) -> Iterator[Life]:
        if self._kept is not None:
            return iter(self._kept)
        if self._children > _KEPT:
            return (self._life(number) for number in range(self._children))
        self._kept = tuple(self._life(number) for number in range(self._children))
        return iter(self._kept)

    def _life(self, number: int) -> Life:
        dice = Dice(self._seed, number)
        child = _BASE + (number * _STRIDE + self._seed * 7_919) % _PRIME
        roll = dice.roll()
        if roll < 0.03:
            return self._short_breaks(dice, child)
        return self._in_care(dice, child, self._outline(dice, roll < 0.03 + _LEAVERS))

    def _outline(self, dice: Dice, left: bool) -> Outline:
        """Draw childhoods until one touches the months that matter."""
        earliest = self._since - _YEARS_BACK * 365
        while True:
            found = outline(dice, earliest, self._latest)
            end = found.plans[-1].end
            if not left and end >= self._since:
                return found
            if (
                left
                and end < self._since
                and end >= birthday(found.dob, 16).toordinal()
                and birthday(found.dob, 25).toordinal() > self._first
            ):
                return found

    def _in_care(self, dice: Dice, child: int, found: Outline) -> Life:
        horizon, dob = self._horizon, found.dob
        spells: list[Episode] = []
        held: list[dt.date] = []
        days = Days([], [], [], [], [], [])
        for plan in found.plans:
            period = episodes(dice, dob, plan, horizon)
            if not spells and dice.chance(0.02):
                spells.extend(_break_before(dice, dob, plan))
            spells.extend(period)
            held.extend(reviews(dice, period[0].start, period[-1].end, horizon))
            care_events(dice, dob, period, horizon, days)
        spans = [(plan.entry, plan.end) for plan in found.plans]
        out = spans[-1][1] <= self._latest and found.plans[-1].reason not in {"E2", "E16", "E15"}
        path = _path(found.plans)
        visits, health, dental, care, pathway, peps = days.sorted()
        return Life(
            child, dob, tuple(spells), tuple(held), visits, health, dental, care, pathway, peps,
            adoption_at(path.adoption(), horizon) if path else None,
            leaver(dice, dob, spans, self._latest) if out else None,
            _missing(dice, spells, horizon),
            dice.whole(1, 2), dice.draw(ETHNICITIES),
            "N8" if found.uasc else dice.draw(NEEDS), found.uasc, dice.chance(0.1),
            postcode(dice),
        )  # fmt: skip

    def _short_breaks(self, dice: Dice, child: int) -> Life:
        """Return a child who only ever has short breaks, and counts nowhere."""
        start = dice.whole(self._since, self._latest)
        dob = _DAY(start - dice.whole(4 * 365, 14 * 365))
        code = dice.pick(("V3", "V4"))
        spells: list[Episode] = []
        home = postcode(dice)
        day = start
        while day <= self._latest and len(spells) < 12:
            end = day + (dice.whole(0, 4) if code == "V3" else dice.whole(60, 400))
            spells.append(_break(day, end, code, home, self._latest))
            day = end + dice.whole(20, 60)
        held = tuple(_DAY(day) for day in range(start + 60, self._latest + 1, 180))
        return Life(
            child, dob, tuple(spells), held, visits=held, health=held[:1], need="N2", disabled=True,
            home=postcode(dice), sex=dice.whole(1, 2), ethnicity=dice.draw(ETHNICITIES),
        )  # fmt: skip


def simulate(children: int, first: Month, last: Month, seed: int) -> Council:
    """Make up a council: this many children, known up to the last day of `last`.

    Each of them is in care or a care leaver at some time since six months before `first`, or has
    short breaks only. The same numbers make the same council on every machine.
    """
    years = range(first.financial_year.start - 1, last.financial_year.start + 1)
    people = {
        FinancialYear(year): round(children * _PEOPLE_PER_CHILD) + 10 * index
        for index, year in enumerate(years)
    }
    return Council(SimulatedLives(children, first, last, seed), first, last, people)


def _path(plans: tuple[PeriodPlan, ...]) -> Path | None:
    paths = [plan.path for plan in plans if plan.path]
    return paths[-1] if paths else None


def _break(day: int, end: int, code: str, home: str, latest: int) -> Episode:
    over = end <= latest
    return Episode(
        _DAY(day), "S", code, "U6", _DAY(end) if over else None, "E8" if over else "", "PR1", home
    )


def _break_before(dice: Dice, dob: dt.date, plan: PeriodPlan) -> list[Episode]:
    """Return a series of short breaks that ended before care began."""
    end = plan.entry - dice.whole(1, 90)
    start = max(end - dice.whole(1, 300), dob.toordinal())
    return [_break(start, end, "V4", postcode(dice), end)] if start <= end else []


def _missing(
    dice: Dice, spells: list[Episode], horizon: dt.date
) -> tuple[tuple[dt.date, dt.date | None], ...]:
    last = spells[-1]
    end = min(last.end or horizon, horizon).toordinal()
    if not dice.chance(0.04) or end - last.start.toordinal() < 30:
        return ()
    day = dice.whole(last.start.toordinal() + 5, end - 10)
    return ((_DAY(day), _DAY(day + dice.whole(0, 6))),)
