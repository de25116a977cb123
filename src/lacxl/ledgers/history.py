"""The readings store: every reading ever taken, one per line, only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, warning, where_in
from lacxl.domain.month import Month, Quarter
from lacxl.domain.reading import Reading
from lacxl.files.text_files import write_text
from lacxl.ledgers.csv_ledger import DamagedLine
from lacxl.ledgers.history_lines import HISTORY, HistoryLine


@dataclass(frozen=True, slots=True)
class RestatedReading:
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
        if self.before.is_as_printed:
            return warning(
                "K108",
                f"{reading.indicator} for {reading.month.short}: the extract gives {what} than "
                "the workbook showed when it was adopted.",
                str(reading.source or ""),
                "Check which of the two is right; what was printed stays in the history.",
            )
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
    restatements: tuple[RestatedReading, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All entries in the order they were taken; for one indicator and month the last counts.

    `findings` are warnings met on loading. `is_torn` says that the file ends in a line that was
    never finished, which the next append takes away.
    """

    entries: tuple[HistoryLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_torn: bool = False

    @classmethod
    def load(cls, path: Path) -> History:
        """Return the history of a file; an absent or empty file is a history with nothing in it.

        Raises Refused with every corrupt row (H1nn), or F1nn where the disk does not give it.
        """
        entries, torn = HISTORY.read(path, blank=True)
        if torn:
            return cls(entries, (_torn(path.name, torn),), is_torn=True)
        return cls(entries)

    @property
    def latest(self) -> Mapping[tuple[str, Month | Quarter], Reading]:
        """The reading that counts now, by indicator and month, or quarter."""
        return {(e.reading.indicator, e.reading.period): e.reading for e in self.entries}

    def taken_in(self, readings: Iterable[Reading]) -> Intake:
        """Return what is new in the readings, without writing it.

        One that says what the latest says adds nothing. One that differs is appended and is a
        restatement, a first figure after "missing" too; the earlier entry stays.
        """
        holds = dict(self.latest)
        new: list[Reading] = []
        restatements: list[RestatedReading] = []
        for reading in readings:
            key = (reading.indicator, reading.period)
            before = holds.get(key)
            if before is not None and reading.says_the_same(before):
                continue
            if before is not None:
                restatements.append(RestatedReading(before, reading))
            new.append(reading)
            holds[key] = reading
        return Intake(tuple(new), tuple(restatements))

    def entries_for(
        self, path: Path, readings: Iterable[Reading], when: datetime
    ) -> tuple[HistoryLine, ...]:
        """Return the entries of readings that are taken at `when`.

        Raises Refused (H105) for one that would not come back as it is.
        """
        entries = tuple(HistoryLine.of(reading, when) for reading in readings)
        for entry in entries:
            if not _comes_back(entry):
                raise _unwritable(entry.reading, path.name)
        return entries

    def append(self, path: Path, readings: Iterable[Reading], when: datetime) -> History:
        """Add the readings to the file as taken at `when` and return the history with them.

        All of them or none; no readings leave the file untouched. Raises Refused: H105 for a
        reading that would not come back as it is, F1nn where the disk does not take it.
        """
        return self.with_entries(path, self.entries_for(path, readings, when))

    def with_entries(self, path: Path, entries: tuple[HistoryLine, ...]) -> History:
        """Add entries to the file and return the history with them, as `append` does."""
        if self.is_torn and entries:
            whole, _ = HISTORY.lines(path)
            write_text(path, "".join(f"{line}\n" for line in whole or (HISTORY.header,)))
        HISTORY.add(path, entries)
        return History((*self.entries, *entries)) if entries else self


def _comes_back(entry: HistoryLine) -> bool:
    try:
        return HISTORY.parse(HISTORY.line(entry)) == entry
    except DamagedLine:
        return False


def _torn(file: str, row: int) -> Finding:
    return warning(
        "H104",
        "the last row was never finished and is left out.",
        where_in(file, (row,)),
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
