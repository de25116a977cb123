"""The parts of an .xlsx file: names, order of elements, how parts hang together."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from libreoffice.addresses import parse_box

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
RULES_EXTENSION = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
WORKBOOK = "xl/workbook.xml"

SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
STYLES_ORDER = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def insert_in_order(parent: Any, child: Any, order: Sequence[str]) -> None:
    """Insert a child where the schema's order of children wants it."""

    def rank(element: Any) -> int:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        return order.index(name) if name in order else -1

    after = rank(child)
    for index, other in enumerate(parent):
        if rank(other) > after:
            parent.insert(index, child)
            return
    parent.append(child)


def cells_of(root: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Give each cell of a sheet with row and column from 0, named in the file or not."""
    row_number = -1
    for row in root.iterfind(f"{tag('sheetData')}/{tag('row')}"):
        row_number = int(row.get("r", row_number + 2)) - 1
        column = -1
        for cell in row.iterfind(tag("c")):
            box = parse_box(cell.get("r", ""))
            column = box.left if box else column + 1
            yield (row_number, column), cell


def plainly(code: str) -> str:
    """Return a number format without escapes and quotes: what two spellings have in common."""
    return code.replace("\\", "").replace('"', "").lower()


def sheet_parts(parts: Mapping[str, bytes], workbook: Any) -> Iterator[tuple[Any, str, str]]:
    """Give each sheet's entry in the workbook, its part and its kind."""
    found = relations(parts, WORKBOOK)
    for entry in workbook.iterfind(f"{tag('sheets')}/{tag('sheet')}"):
        kind, target = found[entry.get(f"{{{_RELATIONS}}}id")]
        yield entry, target, kind


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    content = parts.get(f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in etree.fromstring(content) if content else ():
        target = posixpath.join("/" + folder, relation.get("Target", ""))
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
    return found


def drawings(parts: Mapping[str, bytes], sheet: str) -> Iterator[tuple[str, Any]]:
    """Give the drawings of a sheet, each by its part."""
    for kind, part in relations(parts, sheet).values():
        if kind == "drawing":
            yield part, etree.fromstring(parts[part])


def named_charts(drawing: Any) -> Iterator[Any]:
    """Give the elements that name the charts of a drawing."""
    for frame in drawing.iter(f"{{{_DRAWING}}}graphicFrame"):
        yield from frame.iter(f"{{{_DRAWING}}}cNvPr")


def as_bytes(root: Any) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def write_package(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
