"""One entry of the history as one line of CSV, and back, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from lacxl.domain.month import Month, Quarter
from lacxl.domain.reading import Reading, Source
from lacxl.domain.reference import PATTERN
from lacxl.ledgers.csv_ledger import (
    CsvLedger,
    Damage,
    LedgerCodes,
    LedgerColumn,
    Row,
    matching,
    maybe,
    periods,
    texts,
    times,
)

_NUMBER: Final = r"-?\d{1,300}(?:\.\d{1,300})?(?:E[+-]?\d{1,3})?"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A reading and when it was taken (UTC, to the second)."""

    reading: Reading
    taken: datetime

    @classmethod
    def of(cls, reading: Reading, when: datetime) -> HistoryLine:
        """Return the entry; a time without zone is taken as local."""
        return cls(reading, when.astimezone(UTC).replace(microsecond=0))


def _values(entry: HistoryLine) -> tuple[object, ...]:
    reading, source = entry.reading, entry.reading.source
    return (
        reading.indicator,
        reading.period,
        reading.numerator,
        reading.denominator,
        reading.value,
        reading.note,
        source.file if source else "",
        (source.row or None) if source else None,
        entry.taken,
    )


def _entry(
    indicator: str,
    period: Month | Quarter,
    numerator: Decimal | None,
    denominator: Decimal | None,
    value: Decimal | None,
    note: str,
    source: str,
    row: int | None,
    taken: datetime,
) -> HistoryLine:
    of = Source(source, row or 0) if source else None
    quarterly = isinstance(period, Quarter)
    month = period.last if isinstance(period, Quarter) else period
    reading = Reading(indicator, month, numerator, denominator, value, note, of, quarterly)
    return HistoryLine(reading, taken)


def _wrong(row: Row) -> Iterator[Damage]:
    if row["row"] and not row["source"]:
        yield Damage("the file is needed, together with its row.", "source")
    if not (row["numerator"] or row["value"] or row["note"]):
        yield Damage("the row has neither numbers nor a reason.", "note")


def _numbers(name: str) -> LedgerColumn:
    return maybe(matching(name, _NUMBER, "a number", Decimal))


HISTORY: Final = CsvLedger(
    "the history of readings",
    LedgerCodes("H101", "H106", "H102", "H103"),
    (
        matching("indicator", PATTERN, "the reference of an indicator"),
        periods("month"),
        *map(_numbers, ("numerator", "denominator", "value")),
        *map(texts, ("note", "source")),
        maybe(matching("row", r"[1-9]\d{0,8}", "the number of a row", int)),
        times("taken"),
    ),
    _entry,
    _values,
    _wrong,
)
