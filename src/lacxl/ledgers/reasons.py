"""The ledger of reasons: what a person accepted as it is, and why.

A line is a finding that was accepted, with its code and place, the month, and `what` was accepted
of it: its words, or the indicators that a month is issued without. It stays accepted while it says
the same, until the month of `until`; the last line about a finding counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lacxl.domain.month import Month
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

_BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that a person accepted: `when` is in UTC, `who` may be empty.

    `until` is the last month for which it counts, None for no end.
    """

    when: datetime
    code: str
    where: str
    month: Month
    what: tuple[str, ...]
    reason: str
    until: Month | None = None
    who: str = ""

    def covers(self, code: str, where: str, month: Month, what: Iterable[str]) -> bool:
        """Say whether a finding is accepted: it is about nothing that was not known then."""
        return (
            (self.code, self.where, self.month) == (code, where, month)
            and (self.until is None or month <= self.until)
            and set(what) <= set(self.what)
        )


def items_of(text: str) -> tuple[str, ...]:
    """Return a text as the items that the ledger keeps it as."""
    return tuple(text.split(_BETWEEN))


REASONS: Final = CsvLedger(
    "the ledger of reasons",
    LedgerCodes("H107", "H107", "H108", "H108"),
    (
        times("when"),
        matching("code", r"[A-Z]\d{3}", "the code of a finding"),
        texts("where"),
        months("month"),
        texts("what", _BETWEEN.join, items_of),
        texts("reason"),
        maybe(months("until")),
        texts("who"),
    ),
    Accepted,
    wrong=lambda row: absent(row, "reason"),
)


def accepted_in(
    ledger: Sequence[Accepted], code: str, where: str, month: Month, what: Iterable[str]
) -> int | None:
    """Return the ledger's row that accepts a finding, the latest of several; None if none does."""
    items = tuple(what)
    rows = [
        row for row, each in enumerate(ledger, start=2) if each.covers(code, where, month, items)
    ]
    return rows[-1] if rows else None
