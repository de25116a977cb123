"""Rows of the readings that are for another month than the one being filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lacxl.domain.finding import Finding, note
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading

_MONTHS_NAMED = 6
_ROWS_NAMED = 10


def other_months(file: str, new: Iterable[Reading], month: Month) -> Iterator[Finding]:
    """Yield K117 if rows of the file are for other months and were not read before.

    `new` are the readings that the history does not have yet. A file may hold as many months as it
    likes, so it is only a note; a month that was mistyped shows there.
    """
    rows = sorted(
        (reading.source.row, reading.month)
        for reading in new
        if reading.source and reading.source.file == file and reading.source.row
        if reading.month != month
    )
    if not rows:
        return
    months = Counter(each for _, each in sorted(rows, key=lambda row: row[1]))
    first, last = min(months), max(months)
    named = ", ".join(f"{each.short} ({count})" for each, count in months.items())
    if len(months) > _MONTHS_NAMED:
        named = f"{len(rows)}, in {len(months)} months from {first.short} to {last.short}"
    where = ""
    later = [row for row in rows if row[1] > month]
    named_rows = rows if len(rows) <= _ROWS_NAMED else later
    if 0 < len(named_rows) <= _ROWS_NAMED:
        numbers = ", ".join(str(row) for row, _ in named_rows)
        where = f" row {numbers}" if len(named_rows) == 1 else f" rows {numbers}"
        where += "" if named_rows is rows else " of later months"
    after = " Those of later months are used when their month is filled." if last > month else ""
    yield note(
        "K117",
        f"New rows for months other than {month.short}: {named}.{after}",
        f"{file}{where}",
        "They go into the history; earlier months count in year to date and arrows. Check that no "
        "month is mistyped.",
    )
