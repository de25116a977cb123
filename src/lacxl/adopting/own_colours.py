"""The colours that a workbook brings, as classes of the page's style sheet."""

from __future__ import annotations

import re

from lacxl.adopting.map import MappedCell
from lacxl.workbook.colours import contrast

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_BLACK, _WHITE = "#000000", "#FFFFFF"


class OwnColours:
    """Names a class for every pair of colours, and remembers what each of them says."""

    def __init__(self) -> None:
        self._rules: dict[str, str] = {}

    def classes(self, look: MappedCell, *, taken: bool) -> list[str]:
        """Return the classes of a cell; of one that is taken only its fill shows, as a strip."""
        fill, ink = (each if _COLOUR.fullmatch(each) else "" for each in (look.fill, look.ink))
        found = ["b"] if look.bold else []
        found += ["i"] if look.italic else []
        found += [look.align] if look.align in ("right", "center") else []
        if fill:
            readable = ink if ink and contrast(fill, ink) >= LEAST_CONTRAST else _best_on(fill)
            found += ["own", self._named(f"--own:{fill};--own-ink:{readable}")]
        elif ink and not taken and contrast(ink, _WHITE) >= LEAST_CONTRAST:
            found += ["font", self._named(f"--font:{ink}")]
        return found

    def style_sheet(self) -> str:
        """Return the rules of all classes that were named."""
        return "".join(f".{name}{{{rule}}}\n" for rule, name in self._rules.items())

    def _named(self, rule: str) -> str:
        return self._rules.setdefault(rule, f"c{len(self._rules) + 1}")


def _best_on(fill: str) -> str:
    return max((_BLACK, _WHITE), key=lambda ink: contrast(fill, ink))
