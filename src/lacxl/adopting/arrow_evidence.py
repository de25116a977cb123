"""What printed arrows prove: whether they show performance or the number, and what is no change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.evidence import Series
from lacxl.adopting.printed_cells import Sheets, judging_cell
from lacxl.adopting.proposal import KnownIndicator
from lacxl.adopting.vocabulary import arrow_of
from lacxl.domain.indicator import Figure, Polarity, Unit
from lacxl.domain.numbers import half_up
from lacxl.workbook.address import CellRef

_UP = {"up": 1, "slightly_up": 1, "level": 0, "slightly_down": -1, "down": -1}
_MOST_AGAINST = 4
_SLANTING = ("slightly_up", "slightly_down")
_UPRIGHT = frozenset("↑↓⬆⬇⇑⇓")
"""Signs that have slanting ones of their kind; triangles have none."""
_SMALL = Decimal("0.5")
"""A change below this, in the unit shown, would be slight if any were."""
_LONGEST_SIGN = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """An arrow beside the last two figures of its row: its direction, and the change as shown.

    `is_said` is true where no cell says which way is good, but a person did.
    """

    direction: int
    step: Decimal
    polarity: Polarity | None
    is_said: bool = False


def samples(
    tables: Sequence[CandidateTable],
    indicators: Sequence[KnownIndicator],
    series: Mapping[tuple[str, str], Series],
    sheets: Sheets,
) -> Iterator[Sample]:
    """Yield the arrows that are printed as signs, each with what it is beside."""
    known = {each.reference: each for each in indicators}
    for table in tables:
        for entry in table.entries:
            indicator = known[entry.reference]
            own = series[table.words.name, entry.reference]
            arrow = judging_cell(table, entry, "dot")
            if arrow is None or len(own.months) < 2 or indicator.unit is None:
                continue
            direction = _UP.get(arrow_of(sheets.there.get(arrow)) or "")
            if direction is None:
                continue
            before, now = (own.numbers[month] for month in own.months[-2:])
            decimals = Figure("", indicator.unit).decimals
            if indicator.unit is Unit.PERCENTAGE:
                decimals = 1
                before, now = (n if indicator.points else n * 100 for n in (before, now))
            step = half_up(now, decimals) - half_up(before, decimals)
            yield Sample(direction, step, indicator.polarity, indicator.polarity_said)


def shown_by(found: Sequence[Sample]) -> tuple[str, bool]:
    """Return what the arrows show, and whether rows in which less is better prove it; "" if none.

    Only such rows tell: where more is better, both are the same.
    """
    votes = [
        (each.direction > 0) == (each.step > 0)
        for each in found
        if each.polarity is Polarity.LOW and each.direction and each.step
    ]
    if not votes or len(set(votes)) > 1:
        return "", False
    return ("number" if votes[0] else "performance"), len(votes) > 1


def likely_shown(found: Sequence[Sample]) -> str:
    """Return what arrows likely show by cells alone; an answer may take it back, and adds nothing.

    What is called likely is taken by one word, so it has to be what the file called so.
    """
    by_cells, _ = shown_by([each for each in found if not each.is_said])
    by_all, _ = shown_by(found)
    return by_cells or ("" if by_all == "number" else "performance")


def is_against(found: Sequence[Sample], shows: str) -> bool:
    """Say whether arrows do not follow from the month before, so that they show something else."""
    directed = [each for each in found if each.direction and each.step]
    wrong = sum(
        (each.direction > 0)
        != ((each.step > 0) != (shows == "performance" and each.polarity is Polarity.LOW))
        for each in directed
    )
    return wrong * _MOST_AGAINST > len(directed)


def level_within(found: Sequence[Sample]) -> Decimal:
    """Return the largest change that was printed as none, in the unit shown."""
    return max((abs(each.step) for each in found if each.direction == 0), default=Decimal(0))


def may_be_five(
    seen: Mapping[str, str], cells: Sequence[CellRef], sheets: Sheets, found: Sequence[Sample]
) -> bool:
    """Say whether there may be slanting signs that no row has this month.

    Not where the list of a cell has the signs, or a small change was printed with an upright one.
    A slanting sign anywhere in the workbook, as in a key, is one more reason to ask.
    """
    if not {seen.get("up"), seen.get("down")} & _UPRIGHT or {*_SLANTING} & seen.keys():
        return False
    texts = (value for value in sheets.there.values() if isinstance(value, str))
    if any(len(text) <= _LONGEST_SIGN and arrow_of(text) in _SLANTING for text in texts):
        return True
    if any(arrow_of(word) == "up" for cell in cells for word in sheets.lists.get(cell, ())):
        return False
    steps = [abs(each.step) for each in found if each.direction and each.step]
    return min(steps, default=_SMALL) >= _SMALL
