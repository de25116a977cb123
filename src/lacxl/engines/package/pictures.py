"""What shows cells in charts and drawings: where it keeps what it shows, and which cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lacxl.domain.errors import Refused
from lacxl.engines.package.broken_files import not_understood
from lacxl.engines.package.part_cutter import opened_up, unveiled, without_comments
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import local_name, plain, utf8
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
)
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.reach import is_constant, reach_of
from lacxl.workbook.formulas.syntax import Group, Name, Node, Other, Reference

TEXT, NEWER, PICTURE, UNREADABLE = "text", "newer chart", "picture", "unreadable"
"""Kinds of what shows cells, beside the caches of charts, which go by their elements' names."""

_CHARTS = ("drawingml.chart+xml", "ms-office.chartex+xml")
_DRAWINGS = ("officedocument.drawing+xml", "drawingml.chartshapes+xml")
_MOST_POINTS = 20_000
_NAME = rb"(?:[\w-]+:)?"
_QUOTED = rb"\s*=\s*(?:\"([^\"]+)\"|'([^']+)')"
_SOURCE = re.compile(rb"<((?:[\w-]+:)?)f(?:\s[^>]*)?>([^<]+)</\1f\s*>")
_CACHE = re.compile(
    rb"\s*<((?:[\w-]+:)?)(numCache|strCache|multiLvlStrCache|dlblRangeCache)(?:\s[^>]*)?>"
    rb"(.*?)</\1\2\s*>",
    re.DOTALL,
)
_SHAPE = re.compile(
    rb"<(%bsp)\s(?:[^>]*?\s)?textlink%b[^>]*>(.*?)</\1\s*>" % (_NAME, _QUOTED), re.DOTALL
)
_CAMERA = re.compile(rb"cameraTool\s(?:[^>]*?\s)?cellRange%b" % _QUOTED)
_CDATA = b"<![CDATA["


class PictureOfCells(NamedTuple):
    """Something that shows cells. What it keeps goes from `start` to `end` of its part.

    `cells` are those that it shows, in their order; None where its text alone does not tell.
    `blocks` are those that it may show, and `anywhere` says that there may be others.
    """

    part: str
    kind: str
    start: int
    end: int
    cells: tuple[CellBlock, ...] | None
    blocks: tuple[CellBlock, ...]
    anywhere: bool

    @property
    def thing(self) -> str:
        """What it is, in words."""
        if self.kind == UNREADABLE:
            return "a chart or a shape"
        return "a chart" if self.kind.endswith(("Cache", "chart")) else "a shape"


class Pictures:
    """The charts and linked shapes of a workbook; `contents` are the parts that were read."""

    def __init__(self, package: Package, book: BookNames) -> None:
        self._package = package
        self._book = book
        self.contents: dict[str, bytes] = {}

    def all(self) -> Iterator[PictureOfCells]:
        """Yield everything that shows cells."""
        for part, kind in self._parts():
            try:
                chunks = self._package.archive.chunks(self._package.info(part))
                content = b"".join(utf8(chunks, self._package.where(part)))
            except Refused as refused:
                not_understood(refused)
                yield PictureOfCells(part, UNREADABLE, 0, 0, None, (), True)
                continue
            self.contents[part] = content
            seen = opened_up(content)
            if _CDATA in seen:  # what it hides may be a source
                yield PictureOfCells(part, UNREADABLE, 0, 0, None, (), True)
                continue
            seen = unveiled(seen)  # a comment is no text; all else keeps its place
            yield from (
                self._in_chart(part, seen) if kind in _CHARTS else self._in_drawing(part, seen)
            )

    def sheet_of(self, part: str) -> str:
        """Return the name of the sheet that shows a chart or a drawing."""
        related = self._package.related_to
        for sheet in self._package.sheets:
            for drawing in related(sheet.part, "drawing"):
                if part == drawing or part in related(drawing, "chart", "chartEx"):
                    return sheet.name
        return part

    def _parts(self) -> Iterator[tuple[str, str]]:
        for element in self._package.content_types:
            if local_name(element) != "Override":
                continue
            kind = element.get("ContentType", "").lower()
            for known in (*_CHARTS, *_DRAWINGS):
                if kind.endswith(known):
                    name = element.get("PartName", "").replace("\\", "/").lstrip("/")
                    info = self._package.archive.find(name)
                    if info is not None:
                        yield info.filename, known

    def _in_chart(self, part: str, content: bytes) -> Iterator[PictureOfCells]:
        newer = "/chartex" in part.casefold()
        for source in _SOURCE.finditer(content):
            cache = _CACHE.match(content, source.end())
            if cache is not None:
                yield self._shown(part, cache[2].decode(), *cache.span(3), source.span(2))
            elif newer:
                yield self._shown(part, NEWER, 0, 0, source.span(2))

    def _in_drawing(self, part: str, content: bytes) -> Iterator[PictureOfCells]:
        for shape in _SHAPE.finditer(content) if b"textlink" in content else ():
            yield self._shown(part, TEXT, *shape.span(4), shape.span(2 if shape[2] else 3))
        for camera in _CAMERA.finditer(content) if b"cameraTool" in content else ():
            yield self._shown(part, PICTURE, 0, 0, camera.span(1 if camera[1] else 2))

    def _shown(
        self, part: str, kind: str, start: int, end: int, source: tuple[int, int]
    ) -> PictureOfCells:
        spelt = without_comments(self.contents[part][slice(*source)])
        text = plain(spelt).strip().removeprefix("=")
        own = -1 if "!" in text else self._book.sheet(self.sheet_of(part))
        here = Spot(-1 if own is None else own, 1, 1)
        try:
            cells = self._cells(parse(text), here)
        except NotCertain:
            cells = None
        if cells is not None and sum(block.size for block in cells) <= _MOST_POINTS:
            return PictureOfCells(part, kind, start, end, cells, cells, False)
        reach = reach_of(self._book, FormulaCell(here, text, CellBlock.of(here)))
        return PictureOfCells(part, kind, start, end, None, reach.blocks, reach.anywhere)

    def _cells(self, node: Node | None, at: Spot) -> tuple[CellBlock, ...] | None:
        """Return the cells that a source names, in their order."""
        match node:
            case Reference():
                return self._book.blocks(node, at, (0, 0))
            case Group(inner):
                return self._cells(inner, at)
            case Other("several ranges in one", parts):
                each = [self._cells(part, at) for part in parts]
                return tuple(b for blocks in each if blocks for b in blocks) if all(each) else None
            case Name(sheet, text):
                meant = parse(self._book.name(sheet, text, at) or "")
                return self._cells(meant, at) if is_constant(meant) else None
        return None
