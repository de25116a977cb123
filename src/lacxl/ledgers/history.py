"""The readings store: every reading ever taken, one per line, only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.text_files import append_lines, write_text
from lacxl.ledgers.history_lines import HEADER, Corrupt, Entry, line_of, parse_line

_SHOWN: Final = 50
_CURE = (
    "The store is written by lacxl alone: put back a copy of it from before it was edited or "
    "saved in Excel."
)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure, or the reason why there is none, that replaces what was taken before."""

    before: Reading
    after: Reading

    @property
    def figures_differ(self) -> bool:
        """Whether the numbers differ; else only the note does."""
        before, after = self.before, self.after
        return (before.numerator, before.denominator, before.value) != (
            after.numerator,
            after.denominator,
            after.value,
        )

    @property
    def finding(self) -> Finding:
        """What to say about it."""
        reading = self.after
        what = "another figure" if self.figures_differ else "another note"
        return warning(
            "K108",
            f"{reading.indicator} for {reading.month.short} was restated: the extract gives {what} "
            "than was read before.",
            str(reading.source or ""),
            "Check that the change is meant; the earlier reading stays in the history.",
        )


class Intake(NamedTuple):
    """What readings add to a history: the entries to append, and which of them restate others."""

    new: tuple[Reading, ...]
    restatements: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All entries in the order they were taken; for one indicator and month the last counts.

    `findings` are warnings met on loading. `is_torn` says that the file ends in a line that was
    never finished, which the next append takes away.
    """

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_torn: bool = False

    @classmethod
    def load(cls, path: Path) -> History:
        """Return the history of a file; an absent or empty file is a history with nothing in it.

        Raises Refused with every corrupt row (H1nn), or F1nn where the disk does not give it.
        """
        lines, tail = _lines(path)
        faults: list[Finding] = []
        entries: list[Entry] = []
        for row, line in enumerate(lines, start=1):
            if row == 1:
                _check_header(line, path.name)
            elif line:
                parsed = parse_line(line)
                if isinstance(parsed, Entry):
                    entries.append(parsed)
                else:
                    faults += [_fault(corrupt, path.name, row) for corrupt in parsed]
        if faults:
            raise Refused(_at_most(faults, path.name))
        if not tail:
            return cls(tuple(entries))
        last = parse_line(tail) if lines else ()
        if isinstance(last, Entry):
            return cls((*entries, last))
        if not lines and not HEADER.startswith(tail):
            _check_header(tail, path.name)
        if not lines and tail == HEADER:
            return cls()
        return cls(tuple(entries), (_torn(path.name, len(lines) + 1),), is_torn=True)

    @property
    def latest(self) -> Mapping[tuple[str, Month], Reading]:
        """The reading that counts now, by indicator and month."""
        return {(e.reading.indicator, e.reading.month): e.reading for e in self.entries}

    def taken_in(self, readings: Iterable[Reading]) -> Intake:
        """Return what is new in the readings, without writing it.

        One that says what the latest says adds nothing. One that differs is appended and is a
        restatement, a first figure after "missing" too; the earlier entry stays.
        """
        holds = dict(self.latest)
        new: list[Reading] = []
        restatements: list[Restatement] = []
        for reading in readings:
            key = (reading.indicator, reading.month)
            before = holds.get(key)
            if before is not None and reading.says_the_same(before):
                continue
            if before is not None:
                restatements.append(Restatement(before, reading))
            new.append(reading)
            holds[key] = reading
        return Intake(tuple(new), tuple(restatements))

    def append(self, path: Path, readings: Iterable[Reading], when: datetime) -> History:
        """Add the readings to the file as taken at `when` and return the history with them.

        All of them or none; no readings leave the file untouched. Raises Refused: H105 for a
        reading that would not come back as it is, F1nn where the disk does not take it.
        """
        entries = tuple(Entry.of(reading, when) for reading in readings)
        if not entries:
            return self
        lines = []
        for entry in entries:
            line = line_of(entry)
            if parse_line(line) != entry:
                raise _unwritable(entry.reading, path.name)
            lines.append(line)
        if self.is_torn:
            whole, _ = _lines(path)
            write_text(path, "".join(f"{line}\n" for line in (*(whole or (HEADER,)), *lines)))
        else:
            append_lines(path, lines, header=HEADER)
        return History((*self.entries, *entries))


def _lines(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the finished lines of a file, and what follows the last of them."""
    with coded(path, "reading the history"):
        try:
            content = read_plain(path)
        except FileNotFoundError:
            return (), ""
    finished, newline, tail = content.removeprefix(b"\xef\xbb\xbf").rpartition(b"\n")
    try:
        text = finished.decode("utf-8")
    except UnicodeDecodeError as fault:
        row = finished.count(b"\n", 0, fault.start) + 1
        raise refuse(
            "H106",
            "the history is no longer UTF-8: another program has saved it.",
            f"{path.name} row {row}",
            _CURE,
        ) from fault
    lines = tuple(line.removesuffix("\r") for line in text.split("\n")) if newline else ()
    return lines, tail.decode("utf-8", "replace").removesuffix("\r")


def _check_header(line: str, file: str) -> None:
    if line != HEADER:
        raise refuse(
            "H101",
            "this is not a history of readings: its first row is different.",
            f"{file} row 1",
            f"Name the right file in lacxl.toml. A history begins with {HEADER}.",
        )


def _fault(corrupt: Corrupt, file: str, row: int) -> Finding:
    where = f"{file} row {row}" + (f" column {corrupt.column}" if corrupt.column else "")
    return error(corrupt.code, corrupt.what, where, _CURE)


def _at_most(faults: list[Finding], file: str) -> list[Finding]:
    more = len(faults) - _SHOWN
    if more <= 0:
        return faults
    return [*faults[:_SHOWN], error(faults[-1].code, f"and {more:,} more faults.", file, _CURE)]


def _torn(file: str, row: int) -> Finding:
    return warning(
        "H104",
        "the last row was never finished and is left out.",
        f"{file} row {row}",
        "Refresh the month again: what is missing is then taken in.",
    )


def _unwritable(reading: Reading, file: str) -> Refused:
    return refuse(
        "H105",
        f"the reading of {reading.indicator} for {reading.month} cannot be kept: it has a line "
        "break or another character that a line cannot hold, or neither numbers nor a reason.",
        f"{reading.source or file}",
        "Correct the note of that reading in its extract.",
    )
