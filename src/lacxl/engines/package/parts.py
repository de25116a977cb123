"""The parts of a workbook package: content types, relationships, and which part is which sheet."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZipInfo

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.broken_files import reading
from lacxl.engines.package.xml import (
    SPREADSHEET,
    Element,
    child,
    flag,
    kids,
    local_name,
    namespace,
    parse,
    utf8,
)
from lacxl.engines.package.zips import Archive

TYPES_PART = "[Content_Types].xml"
_WORKSHEET = "worksheet"
_KINDS = {
    "chartsheet": "a chart sheet",
    "dialogsheet": "a dialog sheet",
    "xlMacrosheet": "a sheet of Excel 4 macros",
    "xlIntlMacrosheet": "a sheet of Excel 4 macros",
}
_NO_PART = "an entry without a sheet, as modules of Excel 95 left it,"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; `target` is a part's name, None when it is outside."""

    id: str
    kind: str
    target: str | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the zip member that holds it; `kind` is empty for worksheets.

    `part` is empty where the workbook names none.
    """

    name: str
    part: str
    kind: str
    visible: bool


class Package:
    """A workbook's parts by what they are for."""

    def __init__(self, archive: Archive, *, allow_signed: bool = False) -> None:
        self.archive = archive
        self.label = archive.label
        with reading(self.label):
            self._admit(allow_signed)
            self.workbook = self.parse(self.workbook_part)
            if namespace(self.workbook) not in SPREADSHEET:
                raise self._not_a_workbook("")
            self.relationships = self.relationships_of(self.workbook_part)
            properties = child(self.workbook, "workbookPr")
            self.date1904 = properties is not None and flag(properties, "date1904")
            self.sheets = tuple(self._sheets())

    def info(self, part: str) -> ZipInfo:
        """Return the zip member of a part; raises Refused when it is missing."""
        info = self.archive.find(part)
        if info is None:
            raise refuse(
                "W114",
                "A part that the workbook names is missing.",
                f"{self.label}: {part}",
                "Open the file in Excel, let it repair it, and save it.",
            )
        return info

    def where(self, part: str) -> str:
        """Return how a message names the part."""
        return f"{self.label}: {part}"

    def where_sheet(self, sheet: SheetPart) -> str:
        """Return how a message names a sheet and its part."""
        return f"{self.label}: '{sheet.name}' ({sheet.part})"

    def read(self, part: str) -> bytes:
        """Return a part's bytes."""
        return self.archive.read(self.info(part))

    def text(self, part: str) -> bytes:
        """Return a part as UTF-8."""
        return b"".join(utf8(self.archive.chunks(self.info(part)), self.where(part)))

    def parse(self, part: str) -> Element:
        """Return a part's root element."""
        return parse(self.read(part), self.where(part))

    def relationships_of(self, part: str) -> tuple[Relationship, ...]:
        """Return the relationships of a part ('' is the package itself)."""
        name = relationships_part(part)
        if self.archive.find(name) is None:
            return ()
        with reading(self.where(name)):
            return tuple(
                Relationship(
                    element.get("Id", ""),
                    element.get("Type", "").rpartition("/")[2],
                    self._target(part, element),
                )
                for element in kids(self.parse(name), "Relationship")
            )

    def related_to(self, part: str, *kinds: str) -> tuple[str, ...]:
        """Return the parts of these kinds that a part names; none where that cannot be read."""
        try:
            found = self.relationships_of(part)
        except Refused:
            return ()
        return tuple(each.target for each in found if each.kind in kinds and each.target)

    def related(self, kind: str) -> str | None:
        """Return the workbook's part of a kind, such as styles."""
        for relationship in self.relationships:
            if relationship.kind == kind and relationship.target:
                return relationship.target
        return None

    def sheet(self, name: str) -> SheetPart | None:
        """Return the sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    @cached_property
    def content_types(self) -> Element:
        """The root of the list of content types."""
        return self.parse(TYPES_PART)

    def content_type(self, part: str) -> str:
        """Return a part's content type, empty when none is stated."""
        default = ""
        for element in kids(self.content_types):
            if (
                local_name(element) == "Override"
                and element.get("PartName", "").replace("\\", "/").lstrip("/").casefold()
                == part.casefold()
            ):
                return element.get("ContentType", "")
            extension = element.get("Extension", "")
            if extension and part.casefold().endswith("." + extension.casefold()):
                default = element.get("ContentType", "")
        return default

    @cached_property
    def workbook_part(self) -> str:
        """The name of the workbook's own part."""
        for relationship in self.relationships_of(""):
            if relationship.kind == "officeDocument" and relationship.target:
                return self.info(relationship.target).filename
        raise self._not_a_workbook("")

    def _admit(self, allow_signed: bool) -> None:
        if self.archive.find(TYPES_PART) is None:
            raise self._not_a_workbook("")
        signed = any(
            info.filename.casefold().startswith("_xmlsignatures/") for info in self.archive.members
        )
        if signed and not allow_signed:
            raise refuse(
                "W113",
                "The workbook is digitally signed; an edit would void the signature.",
                self.label,
                "Remove the signature in Excel (File, Info, View Signatures), or allow it.",
            )
        kind = self.content_type(self.workbook_part).lower()
        if ".binary." in kind or self.workbook_part.casefold().endswith(".bin"):
            raise refuse(
                "W112",
                "This is a binary workbook (.xlsb).",
                self.label,
                "Open it in Excel and save it as .xlsx, or as .xlsm if it has macros.",
            )
        if "wordprocessing" in kind or "presentation" in kind or "ms-word" in kind:
            raise self._not_a_workbook(" It is a document of Word or PowerPoint.")

    def _sheets(self) -> list[SheetPart]:
        targets = {relationship.id: relationship for relationship in self.relationships}
        sheets = []
        for element in kids(child(self.workbook, "sheets"), "sheet"):
            relationship = targets.get(relationship_id(element))
            part, kind = "", _NO_PART
            if relationship is not None and relationship.target is not None:
                part, kind = relationship.target, _KINDS.get(relationship.kind, "no worksheet")
                if relationship.kind == _WORKSHEET:
                    kind = ""
            visible = (element.get("state") or "visible") == "visible"
            sheets.append(SheetPart(element.get("name", ""), part, kind, visible))
        return sheets

    def _target(self, part: str, element: Element) -> str | None:
        if element.get("TargetMode") == "External":
            return None
        target = element.get("Target", "").replace("\\", "/")
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
        name = joined.lstrip("/")
        info = self.archive.find(name)
        return info.filename if info else name

    def _not_a_workbook(self, more: str) -> Refused:
        return refuse(
            "W111",
            f"The file is a package, but holds no Excel workbook.{more}",
            self.label,
            "Choose an .xlsx or .xlsm file.",
        )


def relationships_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationship_id(element: Element) -> str:
    """Return by which relationship an element names a part, "" where it names none."""
    for key, value in element.attrib.items():
        if str(key).endswith("/relationships}id"):
            return str(value)
    return ""
