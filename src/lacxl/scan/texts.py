"""Texts outside cells, gathered from one part of the workbook: which identifiers are in them."""

from __future__ import annotations

from lacxl.scan.identifiers import NOTHING, look
from lacxl.scan.parts import local, text_in
from lacxl.scan.trees import Element

_PARAGRAPHS = ("p", "text", "si", "is")
"""Elements of which the texts inside are one text, cut into runs by their formats."""
_WRITTEN = (
    "alt caption comment descr displayName error errorTitle location name prompt promptTitle text"
    " title tooltip user userName v"
)
_SPOKEN = frozenset(_WRITTEN.split())
"""Attributes that hold what somebody wrote; others hold ids and lengths, some of ten digits."""


class LooseTexts:
    """What some texts give away: those of a sheet's surroundings, of a comment, of a part."""

    def __init__(self) -> None:
        self.found = NOTHING

    def add(self, text: str) -> None:
        """Look at a text."""
        found = look(text)
        if found is not NOTHING:
            self.found += found

    def add_element(self, element: Element) -> None:
        """Look at what somebody wrote into an element, its attributes and all below."""
        for each in element.iter():
            for text in [text_in(each)] if local(each) in _PARAGRAPHS else _runs(each):
                self.add(text)
            for name, value in each.attrib.items():
                if str(name).rpartition("}")[2] in _SPOKEN:
                    self.add(str(value))

    @property
    def kinds(self) -> list[str]:
        """The kinds of identifiers there are, by the rules of tables (`records.py`)."""
        found = self.found
        nhs = found.spaced or (found.checked and found.checked * 2 >= found.loose)
        strong = nhs or found.upn or found.born
        postcodes = len(found.postcodes) > 1 or (found.postcodes and strong)
        there = {"nhs": nhs, "upn": found.upn, "postcode": postcodes, "born": found.born}
        return [kind for kind, is_there in there.items() if is_there]


def _runs(element: Element) -> list[str]:
    """Return the texts of an element itself; a comment does not divide one, an element does."""
    runs = [element.text or ""]
    for kid in element:
        if local(kid):
            runs.append(kid.tail or "")
        else:
            runs[-1] += kid.tail or ""
    return runs
