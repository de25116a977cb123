"""What a package holds beside its sheets: caches, links, queries, macros, logs, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.domain.finding import Finding, Severity
from lacxl.scan import wording
from lacxl.scan.parts import Parts, kids, local, text_in
from lacxl.scan.sheet_list import Book
from lacxl.scan.sheets import column_of
from lacxl.scan.trees import Element

OWN = "lacxl"
"""What lacxl signs with; it is nobody's name."""

_REACHED_BY = re.compile(r"https?:|mailto:|#", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartKind:
    """Parts of one kind: the relationships that lead to them, and how they are usually named."""

    code: str
    relations: frozenset[str]
    named: re.Pattern[str]
    what: str
    todo: str
    severity: Severity = Severity.WARNING


def _kind(
    code: str, relations: str, named: str, what: str, todo: str, *, is_note: bool = False
) -> PartKind:
    severity = Severity.NOTE if is_note else Severity.WARNING
    pattern = re.compile(named, re.IGNORECASE)
    return PartKind(code, frozenset(relations.split()), pattern, what, todo, severity)


_VALUES = "In the copy to send, replace it by its values: copy, Paste Special, Values"
KINDS = (
    _kind(
        "V106",
        "externalLink externalLinkPath",
        r"xl/externalLinks/[^/]+\.xml",
        "The workbook has links to other workbooks, and a copy of the cells it takes from them.",
        "Data, Edit Links (Workbook Links), Break Link.",
    ),
    _kind(
        "V107",
        "connections queryTable",
        r"xl/(?:connections\.xml|queryTables/.+)",
        "The workbook has connections to data, with where they lead and what they query.",
        "Data, Queries & Connections: delete them in the copy to send.",
    ),
    _kind(
        "V108",
        "pivotCacheDefinition pivotCacheRecords",
        r"xl/pivotCache/.+",
        "Pivot tables keep a copy of the data they were made from, row by row.",
        f"{_VALUES}.",
    ),
    _kind(
        "V109",
        "slicerCache timelineCache",
        r"xl/(?:slicerCaches|timelineCaches)/.+",
        "Slicers keep a list of the values that can be chosen, including those that are not shown.",
        "Delete the slicers in the copy to send.",
    ),
    _kind(
        "V110",
        "customXml",
        r"customXml/item\d*\.xml",
        "The file holds custom XML data, as document systems add it.",
        "In Excel: File, Info, Check for Issues, Inspect Document, Custom XML Data.",
        is_note=True,
    ),
    _kind(
        "V112",
        "printerSettings",
        r"xl/printerSettings/.+",
        "The settings of a printer are kept, with its name and maybe its user.",
        "Nothing in them is about children; printing to PDF leaves them out.",
        is_note=True,
    ),
    _kind(
        "V113",
        "vbaProject xlMacrosheet xlIntlMacrosheet",
        r"xl/(?:vbaProject\.bin|macrosheets/.+|intlMacrosheets/.+)",
        "The workbook has macros. A scan does not look into them.",
        "Save the copy to send as .xlsx.",
        is_note=True,
    ),
    _kind(
        "V114",
        "oleObject package control activeXControlBinary",
        r"xl/(?:embeddings|activeX)/.+",
        "Other files or controls are embedded. A scan does not look into them.",
        "Open each, look, and delete it from the copy to send.",
    ),
    _kind(
        "V115",
        "revisionHeaders revisionLog usernames",
        r"xl/revisions/.+",
        "A log of changes is kept, with what cells held before, who changed them and when.",
        "Review, Share Workbook (Legacy): stop sharing, and save.",
    ),
    _kind(
        "V116",
        "powerPivotData",
        r"xl/model/.+",
        "A data model (Power Pivot) is kept: whole tables that no sheet may show.",
        f"{_VALUES}, into a new workbook.",
    ),
)


def of_package(parts: Parts, book: Book) -> Iterator[Finding]:
    """Yield what the package holds of each kind, with the sheets it belongs to."""
    targets: dict[str, set[str]] = {}
    for relation in parts.relations:
        targets.setdefault(relation.kind, set()).add(
            relation.source if relation.outside else relation.target
        )
    for kind in KINDS:
        found = {name for name in parts.names if kind.named.fullmatch(name)}
        for related in kind.relations:
            found |= targets.get(related, set())
        if kind.code == "V106":
            found |= set(_linked_files(parts))
        if found:
            sheets = sorted({book.owner(name) for name in found} - {""})
            yield Finding(kind.code, kind.what, ", ".join(sheets), kind.todo, kind.severity)
    yield from _comments(parts, book)
    named = _properties(parts, book)
    if named:
        yield wording.properties(named)
    if any(local(e) == "DataMashup" for e in _custom(parts)) and not targets.get("connections"):
        kind = KINDS[1]
        yield Finding(kind.code, kind.what, "", kind.todo, kind.severity)


def _linked_files(parts: Parts) -> Iterator[str]:
    """Yield the parts with a link that leads to a file: a path gives away folders and people."""
    for relation in parts.relations:
        leads_to_a_file = relation.outside and not _REACHED_BY.match(relation.target)
        if leads_to_a_file and relation.kind == "hyperlink":
            yield relation.source


def _custom(parts: Parts) -> Iterator[Element]:
    for name in parts.names:
        if re.fullmatch(r"customXml/item\d*\.xml", name, re.IGNORECASE):
            root = parts.root(name)
            if root is not None:
                yield root


def _comments(parts: Parts, book: Book) -> Iterator[Finding]:
    where: dict[str, set[int]] = {}
    kinds = ("comments", "threadedComment")
    found = {r.target for r in parts.relations if r.kind in kinds and not r.outside}
    found |= {
        n for n in parts.names if re.fullmatch(r"xl/(?:comments|threadedComments/).*\.xml", n)
    }
    for name in filter(None, map(parts.named, sorted(found))):
        columns = where.setdefault(book.owner(name), set())
        authors: list[str] = []
        refs: list[tuple[str, str]] = []
        for element in parts.elements(name, ["author", "comment", "threadedComment"]):
            if local(element) == "author":
                authors.append(text_in(element).strip())
            else:
                refs.append((element.get("ref", ""), element.get("authorId", "")))
        own = [str(at) for at, author in enumerate(authors) if author == OWN]
        columns |= {column_of(ref) for ref, author in refs if author not in own}
    for sheet, columns in where.items():
        if columns:
            yield wording.comments(sheet, sorted(columns - {0}))


def _properties(parts: Parts, book: Book) -> list[str]:
    """Return which properties name somebody, or a place on somebody's disk."""
    labels = {
        "creator": "author",
        "lastModifiedBy": "last modified by",
        "Manager": "manager",
        "Company": "company",
    }
    found: list[str] = []
    kinds = ("core-properties", "extended-properties")
    names = {r.target for r in parts.from_part("", *kinds)} | {
        "docProps/core.xml",
        "docProps/app.xml",
    }
    for name in sorted(filter(None, map(parts.named, names))):
        root = parts.root(name)
        for element in kids(root, "*") if root is not None else ():
            value = (element.text or "").strip()
            if local(element) in labels and value and value != OWN:
                found.append(labels[local(element)])
    custom = parts.named("docProps/custom.xml")
    if custom and next(parts.elements(custom, ["property"]), None) is not None:
        found.append("properties of your own")
    if book.root.find(".//{*}absPath") is not None:
        found.append("the folder it was saved in")
    if any(e.get("userName") for e in book.root.iterfind("{*}fileSharing")):
        found.append("who reserved it")
    people = [n for n in parts.names if re.fullmatch(r"xl/persons/.+\.xml", n)]
    if any(next(parts.elements(name, ["person"]), None) is not None for name in people):
        found.append("people who commented")
    return list(dict.fromkeys(found))
