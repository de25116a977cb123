"""Invariants of the workbook part and of the styles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from oracles.package import Breach, Package, children, each, local, number, own, relation_id

_LONGEST_NAME = 31
_BUILT_IN_FORMATS = 164


def workbook(package: Package) -> Iterator[Breach]:
    """Sheets have names and ids of their own, one can be seen, and names point to sheets."""
    part = package.workbook()
    root = package.xml(part)
    entries = children(root, "sheets", "sheet")
    names = [str(e.get("name")) for e in entries]
    yield from _doubled("sheet name", part, (name.lower() for name in names))
    yield from _doubled("sheet id", part, (str(e.get("sheetId")) for e in entries))
    yield from _doubled("sheet relation", part, map(relation_id, entries))
    for entry in entries:
        if number(entry.get("sheetId")) < 1:
            yield Breach("sheet id", part, f"{entry.get('sheetId')} is no id")
        if not 1 <= len(str(entry.get("name"))) <= _LONGEST_NAME:
            yield Breach("sheet name", part, f"{entry.get('name')} is too long or empty")
    if not any(e.get("state", "visible") == "visible" for e in entries):
        yield Breach("sheet state", part, "no sheet can be seen")
    for view in each(root, "workbookView"):
        if not 0 <= number(view.get("activeTab")) < len(entries):
            yield Breach("active tab", part, str(view.get("activeTab")))
    yield from _names(part, children(root, "definedNames", "definedName"), len(entries))


def _names(part: str, names: list[etree._Element], sheets: int) -> Iterator[Breach]:
    for name in names:
        if not 0 <= number(name.get("localSheetId")) < sheets:
            where = f"{name.get('name')} on sheet {name.get('localSheetId')}"
            yield Breach("localSheetId", part, where)
    spelt = (f"{n.get('name')}@{n.get('localSheetId')}".lower() for n in names)
    yield from _doubled("defined name", part, spelt)


_LISTS = {
    "fontId": ("fonts", "font"),
    "fillId": ("fills", "fill"),
    "borderId": ("borders", "border"),
}


def styles(package: Package) -> Iterator[Breach]:
    """What a cell format names is there, and number formats have ids of their own."""
    part = package.workbook_part("styles")
    root = package.xml(part)
    sizes = {key: len(children(root, *where)) for key, where in _LISTS.items()}
    sizes["xfId"] = len(children(root, "cellStyleXfs", "xf"))
    formats = [str(e.get("numFmtId")) for e in children(root, "numFmts", "numFmt")]
    yield from _doubled("number format", part, formats)
    for group in ("cellStyleXfs", "cellXfs"):
        for index, xf in enumerate(children(root, group, "xf")):
            for key, size in sizes.items():
                if xf.get(key) is not None and not 0 <= number(xf.get(key)) < max(size, 1):
                    yield Breach("style", part, f"{group} {index} names {key} {xf.get(key)}")
            own_format = xf.get("numFmtId")
            if number(own_format) >= _BUILT_IN_FORMATS and own_format not in formats:
                yield Breach("style", part, f"{group} {index} names number format {own_format}")
    for style in children(root, "cellStyles", "cellStyle"):
        if not 0 <= number(style.get("xfId")) < max(sizes["xfId"], 1):
            yield Breach("style", part, f"cellStyle names xfId {style.get('xfId')}")
    for element in root if root is not None else ():
        count, held = element.get("count"), sum(1 for kid in element if local(kid) and own(kid))
        if count is not None and number(count) != held:
            yield Breach("count", part, f"{local(element)} says {count} and holds {held}")


def _doubled(rule: str, part: str, values: Iterable[str]) -> Iterator[Breach]:
    for value, count in Counter(values).items():
        if count > 1:
            yield Breach(rule, part, f"{value} stands {count} times")
