"""What the measures of one source share: its tables, the options, and which months they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from threading import Lock
from typing import TypeVar, cast

from lacxl.domain.month import MONTH_NAMES, Month
from lacxl.records.counting.counted import Children, Counted, LeftOut, Step, nobody
from lacxl.records.counting.days import FAR, MISSING, date_of, day, first_known, less_months
from lacxl.records.counting.history import History, Listed
from lacxl.records.counting.options import Options
from lacxl.records.counting.tables import CannotCount, Events, Table, without_short_breaks
from lacxl.records.frames import Frame

T = TypeVar("T")
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
"""The column that says whether an event took place; a row of which it says nothing did."""
_DID_NOT = ("not held", "not known")


class Context:
    """One source's tables. What several measures need is worked out once."""

    def __init__(
        self,
        frames: Mapping[str, Frame],
        options: Options,
        source: str,
        as_at: Month | None,
        since: Month | None,
        months: Sequence[Month],
    ) -> None:
        self.tables = {name: Table(name, frame) for name, frame in frames.items()}
        self.options = options
        self.source = source
        self.as_at = as_at
        self.since = since
        self.months = sorted(set(months))
        self.ends = [last_day(month) for month in self.months]
        self.first, self.last = day(self.months[0].first_day), self.ends[-1]
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._files: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._events: dict[tuple[str, tuple[str, ...]], Events] = {}
        self._made: dict[str, object] = {}

    def table(self, name: str) -> Table:
        """Return a dataset; raises CannotCount where the source does not have it."""
        if name not in self.tables:
            raise CannotCount(f"the source has no {_NAMES.get(name, name)}")
        return self.tables[name]

    def table_with_rows(self, name: str) -> Table:
        """Return a dataset; raises CannotCount where it is not there or empty."""
        table = self.table(name)
        if not len(table):
            raise CannotCount(f"the {_NAMES.get(name, name)} of the source have no rows")
        return table

    @property
    def look_back(self) -> int:
        """The first day that any count of these months looks at: 9.2 looks back a year."""
        return less_months(self.first, 13)

    @property
    def history(self) -> History:
        """The episodes; raises CannotCount where there are none."""
        return self.once(
            "history",
            lambda: History(self.kept("episodes"), self.look_back, self.last, self.ends),
        )

    @property
    def care(self) -> History | Listed:
        """Who is in care: by the episodes, else by the list; raises CannotCount without both."""
        if self.care_dataset() == "episodes":
            return self.history
        return self.once("list", lambda: Listed(self.kept("in_care")))

    def kept(self, name: str) -> Table:
        """Return a dataset without short breaks; raises CannotCount where it has no rows."""
        return self.once(f"kept {name}", lambda: without_short_breaks(self.table_with_rows(name)))

    def events(self, name: str, kinds: tuple[str, ...] = ()) -> Events:
        """Return dated events of some kinds (of all without) that took place, as far as is said."""
        if (name, kinds) not in self._events:
            table = self.table(name)
            table.need("child", "date")
            child, days = table.child, table.days("date")
            if kinds:
                table.need("kind")
                mine = table.any_of("kind", kinds)
                child, days = child[mine], days[mine]
            earliest = first_known(days)
            said = _TOOK_PLACE.get(name, "")
            if table.has(said):
                took_place = ~table.any_of(said, _DID_NOT)
                took_place = took_place[mine] if kinds else took_place
                child, days = child[took_place], days[took_place]
            self._events[name, kinds] = Events(child, days, earliest)
        return self._events[name, kinds]

    def _reach(self, earliest: int) -> tuple[Month, Month]:
        """Return the first month of the episodes and that of their latest start or end."""
        table, until = self.kept("episodes"), self.as_at
        if until is None:
            until = _month_of(max(int(table.days(name).max()) for name in ("start", "end")))
        return self.since or _month_of(earliest), until

    def why_not(self, month: Month, dataset: str, back: int = 0) -> str:
        """Return why a dataset says nothing of a month, "" where it does.

        `back` is how many months before this one the count looks at.
        """
        if dataset != "episodes":
            name = _NAMES.get(dataset, dataset)
            if self.as_at is None:
                return f"it is not known as at which month the {name} was made; taken_on says it"
            if month != self.as_at:
                return f"the {name} is as at {self.as_at.short} and says nothing of other months"
            return ""
        earliest = self.history.earliest
        if earliest == FAR:
            raise CannotCount("no episode is left but short breaks and those without a start")
        since, until = self.once("reach of the episodes", lambda: self._reach(earliest))
        if month > until:
            return f"the episodes go up to {until.short}"
        if month < since:
            return f"the episodes begin in {since.short}"
        if self.since and month - back < self.since:
            return f"the episodes begin in {since.short}, and the count looks back {back} months"
        return ""

    def known_of(self, month: Month) -> Month:
        """Return the month, or the last that the source knows of, if that is earlier."""
        return month if self.as_at is None else min(month, self.as_at)

    def files(self, *datasets: str) -> tuple[str, ...]:
        """Return the files behind some datasets."""
        if datasets not in self._files:
            tables = [self.tables[name] for name in datasets if name in self.tables]
            if len(tables) == 1:
                self._files[datasets] = tables[0].files()
            else:
                several = (self.files(table.name) for table in tables)
                self._files[datasets] = tuple(sorted({file for files in several for file in files}))
        return self._files[datasets]

    def first_of(self, *datasets: str) -> str:
        """Return the first of some datasets that the source has, the last where it has none."""
        return next((name for name in datasets if name in self.tables), datasets[-1])

    def care_dataset(self) -> str:
        """Return the dataset that says who is in care; raises CannotCount without one."""
        if "episodes" not in self.tables and "in_care" not in self.tables:
            raise CannotCount(
                "the source has neither episodes of care nor a list of children in care"
            )
        return self.first_of("episodes", "in_care")

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` returned when it was asked for by this name first."""
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            if name not in self._made:
                self._made[name] = make()
            return cast(T, self._made[name])

    def place(self, month: Month) -> int:
        """Return the month's place among the months that are counted."""
        return self.months.index(month)

    def counted(
        self,
        indicator: str,
        month: Month,
        *,
        numerator: int,
        denominator: int | None = None,
        datasets: Sequence[str],
        funnel: Iterable[Step] = (),
        left_out: Iterable[LeftOut] = (),
        who: Callable[[], Children] = nobody,
    ) -> Counted:
        """Return what was counted."""
        return Counted(
            indicator,
            month,
            self.source,
            Decimal(int(numerator)),
            None if denominator is None else Decimal(int(denominator)),
            files=self.files(*datasets),
            funnel=tuple(funnel),
            left_out=tuple(out for out in left_out if out.cases),
            who=who,
        )

    def refused(self, indicator: str, month: Month, reason: str) -> Counted:
        """Return that an indicator could not be counted."""
        return Counted(indicator, month, self.source, reason=reason)

    def care_steps(self, month: Month, children: int) -> tuple[Step, ...]:
        """Return the first steps of a count of children in care."""
        care = self.care
        rows = "episodes" if isinstance(care, History) else "rows of the list"
        return (
            Step(f"{rows} read", care.read),
            Step("without short breaks (V3, V4)", care.kept),
            Step(f"children in care on {in_words(last_day(month))}", children),
        )

    def undated(self, datasets: Sequence[str]) -> tuple[LeftOut, ...]:
        """Return how many rows of dated events have no date."""
        return tuple(
            LeftOut(f"no date in the {_NAMES[name]}", int((days == MISSING).sum()))
            for name in datasets
            if name in self.tables
            for days in [self.tables[name].days("date")]
        )

    def care_left_out(self) -> LeftOut:
        """Return how many rows were left out of who is in care."""
        return LeftOut("the start of being in care is not known", self.care.unknown_starts)


def last_day(month: Month) -> int:
    """Return T, the last day of the month, as a number."""
    return day(month.last_day)


def _month_of(number: int) -> Month:
    """Return the month of a day; of one before or after all months that there are, the nearest."""
    first, last = Month(Month.FIRST_YEAR, 1).first_day, Month(Month.LAST_YEAR, 12).last_day
    return Month.of(min(max(date_of(number), first), last))


def in_words(number: int) -> str:
    """Return a day in words: 31 May 2015."""
    date = date_of(number)
    return f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}"
