"""The file beside Calc: what is taken out of it before Calc opens it, and put back afterwards.

This is the post-step on LibreOffice's export: sheet protection, conditional formats and the
very hidden state of sheets, which Calc cannot keep as Excel does, are written into the exported
file with lxml. Everything else in the file is LibreOffice's own export.
"""

from __future__ import annotations

import copy
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from libreoffice.addresses import Box, parse_box, parse_boxes

if TYPE_CHECKING:
    from libreoffice.protection import SheetProtection
    from libreoffice.rules import Rule, Rules

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_RULES_EXTENSION = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
_WORKBOOK = "xl/workbook.xml"

_SHEET_ORDER = [
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
_STYLES_ORDER = [
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


@dataclass(slots=True)
class BookFacts:
    """The same of a workbook."""

    sheets: list[SheetFacts] = field(default_factory=list)
    structure_protected: bool = False
    number_formats: list[str] = field(default_factory=list)


def _tag(name: str) -> str:
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


def take_out(source: Path, stripped: Path) -> BookFacts:
    """Write a copy for Calc without what the stand-in keeps, and return what was taken out.

    Raises NotAWorkbook.
    """
    try:
        with zipfile.ZipFile(source) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        facts, changed = _taken(parts)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise NotAWorkbook(str(fault)) from fault
    _write(stripped, {**parts, **changed})
    return facts


def put_back(
    exported: Path, target: Path, sheets: Iterable[KeptSheet], spellings: Mapping[str, str]
) -> None:
    """Write LibreOffice's export to the target with what the stand-in keeps of each sheet.

    `spellings` are the number formats as they were set, by how they look without escapes.
    """
    with zipfile.ZipFile(exported) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kept = {sheet.name: sheet for sheet in sheets}
    workbook = etree.fromstring(parts[_WORKBOOK])
    styles = etree.fromstring(parts["xl/styles.xml"])
    looks = _Looks(styles)
    for code in styles.iterfind(f"{_tag('numFmts')}/{_tag('numFmt')}"):
        spelt = code.get("formatCode", "")
        code.set("formatCode", spellings.get(plainly(spelt), spelt))
    changed: dict[str, bytes] = {}
    for entry, part, _kind in _sheet_parts(parts, workbook):
        sheet = kept.get(entry.get("name", ""))
        if sheet is None:
            continue
        if sheet.very_hidden:
            entry.set("state", "veryHidden")
        root = etree.fromstring(parts[part])
        _complete(root, sheet, looks)
        changed[part] = _bytes(root)
    changed["xl/styles.xml"] = _bytes(styles)
    changed[_WORKBOOK] = _bytes(workbook)
    _write(target, {**parts, **changed})


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What is put back into a sheet."""

    name: str
    very_hidden: bool
    protection: SheetProtection
    rules: Rules
    constants: Mapping[tuple[int, int], Constant]
    numbers: tuple[Box, Sequence[Sequence[Any]]]


class _Looks:
    """The differential formats of the export, to which the rules' looks are added."""

    def __init__(self, styles: Any) -> None:
        found = styles.find(_tag("dxfs"))
        if found is None:
            found = etree.Element(_tag("dxfs"))
            insert_in_order(styles, found, _STYLES_ORDER)
        self._dxfs = found

    def add(self, dxf: Any) -> int:
        """Add a look and return its number."""
        self._dxfs.append(copy.deepcopy(dxf))
        self._dxfs.set("count", str(len(self._dxfs)))
        return len(self._dxfs) - 1


def _taken(parts: Mapping[str, bytes]) -> tuple[BookFacts, dict[str, bytes]]:
    workbook = etree.fromstring(parts[_WORKBOOK])
    protection = workbook.find(_tag("workbookProtection"))
    facts = BookFacts(
        structure_protected=protection is not None
        and protection.get("lockStructure", "0") in ("1", "true")
    )
    dxfs = _dxfs(parts)
    facts.number_formats = [*BUILTIN_FORMATS.values(), *_number_formats(parts)]
    changed = {}
    for entry, part, kind in _sheet_parts(parts, workbook):
        sheet = SheetFacts(entry.get("name", ""), worksheet=kind == "worksheet")
        sheet.very_hidden = entry.get("state") == "veryHidden"
        facts.sheets.append(sheet)
        if sheet.worksheet:
            root = etree.fromstring(parts[part])
            _read_sheet(root, sheet, dxfs)
            sheet.tables = list(_tables(parts, part))
            changed[part] = _bytes(root)
    if not facts.sheets:
        raise NotAWorkbook("the workbook has no sheet")
    return facts, changed


def _number_formats(parts: Mapping[str, bytes]) -> list[str]:
    if "xl/styles.xml" not in parts:
        return []
    found = etree.fromstring(parts["xl/styles.xml"]).iter(_tag("numFmt"))
    return [code.get("formatCode", "") for code in found]


def _dxfs(parts: Mapping[str, bytes]) -> list[Any]:
    if "xl/styles.xml" not in parts:
        return []
    return list(etree.fromstring(parts["xl/styles.xml"]).iterfind(f"{_tag('dxfs')}/{_tag('dxf')}"))


def _read_sheet(root: Any, sheet: SheetFacts, dxfs: Sequence[Any]) -> None:
    """Note what the stand-in keeps, and take it out of the sheet."""
    for element in root.findall(_tag("sheetProtection")):
        sheet.protection = dict(element.attrib)
        root.remove(element)
    for element in root.findall(_tag("conditionalFormatting")):
        boxes = parse_boxes(element.get("sqref", ""))
        for rule in element.findall(_tag("cfRule")):
            if boxes:
                sheet.rules.append((copy.deepcopy(rule), boxes, _look(rule, dxfs)))
        root.remove(element)
    for extension in root.iterfind(f"{_tag('extLst')}/{_tag('ext')}[@uri='{_RULES_EXTENSION}']"):
        sheet.extensions = [copy.deepcopy(child) for group in extension for child in group]
        extension.getparent().remove(extension)
        break
    if any(root.find(f".//{_tag('c')}[@t='{kind}']") is not None for kind in "be"):
        sheet.constants = dict(_constants(root))
    for element in root.iterfind(f"{_tag('mergeCells')}/{_tag('mergeCell')}"):
        box = parse_box(element.get("ref", ""))
        if box:
            sheet.merges.append(box)


def _constants(root: Any) -> Iterator[tuple[tuple[int, int], Constant]]:
    """Give the truth and error values that no formula made."""
    for place, cell in _cells(root):
        kind, value = cell.get("t"), cell.findtext(_tag("v"))
        if not value or cell.find(_tag("f")) is not None:
            continue
        if kind == "b":
            yield place, Constant("truth", value.strip() in ("1", "true"))
        elif kind == "e":
            yield place, Constant("error", value.strip())


def plainly(code: str) -> str:
    """Return a number format without escapes and quotes: what two spellings have in common."""
    return code.replace("\\", "").replace('"', "").lower()


def _look(rule: Any, dxfs: Sequence[Any]) -> Any:
    number = rule.get("dxfId")
    if number is None or int(number) >= len(dxfs):
        return None
    return copy.deepcopy(dxfs[int(number)])


def _tables(parts: Mapping[str, bytes], part: str) -> Iterator[TableFacts]:
    for kind, target in _relations(parts, part).values():
        if kind == "table" and target in parts:
            root = etree.fromstring(parts[target])
            box = parse_box(root.get("ref", ""))
            if box:
                name = root.get("displayName", root.get("name", ""))
                yield TableFacts(name, box, root.get("headerRowCount", "1") != "0")


def _complete(root: Any, sheet: KeptSheet, looks: _Looks) -> None:
    """Write protection, rules and constants into a sheet of the export."""
    for name in ("sheetProtection", "conditionalFormatting"):
        for element in root.findall(_tag(name)):
            root.remove(element)
    attributes = sheet.protection.attributes()
    if attributes:
        insert_in_order(root, etree.Element(_tag("sheetProtection"), attributes), _SHEET_ORDER)
    for element in _formattings(sheet.rules.in_order(), looks):
        insert_in_order(root, element, _SHEET_ORDER)
    if sheet.rules.extensions:
        _extend(root, sheet.rules.extensions)
    for place, cell in _cells(root):
        if place in sheet.constants:
            _set_constant(cell, sheet.constants[place])
        elif cell.get("t", "n") == "n":
            _set_number(cell, place, *sheet.numbers)


def _set_number(cell: Any, place: tuple[int, int], box: Box, data: Sequence[Sequence[Any]]) -> None:
    """Write a number in full: LibreOffice exports 15 digits of it, Excel writes all it has."""
    value = cell.find(_tag("v"))
    if value is None or not value.text:
        return
    exact = data[place[0] - box.top][place[1] - box.left]
    if isinstance(exact, float) and exact != float(value.text):
        value.text = repr(exact)


def _set_constant(cell: Any, constant: Constant) -> None:
    """Write a truth value, an error or a text as such, whatever Calc wrote for it."""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", {"truth": "b", "error": "e", "text": "inlineStr"}[constant.kind])
    if constant.kind == "text":
        text = etree.SubElement(etree.SubElement(cell, _tag("is")), _tag("t"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = _UNSPOKEN.sub(lambda m: f"_x{ord(m[0]):04X}_", str(constant.value))
    else:
        value = etree.SubElement(cell, _tag("v"))
        value.text = str(int(constant.value) if constant.kind == "truth" else constant.value)


_UNSPOKEN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a file holds by its number only: characters XML has not, and what looks like such."""


def _cells(root: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Give each cell of a sheet with row and column from 0, named in the file or not."""
    row_number = -1
    for row in root.iterfind(f"{_tag('sheetData')}/{_tag('row')}"):
        row_number = int(row.get("r", row_number + 2)) - 1
        column = -1
        for cell in row.iterfind(_tag("c")):
            box = parse_box(cell.get("r", ""))
            column = box.left if box else column + 1
            yield (row_number, column), cell


def _formattings(rules: Iterable[Rule], looks: _Looks) -> list[Any]:
    """Return the conditionalFormatting elements: rules of the same cells share one."""
    found: dict[tuple[Box, ...], Any] = {}
    for rule in rules:
        if rule.boxes not in found:
            name = " ".join(box.name(absolute=False) for box in rule.boxes)
            found[rule.boxes] = etree.Element(_tag("conditionalFormatting"), {"sqref": name})
        element = copy.deepcopy(rule.element)
        element.attrib.pop("dxfId", None)
        if rule.dxf is not None:
            element.set("dxfId", str(looks.add(rule.dxf)))
        found[rule.boxes].append(element)
    return list(found.values())


def _extend(root: Any, extensions: Iterable[Any]) -> None:
    extension_list = root.find(_tag("extLst"))
    if extension_list is None:
        extension_list = etree.Element(_tag("extLst"))
        insert_in_order(root, extension_list, _SHEET_ORDER)
    extension = etree.SubElement(
        extension_list, _tag("ext"), {"uri": _RULES_EXTENSION}, nsmap={"x14": _X14}
    )
    group = etree.SubElement(extension, f"{{{_X14}}}conditionalFormattings")
    group.extend(copy.deepcopy(element) for element in extensions)


def _sheet_parts(parts: Mapping[str, bytes], workbook: Any) -> Iterator[tuple[Any, str, str]]:
    """Give each sheet's entry in the workbook, its part and its kind."""
    relations = _relations(parts, _WORKBOOK)
    for entry in workbook.iterfind(f"{_tag('sheets')}/{_tag('sheet')}"):
        kind, target = relations[entry.get(f"{{{_RELATIONS}}}id")]
        yield entry, target, kind


def _relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    content = parts.get(f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in etree.fromstring(content) if content else ():
        target = posixpath.join("/" + folder, relation.get("Target", ""))
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
    return found


def _bytes(root: Any) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _write(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
