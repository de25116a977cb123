"""Formulas around the rows of any sheet: conditional formats, validations, sparklines, controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lacxl.engines.package.cell_text import escape, unescape
from lacxl.engines.package.inserting.follower import Following, place
from lacxl.engines.package.xml import Element, local_name, text_in
from lacxl.workbook.address import Cell
from lacxl.workbook.formulas.following import References

_FORMULAS = {"formula", "formula1", "formula2", "f"}
_KINDS = {
    "cfRule": "rule",
    "cfvo": "rule",
    "dataValidation": "validation",
    "formula1": "validation",
    "formula2": "validation",
    "sparkline": "sparkline",
    "sparklineGroup": "sparkline",
}
_LINKS = {"linkedCell", "listFillRange", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"}
_SPEAKING = {"formula", "num", "percent", "percentile"}


class HeldFormula(NamedTuple):
    """A formula that an element holds, as its text or as an attribute."""

    element: Element
    attribute: str
    text: str
    kind: str
    where: str

    def put(self, text: str) -> bool:
        """Put the formula that it is afterwards; say whether it is another."""
        if text == self.text:
            return False
        if self.attribute:
            self.element.set(self.attribute, text)
        else:
            self.element.text = escape(text)
        return True


def follow_rules(root: Element, following: Following, sheet: str) -> bool:
    """Make the formulas around a sheet's rows follow; say whether one changed.

    On the changed sheet this comes before the areas follow: `where` is told by them.
    """
    changed = False
    for held in _held(root, following, sheet):
        new = following.elsewhere(
            held.text,
            held.kind,
            held.where,
            sheet=sheet,
            round_the_edge=held.kind in ("rule", "validation"),
        )
        changed |= held.put(new)
    _tell_links(root, following, sheet)
    return changed


def _held(root: Element, following: Following, sheet: str) -> Iterator[HeldFormula]:
    every = list(root.iter())  # held: else an element of lxml may be another object each time
    parents = {id(kid): parent for parent in every for kid in parent}
    for element in every:
        name = local_name(element)
        if name in _FORMULAS and not len(element):
            text = unescape(text_in(element))
            owner = parents.get(id(element))
            kind = _KINDS.get(local_name(owner) if owner is not None else "", "rule")
            if text:
                yield HeldFormula(
                    element, "", text, kind, _where(element, parents, following, sheet)
                )
        elif name == "cfvo" and element.get("type") in _SPEAKING:
            text = element.get("val", "")
            if any(map(str.isalpha, text)):
                where = _where(element, parents, following, sheet)
                yield HeldFormula(element, "val", text, "rule", where)
        else:
            for attribute in _LINKS & set(map(str, element.attrib)):
                text = element.get(attribute, "")
                yield HeldFormula(element, attribute, text, "control", sheet)


def _where(element: Element, parents: dict[int, Element], following: Following, sheet: str) -> str:
    """Return the first cell that a rule, a validation or a sparkline is for, afterwards."""
    while (owner := parents.get(id(element))) is not None:
        areas = element.get("sqref", "") or next(
            (text_in(kid) for kid in element if local_name(kid) == "sqref"), ""
        )
        if areas.split():
            first = areas.split()[0].partition(":")[0]
            try:
                return place(following, sheet, Cell.parse(first))
            except ValueError:
                return sheet
        element = owner
    return sheet


def _tell_links(root: Element, following: Following, sheet: str) -> None:
    """Tell the hyperlinks to cells that move: Excel keeps their text."""
    links = [each for each in root.iter() if local_name(each) == "hyperlink"]
    for link in links:
        target = link.get("location", "")
        if target and _moves(following.references, target, here=following.is_here(sheet)):
            cell = Cell.parse(link.get("ref", "").partition(":")[0])
            following.unfollowed("link", place(following, sheet, cell), target)


def _moves(references: References, target: str, *, here: bool) -> bool:
    return references.follow(target, here=here, extend=False).text != target
