"""Changes to the parts about the package itself: calculation, content types, relationships."""

from __future__ import annotations

import posixpath
from itertools import count

from lacxl.engines.package.parts import TYPES_PART, Package, relationships_part
from lacxl.engines.package.xml import (
    STRICT,
    Element,
    child,
    flag,
    kids,
    local_name,
    make,
    namespace,
    parse,
    put,
    rewritten,
)

_CHILDREN = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups"
    " externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr"
    " smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)
_ORDER = _CHILDREN.split()
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class PackageEdit:
    """Collects new bytes of parts; only parts that really change are among them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._trees: dict[str, Element] = {}
        self._read: dict[str, bytes] = {}
        self._styles: dict[str, bytes] = {}
        self._added: set[str] = set()
        self.removed: set[str] = set()

    def parts(self) -> dict[str, bytes]:
        """Return the new bytes of each changed part."""
        trees = {part: root for part, root in self._trees.items() if part not in self.removed}
        where = self._package.where
        return {
            part: rewritten(root, self._read[part], where(part)) for part, root in trees.items()
        } | self._styles

    @property
    def workbook(self) -> Element:
        """The workbook's own root, to be changed; it is among the parts then."""
        return self._tree(self._package.workbook_part)

    def put_in_workbook(self, name: str) -> Element:
        """Return a new element of the workbook's own root, in its place."""
        root = self.workbook
        return put(root, make(root, name), _ORDER)

    def recalculate_on_load(self) -> None:
        """Make Excel work out every formula when it opens the workbook."""
        part = self._package.workbook_part
        stated = child(self._package.workbook, "calcPr")
        if stated is not None and flag(stated, "fullCalcOnLoad"):
            return
        root = self._tree(part)
        element = child(root, "calcPr")
        if element is None:
            element = put(root, make(root, "calcPr"), _ORDER)
        element.set("fullCalcOnLoad", "1")

    def drop_calculation_chain(self) -> None:
        """Remove the list of cells with formulas, which names one that has none now."""
        target = self._package.related("calcChain")
        if target is None:
            return
        if self._package.archive.find(target):
            self.removed.add(self._package.info(target).filename)
        relationships = self._tree(relationships_part(self._package.workbook_part))
        for element in list(kids(relationships)):
            if element.get("Type", "").endswith("/calcChain"):
                relationships.remove(element)
        self._forget_type(target)

    def put_styles(self, content: bytes) -> None:
        """Replace the stylesheet; a workbook without one gets it."""
        package = self._package
        part = package.related("styles")
        if part:
            self._styles[package.info(part).filename] = content
            return
        part, _ = self.add_part(package.workbook_part, "styles", "styles{}.xml", _STYLES_TYPE)
        self._styles[part] = content

    @property
    def office(self) -> str:
        """The namespace of the relationships that a sheet's elements name."""
        return _OFFICE_STRICT if namespace(self._package.workbook) == STRICT else _OFFICE

    def add_part(self, of: str, kind: str, name: str, content_type: str) -> tuple[str, str]:
        """Return the name of a new part of this kind for another one, and its relationship's id.

        It lies beside the workbook's part; {} in its name is a number where one is needed.
        """
        package = self._package
        names = (name.format(number or "") for number in count())
        folder = posixpath.dirname(package.workbook_part)
        part = next(
            part
            for part in (posixpath.join(folder, each) for each in names)
            if part not in self._added and not package.archive.find(part)
        )
        self._added.add(part)
        types = self._tree(TYPES_PART)
        types.append(make(types, "Override", PartName=f"/{part}", ContentType=content_type))
        relationships = self._tree(relationships_part(of))
        used = {element.get("Id") for element in kids(relationships)}
        identifier = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        target = posixpath.relpath(f"/{part}", f"/{posixpath.dirname(of)}")
        relationships.append(
            make(relationships, "Relationship", Id=identifier, Type=f"{self.office}/{kind}",
                 Target=target)
        )  # fmt: skip
        return part, identifier

    def drop_part(self, of: str, part: str) -> None:
        """Remove a part that another one alone names, and what is said of it."""
        package = self._package
        self.removed.add(package.info(part).filename)
        self._forget_type(part)
        name = relationships_part(of)
        relationships = self._tree(name)
        gone = {each.id for each in package.relationships_of(of) if each.target == part}
        for element in list(kids(relationships)):
            if element.get("Id") in gone:
                relationships.remove(element)
        if not len(relationships):
            self.removed.add(package.info(name).filename)

    def _forget_type(self, part: str) -> None:
        types = self._tree(TYPES_PART)
        for element in list(kids(types)):
            name = element.get("PartName", "").replace("\\", "/").lstrip("/")
            if local_name(element) == "Override" and name.casefold() == part.casefold():
                types.remove(element)

    def _tree(self, part: str) -> Element:
        info = self._package.archive.find(part)
        name = info.filename if info else part
        if name not in self._trees:
            empty = b'<Relationships xmlns="%b"/>' % _OF_PACKAGE.encode()
            self._read[name] = self._package.text(name) if info else empty
            self._trees[name] = parse(self._read[name], self._package.where(name))
        return self._trees[name]
