"""A browser as a judge of a page: can everybody use it, and does it ask for anything."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from oracles.running import run

TIMEOUT = 120.0
_SCRIPT = Path(__file__).with_name("page_judge.cjs")


class Stop(NamedTuple):
    """A place that the Tab key comes to; `leads` is its link, or its name."""

    tag: str
    leads: str
    visible: bool


@dataclass(frozen=True, slots=True)
class View:
    """What the browser says of a page at one width, by day (light) or by night (dark).

    `undecided` is what axe-core leaves to people; `wide` the width that the page needs; `moved`
    how far the arrow key scrolls its first region.
    """

    width: int
    scheme: str
    violations: tuple[str, ...]
    undecided: tuple[str, ...]
    passed: frozenset[str]
    requests: tuple[str, ...]
    said: tuple[str, ...]
    wide: int
    moved: float
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Browser:
    """Chromium, driven by playwright-core, with axe-core in the page."""

    program: Path
    packages: Path

    def look(self, page: Path, *views: tuple[int, str]) -> tuple[View, ...]:
        """Return what it says of a page at widths and schemes (light or dark)."""
        wanted = [f"{width},{scheme}" for width, scheme in views]
        node = shutil.which("node") or "node"
        answer = run(
            [node, _SCRIPT, self.program, self.packages, page.resolve(), *wanted], timeout=TIMEOUT
        )
        if answer.returncode:
            raise RuntimeError(f"{self.program.name}: {answer.stderr}")
        return tuple(
            View(
                view["width"],
                view["colorScheme"],
                tuple(view["violations"]),
                tuple(view["undecided"]),
                frozenset(view["passed"]),
                tuple(view["requests"]),
                tuple(view["said"]),
                view["wide"],
                view["moved"],
                tuple(Stop(s["tag"], s["leads"], s["visible"]) for s in view["stops"]),
            )
            for view in json.loads(answer.stdout)
        )
