"""The record of issued months: a CSV beside the workbook, a line per issue, only ever added to."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, where_in
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.ledgers.keeping import keep_lines
from lacxl.settings.settings import Settings

_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
COLUMNS = ("month", "issue", "file", "sha256", "issued_on")
HEADER = ",".join(COLUMNS)


@dataclass(frozen=True, slots=True)
class Issued:
    """A month as it was issued: the number of the issue, the copy's name and its fingerprint."""

    month: Month
    issue: int
    file: str
    sha256: str
    issued_on: str

    def line(self) -> str:
        """The record's line, as it is in the file."""
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(
            (self.month, self.issue, self.file, self.sha256, self.issued_on)
        )
        return text.getvalue()


def read_record(path: Path) -> tuple[Issued, ...]:
    """Return every issue on record; no file means that none was issued.

    Raises Refused with every line that cannot be read.
    """
    with coded(path, "reading the record of issued months"):
        return as_record(_content(path), path)


def as_record(content: bytes, path: Path) -> tuple[Issued, ...]:
    """Return every issue of a record with this content; raises Refused as `read_record` does."""
    faults: list[Finding] = []
    found: list[Issued] = []
    if not content:
        return ()
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        rows = list(csv.reader(text.splitlines()))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refused(
            error("I101", "The record of issued months is not a UTF-8 CSV file.", path.name,
                  "Put back a copy from the backup of the folder.")
        ) from fault  # fmt: skip
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        where = where_in(path.name, (number,))
        try:
            issued = _issued(row)
        except ValueError:
            faults.append(
                error("I102", "The line is not a month, an issue (1 and on), a file, its sha256 "
                      "and a date.", where, "Correct the line, or put back a copy.")
            )  # fmt: skip
            continue
        if any((each.month, each.issue) == (issued.month, issued.issue) for each in found):
            faults.append(
                error("I102", f"Issue {issued.issue} of {issued.month.long} is here twice.",
                      where, "Leave the line of the copy that was sent, or put back a copy.")
            )  # fmt: skip
        found.append(issued)
    if rows and tuple(rows[0]) != COLUMNS:
        faults.insert(
            0,
            error("I102", f"The first line must be: {HEADER}", f"{path.name} row 1",
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


def _issued(row: Sequence[str]) -> Issued:
    """Return the issue of a line; raises ValueError for what lacxl never writes."""
    month, issue, file, sha256, issued_on = row
    if not _NUMBER.fullmatch(issue):
        raise ValueError("not the number of an issue")
    if issued_on and str(dt.date.fromisoformat(issued_on)) != issued_on:
        raise ValueError("not a day")
    return Issued(Month.parse(month), int(issue), file, sha256, issued_on)


def last_number(record: Sequence[Issued], month: Month) -> int:
    """Return the number of the month's latest issue on record, 0 where there is none."""
    return max((each.issue for each in record if each.month == month), default=0)


def keep_on_record(settings: Settings, new: Issued) -> None:
    """Add an issue to the record. Raises Refused."""
    keep_lines(settings, settings.issued_path, [new.line()], HEADER)
