"""What was counted for one indicator in one month, the way it came about, and who it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.records.counting.days import Numbers
from lacxl.records.counting.tables import distinct


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many cases were left after it."""

    words: str
    left: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many cases could not be judged and are in neither numerator nor denominator."""

    words: str
    cases: int


Children = tuple[Numbers, Numbers]
"""The children behind the numerator and those behind the denominator."""


def nobody() -> Children:
    """Return no children, for what was not counted."""
    return np.empty(0, np.int64), np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator in one month from one source; or the reason why it could not be counted.

    `who` works the children out when they are asked for; they are numbers that stand for a child
    within one run.
    """

    indicator: str
    month: Month
    source: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    files: tuple[str, ...] = ()
    funnel: tuple[Step, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    who: Callable[[], Children] = field(default=nobody, repr=False, compare=False)

    @property
    def is_counted(self) -> bool:
        """Whether there is a figure."""
        return self.numerator is not None

    @property
    def children_in_numerator(self) -> Numbers:
        """The numbers of the children behind the numerator, each once, in order."""
        return distinct(self.who()[0])

    @property
    def children_in_denominator(self) -> Numbers:
        """The numbers of the children behind the denominator, each once, in order."""
        return distinct(self.who()[1])

    def reading(self) -> Reading:
        """Return the reading; its note is the reason where nothing was counted."""
        return Reading(
            self.indicator, self.month, self.numerator, self.denominator, note=self.reason
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return what was left out (M101), or why nothing was counted (M102)."""
        where = f"{self.indicator} {self.month.short} from {self.source}"
        if not self.is_counted:
            return (note("M102", f"Not counted: {self.reason}.", where),)
        return tuple(
            warning(
                "M101",
                f"{out.cases} left out: {out.words}.",
                where,
                "Complete the dates in the case system and make the extract again.",
            )
            for out in self.left_out
            if out.cases
        )
