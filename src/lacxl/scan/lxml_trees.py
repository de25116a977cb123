"""Trees of lxml for the scan: the fast ones, used if lxml can be imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, cast

from lxml import etree

from lacxl.scan.trees import Element

Fault: type[Exception] = etree.LxmlError


def parse(content: bytes) -> Element:
    """Return the root of a part; raises Fault, or ValueError for entities."""
    found = etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    )
    _require_no_entities(found)
    return cast("Element", found)


def kids(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these local names, `*` for all elements."""
    found = cast("etree._Element", element)
    return cast("Iterator[Element]", found.iterchildren(*(f"{{*}}{name}" for name in names)))


def elements(stream: IO[bytes], names: Sequence[str]) -> Iterator[Element]:
    """Yield the elements of these local names as they end; each is emptied after that."""
    walked = _parsed(stream, names, ("end",))
    for _, element in walked:
        yield cast("Element", element)
        _forget(element)
    if walked.root is not None:
        _require_no_entities(walked.root)


def walk(
    stream: IO[bytes], names: Sequence[str], begun: Sequence[str]
) -> Iterator[tuple[str, Element]]:
    """Yield ("end", element) for the elements of these local names, and ("start", element) for
    those of `begun` before what is in them; raises ValueError for any declaration.

    What has ended is emptied after that, unless a whole element around it has yet to end.
    """
    wholes = frozenset(names).difference(begun)
    walked = _parsed(stream, names, ("start", "end"))
    for event, element in walked:
        _require_no_declarations(element)
        if event == "end":
            yield "end", cast("Element", element)
            if not any(_local(above) in wholes for above in element.iterancestors()):
                _forget(element)
        elif _local(element) in begun:
            yield "start", cast("Element", element)
    if walked.root is not None:
        _require_no_declarations(walked.root)


def _parsed(stream: IO[bytes], names: Sequence[str], events: Sequence[str]) -> etree.iterparse:
    return etree.iterparse(
        stream,
        events=events,
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Empty an element and remove what stands before it."""
    element.clear()
    while (earlier := element.getprevious()) is not None:
        parent = earlier.getparent()
        if parent is None:
            break
        parent.remove(earlier)


def _require_no_declarations(element: etree._Element) -> None:
    """Raise ValueError for a part that declares anything: no OpenDocument program writes such."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise ValueError("declarations")


def _require_no_entities(root: etree._Element) -> None:
    """Raise ValueError for a part with entities: what they expand to is not looked at."""
    declared = root.getroottree().docinfo.internalDTD is not None
    if declared and next(root.iter(etree.Entity), None) is not None:
        raise ValueError("entities")
