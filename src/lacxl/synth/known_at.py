"""What was known of a life on a day: nothing that came after it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import replace

from lacxl.synth.life import Adoption, Episode, Leaver, Life


def known_at(life: Life, day: dt.date) -> Life:
    """Return the life as it was known at the end of the day."""
    leaver = life.leaver
    return replace(
        life,
        episodes=episodes_at(life.episodes, day),
        reviews=_until(life.reviews, day),
        visits=_until(life.visits, day),
        health=_until(life.health, day),
        dental=_until(life.dental, day),
        care_plans=_until(life.care_plans, day),
        pathway_plans=_until(life.pathway_plans, day),
        peps=_until(life.peps, day),
        adoption=adoption_at(life.adoption, day),
        leaver=_leaver_at(leaver, day) if leaver and leaver.since <= day else None,
        missing=tuple(
            (start, end if end and end <= day else None)
            for start, end in life.missing
            if start <= day
        ),
    )


def episodes_at(episodes: tuple[Episode, ...], day: dt.date) -> tuple[Episode, ...]:
    """Return the episodes begun by the day; those that end later are open."""
    if not episodes or (
        episodes[-1].start <= day and (episodes[-1].end is None or episodes[-1].end <= day)
    ):
        return episodes
    return tuple(
        episode
        if episode.end is None or episode.end <= day
        else episode._replace(end=None, rec="", reason="")
        for episode in episodes
        if episode.start <= day
    )


def adoption_at(adoption: Adoption | None, day: dt.date) -> Adoption | None:
    """Return what was known of the way to adoption, None where nothing was."""
    if adoption is None:
        return None
    decided, matched = _by(adoption.decided, day), _by(adoption.matched, day)
    if decided is None and matched is None:
        return None
    ended = _by(adoption.reversed, day)
    return Adoption(
        decided, matched, adoption.by_foster_carer, ended, adoption.reversed_reason if ended else ""
    )


def _leaver_at(leaver: Leaver, day: dt.date) -> Leaver:
    return leaver._replace(
        situations=tuple(situation for situation in leaver.situations if situation.since <= day),
        reviews=_until(leaver.reviews, day),
    )


def _until(days: tuple[dt.date, ...], day: dt.date) -> tuple[dt.date, ...]:
    return days if not days or days[-1] <= day else days[: bisect_right(days, day)]


def _by(event: dt.date | None, day: dt.date) -> dt.date | None:
    return event if event is not None and event <= day else None
