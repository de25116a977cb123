"""Cutting a large part, while it streams by, into head, blocks of whole items, and tail."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.xml import Element, fragment, root_tag, written

HEAD_LIMIT = 16 << 20
ITEM_LIMIT = 32 << 20
TAIL_LIMIT = 64 << 20
"""The most bytes before the items, of one item, and after the items."""

_BLOCK = 1 << 19
_HIDING = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_PLAIN_CDATA = re.compile(rb"<!\[CDATA\[((?:(?!\]\]>)[^<&])*)\]\]>")
# A tag ends at the first > outside quotes: XML allows one within (XML 1.0, 2.3, AttValue).
_REST = rb"""(?=[\s/>])[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+>"""


@functools.cache
def opening_tag(start: bytes) -> re.Pattern[bytes]:
    """Return what finds an element's opening tag by its first bytes, such as `<row`."""
    return re.compile(re.escape(start) + _REST)


@functools.cache
def _container_tag(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<((?:[\w.-]+:)?)" + name.encode() + _REST)


def unveiled(text: bytes) -> bytes:
    """Return a text with blanks for its comments, CDATA sections and instructions.

    What looks like a tag in them is none; all else keeps its place.
    """
    # The single letters are found faster, and are seldom there.
    if (b"!" in text and b"<!" in text) or (b"?" in text and b"<?" in text):
        return _HIDING.sub(lambda hiding: b" " * len(hiding[0]), text)
    return text


_container_tag("sheetData")  # what nearly every workbook needs is compiled with the module
for _start in (b"<row", b"<f"):
    opening_tag(_start)


def opened_up(text: bytes) -> bytes:
    """Return a text with blanks for the marks of its CDATA sections that hold no markup."""
    return _PLAIN_CDATA.sub(rb"         \1   ", text) if b"<![CDATA[" in text else text


def without_comments(text: bytes) -> bytes:
    """Return a text without comments, instructions, and the marks of CDATA without markup."""
    return _HIDING.sub(b"", _PLAIN_CDATA.sub(rb"\1", text))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The tags that a slice of items needs around it to be parsed by itself."""

    before: bytes
    after: bytes
    inner: bool

    def parse(self, items: bytes) -> Element:
        """Return the element whose children the items are."""
        return self.container(self.root(items))

    def root(self, items: bytes) -> Element:
        """Return the root of the items and the tags around them."""
        return fragment(self.before + items + self.after)

    def container(self, root: Element) -> Element:
        """Return the element of such a root whose children the items are."""
        return root[0] if self.inner else root

    def items(self, root: Element) -> bytes:
        """Return the items of such a root as they are written, without the tags around them."""
        text = written(root)
        for _ in range(2 if self.inner else 1):
            text = text[text.index(b">") + 1 : text.rindex(b"</")]
        return text


class Cutter:
    """Reads a part's UTF-8 stream once: first the head, then blocks, then the tail."""

    def __init__(self, stream: Iterator[bytes], container: str, item: str, where: str) -> None:
        self._stream = stream
        self._where = where
        tag = _container_tag(container)
        text = b""
        while not (found := tag.search(unveiled(text))):
            piece = next(stream, b"")
            if not piece or len(text) > HEAD_LIMIT:
                raise self._odd(f"it has no {container}")
            text += piece
        root = root_tag(text, where)
        empty = found[0].endswith(b"/>")
        self.prefix = found[1]
        self.head = text[: found.start()]
        self.opening = found[0][:-2].rstrip() + b">" if empty else found[0]
        self._closing = b"</" + self.prefix + container.encode()
        self._rest = text[found.end() :]
        if empty:
            self._rest = self._closing + b">" + self._rest
        self._item_start = b"<" + self.prefix + item.encode()
        self._item_end = b"</" + self.prefix + item.encode()
        self.item = opening_tag(self._item_start)
        inner = found.start() > root.start()
        root_close = b"</" + root[1] + b">" if inner else b""
        self.wrapping = Wrapping(
            (root[0] if inner else b"") + self.opening, self._closing + b">" + root_close, inner
        )

    def blocks(self) -> Iterator[bytes]:
        """Yield the items, many to a block, none cut in two; called again, it goes on."""
        text = self._rest
        while (end := (seen := unveiled(text)).find(self._closing)) < 0:
            cut = seen.rfind(self._item_start)
            if cut > 0 and len(text) >= _BLOCK:
                block, text = text[:cut], text[cut:]
                self._rest = text
                yield block
            piece = next(self._stream, b"")
            if not piece or len(text) > ITEM_LIMIT:
                raise self._odd("its end is missing")
            text += piece
        self._rest = text[end:]
        if end:
            yield text[:end]

    def tail(self) -> bytes:
        """Return what follows the items, closing tag included; call it when blocks are used up."""
        pieces, size = [self._rest], len(self._rest)
        for piece in self._stream:
            pieces.append(piece)
            size += len(piece)
            if size > TAIL_LIMIT:
                raise self._odd("too much follows its rows")
        return b"".join(pieces)

    def items(self, block: bytes) -> list[re.Match[bytes]]:
        """Return the opening tag of every item in a block."""
        seen = unveiled(block)
        found = list(self.item.finditer(seen))
        if seen[: found[0].start() if found else len(seen)].strip():
            raise self._odd("it holds something other than rows")
        return found

    def split(self, item: bytes) -> tuple[bytes, bytes, bytes]:
        """Return what precedes an item in its piece of a block, the item, and what follows it."""
        seen = unveiled(item)
        tag = self.item.search(seen)
        if tag is None:
            raise self._odd("a row has no beginning")
        end = tag.end()
        if not tag[0].endswith(b"/>"):
            end = seen.find(b">", seen.rfind(self._item_end)) + 1
        return item[: tag.start()], item[tag.start() : end], item[end:]

    def _odd(self, why: str) -> Refused:
        return refuse(
            "W133",
            f"This part is built in a way lacxl does not edit: {why}.",
            self._where,
            "Open the file in Excel and save it again.",
        )
