"""What a rule is given, the records of one source and how far they reach; and what makes a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import numpy as np

from lacxl.domain.dataset import CannotCount, CannotCountMonth
from lacxl.domain.month import Month
from lacxl.records.counting.counted import Cases, Owed, Reason, Step
from lacxl.records.counting.in_order import Dated
from lacxl.records.counting.options import Options
from lacxl.records.days import Day, add_months, day, last_day, month_of
from lacxl.records.frames import NO_DAY, Frame

P = ParamSpec("P")
T = TypeVar("T")
EPISODES = ("child", "start", "end", "rne", "rec")
"""The columns without which no episode tells who is in care."""
_NAMES = {
    "episodes": "episodes of care",
    "in_care": "list of children in care",
    "reviews": "reviews",
    "health": "health and dental checks",
    "visits": "visits",
    "plans": "plans",
    "peps": "personal education plans",
    "care_leavers": "list of care leavers",
    "adoptions": "dates of adoptions",
}
_TOOK_PLACE = {"health": "status", "peps": "status", "plans": "status", "visits": "seen"}
"""The column that says whether an event took place; where it says nothing, it did."""
_DID_NOT = ("not held", "not known")
_SHORT_BREAKS = ("V3", "V4")
_LOOK_BACK = 13
"""9.2 looks back the most: twelve months from the end of a month."""


def once(find: Callable[Concatenate[Records, P], T]) -> Callable[Concatenate[Records, P], T]:
    """Make a function of records remember what it found; who asks meanwhile waits for it."""

    @wraps(find)
    def found(records: Records, /, *asked: P.args, **named: P.kwargs) -> T:
        key = (find, asked, tuple(named.items()))
        with records.locks.setdefault(key, Lock()):
            if key not in records.found:
                records.found[key] = find(records, *asked, **named)
            return records.found[key]  # type: ignore[no-any-return]

    return found


@dataclass(frozen=True, slots=True)
class Records:
    """One source's datasets by name, and the months to count.

    `since` and `as_at` are the first and the last month of which the source knows; where they are
    not given, the earliest and the latest date of the episodes say it. `found` is what functions
    found `once`, and `locks` hold off who asks for the same.
    """

    tables: Mapping[str, Frame]
    options: Options
    as_at: Month | None
    since: Month | None
    months: Sequence[Month]
    found: dict[object, Any] = field(default_factory=dict, repr=False)
    locks: dict[object, Lock] = field(default_factory=dict, repr=False)

    @property
    def first(self) -> Day:
        """The first day of the months to count."""
        return day(min(self.months).first_day)

    @property
    def last(self) -> Day:
        """The last day of the months to count."""
        return last_day(max(self.months))

    @property
    def looked_back_to(self) -> Day:
        """The earliest day that any count looks at."""
        return add_months(self.first, -_LOOK_BACK)

    def table(self, name: str) -> Frame:
        """Return a dataset; raises CannotCount where the source does not have it."""
        if name not in self.tables:
            raise CannotCount(f"the source has no {_NAMES[name]}")
        return self.tables[name]

    @once
    def kept(self, name: str) -> Frame:
        """Return a dataset without short breaks; raises CannotCount where it has no rows, or nobody
        can tell short breaks in it.
        """
        table = self.table(name)
        if not len(table):
            raise CannotCount(f"the {_NAMES[name]} of the source have no rows")
        if "legal_status" not in table:
            return table
        table.need_whole("legal_status")
        short = table.any_of("legal_status", _SHORT_BREAKS)
        return table.some(~short) if short.any() else table

    def steps(self, name: str) -> tuple[Step, ...]:
        """Return the first steps of a funnel: what was read, and what was kept of it."""
        rows = "episodes" if name == "episodes" else "rows of the list"
        return (
            Step(f"{rows} read", len(self.table(name))),
            Step("without short breaks (V3, V4)", len(self.kept(name))),
        )

    def care_dataset(self) -> str:
        """Return the dataset that says who is in care; raises CannotCount without one."""
        for name in ("episodes", "in_care"):
            if name in self.tables:
                return name
        raise CannotCount("the source has neither episodes of care nor a list of children in care")

    @once
    def files(self, *names: str) -> tuple[str, ...]:
        """Return the names of the files behind some datasets."""
        tables = [self.tables[name] for name in names if name in self.tables]
        files = [table.file for table in tables if "file" in table]
        used = {name for f in files for i, name in enumerate(f.texts) if np.any(f.indices == i)}
        return tuple(sorted(used))

    @once
    def events(self, dataset: str, kinds: tuple[str, ...]) -> tuple[Dated, Day]:
        """Return events of some kinds (of all without) that took place, and the first day on record
        of any, whether it took place or not.
        """
        table = self.kept(dataset)
        table.need("child", "date")
        if kinds:
            table.need("kind")
            table = table.some(table.any_of("kind", kinds))
        earliest = np.fmin.reduce(table.days("date"), initial=NO_DAY)
        table = table.some(~table.any_of(_TOOK_PLACE[dataset], _DID_NOT))
        return Dated.of(table.child, table.days("date")), earliest

    def undated(self, datasets: Sequence[str]) -> tuple[Reason, ...]:
        """Return which rows of dated events have no date."""
        tables = [self.tables[name] for name in datasets if name in self.tables]
        return tuple(
            (f"no date in the {_NAMES[table.name]}", np.isnat(table.days("date")))
            for table in tables
        )

    def why_not(self, month: Month, dataset: str, back: int = 0) -> str:
        """Return why a dataset tells nothing of a month or those `back` before it, else ""."""
        if dataset != "episodes":
            name = _NAMES[dataset]
            if self.as_at is None:
                return f"it is not known as at which month the {name} was made; taken_on says it"
            if month != self.as_at:
                return f"the {name} is as at {self.as_at.short} and says nothing of other months"
            return ""
        since, until = self.reach()
        if month > until:
            return f"the episodes go up to {until.short}"
        if month < since:
            return f"the episodes begin in {since.short}"
        if self.since and month - back < self.since:
            return f"the episodes begin in {since.short}, and the count looks back {back} months"
        return ""

    def require_known(self, month: Month, datasets: Sequence[str]) -> None:
        """Raise CannotCountMonth where one of some datasets ends before a month."""
        for name in datasets:
            until = self.tables[name].until if name in self.tables else None
            if until is not None and until < month:
                raise CannotCountMonth(f"the {_NAMES[name]} go up to {until.short}")

    @once
    def reach(self) -> tuple[Month, Month]:
        """Return the first month of the episodes, and that of their latest start or end."""
        table = self.kept("episodes")
        table.need(*EPISODES)
        starts, ends = table.days("start"), table.days("end")
        if np.isnat(starts).all():
            raise CannotCount("no episode is left but short breaks and those without a start")
        latest = np.fmax(np.fmax.reduce(starts), np.fmax.reduce(ends))
        return self.since or month_of(np.fmin.reduce(starts)), self.as_at or month_of(latest)


Find: TypeAlias = Callable[[Records, Month], Cases]
FindOwed: TypeAlias = Callable[[Records, Day], Owed]


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator is counted: `find` finds the cases of a month.

    It raises CannotCount where that cannot be done: in no month, or with `each_month` in this one.
    `dataset` gives the dataset that says which months are covered, and `back` how many months
    before its own a count looks at. `options` are those it uses. Where the indicator is of a
    standard, `owed` finds what is owed on a day of the months to count.
    """

    indicator: str
    find: Find
    dataset: Callable[[Records], str]
    options: tuple[str, ...]
    back: Callable[[Options, Month], int]
    each_month: bool
    owed: FindOwed | None = None

    def require(self, records: Records, month: Month) -> None:
        """Raise CannotCountMonth where the records tell nothing of a month, or of those before."""
        back = self.back(records.options, month)
        if why := records.why_not(month, self.dataset(records), back):
            raise CannotCountMonth(why)


def rule(
    indicator: str,
    dataset: str | Callable[[Records], str],
    *options: str,
    back: Callable[[Options, Month], int] = lambda options, month: 0,
    each_month: bool = False,
    owed: FindOwed | None = None,
) -> Callable[[Find], Rule]:
    """Make a function that finds the cases of a month the rule of an indicator."""
    of = dataset if callable(dataset) else lambda records: records.table(dataset).name
    return lambda find: Rule(indicator, find, of, options, back, each_month, owed)


def standard(
    indicator: str,
    dataset: str | Callable[[Records], str],
    *options: str,
    each_month: bool = False,
) -> Callable[[FindOwed], Rule]:
    """Make a function that finds what is owed on a day the rule of an indicator, which counts who
    is in date on the last day of the month.
    """

    def of(owed: FindOwed) -> Rule:
        def find(records: Records, month: Month) -> Cases:
            return owed(records, last_day(month)).cases

        find.__doc__ = owed.__doc__
        return rule(indicator, dataset, *options, each_month=each_month, owed=owed)(find)

    return of
