"""Whether an element of a page is seen, by its properties and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lacxl.scan.page.colours import CLEAR, Colour, colour, look_the_same

_LENGTH = re.compile(r"(-?\d*\.?\d+(?:e[+-]?\d+)?)(px|r?em|pt|cm|mm|in|v[wh]|%|ch)?")
_PIXELS = {
    "em": 16.0,
    "rem": 16.0,
    "ch": 8.0,
    "vw": 10.0,
    "vh": 8.0,
    "pt": 1.33,
    "cm": 38.0,
    "mm": 3.8,
    "in": 96.0,
}
"""How many pixels each unit has, as near as it matters: a window is taken to be 1,000 by 800."""
_AWAY = 900
"""So many pixels to the left or above the page, or as many and more to the right, are beyond it."""
_FAR = 9_000
_MOVES = ("margin-left", "margin-top", "text-indent", "margin")
_MOVES_WHERE_PLACED = ("left", "top", "right", "bottom", "inset")
"""Properties that move what has a `position` other than static, the usual one."""
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)|matrix\(([^)]*)\)")
_NO_SCALE = re.compile(r"scale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]|matrix\(\s*0\s*,")
_CLIPPED = re.compile(r"inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0[^1-9]*\)")

_AS_ATTRIBUTES = (
    *("display", "visibility", "opacity", "font-size", "fill", "fill-opacity", "transform"),
)
_NO_BACKGROUND = ("none", "initial", "inherit", "unset")

_NEVER_SHOWN = (
    "template noscript datalist canvas iframe object video audio noframes noembed rp defs "
    "symbol clippath mask pattern marker metadata"
)
NEVER_SHOWN = frozenset(_NEVER_SHOWN.split())
"""Elements whose text a browser does not show, or only where something else fails."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """How an element's text looks: the colours that it got from above, and why it is hidden."""

    letters: Colour | str | None = (0, 0, 0)
    behind: Colour | str | None = (255, 255, 255)
    hidden: str = ""
    fill: str = ""
    """What the letters of a drawing are filled with."""
    box: tuple[float, ...] = ()
    """The drawing's own measures: its left, its top, its width and its height."""

    @property
    def is_seen(self) -> bool:
        """Whether a text in it is seen."""
        return not self.hidden and not look_the_same(self.letters, self.behind)


def look_of(
    above: TextLook,
    tag: str,
    attributes: Mapping[str, str],
    properties: Mapping[str, str],
    *,
    is_drawing: bool,
) -> TextLook:
    """Return how an element looks within the one above."""
    if is_drawing:
        return _drawn(above, tag, attributes, properties)
    letters, behind = colour(properties.get("color", "")), _background(properties)
    return TextLook(
        letters if "color" in properties else above.letters,
        above.behind if behind == CLEAR else behind,
        above.hidden or _hidden(tag, attributes) or _unseen(properties),
    )


def _drawn(
    above: TextLook, tag: str, attributes: Mapping[str, str], properties: Mapping[str, str]
) -> TextLook:
    """Return how an element of a drawing looks, which may write its properties as attributes.

    What lies behind the text of a drawing is not known.
    """
    given = {name: attributes.get(name, "").strip().lower() for name in _AS_ATTRIBUTES}
    given |= properties
    fill, box = given["fill"] or above.fill, above.box
    hidden = above.hidden or _hidden(tag, attributes) or _unseen(given)
    if tag == "svg":
        box = _box(attributes.get("viewbox", ""))
        sides = (attributes.get(side, "") for side in ("width", "height"))
        hidden = hidden or ("size" if any(_is_tiny(side, 1) for side in sides) else "")
    elif tag in ("text", "tspan"):
        is_clear = fill in ("none", "transparent") or _is_tiny(given["fill-opacity"], 0.05)
        away = "position" if _is_off(attributes, box) else ""
        hidden = hidden or ("fill" if is_clear else away)
    return TextLook(None, None, hidden, fill, box)


def _hidden(tag: str, attributes: Mapping[str, str]) -> str:
    if "hidden" in attributes:
        return "hidden"
    if tag in NEVER_SHOWN or (tag == "dialog" and "open" not in attributes):
        return f"in <{tag}>"
    return ""


def _unseen(given: Mapping[str, str]) -> str:
    """Return in a word why an element with such properties is not seen."""
    if given.get("display") == "none" or given.get("content-visibility") == "hidden":
        return "display"
    if given.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    if _is_tiny(given.get("opacity", ""), 0.05):
        return "opacity"
    if _is_tiny(given.get("font-size", ""), 1) or (
        given.get("overflow", "").startswith(("hidden", "clip"))
        and any(
            _is_tiny(given.get(side, ""), 2)
            for side in ("width", "height", "max-width", "max-height")
        )
    ):
        return "size"
    if given.get("clip", "").startswith("rect") or _CLIPPED.search(given.get("clip-path", "")):
        return "clipped"
    return "position" if _is_away(given) else ""


def _box(text: str) -> tuple[float, ...]:
    """Return a drawing's own measures, none where it does not say them."""
    found = [_pixels(each) for each in text.replace(",", " ").split()]
    measures = tuple(each for each in found if each is not None)
    return measures if len(measures) == 4 else ()


def _is_off(attributes: Mapping[str, str], box: tuple[float, ...]) -> bool:
    """Say whether a text begins further from its drawing than the drawing is large: it may have
    been moved by what is around it, but hardly so far."""
    for side, name in enumerate(("x", "y")):
        at = _pixels(attributes.get(name, "").replace(",", " ").split(" ")[0])
        first, size = (box[side], box[side + 2]) if box else (0, _AWAY)
        if at is not None and not first - size <= at <= first + (2 * size if box else _FAR):
            return True
    return False


def _is_away(given: Mapping[str, str]) -> bool:
    is_placed = given.get("position", "static") != "static"
    for name in (*_MOVES, *(_MOVES_WHERE_PLACED if is_placed else ())):
        for word in given.get(name, "").split():
            at = _pixels(word)
            if at is not None and (at <= -_AWAY or at >= _FAR):
                return True
    transform = given.get("transform", "")
    for words in _MOVED.findall(transform):
        moved = [_pixels(word) for word in "".join(words).replace(",", " ").split()]
        if any(at is not None and (at <= -_AWAY or at >= _FAR) for at in moved):
            return True
    return bool(_NO_SCALE.search(transform))


def _is_tiny(text: str, least: float) -> bool:
    size = _pixels(text)
    return size is not None and abs(size) < least


def _pixels(text: str) -> float | None:
    found = _LENGTH.fullmatch(text.strip())
    return float(found[1]) * _PIXELS.get(found[2] or "", 1) if found else None


def _background(given: Mapping[str, str]) -> Colour | str | None:
    """Return the colour of a background, CLEAR where there is none, None where it is a picture."""
    text = given.get("background-color") or given.get("background") or "transparent"
    if "gradient" in text or "quoted" in text or "background-image" in given:
        return None
    whole = CLEAR if text in _NO_BACKGROUND else colour(text)
    if whole is not None:
        return whole
    words = re.findall(r"rgba?\([^)]*\)|[^\s]+", text)
    return next((found for word in words if (found := colour(word)) is not None), None)
