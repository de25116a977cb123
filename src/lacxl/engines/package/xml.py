"""XML of a package: parsed safely, always UTF-8 inside, written with its children in order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from lacxl.domain.errors import refuse
from lacxl.engines.package import tree
from lacxl.engines.package.broken_files import Unclear, reading

trees: tree.Trees
"""The library of trees; a test may set another."""
try:
    from lacxl.engines.package import lxml_tree

    trees = lxml_tree
except ImportError:  # as in a page of a browser
    from lacxl.engines.package import expat_tree

    trees = expat_tree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SPREADSHEET = (MAIN, STRICT)
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
Element = tree.Element

_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?\?>\s*")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_MISC = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][^\s/<>]*)[^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*+>")
_BARE_TYPE = re.compile(rb"<!DOCTYPE\s+[^\s<>\[\"']+\s*>")
_FROM_ELSEWHERE = re.compile(rb"<!DOCTYPE\s+[^\s<>\[\"']+\s+(?:SYSTEM|PUBLIC)\s")
_WHOLE = re.compile(r"\+?[0-9]{1,18}", re.ASCII)
_TRUE = ("1", "true", "on")


def parse(content: bytes, where: str) -> Element:
    """Return the root of a part; raises Refused for a DTD, entities or faulty XML."""
    with reading(where):
        text = b"".join(utf8([content], where))
        root_tag(text, where)
        return fragment(text)


def fragment(text: bytes) -> Element:
    """Return the root of UTF-8 XML that is known to have no DTD."""
    return trees.parse(text)


def plain(text: bytes) -> str:
    """Return the text between two tags or quotation marks, without its escapes."""
    return (fragment(b"<t>" + text + b"</t>").text or "") if b"&" in text else text.decode()


def escaped(text: str) -> bytes:
    """Return text as it is written between two tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def serialise(root: Element) -> bytes:
    """Return the part as UTF-8 with its declaration."""
    return DECLARATION + trees.written(root)


def rewritten(root: Element, text: bytes, where: str) -> bytes:
    """Return the part of a root whose kids changed; until they begin it is as in the text read."""
    new = trees.written(root)
    old_tag, new_tag = root_tag(text, where), root_tag(new, where)
    empty = old_tag[0].endswith(b"/>") or new_tag[0].endswith(b"/>")
    head = text[: old_tag.start()] + new_tag[0] if empty else text[: old_tag.end()]
    return (b"" if text.startswith(b"<?xml") else DECLARATION) + head + new[new_tag.end() :]


def written(root: Element) -> bytes:
    """Return the document of a root as UTF-8, without declaration."""
    return trees.written(root)


def utf8(chunks: Iterable[bytes], where: str) -> Iterator[bytes]:
    """Yield a part's bytes as UTF-8 without byte order mark, whatever it was stored in."""
    stream = iter(chunks)
    first = b""
    while len(first) < 256 and (piece := next(stream, b"")):
        first += piece
    wide = _wide_encoding(first)
    if wide:
        decoder = codecs.getincrementaldecoder(wide)()
        yield _redeclared(decoder.decode(first).lstrip("\ufeff").encode())
        for piece in stream:
            yield decoder.decode(piece).encode()
        decoder.decode(b"", final=True)
        return
    first = first.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARED.match(first)
    encoding = _ENCODING.search(declared[0]) if declared else None
    if encoding and encoding[1].lower() in (b"us-ascii", b"ascii"):
        first = _redeclared(first)
    elif encoding and encoding[1].lower() not in (b"utf-8", b"utf8"):
        raise refuse(
            "W117",
            "This part is in an encoding that workbooks may not use.",
            where,
            "Open the file in Excel and save it again.",
        )
    yield first
    yield from stream


def root_tag(text: bytes, where: str) -> re.Match[bytes]:
    """Return where the root's opening tag is in a text or its beginning.

    Raises Refused where entities are declared, or a document type would be loaded from elsewhere.
    One that only has a name says nothing.
    """
    position = 0
    while misc := _MISC.match(text, position) or _BARE_TYPE.match(text, position):
        position = misc.end()
    if text[position : position + 2] == b"<!":
        if b"<!ENTITY" in text or _FROM_ELSEWHERE.match(text, position):
            raise refuse(
                "W116",
                "This part declares entities, or loads them, which no workbook needs.",
                where,
                "Do not open this file; ask whoever sent it how it was made.",
            )
        raise Unclear("it declares a document type with rules of its own")
    root = _ROOT.match(text, position)
    if not root:
        raise Unclear("it has no root element")
    return root


def local_name(element: Element) -> str:
    """Return the name without namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return the namespace of an element."""
    return str(element.tag).rpartition("}")[0][1:]


def flag(element: Element, name: str, default: bool = False) -> bool:
    """Return a boolean attribute."""
    value = element.get(name)
    return default if value is None else value.strip().lower() in _TRUE


def text_in(element: Element) -> str:
    """Return the text of an element and of the elements in it; comments are no text."""
    if not len(element):
        return element.text or ""
    pieces = [element.text or ""]
    for kid in element:
        pieces += [text_in(kid) if isinstance(kid.tag, str) else "", kid.tail or ""]
    return "".join(pieces)


def whole(text: str | None) -> int:
    """Return the whole number that an attribute or a text spells, 0 where it is not there or empty.

    Raises Unclear for anything else: int() alone would take 1_000.
    """
    bare = (text or "").strip()
    if bare and not _WHOLE.fullmatch(bare):
        raise Unclear("a whole number in it is invalid")
    return int(bare or "0")


def kids(parent: Element | None, name: str = "*") -> Iterator[Element]:
    """Yield the children that are elements of that name in the parent's own namespace.

    Comments and processing instructions are no elements: a bare loop over a parent gives them too.
    """
    if parent is None:
        return iter(())
    return parent.iterchildren(f"{{{namespace(parent)}}}{name}")


def child(parent: Element, name: str) -> Element | None:
    """Return the first child of that name in the parent's own namespace."""
    return next(kids(parent, name), None)


def elements(parent: Element) -> Iterator[Element]:
    """Yield the children that are elements, of any namespace."""
    return (kid for kid in parent if isinstance(kid.tag, str))


def within(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements of that name, of any namespace, however deep they are."""
    return (element for element in root.iter() if local_name(element) == name)


def prefixes(root: Element) -> int:
    """Return how many prefixes the namespace of a root has; none counts as one."""
    return list(root.nsmap.values()).count(namespace(root))


def put(parent: Element, element: Element, order: Sequence[str]) -> Element:
    """Insert a child where the schema's sequence wants it, after others of its name."""
    wanted = order.index(local_name(element))
    for position, sibling in enumerate(parent):
        if _rank(sibling, order) > wanted:
            parent.insert(position, element)
            return element
    parent.append(element)
    return element


def make(parent: Element, name: str, **attributes: str) -> Element:
    """Return a new element in the namespace of its parent to be; not yet inserted."""
    spelt = {key.rstrip("_"): value for key, value in attributes.items()}
    return trees.make(parent, f"{{{namespace(parent)}}}{name}", spelt)


def _rank(element: Element, order: Sequence[str]) -> int:
    name = local_name(element)
    if name == "AlternateContent":  # stands for what it holds
        inner = (local_name(kid) for branch in elements(element) for kid in branch)
        name = next((kid for kid in inner if kid in order), "extLst")
    return order.index(name) if name in order else -1


def _wide_encoding(first: bytes) -> str | None:
    if first.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if first.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    return None


def _redeclared(text: bytes) -> bytes:
    declared = _DECLARED.match(text)
    return DECLARATION + (text[declared.end() :] if declared else text)
