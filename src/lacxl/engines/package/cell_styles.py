"""Fonts, fills, borders and alignment of a stylesheet: read as facts, and made of them."""

from __future__ import annotations

from collections.abc import Mapping

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.xml import (
    Element,
    child,
    elements,
    flag,
    fragment,
    local_name,
    make,
)
from lacxl.workbook.style import AUTOMATIC

Facts = Mapping[str, str]
_FLAGS = {"b": "font.bold", "i": "font.italic", "strike": "font.strike"}
_SIDES = {"left": "left", "start": "left", "right": "right", "end": "right"}
_SIDES |= {"top": "top", "bottom": "bottom"}
_ALIGNMENT = {
    "horizontal": ("align.horizontal", "general"),
    "vertical": ("align.vertical", "bottom"),
    "textRotation": ("align.rotation", "0"),
    "indent": ("align.indent", "0"),
    "readingOrder": ("align.order", "0"),
}
_SWITCHES = {"wrapText": "align.wrap", "shrinkToFit": "align.shrink"}


def font_facts(font: Element) -> dict[str, str]:
    """Return what a font says; family, character set and scheme are not seen."""
    found: dict[str, str] = {}
    for element in elements(font):
        name, value = local_name(element), element.get("val", "")
        if name in _FLAGS:
            found[_FLAGS[name]] = "1" if flag(element, "val", True) else ""
        elif name == "u":
            found["font.underline"] = {"": "single", "none": ""}.get(value, value)
        elif name == "vertAlign":
            found["font.vertical"] = "" if value == "baseline" else value
        elif name == "name":
            found["font.name"] = value
        elif name == "sz":
            found["font.size"] = _number(value)
        elif name == "color":
            colour = _colour(element)
            found["font.color"] = "" if colour == AUTOMATIC else colour
    return found


def fill_facts(fill: Element) -> dict[str, str]:
    """Return what a fill says."""
    gradient = child(fill, "gradientFill")
    if gradient is not None:
        return {"fill": f"gradient {_spelt(gradient)}"}
    pattern = child(fill, "patternFill")
    kind = "none" if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind == "none":
        return {}
    front, back = (child(pattern, name) for name in ("fgColor", "bgColor"))
    words = [kind, AUTOMATIC if front is None else _colour(front)]
    if kind != "solid":
        words.append(AUTOMATIC if back is None else _colour(back))
    return {"fill": " ".join(words)}


def border_facts(border: Element) -> dict[str, str]:
    """Return what a border says."""
    found = {}
    for element in elements(border):
        name, line = local_name(element), element.get("style", "none")
        if line == "none":
            continue
        colour = child(element, "color")
        said = f"{line} {AUTOMATIC if colour is None else _colour(colour)}"
        if name in _SIDES:
            found[f"border.{_SIDES[name]}"] = said
        elif name == "diagonal":
            for way in ("Up", "Down"):
                if flag(border, f"diagonal{way}"):
                    found[f"border.{way.lower()}"] = said
    return found


def alignment_facts(alignment: Element) -> dict[str, str]:
    """Return what an alignment says."""
    found = {}
    for name, (fact, usual) in _ALIGNMENT.items():
        value = alignment.get(name, usual)
        found[fact] = "" if value == usual else value
    for name, fact in _SWITCHES.items():
        found[fact] = "1" if flag(alignment, name) else ""
    return found


def font_of(facts: Facts, parent: Element) -> Element:
    """Return a new font that says the facts, in the order in which Excel writes its children."""
    font = make(parent, "font")
    for name, fact in _FLAGS.items():
        if facts.get(fact):
            font.append(make(font, name))
    for name, fact in (("u", "underline"), ("vertAlign", "vertical"), ("sz", "size")):
        if value := facts.get(f"font.{fact}"):
            font.append(make(font, name, val=value))
    if colour := facts.get("font.color"):
        font.append(_coloured(font, "color", colour))
    if value := facts.get("font.name"):
        font.append(make(font, "name", val=value))
    return font


def fill_of(facts: Facts, parent: Element) -> Element:
    """Return a new fill that says the facts."""
    fill = make(parent, "fill")
    kind, _, rest = facts.get("fill", "none").partition(" ")
    if kind == "gradient":
        fill.append(_copied(fragment(rest.encode()), fill))
        return fill
    pattern = make(fill, "patternFill", patternType=kind)
    fill.append(pattern)
    for name, colour in zip(("fgColor", "bgColor"), rest.split(), strict=False):
        pattern.append(_coloured(pattern, name, colour))
    return fill


def border_of(facts: Facts, parent: Element) -> Element:
    """Return a new border that says the facts."""
    border = make(parent, "border")
    ways = {way: facts.get(f"border.{way}", "") for way in ("up", "down")}
    for way, said in ways.items():
        if said:
            border.set(f"diagonal{way.title()}", "1")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        said = facts.get(f"border.{side}", "")
        if side == "diagonal":
            said = ways["up"] or ways["down"]
        line, _, colour = said.partition(" ")
        element = make(border, side, style=line) if line else make(border, side)
        if line:
            element.append(_coloured(element, "color", colour))
        border.append(element)
    return border


def alignment_of(facts: Facts, parent: Element) -> Element | None:
    """Return a new alignment that says the facts; None where all is usual."""
    said = {n: facts[fact] for n, (fact, _) in _ALIGNMENT.items() if facts.get(fact)}
    said |= {name: "1" for name, fact in _SWITCHES.items() if facts.get(fact)}
    return make(parent, "alignment", **said) if said else None


def _spelt(element: Element) -> str:
    """Return an element without texts as XML without namespace."""
    name = local_name(element)
    said = "".join(f' {key}="{value}"' for key, value in sorted(element.attrib.items()))
    return f"<{name}{said}>{''.join(map(_spelt, elements(element)))}</{name}>"


def _copied(element: Element, parent: Element) -> Element:
    made = make(parent, local_name(element), **dict(element.attrib))
    for kid in elements(element):
        made.append(_copied(kid, made))
    return made


def _colour(element: Element) -> str:
    if rgb := element.get("rgb"):
        return f"#{rgb[-6:].upper()}"
    if theme := element.get("theme"):
        tint = _number(element.get("tint", "0"))
        return f"theme:{theme}" if tint == "0" else f"theme:{theme}:{tint}"
    indexed = element.get("indexed", "64")
    return AUTOMATIC if indexed in ("64", "65") else f"indexed:{indexed}"


def _coloured(parent: Element, name: str, colour: str) -> Element:
    kind, _, value = colour.partition(":")
    if colour.startswith("#"):
        return make(parent, name, rgb=f"FF{colour[1:]}")
    if kind == "theme":
        theme, _, tint = value.partition(":")
        return make(parent, name, theme=theme, **({"tint": tint} if tint else {}))
    if kind == "indexed":
        return make(parent, name, indexed=value)
    return make(parent, name, auto="1")


def _number(text: str) -> str:
    try:
        return f"{float(text or 0):.15g}"
    except ValueError:
        raise Unclear("a number in its format is invalid") from None
