"""A page read to its end: its tables and texts, and what nobody sees of it, by line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lacxl.scan.characters import unseen_characters
from lacxl.scan.headings import is_person
from lacxl.scan.page.hiding import TextLook, look_of
from lacxl.scan.page.links import keeps_base64, leads, led_to
from lacxl.scan.page.page_tables import PageTables
from lacxl.scan.page.style_sheets import Node, StyleSheets, urls_in, written_in
from lacxl.scan.page.tokens import Token, TokenKind, tokens
from lacxl.scan.part_kinds import OWN
from lacxl.scan.places import names_a_place
from lacxl.scan.records import SheetRows
from lacxl.scan.texts import LooseTexts

_EMPTY = (
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
_VOID = frozenset(_EMPTY.split())
_WITHIN_TEXT = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strike strong sub sup time tspan u var wbr"
)
_INLINE = frozenset(_WITHIN_TEXT.split())
"""Elements that do not part a text."""
_ENDS_BEFORE = {
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "tr": {"td", "th", "tr", "p"},
    "tbody": {"td", "th", "tr", "thead", "tbody", "caption", "p"},
    "tfoot": {"td", "th", "tr", "thead", "tbody", "caption", "p"},
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "p": {"p"},
    "option": {"option"},
    "body": {"head"},
}
"""The elements that end by themselves where another begins."""
_DEEPEST = 400
_MEASURED = (
    "d points transform viewbox style x y x1 x2 y1 y2 cx cy r rx ry dx dy width height offset "
    "fill stroke stroke-width stroke-dasharray font-size xmlns version integrity nonce"
)
_MEASURES = frozenset(_MEASURED.split())
"""Attributes in which nobody writes anything."""
_PEOPLE = re.compile(
    r"(?:^|[.:_-])(?:author|creator|web_?author|designer|owner|manager|company|contact|reply-to"
    r"|changed-?by|modified-?by|last-?(?:author|modified-?by)|printed-?by)$"
)
_WORD = re.compile(r"[^\W_]")


@dataclass(slots=True)
class ReadPage:
    """What a page gives away; kinds of things with the lines where they are."""

    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    tables: list[SheetRows] = field(default_factory=list)
    texts: dict[str, LooseTexts] = field(default_factory=lambda: defaultdict(LooseTexts))
    people: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    letters: str = ""
    """What the page says that its letters are."""


@dataclass(slots=True)
class _Open:
    """An element whose end is not there yet."""

    node: Node
    look: TextLook
    is_drawing: bool
    aloud: bool
    """It is read out: no element around it is hidden from screen readers."""


def read_page(text: str) -> ReadPage:
    """Return what a page gives away."""
    sheets = StyleSheets()
    reader = _Reader(sheets)
    try:
        for style in _style_sheets(text):
            sheets.add(style)
    except ValueError:  # more than a page ever has
        reader.note("unread", 1)
    for token in tokens(text):
        reader.take(token)
    return reader.finish(text)


def _style_sheets(text: str) -> Iterator[str]:
    """Yield a page's style sheets, which may come after what they style."""
    within = False
    for token in tokens(text):
        if within and token.kind is TokenKind.TEXT:
            yield token.text
        within = token.text == "style" if token.kind is TokenKind.BEGIN else within
        within = within and token.kind is not TokenKind.END


class _Reader:
    """Goes through the page in its order."""

    def __init__(self, sheets: StyleSheets) -> None:
        self._page = ReadPage()
        self._sheets = sheets
        self._open: list[_Open] = []
        self._tables = PageTables()
        self._run: list[str] = []
        self._line = 1

    def note(self, kind: str, line: int = 0) -> None:
        """Remember that there is something of a kind on this line."""
        lines = self._page.lines[kind]
        line = line or self._line
        if not lines or lines[-1] != line:
            lines.append(line)

    def take(self, token: Token) -> None:
        """Take in a token."""
        self._line = token.line
        match token.kind:
            case TokenKind.BEGIN:
                self._begin(token.text, token.attributes)
                if token.is_closed:
                    self._end(token.text)
            case TokenKind.END:
                self._end(token.text)
            case TokenKind.TEXT:
                self._said(token.text)
            case TokenKind.COMMENT:
                self._remark(token.text)
            case TokenKind.DECLARATION if "[" not in token.text:
                pass  # <!DOCTYPE html>
            case _:
                self.note("unread")

    def finish(self, text: str) -> ReadPage:
        """Return what the page gives away, when it has ended."""
        self._flush()
        self._page.tables = self._tables.finish()
        lower = text.casefold()
        if "<html" in lower and "</html" not in lower:
            self.note("unread")
        return self._page

    def _remark(self, text: str) -> None:
        """Take in a comment, or what a browser takes for one."""
        if text.startswith("?xml ") and self._line == 1:
            return
        self.note("loads" if text.startswith("?xml-stylesheet") else "comment")
        self._page.texts["comments"].add(text)

    def _said(self, text: str) -> None:
        within = self._open[-1].node.tag if self._open else ""
        if within == "script":
            self._page.texts["scripts"].add(text)
        elif within == "style":
            self._style_sheet(text)
        else:
            self._text(text)

    def _style_sheet(self, data: str) -> None:
        for text in written_in(data):  # colours and sizes are no words
            self._page.texts["style sheets"].add(text)
        for address in urls_in(data):
            if kind := leads(address):
                self.note(kind if kind in ("kept", "script") else "loads")
        if "/*" in data:
            self.note("comment")
        if keeps_base64(data):
            self.note("kept")

    def _text(self, data: str) -> None:
        if not data.strip():
            self._run.append(data)
            self._tables.say(data)
            return
        if unseen_characters(data):
            self.note("unseen")
        if keeps_base64(data):
            self.note("kept")
        if self._open and self._open[-1].node.tag != "title":
            here = self._open[-1]
            if not here.look.is_seen:
                self.note("hidden")
            elif not here.aloud and _WORD.search(data):
                self.note("silent")
        self._run.append(data)
        self._tables.say(data)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._page.tags.add(tag)
        if tag not in _INLINE:
            self._flush()
            self._tables.say(" ")
        self._end_before(tag)
        self._attributes(tag, attributes)
        if len(self._open) >= _DEEPEST:
            self.note("unread")
            return
        above = self._open[-1] if self._open else None
        is_drawing = tag == "svg" or (
            above is not None and above.is_drawing and above.node.tag != "foreignobject"
        )
        node = _node(tag, attributes)
        look = self._look(node, attributes, is_drawing=is_drawing)
        aloud = (above.aloud if above else True) and attributes.get("aria-hidden") != "true"
        if tag == "input" and attributes.get("type", "").strip().lower() == "hidden":
            self.note("hidden")
        self._tables.begin(tag, attributes)
        if tag in _VOID:
            return
        self._open.append(_Open(node, look, is_drawing, aloud))

    def _look(self, node: Node, attributes: dict[str, str], *, is_drawing: bool) -> TextLook:
        """Return how an element looks; a link that leads past a menu, how it does in use."""
        above = self._open[-1].look if self._open else TextLook()
        path, inline = [*(each.node for each in self._open), node], attributes.get("style", "")
        own = self._sheets.of(path, inline)
        look = look_of(above, node.tag, attributes, own, is_drawing=is_drawing)
        leads_on = node.tag == "a" and attributes.get("href", "").startswith("#")
        if look.hidden and not above.hidden and leads_on:
            own = self._sheets.of(path, inline, when_focused=True)
            return look_of(above, node.tag, attributes, own, is_drawing=is_drawing)
        return look

    def _end_before(self, tag: str) -> None:
        ended = _ENDS_BEFORE.get(tag, ())
        while self._open and self._open[-1].node.tag in ended:
            self._end(self._open[-1].node.tag)

    def _end(self, tag: str) -> None:
        if tag not in _INLINE:
            self._flush()
        if not any(each.node.tag == tag for each in self._open):
            return
        while self._open:
            ended = self._open.pop().node.tag
            self._tables.end(ended)
            if ended == tag:
                return

    def _attributes(self, tag: str, attributes: dict[str, str]) -> None:
        for kind in led_to(tag, attributes):
            self.note(kind)
        if tag == "script":
            self.note("script")
        for name, value in attributes.items():
            if name not in _MEASURES:
                self._page.texts["attributes"].add(value)
                if unseen_characters(value):
                    self.note("unseen")
        if tag in ("meta", "link"):
            self._metadata(attributes)

    def _metadata(self, attributes: dict[str, str]) -> None:
        name = (attributes.get("name") or attributes.get("property", "")).strip().lower()
        value = attributes.get("content", "").strip()
        letters = re.search(r"charset=\"?([\w-]+)", value.lower())
        self._page.letters = self._page.letters or attributes.get("charset", "").strip().lower()
        if attributes.get("http-equiv", "").lower() == "content-type" and letters:
            self._page.letters = self._page.letters or letters[1]
        is_named = value not in ("", OWN) and _PEOPLE.search(name)
        is_told = names_a_place(value) or (name == "generator" and is_person(value))
        if is_named or is_told or attributes.get("rel", "").lower() in ("author", "me"):
            self._page.people.append(name if is_named else "properties of the page")
            self.note("people")

    def _flush(self) -> None:
        text = " ".join("".join(self._run).split())
        self._run = []
        if not text or self._tables.is_in_cell:
            return
        within = self._open[-1] if self._open else None
        where = "drawings" if within and within.is_drawing else "text"
        self._page.texts[where].add(text)


def _node(tag: str, attributes: dict[str, str]) -> Node:
    names = {f".{each}" for each in attributes.get("class", "").split()}
    if attributes.get("id"):
        names.add(f"#{attributes['id']}")
    return Node(tag, frozenset(names | {f"[{name}]" for name in attributes}))
