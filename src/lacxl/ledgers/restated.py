"""The ledger of restatements: which issued figures were corrected, when and why.

A line is a figure as it was issued and as it is now: of the living workbook, with the last month
in which its cells are marked, or of an issued copy, in which it is superseded. A restatement that
is undone gets a line that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lacxl.domain.month import Month, day_in_words
from lacxl.ledgers.csv_ledger import (
    CsvLedger,
    LedgerCodes,
    absent,
    matching,
    maybe,
    months,
    texts,
    times,
)


@dataclass(frozen=True, slots=True)
class Restated:
    """One figure of a restatement of `month`: `figure` as in 7.6 or 7.5 (number), and `what` of it.

    `what` is a month, a year, YTD or one of direction of travel and RAG; `was` and `now` are as
    shown. `issue` is the superseded copy's month and number, empty for the living workbook, where
    its cells are marked up to the issue of the month `marked`. A line that `undoes` the
    restatement of that moment has nothing else.
    """

    when: datetime
    month: Month
    figure: str = ""
    what: str = ""
    was: str = ""
    now: str = ""
    issue: str = ""
    marked: Month | None = None
    reason: str = ""
    who: str = ""
    undoes: datetime | None = None


RESTATED: Final = CsvLedger(
    "the ledger of restatements",
    LedgerCodes("H111", "H111", "H112", "H112"),
    (
        times("when"),
        months("month"),
        *map(texts, ("figure", "what", "was", "now")),
        matching("issue", r"(?:\d{4}-\d{2} I[1-9]\d{0,3})?", "an issue such as 2015-05 I2"),
        maybe(months("marked")),
        *map(texts, ("reason", "who")),
        maybe(times("undoes")),
    ),
    Restated,
    wrong=lambda row: () if row["undoes"] else absent(row, "figure", "reason"),
)


def in_force(ledger: Sequence[Restated]) -> tuple[Restated, ...]:
    """Return the lines of the restatements that were not undone."""
    undone = {each.undoes for each in ledger if each.undoes}
    return tuple(each for each in ledger if not each.undoes and each.when not in undone)


def in_words(when: datetime) -> str:
    """Return a moment's day here as a person writes it: 4 November 2015."""
    return day_in_words(when.astimezone().date())
