"""The order of calculation: a list of the cells with formulas, which move."""

from __future__ import annotations

import re

from lacxl.engines.package.part_cutter import unveiled
from lacxl.engines.package.row_reader import attributes
from lacxl.engines.package.xml import Element, child, kids
from lacxl.workbook.address import Cell
from lacxl.workbook.insertion import Insertion

_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])([^<>]*)>")
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3}[0-9]+)["']""")


def follow_chain(content: bytes, insertion: Insertion, sheet: bytes) -> bytes:
    """Return the list afterwards; `sheet` is the changed sheet's identifier in the workbook.

    An entry without a sheet is on the one before's.
    """
    on = b""

    def moved(found: re.Match[bytes]) -> bytes:
        nonlocal on
        on = attributes(found[1]).get(b"i", on)
        address = _ADDRESS.search(found[0])
        if on != sheet or address is None:
            return found[0]
        cell = Cell.parse(address[1].decode())
        after = insertion.cell(cell)
        if after is None or after == cell:
            return found[0]
        start, end = address.span(1)
        return found[0][:start] + str(after).encode() + found[0][end:]

    return _CELL.sub(moved, unveiled(content))


def identifier(workbook: Element, sheet: str) -> bytes:
    """Return a sheet's identifier, by which the list names it."""
    for element in kids(child(workbook, "sheets"), "sheet"):
        if element.get("name", "").casefold() == sheet.casefold():
            return element.get("sheetId", "").encode()
    return b""
