"""How high a row must be for its wrapped texts: some programs trust the file and do not look."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Final

_LINE: Final = 1.3  # of the size of its letters
_HIGHEST: Final = 409.0  # Excel knows no higher row
_SAFE: Final = 0.95  # a line of wide letters holds fewer than the width says


def height_of(texts: Iterable[tuple[str, int]], size: int) -> float:
    """Return the points that a row needs for texts in columns of so many characters."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(lines * size * _LINE + 2, _HIGHEST)


def _lines(text: str, width: int) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    room = int(width * _SAFE * len(text) / (len(text) + wide)) if text else width
    return len(textwrap.wrap(text, max(room, 1))) or 1
