"""One period of care: placements and legal statuses woven into episodes."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacxl.synth.codes import FIRST_LEGAL, MOVE_REASONS, TEMPORARY
from lacxl.synth.dice import Dice
from lacxl.synth.life import Adoption, Episode
from lacxl.synth.placements import Home, Move, moves, postcode

_DAY: Final = dt.date.fromordinal


class Path(NamedTuple):
    """The days on the way to adoption; 0 where one is not known or did not come."""

    decided: int
    ordered: int
    matched: int
    moved_in: int
    by_foster_carer: bool
    reversed: int = 0
    reversed_reason: str = ""

    def adoption(self) -> Adoption:
        """Return what the council wrote down."""
        return Adoption(
            _DAY(self.decided) if self.decided else None,
            _DAY(self.matched) if self.matched else None,
            self.by_foster_carer,
            _DAY(self.reversed) if self.reversed else None,
            self.reversed_reason,
        )


class PeriodPlan(NamedTuple):
    """A period of care in outline; `end` is 0 where it continues past all that is known."""

    entry: int
    end: int
    reason: str
    settled: bool
    path: Path | None = None
    uasc: bool = False


def episodes(dice: Dice, dob: dt.date, plan: PeriodPlan, horizon: dt.date) -> list[Episode]:
    """Return the period's episodes as they are on the horizon."""
    limit = horizon.toordinal()
    until = min(plan.end or limit + 1, limit + 1)
    homes = moves(dice, dob, plan.entry, until, plan.settled, horizon)
    statuses = _statuses(dice, plan)
    if plan.path:
        homes, statuses = _towards_adoption(dice, homes, statuses, plan.path)
    return _woven(dice, homes, _together(dice, homes, statuses, plan), plan, until, limit)


def _together(
    dice: Dice, homes: list[Move], statuses: list[tuple[int, str]], plan: PeriodPlan
) -> list[tuple[int, str]]:
    """Let some legal statuses change on the day of a move."""
    if plan.path or len(statuses) == 1 or not dice.chance(0.3):
        return statuses
    index = dice.whole(1, len(statuses) - 1)
    day, code = statuses[index]
    after = statuses[index + 1][0] if index + 1 < len(statuses) else day + 150
    days = [move.day for move in homes if day <= move.day < after]
    return [*statuses[:index], (days[0], code), *statuses[index + 1 :]] if days else statuses


def _statuses(dice: Dice, plan: PeriodPlan) -> list[tuple[int, str]]:
    first = "V2" if plan.uasc else dice.draw(FIRST_LEGAL)
    found, day = [(plan.entry, first)], plan.entry
    if first in {"L1", "L2"}:
        day += dice.whole(1, 3 if first == "L1" else 8)
        found.append((day, "C1" if dice.chance(0.6) else "V2"))
    if found[-1][1] == "V2" and plan.settled and dice.chance(0.7):
        day += dice.whole(20, 200)
        found.append((day, "C1"))
    if found[-1][1] == "C1":
        day += dice.whole(90, 320)
        found.append((day, "C2"))
    return found


def _towards_adoption(
    dice: Dice, homes: list[Move], statuses: list[tuple[int, str]], path: Path
) -> tuple[list[Move], list[tuple[int, str]]]:
    if path.ordered:
        stop = path.reversed or 1 << 30
        statuses = [item for item in statuses if item[0] < path.ordered]
        statuses.append((path.ordered, "E1"))
        if stop < 1 << 30:
            statuses.append((stop, "C2"))
    if path.moved_in:
        homes = [move for move in homes if move.day < path.moved_in]
        while homes[-1].home.placement_type in TEMPORARY:  # moves in from the home before
            homes.pop()
        before = homes[-1]
        code = ("A5" if path.ordered else "A3") if path.by_foster_carer else None
        if code:
            home = before.home._replace(placement_type=code)
        else:
            home = Home("A6" if path.ordered else "A4", "PR1", postcode(dice), "")
        homes.append(Move(path.moved_in, home, path.by_foster_carer))
    return homes, statuses


def _woven(
    dice: Dice,
    homes: list[Move],
    statuses: list[tuple[int, str]],
    plan: PeriodPlan,
    until: int,
    limit: int,
) -> list[Episode]:
    by_move = {move.day: move for move in homes if move.day < until or move.day == plan.entry}
    by_status = {day: code for day, code in statuses if day < until or day == plan.entry}
    days = sorted(by_move.keys() | by_status.keys())
    found: list[Episode] = []
    home, status = by_move[plan.entry].home, by_status[plan.entry]
    for day, after in zip(days, [*days[1:], 0], strict=True):
        move, new = by_move.get(day), by_status.get(day)
        home, status = (move.home if move else home), (new or status)
        next_move = by_move.get(after)
        if after:
            end, rec = _DAY(after), "X1"
        elif plan.end and plan.end <= limit:
            end, rec = _DAY(plan.end), plan.reason
        else:
            end, rec = None, ""
        found.append(
            Episode(
                _DAY(day), _why(day, move, new, plan.entry), status, home.placement_type, end, rec,
                home.provider, home.postcode, home.urn,
                dice.draw(MOVE_REASONS) if next_move else "",
            )
        )  # fmt: skip
    return found


def _why(day: int, move: Move | None, status: str | None, entry: int) -> str:
    if day == entry:
        return "S"
    if move is None:
        return "L"
    if status is None:
        return "T" if move.stays else "P"
    return "U" if move.stays else "B"
