"""What is taken out of a file before Calc opens it, and what the file says besides.

Sheet protection and conditional formats are kept beside Calc (see `protection`, `rules`), so they
are cut out of the copy that Calc opens. Merges, tables and constants are noted.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from libreoffice.addresses import Box, parse_box, parse_boxes
from libreoffice.ooxml import (
    RULES_EXTENSION,
    WORKBOOK,
    as_bytes,
    cells_of,
    drawings,
    named_charts,
    relations,
    sheet_parts,
    tag,
    write_package,
)

_FIRST = Box(0, 0, 0, 0)


class NotAWorkbook(ValueError):  # noqa: N818
    """The file is no Excel workbook that can be opened."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value of a cell that Calc cannot hold as it is."""

    kind: Literal["truth", "error", "text"]
    value: bool | str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of a sheet."""

    name: str
    box: Box
    has_header: bool


@dataclass(slots=True)
class SheetFacts:
    """What the file says of a sheet that Calc is not asked for."""

    name: str
    worksheet: bool = True
    very_hidden: bool = False
    protection: Mapping[str, str] = field(default_factory=dict)
    rules: list[tuple[Any, tuple[Box, ...], Any]] = field(default_factory=list)
    extensions: list[Any] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)
    tables: list[TableFacts] = field(default_factory=list)
    constants: dict[tuple[int, int], Constant] = field(default_factory=dict)
    chart_texts: dict[str, str] = field(default_factory=dict)
    selected: tuple[Box, ...] = (_FIRST,)
    active_cell: Box = _FIRST


@dataclass(slots=True)
class BookFacts:
    """The same of a workbook."""

    sheets: list[SheetFacts] = field(default_factory=list)
    structure_protected: bool = False
    active_sheet: int = 0
    number_formats: list[str] = field(default_factory=list)


def take_out(source: Path, stripped: Path) -> BookFacts:
    """Write a copy for Calc without what the stand-in keeps, and return what was taken out.

    Raises NotAWorkbook.
    """
    try:
        with zipfile.ZipFile(source) as package:
            names = [name.lower() for name in package.namelist()]
            if len(set(names)) < len(names):
                raise NotAWorkbook("two parts have one name")
            parts = {name: package.read(name) for name in package.namelist()}
        facts, changed = _taken(parts)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise NotAWorkbook(str(fault)) from fault
    write_package(stripped, {**parts, **changed})
    return facts


def _taken(parts: Mapping[str, bytes]) -> tuple[BookFacts, dict[str, bytes]]:
    workbook = etree.fromstring(parts[WORKBOOK])
    protection = workbook.find(tag("workbookProtection"))
    facts = BookFacts(
        structure_protected=protection is not None
        and protection.get("lockStructure", "0") in ("1", "true")
    )
    view = workbook.find(f"{tag('bookViews')}/{tag('workbookView')}")
    facts.active_sheet = int(view.get("activeTab", "0")) if view is not None else 0
    dxfs = _dxfs(parts)
    facts.number_formats = [*BUILTIN_FORMATS.values(), *_number_formats(parts)]
    changed = {}
    for entry, part, kind in sheet_parts(parts, workbook):
        sheet = SheetFacts(entry.get("name", ""), worksheet=kind == "worksheet")
        sheet.very_hidden = entry.get("state") == "veryHidden"
        facts.sheets.append(sheet)
        if sheet.worksheet:
            root = etree.fromstring(parts[part])
            _read_sheet(root, sheet, dxfs)
            sheet.tables = list(_tables(parts, part))
            for _, drawing in drawings(parts, part):
                sheet.chart_texts |= {
                    each.get("name", ""): each.get("descr", "") for each in named_charts(drawing)
                }
            changed[part] = as_bytes(root)
    if not facts.sheets:
        raise NotAWorkbook("the workbook has no sheet")
    return facts, changed


def _number_formats(parts: Mapping[str, bytes]) -> list[str]:
    if "xl/styles.xml" not in parts:
        return []
    found = etree.fromstring(parts["xl/styles.xml"]).iter(tag("numFmt"))
    return [code.get("formatCode", "") for code in found]


def _dxfs(parts: Mapping[str, bytes]) -> list[Any]:
    if "xl/styles.xml" not in parts:
        return []
    return list(etree.fromstring(parts["xl/styles.xml"]).iterfind(f"{tag('dxfs')}/{tag('dxf')}"))


def _read_sheet(root: Any, sheet: SheetFacts, dxfs: Sequence[Any]) -> None:
    """Note what the stand-in keeps, and take it out of the sheet."""
    for element in root.findall(tag("sheetProtection")):
        sheet.protection = dict(element.attrib)
        root.remove(element)
    for element in root.findall(tag("conditionalFormatting")):
        boxes = parse_boxes(element.get("sqref", ""))
        for rule in element.findall(tag("cfRule")):
            if boxes:
                sheet.rules.append((copy.deepcopy(rule), boxes, _look(rule, dxfs)))
        root.remove(element)
    for extension in root.iterfind(f"{tag('extLst')}/{tag('ext')}[@uri='{RULES_EXTENSION}']"):
        sheet.extensions = [copy.deepcopy(child) for group in extension for child in group]
        extension.getparent().remove(extension)
        break
    for selection in root.iterfind(f"{tag('sheetViews')}//{tag('selection')}"):
        sheet.selected = parse_boxes(selection.get("sqref", "A1")) or sheet.selected
        sheet.active_cell = parse_box(selection.get("activeCell", "A1")) or sheet.active_cell
    if any(root.find(f".//{tag('c')}[@t='{kind}']") is not None for kind in "be"):
        sheet.constants = dict(_constants(root))
    for element in root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}"):
        box = parse_box(element.get("ref", ""))
        if box:
            sheet.merges.append(box)


def _constants(root: Any) -> Iterator[tuple[tuple[int, int], Constant]]:
    """Give the truth and error values that no formula made."""
    for place, cell in cells_of(root):
        kind, value = cell.get("t"), cell.findtext(tag("v"))
        if not value or cell.find(tag("f")) is not None:
            continue
        if kind == "b":
            yield place, Constant("truth", value.strip() in ("1", "true"))
        elif kind == "e":
            yield place, Constant("error", value.strip())


def _look(rule: Any, dxfs: Sequence[Any]) -> Any:
    number = rule.get("dxfId")
    if number is None or int(number) >= len(dxfs):
        return None
    return copy.deepcopy(dxfs[int(number)])


def _tables(parts: Mapping[str, bytes], part: str) -> Iterator[TableFacts]:
    for kind, target in relations(parts, part).values():
        if kind == "table" and target in parts:
            root = etree.fromstring(parts[target])
            box = parse_box(root.get("ref", ""))
            if box:
                name = root.get("displayName", root.get("name", ""))
                yield TableFacts(name, box, root.get("headerRowCount", "1") != "0")
