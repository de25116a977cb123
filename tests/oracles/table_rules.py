"""Invariants of tables: their headers are the words in the cells, ids and names are their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from oracles.package import Breach, Package, children, each, local, own
from oracles.places import Box, box, spelt


def tables(package: Package) -> Iterator[Breach]:
    """Each table lies on its cells and differs from the others in id and name."""
    ids: Counter[str] = Counter()
    for _, sheet in package.sheets():
        named = [r.target for r in package.relations(sheet).values() if r.kind == "table"]
        found = [(part, root) for part in named if (root := package.xml(part)) is not None]
        for part, root in found:
            ids.update((f"id {root.get('id')}", f"name {str(root.get('displayName')).lower()}"))
            yield from (Breach("table", part, fault) for fault in _table(package, sheet, root))
        yield from _overlaps(found)
    for what, count in ids.items():
        if count > 1:
            yield Breach("table", "", f"{what} stands {count} times")


def _table(package: Package, sheet: str, table: etree._Element) -> Iterator[str]:
    area = box(str(table.get("ref")))
    names = [_plain(str(c.get("name"))) for c in children(table, "tableColumns", "tableColumn")]
    if len(names) != area.right - area.left + 1:
        yield f"{len(names)} columns in {table.get('ref')}"
    for name, count in Counter(name.lower() for name in names).items():
        if count > 1:
            yield f"column {name!r} stands {count} times"
    if table.get("headerRowCount") == "0":
        return
    shown = _texts(package, sheet, area)
    for index, name in enumerate(names):
        cell = spelt(area.top, area.left + index)
        if shown.get(cell) is not None and _plain(shown[cell]) != name:
            yield f"header {name!r} is {shown[cell]!r} in {cell}"
        elif cell not in shown:
            yield f"header {name!r} has no cell {cell}"


def _overlaps(found: list[tuple[str, etree._Element]]) -> Iterator[Breach]:
    boxes: list[tuple[str, Box]] = [(part, box(str(root.get("ref")))) for part, root in found]
    for index, (part, one) in enumerate(boxes):
        for other_part, other in boxes[index + 1 :]:
            if one.overlaps(other):
                yield Breach("table", part, f"overlaps {other_part}")


def _texts(package: Package, sheet: str, area: Box) -> Mapping[str, str]:
    """Return what the cells of the area's first row show."""
    root = package.xml(sheet)
    row = next((r for r in each(root, "row") if r.get("r") == str(area.top)), None)
    found = {}
    for cell in row if row is not None else ():
        if own(cell) and local(cell) == "c" and (cell.find("{*}v") is not None or len(cell)):
            found[str(cell.get("r"))] = _text(package, cell)
    return found


def _text(package: Package, cell: etree._Element) -> str:
    held = cell.find("{*}v")
    if cell.get("t") == "s" and held is not None:
        strings = package.xml(package.workbook_part("sharedStrings"))
        items = [e for e in strings if local(e) == "si"] if strings is not None else []
        index = int(held.text or 0)
        return _runs(items[index]) if index < len(items) else ""
    inline = cell.find("{*}is")
    return _runs(inline) if inline is not None else ((held.text or "") if held is not None else "")


def _runs(item: etree._Element) -> str:
    """Return a text's runs without the reading aid of Japanese (rPh)."""
    pieces = (t for t in item.iter("{*}t") if (up := t.getparent()) is None or local(up) != "rPh")
    return "".join(t.text or "" for t in pieces)


def _plain(text: str) -> str:
    """Return the text with line breaks and blanks as one blank, as Excel compares headers."""
    unescaped = re.sub(r"_x000[aAdD]_", "\n", text)
    return re.sub(r"\s+", " ", unescaped).strip()
