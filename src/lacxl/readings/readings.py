"""The readings layout: a row for each indicator and month; the plainest input there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month, Quarter
from lacxl.domain.reading import Reading, Source
from lacxl.readings.extract import Extract
from lacxl.readings.faults import Fault, FileFaults
from lacxl.readings.indicator_numbers import cut_by_excel, read_indicator
from lacxl.readings.layout_files import FileLayout, FileRow, Query, read_layout
from lacxl.readings.month_column import Order, date_order, read_month, read_quarter
from lacxl.readings.notes import check_note
from lacxl.readings.repeats import check_repeats
from lacxl.readings.row_numbers import NUMBER_COLUMNS, RowNumbers, counted
from lacxl.tables.cell import plain

MONTH_ENDS = (
    "month end", "monthend", "month end date", "month ending", "end of month", "period end",
    "period ending", "as at",
)  # fmt: skip
"""Headings of a column that has the last days of months."""

READINGS = FileLayout(
    "readings",
    ("indicator", "month", *NUMBER_COLUMNS, "note"),
    {
        "indicator": ("no", "indicator no", "indicator number", "measure", "measure no"),
        "month": ("period", "reporting month", "reporting period", *MONTH_ENDS),
        "numerator": ("num",),
        "denominator": ("denom", "den"),
        "value": ("result",),
        "note": ("notes", "comment", "comments", "reason", "data note"),
    },
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A row whose indicator and month are known; `reading` is None where its numbers are bad."""

    row: FileRow
    indicator: str
    period: Month | Quarter
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are read by: `seen` are the indicator numbers of the file as written."""

    indicators: Mapping[str, Indicator]
    seen: frozenset[str]
    order: Order
    today: Month | None
    commas: bool
    has_ends: bool


def read_readings(
    source: Path | Query, indicators: Mapping[str, Indicator], *, today: Month | None = None
) -> Extract[tuple[Reading, ...]]:
    """Return the readings of a file or of a query by indicator and month, in any order of rows.

    In the column of months there may be whole quarters, as 2015/16 Q1. A percentage is kept as a
    fraction. `today` is the month we are in: later months are refused.
    Raises Refused with every fault of the file (R1nn), or F3nn if it is not a text file.
    """
    faults = FileFaults(source.name)
    table = read_layout(source, READINGS, faults)
    known = _Known(
        indicators,
        frozenset(row["indicator"] for row in table.rows),
        date_order(row["month"] for row in table.rows),
        today,
        commas=table.delimiter != ";",
        has_ends=plain(table.headings["month"]) in MONTH_ENDS,
    )
    read = [found for row in table.rows if (found := _read_row(row, known, faults))]
    check_repeats(
        (
            (
                (r.indicator, str(r.period)),
                r.row,
                _figures(r),
                cut_by_excel(r.indicator, indicators, known.seen),
            )
            for r in read
        ),
        faults,
    )
    faults.stop_if_any()
    readings = sorted(
        (r.reading for r in read if r.reading),
        key=lambda reading: (indicators[reading.indicator].sort_key, reading.month),
    )
    return Extract(source.name, tuple(readings), faults.findings)


def months_in(readings: Iterable[Reading]) -> tuple[Month, ...]:
    """Return the months that the readings are of, each once, in order."""
    return tuple(sorted({reading.month for reading in readings}))


def require_month(readings: Iterable[Reading], month: Month, file: str) -> None:
    """Raise Refused (R133) if the readings of a file hold nothing for the month."""
    months = months_in(readings)
    if month not in months:
        raise refuse(
            "R133",
            f"the file holds nothing for {month}; it has {_in_words(months) or 'no month'}.",
            file,
            "Give the extract of that month, or name one of the months it has.",
        )


def _read_row(row: FileRow, known: _Known, faults: FileFaults) -> _Read | None:
    """Return what a row says, or None; what is wrong with it goes to `faults`."""
    indicator = read_indicator(row["indicator"], known.indicators)
    if isinstance(indicator, Fault):
        faults.add(indicator, row.number, "indicator")
    quarter = read_quarter(row["month"])
    written = row["month"] if quarter is None else str(quarter.last)
    month = read_month(written, known.order, known.today, has_ends=known.has_ends)
    if isinstance(month, Fault):
        faults.add(month, row.number, "month")
    note = row["note"]
    note_fault = check_note(note)
    if note_fault:
        faults.add(note_fault, row.number, "note")
    if isinstance(indicator, Fault):
        return None
    numbers = counted(indicator, *(row[column] for column in NUMBER_COLUMNS), commas=known.commas)
    if not isinstance(numbers, RowNumbers):
        hint = cut_by_excel(indicator.number, known.indicators, known.seen)
        for misplaced in numbers:
            fault = misplaced.fault
            if fault.code == "R129":
                fault = Fault(fault.code, fault.what, fault.todo + hint)
            faults.add(fault, row.number, misplaced.column)
    elif numbers == RowNumbers() and not note:
        faults.add(_NO_REASON, row.number, "note")
    if isinstance(month, Fault):
        return None
    reading = None
    if isinstance(numbers, RowNumbers) and not note_fault:
        reading = Reading(
            indicator.number,
            month,
            numbers.numerator,
            numbers.denominator,
            numbers.value,
            note,
            Source(faults.file, row.number),
            quarterly=quarter is not None,
        )
    return _Read(row, indicator.number, quarter or month, reading)


def _figures(read: _Read) -> object:
    """Return what makes two rows the same: their figures and note, otherwise their cells."""
    if (reading := read.reading) is None:
        return tuple(read.row[column] for column in (*NUMBER_COLUMNS, "note"))
    return (reading.numerator, reading.denominator, reading.value, reading.note)


def _in_words(months: tuple[Month, ...]) -> str:
    if len(months) <= 6:
        return ", ".join(map(str, months))
    return f"{len(months)} months from {months[0]} to {months[-1]}"


_NO_REASON = Fault(
    "R127",
    "the row has no numbers and no reason why.",
    "Give the numbers, or say in note why there are none.",
)
