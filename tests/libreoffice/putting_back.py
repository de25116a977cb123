"""The post-step on LibreOffice's export: what Calc cannot keep as Excel does is written into it.

Sheet protection, conditional formats, the very hidden state of sheets, constants, numbers in
full, number formats as they were set and the alternative texts of charts go into the exported
file with lxml. Everything else in the file is LibreOffice's own export.
"""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from libreoffice.addresses import Box
from libreoffice.ooxml import (
    RULES_EXTENSION,
    SHEET_ORDER,
    STYLES_ORDER,
    WORKBOOK,
    X14,
    as_bytes,
    cells_of,
    drawings,
    insert_in_order,
    named_charts,
    plainly,
    sheet_parts,
    tag,
    write_package,
)

if TYPE_CHECKING:
    from libreoffice.protection import SheetProtection
    from libreoffice.rules import Rule, Rules
    from libreoffice.taking_out import Constant


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What is put back into a sheet."""

    name: str
    very_hidden: bool
    selected: bool
    protection: SheetProtection
    rules: Rules
    constants: Mapping[tuple[int, int], Constant]
    chart_texts: Mapping[str, str]
    numbers: tuple[Box, Sequence[Sequence[Any]]]


def put_back(
    exported: Path, target: Path, sheets: Iterable[KeptSheet], spellings: Mapping[str, str]
) -> None:
    """Write LibreOffice's export to the target with what the stand-in keeps of each sheet.

    `spellings` are the number formats as they were set, by how they look without escapes.
    """
    with zipfile.ZipFile(exported) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kept = {sheet.name: sheet for sheet in sheets}
    workbook = etree.fromstring(parts[WORKBOOK])
    styles = etree.fromstring(parts["xl/styles.xml"])
    looks = _Looks(styles)
    for code in styles.iterfind(f"{tag('numFmts')}/{tag('numFmt')}"):
        spelt = code.get("formatCode", "")
        code.set("formatCode", spellings.get(plainly(spelt), spelt))
    changed: dict[str, bytes] = {}
    for entry, part, _kind in sheet_parts(parts, workbook):
        sheet = kept.get(entry.get("name", ""))
        if sheet is None:
            continue
        if sheet.very_hidden:
            entry.set("state", "veryHidden")
        root = etree.fromstring(parts[part])
        _complete(root, sheet, looks)
        changed[part] = as_bytes(root)
        for name, drawing in drawings(parts, part):
            for chart in named_charts(drawing):
                if text := sheet.chart_texts.get(chart.get("name", "")):
                    chart.set("descr", text)
            changed[name] = as_bytes(drawing)
    changed["xl/styles.xml"] = as_bytes(styles)
    changed[WORKBOOK] = as_bytes(workbook)
    write_package(target, {**parts, **changed})


class _Looks:
    """The differential formats of the export, to which the rules' looks are added."""

    def __init__(self, styles: Any) -> None:
        found = styles.find(tag("dxfs"))
        if found is None:
            found = etree.Element(tag("dxfs"))
            insert_in_order(styles, found, STYLES_ORDER)
        self._dxfs = found

    def add(self, dxf: Any) -> int:
        """Add a look and return its number."""
        self._dxfs.append(copy.deepcopy(dxf))
        self._dxfs.set("count", str(len(self._dxfs)))
        return len(self._dxfs) - 1


def _complete(root: Any, sheet: KeptSheet, looks: _Looks) -> None:
    """Write protection, rules and constants into a sheet of the export."""
    for name in ("sheetProtection", "conditionalFormatting"):
        for element in root.findall(tag(name)):
            root.remove(element)
    for view in root.iter(tag("sheetView")):
        view.set("tabSelected", str(int(sheet.selected)))
    attributes = sheet.protection.attributes()
    if attributes:
        insert_in_order(root, etree.Element(tag("sheetProtection"), attributes), SHEET_ORDER)
    for element in _formattings(sheet.rules.in_order(), looks):
        insert_in_order(root, element, SHEET_ORDER)
    if sheet.rules.extensions:
        _extend(root, sheet.rules.extensions)
    for place, cell in cells_of(root):
        if place in sheet.constants:
            _set_constant(cell, sheet.constants[place])
        elif cell.get("t", "n") == "n":
            _set_number(cell, place, *sheet.numbers)


def _set_number(cell: Any, place: tuple[int, int], box: Box, data: Sequence[Sequence[Any]]) -> None:
    """Write a number in full: LibreOffice exports 15 digits of it, Excel writes all it has."""
    value = cell.find(tag("v"))
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
        text = etree.SubElement(etree.SubElement(cell, tag("is")), tag("t"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = _UNSPOKEN.sub(lambda m: f"_x{ord(m[0]):04X}_", str(constant.value))
    else:
        value = etree.SubElement(cell, tag("v"))
        value.text = str(int(constant.value) if constant.kind == "truth" else constant.value)


_UNSPOKEN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a file holds by its number only: characters XML has not, and what looks like such."""


def _formattings(rules: Iterable[Rule], looks: _Looks) -> list[Any]:
    """Return the conditionalFormatting elements: rules of the same cells share one."""
    found: dict[tuple[Box, ...], Any] = {}
    for rule in rules:
        if rule.boxes not in found:
            name = " ".join(box.name(absolute=False) for box in rule.boxes)
            found[rule.boxes] = etree.Element(tag("conditionalFormatting"), {"sqref": name})
        element = copy.deepcopy(rule.element)
        element.attrib.pop("dxfId", None)
        if rule.dxf is not None:
            element.set("dxfId", str(looks.add(rule.dxf)))
        found[rule.boxes].append(element)
    return list(found.values())


def _extend(root: Any, extensions: Iterable[Any]) -> None:
    extension_list = root.find(tag("extLst"))
    if extension_list is None:
        extension_list = etree.Element(tag("extLst"))
        insert_in_order(root, extension_list, SHEET_ORDER)
    extension = etree.SubElement(
        extension_list, tag("ext"), {"uri": RULES_EXTENSION}, nsmap={"x14": X14}
    )
    group = etree.SubElement(extension, f"{{{X14}}}conditionalFormattings")
    group.extend(copy.deepcopy(element) for element in extensions)
