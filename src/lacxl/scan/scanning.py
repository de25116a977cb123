"""The one function: from a package's members to everything in it that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lacxl.domain.finding import Finding, first_of, warning
from lacxl.scan import wording
from lacxl.scan.members import Members
from lacxl.scan.part_kinds import of_package
from lacxl.scan.parts import Parts, text_in
from lacxl.scan.sheet_list import Book, Sheet
from lacxl.scan.sheets import SheetContent, Strings, read_sheet
from lacxl.scan.styles import Styles
from lacxl.scan.texts import LooseTexts

_PLAIN = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|xl/(?:styles|sharedStrings|calcChain|workbook)\.xml"
    r"|xl/theme/.*|xl/worksheets/[^/]*\.xml",
    re.IGNORECASE,
)
"""Parts in which nobody writes anything, or that are looked at by themselves."""
_FOLDERS = {
    "drawings": "text boxes and shapes",
    "charts": "charts",
    "comments": "comments",
    "threadedComments": "comments",
    "pivotCache": "pivot caches",
    "externalLinks": "copies of other workbooks' cells",
    "customXml": "custom XML",
    "docProps": "properties",
    "tables": "tables",
    "queryTables": "queries",
    "diagrams": "diagrams",
    "slicerCaches": "slicers",
    "revisions": "the log of changes",
}


def scan(members: Members) -> tuple[Finding, ...]:
    """Return what nobody sees in a workbook, and what looks like a child's record, by code.

    Findings name sheets, columns and kinds, never content. Raises Refused where the package holds
    no .xlsx or .xlsm workbook.
    """
    parts = Parts(members)
    book = Book(parts)
    findings = [
        *_sheets(parts, book),
        *_names(book),
        *of_package(parts, book),
        *_other_texts(parts, book),
        *_unreferenced(parts),
    ]
    if parts.unread:
        findings.append(wording.unread(sorted(parts.unread)))
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.where)))


def _sheets(parts: Parts, book: Book) -> Iterator[Finding]:
    styles = Styles(parts, book.related(parts, "styles"))
    strings = Strings(parts, book.related(parts, "sharedStrings"))
    listed = {sheet.part for sheet in book.sheets}
    stray = [
        Sheet("a sheet that no tab shows", "", name, "worksheet")
        for name in parts.names
        if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name, re.IGNORECASE) and name not in listed
    ]
    for sheet in (*book.sheets, *stray):
        if sheet.state.casefold() == "veryhidden":
            yield wording.very_hidden_sheet(sheet.name)
        elif sheet.state.casefold() == "hidden":
            yield wording.hidden_sheet(sheet.name)
        if sheet.part and sheet.kind == "worksheet":
            seen = read_sheet(parts, sheet.part, strings, styles, date1904=book.date1904)
            yield from _of_sheet(sheet.name, seen)
    unused = LooseTexts()
    for text in strings.unused():
        unused.add(text)
    for kind in unused.kinds:
        yield wording.in_texts("texts that no cell uses any more", kind)


def _of_sheet(name: str, seen: SheetContent) -> Iterator[Finding]:
    if seen.hidden_columns or seen.hidden_rows:
        yield wording.hidden_cells(name, sorted(seen.hidden_columns), seen.hidden_rows)
    if seen.unshown:
        yield wording.unshown_cells(name, sorted(seen.unshown))
    if seen.scenarios:
        yield warning(
            "V118",
            "The sheet keeps scenarios: other values of its cells, and who entered them.",
            name,
            "Data, What-If Analysis, Scenario Manager: delete them in the copy to send.",
        )
    for find in seen.table.finds():
        yield wording.in_column(name, find)
    for kind in seen.around.kinds:
        yield wording.in_texts(f"{name}: formulas, headers, lists and rules", kind)


def _names(book: Book) -> Iterator[Finding]:
    hidden = dangling = 0
    texts = LooseTexts()
    for name in book.root.iterfind("{*}definedNames/{*}definedName"):
        text = text_in(name)
        texts.add_element(name)
        if name.get("hidden") in ("1", "true") and not name.get("name", "").startswith("_xl"):
            hidden += 1
        dangling += "#REF!" in text
    if hidden or dangling:
        yield wording.defined_names(hidden, dangling)
    for kind in texts.kinds:
        yield wording.in_texts("defined names", kind)


def _other_texts(parts: Parts, book: Book) -> Iterator[Finding]:
    """Yield what texts outside the sheets give away, by sheet and by the kind of part."""
    found: dict[str, LooseTexts] = {}
    for name in parts.names:
        if not name.lower().endswith((".xml", ".vml")) or _PLAIN.fullmatch(name):
            continue
        folder = name.split("/")[-2] if "/" in name else ""
        if name.startswith("customXml/"):
            folder = "customXml"
        part = _FOLDERS.get(folder) or ("comments" if "comment" in name.lower() else "other parts")
        owner = book.owner(name)
        texts = found.setdefault(f"{owner}: {part}" if owner else part, LooseTexts())
        if parts.is_large(name):
            for element in parts.elements(name, ["*"]):
                texts.add_element(element)
        elif (root := parts.root(name)) is not None:
            texts.add_element(root)
    for relation in parts.relations:
        if relation.outside:
            owner = book.owner(relation.source)
            found.setdefault(f"{owner}: links" if owner else "links", LooseTexts()).add(
                relation.target
            )
    for where, texts in found.items():
        for kind in texts.kinds:
            yield wording.in_texts(where, kind)


def _unreferenced(parts: Parts) -> Iterator[Finding]:
    """Yield where in the package there are members that nothing in it leads to."""
    led_to = {relation.target for relation in parts.relations if not relation.outside}
    stray = [
        name
        for name in parts.names
        if name not in led_to and name != "[Content_Types].xml" and not name.endswith(".rels")
    ]
    if stray:
        yield warning(
            "V119",
            "The file holds parts that nothing in the workbook leads to.",
            first_of(sorted(stray), 5),
            "Open the workbook in Excel and save it: Excel leaves them out.",
        )
