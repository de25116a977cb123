"""Until when everything is in date that a standard asks for, child by child, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.count import INDICATORS, RULES, tables_of
from lacxl.records.counting.counted import LeftOut
from lacxl.records.counting.days import Day, day
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, Rule
from lacxl.records.counting.tables import CannotCount, last_of_run
from lacxl.records.frames import Days, Frame, Mask, Whole

if TYPE_CHECKING:
    import pandas as pd

STANDARDS = tuple(number for number in INDICATORS if RULES[number].owed)
"""The indicators of standards with a due date, in the report's order."""
_NOBODY: Whole = np.empty(0, np.int64)
_NEVER: Days = np.empty(0, "datetime64[D]")
_HAPPENED = ("date", "held")


@dataclass(frozen=True, slots=True)
class Due:
    """Until when children are in date by a standard, by one source as of a day; or why nothing can
    be said.

    `child` has the children, by their numbers in this run, to whom it is owed on the day or will
    be, each once; `until` the last day before each is out of date, no day where nothing on record
    tells. `now` says to whom it is owed on the day. `later` is how many rows are dated after it,
    and were not looked at.
    """

    indicator: str
    source: str
    on: dt.date | None
    reason: str = ""
    files: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    later: int = 0
    child: Whole = field(default_factory=_NOBODY.copy, repr=False)
    until: Days = field(default_factory=_NEVER.copy, repr=False)
    now: Mask = field(default_factory=lambda: np.zeros(0, np.bool_), repr=False)


def due(
    frames: Mapping[str, Frame] | Mapping[str, pd.DataFrame],
    on: dt.date | None,
    options: Options | None = None,
    *,
    source: str,
    since: Month | None = None,
    horizon: dt.date,
    indicators: Sequence[str] = STANDARDS,
) -> tuple[Due, ...]:
    """Return until when everything is in date by one source's frames, as of the day `on`.

    Nothing later is looked at. `since` is the first month that the source knows of, and `horizon`
    the last day that is not in the future.
    """
    if on is None:
        why = "it is not known as at which day the records are; taken_on says it"
        return tuple(Due(number, source, on, why) for number in indicators)
    month = Month.of(on)
    records = Records(tables_of(frames), options or Options(), month, since, (month,))
    found = []
    for number in indicators:
        try:
            found.append(_due(records, RULES[number], on, source, day(horizon)))
        except CannotCount as why:
            found.append(Due(number, source, on, str(why)))
    return tuple(found)


def _due(records: Records, rule: Rule, on: dt.date, source: str, horizon: Day) -> Due:
    rule.dataset(records)
    assert rule.owed is not None  # noqa: S101 - asked of standards only
    owed = rule.owed(records, day(on))
    until, asked = owed.until(day(on))
    now = asked & (owed.begins <= day(on))
    child, until, now = _once(owed.cases.child[asked], until[asked], now[asked])
    left_out = (LeftOut(words, int(np.count_nonzero(rows))) for words, rows in owed.cases.left_out)
    return Due(
        rule.indicator,
        source,
        on,
        files=records.files(*owed.cases.datasets),
        left_out=tuple(out for out in left_out if out.cases),
        later=_later(records, owed.cases.datasets, day(on), horizon),
        child=child,
        until=until,
        now=now,
    )


def _once(child: Whole, until: Days, now: Mask) -> tuple[Whole, Days, Mask]:
    """Return one row a child, that with the latest day."""
    order = np.lexsort((until.view(np.int64), child))  # no day is before every day
    rows = order[last_of_run(child[order])]
    return child[rows], until[rows], now[rows]


def _later(records: Records, datasets: Sequence[str], on: Day, horizon: Day) -> int:
    """Return how many rows of events are after the day, and not in the future."""
    days = [
        records.tables[name].days(column)
        for name in datasets
        if name in records.tables
        for column in _HAPPENED
    ]
    return sum(int(np.count_nonzero((each > on) & (each <= horizon))) for each in days)
