"""Measures that children's services report, as measures.toml has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, and what a plausible council shows for it."""

    titles: tuple[str, ...]
    unit: str
    kind: str
    polarity: str
    group: str
    numerator: str = ""
    denominator: str = ""
    level: float = 0.0
    target: str = ""
    tolerance: str = ""
    measure: str = ""


def _read(name: str) -> tuple[Measure, ...]:
    return tuple(Measure(**{**found, "titles": tuple(found["titles"])}) for found in _TABLES[name])


_TABLES = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
LOOKED_AFTER = _read("looked_after")
LEAVERS = _read("leavers")
EARLY_HELP = _read("early_help")
