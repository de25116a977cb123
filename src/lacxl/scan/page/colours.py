"""Colours as a page writes them, to tell letters from their background."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]
CLEAR = "clear"
"""What has no colour at all; letters in it are not seen, a background in it is the one behind."""

_NAMES = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "red": (255, 0, 0),
    "maroon": (128, 0, 0),
    "yellow": (255, 255, 0),
    "olive": (128, 128, 0),
    "lime": (0, 255, 0),
    "green": (0, 128, 0),
    "aqua": (0, 255, 255),
    "teal": (0, 128, 128),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "fuchsia": (255, 0, 255),
    "purple": (128, 0, 128),
    "orange": (255, 165, 0),
}
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(([\d.%\s,/]+)\)", re.IGNORECASE)
_NEAR = 10
"""Two colours that differ by no more in red, green and blue look the same."""


def colour(text: str) -> Colour | str | None:
    """Return a colour: CLEAR where it is transparent, None where it cannot be told."""
    text = text.strip().lower()
    if text == "transparent":
        return CLEAR
    if text in _NAMES:
        return _NAMES[text]
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) > 4 else "".join(d * 2 for d in found[1])
        if digits[6:] == "00":
            return CLEAR
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := _RGB.fullmatch(text):
        return _of_parts(re.findall(r"[\d.]+%?", found[1]))
    return None


def _of_parts(parts: list[str]) -> Colour | str | None:
    try:
        shares = [float(part.rstrip("%")) for part in parts]
    except ValueError:
        return None
    if len(shares) < 3:
        return None
    if len(shares) > 3 and shares[3] == 0:
        return CLEAR
    scaled = [
        share * 2.55 if part.endswith("%") else share
        for part, share in zip(parts, shares, strict=True)
    ]
    red, green, blue = (round(min(255.0, share)) for share in scaled[:3])
    return red, green, blue


def look_the_same(one: Colour | str | None, other: Colour | str | None) -> bool:
    """Say whether letters of one colour cannot be seen on the other."""
    if one == CLEAR:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
    return False
