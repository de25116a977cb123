"""What left the workbook as it was printed, before a month or a year made room for another.

A CSV beside the history that is only added to: a line is a cell, with what it showed. As in the
history, a text that Excel would take for a formula is written with an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lacxl.domain.errors import refuse
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines
from lacxl.ledgers.history_lines import TAKEN, exact, harmless

COLUMNS: Final = (
    "when", "month", "sheet", "table", "cell", "indicator", "figure", "part", "period", "shown",
    "comment",
)  # fmt: skip
HEADER: Final = ",".join(COLUMNS)


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell that left, for the place of which `month`, and what it showed."""

    month: Month
    sheet: str
    table: str
    cell: str
    indicator: str
    figure: str
    part: str
    period: str
    shown: str
    comment: str = ""


def rolled_before(path: Path) -> frozenset[tuple[str, str]]:
    """Return the tables that dropped a month for another within a year, by sheet and name.

    Raises Refused where the file cannot be read; one that is not there says nothing.
    """
    with coded(path, "reading what was printed"):
        try:
            text = read_plain(path).decode("utf-8-sig", "replace")
        except FileNotFoundError:
            return frozenset()
    return frozenset(
        (exact(row["sheet"]), exact(row["table"]))
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if (row.get("month") or "").split("-")[-1] not in ("", "04")
        and None not in (row.get("sheet"), row.get("table"))
    )


def keep_printed(path: Path, lines: Iterable[Printed], now: datetime) -> None:
    """Append what leaves; raises Refused where the file is not this ledger (H109), or the disk
    does not take it.
    """
    with coded(path, "reading what was printed"):
        try:
            begins = read_plain(path)[: len(HEADER) + 3]
        except FileNotFoundError:
            begins = b""
    if begins and not begins.decode("utf-8-sig", "replace").startswith(HEADER):
        raise refuse(
            "H109",
            "The file is not the ledger of what was printed: its heading differs.",
            path.name,
            "Move it out of the folder, or put back a copy from before it was edited.",
        )
    when = now.astimezone(UTC).strftime(TAKEN)
    append_lines(path, [_line(each, when) for each in lines], header=HEADER)


def _line(each: Printed, when: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(
        (
            when, str(each.month), harmless(each.sheet), harmless(each.table), each.cell,
            each.indicator, each.figure, each.part, each.period,
            *(harmless(" ".join(text.split())) for text in (each.shown, each.comment)),
        )
    )  # fmt: skip
    return line.getvalue()
