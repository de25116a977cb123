"""A workbook's own list: its sheets with what they are called and whether they are seen."""

from __future__ import annotations

from dataclasses import dataclass

from lacxl.domain.errors import refuse
from lacxl.scan.parts import Parts, Relationship
from lacxl.scan.trees import Element

_RID = "}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the tabs have it; `part` is None where the workbook names none."""

    name: str
    state: str
    part: str | None
    kind: str


class Book:
    """The workbook's part, and what belongs to each of its sheets.

    Raises Refused where the package holds no workbook in XML.
    """

    def __init__(self, parts: Parts) -> None:
        self.part = _workbook_part(parts)
        root = parts.root(self.part)
        if root is None:
            raise refuse(
                "V126",
                "The list of the workbook's sheets cannot be read, so it cannot be scanned.",
                self.part,
                "Open it in Excel, let it repair it, and save it; then scan it again.",
            )
        self.root: Element = root
        links = {r.id: r for r in parts.from_part(self.part)}
        properties = root.find("{*}workbookPr")
        self.date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.sheets = [_sheet(each, links, parts) for each in root.iterfind("{*}sheets/{*}sheet")]
        self._owners = self._owned(parts)

    def related(self, parts: Parts, kind: str) -> str | None:
        """Return the workbook's part of a kind, such as styles."""
        found = (parts.named(r.target) for r in parts.from_part(self.part, kind) if not r.outside)
        return next((name for name in found if name), None)

    def owner(self, part: str) -> str:
        """Return the name of the sheet that a part belongs to; empty where it is of the book."""
        return self._owners.get(part, "")

    def _owned(self, parts: Parts) -> dict[str, str]:
        """Follow the relationships from each sheet down: drawings, charts, comments and so on."""
        below: dict[str, list[str]] = {}
        for relation in parts.relations:
            if not relation.outside:
                below.setdefault(relation.source, []).append(relation.target)
        owners: dict[str, str] = {}
        for sheet in self.sheets:
            ahead = [sheet.part] if sheet.part else []
            while ahead:
                part = ahead.pop()
                if part not in owners and part != self.part:
                    owners[part] = sheet.name
                    ahead += below.get(part, [])
        return owners


def _workbook_part(parts: Parts) -> str:
    for relation in parts.from_part("", "officeDocument"):
        name = parts.named(relation.target)
        if name and name.endswith(".xml"):
            return name
    name = parts.named("xl/workbook.xml")
    if name is None:
        raise refuse(
            "V125",
            "The file is a package, but holds no .xlsx or .xlsm workbook, so it cannot be scanned.",
            todo="Open it in the program that made it, and save it as .xlsx; then scan that.",
        )
    return name


def _sheet(element: Element, links: dict[str, Relationship], parts: Parts) -> Sheet:
    id_ = next((str(v) for k, v in element.attrib.items() if str(k).endswith(_RID)), "")
    link = links.get(id_)
    part = parts.named(link.target) if link else None
    kind = link.kind if link else ""
    return Sheet(element.get("name", ""), element.get("state", "visible"), part, kind)
