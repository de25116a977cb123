"""Trees of the standard library, for where lxml is not: as lxml's, but each name as it was spelt.

An element stays where its prefixes mean what they meant, as all do that the engine moves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import count
from typing import cast
from xml.etree import ElementTree
from xml.parsers import expat

from lacxl.engines.package import tree
from lacxl.engines.package.broken_files import NotWellFormed

_DEEPEST = 256  # as with libxml2: the writer goes down by calling itself
_XML = "http://www.w3.org/XML/1998/namespace"
_SPELT = {f"{{{_XML}}}space": "xml:space"}
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2, Char
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class Element(ElementTree.Element):
    """An element, a comment or an instruction, with its spelling in the file.

    `spelt` is an element's name with its prefix, and the whole of a comment or an instruction.
    `around` is what precedes and follows a root. `sections` are beginnings of its text, or of what
    follows it, that end in a CDATA section, each with its spelling.
    """

    around = ("", "")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str],
        spelt: str,
        spelt_attributes: dict[str, str] = _SPELT,
        nsmap: dict[str | None, str] | None = None,
        sections: dict[str, str] | None = None,
    ) -> None:
        super().__init__(tag, attributes)
        self.spelt = spelt
        self.spelt_attributes = spelt_attributes
        self.nsmap = nsmap or {}
        self.sections = sections or {}

    def index(self, kid: Element, /) -> int:
        """Return the index of a child."""
        return list(self).index(kid)

    def iterchildren(self, tag: str, /) -> Iterator[ElementTree.Element]:
        """Yield the children of a tag, `{namespace}*` for all elements of a namespace."""
        tag = tag.removeprefix("{}")
        if not tag.endswith("*"):
            return (kid for kid in self if kid.tag == tag)
        space = tag[:-1]
        return (kid for kid in self if isinstance(kid.tag, str) and _space(kid.tag) == space)

    def __deepcopy__(self, memo: object, /) -> Element:
        spelt = (self.spelt, self.spelt_attributes, self.nsmap, self.sections)
        copy = Element(self.tag, self.attrib, *spelt)
        copy.text, copy.tail = self.text, self.tail
        copy.extend(deepcopy(kid) for kid in self)
        return copy


def parse(text: bytes) -> tree.Element:
    """Return the root of UTF-8 XML; raises NotWellFormed."""
    document = list(cast("Iterator[Element]", _Reading(text).document))
    at = next(index for index, kid in enumerate(document) if isinstance(kid.tag, str))
    before, after = document[:at], document[at + 1 :]
    root = document[at]
    root.around = ("".join(kid.spelt for kid in before), "".join(kid.spelt for kid in after))
    return cast("tree.Element", root)


def make(parent: tree.Element, tag: str, attributes: dict[str, str]) -> tree.Element:
    """Return a new element with the prefix of its parent to be, not yet inserted."""
    above = cast("Element", parent)
    prefix, colon, _ = above.spelt.rpartition(":")
    name = tag.rpartition("}")[2]
    spellings, declared = dict(_SPELT), dict[str | None, str]()
    for key in attributes:
        space, brace, short = key.removeprefix("{").rpartition("}")
        if brace:
            known = [each for each, meant in above.nsmap.items() if each and meant == space]
            free = (f"ns{n}" for n in count() if f"ns{n}" not in {**above.nsmap, **declared})
            own = known[0] if known else next(free)
            if not known:
                declared[own] = space
            spellings[key] = f"{own}:{short}"
    made = Element(tag.removeprefix("{}"), attributes, prefix + colon + name, spellings, declared)
    return cast("tree.Element", made)


def written(root: tree.Element) -> bytes:
    """Return the document of a root as UTF-8, without declaration."""
    pieces: list[str] = []
    top = cast("Element", root)
    _write(top, pieces.append)
    text = top.around[0] + "".join(pieces) + top.around[1]
    if _FORBIDDEN.search(text):
        raise ValueError("it has a character that XML does not allow")
    return text.encode()


class _Reading:
    """Builds a tree while expat reads the text to its end."""

    def __init__(self, text: bytes) -> None:
        self.document = Element("", {}, "")  # whose children are the root and what is around it
        self._open = [self.document]
        self._last: Element | None = None  # what the next text follows
        self._declared: dict[str | None, str] = {}
        self._before_section = ""
        parser = expat.ParserCreate("UTF-8", "}")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._section_starts
        parser.EndCdataSectionHandler = self._section_ends
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(text, True)
        except expat.ExpatError as fault:
            raise NotWellFormed from fault

    def _doctype(self, name: str, system: str | None, public: str | None, rules: int) -> None:
        if system or public or rules:
            raise NotWellFormed
        self._aside(f"<!DOCTYPE {name}>\n")

    def _namespace(self, prefix: str | None, space: str | None) -> None:
        if prefix != "xml":
            self._declared[prefix] = space or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise NotWellFormed
        tag, spelt = _names(name)
        named, spellings = {}, _SPELT
        for key, value in attributes.items():
            full, short = _names(key)
            named[full] = value
            if full != short:
                spellings = {**spellings, full: short}
        started = Element(tag, named, spelt, spellings, self._declared)
        self._declared = {}
        self._open[-1].append(started)
        self._open.append(started)
        self._last = None

    def _end(self, _name: str) -> None:
        self._last = self._open.pop()

    def _characters(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        else:
            self._open[-1].text = (self._open[-1].text or "") + text

    def _text(self) -> tuple[str, dict[str, str]]:
        """Return the text so far, and the sections that it may begin with."""
        if self._last is not None:
            return self._last.tail or "", self._last.sections
        return self._open[-1].text or "", self._open[-1].sections

    def _section_starts(self) -> None:
        self._before_section = self._text()[0]

    def _section_ends(self) -> None:
        (text, sections), before = self._text(), self._before_section
        section = text[len(before) :]
        sections[text] = f"{_escaped(before, sections)}<![CDATA[{section}]]>"

    def _comment(self, text: str) -> None:
        self._aside(f"<!--{text}-->")

    def _instruction(self, target: str, text: str) -> None:
        self._aside(f"<?{target} {text}?>" if text else f"<?{target}?>")

    def _aside(self, spelt: str) -> None:
        self._last = Element(cast("str", ElementTree.Comment), {}, spelt)
        self._open[-1].append(self._last)


def _names(name: str) -> tuple[str, str]:
    """Return a name of expat's, which is namespace}name}prefix, as ours and as it was spelt."""
    if "}" not in name:
        return name, name
    space, local, *prefix = name.split("}")
    return f"{{{space}}}{local}", ":".join([*prefix, local])


def _space(tag: str) -> str:
    """Return the namespace of a tag in its braces."""
    return tag[: tag.rindex("}") + 1] if "}" in tag else ""


def _escaped(text: str, sections: dict[str, str]) -> str:
    """Return text between two tags as it is written."""
    start = max((start for start in sections if text.startswith(start)), key=len, default="")
    return sections.get(start, "") + text[len(start) :].translate(_IN_TEXT)


def _write(top: Element, write: Callable[[str], None]) -> None:
    if not isinstance(top.tag, str):
        write(top.spelt)
        return
    write(f"<{top.spelt}")
    for prefix, space in top.nsmap.items():
        write(f' xmlns{":" + prefix if prefix else ""}="{space.translate(_IN_ATTRIBUTE)}"')
    for name, value in top.attrib.items():
        spelt = top.spelt_attributes.get(name, name)
        write(f' {spelt}="{value.translate(_IN_ATTRIBUTE)}"')
    if not (top.text or len(top)):
        write("/>")
        return
    write(f">{_escaped(top.text or '', top.sections)}")
    for kid in cast("Iterator[Element]", top):
        _write(kid, write)
        write(_escaped(kid.tail or "", kid.sections))
    write(f"</{top.spelt}>")
