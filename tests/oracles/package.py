"""A workbook file opened for judging: its parts, their XML, content types and relations."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The spreadsheet's own namespace: as Excel writes it by default, and as Strict files have it."""


class Breach(NamedTuple):
    """One invariant that does not hold: which, in which part, and what exactly."""

    rule: str
    part: str
    detail: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """All parts in memory; XML is parsed on demand, and what is broken is noted in `broken`."""

    path: Path
    names: list[str]
    parts: dict[str, bytes]
    broken: list[Breach] = field(default_factory=list)
    _trees: dict[str, etree._Element | None] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Package:
        """Return the file's parts; a part whose check sum is wrong is noted and left out."""
        with zipfile.ZipFile(path) as archive:
            opened = cls(path, archive.namelist(), {})
            for info in archive.infolist():
                try:
                    opened.parts[info.filename] = archive.read(info)
                except (zipfile.BadZipFile, ValueError, OSError) as fault:
                    opened.broken.append(Breach("crc", info.filename, str(fault)))
        return opened

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of the part; None where there is none, or where it is not XML."""
        if part not in self._trees:
            self._trees[part] = self._parse(part)
        return self._trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of the part ("" is the whole package) by id; the first id counts."""
        root = self.xml(relations_part(part))
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            if local(element) == "Relationship":
                relation = _relation(part, element)
                found.setdefault(relation.id, relation)
        return found

    def workbook(self) -> str:
        """Return the name of the workbook part; raises LookupError."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.parts:
                return relation.target
        raise LookupError("the package has no workbook part")

    def workbook_part(self, kind: str) -> str:
        """Return the part of that kind that the workbook names; "" where there is none."""
        related = self.relations(self.workbook()).values()
        return next((r.target for r in related if r.kind == kind and r.target in self.parts), "")

    def sheets(self) -> list[tuple[etree._Element, str]]:
        """Return each worksheet's entry in the workbook and its part, chart sheets left out."""
        book = self.workbook()
        related, found = self.relations(book), []
        for entry in each(self.xml(book), "sheet"):
            relation = related.get(relation_id(entry))
            if relation and relation.kind == "worksheet" and relation.target in self.parts:
                found.append((entry, relation.target))
        return found

    def _parse(self, part: str) -> etree._Element | None:
        if part not in self.parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.parts[part], parser)
        except etree.XMLSyntaxError as fault:
            self.broken.append(Breach("xml", part, re.sub(r", line .*", "", str(fault))))
            return None


def relations_part(part: str) -> str:
    """Return the name of the part that holds the relations of this one."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(part: str, element: etree._Element) -> Relation:
    target = element.get("Target") or ""
    if target.startswith("/"):
        target = target[1:]
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    kind = (element.get("Type") or "").rsplit("/", 1)[-1]
    external = element.get("TargetMode") == "External"
    return Relation(element.get("Id") or "", kind, target, external)


def local(element: etree._Element) -> str:
    """Return the element's name without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def own(element: etree._Element) -> bool:
    """Say whether the element is of the spreadsheet's own namespace."""
    return isinstance(element.tag, str) and etree.QName(element).namespace in MAIN


def each(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Give the elements of that name in the spreadsheet's own namespace, wherever they lie."""
    if root is not None:
        yield from (element for element in root.iter(f"{{*}}{name}") if own(element))


def children(root: etree._Element | None, group: str, name: str) -> list[etree._Element]:
    """Return the elements of that name directly in the root's group (xf in cellXfs)."""
    found = [] if root is None else [e for e in root if own(e) and local(e) == group]
    return [kid for element in found for kid in element if own(kid) and local(kid) == name]


def relation_id(element: etree._Element) -> str:
    """Return the relation that the element names (r:id); "" where it names none."""
    for name, value in element.attrib.items():
        qualified = etree.QName(name)
        space = qualified.namespace or ""
        if qualified.localname == "id" and space.endswith("/relationships"):
            return str(value)
    return ""


def number(text: str | None, default: int = 0) -> int:
    """Return a count or an index; -1 where it is none."""
    if text is None:
        return default
    return int(text) if re.fullmatch(r"\d+", text) else -1
