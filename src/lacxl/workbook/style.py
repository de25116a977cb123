"""All of how a cell looks beside its number format and its lock, in words of the file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

AUTOMATIC = "auto"
_COLOURS = ("#", "theme:", "indexed:", AUTOMATIC)


@dataclass(frozen=True, slots=True)
class Style:
    """Font, fill, border, alignment and hiding of a cell's formula, as facts sorted by name.

    What is usual is no fact. Values are those of ECMA-376 part 1, 18.8, a number without
    trailing zeros, and a colour in one word: #RRGGBB, theme:4, theme:4:-0.25 (with tint),
    indexed:22 or auto.

    - `font.name`, `font.size`, `font.color`, `font.underline` and `font.vertical` (super- or
      subscript); `font.bold`, `font.italic` and `font.strike` are 1
    - `fill`: the pattern with its colour, and that of its background where it is not solid;
      a gradient is its element
    - `border.left`, `.right`, `.top`, `.bottom`, `.up` and `.down` (diagonals): a line and its
      colour
    - `align.horizontal`, `.vertical`, `.wrap`, `.rotation`, `.indent`, `.shrink` and `.order`
    - `hidden`: the formula is not shown on a protected sheet

    `index` is where the file that it was read from lists it, a hint and no part of the style.
    """

    facts: tuple[tuple[str, str], ...] = ()
    index: int | None = field(default=None, compare=False)

    @classmethod
    def of(cls, facts: Mapping[str, str], index: int | None = None) -> Style:
        """Return the style of these facts; one that is empty is none."""
        return cls(tuple(sorted((k, v) for k, v in facts.items() if v)), index)

    def alike(self, other: Style) -> bool:
        """Say whether both look the same as far as can be told.

        One program spells the colour of a theme that another spells as red, green and blue: such
        two are not told apart.
        """
        mine, theirs = dict(self.facts), dict(other.facts)
        return all(
            _alike(mine.get(name, _usual(name)), theirs.get(name, _usual(name)))
            for name in mine.keys() | theirs.keys()
        )

    def to(self, other: Style) -> tuple[tuple[str, str], ...]:
        """Return the facts to set so that a cell of this style has the other; '' for none."""
        mine, theirs = dict(self.facts), dict(other.facts)
        names = sorted(mine.keys() | theirs.keys())
        return tuple((n, theirs.get(n, "")) for n in names if mine.get(n) != theirs.get(n))


def _usual(name: str) -> str:
    return AUTOMATIC if name == "font.color" else ""


def _alike(one: str, other: str) -> bool:
    return all(
        a == b
        or (
            a.startswith(_COLOURS)
            and b.startswith(_COLOURS)
            and not (a.startswith("#") and b.startswith("#"))
        )
        for a, b in zip_longest(one.split(), other.split(), fillvalue="")
    )
