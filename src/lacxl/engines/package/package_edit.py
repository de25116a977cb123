"""Changes to the parts about the package itself: calculation, content types, relationships."""

from __future__ import annotations

import posixpath

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
    put,
    serialise,
)

_CHILDREN = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups"
    " externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr"
    " smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)
_ORDER = _CHILDREN.split()
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class PackageEdit:
    """Collects new bytes of parts; only parts that really change are among them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._trees: dict[str, Element] = {}
        self._styles: dict[str, bytes] = {}
        self.removed: set[str] = set()

    def parts(self) -> dict[str, bytes]:
        """Return the new bytes of each changed part."""
        return {part: serialise(root) for part, root in self._trees.items()} | self._styles

    @property
    def workbook(self) -> Element:
        """The workbook's own root, to be changed; it is among the parts then."""
        return self._tree(self._package.workbook_part)

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
        types = self._tree(TYPES_PART)
        for element in list(kids(types)):
            name = element.get("PartName", "").replace("\\", "/").lstrip("/")
            if local_name(element) == "Override" and name.casefold() == target.casefold():
                types.remove(element)

    def put_styles(self, content: bytes) -> None:
        """Replace the stylesheet; a workbook without one gets it."""
        package = self._package
        part = package.related("styles")
        if part:
            self._styles[package.info(part).filename] = content
            return
        folder = posixpath.dirname(package.workbook_part)
        part = posixpath.join(folder, "styles.xml")
        number = 1
        while package.archive.find(part):
            number += 1
            part = posixpath.join(folder, f"styles{number}.xml")
        self._styles[part] = content
        types = self._tree(TYPES_PART)
        override = make(types, "Override", PartName=f"/{part}", ContentType=_STYLES_TYPE)
        types.append(override)
        relationships = self._tree(relationships_part(package.workbook_part))
        used = {element.get("Id") for element in kids(relationships)}
        identifier = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        office = _OFFICE_STRICT if namespace(package.workbook) == STRICT else _OFFICE
        relationships.append(
            make(
                relationships,
                "Relationship",
                Id=identifier,
                Type=f"{office}/styles",
                Target=posixpath.basename(part),
            )
        )

    def _tree(self, part: str) -> Element:
        name = self._package.info(part).filename
        if name not in self._trees:
            self._trees[name] = self._package.parse(name)
        return self._trees[name]
