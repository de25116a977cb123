"""A child's life as far as the council knows it: what happened, and on which day.

Everything that the extracts hold and the truth counts follows from these. A life can be built by
hand: all events are optional.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lacxl.domain.month import FinancialYear, Month


class Episode(NamedTuple):
    """A time under one legal status in one placement, as SSDA903 records it."""

    start: dt.date
    rne: str
    legal_status: str
    placement_type: str
    end: dt.date | None = None
    rec: str = ""
    provider: str = "PR1"
    postcode: str = ""
    urn: str = ""
    reason: str = ""


class Adoption(NamedTuple):
    """The way to adoption; order and moving in are read from the episodes."""

    decided: dt.date | None
    matched: dt.date | None = None
    by_foster_carer: bool = False
    reversed: dt.date | None = None
    reversed_reason: str = ""


class Situation(NamedTuple):
    """How a care leaver is doing from a day on; `touch` is YES, NO, REFU or NREQ."""

    since: dt.date
    touch: str = "YES"
    accommodation: str = "U"
    suitable: bool = True
    activity: str = "F2"


class Leaver(NamedTuple):
    """A care leaver: on the list from a day until another, with all that was found."""

    since: dt.date
    until: dt.date
    qualifying: bool
    situations: tuple[Situation, ...]
    reviews: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """One child: who, and the days on which things happened, each list in order of time."""

    child: int
    dob: dt.date
    episodes: tuple[Episode, ...] = ()
    reviews: tuple[dt.date, ...] = ()
    visits: tuple[dt.date, ...] = ()
    health: tuple[dt.date, ...] = ()
    dental: tuple[dt.date, ...] = ()
    care_plans: tuple[dt.date, ...] = ()
    pathway_plans: tuple[dt.date, ...] = ()
    peps: tuple[dt.date, ...] = ()
    adoption: Adoption | None = None
    leaver: Leaver | None = None
    missing: tuple[tuple[dt.date, dt.date | None], ...] = ()
    sex: int = 1
    ethnicity: str = "WBRI"
    need: str = "N1"
    uasc: bool = False
    disabled: bool = False
    home: str = ""


@dataclass(frozen=True)
class Council:
    """The children of a council; `lives` can be gone through again and again.

    Nothing is known after the last day of `last`.
    """

    lives: Iterable[Life]
    first: Month
    last: Month
    population: Mapping[FinancialYear, int] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The day on which the council's knowledge ends."""
        return self.last.last_day
