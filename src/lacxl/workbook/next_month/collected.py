"""What tables need to make the place for the next month, collected cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    CommentMove,
    CommentsChange,
    MergesChange,
    Swap,
)
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.layout.model import Line, Period, YearToDate
from lacxl.workbook.next_month.bands import Bands
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.plan import same
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import (
    CellLook,
    CellValue,
    Chart,
    Comment,
    Formula,
    SheetSnapshot,
    Snapshot,
)
from lacxl.workbook.style import Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A cell of a period that leaves the workbook: what it showed, and the comment on it. `part` is
    what it shows of its line; beside one `line` is None and `part` empty.
    """

    table: str
    place: CellRef
    period: Period
    line: Line | None
    part: str
    shown: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the cells that may move look, the comments of their sheets, and the charts."""

    looks: Mapping[CellRef, CellLook]
    styles: Mapping[CellRef, Style] = field(default_factory=dict)
    comments: Mapping[str, Mapping[Cell, Comment]] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()


@dataclass(slots=True)
class Collected:
    """What is there before the place for `month` is made, and all that is to change."""

    snapshot: Snapshot
    seen: Appearance
    month: Month
    values: dict[CellRef, CellValue] = field(default_factory=dict)
    formats: dict[CellRef, str] = field(default_factory=dict)
    locks: dict[CellRef, bool] = field(default_factory=dict)
    styles: dict[CellRef, Style] = field(default_factory=dict)
    comments: dict[str, list[CommentMove]] = field(default_factory=dict)
    why: dict[CellRef, str] = field(default_factory=dict)
    merges: dict[str, tuple[list[Area], list[Area]]] = field(default_factory=dict)
    leaving: list[Leaving] = field(default_factory=list)
    missing: list[CellRef] = field(default_factory=list)
    unknown: list[CellRef] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    def there(self, place: CellRef) -> CellValue:
        """Return what a cell holds now."""
        return self.sheet(place.sheet).values.get(place.cell)

    def is_text(self, place: CellRef) -> bool:
        """Say whether a cell holds a text now."""
        return isinstance(self.there(place), str)

    def is_filled(self, place: CellRef) -> bool:
        """Say whether a cell holds anything now."""
        return self.there(place) not in (None, "")

    def is_formula(self, place: CellRef) -> bool:
        """Say whether a cell holds a formula now."""
        return isinstance(self.there(place), Formula)

    def look(self, place: CellRef) -> CellLook:
        """Return the number format and the lock of a cell."""
        return self.seen.looks.get(place, CellLook())

    def style(self, place: CellRef) -> Style | None:
        """Return all else of how a cell looks; None where the engine did not say."""
        return self.seen.styles.get(place)

    def sheet(self, name: str) -> SheetSnapshot:
        """Return a sheet as it is now."""
        return self.snapshot.sheet(name)

    def put(self, place: CellRef, value: CellValue, why: str) -> None:
        """Let a cell hold a value, and say why."""
        self.values[place] = value
        self.why[place] = why

    def lock(self, place: CellRef, locked: bool) -> None:
        """Lock or unlock a cell of a protected sheet."""
        if self.sheet(place.sheet).protection is not None:
            self.locks[place] = locked

    def band(self, strips: Strips, bands: Bands) -> None:
        """Let the bands over a table be these."""
        for cell, value in bands.values.items():
            self.put(CellRef(strips.sheet, cell), value, "the band of its months")
        if bands.gone or bands.come:
            gone, come = self.merges.setdefault(strips.sheet, ([], []))
            gone += bands.gone
            come += bands.come

    def leave(self, strips: Strips, period: Period) -> None:
        """Note what a period shows before it leaves the workbook."""
        if isinstance(period, YearToDate):
            period = YearToDate(self.month.financial_year - 1)
            cells = [p for each in strips.so_far for p in strips.cells(each)]
        else:
            cells = list(strips.cells(period))
        notes = self.seen.comments.get(strips.sheet, {})
        for place in cells:
            there = self.there(place)
            line = strips.line_at(place)
            if there not in (None, "") and (line is not None or plain(there) != "of"):
                text = shown(there, self.look(place).number_format)
                note = notes.get(place.cell)
                comment = note.text if note else ""
                part = strips.part_at(place)
                self.leaving.append(
                    Leaving(strips.table.name, place, period, line, part, text, comment)
                )

    def changes(self) -> ChangeSet:
        """Return everything that differs from what is there."""
        touched = dict.fromkeys((*self.values, *self.formats, *self.locks, *self.styles))
        cells = (self._change(place) for place in touched)
        return ChangeSet(
            tuple(each for each in cells if _has_any(each)),
            merges=tuple(
                MergesChange(sheet, Swap(tuple(gone), tuple(come)))
                for sheet, (gone, come) in self.merges.items()
            ),
            comments=tuple(
                CommentsChange(sheet, tuple(moves))
                for sheet, moves in self.comments.items()
                if moves
            ),
        )

    def _change(self, place: CellRef) -> CellChange:
        there, look, style = self.there(place), self.look(place), self.style(place)
        value = self.values.get(place, there)
        return CellChange(
            place.sheet,
            place.cell,
            value=None if same(there, value) else Swap(there, value),
            number_format=_swap(look.number_format, self.formats.get(place, look.number_format)),
            locked=_swap(look.locked, self.locks.get(place, look.locked)),
            style=None if style is None else _swap(style, self.styles.get(place, style)),
        )


def _swap(before: T, after: T) -> Swap[T] | None:
    return None if before == after else Swap(before, after)


def _has_any(change: CellChange) -> bool:
    return any((change.value, change.number_format, change.locked, change.style))
