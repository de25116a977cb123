"""The colours of the workbooks: every word on them has a contrast of 4.5 to 1 at least."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class InkOnGround(NamedTuple):
    """What is written on a colour, both as rrggbb."""

    ground: str
    ink: str


PAPER: Final = InkOnGround("ffffff", "0b0c0c")
HEAD: Final = InkOnGround("e3ebf2", "0b0c0c")
LINE: Final = "b1b4b6"
LINK: Final = "1a5293"
LIGHTS: Final[Mapping[str, InkOnGround]] = {
    "green": InkOnGround("cce2d8", "005a30"),
    "amber": InkOnGround("fff1c2", "594d00"),
    "red": InkOnGround("f6d7d2", "942514"),
}
"""The colours of each light, by its word."""
