"""What deleting inserted rows or columns makes of the open workbook, worked out on copies of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from lacxl.domain.errors import refuse
from lacxl.engines.excel.copying import Copies, Copy, changed
from lacxl.engines.package import PackageWorkbook, unlike
from lacxl.engines.package.growing import grow
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import references
from lacxl.workbook.insertion import Insertion, settled
from lacxl.workbook.snapshot import Formula


class Shrinkage(Copies):
    """The open workbook as it is, and with all changes but the deletions."""

    def __init__(self, before: Copy, changes: ChangeSet, password: str | None) -> None:
        super().__init__()
        self.before = before
        self._deleted = changes.deleted
        with ExitStack() as stack:
            stack.enter_context(before)
            name = before.path.name
            self.changed = stack.enter_context(changed(before.book, changes, password, name))
            _refuse_used(self.changed.book, tuple(settled(changes.deleted)))
            self._stack = stack.pop_all()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that have something deleted."""
        return tuple(dict.fromkeys(each.sheet for each in self._deleted))

    def not_as_wanted(self, there: Copy, password: str | None) -> tuple[str, ...]:
        """Return where the workbook is not what it was before the insertion.

        Inserted again, the rows and columns give what was there before they were deleted. A range
        that ended before them may have taken them in or not.
        """
        found: set[str] | None = None
        for extends in (True, False):
            again = [_extending(each, extends) for each in self._deleted]
            with Copy(
                lambda target: grow(there.path, again, target, password=password),  # noqa: B023
                there.path.name,
            ) as grown:
                wrong = unlike(grown.book, self.changed.book)
            found = set(wrong) if found is None else found & set(wrong)
            if not found:
                return ()
        return tuple(sorted(found or ()))


def _extending(insertion: Insertion, extends: bool) -> Insertion:
    return replace(insertion, extend=extends)


def _refuse_used(book: PackageWorkbook, lines: Sequence[Insertion]) -> None:
    """Refuse to delete what somebody uses: cells that hold something, or that are named."""
    cells = [
        CellRef(new.sheet, cell)
        for new in lines
        for cell in (*book.survey().sheet(new.sheet).values, *book.comments(new.sheet))
        if new.is_new(cell)
    ]
    beside = book.beside_cells()
    others = [
        f"{sheet}!{name}" if sheet else name
        for (sheet, name), text in beside.names.items()
        if _is_of(text, sheet, lines)
    ]
    others += [
        f"{sheet}: charts"
        for sheet, shown in beside.charts.items()
        if any(_is_of(text, sheet, lines) for chart in shown for text in chart.shown)
    ]
    cells += [
        CellRef(sheet.name, cell)
        for sheet in book.survey().sheets
        for cell, value in sheet.values.items()
        if isinstance(value, Formula) and _is_of(value.text, sheet.name, lines)
    ]
    if cells or others:
        raise refuse(
            "E125",
            "What was inserted cannot be deleted: these cells are in it, or these name it.",
            "; ".join([*([listed(dict.fromkeys(cells))] if cells else []), *others]),
            "Nothing was changed. Clear them, then try again.",
        )


def _is_of(formula: str, own: str, lines: Sequence[Insertion]) -> bool:
    """Say whether a formula names cells of what is to be deleted alone: it would lose them."""
    return any(
        (reference.sheet or own).casefold() == new.sheet.casefold()
        and new.is_new(Cell(reference.top, reference.left))
        and new.is_new(Cell(reference.bottom, reference.right))
        for reference in references(parse(formula))
        for new in lines
    )
