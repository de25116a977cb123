"""What an OpenDocument spreadsheet's content gives away, and elements that are finds alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lacxl.scan.opendocument.names import attribute, leads_to, paragraph_text
from lacxl.scan.parts import local
from lacxl.scan.records import SheetRows
from lacxl.scan.texts import LooseTexts
from lacxl.scan.trees import Element

_KINDS = {
    "data-pilot-table": "V108",
    "database-source-sql": "V107",
    "database-source-table": "V107",
    "database-source-query": "V107",
    "source-service": "V107",
    "dde-link": "V107",
    "dde-source": "V107",
    "connection-resource": "V107",
    "cell-range-source": "V106",
    "table-source": "V106",
    "event-listener": "V113",
    "script": "V113",
    "object-ole": "V114",
    "plugin": "V114",
    "applet": "V114",
    "floating-frame": "V114",
    "control": "V114",
    "scenario": "V118",
    "hidden-text": "V104",
    "hidden-paragraph": "V104",
    "author-name": "V111",
    "author-initials": "V111",
    "initial-creator": "V111",
    "creator": "V111",
    "printed-by": "V111",
}
"""Elements whose being there is a find, whatever they hold."""
_WRITTEN = (
    "name title condition formula expression string-value value display-name comment href"
    " target-range-address label content"
)
_WRITTEN_IN = frozenset(_WRITTEN.split())


@dataclass(slots=True)
class OdsSheet:
    """What a sheet's table gives away."""

    name: str
    is_hidden: bool = False
    is_copy: bool = False
    """It is the copy of a sheet of another file, which formulas take values from."""
    is_protected: bool = False
    table: SheetRows = field(default_factory=SheetRows)
    around: LooseTexts = field(default_factory=LooseTexts)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    unshown: set[int] = field(default_factory=set)
    comments: set[int] = field(default_factory=set)
    own_comments: int = 0
    formulas: set[int] = field(default_factory=set)
    longer: set[int] = field(default_factory=set)
    drawn: int = 0


@dataclass(slots=True)
class OdsContent:
    """What the content gives away; `kinds` are codes with the sheets where such a thing is."""

    sheets: list[OdsSheet] = field(default_factory=list)
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    around: LooseTexts = field(default_factory=LooseTexts)
    objects: dict[str, str] = field(default_factory=dict)
    """The folders of embedded objects, with their sheets."""
    names: int = 0
    hidden_names: int = 0
    bases: list[str] = field(default_factory=list)
    """What defined names lead to."""
    validations: int = 0
    web: set[str] = field(default_factory=set)
    """The sheets with links that lead to the web."""


def look_at(element: Element, sheet: str, found: OdsContent, texts: LooseTexts) -> None:
    """Look at an element outside cells and at all below: kinds of things, links, texts."""
    for each in element.iter():
        kind = local(each)
        if kind in ("p", "h"):
            texts.add(paragraph_text(each))
        elif kind:
            texts.add(each.text or "")
        note_kind(each, kind, sheet, found)
        for name, value in each.attrib.items():
            if str(name).rpartition("}")[2] in _WRITTEN_IN:
                texts.add(str(value))


def note_kind(element: Element, kind: str, sheet: str, found: OdsContent) -> None:
    """Note what kind of thing an element is, and where its link leads."""
    if kind in _KINDS:
        found.kinds[_KINDS[kind]].add(sheet)
    where = leads_to(element)
    if where == "script":
        found.kinds["V113"].add(sheet)
    elif where == "web" and kind == "a":
        found.web.add(sheet)
    elif where in ("web", "file"):
        found.kinds["V106"].add(sheet)
    elif where == "here" and kind == "object":
        folder = attribute(element, "xlink:href").removeprefix("./").rstrip("/")
        found.objects.setdefault(folder, sheet)
