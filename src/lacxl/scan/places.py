"""Whether a text gives away a place on somebody's disk or server."""

from __future__ import annotations

import re

_PATH = re.compile(r"file:|(?<![a-z])[a-z]:[\\/]|\\\\\w|/(?:home|users)/", re.IGNORECASE)


def names_a_place(text: str) -> bool:
    """Say whether a text has a path in it, as C:\\Users\\... or /home/..."""
    return _PATH.search(text) is not None
