"""A sheet without its rows: columns, merges, rules, protection, tables and pivots around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lacxl.engines.package.broken_files import Unclear, reading
from lacxl.engines.package.part_cutter import Cutter
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.xml import (
    DECLARATION,
    SPREADSHEET,
    Element,
    child,
    fragment,
    kids,
    make,
    namespace,
    put,
    rewritten,
    utf8,
    whole,
)
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area, column_letters

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

_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})", re.ASCII)
_ROWS_HERE = b"lacxl:rows-go-here"


@dataclass(frozen=True, slots=True)
class AroundBytes:
    """The bytes of a sheet's part before and after its rows, the sheetData tags included."""

    head: bytes
    tail: bytes


def open_sheet(package: Package, sheet: SheetPart) -> Cutter:
    """Return a reader over a sheet's part from its beginning."""
    where = package.where_sheet(sheet)
    stream = utf8(package.archive.chunks(package.info(sheet.part)), where)
    return Cutter(stream, "sheetData", "row", where)


def around_bytes(cutter: Cutter) -> AroundBytes:
    """Return what surrounds the rows; reads the part to its end."""
    for _ in cutter.blocks():
        pass
    return AroundBytes(cutter.head + cutter.opening, cutter.tail())


class AroundRows:
    """The surroundings of a sheet's rows as a tree that can be changed and written."""

    def __init__(self, package: Package, sheet: SheetPart, content: AroundBytes) -> None:
        self._package = package
        self._sheet = sheet
        self._bytes = content
        self.changed = False
        with reading(package.where_sheet(sheet)):
            if _ROWS_HERE in content.head or _ROWS_HERE in content.tail:
                raise Unclear("it has a word that lacxl keeps for itself")
            self.root = fragment(content.head + _ROWS_HERE + content.tail)
            if namespace(self.root) not in SPREADSHEET or child(self.root, "sheetData") is None:
                raise Unclear("it is no worksheet")
            self.columns = _columns(self.root)

    @property
    def part(self) -> str:
        """The name of the sheet's part."""
        return self._sheet.part

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """The merged areas."""
        return tuple(
            parse_area(area, "merged cells")
            for listed in kids(self.root, "mergeCells")
            for element in kids(listed, "mergeCell")
            if (area := element.get("ref"))
        )

    @cached_property
    def tables(self) -> tuple[Area, ...]:
        """The areas of tables and pivot tables, whole."""
        found = []
        for relationship in self._package.relationships_of(self._sheet.part):
            if relationship.target and relationship.kind in ("table", "pivotTable"):
                with reading(self._package.where(relationship.target)):
                    root = self._package.parse(relationship.target)
                    place = root if relationship.kind == "table" else child(root, "location")
                    if place is not None:
                        found.append(parse_area(place.get("ref", ""), "a table"))
        return tuple(found)

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
        """Return the cell format of a column's cells that have none of their own."""
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

    def drop(self, name: str) -> None:
        """Take the children of that name away."""
        self.changed = True
        for element in list(kids(self.root, name)):
            self.root.remove(element)

    def restyle_columns(self, styles: dict[int, int]) -> None:
        """Give every column of the sheet the style that replaces its present one."""
        lists = list(kids(self.root, "cols")) or [self.add("cols")]
        width = _default_width(self.root)
        following = 1
        for listed in lists:
            for element in list(kids(listed, "col")):
                first, last = whole(element.get("min")), whole(element.get("max"))
                if first > following:
                    gap = _gap(listed, following, first - 1, width, styles[0])
                    listed.insert(listed.index(element), gap)
                element.set("style", str(styles[whole(element.get("style"))]))
                following = last + 1
        if following <= MAX_COLUMN:
            listed = lists[-1]
            listed.append(_gap(listed, following, MAX_COLUMN, width, styles[0]))
        self.changed = True
        self.columns = _columns(self.root)

    def extend_dimension(self, area: Area) -> None:
        """Keep the stated extent of the sheet true; one that is not valid stays."""
        element = self.child("dimension")
        if element is None:
            return
        try:
            old = Area.parse(element.get("ref", ""))
        except ValueError:
            return
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
        where = self._package.where_sheet(self._sheet)
        before, after = rewritten(self.root, self._bytes.head, where).split(_ROWS_HERE)
        return before, after


def _columns(root: Element) -> tuple[tuple[int, int, int], ...]:
    """Return first, last and style of each stated range of columns.

    There may be several lists of them (ECMA-376, 18.3.1.99: cols, maxOccurs unbounded).
    """
    found = tuple(
        (whole(kid.get("min")), whole(kid.get("max")), whole(kid.get("style")))
        for listed in kids(root, "cols")
        for kid in kids(listed, "col")
    )
    following = 1
    for first, last, _ in found:
        if not following <= first <= last <= MAX_COLUMN:
            raise Unclear("the widths of its columns overlap")
        following = last + 1
    return found


def parse_area(text: str, what: str) -> Area:
    """Return the area that a part states, whole columns (B:D) and rows (1:49) too.

    Raises Unclear, which says what the area is of.
    """
    try:
        found = _COLUMNS.fullmatch(text)
        if found:
            return Area.parse(f"{found[1]}1:{found[2]}{MAX_ROW}")
        found = _ROWS.fullmatch(text)
        if found:
            return Area.parse(f"A{found[1]}:{column_letters(MAX_COLUMN)}{found[2]}")
        return Area.parse(text)
    except ValueError:
        raise Unclear(f"the area of {what} is invalid") from None


def _gap(listed: Element, first: int, last: int, width: str, style: int) -> Element:
    return make(listed, "col", min=str(first), max=str(last), width=width, style=str(style))


def _default_width(root: Element) -> str:
    """Return the width of columns that state none; Excel reads a col without width as hidden."""
    stated = child(root, "sheetFormatPr")
    return (stated.get("defaultColWidth") if stated is not None else None) or "9.140625"


def _table(root: Element) -> list[tuple[Area, str]]:
    area = parse_area(root.get("ref", ""), "a table")
    headers = whole(root.get("headerRowCount", "1"))
    totals = whole(root.get("totalsRowCount"))
    found = []
    if headers:
        bottom = area.top + headers - 1
        found.append((Area(area.top, area.left, bottom, area.right), "the header row of a table"))
    if totals:
        top = max(area.bottom - totals + 1, area.top)
        found.append((Area(top, area.left, area.bottom, area.right), "the totals row of a table"))
    return found


def _pivot(root: Element) -> list[tuple[Area, str]]:
    location = child(root, "location")
    if location is None:
        raise Unclear("a pivot table has no place")
    area = parse_area(location.get("ref", ""), "a pivot table")
    found = [(area, "a pivot table")]
    pages, across = whole(location.get("rowPageCount")), whole(location.get("colPageCount", "1"))
    top, bottom = area.top - pages - 1, area.top - 2
    if pages and top >= 1:  # its filters are above it, with a free row between
        right = min(area.left + 3 * across - 2, MAX_COLUMN)
        found.append((Area(top, area.left, min(bottom, MAX_ROW), right), "a pivot table's filters"))
    return found
