"""Judges a ribbon: Microsoft's schema, and what the schema cannot see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from lxml import etree

DATA = Path(__file__).parent.parent / "data" / "ribbon"
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"
LONGEST = {"label": 40, "screentip": 254, "supertip": 1023, "tag": 1023, "keytip": 3}
"""What Excel shows of each attribute, and a label that a button has room for."""
CLICKABLE = (f"{NS}button", f"{NS}dynamicMenu")
ARGUMENTS = {"onLoad": 1, "onAction": 1}
"""How many arguments Excel passes; to every get... two: the control, and where the answer goes."""

Procedures = Mapping[str, tuple[str, int]]
"""Public procedures as Module.Name: Sub or Function, and how many arguments."""


@cache
def schema() -> etree.XMLSchema:
    """Return Microsoft's schema of customUI14."""
    return etree.XMLSchema(etree.parse(str(DATA / "customui14_libxml2.xsd")))


@cache
def icons() -> frozenset[str]:
    """Return the names of the icons that Excel 2013 has."""
    return frozenset((DATA / "imagemso_names_excel2013.txt").read_text("utf-8").split())


def procedures(sources: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return the public procedures of VBA modules, given each one's text."""
    found = {}
    for module, text in sources.items():
        for kind, name, arguments in re.findall(
            r"^Public (Sub|Function) (\w+)\(([^)]*)\)", text, re.MULTILINE
        ):
            found[f"{module}.{name}"] = (kind, len([a for a in arguments.split(",") if a.strip()]))
    return found


def problems(xml: bytes, known: Procedures) -> list[str]:
    """Return what is wrong with a ribbon whose callbacks are among the known procedures."""
    root = etree.fromstring(xml)
    found = []
    if not schema().validate(root):
        found += [str(fault.message) for fault in schema().error_log]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    return (
        found
        + list(_of_ids(elements))
        + list(_of_icons(elements))
        + list(_of_callbacks(elements, known))
        + list(_of_key_tips(elements))
        + list(_of_texts(elements))
    )


def _of_ids(elements: list[etree._Element]) -> Iterator[str]:
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    yield from (f"id twice: {name}" for name, count in ids.items() if count > 1)


def _of_icons(elements: list[etree._Element]) -> Iterator[str]:
    for element in elements:
        name = element.get("imageMso")
        if name and name not in icons():
            yield f"no such icon: {name}"


def _of_callbacks(elements: list[etree._Element], known: Procedures) -> Iterator[str]:
    for element in elements:
        for attribute, name in element.attrib.items():
            if attribute not in ARGUMENTS and not attribute.startswith("get"):
                continue
            wanted = ("Sub", ARGUMENTS.get(str(attribute), 2))
            if name not in known:
                yield f"{attribute}: no public procedure {name}"
            elif known[str(name)] != wanted:
                yield f"{attribute}: {name} is a {known[str(name)]}, Excel calls a {wanted}"


def _of_key_tips(elements: list[etree._Element]) -> Iterator[str]:
    tips = [e.get("keytip") for e in elements if e.get("keytip") and e.tag != f"{NS}tab"]
    yield from (f"key tip twice: {tip}" for tip, count in Counter(tips).items() if count > 1)
    for tip in tips:
        yield from (
            f"key tip {tip} hides {other}"
            for other in tips
            if other != tip and str(other).startswith(str(tip))
        )
    for element in elements:
        within_tab = any(True for _ in element.iterancestors(f"{NS}tab"))
        if element.tag in CLICKABLE and within_tab and not element.get("keytip"):
            yield f"no key tip: {element.get('id')}"


def _of_texts(elements: list[etree._Element]) -> Iterator[str]:
    for element in elements:
        where = element.get("id")
        for attribute, longest in LONGEST.items():
            if len(element.get(attribute) or "") > longest:
                yield f"{attribute} of {where} has over {longest} characters"
            if element.get(attribute) and element.get(f"get{attribute.capitalize()}"):
                yield f"{attribute} of {where} is given and asked for: Excel takes one"
        if element.tag not in CLICKABLE:
            continue
        if not (element.get("label") or element.get("getLabel")):
            yield f"no label: {where}"
        if not element.get("supertip") and not element.get("getVisible"):
            if not element.get("getSupertip"):
                yield f"no supertip: {where}"
            elif not element.get("tag"):
                yield f"no tag, which GetSupertip shows: {where}"
        if element.get("getEnabled") and not element.get("getSupertip"):
            yield f"can be off without saying why: {where}"
