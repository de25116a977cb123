"""Characters that nobody sees in a text: controls, marks without width, turned directions."""

from __future__ import annotations

import re

_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")  # of England, Scotland and Wales
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u200b\u2060-\u2064\u202d\u202e\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Not among them: joiners and direction marks, which Arabic, Persian and Indian scripts need."""


def unseen_characters(text: str) -> int:
    """Return how many characters of a text nobody sees."""
    if text.isascii() and text.isprintable():
        return 0
    return len(_UNSEEN.findall(_FLAG.sub("", text)))
