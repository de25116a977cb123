"""Until when everything is in date that a standard asks for, child by child, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

import numpy as np

from lacxl.domain.dataset import CannotCount
from lacxl.domain.month import Month
from lacxl.records.counting.counted import LeftOut
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, Rule
from lacxl.records.counting.rules import in_time, leavers, reviews
from lacxl.records.days import Day, day
from lacxl.records.frames import Days, Frame, Mask, Whole, last_of_run

_RULES: Mapping[str, Rule] = {
    found.indicator: found
    for room in (reviews, in_time, leavers)
    for found in vars(room).values()
    if isinstance(found, Rule) and found.owed
}
STANDARDS = tuple(_RULES)
"""The indicators of standards with a due date, in the report's order."""
_NOBODY: Whole = np.empty(0, np.int64)
_NEVER: Days = np.empty(0, "datetime64[D]")
_NONE: Mask = np.empty(0, np.bool_)
_HAPPENED = ("date", "held")


class When(Enum):
    """When something is due: before the day of the records, from it to the end of a month, in the
    next month, later if ever, or on no day that the records tell.
    """

    OVERDUE = "overdue"
    THIS_MONTH = "this_month"
    NEXT_MONTH = "next_month"
    LATER = "later"
    NO_DATE = "no_date"


class DueChild(NamedTuple):
    """A child by the number in this run, the due date (None where nothing on record tells), when
    that is, and whether the standard asks for it on the day of the records already.
    """

    child: int
    due: dt.date | None
    when: When
    now: bool


@dataclass(frozen=True, slots=True)
class DueChildren:
    """Until when children are in date by a standard, by one source as of a day; or why nothing can
    be said.

    `child` has the children, by their numbers in this run, to whom it is owed on the day or will
    be, each once; `until` the last day before each is out of date, no day where nothing on record
    tells. `now` says to whom it is owed on the day, and `still` to whom it is when they are out of
    date. `later` is how many rows are dated after the day, and were not looked at.
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
    now: Mask = field(default_factory=_NONE.copy, repr=False)
    still: Mask = field(default_factory=_NONE.copy, repr=False)

    def children(self, month: Month) -> list[DueChild]:
        """Return the children, and when it is due as seen from a month."""
        columns = (each.tolist() for each in (self.child, self.until, self.now, self.still))
        return [
            DueChild(child, until, self._when(until, month) if still else When.LATER, now)
            for child, until, now, still in zip(*columns, strict=True)
        ]

    def _when(self, until: dt.date | None, month: Month) -> When:
        if until is None or self.on is None:
            return When.NO_DATE
        if until < self.on:
            return When.OVERDUE
        ends = (month, When.THIS_MONTH), (month + 1, When.NEXT_MONTH)
        return next((when for end, when in ends if until <= end.last_day), When.LATER)


def due(
    frames: Mapping[str, Frame],
    on: dt.date | None,
    options: Options | None = None,
    *,
    source: str,
    since: Month | None = None,
    horizon: dt.date,
    indicators: Sequence[str] = STANDARDS,
) -> tuple[DueChildren, ...]:
    """Return until when everything is in date by one source's frames, as of the day `on`.

    Nothing later is looked at. `since` is the first month that the source knows of, and `horizon`
    the last day that is not in the future.
    """
    if on is None:
        why = "it is not known as at which day the records are; taken_on says it"
        return tuple(DueChildren(number, source, on, why) for number in indicators)
    month = Month.of(on)
    tables = {name: replace(frame, name=name) for name, frame in frames.items()}
    records = Records(tables, options or Options(), month, since, (month,))
    found = []
    for number in indicators:
        try:
            found.append(_due(records, _RULES[number], on, source, day(horizon)))
        except CannotCount as why:
            found.append(DueChildren(number, source, on, str(why)))
    return tuple(found)


def _due(records: Records, rule: Rule, on: dt.date, source: str, horizon: Day) -> DueChildren:
    (month,) = records.months
    rule.require(records, month)
    assert rule.owed is not None  # noqa: S101 - asked of standards only
    owed = rule.owed(records, day(on))
    records.require_known(month, owed.cases.datasets)
    until, still = owed.until(day(on))
    now = owed.owed(day(on))
    rows = np.flatnonzero(now | still)
    rows = rows[np.lexsort((until[rows].view(np.int64), owed.cases.child[rows]))]
    rows = rows[last_of_run(owed.cases.child[rows])]  # each child once, by the latest day
    left_out = (LeftOut(words, int(np.count_nonzero(rows))) for words, rows in owed.cases.left_out)
    return DueChildren(
        rule.indicator,
        source,
        on,
        files=records.files(*owed.cases.datasets),
        left_out=tuple(out for out in left_out if out.cases),
        later=_later(records, owed.cases.datasets, day(on), horizon),
        child=owed.cases.child[rows],
        until=until[rows],
        now=now[rows],
        still=still[rows],
    )


def _later(records: Records, datasets: Sequence[str], on: Day, horizon: Day) -> int:
    """Return how many rows of events are after the day, and not in the future."""
    days = [
        records.tables[name].days(column)
        for name in datasets
        if name in records.tables
        for column in _HAPPENED
    ]
    return sum(int(np.count_nonzero((each > on) & (each <= horizon))) for each in days)


def teams(
    records: Mapping[str, Mapping[str, Frame]], dataset: str, order: Sequence[str]
) -> Mapping[int, str]:
    """Return the team of each child on the first source's list that names one, by its later row."""
    found: dict[int, str] = {}
    for source in order:
        frame = records.get(source, {}).get(dataset)
        if frame is None or "team" not in frame:
            continue
        rows = np.flatnonzero(~frame.missing("team"))
        if "started" in frame:
            rows = rows[np.argsort(frame.array("started")[rows].view(np.int64), kind="stable")]
        named = frame.codes("team")[rows].as_texts().tolist()
        found = {**dict(zip(frame.child[rows].tolist(), named, strict=True)), **found}
    return found
