"""Invariants of the package: its members, content types and relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from oracles.package import CONTENT_TYPES, Breach, Package, local, relation_id, relations_part


def doubled_members(package: Package) -> Iterator[Breach]:
    """No two members of the zip have the same name (upper and lower case are one)."""
    for name, count in Counter(name.lower() for name in package.names).items():
        if count > 1:
            yield Breach("doubled member", name, f"{count} times")


def content_types(package: Package) -> Iterator[Breach]:
    """Each part has a content type, each type a part, and the workbook's fits its extension."""
    root = package.xml(CONTENT_TYPES)
    if root is None:
        yield Breach("content type", CONTENT_TYPES, "is missing")
        return
    given = [(local(e), e) for e in root]
    defaults = {str(e.get("Extension")).lower() for kind, e in given if kind == "Default"}
    overrides = [(str(e.get("PartName")), e) for kind, e in given if kind == "Override"]
    named = {name[1:].lower(): str(e.get("ContentType")) for name, e in overrides}
    for name, count in Counter(name.lower() for name, _ in overrides).items():
        if count > 1:
            yield Breach("content type", name, "is given twice")
    present = {name.lower() for name in package.names}
    for name in named.keys() - present:
        yield Breach("content type", name, "is given for a part that is not there")
    for name in package.names:
        extension = name.rsplit(".", 1)[-1].lower()
        known = name.lower() in named or extension in defaults
        if not known and not name.endswith("/") and name != CONTENT_TYPES:
            yield Breach("content type", name, "is missing")
    macros = "macroEnabled" in named.get(package.workbook().lower(), "")
    if macros != (package.path.suffix.lower() in (".xlsm", ".xltm", ".xlam")):
        yield Breach("content type", package.workbook(), f"does not fit {package.path.suffix}")


def relations(package: Package) -> Iterator[Breach]:
    """Relations lead to parts, have ids of their own, and those that the XML names exist."""
    for part in ("", *(n for n in package.names if not n.endswith((".rels", "/")))):
        own_part = relations_part(part)
        root = package.xml(own_part)
        ids = Counter(str(e.get("Id")) for e in root if local(e)) if root is not None else Counter()
        yield from (
            Breach("relation", own_part, f"{i} stands twice") for i, n in ids.items() if n > 1
        )
        related = package.relations(part)
        for relation in related.values():
            inside = not relation.external and "#" not in relation.target
            if inside and relation.target not in package.parts and "NULL" not in relation.target:
                yield Breach(
                    "relation", own_part, f"{relation.id} leads nowhere: {relation.target}"
                )
        yield from _unknown_ids(package, part, set(related))


def _unknown_ids(package: Package, part: str, known: set[str]) -> Iterator[Breach]:
    if not part.endswith(".xml") or part == CONTENT_TYPES:
        return
    root = package.xml(part)
    elements = root.iter(etree.Element) if root is not None else ()
    for element in elements:
        named = relation_id(element)
        if named and named not in known:
            yield Breach("relation", part, f"{local(element)} names {named}, which is not there")
