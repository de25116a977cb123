"""The ledger of restatements: which issued figures were corrected, when and why; only added to.

A line is a figure as it was issued and as it is now: of the living workbook, with the last month
in which its cells are marked, or of an issued copy, in which it is superseded. A restatement that
is undone gets a line that names it. As in the history, a text that Excel would take for a formula
is written with an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import MONTH_NAMES, Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines
from lacxl.ledgers.history_lines import TAKEN, exact, harmless, is_month, is_one_line, is_time

COLUMNS: Final = (
    "when", "month", "figure", "what", "was", "now", "issue", "marked", "reason", "who", "undoes",
)  # fmt: skip
HEADER: Final = ",".join(COLUMNS)
_ISSUE = re.compile(r"\d{4}-\d{2} I[1-9]\d{0,3}", re.ASCII)
_CURE = "The ledger is written by lacxl alone: put back a copy of it from before it was edited."


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

    def line(self) -> str:
        """The ledger's line, as it is in the file."""
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="").writerow(
            (
                _time(self.when),
                self.month,
                self.figure,
                self.what,
                harmless(self.was),
                harmless(self.now),
                self.issue,
                self.marked or "",
                harmless(self.reason),
                harmless(self.who),
                _time(self.undoes) if self.undoes else "",
            )
        )
        return text.getvalue()


def read_restated(path: Path) -> tuple[Restated, ...]:
    """Return every line in its order; no file means nothing was restated.

    Raises Refused: H111 for a file that is no such ledger, H112 with every row that is damaged.
    """
    with coded(path, "reading the ledger of restatements"):
        try:
            content = read_plain(path)
        except FileNotFoundError:
            return ()
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
    except UnicodeDecodeError as fault:
        raise _no_ledger(path) from fault
    if not text:
        return ()
    lines = text.split("\n")
    if lines[0] != HEADER:
        raise _no_ledger(path)
    faults: list[Finding] = []
    found: list[Restated] = []
    for row, line in enumerate(lines[1:], start=2):
        try:
            found.append(parse_restated(line))
        except (ValueError, csv.Error):
            what = "the row does not hold what lacxl writes there."
            faults.append(error("H112", what, f"{path.name} row {row}", _CURE))
    if faults:
        raise Refused(faults)
    return tuple(found)


def add_restated(path: Path, lines: Iterable[Restated]) -> None:
    """Add lines at the end, all of them or none. Raises Refused."""
    append_lines(path, [each.line() for each in lines], header=HEADER)


def in_force(ledger: Sequence[Restated]) -> tuple[Restated, ...]:
    """Return the lines of the restatements that were not undone."""
    undone = {each.undoes for each in ledger if each.undoes}
    return tuple(each for each in ledger if not each.undoes and each.when not in undone)


def parse_restated(line: str) -> Restated:
    """Return what a line says; raises ValueError or csv.Error for one that lacxl never writes."""
    cells = next(csv.reader([line], strict=True), [])
    row = dict(zip(COLUMNS, cells, strict=True))
    fits = (
        is_time(row["when"])
        and is_month(row["month"])
        and (is_time(row["undoes"]) if row["undoes"] else row["figure"] and row["reason"].strip())
        and (not row["marked"] or is_month(row["marked"]))
        and (not row["issue"] or _ISSUE.fullmatch(row["issue"]))
        and all(map(is_one_line, cells))
    )
    if not fits:
        raise ValueError("not a line of this ledger")
    return Restated(
        _moment(row["when"]),
        Month.parse(row["month"]),
        row["figure"],
        row["what"],
        exact(row["was"]),
        exact(row["now"]),
        row["issue"],
        Month.parse(row["marked"]) if row["marked"] else None,
        exact(row["reason"]),
        exact(row["who"]),
        _moment(row["undoes"]) if row["undoes"] else None,
    )


def in_words(when: datetime) -> str:
    """Return a moment's day here as a person writes it: 4 November 2015."""
    day = when.astimezone().date()
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime(TAKEN)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, TAKEN).replace(tzinfo=UTC)


def _no_ledger(path: Path) -> Refused:
    return refuse(
        "H111",
        "this is not the ledger of restatements: its first row is different, or it is not UTF-8.",
        path.name,
        f"{_CURE} If lacxl.toml names another file there, correct it.",
    )
