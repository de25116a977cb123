"""What the engine asks of a tree of XML: so little that a tree can be exchanged for another."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Protocol, Self, overload


class Element(Protocol):
    """An element, a comment or an instruction, with the ways that ElementTree and lxml share.

    It can be copied by copy.deepcopy, with the text that follows it.
    The tag is `{namespace}name`, or the name alone where there is no namespace; that of a comment
    or an instruction is no str. So are attributes named. Those that the file has keep their order
    and their prefixes.
    """

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]:
        """The attributes by their names."""
        ...

    @property
    def nsmap(self) -> dict[str | None, str]:
        """What a root's prefixes mean; asked of a root alone."""
        ...

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def set(self, key: str, value: str, /) -> None:
        """Set an attribute."""
        ...

    def append(self, kid: Self, /) -> None:
        """Add a child after all others."""
        ...

    def insert(self, at: int, kid: Self, /) -> None:
        """Add a child at this index."""
        ...

    def remove(self, kid: Self, /) -> None:
        """Take a child away, and the text that follows it."""
        ...

    def index(self, kid: Self, /) -> int:
        """Return the index of a child."""
        ...

    def iter(self) -> Iterator[Self]:
        """Yield the element and all that is in it, in the order of the file."""
        ...

    def iterchildren(self, tag: str, /) -> Iterator[Self]:
        """Yield the children of a tag, `{namespace}*` for all elements of a namespace."""
        ...

    def __iter__(self) -> Iterator[Self]: ...

    def __getitem__(self, at: int, /) -> Self: ...

    def __len__(self) -> int: ...


class Trees(Protocol):
    """A library of trees; a module is one."""

    def parse(self, text: bytes) -> Element:
        """Return the root of UTF-8 XML; raises NotWellFormed."""
        ...

    def make(self, parent: Element, tag: str, attributes: dict[str, str]) -> Element:
        """Return a new element with the prefix of its parent to be, not yet inserted.

        An attribute's namespace has the prefix that it has in the parent, if that is a root.
        """
        ...

    def written(self, root: Element) -> bytes:
        """Return the document of a root as UTF-8, without declaration."""
        ...
