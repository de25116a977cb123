"""Colours in words of the file format made #RRGGBB, and how well one is read on another."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

from lacxl.workbook.style import AUTOMATIC

_OFFICE = "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080"
OFFICE_THEME = tuple(f"#{each}" for each in _OFFICE.split())
"""The colours of a theme in the order in which cells number them; these are those of Office 2007,
which count where a workbook brings no theme."""

_FIRST_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_PALETTE = (
    f"{_FIRST_EIGHT} {_FIRST_EIGHT} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF "
    "660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 "
    "FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
"""ECMA-376 part 1, 18.8.27: the colours that are named by an index."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LAST_GREEN, _FIRST_RED = 165, 335  # degrees of hue; between them are blues and violets
_LEAST_COLOUR, _DARKEST, _PALEST = 0.25, 0.12, 0.95


def resolved(word: str, theme: Sequence[str] = OFFICE_THEME) -> str:
    """Return the colour that a style names as #RRGGBB, "" where it is automatic or not known."""
    kind, _, rest = word.partition(":")
    if _COLOUR.fullmatch(word):
        return word.upper()
    if word == AUTOMATIC:
        return ""
    number, _, tint = rest.partition(":")
    listed = {"theme": theme, "indexed": [f"#{each}" for each in _PALETTE]}.get(kind, ())
    if not (number.isascii() and number.isdigit()) or int(number) >= len(listed):
        return ""
    try:
        return _tinted(listed[int(number)], float(tint or 0))
    except ValueError:
        return ""


def is_signal(colour: str) -> bool:
    """Say whether a colour is one of a traffic light: red, amber or green, pale ones too."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    degrees = hue * 360
    is_hue = degrees <= _LAST_GREEN or degrees >= _FIRST_RED
    return is_hue and saturation >= _LEAST_COLOUR and _DARKEST <= lightness <= _PALEST


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _tinted(colour: str, tint: float) -> str:
    """Return a colour made darker (to -1) or lighter (to 1), as 18.8.3 says."""
    if not _COLOUR.fullmatch(colour):
        return ""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    tint = min(max(tint, -1.0), 1.0)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
