"""One entry of the history as one line of CSV, and back, exactly.

Numbers are the text of their Decimal. The file may be opened in Excel, where a text that starts
with = + - @ would be a formula: such a note or file name is written with an apostrophe in front,
and so is one that starts with an apostrophe; reading takes exactly one away.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.domain.reading import Reading, Source

COLUMNS: Final = (
    "indicator", "month", "numerator", "denominator", "value", "note", "source", "row", "taken",
)  # fmt: skip
HEADER: Final = ",".join(COLUMNS)

_INDICATOR = re.compile(r"\d{1,4}(?:\.\d{1,4})*", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:E[+-]?\d{1,3})?", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,8}", re.ASCII)
TAKEN = "%Y-%m-%dT%H:%M:%SZ"
_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading and when it was taken (UTC, to the second)."""

    reading: Reading
    taken: datetime

    @classmethod
    def of(cls, reading: Reading, when: datetime) -> Entry:
        """Return the entry; a time without zone is taken as local."""
        return cls(reading, when.astimezone(UTC).replace(microsecond=0))


@dataclass(frozen=True, slots=True)
class Corrupt:
    """What is wrong with a line, and in which column ("" for the line as a whole)."""

    code: str
    what: str
    column: str = ""


def line_of(entry: Entry) -> str:
    """Return the entry as a line without its end."""
    reading, source = entry.reading, entry.reading.source
    numbers = (reading.numerator, reading.denominator, reading.value)
    cells = (
        reading.indicator,
        str(reading.month),
        *("" if number is None else str(number) for number in numbers),
        harmless(reading.note),
        harmless(source.file) if source else "",
        str(source.row) if source and source.row else "",
        entry.taken.strftime(TAKEN),
    )
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def parse_line(line: str) -> Entry | tuple[Corrupt, ...]:
    """Return the entry of a line, or everything that is wrong with it."""
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return (Corrupt("H102", "the quotation marks of the row do not pair up."),)
    if len(cells) != len(COLUMNS):
        has = how_many(len(cells), "cell")
        return (Corrupt("H102", f"the row has {has} and {len(COLUMNS)} are needed."),)
    row = dict(zip(COLUMNS, cells, strict=True))
    faults = tuple(_faults(row))
    if faults:
        return faults
    reading = Reading(
        row["indicator"],
        Month.parse(row["month"]),
        _number(row["numerator"]),
        _number(row["denominator"]),
        _number(row["value"]),
        exact(row["note"]),
        Source(exact(row["source"]), int(row["row"] or 0)) if row["source"] else None,
    )
    taken = datetime.strptime(row["taken"], TAKEN).replace(tzinfo=UTC)
    return Entry(reading, taken)


def _faults(row: dict[str, str]) -> list[Corrupt]:
    faults = []

    def check(column: str, good: bool, needed: str) -> None:
        if not good:
            faults.append(Corrupt("H103", f"{needed} is needed here.", column))

    check("indicator", bool(_INDICATOR.fullmatch(row["indicator"])), "an indicator's number")
    check("month", is_month(row["month"]), "a month such as 2015-05")
    for column in ("numerator", "denominator", "value"):
        check(column, not row[column] or bool(_NUMBER.fullmatch(row[column])), "a number")
    for column in ("note", "source"):
        check(column, is_one_line(row[column]), "one line without control characters")
    check("row", not row["row"] or bool(row["source"] and _ROW.fullmatch(row["row"])),
          "the number of a row, together with its file,")  # fmt: skip
    check("taken", is_time(row["taken"]), "a time such as 2015-06-04T09:30:00Z")
    if not (row["numerator"] or row["value"] or row["note"]):
        faults.append(Corrupt("H103", "the row has neither numbers nor a reason.", "note"))
    return faults


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def is_month(text: str) -> bool:
    """Say whether a text is a month as lacxl writes it."""
    try:
        return text.isascii() and str(Month.parse(text)) == text
    except ValueError:
        return False


def is_time(text: str) -> bool:
    """Say whether a text is a time in UTC as lacxl writes it."""
    try:
        return datetime.strptime(text, TAKEN).replace(tzinfo=UTC).strftime(TAKEN) == text
    except ValueError:
        return False


def is_one_line(text: str) -> bool:
    """Say whether a text has neither line break nor another control character."""
    return not any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)


def harmless(text: str) -> str:
    """Return a text that Excel takes for no formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def exact(text: str) -> str:
    """Return the text that was made harmless."""
    return text.removeprefix("'")
