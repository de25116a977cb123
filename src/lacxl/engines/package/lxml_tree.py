"""Trees of lxml: the fast ones, used if lxml can be imported."""

from __future__ import annotations

from typing import cast

from lxml import etree

from lacxl.engines.package.broken_files import NotWellFormed
from lacxl.engines.package.tree import Element

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
)


def parse(text: bytes) -> Element:
    """Return the root of UTF-8 XML; raises NotWellFormed."""
    try:
        # A cast, since lxml's stubs do not declare attributes a mapping.
        return cast("Element", etree.fromstring(text, _PARSER))
    except etree.LxmlError as fault:
        raise NotWellFormed from fault


def make(parent: Element, tag: str, attributes: dict[str, str]) -> Element:
    """Return a new element with the prefix of its parent to be, not yet inserted."""
    own = cast("etree._Element", parent)
    return cast("Element", own.makeelement(tag, attributes, own.nsmap))  # type: ignore[arg-type]


def written(root: Element) -> bytes:
    """Return the document of a root as UTF-8, without declaration."""
    document = cast("etree._Element", root).getroottree()
    return etree.tostring(document, encoding="UTF-8", xml_declaration=False)
