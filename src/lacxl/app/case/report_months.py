"""The months of a workbook as a person chooses among them, and which of them is meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from lacxl.domain.errors import refuse
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout
from lacxl.workbook.layout.heading_words import as_month
from lacxl.workbook.shown import number_in
from lacxl.workbook.snapshot import CellValue


class MonthState(Enum):
    """How far a month has come, in the words of the menu."""

    OPEN = "open"
    FILLED = "filled"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """A month that the workbook has a place for; of quarters alone, the last month of one."""

    month: Month
    state: MonthState
    quarterly: bool = False

    @property
    def label(self) -> str:
        """What the menu shows: May 2015 (filled), or 2015/16 Q1 to June 2015 (filled)."""
        quarter = f"{self.month.quarter} to " if self.quarterly else ""
        return f"{quarter}{self.month.long} ({self.state.value})"


def months_of(
    layout: Layout, there: Mapping[CellRef, CellValue], issued: Collection[Month]
) -> tuple[ReportMonth, ...]:
    """Return the workbook's months in order; one is filled if the summary has a figure of it."""
    quarterly = all(line.is_quarterly for line in layout.summary)
    filled = {
        month
        for row in layout.summary
        for month, place in row.months.items()
        if number_in(there.get(place)) is not None
    }
    return tuple(
        ReportMonth(month, _state(month, filled, issued), quarterly) for month in layout.months
    )


def choose(months: tuple[ReportMonth, ...], wanted: str, chosen: Month | None) -> Month:
    """Return the month that is meant.

    The one asked for; else the one chosen last, if the workbook still has it; else the last one
    that is filled and not issued, where no later one is issued; else the one after all that are
    filled or issued, which may have no place yet. Raises Refused (B103, B104).
    """
    if not months:
        raise refuse(
            "B104",
            "The workbook has no month that lacxl knows.",
            todo="Head its months such as May-15.",
        )
    known = [each.month for each in months]
    if wanted:
        return _asked_for(wanted, known)
    if chosen in known:
        assert chosen is not None  # noqa: S101 - it is one of them
        return chosen
    done = [each for each in months if each.state is not MonthState.OPEN]
    if not done:
        return known[0]
    last = done[-1]
    return last.month if last.state is MonthState.FILLED else last.month + _step(last)


def _step(month: ReportMonth) -> int:
    return 3 if month.quarterly else 1


def _asked_for(wanted: str, known: list[Month]) -> Month:
    try:
        month = as_month(wanted) or Month.parse(wanted)
    except ValueError as fault:
        raise refuse(
            "B103", f"{fault}.", todo="Choose the month again in the menu Month."
        ) from fault
    if month not in known:
        has = ", ".join(each.short for each in known)
        raise refuse(
            "B103",
            f"The workbook has no place for {month.short}; it has {has}.",
            todo="Choose one of these, or press Next month until the month is there.",
        )
    return month


def _state(month: Month, filled: Collection[Month], issued: Collection[Month]) -> MonthState:
    if month in issued:
        return MonthState.ISSUED
    return MonthState.FILLED if month in filled else MonthState.OPEN
