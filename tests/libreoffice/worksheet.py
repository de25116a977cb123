# ruff: noqa: N802, N803 (the members of COM objects bear Excel's names)
"""Worksheet: one sheet of a workbook, its tables and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice import calc_cells, errors
from libreoffice.addresses import WHOLE_SHEET, Box, around, parse_boxes
from libreoffice.charts import ChartObjects
from libreoffice.dispatch import ComObject, method
from libreoffice.names import Names
from libreoffice.protection import FLAGS, Protection, SheetProtection
from libreoffice.putting_back import KeptSheet
from libreoffice.ranges import Range, between
from libreoffice.rules import Rules
from libreoffice.sheet_state import SheetState
from libreoffice.tables_and_links import Hyperlinks, ListObject, ListObjects, text_of

if TYPE_CHECKING:
    from libreoffice.application import Application
    from libreoffice.workbook import Workbook

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
_LONGEST_NAME = 255
"""The most characters that `Range("...")` takes."""


class Worksheet(ComObject):
    def __init__(self, book: Workbook, uno: Any) -> None:
        self._book = book
        self._sheet = uno

    # What the stand-in itself asks

    @property
    def book(self) -> Workbook:
        return self._book

    @property
    def uno(self) -> Any:
        """Calc's own sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        return str(self._sheet.Name)

    @property
    def state(self) -> SheetState:
        return self._book.state(self.name)

    @property
    def protection(self) -> SheetProtection:
        return self.state.protection

    @property
    def rules(self) -> Rules:
        return self.state.rules

    @property
    def is_visible(self) -> bool:
        return bool(self._sheet.IsVisible)

    def cells(self, *boxes: Box) -> Range:
        """Return a range of it."""
        return Range(self, *boxes)

    def kept(self) -> KeptSheet:
        """Return what is to be put into its exported file."""
        state = self.state
        return KeptSheet(
            self.name,
            state.very_hidden,
            self.name in self._book.selected_sheets,
            state.protection,
            state.rules,
            state.constants,
            state.chart_texts,
            calc_cells.exact_numbers(self),
        )

    def merges_in(self, box: Box) -> list[Box]:
        """Return the merges that the box touches."""
        return [merge for merge in self.state.merges if merge.meets(box)]

    def covered(self, box: Box) -> set[tuple[int, int]]:
        """Return the cells of the box that a merge covers."""
        found: set[tuple[int, int]] = set()
        for merge in self.merges_in(box):
            part = merge.meets(box)
            assert part is not None
            found.update(part.cells())
            found.discard((merge.top, merge.left))
        return found

    def merge(self, box: Box) -> None:
        """Merge the cells; what the covered ones held is lost."""
        self.unmerge(box)
        if box.count > 1:
            for part in box.without(Box(box.top, box.left, box.top, box.left)):
                calc_cells.clear(self, part)
                calc_cells.block(self._sheet, part).clearContents(calc_cells.CONTENTS)
            calc_cells.block(self._sheet, box).merge(True)
            self.state.merges.append(box)

    def unmerge(self, box: Box) -> None:
        """Part every merge that the box touches."""
        for merge in self.merges_in(box):
            calc_cells.block(self._sheet, merge).merge(False)
            self.state.merges.remove(merge)

    def tables(self) -> list[ListObject]:
        """Return its tables."""
        return [ListObject(self, table) for table in self.state.tables]

    def select(self, boxes: tuple[Box, ...]) -> None:
        """Select cells; the first one is the active cell."""
        self.state.selected = boxes
        self.state.active_cell = (boxes[0].top, boxes[0].left)

    def activate_cell(self, box: Box) -> None:
        """Make a cell the active one; the selection stays where it holds that cell."""
        if not any(selected.holds(box) for selected in self.state.selected):
            self.select((box,))
        self.state.active_cell = (box.top, box.left)

    def edge(self, box: Box, down: int, right: int) -> Box:
        """Return the cell that Ctrl and an arrow lead to. MODELLED."""
        row, column = box.top, box.left
        used = self.calc_used()

        def filled(r: int, c: int) -> bool:
            inside = used.meets(Box(r, c, r, c)) is not None
            return inside and self._sheet.getCellByPosition(c, r).Type.value != "EMPTY"

        def within(r: int, c: int) -> bool:
            return 0 <= r <= WHOLE_SHEET.bottom and 0 <= c <= WHOLE_SHEET.right

        def beyond(r: int, c: int) -> bool:
            return not within(r, c) or r > used.bottom + 1 or c > used.right + 1

        run = filled(row, column) and within(row + down, column + right)
        run = run and filled(row + down, column + right)
        while within(row + down, column + right):
            row, column = row + down, column + right
            if run and not (
                within(row + down, column + right) and filled(row + down, column + right)
            ):
                break
            if not run and filled(row, column):
                break
            if beyond(row, column) and (down > 0 or right > 0):
                row = WHOLE_SHEET.bottom if down else row
                column = WHOLE_SHEET.right if right else column
                break
        return Box(row, column, row, column)

    def calc_used(self) -> Box:
        """Return the cells that hold something, as Calc counts them."""
        cursor = self._sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        cursor.gotoStartOfUsedArea(False)
        start = cursor.RangeAddress
        return Box(start.StartRow, start.StartColumn, end.EndRow, end.EndColumn)

    # What Excel shows

    def get_Name(self) -> str:
        return self.name

    def put_Name(self, name: str) -> None:
        self._book.rename(self, name)

    def get_Parent(self) -> Workbook:
        return self._book

    def get_Application(self) -> Application:
        return self._book.app

    def get_Index(self) -> int:
        return int(self._sheet.RangeAddress.Sheet) + 1

    def get_Type(self) -> int:
        return -4167

    def get_Visible(self) -> int:
        if self.is_visible:
            return VISIBLE
        return VERY_HIDDEN if self.state.very_hidden else HIDDEN

    def put_Visible(self, visible: int) -> None:
        shown = int(visible) in (VISIBLE, 1)
        others = [s for s in self._book.sheets() if s.is_visible and s.name != self.name]
        if not shown and not others:
            raise errors.unable_to_set("Visible", "Worksheet")
        self._sheet.IsVisible = shown
        self.state.very_hidden = int(visible) == VERY_HIDDEN
        if not shown and self._book.active_sheet == self.name:
            self._book.active_sheet = others[0].name

    def get_UsedRange(self) -> Range:
        used = self.calc_used()
        return self.cells(around((used, *self.state.merges)))

    def get_Cells(self) -> Range:
        return self.cells(WHOLE_SHEET)

    def get_Rows(self) -> Range:
        return Range(self, WHOLE_SHEET, by="rows")

    def get_Columns(self) -> Range:
        return Range(self, WHOLE_SHEET, by="columns")

    @method
    def Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        first = self._range(Cell1)
        return first if Cell2 is None else between(first, self._range(Cell2))

    def _range(self, cells: Any) -> Range:
        if isinstance(cells, Range):
            return cells
        text = str(cells)
        boxes = parse_boxes(text) if len(text) <= _LONGEST_NAME else None
        if boxes is None:
            found = self._book.named(text)
            if found is None:
                raise errors.application_error("Method 'Range' of object '_Worksheet' failed")
            return found
        return self.cells(*boxes)

    # Protection

    def get_ProtectContents(self) -> bool:
        return self.protection.contents

    def get_ProtectDrawingObjects(self) -> bool:
        return self.protection.objects

    def get_ProtectScenarios(self) -> bool:
        return self.protection.scenarios

    def get_ProtectionMode(self) -> bool:
        return self.protection.only_for_people

    def get_Protection(self) -> Protection:
        return Protection(self.protection)

    def get_EnableSelection(self) -> int:
        return self.protection.selection

    def put_EnableSelection(self, selection: int) -> None:
        self.state.protection = self.protection.with_selection(int(selection))

    @method
    def Protect(
        self,
        Password: Any = None,
        DrawingObjects: Any = True,
        Contents: Any = True,
        Scenarios: Any = True,
        UserInterfaceOnly: Any = False,
        *allow: Any,
        **allow_by_name: Any,
    ) -> None:
        self._guard_group("Protect")
        allowed = {**dict(zip(FLAGS, allow, strict=False)), **allow_by_name}
        if unknown := allowed.keys() - FLAGS.keys():
            raise TypeError(f"Protect got unexpected arguments: {sorted(unknown)}")
        self.state.protection = self.protection.protected(
            text_of(Password),
            contents=_truth(Contents, True),
            objects=_truth(DrawingObjects, True),
            scenarios=_truth(Scenarios, True),
            only_for_people=_truth(UserInterfaceOnly, False),
            allowed=frozenset(FLAGS[name] for name, on in allowed.items() if _truth(on, False)),
        )
        self._book.touch()

    @method
    def Unprotect(self, Password: Any = None) -> None:
        self._guard_group("Unprotect")
        self.state.protection = self.protection.unprotected(text_of(Password))
        self._book.touch()

    def _guard_group(self, method: str) -> None:
        """MODELLED: Excel neither protects nor unprotects one sheet of a group."""
        if len(self._book.selected_sheets) > 1 and self.name in self._book.selected_sheets:
            raise errors.application_error(f"{method} method of Worksheet class failed")

    # Tables, links, charts, names, and showing it

    @method
    def ChartObjects(self, Index: Any = None) -> Any:
        charts = ChartObjects(self)
        return charts if Index is None else charts.find(Index)

    def get_Names(self) -> Names:
        return Names(self._book, self)

    def get_ListObjects(self) -> ListObjects:
        return ListObjects(self)

    def get_Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self)

    @method
    def Activate(self) -> None:
        self._book.activate_sheet(self)

    @method
    def Select(self, Replace: bool = True) -> None:
        self._book.activate_sheet(self)

    @method
    def Calculate(self) -> None:
        self._book.document.calculate()

    @method
    def Copy(self, Before: Any = None, After: Any = None) -> None:
        """Copy the sheet into another workbook. MODELLED for the place after a sheet alone."""
        if Before is not None or not isinstance(After, Worksheet) or After.book is self._book:
            raise errors.application_error("Copy method of Worksheet class failed")
        After.book.take_in(self, After.get_Index())

    @method
    def Delete(self) -> bool:
        if len(self._book.sheets()) == 1:
            raise errors.application_error("Delete method of Worksheet class failed")
        self._book.remove(self)
        return True


def _truth(value: Any, usual: bool) -> bool:
    return bool(value) if isinstance(value, (bool, int)) else usual
