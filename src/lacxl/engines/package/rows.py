"""Reading rows out of a sheet while it streams by."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from lacxl.engines.package.blocks import Cutter
from lacxl.engines.package.xml import Element, flag, local_name
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_number

ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)[\"']")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file; `style` is what its absent cells have, None for nothing."""

    number: int
    style: int | None
    cells: tuple[tuple[int, Element], ...]


def read_rows(cutter: Cutter, wanted: Container[int], last: int) -> Iterator[Row]:
    """Yield the wanted rows up to the last, then one without cells if the sheet goes on.

    Only wanted rows are parsed. What lies beyond is not even decompressed.
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
            elements = [kid for kid in parsed if local_name(kid) == "row"]
            for number, element in zip(numbers, elements, strict=True):
                yield Row(number, row_style(element), tuple(cells_of(element)))
        if beyond:
            yield Row(beyond, None, ())
            return


def numbered(cutter: Cutter, block: bytes, current: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each row of a block; a row without number follows the last.

    White space around rows goes with them, so that the pieces make up the block.
    """
    tags = cutter.items(block)
    edges = [0, *(tag.start() for tag in tags[1:]), len(block)]
    for position, tag in enumerate(tags):
        stated = ROW_NUMBER.search(tag[0])
        number = int(stated[1]) if stated else current + 1
        if not current < number <= MAX_ROW:
            raise ValueError("rows out of order")
        current = number
        yield number, block[edges[position] : edges[position + 1]]


def row_style(row: Element) -> int | None:
    """Return the cell format of a row's absent cells, None where it has none of its own."""
    if flag(row, "customFormat") and row.get("s"):
        return int(row.get("s", "0"))
    return None


def cells_of(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield column and element of each cell of a row; one without address follows the last."""
    current = 0
    for element in row:
        if local_name(element) != "c":
            continue
        address = element.get("r")
        if address:
            letters = address.rstrip("0123456789")
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise ValueError("not a cell")
            column = column_number(letters)
        else:
            column = current + 1
        if not current < column <= MAX_COLUMN:
            raise ValueError("cells out of order")
        current = column
        yield column, element
