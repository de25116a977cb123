"""The source of a page as tags, texts and comments, cut as a browser cuts it.

The usual parsers do not do for a judge of hostile pages: html.parser takes minutes for 60 kB of
tags that never end, and libxml2's takes a zero byte for the end of the page. This one goes through
a page once, by the rules of the HTML standard (13.2.5), as far as they decide what is text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""Elements that hold no tags: what is in them goes to their own end."""
_FOREIGN = frozenset(("svg", "math"))
_AGAIN = frozenset(("foreignobject", "annotation-xml"))
"""Within a drawing, elements in which the rules of a page hold again."""
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>=?[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>(?![\"'])[^\s>]*+)))?+)"
)
SECOND = "data-second"
"""What an attribute is called here that an element has twice: no browser takes the second."""


class TokenKind(Enum):
    """What a token is."""

    BEGIN = "begin"
    END = "end"
    TEXT = "text"
    COMMENT = "comment"
    DECLARATION = "declaration"
    UNREAD = "unread"
    """The page breaks off within a tag."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a page: its kind, the line where it begins, its name or its text."""

    kind: TokenKind
    line: int
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    is_closed: bool = False
    """It is a beginning that says it is the end, too: <path/>."""


def tokens(text: str) -> Iterator[Token]:
    """Yield a page's tokens in their order."""
    return _Cutter(text).tokens()


class _Cutter:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._foreign: list[str] = []

    @property
    def _is_foreign(self) -> bool:
        return bool(self._foreign) and self._foreign[-1] in _FOREIGN

    def tokens(self) -> Iterator[Token]:
        """Yield what is there from the place where the last token ended."""
        text = self._text
        searched = 0
        while self._at < len(text):
            found = text.find("<", max(self._at, searched))
            if found < 0:
                yield self._said(text[self._at :])
                return
            if not _begins(text, found):
                searched = found + 1
                continue
            if found > self._at:
                yield self._said(text[self._at : found])
                self._at = found
            yield from self._markup()
            searched = self._at

    def _said(self, text: str) -> Token:
        return Token(TokenKind.TEXT, self._line_at(self._at), html.unescape(text))

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def _markup(self) -> Iterator[Token]:
        text, at = self._text, self._at
        line = self._line_at(at)
        if text.startswith("<!--", at):
            yield Token(TokenKind.COMMENT, line, self._comment())
        elif self._is_foreign and text.startswith("<![CDATA[", at):
            yield Token(TokenKind.TEXT, line, self._until("]]>", 9))
        elif text[at + 1] in "!?" or not _NAME.match(
            text, at + 2 if text[at + 1] == "/" else at + 1
        ):
            inside = self._until(">", 1)
            is_doctype = inside[:8].lower() == "!doctype"
            yield Token(TokenKind.DECLARATION if is_doctype else TokenKind.COMMENT, line, inside)
        else:
            yield from self._tag(line)

    def _comment(self) -> str:
        for empty in ("<!-->", "<!--->"):
            if self._text.startswith(empty, self._at):
                self._at += len(empty)
                return ""
        return self._until("-->", 4)

    def _until(self, end: str, skipped: int) -> str:
        """Return what stands before an end, and go behind it; without one that is all the rest."""
        begun = self._at + skipped
        found = self._text.find(end, begun)
        self._at = len(self._text) if found < 0 else found + len(end)
        return self._text[begun : len(self._text) if found < 0 else found]

    def _tag(self, line: int) -> Iterator[Token]:
        text = self._text
        is_end = text[self._at + 1] == "/"
        name = _NAME.match(text, self._at + 1 + is_end)
        tag = name[0].lower() if name else ""
        at = name.end() if name else self._at
        attributes: dict[str, str] = {}
        while found := _ATTRIBUTE.match(text, at):
            at = found.end()
            if found["end"]:
                break
            value = found["double"] or found["single"] or found["bare"] or ""
            own = found["name"].lower()
            attributes[SECOND if own in attributes else own] = html.unescape(value)
        if not found:
            self._at = len(text)
            yield Token(TokenKind.UNREAD, line, "")
            return
        is_closed = text[at - 2] == "/"
        self._at = at
        if is_end:
            self._note_end(tag)
            yield Token(TokenKind.END, line, tag)
            return
        is_foreign = self._is_foreign or tag in _FOREIGN
        yield Token(TokenKind.BEGIN, line, tag, attributes, is_closed and is_foreign)
        if tag in _FOREIGN | _AGAIN and not is_closed:
            self._foreign.append(tag)
        elif tag in _RAW and not is_foreign:
            yield from self._raw(tag)
        elif tag == "plaintext":
            yield self._said(text[self._at :])
            self._at = len(text)

    def _raw(self, tag: str) -> Iterator[Token]:
        """Yield what is in an element without tags; its end is a token of its own."""
        end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(self._text, self._at)
        inside = self._text[self._at : end.start() if end else len(self._text)]
        if inside:
            is_escaped = tag in ("title", "textarea")
            said = html.unescape(inside) if is_escaped else inside
            yield Token(TokenKind.TEXT, self._line_at(self._at), said)
        self._at += len(inside)
        if not end:
            yield Token(TokenKind.UNREAD, self._line_at(self._at), "")

    def _note_end(self, tag: str) -> None:
        if tag in self._foreign:
            while self._foreign.pop() != tag:
                pass


def _begins(text: str, at: int) -> bool:
    """Say whether a sign < begins a tag, a comment or a declaration, rather than a text."""
    sign = text[at + 1 : at + 2]
    if sign == "/":
        return text[at + 2 : at + 3] not in ("", ">")
    return sign in ("!", "?") or (sign.isascii() and sign.isalpha())
