"""Rows as Excel writes them, which can be edited as bytes; others are made so first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.part_cutter import Cutter, without_comments
from lacxl.engines.package.row_reader import cells_of, numbered
from lacxl.engines.package.xml import Element, escaped, kids
from lacxl.workbook.address import MAX_ROW, Cell

_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Usual:
    """Gives the blocks of a sheet, every row and cell with its address as first attribute.

    A block that is so already comes as it is, byte for byte.
    """

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self.cell = b"<" + cutter.prefix + b"c"
        self.row = b"<" + cutter.prefix + b"row"
        self.cell_end = b"</" + cutter.prefix + b"c>"
        self._rows = re.compile(re.escape(self.row) + rb'(?: r="([1-9][0-9]{0,6})")?(?=[\s/>])')
        self._any_cell = [self.cell + letter for letter in (b" ", b">", b"/", b"\t", b"\n", b"\r")]

    def blocks(self) -> Iterator[bytes]:
        """Yield the blocks in turn; raises Unclear where rows are out of order."""
        current = 0
        for block in self._cutter.blocks():
            rows = self._rows.findall(block)
            if not self._is_usual(block, rows):
                block = self._made_usual(block, current)  # noqa: PLW2901
                rows = self._rows.findall(block)
            if rows:
                numbers = [current, *map(int, rows)]
                if any(one >= other for one, other in pairwise(numbers)):
                    raise Unclear("its rows are out of order")
                current = numbers[-1]
                if current > MAX_ROW:
                    raise Unclear("a row is beyond the last row of a sheet")
            yield block

    def _is_usual(self, block: bytes, rows: list[bytes]) -> bool:
        if b"<!" in block or b"<?" in block or b"" in rows:
            return False
        return block.count(self.cell + b' r="') == sum(map(block.count, self._any_cell))

    def _made_usual(self, block: bytes, current: int) -> bytes:
        pieces = []
        for number, row in numbered(self._cutter, block, current):
            wrapping = self._cutter.wrapping
            bare = without_comments(_CDATA.sub(lambda found: escaped(found[1].decode()), row))
            root = wrapping.root(bare)
            for element in kids(wrapping.container(root), "row"):
                for column, cell in list(cells_of(element, number)):
                    _put_first(cell, str(Cell(number, column)))
                _put_first(element, str(number))
            pieces.append(wrapping.items(root))
        return b"".join(pieces)


def _put_first(element: Element, address: str) -> None:
    """Make an address the first attribute."""
    others = {name: value for name, value in element.attrib.items() if name != "r"}
    for name in list(element.attrib):
        del element.attrib[name]
    element.set("r", address)
    for name, value in others.items():
        element.set(name, value)
