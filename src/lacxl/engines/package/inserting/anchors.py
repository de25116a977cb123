"""What is anchored to cells: it moves and grows with them, or only moves, or stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from lacxl.engines.package.xml import Element, child, elements, flag, local_name, text_in, whole
from lacxl.workbook.insertion import Axis, Insertion

EMU_OF_PIXEL, EMU_OF_POINT = 9525, 12700
_DIGIT = 7  # pixels of the widest digit in Calibri 11, which widths are counted in
_HEIGHT = re.compile(rb"""<(?:[\w.-]+:)?row\s(?=[^>]*?\bht="([0-9.]+)")[^>]*?\br="([0-9]+)\"""")
_MOST_STEPS = 20_000
_BOTH, _MOVES, _STAYS = "twoCell", "oneCell", "absolute"


class GridSizes:
    """How wide or high the columns or rows of the changed sheet were, in EMU."""

    def __init__(
        self, root: Element, insertion: Insertion, blocks: Callable[[], Iterator[bytes]]
    ) -> None:
        self._root = root
        self._insertion = insertion
        self._blocks = blocks

    @cached_property
    def _stated(self) -> dict[int, int]:
        if self._insertion.axis is Axis.ROWS:
            found = (each for block in self._blocks() for each in _HEIGHT.findall(block))
            return {int(number): int(float(ht) * EMU_OF_POINT) for ht, number in found}
        return {
            number: 0 if flag(column, "hidden") else _width(column.get("width", "9.140625"))
            for listed in elements(self._root)
            if local_name(listed) == "cols"
            for column in elements(listed)
            for number in range(whole(column.get("min")), whole(column.get("max")) + 1)
        }

    @cached_property
    def _usual(self) -> int:
        formats = child(self._root, "sheetFormatPr")
        if self._insertion.axis is Axis.ROWS:
            height = formats.get("defaultRowHeight", "15") if formats is not None else "15"
            return int(float(height) * EMU_OF_POINT)
        stated = formats.get("defaultColWidth") if formats is not None else None
        return _width(stated or "9.140625")

    def size(self, number: int) -> int:
        """Return the size of a row or column, counted from 1, as it was."""
        return self._stated.get(number, self._usual)

    def at_the_same_place(self, number: int, offset: int) -> tuple[int, int]:
        """Return where a point on the sheet is that does not move with the cells."""
        insertion = self._insertion
        if number < insertion.before:
            return number, offset
        far = sum(map(self.size, range(insertion.before, number))) + offset
        new = self.size(max(insertion.before - 1, 1))
        now = insertion.before
        for _ in range(_MOST_STEPS):
            behind = now >= insertion.before + insertion.count
            size = self.size(now - insertion.count) if behind else new
            if far < size or (far == size and not offset and now == number):
                break
            far -= size
            now += 1
        return now, far


def follow_anchors(root: Element, grid: GridSizes, insertion: Insertion) -> bool:
    """Make the anchors of a drawing follow; say whether one changed."""
    changed = False
    for anchor in root.iter():
        name = local_name(anchor)
        if name in ("twoCellAnchor", "oneCellAnchor"):
            how = anchor.get("editAs", _BOTH) if name == "twoCellAnchor" else _MOVES
        elif name == "anchor":  # of a control or an object, in the sheet itself
            sizes = _BOTH if flag(anchor, "sizeWithCells") else _MOVES
            how = sizes if flag(anchor, "moveWithCells") else _STAYS
        else:
            continue
        changed |= _follow(anchor, how, grid, insertion)
    return changed


def _follow(anchor: Element, how: str, grid: GridSizes, insertion: Insertion) -> bool:
    ends = [each for each in elements(anchor) if local_name(each) in ("from", "to")]
    markers = [_Marker(each, insertion.axis) for each in ends]
    if not markers:
        return False
    before = [(marker.number, marker.offset) for marker in markers]
    after = moved(before, how, grid, insertion)
    for marker, (number, offset) in zip(markers, after, strict=True):
        marker.put(min(number, insertion.axis.last), offset)
    return after != before


def moved(
    ends: list[tuple[int, int]], how: str, grid: GridSizes, insertion: Insertion
) -> list[tuple[int, int]]:
    """Return where something begins and ends afterwards, by row or column and what is beyond it.

    An end at the very edge of the place is before it.
    """
    (first, offset), *rest = ends
    if how == _STAYS:
        return [grid.at_the_same_place(*end) for end in ends]
    start = (insertion.moved(first), offset)
    if how == _MOVES:
        by = start[0] - first
        ended = [
            (number + by, beyond) if by else grid.at_the_same_place(number, beyond)
            for number, beyond in rest
        ]
        return [start, *ended]
    place = insertion.before
    return [
        start,
        *(
            (insertion.moved(number) if (number, beyond) > (place, 0) else number, beyond)
            for number, beyond in rest
        ),
    ]


class _Marker:
    """One corner of an anchor: its row or column, which the file counts from nought."""

    def __init__(self, element: Element, axis: Axis) -> None:
        names = ("row", "rowOff") if axis is Axis.ROWS else ("col", "colOff")
        found = {local_name(kid): kid for kid in elements(element)}
        self._number, self._offset = found.get(names[0]), found.get(names[1])
        self.number = 1 + (0 if self._number is None else whole(text_in(self._number)))
        stated = "0" if self._offset is None else text_in(self._offset).strip() or "0"
        self.offset = int(stated) if stated.lstrip("-").isdecimal() else 0

    def put(self, number: int, offset: int) -> None:
        """Write where it is; what does not change keeps its spelling."""
        if self._number is not None and number != self.number:
            self._number.text = str(number - 1)
        if self._offset is not None and offset != self.offset:
            self._offset.text = str(offset)


def _width(stated: str) -> int:
    pixels = int((256 * float(stated) + 128 // _DIGIT) / 256 * _DIGIT)
    return pixels * EMU_OF_PIXEL
