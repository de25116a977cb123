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
_MOVES = ("left", "top", "margin-left", "margin-top", "text-indent", "margin", "inset")
_FROM_THE_FAR_SIDE = ("right", "bottom")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)|matrix\(([^)]*)\)")
_NO_SCALE = re.compile(r"scale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]|matrix\(\s*0\s*,")
_CLIPPED = re.compile(r"inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0[^1-9]*\)")

_NO_BACKGROUND = ("none", "initial", "inherit", "unset")

_NEVER_SHOWN = (
    "template noscript datalist canvas iframe object video audio noframes noembed rp defs "
    "symbol clippath mask pattern marker metadata"
)
NEVER_SHOWN = frozenset(_NEVER_SHOWN.split())
"""Elements whose text a browser does not show, or only where something else fails."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an element's text looks: the colours that it got from above, and why it is hidden."""

    letters: Colour | str | None = (0, 0, 0)
    behind: Colour | str | None = (255, 255, 255)
    hidden: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether a text in it is seen."""
        return not self.hidden and not look_the_same(self.letters, self.behind)


def look_of(
    above: Look,
    tag: str,
    attributes: Mapping[str, str],
    properties: Mapping[str, str],
    *,
    is_drawing: bool,
) -> Look:
    """Return how an element looks within the one above."""
    given = {**properties}
    if is_drawing:  # a drawing may write its properties as attributes
        for name in ("display", "visibility", "opacity", "font-size", "fill", "fill-opacity"):
            given.setdefault(name, attributes.get(name, "").strip().lower())
    hidden = above.hidden or _hidden(tag, attributes) or _unseen(given)
    if not hidden and is_drawing and tag in ("text", "tspan"):
        hidden = _unseen_in_drawing(given, attributes)
    if is_drawing:  # what lies behind the text of a drawing is not known
        return Look(None, None, hidden)
    letters, behind = colour(given.get("color", "")), _background(given)
    return Look(
        letters if "color" in given else above.letters,
        above.behind if behind == CLEAR else behind,
        hidden,
    )


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


def _unseen_in_drawing(given: Mapping[str, str], attributes: Mapping[str, str]) -> str:
    if given.get("fill") in ("none", "transparent") or _is_tiny(
        given.get("fill-opacity", ""), 0.05
    ):
        return "fill"
    moved = [_pixels(attributes.get(name, "").split(" ")[0]) for name in ("x", "y")]
    return "position" if any(at is not None and not -_AWAY < at < _FAR for at in moved) else ""


def _is_away(given: Mapping[str, str]) -> bool:
    for name in (*_MOVES, *_FROM_THE_FAR_SIDE):
        for word in given.get(name, "").split():
            at = _pixels(word)
            if at is not None and (at <= -_AWAY or at >= _FAR):
                return True
    moves = _MOVED.findall(given.get("transform", ""))
    if any(
        (at := _pixels(word.strip())) is not None and abs(at) >= _AWAY
        for both in moves
        for word in "".join(both).split(",")
    ):
        return True
    return bool(_NO_SCALE.search(given.get("transform", "")))


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
