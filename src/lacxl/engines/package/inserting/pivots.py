"""Pivot tables: where they are, and the cells that they are made of."""

from __future__ import annotations

from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.inserting.bytewise import attribute, respelt
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.surroundings import extended, spelt
from lacxl.engines.package.xml import Element, within

_LOCATION = attribute(rb"location", rb"ref")


def follow_location(content: bytes, following: Following) -> bytes:
    """Return a pivot table of the changed sheet afterwards; none is split."""

    def new(text: str) -> str:
        area = following.insertion.area(parse_area(text, "a pivot table"))
        return text if area is None else spelt(area, text)

    return respelt(content, _LOCATION, new)


def follow_source(root: Element, following: Following, where: str) -> bool:
    """Make the source of a pivot table follow; say whether it changed.

    One that is a name or a table follows by that. What is inserted shows at the next refresh.
    """
    changed = False
    for name in ("worksheetSource", "rangeSet"):
        for element in within(root, name):
            text = element.get("ref")
            outside = any(str(key).endswith("}id") for key in element.attrib)
            if not text or outside or not following.is_here(element.get("sheet", "")):
                continue
            old = parse_area(text, "a pivot table's source")
            area = extended(old, following, "pivot source", where)
            if area is not None and area != old:
                element.set("ref", spelt(area, text))
                changed = True
    return changed
