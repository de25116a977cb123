"""Parts beside the sheets that name cells: found, and given to what makes each kind follow."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.inserting.anchors import GridSizes, follow_anchors
from lacxl.engines.package.inserting.bytewise import attribute, respelt
from lacxl.engines.package.inserting.calculation_chain import follow_chain, identifier
from lacxl.engines.package.inserting.chart_sources import follow_chart, follow_shapes
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.notes_and_controls import (
    follow_comments,
    follow_links,
    follow_old_drawing,
)
from lacxl.engines.package.inserting.pivots import follow_location, follow_source
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.xml import fragment, local_name, serialise

_CHARTS = ("chart", "chartEx")
_CONTROL = [
    attribute(rb"formControlPr", name)
    for name in (rb"fmlaLink", rb"fmlaRange", rb"fmlaGroup", rb"fmlaTxbx")
]
_PARAMETER = attribute(rb"parameter", rb"cell")


class OtherParts:
    """Collects the parts that change, each once, whatever names it."""

    def __init__(self, package: Package, following: Following, grid: GridSizes) -> None:
        self._package = package
        self._following = following
        self._insertion = following.insertion
        self._grid = grid
        self._parts: dict[str, bytes] = {}
        self._seen: set[str] = set()

    def parts(self) -> Mapping[str, bytes]:
        """Return the new bytes of each part that changes."""
        for sheet in self._package.sheets:
            if sheet.part and self._package.archive.find(sheet.part):
                self._of_sheet(sheet)
        for part in self._typed("pivotCacheDefinition+xml"):
            self._edit(part, partial(self._source, where=posixpath.basename(part)))
        for part in self._typed("connections+xml"):
            self._edit(part, lambda content: respelt(content, _PARAMETER, self._parameter))
        chain = self._package.related("calcChain")
        if chain and self._package.archive.find(chain):
            on = identifier(self._package.workbook, self._insertion.sheet)
            self._edit(chain, lambda content: follow_chain(content, self._insertion, on))
        return self._parts

    def _of_sheet(self, sheet: SheetPart) -> None:
        here, name = self._following.is_here(sheet.name), sheet.name
        for drawing in self._related(sheet.part, "drawing"):
            self._edit(drawing, lambda content: self._drawing(content, name, here=here))
            for chart in self._related(drawing, *_CHARTS):
                where = f"{name}: {posixpath.basename(chart)}"
                self._edit(chart, partial(self._chart, sheet=name, where=where))
                for shapes in self._related(chart, "chartUserShapes"):
                    self._edit(
                        shapes, lambda content: follow_shapes(content, self._following, name)
                    )
        for old in self._related(sheet.part, "vmlDrawing"):
            self._edit(old, lambda content: self._old_drawing(content, name, here=here))
        for control in self._related(sheet.part, "ctrlProp"):
            self._edit(control, lambda content: self._control(content, name))
        if here:
            kinds = ("comments", "threadedComment", "tableSingleCells")
            for part in self._related(sheet.part, *kinds):
                self._edit(part, lambda content: follow_comments(content, self._insertion))
            for part in self._related(sheet.part, "pivotTable"):
                self._edit(part, lambda content: follow_location(content, self._following))

    def _drawing(self, content: bytes, sheet: str, *, here: bool) -> bytes:
        if here:
            root = fragment(content)
            if follow_anchors(root, self._grid, self._insertion):
                content = serialise(root)
        return follow_shapes(content, self._following, sheet)

    def _chart(self, content: bytes, sheet: str, where: str) -> bytes:
        return follow_chart(content, self._following, sheet, where)

    def _old_drawing(self, content: bytes, sheet: str, *, here: bool) -> bytes:
        content = follow_links(content, self._following, sheet)
        return follow_old_drawing(content, self._insertion, self._grid) if here else content

    def _control(self, content: bytes, sheet: str) -> bytes:
        def new(text: str) -> str:
            return self._following.elsewhere(text, "control", sheet, sheet=sheet)

        for pattern in _CONTROL:
            content = respelt(content, pattern, new)
        return content

    def _source(self, content: bytes, where: str) -> bytes:
        root = fragment(content)
        return serialise(root) if follow_source(root, self._following, where) else content

    def _parameter(self, text: str) -> str:
        return self._following.elsewhere(text, "name", "connections")

    def _edit(self, part: str, follow: Callable[[bytes], bytes]) -> None:
        info = self._package.archive.find(part)
        if info is None or info.filename in self._seen:
            return
        self._seen.add(info.filename)
        with reading(self._package.where(part)):
            before = self._package.text(part)
            after = follow(before)
            if after != before:
                self._parts[info.filename] = after

    def _related(self, part: str, *kinds: str) -> tuple[str, ...]:
        return self._package.related_to(part, *kinds)

    def _typed(self, kind: str) -> Iterator[str]:
        for element in self._package.content_types:
            if local_name(element) == "Override" and element.get("ContentType", "").endswith(kind):
                yield element.get("PartName", "").replace("\\", "/").lstrip("/")
