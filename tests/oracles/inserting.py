"""LibreOffice as the judge of insertions: it inserts by itself, and writes what it sees of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from oracles.package import Package, local

Seen = Mapping[str, Mapping[str, str]]
"""What a workbook names, by kind and place."""


Put = Callable[[str, str, str], None]
_NUMBERS = re.compile(r"\d+")
_TWICE = re.compile(r"(\$[A-Z]+\$[0-9]+):\1(?![0-9])")


class DeclinedError(Exception):
    """LibreOffice does not insert there: a pivot table of its own size is in the way."""


class Place(NamedTuple):
    """Where something is inserted: `axis` is rows or columns, `before` counts from 1."""

    sheet: str
    axis: str
    before: int
    count: int = 1


def differences(
    desktop: Any, source: Path, result: Path, folder: Path, place: Place
) -> list[tuple[str, str, str | None, str | None]]:
    """Return kind and place of what LibreOffice sees otherwise: as it inserts, and as we did.

    Both are read out of what it saves, so how it reads and writes a workbook cancels out.
    """
    own, ours = folder / "own.xlsx", folder / "ours.xlsx"
    _stored(desktop, source, own, place)
    _stored(desktop, result, ours, None)
    one, other = seen(own), seen(ours)
    return [
        (kind, where, one.get(kind, {}).get(where), other.get(kind, {}).get(where))
        for kind in sorted(one.keys() | other.keys())
        for where in sorted(one.get(kind, {}).keys() | other.get(kind, {}).keys())
        if one.get(kind, {}).get(where) != other.get(kind, {}).get(where)
    ]


def _stored(desktop: Any, path: Path, target: Path, place: Place | None) -> None:
    """Let LibreOffice open a workbook, insert if it has to, and save it."""
    from libreoffice.uno_library import uno, uno_error

    def option(name: str, value: Any) -> Any:
        made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    document = desktop.loadComponentFromURL(
        path.resolve().as_uri(), "_blank", 0, (option("Hidden", True),)
    )
    try:
        if place is not None:
            found = document.Sheets.getByName(place.sheet)
            lines = found.Rows if place.axis == "rows" else found.Columns
            try:
                lines.insertByIndex(place.before - 1, place.count)
            except uno_error() as refused:
                raise DeclinedError from refused
        document.storeToURL(
            target.resolve().as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),)
        )
    finally:
        document.close(True)


def seen(path: Path) -> Seen:
    """Return the references of a workbook by kind and place."""
    package = Package.open(path)
    found: dict[str, dict[str, str]] = {}

    def put(kind: str, where: str, what: str) -> None:
        places = found.setdefault(kind, {})
        number = 0
        while (key := f"{where} #{number}" if number else where) in places:
            number += 1
        places[key] = what

    for entry, part in package.sheets():
        root, name = package.xml(part), str(entry.get("name"))
        if root is not None:
            _sheet(root, name, put)
    for part in sorted(package.parts, key=_by_number):
        if not part.endswith(".xml") or (root := package.xml(part)) is None:
            continue
        kind = _NUMBERS.sub("", part)  # the numbers go on from workbook to workbook
        if "/charts/chart" in part:
            for element in _all(root, "f"):
                put("chart", kind, _TWICE.sub(r"\1", element.text or ""))
        elif "/drawings/drawing" in part:
            for anchor in root:
                put("anchor", kind, " ".join(_corners(anchor)))
        elif "/comments" in part:
            for element in _all(root, "comment"):
                put("note", kind, element.get("ref", ""))
        elif "/tables/table" in part:
            put("table", kind, root.get("ref", ""))
        elif part.endswith("xl/workbook.xml"):
            for element in _all(root, "definedName"):
                where = f"{element.get('localSheetId', '')}!{element.get('name')}"
                put("name", where, element.text or "")
    return found


def _by_number(part: str) -> tuple[str, list[int]]:
    return _NUMBERS.sub("", part), list(map(int, _NUMBERS.findall(part)))


def _sheet(root: etree._Element, name: str, put: Put) -> None:
    for cell in _all(root, "c"):
        formula = next((kid for kid in cell if local(kid) == "f"), None)
        if formula is not None:
            put("formula", f"{name}!{cell.get('r')}", f"{formula.get('ref') or ''} {formula.text}")
    for element in _all(root, "mergeCell"):
        put("merge", f"{name}!{element.get('ref')}", "")
    for element in root.iter():
        kind = local(element)
        if kind == "conditionalFormatting" and element.get("sqref"):
            rules = [e.text or "" for e in _all(element, "formula")]
            put("rule", f"{name}!{element.get('sqref')}", " | ".join(rules))
        elif kind == "dataValidation" and element.get("sqref"):
            texts = [e.text or "" for e in element.iter() if local(e).startswith("formula")]
            put("validation", f"{name}!{element.get('sqref')}", " | ".join(texts))
        elif kind == "sparkline":
            put("sparkline", name, " ".join(e.text or "" for e in element))
        elif kind in ("hyperlink", "autoFilter"):
            put(kind, f"{name}!{element.get('ref')}", "")
        elif kind == "brk":
            put("break", f"{name} {local(element.getparent())}", element.get("id", ""))


def _corners(anchor: etree._Element) -> Iterator[str]:
    for end in anchor:
        if local(end) in ("from", "to"):
            place = {local(kid): kid.text for kid in end}
            yield f"{place.get('col')},{place.get('row')}"


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (e for e in root.iter() if isinstance(e.tag, str) and local(e) == name)
