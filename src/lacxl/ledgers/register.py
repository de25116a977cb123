"""The register: each line of each ledger as it was written, and the sum of each receipt.

A CSV beside lacxl.toml that is only added to. The seal of a line is over the line and the
seal before, so that a line that was changed, left out or moved breaks the chain. A line is
registered before it is written: what a ledger lacks at its end was cut off or deleted, and the
register has it still.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, warning, where_in
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines, write_text
from lacxl.ledgers.csv_ledger import CsvLedger, LedgerCodes, matching, maybe, texts

GONE: Final = "-"
"""In place of a line that was taken away again, or of the sum of a file that was."""
ANCHORED: Final = 32
"""How many letters of a seal a cover shows: half of it, which nobody finds another text for."""
TAKEN_OVER: Final = "taken over: "
"""How the line of the entry begins that says why a register was begun again."""
SUM: Final = "sha256 "


class Entry(NamedTuple):
    """The `line` in a row of a file, or where there is no row its sum: "sha256 ..."."""

    number: int
    when: str
    file: str
    row: int | None
    line: str

    @property
    def moment(self) -> str:
        """When it was written, as a message says it."""
        return f"{dt.datetime.fromisoformat(self.when):%d/%m/%Y %H:%M} UTC"


Fact = tuple[str, int | None, str]
"""A file, a row and its line; or a file, None and its sum; or "", None and a note."""
Anchor = tuple[int, str]
"""How many entries there are, and the last seal."""
Rows = Mapping[str, list[Entry]]
_TIME: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_ENTRIES: Final = CsvLedger(
    "the register",
    LedgerCodes("H113", "H113", "H113", "H113"),
    (
        matching("entry", r"[1-9]\d{0,8}", "the number of the entry", int),
        matching("when", _TIME, "a time such as 2015-06-04T09:30:00Z"),
        texts("file"),
        maybe(matching("row", r"[1-9]\d{0,8}", "the number of a row", int)),
        texts("line"),
    ),
    Entry,
    lambda entry: entry,
)
_HEADER: Final = f"{_ENTRIES.header},seal"


@dataclass(frozen=True)  # without slots, for what it works out once
class Register:
    """What was registered, in its order; `seals` has the seal of each entry."""

    entries: tuple[Entry, ...] = ()
    seals: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def head(self) -> str:
        """The last seal, "" where there is no entry."""
        return self.seals[-1] if self.seals else ""

    @property
    def anchor(self) -> str:
        """How far it has come, as a cover shows it: how many entries, and half of the last seal."""
        return f"{len(self.entries)} {self.head[:ANCHORED]}" if self.entries else ""

    def is_after(self, number: int, seal: str) -> bool:
        """Say whether it has this entry and others after it."""
        return number < len(self.seals) and self.has(number, seal)

    @cached_property
    def taken_over(self) -> int:
        """The number of the entry that says that another register was lost, 0 where none does."""
        notes = [e.number for e in self.entries if not e.file and e.line.startswith(TAKEN_OVER)]
        return notes[-1] if notes else 0

    def has(self, number: int, seal: str) -> bool:
        """Say whether the entry of this number has this seal, of which the beginning is enough."""
        return (
            len(seal) >= ANCHORED
            and 0 < number <= len(self.seals)
            and self.seals[number - 1].startswith(seal)
        )

    @property
    def rows(self) -> Rows:
        """The lines that each ledger should have, the first row first, by its name."""
        return self._replayed[0]

    @property
    def taken_back(self) -> Rows:
        """The lines that the last entry of a ledger took back, by its name."""
        return self._replayed[1]

    @cached_property
    def _replayed(self) -> tuple[Rows, Rows]:
        rows: dict[str, list[Entry]] = {}
        back: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.row is None:
                continue
            kept = rows.setdefault(entry.file, [])
            first = len(kept)
            while first and (kept[first - 1].row or 0) >= entry.row:
                first -= 1
            back[entry.file] = kept[first:] if entry.line == GONE else []
            del kept[first:]
            if entry.line != GONE:
                kept.append(entry)
        return rows, back

    @cached_property
    def sums(self) -> Mapping[str, Entry]:
        """The last entry of each file that is registered as a whole."""
        return {each.file: each for each in self.entries if each.row is None and each.file}


def sum_of(content: bytes) -> str:
    """Return the sum of a file as the register writes it."""
    return f"{SUM}{hashlib.sha256(content).hexdigest()}"


def name_of(register: Path, file: Path) -> str:
    """Return what the register calls a file: its place as seen from the register."""
    try:
        return os.path.relpath(file, register.parent).replace("\\", "/")
    except ValueError:  # on Windows, where it is on another drive
        return str(file)


def load_register(path: Path) -> Register:
    """Return the register of a file; no file is one without entries.

    One that another program has saved and that says the same has a finding (H114). Raises Refused
    (H113) for any other that is not as lacxl wrote it, with the first line of which that is so.
    """
    with coded(path, "reading the register"):
        try:
            content = read_plain(path)
        except FileNotFoundError:
            return Register()
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise _changed(path, content.count(b"\n") + 1) from None
    found, fault = _read(tuple(lines))
    if not fault:
        return found
    again, still = _read(_as_written(content))
    if still:
        raise _changed(path, max(fault, still))
    said = warning(
        "H114",
        "The register was saved by another program. It says the same.",
        path.name,
        "Put its form right: lacxl verify --repair",
    )
    return Register(again.entries, again.seals, (said,))


def add_to(
    path: Path, facts: Iterable[Fact], now: dt.datetime, last: Callable[[Anchor], Fact] | None
) -> None:
    """Add what is about to be written, then what is made of the register's head with all that.

    The chain is not gone through again; whoever writes has loaded the register before.
    Raises Refused.
    """
    number, seal = head_of(path)
    when = f"{now:%Y-%m-%dT%H:%M:%SZ}"

    def more() -> Iterator[Fact]:
        yield from facts
        if last is not None:
            yield last((number, seal))

    lines = []
    for file, row, line in more():
        number += 1
        body = _ENTRIES.line(Entry(number, when, file, row, line))
        seal = _seal(seal, body)
        lines.append(f"{body},{seal}")
    append_lines(path, lines, header=_HEADER)


def head_of(path: Path) -> tuple[int, str]:
    """Return how many entries a register has, and its last seal; raises Refused."""
    with coded(path, "reading the register"):
        try:
            content = read_plain(path)
        except FileNotFoundError:
            return 0, ""
    lines = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").splitlines()
    cells: list[str] = []
    while lines and not any(cells):
        cells = next(csv.reader([lines.pop()]), [])
    if not lines:
        return 0, ""
    if len(cells) != len(_HEADER.split(",")) or not cells[0].isdecimal():
        raise _changed(path, len(lines) + 1)
    return int(cells[0]), cells[-1]


def anchor_now(path: Path) -> str:
    """Return how far a register has come, as an issue's cover shows it: entries and last seal."""
    number, seal = head_of(path)
    return f"{number} {seal[:ANCHORED]}" if number else ""


def rewrite(path: Path, register: Register) -> None:
    """Write a register that another program has saved in its own form again. Raises Refused."""
    lines = [
        f"{_ENTRIES.line(e)},{s}" for e, s in zip(register.entries, register.seals, strict=True)
    ]
    write_text(path, "".join(f"{line}\n" for line in (_HEADER, *lines)))


@lru_cache(maxsize=1)  # a run that writes looks at the same register before and while it reads
def _read(lines: tuple[str, ...]) -> tuple[Register, int]:
    """Return the entries of the lines of a file, and the first row that is not as written, or 0."""
    if lines[0] != _HEADER:
        return Register(), 1
    if lines[-1]:
        return Register(), len(lines)
    bodies: list[str] = []
    seals: list[str] = [""]
    for row, line in enumerate(lines[1:-1], start=2):
        body, _, seal = line.rpartition(",")
        if seal != _seal(seals[-1], body):
            return Register(), row
        bodies.append(body)
        seals.append(seal)
    entries = tuple([_entry(*cells) for cells in csv.reader(bodies)])
    return Register(entries, tuple(seals[1:])), 0


def _entry(number: str, when: str, file: str, row: str, line: str) -> Entry:
    """Return the entry of the cells of a line."""
    return Entry(
        int(number),
        when,
        file.removeprefix("'"),
        int(row) if row else None,
        line.removeprefix("'"),
    )


def _as_written(content: bytes) -> tuple[str, ...]:
    """Return the lines of a file that another program saved, in the form that lacxl gives them."""
    try:
        read = csv.reader(content.decode("utf-8-sig").splitlines(), strict=True)
        rows = [row for row in read if any(row)]
        lines = [f"{_ENTRIES.line(_entry(*cells))},{seal}" for *cells, seal in rows[1:]]
    except (ValueError, TypeError, csv.Error):
        return ("",)
    return (",".join(rows[0]) if rows else "", *lines, "")


def _seal(before: str, body: str) -> str:
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def _changed(path: Path, row: int) -> Refused:
    return refuse(
        "H113",
        "The register is not as lacxl wrote it: this line was changed or moved, or one before it "
        "is missing.",
        where_in(path.name, (row,)),
        "Put back a copy of it from the backup of the folder. Without one, begin a new register: "
        "lacxl verify --take-over --reason WHY",
    )
