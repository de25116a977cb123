"""The record of issued months: a CSV beside the workbook, a line an issue, only ever added to."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import Month
from lacxl.files.faults import coded
from lacxl.files.plain import read_plain

COLUMNS = ("month", "issue", "file", "sha256", "issued_on")


@dataclass(frozen=True, slots=True)
class Issued:
    """A month as it was issued: the number of the issue, the copy's name and its fingerprint."""

    month: Month
    issue: int
    file: str
    sha256: str
    issued_on: str

    def line(self) -> str:
        """The record's line, as it stands in the file."""
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(
            (self.month, self.issue, self.file, self.sha256, self.issued_on)
        )
        return text.getvalue()


def read_record(path: Path) -> tuple[Issued, ...]:
    """Return every issue on record; no file means that none was issued.

    Raises Refused with every line that cannot be read.
    """
    faults: list[Finding] = []
    found: list[Issued] = []
    try:
        with coded(path, "reading the record of issued months"):
            content = _content(path)
        if not content:
            return ()
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refused(
            error("I101", "The record of issued months is not a UTF-8 CSV file.", path.name,
                  "Put back a copy from the backup of the folder.")
        ) from fault  # fmt: skip
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        try:
            month, issue, file, sha256, issued_on = row
            found.append(Issued(Month.parse(month), int(issue), file, sha256, issued_on))
        except ValueError:
            faults.append(
                error("I102", "The line is not a month, an issue, a file, its sha256 and a date.",
                      f"{path.name} row {number}", "Correct the line, or put back a copy.")
            )  # fmt: skip
    if rows and tuple(rows[0]) != COLUMNS:
        faults.insert(
            0,
            error("I102", f"The first line must be: {','.join(COLUMNS)}", f"{path.name} row 1",
                  "Put the headings back."),
        )  # fmt: skip
    if faults:
        raise Refused(faults)
    return tuple(found)


def _content(path: Path) -> bytes:
    try:
        return read_plain(path)
    except FileNotFoundError:
        return b""


def last_number(record: Sequence[Issued], month: Month) -> int:
    """Return the number of the month's latest issue on record, 0 where there is none."""
    return max((each.issue for each in record if each.month == month), default=0)


def with_issue(record: Sequence[Issued], new: Issued) -> str:
    """Return the record's text with one more issue."""
    return as_text((*record, new))


def as_text(record: Sequence[Issued]) -> str:
    """Return the record's text."""
    return "\n".join([",".join(COLUMNS), *(each.line() for each in record)]) + "\n"
