"""The ledger of reasons: what a person accepted as it is, and why; a CSV that is only added to.

A line is a finding that was accepted, with its code and place, the month, and `what` was accepted
of it: its words, or the indicators that a month is issued without. It stays accepted while it says
the same, until the month of `until`; the last line about a finding counts. As in the
history, a text that Excel would take for a formula is written with an apostrophe in front.
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
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines, write_text
from lacxl.ledgers.history_lines import TAKEN, exact, harmless, is_month, is_one_line, is_time

COLUMNS: Final = ("when", "code", "where", "month", "what", "reason", "until", "who")
HEADER: Final = ",".join(COLUMNS)
_BETWEEN: Final = "; "
_CODE = re.compile(r"[A-Z]\d{3}", re.ASCII)
_CURE = "The ledger is written by lacxl alone: put back a copy of it from before it was edited."


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


def load_reasons(path: Path) -> tuple[Accepted, ...]:
    """Return everything that was accepted, in its order; no file means nothing.

    Raises Refused: H107 for a file that is no such ledger, H108 with every row that is damaged.
    """
    with coded(path, "reading the ledger of reasons"):
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
    found: list[Accepted] = []
    for row, line in enumerate(lines[1:], start=2):
        try:
            found.append(_entry(line))
        except (ValueError, csv.Error):
            what = "the row does not hold what lacxl writes there."
            faults.append(error("H108", what, f"{path.name} row {row}", _CURE))
    if faults:
        raise Refused(faults)
    return tuple(found)


def add_reason(path: Path, accepted: Accepted) -> None:
    """Add what was accepted at the end. Raises Refused."""
    append_lines(path, [_line(accepted)], header=HEADER)


def take_back_reason(path: Path, accepted: Accepted) -> None:
    """Take the last line away again if it is this one, and a file that had no other."""
    with coded(path, "reading the ledger of reasons"):
        lines = read_plain(path).decode("utf-8").split("\n")
    if lines[-2:] != [_line(accepted), ""]:
        return
    if lines[:-2] == [HEADER]:
        path.unlink(missing_ok=True)
    else:
        write_text(path, "\n".join([*lines[:-2], ""]))


def accepted_in(
    ledger: Sequence[Accepted], code: str, where: str, month: Month, what: Iterable[str]
) -> int | None:
    """Return the ledger's row that accepts a finding, the latest of several; None if none does."""
    items = tuple(what)
    rows = [
        row for row, each in enumerate(ledger, start=2) if each.covers(code, where, month, items)
    ]
    return rows[-1] if rows else None


def items_of(text: str) -> tuple[str, ...]:
    """Return a text as the items that the ledger keeps it as."""
    return tuple(text.split(_BETWEEN))


def _line(accepted: Accepted) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(
        (
            accepted.when.astimezone(UTC).strftime(TAKEN),
            accepted.code,
            harmless(accepted.where),
            accepted.month,
            harmless(_BETWEEN.join(accepted.what)),
            harmless(accepted.reason),
            accepted.until or "",
            harmless(accepted.who),
        )
    )
    return line.getvalue()


def _entry(line: str) -> Accepted:
    """Return what was accepted in a line; raises ValueError or csv.Error for any other."""
    cells = next(csv.reader([line], strict=True), [])
    row = dict(zip(COLUMNS, cells, strict=True))
    fits = (
        is_time(row["when"])
        and _CODE.fullmatch(row["code"])
        and is_month(row["month"])
        and (not row["until"] or is_month(row["until"]))
        and row["reason"].strip()
        and all(map(is_one_line, cells))
    )
    if not fits:
        raise ValueError("not a line of this ledger")
    return Accepted(
        datetime.strptime(row["when"], TAKEN).replace(tzinfo=UTC),
        row["code"],
        exact(row["where"]),
        Month.parse(row["month"]),
        items_of(exact(row["what"])),
        exact(row["reason"]),
        Month.parse(row["until"]) if row["until"] else None,
        exact(row["who"]),
    )


def _no_ledger(path: Path) -> Refused:
    return refuse(
        "H107",
        "this is not the ledger of reasons: its first row is different, or it is not UTF-8.",
        path.name,
        f"{_CURE} If lacxl.toml names another file there, correct it.",
    )
