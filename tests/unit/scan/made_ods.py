"""OpenDocument spreadsheets to scan, as members: written by hand, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.scan import look_through

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PLAIN = (
    "office",
    "table",
    "text",
    "style",
    "meta",
    "config",
    "form",
    "script",
    "number",
    "manifest",
)
SPACES = " ".join(
    [
        *(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in _PLAIN),
        f'xmlns:draw="{_ODF}:drawing:1.0"',
        f'xmlns:svg="{_ODF}:svg-compatible:1.0"',
        f'xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)
REPORT = (
    "<table:table-row><table:table-cell office:value-type='string'><text:p>7.1 Children looked"
    " after</text:p></table:table-cell><table:table-cell office:value-type='float'"
    " office:value='463'><text:p>463</text:p></table:table-cell></table:table-row>"
)


def cell(text: str, attributes: str = "office:value-type='string'", beside: str = "") -> str:
    """Return a cell that shows this text, with what else is in it."""
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{beside}{shown}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    """Return a row of cells; what is not one yet is a text."""
    made = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row {attributes}>{made}</table:table-row>"


def sheet(content: str, name: str = "Page", attributes: str = "") -> str:
    """Return a table."""
    return f'<table:table table:name="{name}" {attributes}>{content}</table:table>'


def ods(
    *sheets: str,
    styles: str = "",
    around: str = "",
    scripts: str = "",
    page_styles: str = "",
    meta: str = "",
    settings: str = "",
    more: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return the members of a spreadsheet; `more` are listed in its manifest too."""
    members = {
        "mimetype": KIND,
        "content.xml": _part(
            "document-content",
            f"<office:scripts>{scripts}</office:scripts>"
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{''.join(sheets) or sheet(REPORT)}{around}</office:spreadsheet>"
            "</office:body>",
        ),
        "styles.xml": _part(
            "document-styles", f"<office:master-styles>{page_styles}</office:master-styles>"
        ),
        "meta.xml": _part("document-meta", f"<office:meta>{meta}</office:meta>"),
        "settings.xml": _part(
            "document-settings", f"<office:settings>{settings}</office:settings>"
        ),
        **(more or {}),
    }
    return members | {"META-INF/manifest.xml": manifest(members)}


def manifest(names: Mapping[str, object], kinds: Mapping[str, str] | None = None) -> bytes:
    """Return the list of a package's parts."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}"'
        f' manifest:media-type="{(kinds or {}).get(name, "text/xml")}"/>'
        for name in ("/", *names, *(kinds or {}))
        if name != "mimetype"
    )
    return f"<manifest:manifest {SPACES}>{entries}</manifest:manifest>".encode()


def _part(name: str, content: str) -> bytes:
    return f'<office:{name} {SPACES} office:version="1.3">{content}</office:{name}>'.encode()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a package of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def look(content: bytes, name: str, *, published: bool = False) -> tuple[Finding, ...]:
    """Return what is found in a file of this name, or why it is refused."""
    try:
        return look_through(io.BytesIO(content), name, published=published)
    except Refused as refused:
        return refused.findings


def found_in(members: Mapping[str, bytes], *, published: bool = False) -> list[tuple[str, str]]:
    """Return code and place of each finding in an .ods file."""
    findings = look(packed(members), "report.ods", published=published)
    return [(finding.code, finding.where) for finding in findings]


WITHIN_CELL = {
    "comment": (
        "<office:annotation><dc:creator>lacxl</dc:creator><text:p>as told</text:p>"
        "</office:annotation>"
    ),
    "picture": "<draw:frame><draw:image xlink:href='Pictures/1.png'/></draw:frame>",
}
"""What a cell may have beside its text, and only a published copy may not."""
