"""Building change sets from what stands there, as the product's own plan does."""

from __future__ import annotations

from collections.abc import Mapping

from bench import Bench

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    CommentMove,
    CommentsChange,
    MergesChange,
    ProtectionChange,
    RulesChange,
    Swap,
    looking_like,
)
from lacxl.workbook.conditional_formats import ConditionalFormat, Look, text_rule
from lacxl.workbook.snapshot import CellValue, Comment, Protection

RED = Look(fill="FFC7CE", font="9C0006", bold=True)
GREEN = Look(fill="C6EFCE", font="006100")


def edit(
    bench: Bench,
    sheet: str,
    values: Mapping[str, CellValue] | None = None,
    *,
    formats: Mapping[str, str] | None = None,
    locks: Mapping[str, bool] | None = None,
) -> ChangeSet:
    """Return the change set that gives these cells these values, number formats and locks."""
    values, formats, locks = values or {}, formats or {}, locks or {}
    there = bench.survey().sheet(sheet).values
    names = dict.fromkeys((*values, *formats, *locks))
    cells = {name: Cell.parse(name) for name in names}
    looks = bench.looks(sheet, cells.values())
    return ChangeSet(
        tuple(
            CellChange(
                sheet,
                cell,
                Swap(there.get(cell), values[name]) if name in values else None,
                Swap(looks[cell].number_format, formats[name]) if name in formats else None,
                Swap(looks[cell].locked, locks[name]) if name in locks else None,
            )
            for name, cell in cells.items()
        )
    )


def look_as(bench: Bench, sheet: str, others: Mapping[str, str]) -> ChangeSet:
    """Return the change set after which each cell looks as the other one does now."""
    bench.survey()
    cells = [Cell.parse(name) for pair in others.items() for name in pair]
    looks, styles = bench.looks(sheet, cells), bench.styles_of(sheet, cells)
    seen = {cell: (looks[cell], styles[cell]) for cell in cells}
    return ChangeSet(
        tuple(
            looking_like(sheet, Cell.parse(one), seen[Cell.parse(one)], seen[Cell.parse(other)])
            for one, other in others.items()
        )
    )


def colour(bench: Bench, sheet: str, *rules: ConditionalFormat) -> ChangeSet:
    """Return the change set that makes these the rules that lacxl owns on the sheet."""
    before = bench.survey().sheet(sheet).rules
    return ChangeSet(rules=(RulesChange(sheet, Swap(before, rules)),))


def protect(bench: Bench, sheet: str, protection: Protection | None) -> ChangeSet:
    """Return the change set that protects or frees the sheet."""
    before = bench.survey().sheet(sheet).protection
    return ChangeSet(protection=(ProtectionChange(sheet, Swap(before, protection)),))


def merge(sheet: str, *, part: tuple[str, ...] = (), join: tuple[str, ...] = ()) -> ChangeSet:
    """Return the change set that parts these merged cells and merges those."""
    areas = Swap(tuple(map(Area.parse, part)), tuple(map(Area.parse, join)))
    return ChangeSet(merges=(MergesChange(sheet, areas),))


def move_comments(bench: Bench, sheet: str, moves: Mapping[str, str | None]) -> ChangeSet:
    """Return the change set that moves comments from cell to cell; None removes them."""
    bench.survey()
    there = bench.comments(sheet)
    return ChangeSet(
        comments=(
            CommentsChange(
                sheet,
                tuple(
                    CommentMove(
                        there.get(Cell.parse(one), Comment("")),
                        Cell.parse(one),
                        Cell.parse(other) if other else None,
                    )
                    for one, other in moves.items()
                ),
            ),
        )
    )


def both(*changes: ChangeSet) -> ChangeSet:
    """Return one change set of several."""
    return ChangeSet(
        tuple(c for change in changes for c in change.cells),
        tuple(r for change in changes for r in change.rules),
        tuple(p for change in changes for p in change.protection),
        tuple(m for change in changes for m in change.merges),
        tuple(c for change in changes for c in change.comments),
    )


def red_where(area: str, text: str) -> ConditionalFormat:
    """Return an owned rule: red where the cell holds the text."""
    return text_rule(Area.parse(area), text, RED)


def green_where(area: str, text: str) -> ConditionalFormat:
    """Return an owned rule: green where the cell holds the text."""
    return text_rule(Area.parse(area), text, GREEN)


def value(bench: Bench, sheet: str, cell: str) -> CellValue:
    """Return what the engine sees in the cell."""
    return bench.survey().sheet(sheet).values.get(Cell.parse(cell))
