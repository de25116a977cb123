"""Links from a text to the cells that it names, as far as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from html import escape

from lacxl.adopting.drawing import DrawnSheet
from lacxl.domain.safe_text import one_line
from lacxl.workbook.address import Cell, CellRef

_CELL = re.compile(r"!(\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})(?![A-Za-z0-9])")

_IN_A_WORD = re.compile(r"[\w']")


def plain(text: str) -> str:
    """Return a text of somebody else's for the page, on one line."""
    return escape(one_line(text))


def mentions(text: str, sheets: Collection[str]) -> Iterator[tuple[int, int, CellRef]]:
    """Yield the cells that a text names with one of these sheets, and from where to where."""
    for found in _CELL.finditer(text):
        before = text[: found.start()]
        for name in sorted(sheets, key=len, reverse=True):
            quoted = "'" + name.replace("'", "''") + "'"
            spelt = next((each for each in (quoted, name) if before.endswith(each)), None)
            start = found.start() - len(spelt or "")
            if spelt is None or (spelt == name and _IN_A_WORD.match(before[:start][-1:])):
                continue
            with suppress(ValueError):  # beyond the last column
                yield start, found.end(), CellRef(name, Cell.parse(found[1]))
            break


class Links:
    """The drawings of a page by the names of their sheets."""

    def __init__(self, drawings: Mapping[str, DrawnSheet]) -> None:
        self._drawings = drawings

    def to(self, place: CellRef, text: str = "") -> str:
        """Return a link to a cell, or to its sheet where the cell is not drawn."""
        words = plain(text or str(place))
        drawing = self._drawings.get(place.sheet)
        return words if drawing is None else f'<a href="#{drawing.id_of(place.cell)}">{words}</a>'

    def within(self, text: str) -> str:
        """Return a text in which each cell that it names is a link."""
        pieces, at = [], 0
        for start, end, place in mentions(text, self._drawings):
            if start >= at:
                pieces += [plain(text[at:start]), self.to(place, text[start:end])]
                at = end
        return "".join([*pieces, plain(text[at:])])
