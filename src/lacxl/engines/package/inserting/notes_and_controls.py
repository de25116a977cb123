"""Notes, comments, and the old drawings that notes and form controls are shown by."""

from __future__ import annotations

import re

from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.inserting.anchors import EMU_OF_PIXEL, GridSizes, moved
from lacxl.engines.package.inserting.bytewise import attribute, respelt
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.moved_rows import beyond_the_edge
from lacxl.engines.package.part_cutter import unveiled
from lacxl.workbook.insertion import Axis, Insertion

_COMMENT = attribute(rb"comment|threadedComment", rb"ref")
_SINGLE = attribute(rb"singleXmlCell", rb"r")
_DATA = re.compile(rb"<x:ClientData\s.*?</x:ClientData\s*>", re.DOTALL)
_LINK = re.compile(rb"<x:(?:FmlaLink|FmlaRange|FmlaGroup|FmlaTxbx|FmlaPict)>([^<]*)</x:")
_ANCHOR = re.compile(rb"(<x:Anchor>\s*)([0-9,\s-]+?)(\s*</x:Anchor>)")
_PLACES = {
    Axis.ROWS: re.compile(rb"(<x:Row>\s*)([0-9]+)"),
    Axis.COLUMNS: re.compile(rb"(<x:Column>\s*)([0-9]+)"),
}


def follow_comments(content: bytes, insertion: Insertion) -> bytes:
    """Return comments, or cells bound to XML, afterwards; raises Refused beyond the edge."""

    def new(text: str) -> str:
        area = insertion.area(parse_area(text, "a comment"))
        if area is None:
            raise beyond_the_edge(insertion)
        return str(area)

    return respelt(respelt(content, _COMMENT, new), _SINGLE, new)


def follow_links(content: bytes, following: Following, sheet: str) -> bytes:
    """Return an old drawing with the cells that its controls are linked to afterwards."""
    return respelt(
        content,
        _LINK,
        lambda text: following.elsewhere(text, "control", sheet, sheet=sheet),
    )


def follow_old_drawing(content: bytes, insertion: Insertion, grid: GridSizes) -> bytes:
    """Return the old drawing of the changed sheet afterwards; a note goes with its cell."""

    def followed(data: re.Match[bytes]) -> bytes:
        return _data(data[0], insertion, grid)

    return content if b"<x:ClientData" not in unveiled(content) else _DATA.sub(followed, content)


def _data(data: bytes, insertion: Insertion, grid: GridSizes) -> bytes:
    by = 0
    place = _PLACES[insertion.axis].search(data)
    if place is not None:
        number = int(place[2]) + 1
        by = insertion.moved(number) - number
        new = b"%b%d" % (place[1], insertion.moved(number) - 1)
        data = data[: place.start()] + new + data[place.end() :]
    anchor = _ANCHOR.search(data)
    numbers = anchor[2].split(b",") if anchor else []
    if anchor is None or len(numbers) != 8:
        return data
    spots = [int(number) for number in numbers]
    at = 2 if insertion.axis is Axis.ROWS else 0
    ends = [(spots[i] + 1, spots[i + 1] * EMU_OF_PIXEL) for i in (at, at + 4)]
    if b'ObjectType="Note"' in data and place is not None:
        after = [(number + by, offset) for number, offset in ends]
    else:
        after = moved(ends, _how(data), grid, insertion)
    for i, (number, offset) in zip((at, at + 4), after, strict=True):
        spots[i] = min(number, insertion.axis.last) - 1
        spots[i + 1] = offset // EMU_OF_PIXEL
    if [int(number) for number in numbers] == spots:
        return data
    spelt = ", ".join(map(str, spots)).encode()
    return data[: anchor.start(2)] + spelt + data[anchor.end(2) :]


def _how(data: bytes) -> str:
    """Return how a shape goes with its cells: the elements say what it does not do."""
    if b"<x:MoveWithCells/>" in data:
        return "absolute"
    return "oneCell" if b"<x:SizeWithCells/>" in data else "twoCell"
