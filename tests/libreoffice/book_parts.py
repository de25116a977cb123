# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""What a workbook holds: its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice.dispatch import Collection, method
from libreoffice.worksheet import Worksheet

if TYPE_CHECKING:
    from libreoffice.workbook import Workbook


class Worksheets(Collection):
    def __init__(self, book: Workbook, *, all_kinds: bool = False) -> None:
        self._book = book
        self._all_kinds = all_kinds

    def members(self) -> list[Worksheet]:
        return self._book.sheets(all_kinds=self._all_kinds)

    def get_Parent(self) -> Workbook:
        return self._book

    get_Application = get_Parent

    @method
    def Add(self, Before: Any = None, After: Any = None, *_: Any) -> Worksheet:
        if isinstance(Before, Worksheet):
            place = Before.get_Index() - 1
        elif isinstance(After, Worksheet):
            place = After.get_Index()
        else:
            place = self._book.sheet(self._book.active_sheet).get_Index() - 1
        return self._book.add_sheet(place)
