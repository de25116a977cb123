"""Ends after which care goes on (X1): whether an episode follows on the day, later, or never."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.day_numbers import (
    DAY_BITS,
    MISSING,
    day_numbers,
    whole_numbers,
)
from lacxl.records.feeds.stacking import count_by_file, report_rows
from lacxl.records.frames import NO_DAY, Days, Frame, Mask, Rows

SHORT_BREAKS = ("V3", "V4")
_GOES_ON = ("X1",)
_TODO = "Add the episode that follows, or correct the reason."


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rows that end with X1 although no row follows on the day: `never` where none does at all,
    `again` where the next one starts a new period of care. `until` is the start of the next one.
    """

    never: Mask
    later: Mask
    again: Mask
    until: Days

    def only(self, rows: Mask) -> Gaps:
        """Return the gaps of some rows."""
        return Gaps(self.never[rows], self.later[rows], self.again[rows], self.until[rows])


def gaps_of(frame: Frame, first: str = "start", last: str = "end") -> Gaps | None:
    """Return where rows, ordered by child and start, end with X1 and are not continued; None where
    all are. A row that covers the end counts as following.
    """
    child, start = frame.child, whole_numbers(frame.array(first))
    end = whole_numbers(frame.array(last))
    suspect = frame.codes("rec").any_of(_GOES_ON)
    suspect[:-1] &= (start[1:] != end[:-1]) | (child[1:] != child[:-1])
    suspect &= end != MISSING
    rows = np.flatnonzero(suspect)
    if "legal_status" in frame:
        rows = rows[~frame.codes("legal_status")[rows].any_of(SHORT_BREAKS)]
    if not len(rows):
        return None
    after = _next_rows(frame.array(first), frame.array(last), child, rows)
    size = len(frame)
    never, later, again = (np.zeros(size, np.bool_) for _ in range(3))
    alone = rows[after == _NONE]
    if len(alone):  # of two that end at once one is enough to go on
        never[alone[np.append(child[alone[1:]] != child[alone[:-1]], True)]] = True
    follows = after >= 0
    rows, after = rows[follows], after[follows]
    entry = np.ones(len(after), np.bool_)  # in a list of children in care each row is a period
    if "rne" in frame:
        entry = frame.codes("rne").any_of(("S",))[after]
    again[rows[entry]], later[rows[~entry]] = True, True
    until = np.full(size, NO_DAY)
    until[rows] = frame.array(first)[after]
    return Gaps(never, later, again, until) if (never | later | again).any() else None


_NONE, _COVERED = -1, -2


def _next_rows(start: Days, end: Days, child: Rows, rows: Rows) -> Rows:
    """Return the next row of the child after the end of each of some rows, _NONE where there is
    none, _COVERED where another goes on over the end or starts on it.
    """
    some = np.zeros(int(child.max()) + 2, np.bool_)
    some[child[rows]] = True
    of_some = np.flatnonzero(some[child])
    mine = child[of_some] << DAY_BITS
    starts = mine | day_numbers(start[of_some])
    # none is more than any day, so that what is open reaches furthest
    reach = np.maximum.accumulate(mine | day_numbers(end[of_some]))
    place = np.searchsorted(of_some, rows)
    ended = mine[place] | day_numbers(end[rows])
    at = np.searchsorted(starts, ended, "right")
    covered = (reach[at - 1] > ended) | ((starts[at - 1] == ended) & (at - 1 > place))
    at_most = np.minimum(at, len(of_some) - 1)
    follows = (at < len(of_some)) & (child[of_some[at_most]] == child[rows])
    found = np.where(follows, of_some[at_most], _NONE)
    found[covered] = _COVERED
    return found


def continued(frame: Frame, gaps: Gaps | None, context: Context, last: str = "end") -> Frame:
    """Report rows that end with X1 and are not continued, and let them go on: until the next one,
    or without an end where none follows. Before a new period of care they ended as they say.
    """
    if gaps is None:
        return frame
    repair = context.options.repairs("continue_episodes")
    off = "" if repair else ", for the repair is turned off"
    counts = f"the child counts as {'' if repair else 'not '}in care"
    again = (
        "care starts again only later: the child counts as not in care until then, and why care "
        "ended is not known."
    )
    for code, mask, what in (
        ("X164", gaps.never, f"no episode follows: {counts} from then on{off}."),
        ("X165", gaps.later, f"the next one starts later: {counts} until then{off}."),
        ("X166", gaps.again, again),
    ):
        report_rows(
            context.report, code, frame, mask, last,
            f"[row ends|rows end] with X1, to be continued, but {what}",
            _TODO, context.kind("episodes" if last == "end" else "in_care"),
        )  # fmt: skip
    goes_on = gaps.never | gaps.later
    if not repair or not goes_on.any():
        return frame
    for file, count in count_by_file(frame.file[goes_on]).items():
        context.report.repaired("continue_episodes", file, count)
    ends = np.where(goes_on, gaps.until, frame.array(last))
    return frame.assign(rec=frame.codes("rec").blanked(gaps.never), **{last: ends})
