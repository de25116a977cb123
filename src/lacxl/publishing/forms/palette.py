"""The colours of the workbooks: every word on them has a contrast of 4.5 to 1 at least."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Pair(NamedTuple):
    """What is written on a colour, both as rrggbb."""

    ground: str
    ink: str


PAPER: Final = Pair("ffffff", "0b0c0c")
HEAD: Final = Pair("e3ebf2", "0b0c0c")
LINE: Final = "b1b4b6"
LINK: Final = "1a5293"
LIGHTS: Final[Mapping[str, Pair]] = {
    "green": Pair("cce2d8", "005a30"),
    "amber": Pair("fff1c2", "594d00"),
    "red": Pair("f6d7d2", "942514"),
}
"""The colours of each light, by its word."""
