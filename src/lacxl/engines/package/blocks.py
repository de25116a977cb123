"""Cutting a large part, while it streams by, into head, blocks of whole items, and tail."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.xml import Element, fragment, root_tag

HEAD_LIMIT = 16 << 20
ITEM_LIMIT = 32 << 20
TAIL_LIMIT = 64 << 20
"""The most bytes before the items, of one item, and after the items."""

_BLOCK = 1 << 19
_HIDING = re.compile(rb"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>|<!", re.DOTALL)


@functools.cache
def opening_tag(start: bytes) -> re.Pattern[bytes]:
    """Return what finds an element's opening tag by its first bytes, such as `<row`."""
    return re.compile(re.escape(start) + rb"(?=[\s/>])[^<>]*>")


@functools.cache
def _container_tag(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<((?:[\w.-]+:)?)" + name.encode() + rb"(?=[\s/>])[^<>]*?(/?)>")


_container_tag("sheetData")  # what nearly every workbook needs is compiled with the module
for _start in (b"<row", b"<f"):
    opening_tag(_start)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The tags that a slice of items needs around it to be parsed by itself."""

    before: bytes
    after: bytes
    inner: bool

    def parse(self, items: bytes) -> Element:
        """Return the element whose children the items are."""
        root = fragment(self.before + items + self.after)
        return root[0] if self.inner else root

    @staticmethod
    def unwrap(container: bytes, depth: int) -> bytes:
        """Return what stands inside the outermost `depth` elements of a serialised text."""
        for _ in range(depth):
            container = container[container.index(b">") + 1 : container.rindex(b"</")]
        return container


class Cutter:
    """Reads a part's UTF-8 stream once: first the head, then blocks, then the tail."""

    def __init__(self, stream: Iterator[bytes], container: str, item: str, where: str) -> None:
        self._stream = stream
        self._where = where
        tag = _container_tag(container)
        text = b""
        while not (found := tag.search(text)):
            piece = next(stream, b"")
            if not piece or len(text) > HEAD_LIMIT:
                raise self._odd(f"it has no {container}")
            text += piece
        root = root_tag(text, where)
        self.prefix = found[1]
        self.head = text[: found.start()]
        self.opening = found[0] if not found[2] else found[0][:-2].rstrip() + b">"
        self._closing = b"</" + self.prefix + container.encode()
        self._rest = text[found.end() :]
        if found[2]:
            self._rest = self._closing + b">" + self._rest
        self._item_start = b"<" + self.prefix + item.encode()
        self.item = opening_tag(self._item_start)
        inner = found.start() > root.start()
        root_close = b"</" + root[1] + b">" if inner else b""
        self.wrapping = Wrapping(
            (root[0] if inner else b"") + self.opening, self._closing + b">" + root_close, inner
        )

    def blocks(self) -> Iterator[bytes]:
        """Yield the items, many to a block, none cut in two; called again, it goes on."""
        text = self._rest
        while (end := text.find(self._closing)) < 0:
            cut = text.rfind(self._item_start)
            if cut > 0 and len(text) >= _BLOCK:
                block, text = text[:cut], text[cut:]
                self._rest = text
                yield self._plain(block)
            piece = next(self._stream, b"")
            if not piece or len(text) > ITEM_LIMIT:
                raise self._odd("its end is missing")
            text += piece
        self._rest = text[end:]
        if end:
            yield self._plain(text[:end])

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
        found = list(self.item.finditer(block))
        if block[: found[0].start() if found else len(block)].strip():
            raise self._odd("it holds something other than rows")
        return found

    def _plain(self, block: bytes) -> bytes:
        """Return the block; refuse comments and CDATA that hide what looks like tags."""
        if b"!" in block and b"<!" in block:  # the first is found faster
            for hiding in _HIDING.finditer(block):
                if b"<" in (hiding[1] or hiding[2] or (b"<" if len(hiding[0]) == 2 else b"")):
                    raise self._odd("it hides tags in a comment or CDATA section")
        return block

    def _odd(self, why: str) -> Refused:
        return refuse(
            "W133",
            f"This part is built in a way lacxl does not edit: {why}.",
            self._where,
            "Open the file in Excel and save it again.",
        )
