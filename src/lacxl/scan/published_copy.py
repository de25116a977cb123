"""What only a published copy may not have: read by what it needs, and all else is told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lacxl.domain.finding import Finding, first_of, warning
from lacxl.scan import wording
from lacxl.scan.opendocument.elements import OdsContent
from lacxl.scan.opendocument.spreadsheet import TOLD_PARTS, Spreadsheet
from lacxl.scan.page.page_reader import ReadPage
from lacxl.scan.part_kinds import KINDS
from lacxl.scan.parts import Parts, kids, local, text_in
from lacxl.scan.published_sheets import SheetOfValues, read_values
from lacxl.scan.sheet_list import Book
from lacxl.scan.wording import at

_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml|xl/workbook\.xml"
    r"|xl/(?:styles|sharedStrings)\.xml|xl/theme/[^/]+\.xml|xl/tables/[^/]+\.xml"
    r"|xl/worksheets/[^/]+\.xml|xl/(?:worksheets/)?_rels/[^/]+\.rels"
)
_NEEDED_IN_ODS = re.compile(
    r"mimetype|META-INF/manifest\.xml|(?:content|styles|meta|settings)\.xml|manifest\.rdf"
)
_DRAWN = re.compile(
    r"xl/(?:drawings|charts|chartsheets|media|diagrams)/.+|docProps/thumbnail\..+", re.IGNORECASE
)
_DRAWN_IN_ODS = re.compile(r"(?:Pictures|Object|ObjectReplacements).*/.+", re.IGNORECASE)
_REMARKS = re.compile(r"xl/(?:comments|threadedComments|persons).*", re.IGNORECASE)
_OF_THE_BOOK = "fileVersion workbookPr workbookProtection bookViews sheets definedNames calcPr"
_OF_PROPERTIES = (
    "title subject creator description keywords category language created modified revision"
    " lastModifiedBy contentStatus Application DocSecurity ScaleCrop HeadingPairs TitlesOfParts"
    " Company Manager LinksUpToDate SharedDoc HyperlinksChanged AppVersion TotalTime"
)
_SHOWN_NAMES = re.compile(r"_xlnm\.(?:Print_Area|Print_Titles|_FilterDatabase)", re.IGNORECASE)
"""Names that Excel needs for printing and filters; they lead to cells of their own sheet."""
_OF_A_PAGE = (
    "html head meta title style link body header main nav section article aside footer h1 h2 h3 h4"
    " h5 h6 p div span a ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td"
    " strong em b i small sub sup abbr br hr wbr time details summary figure figcaption q cite code"
    " pre blockquote address mark del ins bdi bdo svg g path rect line polyline polygon circle"
    " ellipse text tspan desc defs use symbol marker clippath lineargradient stop"
)
_NEEDED_TAGS = frozenset(_OF_A_PAGE.split())
_VALUES = "Publish values alone: copy, Paste Special, Values."
_SHOWN = 5


def of_workbook(parts: Parts) -> list[Finding]:
    """Return what a published .xlsx may not have beyond what any scan tells."""
    book = Book(parts)
    findings = [*_names_of(book), *_parts_of(parts, book)]
    for sheet in read_values(parts, book):
        findings += _of_sheet(sheet)
    for part, needed in ((book.part, _OF_THE_BOOK), *_properties_of(parts)):
        root = parts.root(part)
        others = {local(each) for each in kids(root, "*")} if root is not None else set()
        findings += _more(part, others.difference(needed.split()))
    return findings


def of_opendocument(sheet_file: Spreadsheet) -> list[Finding]:
    """Return what a published .ods may not have beyond what any scan tells."""
    parts, content = sheet_file.parts, sheet_file.content
    more = [
        name
        for name in parts.names
        if not any(known.fullmatch(name) for known in (_NEEDED_IN_ODS, _DRAWN_IN_ODS, *TOLD_PARTS))
    ]
    findings = _more("", more)
    if not any(sheet.drawn for sheet in content.sheets) and any(
        _DRAWN_IN_ODS.fullmatch(name) for name in parts.names
    ):
        findings.append(_drawn(""))
    if content.names:
        findings.append(_names())
    if content.validations:
        findings.append(_validations(""))
    return findings + _of_ods_sheets(content)


def _of_ods_sheets(content: OdsContent) -> list[Finding]:
    findings = [_web_links(name) for name in sorted(content.web)]
    for sheet in content.sheets:
        if sheet.formulas:
            findings.append(_formulas(at(sheet.name, sorted(sheet.formulas))))
        if sheet.longer:
            findings.append(_longer(at(sheet.name, sorted(sheet.longer))))
        if sheet.drawn:
            findings.append(_drawn(sheet.name))
        if sheet.own_comments:
            findings.append(_remarks(sheet.name))
    return findings


def of_page(page: ReadPage) -> list[Finding]:
    """Return what a published page may not have beyond what any scan tells."""
    findings = []
    if lines := page.lines.get("web"):
        findings.append(_web_links(f"line{'s' if len(lines) > 1 else ''} {first_of(lines, 5)}"))
    if others := len(page.tags - _NEEDED_TAGS):
        findings.append(_further("", f" (kinds of elements: {others})"))
    return findings


def _of_sheet(sheet: SheetOfValues) -> list[Finding]:
    findings = _more(sheet.name, sheet.elements)
    if sheet.formulas:
        findings.append(_formulas(at(sheet.name, sorted(sheet.formulas))))
    if sheet.longer:
        findings.append(_longer(at(sheet.name, sorted(sheet.longer))))
    if sheet.beneath:
        findings.append(wording.unshown_cells(sheet.name, sorted(sheet.beneath)))
    if sheet.validations:
        findings.append(_validations(sheet.name))
    if sheet.is_drawn_on:
        findings.append(_drawn(sheet.name))
    if sheet.unshown_texts:
        findings.append(
            warning(
                "V145",
                f"Texts are kept that no cell shows any more (texts: {sheet.unshown_texts}).",
                sheet.name,
                "Make the copy again, or save it in Excel: Excel leaves them out.",
            )
        )
    return findings


def _parts_of(parts: Parts, book: Book) -> list[Finding]:
    told = [kind.named for kind in KINDS]
    more = [
        name
        for name in parts.names
        if not any(known.fullmatch(name) for known in (_NEEDED, _DRAWN, _REMARKS, *told))
    ]
    findings = _more("", more)
    findings += [_remarks(book.owner(name)) for name in parts.names if _REMARKS.fullmatch(name)]
    findings += [
        _drawn(owner) for owner in {book.owner(name) for name in parts.names if _is_drawn(name)}
    ]
    outside = {book.owner(r.source) for r in parts.relations if r.outside}
    return findings + [_web_links(owner) for owner in sorted(outside)]


def _is_drawn(name: str) -> bool:
    return _DRAWN.fullmatch(name) is not None and not name.endswith(".rels")


def _properties_of(parts: Parts) -> list[tuple[str, str]]:
    names = ("docProps/core.xml", "docProps/app.xml")
    return [(name, _OF_PROPERTIES) for name in names if name in parts.names]


def _names_of(book: Book) -> list[Finding]:
    for name in book.root.iterfind("{*}definedNames/{*}definedName"):
        leads = text_in(name)
        is_shown = _SHOWN_NAMES.fullmatch(name.get("name", ""))
        if not is_shown or "#REF!" in leads or "[" in leads:
            return [_names()]
    return []


def _more(where: str, names: Iterable[str]) -> list[Finding]:
    """Return what is told of parts or elements that a published copy does not need."""
    plain = sorted({name for name in names if re.fullmatch(r"[\w./\[\]() -]{1,80}", name)})
    others = [name for name in names if name not in plain]
    if not plain and not others:
        return []
    what = f" ({first_of(plain, _SHOWN)})" if plain else ""
    return [_further(where, what)]


def _further(where: str, what: str) -> Finding:
    return warning(
        "V146",
        f"The file holds something that a published copy does not need{what}.",
        where,
        "Take it out, or make the copy again with lacxl publish.",
    )


def _formulas(where: str) -> Finding:
    return warning(
        "V140", "Cells have formulas, with what they are worked out from.", where, _VALUES
    )


def _names() -> Finding:
    return warning(
        "V141", "The file has defined names.", todo="Formulas, Name Manager: delete them."
    )


def _drawn(where: str) -> Finding:
    return warning(
        "V142",
        "There are charts, pictures or shapes: a chart keeps a copy of its values, and a picture is"
        " not looked into.",
        where,
        "Leave them out of the published copy; the page has its charts as SVG.",
    )


def _validations(where: str) -> Finding:
    return warning(
        "V143",
        "Rules say what may be typed into cells, and may keep lists of values.",
        where,
        "Data, Data Validation (Validity), Clear All.",
    )


def _longer(where: str) -> Finding:
    return warning(
        "V144",
        "Cells hold more digits than they show: 4 of 11 can be read off 36.36%.",
        where,
        "Publish the figures as they are shown, rounded.",
    )


def _remarks(where: str) -> Finding:
    return warning("V105", "There are comments or notes.", where, "Delete them, lacxl's own too.")


def _web_links(where: str) -> Finding:
    return warning(
        "V106",
        "There are links that lead out of the file.",
        where,
        "Take them out, or write the address as text.",
    )
