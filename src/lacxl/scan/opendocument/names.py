"""Names of OpenDocument's own: namespaces, attributes by their whole name, and where links lead."""

from __future__ import annotations

import re

from lacxl.scan.parts import local, whole
from lacxl.scan.trees import Element

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "table": f"{_ODF}:table:1.0",
    "office": f"{_ODF}:office:1.0",
    "style": f"{_ODF}:style:1.0",
    "text": f"{_ODF}:text:1.0",
    "fo": f"{_ODF}:xsl-fo-compatible:1.0",
    "config": f"{_ODF}:config:1.0",
    "meta": f"{_ODF}:meta:1.0",
    "manifest": f"{_ODF}:manifest:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
"""The kind that a spreadsheet's first member names; a template's goes on with -template."""

_WEB = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:vnd\.sun\.star\.(?:script|expand)|macro|javascript|vbscript):", re.I)


def attribute(element: Element, name: str, otherwise: str = "") -> str:
    """Return an attribute by its usual name, such as table:name."""
    prefix, _, own = name.partition(":")
    return element.get(f"{{{_SPACES[prefix]}}}{own}", otherwise)


def leads_to(element: Element) -> str:
    """Return where the link of an element leads: "", "here", "web", "script" or "file".

    What is in the package is here, unless it is a link that a reader follows: such a one is
    relative to the file's folder.
    """
    target = attribute(element, "xlink:href").strip()
    if not target:
        return ""
    if target.startswith("#"):
        return "here"
    if _SCRIPT.match(target):
        return "script"
    if _WEB.match(target):
        return "web"
    is_followed = local(element) == "a"
    is_outside = target.startswith(("/", "\\", "..")) or ":" in target
    return "file" if is_followed or is_outside else "here"


def shown_text(element: Element) -> str:
    """Return the text of a cell or a paragraph as it is shown: paragraphs a line each, without the
    comments and drawings in it."""
    paragraphs = [each for each in element if local(each) in ("p", "h")]
    return "\n".join(_spoken(each) for each in paragraphs) if paragraphs else ""


def paragraph_text(element: Element) -> str:
    """Return the text of one paragraph."""
    return _spoken(element)


def _spoken(element: Element) -> str:
    pieces = [element.text or ""] if local(element) else []
    for kid in element:
        name = local(kid)
        if name == "s":
            pieces.append(" " * min(whole(attribute(kid, "text:c")) or 1, 99))
        elif name in ("tab", "line-break"):
            pieces.append(" ")
        elif name not in ("annotation", "frame", "custom-shape"):
            pieces.append(_spoken(kid))
        pieces.append(kid.tail or "")
    return "".join(pieces)
