"""The colours of the forms: every word on them has a contrast of 4.5 to 1 at least."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from lacxl.publishing.forms.sheets import Shade


class Pair(NamedTuple):
    """What is written on a colour, both as rrggbb."""

    ground: str
    ink: str


PAPER: Final = Pair("ffffff", "0b0c0c")
HEAD: Final = Pair("e3ebf2", "0b0c0c")
LINE: Final = "b1b4b6"
LINK: Final = "1d5aa6"
LIGHTS: Final[Mapping[Shade, Pair]] = {
    Shade.GREEN: Pair("cce2d8", "005a30"),
    Shade.AMBER: Pair("fff1c2", "594d00"),
    Shade.RED: Pair("f6d7d2", "942514"),
}
