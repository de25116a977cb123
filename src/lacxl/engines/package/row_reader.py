"""Reading rows out of a sheet while it streams by."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.part_cutter import Cutter
from lacxl.engines.package.xml import Element, flag, kids, whole
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_number

_USUAL = re.compile(rb'[^\s"]+ r="([0-9]{1,7})"')
"""A row's tag as Excel writes it, its number first ..."""
ATTRIBUTE = re.compile(rb"""\s([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
"""... and any attribute, with what it is set to (or as the third, in single quotes)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is in the file; `style` is what its absent cells have, None for nothing.

    `hidden` is the attribute: a row that is so low that nothing of it shows is not.
    """

    number: int
    style: int | None
    cells: tuple[tuple[int, Element], ...]
    hidden: bool = False


def read_rows(cutter: Cutter, wanted: Container[int], last: int) -> Iterator[Row]:
    """Yield the wanted rows up to the last, then one without cells if the sheet goes on.

    Only wanted rows are parsed. The rest is not even decompressed.
    """
    current = 0
    for block in cutter.blocks():
        slices: list[bytes] = []
        numbers: list[int] = []
        beyond = 0
        for number, row in numbered(cutter, block, current):
            current = number
            if number > last:
                beyond = number
                break
            if number in wanted:
                slices.append(row)
                numbers.append(number)
        if slices:
            parsed = cutter.wrapping.parse(b"".join(slices))
            for number, element in zip(numbers, kids(parsed, "row"), strict=True):
                style, cells = row_style(element, number), tuple(cells_of(element, number))
                yield Row(number, style, cells, flag(element, "hidden"))
        if beyond:
            yield Row(beyond, None, ())
            return


def numbered(cutter: Cutter, block: bytes, current: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each row of a block; a row without number follows the last.

    What is between rows goes with them, so that the pieces make up the block.
    """
    tags = cutter.items(block)
    edges = [0, *(tag.start() for tag in tags[1:]), len(block)]
    for position, tag in enumerate(tags):
        stated = stated_number(tag[0])
        number = current + 1 if stated is None else stated
        if number > MAX_ROW:
            raise Unclear("a row is beyond the last row of a sheet")
        if number <= current:
            raise Unclear("its rows are out of order")
        current = number
        yield number, block[edges[position] : edges[position + 1]]


def stated_number(tag: bytes) -> int | None:
    """Return the number that a row's opening tag states, None where it states none."""
    usual = _USUAL.match(tag)
    text = usual[1] if usual else attributes(tag).get(b"r", b"")
    return whole(text.decode()) if text.strip() else None


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of an opening tag by their names, as they are spelt."""
    return {found[1]: found[2] or found[3] or b"" for found in ATTRIBUTE.finditer(tag)}


def row_style(row: Element, number: int) -> int | None:
    """Return the cell format of a row's absent cells, None where it has none of its own."""
    if not (flag(row, "customFormat") and row.get("s")):
        return None
    try:
        return whole(row.get("s"))
    except Unclear:
        raise Unclear(f"the cell format of row {number} is no number") from None


def cells_of(row: Element, number: int) -> Iterator[tuple[int, Element]]:
    """Yield column and element of each cell of a row; one without address follows the last."""
    current, spelt = 0, str(number)
    for element in kids(row, "c"):
        address = element.get("r")
        if address:
            letters = address.rstrip("0123456789")
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise Unclear(f"the address of a cell in row {number} is invalid")
            if address[len(letters) :] != spelt:
                raise Unclear(f"a cell in row {number} states that it is in another row")
            column = column_number(letters)
        else:
            column = current + 1
        if column > MAX_COLUMN:
            raise Unclear(f"a cell of row {number} is beyond the last column of a sheet")
        if column <= current:
            raise Unclear(f"the cells of row {number} are out of order")
        current = column
        yield column, element
