"""Periods of care and placements, from a child's episodes one after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lacxl.synth.calendar_days import add_months, birthday
from lacxl.synth.codes import ADOPTIVE, NEW_PLACEMENT, SHORT_BREAKS, TEMPORARY
from lacxl.synth.life import Episode, Life


@dataclass(slots=True)
class Stay:
    """A placement: where, and from when to when."""

    start: dt.date
    end: dt.date | None
    rne: str
    placement_type: str
    postcode: str
    urn: str

    @property
    def last_day(self) -> dt.date | None:
        """The day before the end, and at least the first day; None while it lasts."""
        return self.end and max(self.start, self.end - dt.timedelta(days=1))


@dataclass(slots=True)
class Spell:
    """A period of care; whatever is written of later days, nobody is in care at 18.

    What ended with X1 continues, so that only another reason is an end.
    """

    start: dt.date
    end: dt.date | None = None
    reason: str = ""
    episodes: list[Episode] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    of_age: dt.date = dt.date.max

    def covers(self, day: dt.date) -> bool:
        """Whether the child was in care at the end of the day."""
        return self.start <= day < self.of_age and (self.end is None or self.end > day)

    def stay_on(self, day: dt.date) -> Stay:
        """Return the placement on a day on which the period covers."""
        return [stay for stay in self.stays if stay.start <= day][-1]

    def carer_since(self, stay: Stay) -> dt.date:
        """Return when the child came to the carer of the placement."""
        before = self.stays[: self.stays.index(stay) + 1]
        return _home_since(before, same_carer=True, with_previous=False)

    def home_since(self, day: dt.date, *, same_carer: bool, with_previous: bool) -> dt.date:
        """Return since when the child has had the home of a day on which the period covers."""
        before = [stay for stay in self.stays if stay.start <= day]
        return _home_since(before, same_carer=same_carer, with_previous=with_previous)

    def moved_in(self) -> Stay | None:
        """Return the placement with which the child moved in with the family that adopted.

        The way back from the last placement ends where it is not one of adoption, or where the
        next one is with other people. Days away in temporary placements are left out.
        """
        homes = [stay for stay in self.stays if stay.placement_type not in TEMPORARY]
        found: Stay | None = None
        while homes and homes[-1].placement_type in ADOPTIVE:
            found = homes.pop()
            away = bool(homes) and self.stays.index(found) - self.stays.index(homes[-1]) > 1
            back = away and _where(homes[-1]) == _where(found)
            if found.rne not in {"T", "U"} and not back:
                break
        return found

    def ordered(self) -> dt.date | None:
        """Return the day of the placement order."""
        for episode in self.episodes:
            if episode.legal_status == "E1":
                return episode.start
        return None


def _home_since(stays: list[Stay], *, same_carer: bool, with_previous: bool) -> dt.date:
    """Return since when a child has had the home of the last of these placements.

    Days away from a home in temporary placements are left out, so that it goes on after them; T
    and U keep the carer. `with_previous` counts a home of adoption on from the one before.
    """
    homes: list[list[Stay]] = []
    settled = away = False
    for stay in stays:
        if settled and stay.placement_type in TEMPORARY:
            away = True
            continue
        back = away and _where(homes[-1][-1]) == _where(stay)
        if homes and (back or (same_carer and stay.rne in {"T", "U"})):
            homes[-1].append(stay)
        else:
            homes.append([stay])
        settled, away = settled or stay.placement_type not in TEMPORARY, False
    if with_previous and homes[-1][0].placement_type in ADOPTIVE:
        while (
            len(homes) > 1 and homes[-2][0].placement_type in ADOPTIVE and homes[-1][0].rne in "TU"
        ):
            homes.pop()
        if len(homes) > 1 and homes[-2][0].placement_type not in TEMPORARY:
            homes.pop()
    return homes[-1][0].start


def real_episodes(life: Life) -> list[Episode]:
    """Return all episodes but short breaks and those of an adult."""
    grown = birthday(life.dob, 18)
    return [
        episode
        for episode in life.episodes
        if episode.legal_status not in SHORT_BREAKS and episode.start < grown
    ]


def spells_of(life: Life) -> list[Spell]:
    """Return the periods of care in order."""
    spells: list[Spell] = []
    for episode in real_episodes(life):
        if episode.rne == "S" or not spells:
            spells.append(Spell(episode.start, of_age=birthday(life.dob, 18)))
        spell = spells[-1]
        spell.episodes.append(episode)
        if episode.rne in NEW_PLACEMENT or not spell.stays:
            if spell.stays:
                spell.stays[-1].end = episode.start
            spell.stays.append(
                Stay(
                    episode.start,
                    None,
                    episode.rne,
                    episode.placement_type,
                    episode.postcode,
                    episode.urn,
                )
            )
        if episode.end is not None and episode.rec not in {"X1", ""}:
            spell.end, spell.reason = episode.end, episode.rec
            spell.stays[-1].end = episode.end
    return spells


def placements_in_year(spells: list[Spell], day: dt.date) -> int:
    """Return how many placements there were in the twelve months to the day.

    Temporary ones are left out; one that is resumed after them counts once.
    """
    year_ago = add_months(day, -12)
    count = 0
    for spell in spells:
        before: Stay | None = None
        counted, away = False, False
        for stay in spell.stays:
            if stay.placement_type in TEMPORARY:
                away = True
                continue
            resumed = away and before is not None and _where(before) == _where(stay)
            falls_in = stay.start <= day and (stay.last_day is None or stay.last_day > year_ago)
            counted = counted and resumed
            if falls_in and not counted:
                count += 1
                counted = True
            before, away = stay, False
    return count


def _where(stay: Stay) -> tuple[str, str, str]:
    return stay.placement_type, stay.postcode, stay.urn


def adoption_spell(life: Life, spells: list[Spell]) -> Spell:
    """Return the period of care in which adoption was decided on, else the last one."""
    adoption = life.adoption
    day = (adoption.decided or adoption.matched) if adoption else None
    return [one for one in spells if day is None or one.start <= day][-1]
