"""The repairs that are usual in the field: each is listed, counted, and can be turned off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lacxl.records.feeds.schema import load

REPAIRS: Final[Mapping[str, str]] = load("repairs")
"""The repairs by name, and what each does; every one is on unless an option turns it off."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that was made: its name, in which file, and in how many rows."""

    name: str
    file: str
    count: int

    @property
    def about(self) -> str:
        """What the repair does."""
        return REPAIRS[self.name]
