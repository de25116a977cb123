"""A sheet without its rows: columns, merges, rules, protection, tables and pivots around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lacxl.engines.package.blocks import Cutter
from lacxl.engines.package.faults import reading
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.xml import (
    DECLARATION,
    SPREADSHEET,
    Element,
    child,
    fragment,
    local_name,
    make,
    namespace,
    put,
    serialise,
    utf8,
)
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area

_CHILDREN = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
    " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells"
    " phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins"
    " pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors"
    " smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls"
    " webPublishItems tableParts extLst"
)
ORDER = _CHILDREN.split()
"""The children of a worksheet in the order that the schema wants."""

_ROWS_HERE = b"lacxl:rows-stand-here"


@dataclass(frozen=True, slots=True)
class FrameBytes:
    """The bytes of a sheet's part before and after its rows, the sheetData tags included."""

    head: bytes
    tail: bytes


def open_sheet(package: Package, sheet: SheetPart) -> Cutter:
    """Return a reader over a sheet's part from its beginning."""
    where = package.where(sheet.part)
    stream = utf8(package.archive.chunks(package.info(sheet.part)), where)
    return Cutter(stream, "sheetData", "row", where)


def frame_bytes(cutter: Cutter) -> FrameBytes:
    """Return what surrounds the rows; reads the part to its end."""
    for _ in cutter.blocks():
        pass
    return FrameBytes(cutter.head + cutter.opening, cutter.tail())


class Frame:
    """The surroundings of a sheet's rows as a tree that can be changed and written."""

    def __init__(self, package: Package, sheet: SheetPart, content: FrameBytes) -> None:
        self._package = package
        self._sheet = sheet
        self._bytes = content
        self.changed = False
        with reading(package.where(sheet.part)):
            if _ROWS_HERE in content.head or _ROWS_HERE in content.tail:
                raise ValueError("a reserved word")
            self.root = fragment(content.head + _ROWS_HERE + content.tail)
            if namespace(self.root) not in SPREADSHEET or child(self.root, "sheetData") is None:
                raise ValueError("no worksheet")
            self.columns = _columns(self.root)

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """The merged areas."""
        listed = child(self.root, "mergeCells")
        return tuple(
            Area.parse(element.get("ref", ""))
            for element in (listed if listed is not None else ())
            if local_name(element) == "mergeCell"
        )

    @cached_property
    def blocked(self) -> tuple[tuple[Area, str], ...]:
        """The areas of tables' headers and totals and of pivot tables, with the reason."""
        found: list[tuple[Area, str]] = []
        for relationship in self._package.relationships_of(self._sheet.part):
            if relationship.target is None:
                continue
            if relationship.kind not in ("table", "pivotTable"):
                continue
            with reading(self._package.where(relationship.target)):
                root = self._package.parse(relationship.target)
                found += _table(root) if relationship.kind == "table" else _pivot(root)
        return tuple(found)

    def style_of_column(self, column: int) -> int:
        """Return the cell format that cells of a column have where nothing else is said."""
        for first, last, style in self.columns:
            if first <= column <= last:
                return style
        return 0

    def child(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return child(self.root, name)

    def add(self, name: str, **attributes: str) -> Element:
        """Return a new child, put where the schema wants it."""
        self.changed = True
        return put(self.root, make(self.root, name, **attributes), ORDER)

    def restyle_columns(self, styles: dict[int, int]) -> None:
        """Give every column of the sheet the style that stands for its present one."""
        listed = self.child("cols")
        if listed is None:
            listed = self.add("cols")
        width = _default_width(self.root)
        following = 1
        for element in [kid for kid in listed if local_name(kid) == "col"]:
            first, last = int(element.get("min", "0")), int(element.get("max", "0"))
            if first > following:
                gap = _gap(listed, following, first - 1, width, styles[0])
                listed.insert(listed.index(element), gap)
            element.set("style", str(styles[int(element.get("style", "0"))]))
            following = last + 1
        if following <= MAX_COLUMN:
            listed.append(_gap(listed, following, MAX_COLUMN, width, styles[0]))
        self.changed = True
        self.columns = _columns(self.root)

    def extend_dimension(self, area: Area) -> None:
        """Keep the stated extent of the sheet true."""
        element = self.child("dimension")
        if element is None:
            return
        old = Area.parse(element.get("ref", ""))
        new = Area(
            min(old.top, area.top),
            min(old.left, area.left),
            max(old.bottom, area.bottom),
            max(old.right, area.right),
        )
        if new != old:
            element.set("ref", str(new))
            self.changed = True

    def halves(self) -> tuple[bytes, bytes]:
        """Return what to write before and after the rows; untouched, it is what was read."""
        if not self.changed:
            head = self._bytes.head
            return (head if head.startswith(b"<?xml") else DECLARATION + head), self._bytes.tail
        before, after = serialise(self.root).split(_ROWS_HERE)
        return before, after


def _columns(root: Element) -> tuple[tuple[int, int, int], ...]:
    """Return first, last and style of each stated range of columns."""
    listed = child(root, "cols")
    found = tuple(
        (int(kid.get("min", "0")), int(kid.get("max", "0")), int(kid.get("style", "0")))
        for kid in (listed if listed is not None else ())
        if local_name(kid) == "col"
    )
    following = 1
    for first, last, _ in found:
        if not following <= first <= last <= MAX_COLUMN:
            raise ValueError("columns overlap")
        following = last + 1
    return found


def _gap(listed: Element, first: int, last: int, width: str, style: int) -> Element:
    return make(listed, "col", min=str(first), max=str(last), width=width, style=str(style))


def _default_width(root: Element) -> str:
    """Return the width of columns that state none; Excel reads a col without width as hidden."""
    stated = child(root, "sheetFormatPr")
    return (stated.get("defaultColWidth") if stated is not None else None) or "9.140625"


def _table(root: Element) -> list[tuple[Area, str]]:
    area = Area.parse(root.get("ref", ""))
    headers = int(root.get("headerRowCount", "1"))
    totals = int(root.get("totalsRowCount", "0"))
    found = []
    if headers:
        bottom = area.top + headers - 1
        found.append((Area(area.top, area.left, bottom, area.right), "the header row of a table"))
    if totals:
        top = max(area.bottom - totals + 1, area.top)
        found.append((Area(top, area.left, area.bottom, area.right), "the totals row of a table"))
    return found


def _pivot(root: Element) -> list[tuple[Area, str]]:
    place = child(root, "location")
    if place is None:
        raise ValueError("a pivot table without place")
    area = Area.parse(place.get("ref", ""))
    found = [(area, "a pivot table")]
    pages, across = int(place.get("rowPageCount", "0")), int(place.get("colPageCount", "1"))
    top, bottom = area.top - pages - 1, area.top - 2
    if pages and top >= 1:  # its filters stand above it, a free row between
        right = min(area.left + 3 * across - 2, MAX_COLUMN)
        found.append((Area(top, area.left, min(bottom, MAX_ROW), right), "a pivot table's filters"))
    return found
