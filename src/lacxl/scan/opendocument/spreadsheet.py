"""An OpenDocument spreadsheet: from a package's members to everything in it that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding
from lacxl.scan import wording
from lacxl.scan.decoding import not_as_its_ending
from lacxl.scan.members import Members
from lacxl.scan.opendocument import wording as words
from lacxl.scan.opendocument.content import read_content
from lacxl.scan.opendocument.elements import OdsContent, OdsSheet, look_at
from lacxl.scan.opendocument.names import SPREADSHEET, attribute
from lacxl.scan.opendocument.styles import DATA_STYLES, STYLES, OdsStyles
from lacxl.scan.part_kinds import OWN
from lacxl.scan.parts import Parts, kids, local, text_in
from lacxl.scan.places import names_a_place
from lacxl.scan.texts import LooseTexts
from lacxl.scan.trees import Element

CONTENT, STYLE_PART, META, SETTINGS = "content.xml", "styles.xml", "meta.xml", "settings.xml"
MANIFEST = "META-INF/manifest.xml"
CHART = "application/vnd.oasis.opendocument.chart"
_MACROS = re.compile(r"(?:Basic|Scripts|Dialogs)/.+", re.IGNORECASE)
_SIGNATURES = re.compile(r"META-INF/.*signatures?.*", re.IGNORECASE)
_VERSIONS = re.compile(r"(?:Versions/.+|VersionList\.xml)", re.IGNORECASE)
_THUMBNAIL = re.compile(r"Thumbnails/.+", re.IGNORECASE)
_OBJECT = re.compile(r"opendocument|sun\.star|oleobject", re.IGNORECASE)
_USUAL = re.compile(
    r"(?:content|styles|meta|settings)\.xml|manifest\.rdf|layout-cache"
    r"|(?:Pictures|Object[^/]*|Configurations2|Fonts)/.+|Object \d+",
    re.IGNORECASE,
)
TOLD_PARTS = (_MACROS, _SIGNATURES, _VERSIONS, _THUMBNAIL)
"""Parts that are told by what they are."""
_PEOPLE = {
    "initial-creator": "author",
    "creator": "last saved by",
    "printed-by": "printed by",
    "template": "the template it was made from",
    "auto-reload": "the file it is loaded from",
}
_OF_A_PROGRAM = frozenset(
    ["AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop", "ShareDoc"]
)
"""Properties that LibreOffice keeps of a converted workbook; they name nobody."""
_GONE = re.compile(r"#REF!|#NAME\?", re.IGNORECASE)
_SHEET_OF = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^\W\d][\w ]*))\.\$?[A-Z]{1,3}\$?\d")


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A package that was read: its parts, its content, and what kinds its members are."""

    parts: Parts
    content: OdsContent
    kinds: dict[str, str]
    findings: tuple[Finding, ...]


def scan_opendocument(members: Members, name: str) -> tuple[Finding, ...]:
    """Return what nobody sees in an .ods file, and what looks like a child's record, by code.

    Raises Refused: V127 where it is no spreadsheet, V125 where it is encrypted.
    """
    return read_opendocument(members, name).findings


def read_opendocument(members: Members, name: str) -> Spreadsheet:
    """Return the spreadsheet with what is found in it, as `scan_opendocument` does."""
    parts = Parts(members)
    _require_spreadsheet(parts, name)
    kinds = _listed(parts, name)
    styles = OdsStyles()
    _add_styles(parts, styles)
    content = read_content(parts, CONTENT, styles)
    findings = [
        *(finding for sheet in content.sheets for finding in _of_sheet(sheet)),
        *_names(content),
        *_around(parts, content),
        *_of_members(parts, content, kinds),
        *_properties(parts),
        *_settings(parts),
        *_other_texts(parts),
        *_unlisted(parts, kinds),
    ]
    findings += [words.of_kind(code, sorted(sheets)) for code, sheets in content.kinds.items()]
    if parts.unread:
        findings.append(wording.unread(sorted(parts.unread)))
    in_order = sorted(set(findings), key=lambda finding: (finding.code, finding.where))
    return Spreadsheet(parts, content, kinds, tuple(in_order))


def _require_spreadsheet(parts: Parts, name: str) -> None:
    kind = (
        b"".join(parts.raw("mimetype"))[:100].decode("ascii", "replace").strip()
        if ("mimetype" in parts.names)
        else ""
    )
    if not kind.startswith(SPREADSHEET) or CONTENT not in parts.names:
        raise not_as_its_ending(name, ".ods", "no OpenDocument spreadsheet")


def _listed(parts: Parts, name: str) -> dict[str, str]:
    """Return the kinds of members as the manifest has them."""
    if MANIFEST not in parts.names:
        parts.unread.add(MANIFEST)
        return {}
    root = parts.root(MANIFEST)
    kinds: dict[str, str] = {}
    for entry in kids(root, "file-entry") if root is not None else ():
        if any(local(each) == "encryption-data" for each in entry):
            raise refuse(
                "V125",
                "The file is encrypted with a password, so it cannot be scanned.",
                name,
                "Save it without a password, and scan that.",
            )
        path = attribute(entry, "manifest:full-path")
        kinds[path] = attribute(entry, "manifest:media-type")
    return kinds


def _add_styles(parts: Parts, styles: OdsStyles) -> None:
    if STYLE_PART not in parts.names:
        return
    for _, element in parts.walk(STYLE_PART, (*STYLES.split(), *DATA_STYLES.split()), ()):
        styles.add(element)


def _of_sheet(sheet: OdsSheet) -> Iterator[Finding]:
    if sheet.is_copy:
        yield words.of_kind("V106")
    elif sheet.is_hidden:
        yield words.hidden_sheet(sheet.name)
    if sheet.hidden_columns or sheet.hidden_rows:
        yield words.hidden_cells(sheet.name, sorted(sheet.hidden_columns), sheet.hidden_rows)
    if sheet.unshown:
        yield words.unshown_cells(sheet.name, sorted(sheet.unshown))
    if sheet.comments:
        yield words.comments(sheet.name, sorted(sheet.comments))
    for find in sheet.table.finds():
        yield wording.in_column(sheet.name, find)
    for kind in sheet.around.kinds:
        yield wording.in_texts(f"{sheet.name}: formulas, comments, shapes and links", kind)


def _names(content: OdsContent) -> Iterator[Finding]:
    sheets = {sheet.name for sheet in content.sheets}
    dangling = sum(_leads_nowhere(base, sheets) for base in content.bases)
    if content.hidden_names or dangling:
        yield words.defined_names(content.hidden_names, dangling)


def _leads_nowhere(base: str, sheets: set[str]) -> bool:
    found = _SHEET_OF.match(base)
    sheet = (found[1] or found[2] or "").replace("''", "'") if found else None
    return bool(_GONE.search(base)) or not base or (sheet is not None and sheet not in sheets)


def _around(parts: Parts, content: OdsContent) -> Iterator[Finding]:
    """Yield what texts outside the sheets give away: names, lists, headers and footers."""
    for kind in content.around.kinds:
        yield wording.in_texts("defined names, lists, filters and rules", kind)
    headers = LooseTexts()
    if STYLE_PART in parts.names:
        for _, element in parts.walk(STYLE_PART, ("master-styles",), ()):
            look_at(element, "", content, headers)
    for kind in headers.kinds:
        yield wording.in_texts("headers and footers", kind)


def _of_members(parts: Parts, content: OdsContent, kinds: dict[str, str]) -> Iterator[Finding]:
    for code, pattern in (
        ("V113", _MACROS),
        ("V115", _VERSIONS),
        ("V129", _THUMBNAIL),
        ("V130", _SIGNATURES),
    ):
        if any(pattern.fullmatch(name) for name in parts.names):
            yield words.of_kind(code)
    folders = {path.rstrip("/"): kind for path, kind in kinds.items() if path != "/"}
    for folder, sheet in content.objects.items():
        if folders.get(folder) != CHART:
            content.kinds["V114"].add(sheet)
    for folder, kind in folders.items():  # what no sheet shows any more
        if _OBJECT.search(kind) and kind != CHART and folder not in content.objects:
            content.kinds["V114"].add("")


def _properties(parts: Parts) -> Iterator[Finding]:
    root = parts.root(META) if META in parts.names else None
    found: list[str] = []
    for element in root.iterfind(".//{*}*") if root is not None else ():
        kind = local(element)
        value = text_in(element).strip()
        link = attribute(element, "xlink:href")
        if kind == "user-defined":
            if value and attribute(element, "meta:name") not in _OF_A_PROGRAM:
                found.append("properties of your own")
        elif (kind in _PEOPLE and value not in ("", OWN)) or (kind in _PEOPLE and link):
            found.append(_PEOPLE[kind])
        elif kind == "generator" and names_a_place(value):
            found.append("the folder of the program")
    if found:
        yield words.properties(list(dict.fromkeys(found)))


def _settings(parts: Parts) -> Iterator[Finding]:
    root = parts.root(SETTINGS) if SETTINGS in parts.names else None
    items = list(root.iterfind(".//{*}config-item")) if root is not None else []
    if any(_is_printer(item) and text_in(item).strip() for item in items):
        yield words.printers()
    if any(names_a_place(text_in(item)) for item in items if not _is_printer(item)):
        yield words.properties(["a folder in its settings"])
    if any(
        attribute(item, "config:name") == "CurrentDatabaseDataSource" and text_in(item).strip()
        for item in items
    ):
        yield words.of_kind("V107")


def _is_printer(item: Element) -> bool:
    return attribute(item, "config:name") in ("PrinterName", "PrinterSetup")


def _other_texts(parts: Parts) -> Iterator[Finding]:
    """Yield what texts of other parts give away: properties, settings, charts, macros."""
    found: dict[str, LooseTexts] = {}
    for name in parts.names:
        if not name.lower().endswith((".xml", ".xba", ".rdf")) or name in (
            CONTENT,
            STYLE_PART,
            MANIFEST,
        ):
            continue
        where = {META: "properties", SETTINGS: "settings"}.get(name) or (
            "charts and objects" if name.startswith("Object") else "other parts"
        )
        texts = found.setdefault(where, LooseTexts())
        if (root := parts.root(name)) is not None:
            texts.add_element(root)
    for where, texts in found.items():
        for kind in texts.kinds:
            yield wording.in_texts(where, kind)


def _unlisted(parts: Parts, kinds: dict[str, str]) -> Iterator[Finding]:
    unlisted = [
        name
        for name in parts.names
        if name != "mimetype"
        and not name.startswith("META-INF/")
        and (name not in kinds or not any(p.fullmatch(name) for p in (_USUAL, *TOLD_PARTS)))
    ]
    strange = [
        name
        for name in parts.names
        if name.startswith("META-INF/") and name != MANIFEST and not _SIGNATURES.fullmatch(name)
    ]
    if kinds and (unlisted or strange):
        yield words.unlisted(sorted(unlisted + strange))
