"""Trees of the standard library for the scan, where lxml is not: in a page of a browser."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import IO, cast
from xml.etree import ElementTree

from lacxl.scan.trees import Element

Fault: type[Exception] = ElementTree.ParseError
_PIECE = 1 << 16


def parse(content: bytes) -> Element:
    """Return the root of a part; raises Fault, or ValueError for a document type."""
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - it refuses document types
    parser.feed(content)
    return cast("Element", parser.close())


def kids(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these local names, `*` for all elements."""
    for kid in element:
        if isinstance(kid.tag, str) and ("*" in names or kid.tag.rpartition("}")[2] in names):
            yield kid


def elements(stream: IO[bytes], names: Sequence[str]) -> Iterator[Element]:
    """Yield the elements of these local names as they end; each is emptied after that."""
    for _, element, _ in _events(stream, _Builder(names)):
        yield cast("Element", element)
        element.clear()


def walk(
    stream: IO[bytes], names: Sequence[str], begun: Sequence[str]
) -> Iterator[tuple[str, Element]]:
    """Yield ("end", element) for the elements of these local names, and ("start", element) for
    those of `begun` before what is in them; raises ValueError for a document type.

    What has ended is emptied after that, unless a whole element around it has yet to end.
    """
    for event, element, is_within in _events(stream, _Builder(names, begun)):
        yield event, cast("Element", element)
        if event == "end" and not is_within:
            element.clear()


_Event = tuple[str, ElementTree.Element, bool]


def _events(stream: IO[bytes], builder: _Builder) -> Iterator[_Event]:
    parser = ElementTree.XMLParser(target=builder)  # noqa: S314 - it refuses document types
    while piece := stream.read(_PIECE):
        parser.feed(piece)
        yield from builder.events_so_far()
    parser.close()
    yield from builder.events_so_far()


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree with its comments and instructions, which may say something too.

    It keeps what begins and ends of the elements that somebody waits for, and whether a whole one
    is around it: one of which nothing is used before it ends.
    """

    def __init__(self, names: Collection[str] = (), begun: Collection[str] = ()) -> None:
        super().__init__(insert_comments=True, insert_pis=True)
        self._names = frozenset(names)
        self._begun = frozenset(begun)
        self._wholes = self._names - self._begun
        self._open_wholes = 0
        self._events: deque[_Event] = deque()

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        """Open an element."""
        element = super().start(tag, attrs)
        name = tag.rpartition("}")[2]
        if name in self._begun:
            self._events.append(("start", element, self._open_wholes > 0))
        self._open_wholes += name in self._wholes
        return element

    def end(self, tag: str, /) -> ElementTree.Element:
        """Close an element."""
        element = super().end(tag)
        name = tag.rpartition("}")[2]
        self._open_wholes -= name in self._wholes
        if name in self._names or "*" in self._names:
            self._events.append(("end", element, self._open_wholes > 0))
        return element

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type: it may have entities, and what they expand to is not looked at.

        No spreadsheet program writes one.
        """
        raise ValueError("a document type")

    def events_so_far(self) -> Iterator[_Event]:
        """Yield what has happened since it was last asked."""
        while self._events:
            yield self._events.popleft()
