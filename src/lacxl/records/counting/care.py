"""Being in care: periods of care and placements, and who is in care at the end of a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.counted import Cases, Condition, Reason, Step
from lacxl.records.counting.days import Day, aged, in_words, last_day
from lacxl.records.counting.records import EPISODES, Records, once
from lacxl.records.counting.tables import CannotCount, Dated, Runs, Table, keys, last_of_run
from lacxl.records.frames import NO_DAY, Days, Mask, Rows, Whole

GOES_ON: Final = ("", "X1")
"""RECs that end an episode and no period of care."""
ADOPTED: Final = ("E11", "E12")
PLACEMENT_BEGINS: Final = ("S", "P", "T", "B", "U")
"""RNE codes of the SSDA903 guide; L, a change of legal status, changes no placement."""
_TIE_BREAKS: Final = ("urn", "postcode", "place", "legal_status", "rec", "rne")
_FAR: Final = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Care:
    """Rows that say who is in care, in order of child and start; unknown starts are left out.

    A row lasts `until` its end, or the 18th birthday before it. `entered` is the first day of its
    period of care, and `placed` that of its placement; but no day where it may be before the
    records, of which `since` is then the earliest. A period of care `ended` on a day, or goes on.
    """

    table: Table
    child: Whole
    start: Days
    until: Days
    periods: Runs
    since: Days
    entered: Days
    ended: Days
    placements: Runs
    placed: Days

    def begun(self) -> Dated:
        """Return the earliest day on record of each period of care."""
        return Dated.of(self.child[self.periods.first], self.start[self.periods.first])


@dataclass(frozen=True, slots=True)
class InCare:
    """The children in care at the end of a month, each once: their `row` of all in `care`.

    `rows` is how many rows say so.
    """

    records: Records
    care: Care
    on: Day
    table: Table
    row: Rows
    rows: int

    @property
    def since(self) -> Days:
        """The earliest day on record of their period of care."""
        return self.care.since[self.row]

    @property
    def entered(self) -> Days:
        """The first day of their period of care, no day where it is not known."""
        return self.care.entered[self.row]

    @property
    def placed(self) -> Days:
        """The first day of their placement, no day where it is not known."""
        return self.care.placed[self.row]

    def no_dob(self) -> Mask:
        """Return whose date of birth is not known."""
        return np.isnat(self.table.days("dob"))

    def aged(self, years: int, on: Day | None = None) -> Mask:
        """Return who has completed so many years on a day, the month's last without one."""
        return aged(self.table.days("dob"), years, self.on if on is None else on)

    def last(self, dataset: str, *kinds: str, column: str = "") -> Days:
        """Return each child's last event up to the day, no day where there was none.

        Where the source has no such dataset, a `column` of its list of children in care says it; a
        date after the day is then as good as none. Raises CannotCount where nothing is on record.
        """
        if column and dataset not in self.records.tables and self.table.name == "in_care":
            self.care.table.need_values(column)
            days = self.table.days(column)
            return np.where(days <= self.on, days, NO_DAY)
        events, earliest = self.records.events(dataset, kinds)
        if not earliest <= self.on:
            what = f"{' or '.join(kinds)} records" if kinds else dataset
            raise CannotCount(f"the source has no {what} up to {in_words(self.on)}")
        return events.last(self.table.child, self.on)

    def share(
        self,
        *,
        cases: Condition,
        counts: Condition,
        left_out: tuple[Reason, ...] = (),
        datasets: tuple[str, ...] = (),
    ) -> Cases:
        """Return a share of them; `datasets` are those that they were looked up in."""
        name, size = self.table.name, len(self.table)
        return Cases(
            self.table.child,
            (*self.records.steps(name), Step(f"children in care on {in_words(self.on)}", size)),
            (cases,),
            (counts,),
            (unknown_starts(self.records), *left_out, *self.records.undated(datasets)),
            datasets=(name, *datasets),
        )


def in_care(records: Records, month: Month, *needs: str) -> InCare:
    """Return the children in care on the last day of the month, each once: of two rows that are
    open at once the later one. Raises CannotCount where a column in `needs` is lacking.
    """
    care_of(records).table.need(*needs)
    return _in_care(records, last_day(month))


@once
def _in_care(records: Records, on: Day) -> InCare:
    care, (rows, start, until) = care_of(records), _lately(records)
    there = rows[(start <= on) & ~(until <= on)]
    row = there[last_of_run(care.child[there])]
    return InCare(records, care, on, care.table.only(row), row, len(there))


@once
def _lately(records: Records) -> tuple[Rows, Days, Days]:
    """Return the rows that some month to count may find there, mostly few: from and until when."""
    care, first_end = care_of(records), last_day(min(records.months))
    rows = np.flatnonzero((care.start <= records.last) & ~(care.until <= first_end))
    return rows, care.start[rows], care.until[rows]


@once
def unknown_starts(records: Records) -> Reason:
    """Return which rows were left out of who is in care."""
    table = records.kept(records.care_dataset())
    starts = table.days("start" if table.name == "episodes" else "started")
    return "the start of being in care is not known", np.isnat(starts)


@once
def care_of(records: Records) -> Care:
    """Return who is in care: by the episodes, else by the list as at its day (Annex A list 8);
    raises CannotCount without both.
    """
    return (_by_episodes if records.care_dataset() == "episodes" else _by_the_list)(records)


def _by_episodes(records: Records) -> Care:
    """Return the episodes of the children who were in care on any day that a count looks at."""
    kept = records.kept("episodes")
    kept.need(*EPISODES)
    start, end = kept.days("start"), kept.days("end")
    child, near = kept.child, (start <= records.last) & ~(end < records.looked_back_to)
    wanted = np.isin(child, child[near]) & ~np.isnat(start)
    table = _in_order(kept.only(wanted))
    child, start, end = table.child, table.days("start"), table.days("end")
    until = np.fmin(end, table.days("of_age"))
    enters = table.any_of("rne", ("S",))
    ending = ~table.any_of("rec", GOES_ON) & ~np.isnat(end)

    new = enters.copy()
    new[:1] = True
    new[1:] |= (child[1:] != child[:-1]) | ending[:-1] | _gaps(child, start, until)
    periods = Runs.starting(new)
    first, last = periods.first, periods.last
    ended = until[last]
    if len(table):  # where no reason ends the last episode, an earlier one may go on over it
        latest = np.maximum.reduceat(until, first)
        ended = np.where(ending[last] | np.isnat(ended), ended, latest)

    begins = table.any_of("rne", PLACEMENT_BEGINS)
    placements = Runs.starting(begins | new)
    return Care(
        table, child, start, until,
        periods, start[first][periods.of], np.where(enters, start, NO_DAY)[first][periods.of],
        _until_next(ended, child[first], start[first]),
        placements, np.where(begins, start, NO_DAY)[placements.first][placements.of],
    )  # fmt: skip


def _gaps(child: Whole, start: Days, until: Days) -> Mask:
    """Return after which rows, but the last, nothing is on record until the child's next one."""
    same = child[1:] == child[:-1]
    gaps: Mask = same & (until[:-1] < start[1:])
    if gaps.any():  # an earlier one may go on over it
        nth = np.append(0, np.cumsum(~same))
        reach = np.maximum.accumulate(keys(nth, np.where(np.isnat(until), _FAR, until)))
        gaps &= reach[:-1] < keys(nth, start)[1:]
    return gaps


def _until_next(ended: Days, child: Whole, start: Days) -> Days:
    """Return the ends, none of them later than the start of the child's next period."""
    following = np.append(start[1:], NO_DAY)[: len(start)]
    return np.where(last_of_run(child), ended, np.fmin(ended, following))


def _in_order(table: Table) -> Table:
    """Return the episodes by child, start and end (an open one last), whatever order they had.

    Episodes that share all three are ordered by what they say: an entry comes first, an end with
    a reason last, the rest by their codes.
    """
    end = np.where(np.isnat(table.days("end")), _FAR, table.days("end"))
    key = keys(table.child, table.days("start"))
    if np.all((key[1:] > key[:-1]) | (key[1:] == key[:-1]) & (end[1:] > end[:-1])):
        return table
    order = np.lexsort((end, key))
    rows = table.only(order)
    child, start, end = rows.child, rows.days("start"), end[order]
    tied = (child[1:] == child[:-1]) & (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    if tied.any():
        at = np.flatnonzero(np.append(tied, False) | np.append(False, tied))
        alike = rows.only(at)
        last = 2 * (~alike.any_of("rec", GOES_ON) & (end[at] != _FAR)) - alike.any_of("rne", ("S",))
        codes = [alike.codes(name).ranks() for name in _TIE_BREAKS if alike.has(name)]
        order[at] = order[at][np.lexsort((*codes, last, end[at], start[at], child[at]))]
    return table.only(order)


def _by_the_list(records: Records) -> Care:
    """Return the rows of the list, each a period of care and a placement."""
    kept = records.kept("in_care")
    kept.need("child", "started", "ceased")
    order = np.lexsort((kept.days("ceased"), kept.days("started"), kept.child))
    table = kept.only(order[~np.isnat(kept.days("started")[order])])
    child, start = table.child, table.days("started")
    until = np.fmin(table.days("ceased"), table.days("of_age"))
    each = Runs.starting(np.ones(len(table), np.bool_))
    ended, placed = _until_next(until, child, start), table.days("placement_start")
    return Care(table, child, start, until, each, start, start, ended, each, placed)
