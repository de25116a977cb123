"""The ledgers of what was published: the files of each publication, and each figure of them.

A figure is kept with the counts that it came from, shown or not, because whoever has the files
keeps them: each publication is judged against all that there ever were. They belong to the team
and are never handed out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from lacxl.domain.month import Month
from lacxl.ledgers.csv_ledger import (
    CsvLedger,
    LedgerCodes,
    LedgerColumn,
    matching,
    months,
    texts,
    times,
)
from lacxl.publishing.facts import Count, Fact

SHOWN: Final = "shown"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a publication; `folder` is its name, `sha256` the file's sum."""

    when: datetime
    month: Month
    issue: int
    folder: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure of a publication: `why` is "shown", or why it is kept back.

    `part` is what it is (percentage, denominator, light ...), `period` as 2015-05 or 2015-05 YTD.
    `text` is what was shown, empty if it was not. The counts are as "7.6 n 2015-05=54; ...".
    """

    when: datetime
    month: Month
    issue: int
    figure: str
    part: str
    period: str
    why: str
    text: str
    numerators: tuple[Count, ...] = ()
    denominators: tuple[Count, ...] = ()
    per: int = 1
    value: Decimal | None = None
    places: int = 0

    @property
    def fact(self) -> Fact | None:
        """What it tells, None where nobody knows on how many it rests."""
        if not self.numerators or self.value is None:
            return None
        return Fact(self.numerators, self.denominators, self.per, self.value, self.places)


def _counts(cell: str) -> tuple[Count, ...]:
    return tuple(map(_count, cell.split("; "))) if cell else ()


def _count(text: str) -> Count:
    what, _, value = text.rpartition("=")
    named, part, period = what.rsplit(" ", 2)
    return Count(named, part, period.replace("_", " "), int(value))


def _as_cell(counts: Iterable[Count]) -> str:
    return "; ".join(
        f"{c.indicator} {c.part} {c.period.replace(' ', '_')}={c.value}" for c in counts
    )


def _value(cell: str) -> Decimal | None:
    try:
        return Decimal(cell) if cell else None
    except InvalidOperation as fault:
        raise ValueError("no number") from fault


PUBLISHED: Final = CsvLedger(
    "the ledger of publications",
    LedgerCodes("T110", "T110", "T111", "T111"),
    (
        times("when"),
        months("month"),
        matching("issue", r"[1-9]\d{0,3}", "the number of an issue", int),
        texts("folder"),
        texts("file"),
        matching("sha256", r"[0-9a-f]{64}", "a sum of 64 letters and digits"),
    ),
    PublishedFile,
)
FIGURES: Final = CsvLedger(
    "the ledger of published figures",
    LedgerCodes("T110", "T110", "T111", "T111"),
    (
        times("when"),
        months("month"),
        matching("issue", r"[1-9]\d{0,3}", "the number of an issue", int),
        *map(texts, ("figure", "part", "period", "why", "text")),
        texts("numerators", _as_cell, _counts),
        texts("denominators", _as_cell, _counts),
        matching("per", r"[1-9]\d{0,8}", "a whole number", int),
        LedgerColumn(
            "value", _value, "a number, or nothing", lambda v: "" if v is None else str(v)
        ),
        matching("places", r"\d", "a digit", int),
    ),
    PublishedFigure,
)
