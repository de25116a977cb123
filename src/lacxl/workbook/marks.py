"""Marks on figures that were restated: a fill and a note, both told by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import ChangeSet, CommentMove, CommentsChange
from lacxl.workbook.conditional_formats import OWNER, ConditionalFormat, Look
from lacxl.workbook.snapshot import Comment, Snapshot

_AUTHOR = "lacxl"
_NOTE = re.compile(r"was [^\n]{1,40}, restated \d{1,2} [A-Z][a-z]+ \d{4}: ")
_MARK = 'N("restated")=0'
_LOOK = Look(fill="FFE699", font="000000")


def is_mark(rule: ConditionalFormat) -> bool:
    """Say whether a rule of lacxl's own marks a restated figure."""
    return _MARK in rule.formula


def with_marks(
    rules: Mapping[str, tuple[ConditionalFormat, ...]],
    snapshot: Snapshot,
    marked: Iterable[CellRef],
) -> Mapping[str, tuple[ConditionalFormat, ...]]:
    """Return the rules by sheet with a mark on these cells and on no other.

    A sheet that has no `rules` keeps those that it has, but for their marks.
    """
    marks: dict[str, list[CellRef]] = {}
    for place in dict.fromkeys(marked):
        marks.setdefault(place.sheet, []).append(place)
    old = {sheet.name: sheet.rules for sheet in snapshot.sheets}
    names = [*rules, *marks, *(name for name, each in old.items() if any(map(is_mark, each)))]
    found = {}
    for name in dict.fromkeys(names):
        others = rules.get(name)
        if others is None:
            others = tuple(rule for rule in old[name] if not is_mark(rule))
        areas = _areas(place.cell for place in marks.get(name, ()))
        found[name] = (
            *others,
            *(ConditionalFormat(area, f"AND({_MARK},{OWNER})", _LOOK) for area in areas),
        )
    return found


def with_notes(
    there: Mapping[CellRef, Comment], wanted: Mapping[CellRef, str], changed: ChangeSet
) -> tuple[CommentsChange, ...]:
    """Return what changes so that no other cell has a note, and of these those that are `changed`.

    A cell with a comment of somebody else's keeps it and gets no note.
    """
    new = {CellRef(each.sheet, each.cell) for each in changed.cells if each.value}
    moves: dict[str, list[CommentMove]] = {}
    own = {place: each for place, each in there.items() if _NOTE.match(each.text)}
    for place, comment in own.items():
        if wanted.get(place) != comment.text:
            moves.setdefault(place.sheet, []).append(CommentMove(comment, place.cell, None))
    for place, text in wanted.items():
        if place not in new:
            continue
        mine = own.get(place)
        if mine.text != text if mine else place not in there:
            comment = Comment(text, _AUTHOR)
            moves.setdefault(place.sheet, []).append(CommentMove(comment, None, place.cell))
    return tuple(CommentsChange(sheet, tuple(each)) for sheet, each in moves.items())


def note_text(was: str, day: str, reason: str) -> str:
    """Return the note on a restated figure: was 94.8%, restated 4 November 2015: reason."""
    return f"was {was or 'empty'}, restated {day}: {reason}"


def _areas(cells: Iterable[Cell]) -> list[Area]:
    """Return areas that cover just these cells: each a run of them down a column."""
    found: list[Area] = []
    for cell in sorted(cells, key=lambda cell: (cell.column, cell.row)):
        last = found[-1] if found else None
        if last and (last.left, last.bottom + 1) == (cell.column, cell.row):
            found[-1] = replace(last, bottom=cell.row)
        else:
            found.append(Area.of(cell))
    return found
