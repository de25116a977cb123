"""The styles of an OpenDocument spreadsheet as far as they matter here: what shows nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lacxl.scan.opendocument.names import attribute
from lacxl.scan.parts import local
from lacxl.scan.trees import Element

STYLES = "style default-style"
"""The elements that are styles; those of numbers are named by DATA_STYLES."""
DATA_STYLES = (
    "number-style currency-style percentage-style date-style time-style boolean-style text-style"
)
_SIZE = re.compile(r"([\d.]{1,9})\s*(cm|mm|in|pt|pc|px)?")
_MILLIMETRES = {"cm": 10, "mm": 1, "in": 25.4, "pt": 0.35, "pc": 4.2, "px": 0.26}
_THIN = 0.1
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class StyleLook:
    """What a cell's style does to what the cell shows."""

    letters: str = "auto"
    behind: str = "#ffffff"
    hides: bool = False
    hides_where_protected: bool = False
    by_condition: bool = False

    @property
    def blends(self) -> bool:
        """Whether the letters have the colour of their background."""
        return self.letters == self.behind


@dataclass(slots=True)
class _Style:
    parent: str
    data: str
    own: dict[str, str] = field(default_factory=dict)
    by_condition: bool = False


class OdsStyles:
    """All styles by family and name, the later of two with one name; parents are followed."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._empty: set[str] = set()
        self._cells: dict[str, StyleLook] = {}

    def add(self, element: Element) -> None:
        """Take in one style; of another element nothing is taken."""
        name = attribute(element, "style:name")
        if local(element) in DATA_STYLES.split():
            if not any(local(each) != "" for each in element):
                self._empty.add(name)
            return
        style = _Style(
            attribute(element, "style:parent-style-name"),
            attribute(element, "style:data-style-name"),
        )
        for kid in element:
            style.by_condition |= local(kid) == "map"
            if local(kid).endswith("-properties"):
                style.own |= {str(k).rpartition("}")[2]: str(v) for k, v in kid.attrib.items()}
        self._styles[attribute(element, "style:family"), name] = style

    def is_hidden_sheet(self, name: str) -> bool:
        """Say whether sheets of this style are not shown."""
        return self._value("table", name, "display") == "false"

    def is_thin(self, family: str, name: str) -> bool:
        """Say whether rows or columns of this style are so small that nothing can be seen."""
        size = "column-width" if family == "table-column" else "row-height"
        found = _SIZE.fullmatch(self._value(family, name, size).strip())
        if not found or found[1].count(".") > 1 or found[1] == ".":
            return False
        return float(found[1]) * _MILLIMETRES.get(found[2] or "cm", 10) < _THIN

    def colour_of_text(self, name: str) -> str:
        """Return the colour of a span of text, "" where its style says none."""
        return self._value("text", name, "color").lower()

    def cell(self, name: str) -> StyleLook:
        """Return what a cell's style does."""
        if name not in self._cells:
            behind = self._value("table-cell", name, "background-color").lower()
            protect = self._value("table-cell", name, "cell-protect")
            window = self._value("table-cell", name, "use-window-font-color") == "true"
            letters = self._value("table-cell", name, "color").lower()
            lineage = list(self._lineage("table-cell", name))
            data = next((style.data for style in lineage if style.data), "")
            self._cells[name] = StyleLook(
                "auto" if window or not letters else letters,
                "#ffffff" if behind in ("", "transparent") else behind,
                data in self._empty,
                "hidden" in protect,
                any(style.by_condition for style in lineage),
            )
        return self._cells[name]

    def _value(self, family: str, name: str, what: str) -> str:
        found = (style.own[what] for style in self._lineage(family, name) if what in style.own)
        return next(found, "")

    def _lineage(self, family: str, name: str) -> list[_Style]:
        found: list[_Style] = []
        while (style := self._styles.get((family, name))) and len(found) < _DEEPEST:
            found.append(style)
            name = style.parent
        default = self._styles.get((family, ""))
        return [*found, default] if default and default not in found else found
