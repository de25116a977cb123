"""The parts of a package: what refers to what, and their XML, read so that it cannot do harm."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from lacxl.scan.members import Members
from lacxl.scan.trees import Element, Trees

trees: Trees
"""The library of trees; a test may set another."""
try:
    from lacxl.scan import lxml_trees

    trees = lxml_trees
except ImportError:  # as in a page of a browser
    from lacxl.scan import plain_trees

    trees = plain_trees

_TREE_LIMIT = 16 << 20
_PIECE = 1 << 20
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # zipfile's for a member with a password
    NotImplementedError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: the part it is of ("" is the package), its kind, and where it leads."""

    source: str
    id: str
    kind: str
    target: str
    outside: bool


class Parts:
    """A package's parts. One that cannot be read is remembered in `unread`, and yields nothing."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._folded = {name.casefold(): name for name in members}
        self.unread: set[str] = set()
        self.relations = [r for name in members if name.endswith(".rels") for r in self._of(name)]

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the package."""
        return list(self._members)

    def named(self, name: str) -> str | None:
        """Return a part's name as the package spells it, None where it is not there."""
        name = name.casefold()
        return self._folded.get(name) or self._folded.get(unquote(name))

    def from_part(self, source: str, *kinds: str) -> list[Relationship]:
        """Return a part's relationships of these kinds, or all."""
        return [r for r in self.relations if r.source == source and (not kinds or r.kind in kinds)]

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part; what cannot be read within the block ends it, and is remembered."""
        member = self._members[name]
        opened: IO[bytes] = io.BytesIO()
        try:
            opened = io.BytesIO(member) if isinstance(member, bytes) else member()
        except _FAULTS:  # the block goes on, with nothing to read
            self.unread.add(name)
        try:
            with opened as stream:
                yield stream
        except (trees.Fault, *_FAULTS):
            self.unread.add(name)

    def root(self, name: str) -> Element | None:
        """Return the root of a part, None where it cannot be read or is too large for a tree."""
        found: Element | None = None
        with self.stream(name) as stream:
            content = stream.read(_TREE_LIMIT + 1)
            if len(content) > _TREE_LIMIT:
                raise ValueError(name)
            found = trees.parse(content)
        return found if name not in self.unread else None

    def is_large(self, name: str) -> bool:
        """Say whether a part is too large for a tree."""
        with self.stream(name) as stream:
            return len(stream.read(_TREE_LIMIT + 1)) > _TREE_LIMIT
        return False

    def elements(self, name: str, tags: Sequence[str]) -> Iterator[Element]:
        """Yield the elements of a part that have one of these local names, as they end.

        They are removed from the tree after that, so a part of any size needs little memory.
        """
        with self.stream(name) as stream:
            yield from trees.elements(stream, tags)

    def walk(
        self, name: str, tags: Sequence[str], begun: Sequence[str]
    ) -> Iterator[tuple[str, Element]]:
        """Yield ("end", element) for the elements of a part that have one of these local names, and
        ("start", element) for those of `begun` before what is in them.

        What has ended is emptied after that, so a part of any size needs little memory. A part that
        declares entities of its own is not read.
        """
        with self.stream(name) as stream:
            yield from trees.walk(stream, tags, begun)

    def raw(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part."""
        with self.stream(name) as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def _of(self, name: str) -> Iterator[Relationship]:
        folder, _, file = name.rpartition("/")
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        source = self.named(owner) or ""
        root = self.root(name)
        for element in trees.kids(root, "Relationship") if root is not None else ():
            target = element.get("Target", "")
            outside = element.get("TargetMode", "").lower() == "external"
            if not outside:
                spelt = target.replace("\\", "/").partition("#")[0]
                base = posixpath.dirname(source)
                path = posixpath.normpath(posixpath.join("/", base, spelt)).lstrip("/")
                target = self.named(path) or path
            kind = element.get("Type", "").rpartition("/")[2]
            yield Relationship(source, element.get("Id", ""), kind, target, outside)


def kids(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these local names, `*` for all elements."""
    return trees.kids(element, *names)


def text_in(element: Element) -> str:
    """Return the text in an element and all elements below."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def whole(text: str | None) -> int | None:
    """Return the number that a text spells, None where it is none or longer than any that counts.

    int() takes neither thousands of digits nor ², which isdecimal and isdigit accept.
    """
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdecimal() else None


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
