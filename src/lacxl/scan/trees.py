"""What the scan asks of a tree of XML: so little that lxml's and the standard library's do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Protocol, Self, overload


class Element(Protocol):
    """An element; of a comment or an instruction the tag is no str.

    Paths are those that both libraries know: `{*}name`, also after another or `.//`.
    """

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """The attributes by their names."""
        ...

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def find(self, path: str) -> Self | None:
        """Return the first element of a path."""
        ...

    def iterfind(self, path: str) -> Iterator[Self]:
        """Yield the elements of a path."""
        ...

    def iter(self) -> Iterator[Self]:
        """Yield the element and all that is in it, in the order of the file."""
        ...

    def itertext(self) -> Iterator[str]:
        """Yield the texts in it."""
        ...

    def __iter__(self) -> Iterator[Self]: ...

    def __len__(self) -> int: ...


class Trees(Protocol):
    """A library of trees; a module is one."""

    Fault: type[Exception]

    def parse(self, content: bytes) -> Element:
        """Return the root of a part; raises Fault, or ValueError for entities."""
        ...

    def kids(self, element: Element, *names: str) -> Iterator[Element]:
        """Yield the children of these local names, `*` for all elements."""
        ...

    def elements(self, stream: IO[bytes], names: Sequence[str]) -> Iterator[Element]:
        """Yield the elements of these local names as they end; each is emptied after that."""
        ...

    def walk(
        self, stream: IO[bytes], names: Sequence[str], begun: Sequence[str]
    ) -> Iterator[tuple[str, Element]]:
        """Yield ("end", element) for the elements of these local names, and ("start", element) for
        those of `begun` before what is in them; raises ValueError for declarations.

        What has ended is emptied after that, unless a whole element around it has yet to end.
        """
        ...
