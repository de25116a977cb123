# ruff: noqa: N802, N803, N815 (the members of COM objects bear Excel's names)
"""What lies on a sheet besides cells: tables, as the file has them, and links that were added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libreoffice.addresses import Box
from libreoffice.dispatch import Collection, ComObject, method
from libreoffice.taking_out import TableFacts

if TYPE_CHECKING:
    from libreoffice.ranges import Range
    from libreoffice.worksheet import Worksheet


def text_of(argument: Any) -> str:
    """Return an optional argument's text, none where it was left away."""
    return argument if isinstance(argument, str) else ""


class ListObject(ComObject):
    """A table. Where it lies is as the file had it when it was opened."""

    def __init__(self, sheet: Worksheet, facts: TableFacts) -> None:
        self._sheet = sheet
        self._facts = facts

    @property
    def box(self) -> Box:
        return self._facts.box

    def get_Name(self) -> str:
        return self._facts.name

    get_DisplayName = get_Name

    def get_Parent(self) -> Worksheet:
        return self._sheet

    def get_Range(self) -> Range:
        return self._sheet.cells(self.box)

    def get_ShowHeaders(self) -> bool:
        return self._facts.has_header

    def get_HeaderRowRange(self) -> Range | None:
        if not self._facts.has_header:
            return None
        box = self.box
        return self._sheet.cells(Box(box.top, box.left, box.top, box.right))


class ListObjects(Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def members(self) -> list[ListObject]:
        return self._sheet.tables()


class Hyperlink(ComObject):
    """A link that was added: Calc's text field with an address, all that the cell holds."""

    def __init__(self, cells: Range, field: Any) -> None:
        self._cells = cells
        self._field = field

    def get_Address(self) -> str:
        return str(self._field.URL).partition("#")[0]

    def get_SubAddress(self) -> str:
        return str(self._field.URL).partition("#")[2]

    def get_Range(self) -> Range:
        return self._cells

    def get_TextToDisplay(self) -> str:
        return str(self._field.Representation)

    def put_TextToDisplay(self, text: str) -> None:
        self._field.Representation = text

    def put_ScreenTip(self, text: str) -> None:
        """Take the text: Calc has no place for it."""


class Hyperlinks(Collection):
    """The links that were added while the workbook is open."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def members(self) -> list[Hyperlink]:
        return list(self._sheet.state.links)

    @method
    def Add(
        self,
        Anchor: Range,
        Address: str = "",
        SubAddress: Any = None,
        ScreenTip: Any = None,
        TextToDisplay: Any = None,
    ) -> Hyperlink:
        Anchor.guard_contents()
        target = text_of(Address) + (f"#{text_of(SubAddress)}" if text_of(SubAddress) else "")
        box = Anchor.boxes[0]
        cell = self._sheet.uno.getCellByPosition(box.left, box.top)
        field = self._sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL = target
        field.Representation = text_of(TextToDisplay) or str(cell.String) or target
        cell.setString("")
        cell.Text.insertTextContent(cell.Text.createTextCursor(), field, False)
        link = Hyperlink(Anchor, cell.TextFields.getByIndex(0))
        self._sheet.state.links.append(link)
        return link
