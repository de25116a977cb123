"""The true readings, counted child by child and event by event from the lives themselves.

Nothing here knows the product's measures: both follow docs/definitions.md, each in its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.synth.life import Council
from lacxl.synth.oracle.definitions import Definitions
from lacxl.synth.oracle.events import month_events
from lacxl.synth.oracle.snapshots import snapshot
from lacxl.synth.oracle.spells import spells_of

COUNTS = ("7.1", "7.3", "7.4", "8.1")
INDICATORS = (
    *(f"7.{number}" for number in range(1, 14)),
    *(f"8.{number}" for number in range(1, 5)),
    "9.1", "9.2", "10.1", "10.2", "10.3",
)  # fmt: skip

__all__ = ["COUNTS", "INDICATORS", "Definitions", "truth"]


def truth(
    council: Council, months: Iterable[Month], how: Definitions | None = None
) -> tuple[Reading, ...]:
    """Return the true readings of all 22 indicators for the months.

    Counts have a numerator alone. 7.2 is left out for a year without a population. A month with
    no cases has 0 of 0.
    """
    how = how or Definitions()
    wanted = tuple(months)
    above: Counter[tuple[str, Month]] = Counter()
    below: Counter[tuple[str, Month]] = Counter()
    for life in council.lives:
        spells = spells_of(life)
        for month in wanted:
            for scores in (
                snapshot(life, spells, month.last_day, how),
                month_events(life, spells, month, how),
            ):
                for indicator, numerator, denominator in scores:
                    above[indicator, month] += numerator
                    below[indicator, month] += denominator
    for month in wanted:
        above["7.2", month] = above["7.1", month]
        below["7.2", month] = council.population.get(month.financial_year, 0)
    return tuple(
        Reading(
            indicator,
            month,
            Decimal(above[indicator, month]),
            None if indicator in COUNTS else Decimal(below[indicator, month]),
        )
        for month in wanted
        for indicator in INDICATORS
        if indicator != "7.2" or below["7.2", month]
    )
