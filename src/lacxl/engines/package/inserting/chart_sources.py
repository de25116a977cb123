"""Charts and linked shapes: the cells they show, and the points that charts keep of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from lacxl.engines.package.inserting.bytewise import attribute, respelt
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.part_cutter import unveiled
from lacxl.engines.package.xml import escaped, plain
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import Group, Node, Other, Reference
from lacxl.workbook.insertion import Axis

_MOST_POINTS = 20_000
_SOURCE = re.compile(rb"<((?:[\w-]+:)?)(?:f|sqref)(?:\s[^<>]*)?>([^<]+)</\1(?:f|sqref)\s*>")
_CACHE = re.compile(
    rb"\s*<((?:[\w-]+:)?)(numCache|strCache|multiLvlStrCache|dlblRangeCache)(?:\s[^>]*)?>"
    rb"(.*?)</\1\2\s*>",
    re.DOTALL,
)
_COUNT = re.compile(rb"""(<(?:[\w-]+:)?ptCount\s+val\s*=\s*["'])(\d+)""")
_POINT = re.compile(rb"""(<(?:[\w-]+:)?pt\s+idx\s*=\s*["'])(\d+)""")
_LINK = attribute(rb"sp|cxnSp|pic|graphicFrame", rb"textlink")
_CAMERA = attribute(rb"cameraTool", rb"cellRange")


class _Block(NamedTuple):
    """Cells that a chart shows, row by row; `here` says that they are on the changed sheet."""

    here: bool
    top: int
    left: int
    bottom: int
    right: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def size(self) -> int:
        return self.width * (self.bottom - self.top + 1)


class _Places(NamedTuple):
    """Where each kept point is afterwards, and how many there are then."""

    where: list[int]
    total: int


def sources(content: bytes) -> list[str]:
    """Return the cells that a chart shows, as it spells them."""
    found = _SOURCE.finditer(unveiled(content))
    return [plain(content[slice(*each.span(2))]) for each in found]


def follow_chart(content: bytes, following: Following, sheet: str, where: str) -> bytes:
    """Return a chart with its sources afterwards, and kept points where their cells are then."""
    pieces, at = [], 0
    seen = unveiled(content)
    for found in _SOURCE.finditer(seen):
        before = plain(content[slice(*found.span(2))])
        after = following.elsewhere(before, "chart", where, sheet=sheet)
        if after == before:
            continue
        pieces += [content[at : found.start(2)], escaped(after)]
        at = found.end(2)
        cache = _CACHE.match(seen, found.end())
        if cache is not None:
            start, end = cache.span(3)
            levels = cache[2] == b"multiLvlStrCache"
            kept = _points(content[start:end], before, after, following, levels=levels)
            pieces += [content[at:start], kept]
            at = end
    return content if not pieces else b"".join([*pieces, content[at:]])


def follow_shapes(content: bytes, following: Following, sheet: str) -> bytes:
    """Return a drawing with the cells that its shapes and pictures show afterwards."""

    def new(text: str) -> str:
        bare = text.removeprefix("=")
        prefix = text[: len(text) - len(bare)]
        return prefix + following.elsewhere(bare, "shape", sheet, sheet=sheet)

    return respelt(respelt(content, _LINK, new), _CAMERA, new)


def _points(kept: bytes, before: str, after: str, following: Following, *, levels: bool) -> bytes:
    """Return kept points at the places that their cells have in the source afterwards.

    Points of which some are left out (their cells are hidden) stay as they are.
    """
    old, new = _blocks(before, following), _blocks(after, following)
    count = _COUNT.search(kept)
    if old is None or new is None or count is None or len(old) != len(new):
        return kept
    places: _Places | None
    if sum(block.size for block in old) > _MOST_POINTS:
        return kept
    if levels:
        places = _places_along(old, new, int(count[2]), following)
    elif int(count[2]) == sum(block.size for block in old):
        places = _places(old, new, following)
    else:
        return kept
    if places is None:
        return kept
    where, total = places

    def moved(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        return found[1] + b"%d" % (where[number] if number < len(where) else number)

    return _POINT.sub(moved, _COUNT.sub(lambda found: found[1] + b"%d" % total, kept))


def _places(old: list[_Block], new: list[_Block], following: Following) -> _Places:
    """Return where points are afterwards that are counted row by row, block after block."""
    where: list[int] = []
    behind = 0
    for one, other in zip(old, new, strict=True):
        for row in range(one.top, one.bottom + 1):
            for column in range(one.left, one.right + 1):
                cell = Cell(row, column)
                at = (following.insertion.cell(cell) if one.here else cell) or cell
                where.append(behind + (at.row - other.top) * other.width + at.column - other.left)
        behind += other.size
    return _Places(where, behind)


def _places_along(
    old: list[_Block], new: list[_Block], count: int, following: Following
) -> _Places | None:
    """Return where points are afterwards of which each has several texts, one a level."""
    if len(old) != 1 or not old[0].here:
        return None
    axis = following.insertion.axis
    block, after = (Area(*each[0][1:]) for each in (old, new))
    first, last = axis.ends(block)
    start, end = axis.ends(after)
    other = Axis.ROWS if axis is Axis.COLUMNS else Axis.COLUMNS
    across = other.ends(block)
    if last - first + 1 != count or across[1] - across[0] + 1 == count:
        return None
    moved = [following.insertion.moved(number) - start for number in range(first, last + 1)]
    return _Places(moved, end - start + 1)


def _blocks(text: str, following: Following) -> list[_Block] | None:
    """Return the cells that a source names, None where that is worked out."""
    return _of(parse(text), following)


def _of(node: Node | None, following: Following) -> list[_Block] | None:
    match node:
        case Reference(sheet, top, left, bottom, right, _):
            here = following.references.is_target(f"{sheet}!") is True
            return [_Block(here, top, left, bottom, right)]
        case Group(inner):
            return _of(inner, following)
        case Other("several ranges in one", parts):
            each = [_of(part, following) for part in parts]
            return [b for blocks in each if blocks for b in blocks] if all(each) else None
    return None
