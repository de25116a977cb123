"""Being in care: periods of care and placements, and who is in care at the end of a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lacxl.domain.dataset import CannotCount
from lacxl.records.counting.counted import Cases, Condition, Reason, Step
from lacxl.records.counting.in_order import Dated, Runs
from lacxl.records.counting.records import EPISODES, Records, once
from lacxl.records.days import Day, birthday, in_words
from lacxl.records.frames import NO_DAY, Days, Frame, Mask, Rows, Whole, child_and_day, last_of_run

GOES_ON: Final = ("", "X1")
"""RECs that end an episode and no period of care."""
ADOPTED: Final = ("E11", "E12")
PLACEMENT_BEGINS: Final = ("S", "P", "T", "B", "U")
"""RNE codes of the SSDA903 guide; L, a change of legal status, changes no placement."""
_TIE_BREAKS: Final = ("urn", "postcode", "place", "legal_status", "rec", "rne")
_GROWN: Final = 18
_FAR: Final = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Care:
    """Rows that say who is in care, in order of child and start; unknown starts are left out.

    The table has columns more: a row lasts from `start` `until` its end, or the 18th birthday
    before it. `entered` is the first day of its period of care and `placed` of its placement, but
    no day where that may be before the records, of which `since` is the period's earliest day.
    A period of care `ended` on a day, or goes on.
    """

    table: Frame
    periods: Runs
    placements: Runs
    ended: Days

    def begun(self) -> Dated:
        """Return the earliest day on record of each period of care."""
        rows = self.table.some(self.periods.first)
        return Dated.of(rows.child, rows.days("start"))


@dataclass(frozen=True, slots=True)
class InCare:
    """The children in care on a day, each once, by the later row where two are open; `rows` is how
    many say so.
    """

    records: Records
    on: Day
    table: Frame
    child: Whole
    rows: int

    def days(self, column: str) -> Days:
        """Return a date of each child; see `Care`."""
        return self.table.days(column)

    def no_dob(self) -> Mask:
        """Return whose date of birth is not known."""
        return np.isnat(self.days("dob"))

    def last(self, dataset: str, *kinds: str, column: str = "") -> Days:
        """Return each child's last event up to the day; a source without such a dataset may say it
        in a `column` of its list. Raises CannotCount where nothing is on record.
        """
        if column and dataset not in self.records.tables and self.table.name == "in_care":
            care_of(self.records).table.need_values(column)
            return np.where(self.days(column) <= self.on, self.days(column), NO_DAY)
        events, earliest = self.records.events(dataset, kinds)
        if not earliest <= self.on:
            what = f"{' or '.join(kinds)} records" if kinds else dataset
            raise CannotCount(f"the source has no {what} up to {in_words(self.on)}")
        return events.last(self.child, self.on)

    def period(self) -> Rows:
        """Return the period of care of each child."""
        return care_of(self.records).begun().place_of_last(child_and_day(self.child, self.on))

    def ends(self) -> Days:
        """Return the day after this one from which each child is no longer in care, as far as it is
        known: the end of the period of care on record, or the 18th birthday.
        """
        days = (care_of(self.records).ended[self.period()], birthday(self.days("dob"), _GROWN))
        ended, grown = (np.where(each > self.on, each, NO_DAY) for each in days)
        found: Days = np.fmin(ended, grown)
        return found

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
            self.child,
            (*self.records.steps(name), Step(f"children in care on {in_words(self.on)}", size)),
            (cases,),
            (counts,),
            (unknown_starts(self.records), *left_out, *self.records.undated(datasets)),
            datasets=(name, *datasets),
        )


def in_care(records: Records, on: Day, *needs: str) -> InCare:
    """Return the children in care on a day of the months to count; raises CannotCount without the
    columns.
    """
    care_of(records).table.need(*needs)
    return _in_care(records, on)


@once
def _in_care(records: Records, on: Day) -> InCare:
    lately, start, until = _lately(records)
    there = lately.some((start <= on) & ~(until <= on))
    child, last = there.child, last_of_run(there.child)
    return InCare(records, on, there.some(last), child[last], len(there))


@once
def _lately(records: Records) -> tuple[Frame, Days, Days]:
    """Return the rows that some month to count may find there, mostly few: from and until when."""
    table = care_of(records).table
    there = (table.days("start") <= records.last) & ~(table.days("until") < records.first)
    rows = table.some(np.flatnonzero(there))
    return rows, rows.days("start"), rows.days("until")


@once
def unknown_starts(records: Records) -> Reason:
    """Return which rows were left out of who is in care."""
    table = records.kept(records.care_dataset())
    starts = table.days("start" if table.name == "episodes" else "started")
    return "the start of being in care is not known", np.isnat(starts)


@once
def care_of(records: Records) -> Care:
    """Return who is in care by the episodes, else by the list; raises CannotCount without both."""
    return (_by_episodes if records.care_dataset() == "episodes" else _by_the_list)(records)


def _by_episodes(records: Records) -> Care:
    """Return the episodes of the children who were in care on any day that a count looks at."""
    kept = records.kept("episodes")
    kept.need(*EPISODES)
    start, end = kept.days("start"), kept.days("end")
    child, near = kept.child, (start <= records.last) & ~(end < records.looked_back_to)
    wanted = np.isin(child, child[near]) & ~np.isnat(start)
    table = _in_order(kept.some(wanted)).assign()
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
    opens = placements.first
    table = table.assign(
        until=until,
        since=start[first][periods.of],
        entered=np.where(enters[first], start[first], NO_DAY)[periods.of],
        placed=np.where(begins[opens], start[opens], NO_DAY)[placements.of],
    )
    return Care(table, periods, placements, _until_next(ended, child[first], start[first]))


def _gaps(child: Whole, start: Days, until: Days) -> Mask:
    """Return after which rows, but the last, nothing is on record until the child's next one."""
    same = child[1:] == child[:-1]
    gaps: Mask = same & (until[:-1] < start[1:])
    if gaps.any():  # an earlier one may go on over it
        reach = np.maximum.accumulate(child_and_day(child, np.where(np.isnat(until), _FAR, until)))
        gaps &= reach[:-1] < child_and_day(child, start)[1:]
    return gaps


def _until_next(ended: Days, child: Whole, start: Days) -> Days:
    """Return the ends, none of them later than the start of the child's next period."""
    following = np.append(start[1:], NO_DAY)[: len(start)]
    return np.where(last_of_run(child), ended, np.fmin(ended, following))


def _in_order(table: Frame) -> Frame:
    """Return the episodes by child, start and end (an open one last); of those that share all
    three an entry comes first, an end with a reason last, the rest by their codes.
    """
    key = child_and_day(table.child, table.days("start"))
    if np.all(key[1:] > key[:-1]):
        return table
    end = np.where(np.isnat(table.days("end")), _FAR, table.days("end"))
    ended = ~table.any_of("rec", GOES_ON) & (end != _FAR)
    rank = 2 * ended - table.any_of("rne", ("S",))
    codes = [table.codes(name).ranks() for name in _TIE_BREAKS if name in table]
    return table.some(np.lexsort((*codes, rank, end, key)))


def _by_the_list(records: Records) -> Care:
    """Return the rows of the list, each a period of care and a placement."""
    kept = records.kept("in_care")
    kept.need("child", "started", "ceased")
    order = np.lexsort((kept.days("ceased"), kept.days("started"), kept.child))
    table = kept.some(order[~np.isnat(kept.days("started")[order])])
    start, until = table.days("started"), np.fmin(table.days("ceased"), table.days("of_age"))
    placed = table.days("placement_start")
    table = table.assign(start=start, until=until, since=start, entered=start, placed=placed)
    each = Runs.starting(np.ones(len(table), np.bool_))
    return Care(table, each, each, _until_next(until, table.child, start))
