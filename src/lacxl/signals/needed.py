"""What the rest of a financial year must bring for its target to be met: arithmetic, no forecast.

How many cases will come is not known, so it is never guessed: everything is said of a number of
cases that somebody names, or of cases that come in a row. A target is met as RAG says it: at
the precision shown, half up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from lacxl.domain.figures import FigureRow
from lacxl.domain.indicator import Basis, Figure, Kind, Polarity, Unit
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Measured, Missing

USUAL_CASES = 10
"""How many cases to come are spoken of where nobody says otherwise."""


class Outlook(Enum):
    """Where a figure stands to its target for the year."""

    MET = "met so far"
    MISSED = "missed so far"
    KEPT = "met whatever comes"
    LOST = "out of reach"
    OVER_MET = "the year is over: met"
    OVER_MISSED = "the year is over: missed"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """What a figure of the year to date still needs.

    `of_next` is how many of the next `cases` must count, where high is good, or may count
    at most, where low is: of a percentage or a count; of a mean it is what they may or must
    come to together. It is None where no number of them is enough. `in_a_row` is the
    smallest number of cases in a row, all good, by which a target that is missed is met; `spare`
    the largest number in a row, none of them good, by which one that is met stays so. `reason` says
    why nothing is known.
    """

    row: FigureRow
    target: Decimal
    outlook: Outlook
    cases: int = USUAL_CASES
    of_next: int | None = None
    in_a_row: int | None = None
    spare: int | None = None
    reason: str = ""

    def words(self, shown: Callable[[Decimal], str]) -> str:
        """Return it as a sentence; `shown` writes a figure as its cell shows it."""
        return _words(self, shown)


def needed_of(row: FigureRow, cases: int = USUAL_CASES) -> StillNeeded | None:
    """Return what a figure still needs as of its month, None where there is nothing to meet.

    There is for a flow with a target and a good direction. The target of a count is of the year
    only where RAG judges the year to date; else it is of a month, and is not counted up.
    """
    indicator, figure = row.indicator, row.figure
    target = indicator.target
    if (
        indicator.kind is not Kind.FLOW
        or target is None
        or indicator.polarity is Polarity.NONE
        or not indicator.judges(row.figure)
    ):
        return None
    green = half_up(target.green, figure.decimals)

    def unknown(reason: str) -> StillNeeded:
        return StillNeeded(row, green, Outlook.UNKNOWN, cases, reason=reason)

    if figure.unit is Unit.COUNT and indicator.basis is not Basis.YTD:
        return unknown("its target is of a month")
    if figure.unit is Unit.RATE:
        return unknown("what a rate is of is no number of cases to come")
    if isinstance(row.ytd, Missing):
        return unknown(row.ytd.reason)
    year = _YearSoFar(row.ytd, figure, indicator.polarity is Polarity.HIGH, green)
    if row.at == row.at.financial_year.last:
        return StillNeeded(
            row, green, Outlook.OVER_MET if year.is_met else Outlook.OVER_MISSED, cases
        )
    if figure.unit is Unit.COUNT:
        outlook, of_next = year.count()
        return StillNeeded(row, green, outlook, cases, of_next)
    if figure.unit is Unit.MEAN:
        met = Outlook.MET if year.is_met else Outlook.MISSED
        return StillNeeded(row, green, met, cases, year.together(cases))
    outlook = year.share()
    is_met = outlook is Outlook.MET
    return StillNeeded(
        row,
        green,
        outlook,
        cases,
        year.of_next(cases),
        year.in_a_row() if outlook is Outlook.MISSED else None,
        year.spare() if is_met else None,
    )


class _YearSoFar:
    """The year to date as n of d, and where a figure begins to meet its target.

    `edge` is exact: half up, 97.95% shows 98.0% and meets it, and 10.05% shows 10.1% and does not
    meet 10.0%. Where high is good the edge itself meets the target, where low is good it does not.
    """

    def __init__(self, ytd: Measured, figure: Figure, is_high: bool, green: Decimal) -> None:
        self.n = Fraction(ytd.value if ytd.numerator is None else ytd.numerator)
        self.d = Fraction(1 if ytd.denominator is None else ytd.denominator)
        self.is_high = is_high
        half = Fraction(1, 2 * 10**figure.decimals)
        self.edge = Fraction(green) + (-half if is_high else half)

    @property
    def is_met(self) -> bool:
        """Whether the year to date meets the target, as it is shown."""
        at_edge = self.edge * self.d
        return self.n >= at_edge if self.is_high else self.n < at_edge

    def share(self) -> Outlook:
        """Return where a percentage stands."""
        if self.edge <= 0 if self.is_high else self.edge > 1:
            return Outlook.KEPT
        if self.edge > 1 if self.is_high else self.edge <= 0:
            return Outlook.LOST
        return Outlook.MET if self.is_met else Outlook.MISSED

    def of_next(self, cases: int) -> int | None:
        """Return how many of the next cases must count at least, or may at most."""
        room = self.edge * (self.d + cases) - self.n
        if self.is_high:
            least = max(math.ceil(room), 0)
            return least if least <= cases else None
        most = min(math.ceil(room) - 1, cases)
        return most if most >= 0 else None

    def in_a_row(self) -> int:
        """Return how many good cases in a row meet a target that is missed."""
        if self.is_high:
            return math.ceil((self.edge * self.d - self.n) / (1 - self.edge))
        return math.floor(self.n / self.edge - self.d) + 1

    def spare(self) -> int:
        """Return how many cases in a row that are not good still leave it met."""
        if self.is_high:
            return math.floor(self.n / self.edge - self.d)
        return math.ceil((self.edge * self.d - self.n) / (1 - self.edge)) - 1

    def together(self, cases: int) -> int | None:
        """Return what the next cases must come to at least, or may at most, of a mean."""
        room = self.edge * (self.d + cases) - self.n
        if self.is_high:
            return max(math.ceil(room), 0)
        most = math.ceil(room) - 1
        return most if most >= 0 else None

    def count(self) -> tuple[Outlook, int | None]:
        """Return where a count stands, and how many more it needs or may have."""
        room = self.edge - self.n
        if self.is_high:
            least = max(math.ceil(room), 0)
            return (Outlook.MISSED, least) if least else (Outlook.KEPT, 0)
        most = math.ceil(room) - 1
        return (Outlook.MET, most) if most >= 0 else (Outlook.LOST, None)


def _words(needed: StillNeeded, shown: Callable[[Decimal], str]) -> str:
    row, outlook = needed.row, needed.outlook
    target = shown(needed.target)
    is_high = row.indicator.polarity is Polarity.HIGH
    match outlook:
        case Outlook.UNKNOWN:
            return f"not known: {needed.reason}"
        case Outlook.KEPT:
            return f"{target} is met whatever comes"
        case Outlook.LOST:
            return f"{target} cannot be reached any more"
        case Outlook.OVER_MET | Outlook.OVER_MISSED:
            met = "meets" if outlook is Outlook.OVER_MET else "misses"
            assert isinstance(row.ytd, Measured)  # noqa: S101 - else it is not known
            return f"the year is over: {shown(row.ytd.value)} {met} {target}"
        case _:
            pass
    if row.figure.unit is Unit.COUNT:
        return (
            f"{needed.of_next} more reach {target}" if is_high else f"at most {needed.of_next} more"
        )
    if row.figure.unit is Unit.MEAN:
        return _of_mean(needed, target, is_high)
    return _of_share(needed, target, is_high)


def _of_share(needed: StillNeeded, target: str, is_high: bool) -> str:
    count, cases = needed.of_next, needed.cases
    if count is not None:
        needs = f"at least {count}" if is_high else f"at most {count}"
        needs += f" of the next {cases} " + ("are needed" if is_high else "may count")
    if needed.outlook is Outlook.MISSED:
        row_of = f"{needed.in_a_row:,} in a row" + ("" if is_high else " without one")
        if count is None:
            even = "even if all are good" if is_high else "even if none counts"
            return f"not within the next {cases}, {even}: {target} takes {row_of}"
        return f"{needs} to reach {target}, or {row_of}"
    spare = f"up to {needed.spare:,} in a row may " + ("fail" if is_high else "count")
    if count == (0 if is_high else cases):
        return f"whatever the next {cases} are, {target} stays met; {spare}"
    return f"{needs} to keep {target}; {spare}"


def _of_mean(needed: StillNeeded, target: str, is_high: bool) -> str:
    cases, total = needed.cases, needed.of_next
    if total is None:
        return f"{target} cannot be reached with the next {cases}, whatever they are"
    each = f"{half_up(Decimal(total) / cases, 1):,} each"
    way = "at least" if is_high else "at most"
    keeps = "keep" if needed.outlook is Outlook.MET else "reach"
    return f"the next {cases} {keeps} {target} with {way} {total:,} together, {each}"
