"""Widths and formats of columns: new ones take those of the column before them."""

from __future__ import annotations

import copy

from lacxl.engines.package.xml import Element, kids, whole
from lacxl.workbook.insertion import Insertion


def insert_columns(listed: Element, insertion: Insertion) -> None:
    """Make a list of column widths follow; a new column is as wide as the one before it.

    It is not hidden where that is, and belongs to an outline only where both neighbours do.
    """
    first, last = insertion.before, insertion.before + insertion.count - 1
    model: Element | None = None
    level = _level(listed, insertion.before)
    for element in list(kids(listed, "col")):
        low, high = whole(element.get("min")), whole(element.get("max"))
        if low <= first - 1 <= high:
            model = element
        if high < first:
            continue
        if low >= first:
            if insertion.moved(low) > insertion.axis.last:
                listed.remove(element)
                continue
            _set(element, insertion.moved(low), min(insertion.moved(high), insertion.axis.last))
            continue
        behind = copy.deepcopy(element)
        _set(element, low, first - 1)
        if last < insertion.axis.last:
            _set(behind, last + 1, min(insertion.moved(high), insertion.axis.last))
            listed.insert(listed.index(element) + 1, behind)
    if model is None:
        return
    new = copy.deepcopy(model)
    _set(new, first, last)
    for name in ("hidden", "collapsed"):
        if new.get(name):
            del new.attrib[name]
    if new.get("outlineLevel"):
        if level:
            new.set("outlineLevel", str(min(level, whole(new.get("outlineLevel")))))
        else:
            del new.attrib["outlineLevel"]
    if _same(new, model):
        _set(model, whole(model.get("min")), last)
    else:
        listed.insert(listed.index(model) + 1, new)


def _level(listed: Element, column: int) -> int:
    """Return how deep in an outline a column is."""
    for element in kids(listed, "col"):
        if whole(element.get("min")) <= column <= whole(element.get("max")):
            return whole(element.get("outlineLevel"))
    return 0


def _set(element: Element, first: int, last: int) -> None:
    element.set("min", str(first))
    element.set("max", str(last))


def _same(one: Element, other: Element) -> bool:
    """Say whether two columns look alike."""
    mine, its = (
        {k: v for k, v in each.attrib.items() if k not in ("min", "max")} for each in (one, other)
    )
    return mine == its
