"""Headings without what varies between programs, and the columns of a layout they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns a file must have, by name, and other headings that mean the same."""

    name: str
    columns: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def by_heading(self) -> Mapping[str, str]:
        """The column for each heading that is understood, headings in their plain form."""
        return {
            plain(heading): column
            for column in self.columns
            for heading in (column, *self.also.get(column, ()))
        }


def plain(heading: str) -> str:
    """Return a heading without what varies: case, blanks, quotes, points, underscores, marks."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", heading)).strip().casefold()
