"""The formats of cells as far as they matter here: which show dates, and which show nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from lacxl.scan.parts import Parts, whole
from lacxl.scan.trees import Element

T = TypeVar("T")
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_NO_TOKENS = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
_WHITE_INDEXES = ("1", "9", "65")


@dataclass(frozen=True, slots=True)
class Format:
    """What a cell format does to what it shows."""

    is_date: bool = False
    hides_numbers: bool = False
    hides_texts: bool = False
    blends: bool = False
    """The letters have the colour of their background."""


class Styles:
    """A workbook's cell formats, by their index in the list."""

    def __init__(self, parts: Parts, name: str | None) -> None:
        root = parts.root(name) if name else None
        self._formats: list[Format] = []
        self._spelt: dict[str | None, Format] = {}
        if root is None:
            return
        codes = {
            each.get("numFmtId", ""): each.get("formatCode", "")
            for each in root.iterfind("{*}numFmts/{*}numFmt")
        }
        fonts = [_colour(each.find("{*}color")) for each in root.iterfind("{*}fonts/{*}font")]
        fills = [_behind(each) for each in root.iterfind("{*}fills/{*}fill")]
        for xf in root.iterfind("{*}cellXfs/{*}xf"):
            number = xf.get("numFmtId", "0")
            letters, behind = _at(fonts, xf.get("fontId")), _at(fills, xf.get("fillId"))
            blends = letters is not None and letters == (behind or "white")
            self._formats.append(_format(number, codes.get(number), blends))

    def of(self, spelt: str | None) -> Format:
        """Return the format that a cell names; one that is not there does nothing."""
        if spelt not in self._spelt:
            self._spelt[spelt] = _at(self._formats, spelt or "0") or Format()
        return self._spelt[spelt]


def _format(number: str, code: str | None, blends: bool) -> Format:
    if code is None:
        return Format(whole(number) in _BUILT_IN_DATES, blends=blends)
    bare = _NO_TOKENS.sub("", code)
    first = bare.split(";")[0].lower()
    is_date = first != "general" and bool(
        re.search("[dy]", first) or ("m" in first and not re.search("[hs]", first))
    )
    sections = code.split(";")
    hides = len(sections) > 1 and not any(section.strip() for section in sections[:3])
    return Format(is_date, hides, hides and len(sections) > 3 and not sections[3].strip(), blends)


def _colour(element: Element | None) -> str | None:
    """Return what a colour is, spelt so that two that look the same are the same; None for none."""
    if element is None or element.get("auto") in ("1", "true"):
        return None
    rgb, theme, index = element.get("rgb"), element.get("theme"), element.get("indexed")
    tint = element.get("tint", "0")
    if rgb:
        return "white" if rgb[-6:].upper() == "FFFFFF" else rgb[-6:].upper()
    if theme is not None:
        return "white" if theme == "0" and tint.strip("0.") == "" else f"theme {theme} {tint}"
    if index is not None:
        return "white" if index in _WHITE_INDEXES else f"index {index}"
    return None


def _behind(fill: Element) -> str | None:
    """Return the colour of a fill, None for none; a pattern or a gradient has one of its own."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return "gradient"
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return None
    return (_colour(pattern.find("{*}fgColor")) or "black") if kind == "solid" else "pattern"


def _at(listed: list[T], spelt: str | None) -> T | None:
    at = whole(spelt)
    return listed[at] if at is not None and at < len(listed) else None
