"""What a reading of children's records can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import Severity, error
from lacxl.domain.month import Month
from lacxl.records.feeds.schemas import load

REPAIRS: Final[Mapping[str, str]] = load("repairs")
"""The repairs by name, and what each does; every one is on unless an option turns it off."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: raises UsageFault (X190) for a rule, severity or repair that does not exist.

    `month` is the month asked for, if there is one: findings then say where a source does not
    reach it. `taken_on` is the day up to which the latest extracts know; without it the latest
    plausible date in them is taken. `today` bounds what is plausible. `severities` sets the weight
    of rules: {"X122": "error"}; "off" leaves a rule's findings out. `without` names repairs not to
    make.
    `held` and `not_held` are words of the council for what took place and what did not;
    `health_check` says what a "Health Check" is: "surveillance", "assessment", or "auto", which is
    surveillance where the same table has health assessments.
    """

    month: Month | None = None
    taken_on: dt.date | None = None
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())
    severities: Mapping[str, Severity | str] = field(default_factory=dict)
    without: Collection[str] = frozenset()
    held: Collection[str] = ()
    not_held: Collection[str] = ()
    health_check: Literal["auto", "surveillance", "assessment"] = "auto"

    def __post_init__(self) -> None:
        weights = {*Severity, *(severity.value for severity in Severity), "off"}
        faults: list[tuple[str, str]] = []
        for code, weight in self.severities.items():
            if code not in load("checks"):
                faults.append((f"there is no rule {code}.", "See docs/findings.md."))
            if weight not in weights:
                faults.append((f"{code} has no such severity.", "Use error, warning, note, off."))
        for name in self.without:
            if name not in REPAIRS:
                what = f"there is no repair of this name ({len(name)} letters)."
                faults.append((what, f"There are {', '.join(REPAIRS)}."))
        if faults:
            raise UsageFault([error("X190", what, "options", todo) for what, todo in faults])

    @property
    def horizon(self) -> dt.date:
        """The last day of which an extract can know."""
        return self.today if self.taken_on is None else min(self.today, self.taken_on)

    def makes(self, repair: str) -> bool:
        """Say whether to make a repair."""
        return repair not in self.without
