"""A change set: what to change in a workbook, with what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.conditional_formats import ConditionalFormat
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.snapshot import CellLook, CellValue, ChartText, Comment, Protection
from lacxl.workbook.style import Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Swap(Generic[T]):
    """One thing before and after."""

    before: T
    after: T

    def reverse(self) -> Swap[T]:
        """Return the way back."""
        return Swap(self.after, self.before)

    def and_then(self, later: Swap[T] | None) -> Swap[T]:
        """Return both as one, the later one done second."""
        return Swap(self.before, later.after) if later else self


@dataclass(frozen=True, slots=True)
class CellChange:
    """What changes in one cell; None leaves that side of it as it is."""

    sheet: str
    cell: Cell
    value: Swap[CellValue] | None = None
    number_format: Swap[str] | None = None
    locked: Swap[bool] | None = None
    style: Swap[Style] | None = None

    def reverse(self) -> CellChange:
        """Return the way back."""
        return CellChange(
            self.sheet,
            self.cell,
            self.value.reverse() if self.value else None,
            self.number_format.reverse() if self.number_format else None,
            self.locked.reverse() if self.locked else None,
            self.style.reverse() if self.style else None,
        )

    def and_then(self, later: CellChange) -> CellChange:
        """Return both changes of one cell as one, the later one done second."""
        return CellChange(
            later.sheet,
            later.cell,
            self.value.and_then(later.value) if self.value else later.value,
            self.number_format.and_then(later.number_format)
            if self.number_format
            else later.number_format,
            self.locked.and_then(later.locked) if self.locked else later.locked,
            self.style.and_then(later.style) if self.style else later.style,
        )


def looking_like(
    sheet: str, cell: Cell, own: tuple[CellLook, Style], other: tuple[CellLook, Style]
) -> CellChange:
    """Return the change after which a cell looks in all as another one does now.

    Where both look the same nothing of it changes.
    """
    if own == other:
        return CellChange(sheet, cell)
    (look, style), (wanted, wanted_style) = own, other
    return CellChange(
        sheet,
        cell,
        None,
        Swap(look.number_format, wanted.number_format)
        if look.number_format != wanted.number_format
        else None,
        Swap(look.locked, wanted.locked) if look.locked != wanted.locked else None,
        Swap(style, wanted_style),
    )


@dataclass(frozen=True, slots=True)
class RulesChange:
    """All conditional formats of lacxl's own on a sheet, before and after; others stay."""

    sheet: str
    rules: Swap[tuple[ConditionalFormat, ...]]

    def reverse(self) -> RulesChange:
        """Return the way back."""
        return RulesChange(self.sheet, self.rules.reverse())


@dataclass(frozen=True, slots=True)
class ProtectionChange:
    """A sheet becomes protected or free.

    When a sheet that was free becomes protected, the engine first unlocks every cell of it, then
    applies the locks of the change set, so that only those cells are guarded. A password, if any,
    is handed to the engine and never stored here.
    """

    sheet: str
    protection: Swap[Protection | None]

    def reverse(self) -> ProtectionChange:
        """Return the way back (the locks of an unprotected sheet have no effect and stay)."""
        return ProtectionChange(self.sheet, self.protection.reverse())


@dataclass(frozen=True, slots=True)
class MergesChange:
    """Merged areas of a sheet that go (`before`) and that come (`after`); the others stay.

    An area in both stays. One that comes covers more than one cell, touches no other and no table,
    and what it covers is empty, or emptied by the same change set. How the covered cells look is
    left to the program that merges.
    """

    sheet: str
    merges: Swap[tuple[Area, ...]]

    def reverse(self) -> MergesChange:
        """Return the way back."""
        return MergesChange(self.sheet, self.merges.reverse())

    @property
    def going(self) -> frozenset[Area]:
        """The areas that are no longer merged afterwards."""
        return frozenset(self.merges.before) - frozenset(self.merges.after)

    @property
    def coming(self) -> frozenset[Area]:
        """The areas that are merged only afterwards."""
        return frozenset(self.merges.after) - frozenset(self.merges.before)

    def among(self, present: Iterable[Area]) -> tuple[Area, ...]:
        """Return the merged areas of the sheet after the change, of those before it."""
        stay = [area for area in present if area not in self.going]
        return (*stay, *sorted(self.coming.difference(stay)))

    def and_then(self, other: MergesChange) -> MergesChange:
        """Return both as one, the other one done second."""
        going = self.going | (other.going - self.coming)
        coming = (self.coming - other.going) | other.coming
        return MergesChange(self.sheet, Swap(tuple(sorted(going)), tuple(sorted(coming))))


@dataclass(frozen=True, slots=True)
class CommentMove:
    """A comment and its cell before and after: None where it comes, or leaves."""

    comment: Comment
    before: Cell | None
    after: Cell | None

    def reverse(self) -> CommentMove:
        """Return the way back."""
        return CommentMove(self.comment, self.after, self.before)


@dataclass(frozen=True, slots=True)
class CommentsChange:
    """Comments of a sheet that move to other cells, leave, or come; all are taken up at once.

    One that moves keeps its author, letters and size. One that comes, or comes back, is a note of
    text and author in the usual letters; in an open workbook its author is the one at work there.
    """

    sheet: str
    moves: tuple[CommentMove, ...]

    def reverse(self) -> CommentsChange:
        """Return the way back."""
        return CommentsChange(self.sheet, tuple(move.reverse() for move in self.moves))

    def and_then(self, other: CommentsChange) -> CommentsChange:
        """Return both as one, the other one done second."""
        second = {move.before: move for move in other.moves if move.before}
        moves = []
        for move in self.moves:
            later = second.pop(move.after, None) if move.after else None
            both = CommentMove(move.comment, move.before, later.after) if later else move
            if both.before != both.after:
                moves.append(both)
        comes = (move for move in other.moves if not move.before)
        return CommentsChange(self.sheet, (*moves, *second.values(), *comes))

    def holds(self, there: Mapping[Cell, Comment], *, authors: bool = True) -> bool:
        """Say whether these are the comments after the change; else told by their texts alone."""
        coming = {move.after: move.comment for move in self.moves if move.after}
        left = {move.before for move in self.moves if move.before} - coming.keys()
        return not (left & there.keys()) and all(
            (found := there.get(cell)) is not None
            and found.text == comment.text
            and (not authors or found.author == comment.author)
            for cell, comment in coming.items()
        )


@dataclass(frozen=True, slots=True)
class ChartTextChange:
    """The alternative text of a chart, which is the only one of its name on the sheet."""

    sheet: str
    name: str
    text: Swap[str]

    def reverse(self) -> ChartTextChange:
        """Return the way back."""
        return ChartTextChange(self.sheet, self.name, self.text.reverse())

    def holds(self, charts: Iterable[ChartText]) -> bool:
        """Say whether the chart is there once and has the text of after the change."""
        texts = [each.text for each in charts if (each.sheet, each.name) == (self.sheet, self.name)]
        return texts == [self.text.after]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that one run changes. An empty one touches no file.

    Rows and columns are `inserted` before anything else, in this order, and `deleted` after it, the
    last first: all other places are those that things have between the two.
    """

    cells: tuple[CellChange, ...] = ()
    rules: tuple[RulesChange, ...] = ()
    protection: tuple[ProtectionChange, ...] = ()
    merges: tuple[MergesChange, ...] = ()
    comments: tuple[CommentsChange, ...] = ()
    chart_texts: tuple[ChartTextChange, ...] = ()
    inserted: tuple[Insertion, ...] = ()
    deleted: tuple[Insertion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inserted or self.deleted or self.sheets)

    @property
    def between(self) -> ChangeSet:
        """What changes after rows and columns are inserted and before others are deleted."""
        return replace(self, inserted=(), deleted=())

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of which something changes beside that, each once, in order of appearance."""
        named = [
            *(c.sheet for c in self.cells),
            *(r.sheet for r in self.rules),
            *(p.sheet for p in self.protection),
            *(m.sheet for m in self.merges),
            *(c.sheet for c in self.comments),
            *(c.sheet for c in self.chart_texts),
        ]
        return tuple(dict.fromkeys(named))

    def and_then(self, other: ChangeSet) -> ChangeSet:
        """Return both as one, the other one done second; a cell is changed once.

        Nothing is inserted by the second, or deleted by the first.
        """
        cells: dict[tuple[str, Cell], CellChange] = {}
        for change in (*self.cells, *other.cells):
            first = cells.get((change.sheet, change.cell))
            cells[change.sheet, change.cell] = first.and_then(change) if first else change
        return ChangeSet(
            tuple(cells.values()),
            (*self.rules, *other.rules),
            (*self.protection, *other.protection),
            (*self.merges, *other.merges),
            (*self.comments, *other.comments),
            (*self.chart_texts, *other.chart_texts),
            self.inserted,
            other.deleted,
        )

    def reverse(self) -> ChangeSet:
        """Return the change set that undoes this one."""
        return ChangeSet(
            tuple(c.reverse() for c in reversed(self.cells)),
            tuple(r.reverse() for r in reversed(self.rules)),
            tuple(p.reverse() for p in reversed(self.protection)),
            tuple(m.reverse() for m in reversed(self.merges)),
            tuple(c.reverse() for c in reversed(self.comments)),
            tuple(c.reverse() for c in reversed(self.chart_texts)),
            self.deleted,
            self.inserted,
        )
