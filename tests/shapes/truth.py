"""What is true of a made-up workbook: its indicators, and what each cell must hold afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TrueIndicator:
    """An indicator as somebody who knows the workbook would describe it."""

    reference: str
    title: str
    unit: str  # count | percentage | rate | mean
    kind: str  # flow | snapshot | rolling
    polarity: str  # high | low | none
    target: Fraction | None  # a percentage as a fraction of 1
    amber: Fraction | None  # the last figure that is still amber
    tolerance: str  # the words used, "" if none
    measure: str  # the shipped indicator that counts the very same, "" if none


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook with its readings, and what filling the month must do to it.

    Every cell that is neither in `expected` nor in `may_change` must stay as it is. A cell of
    `may_change` may stay too. The keys of `facts` are listed in `shapes/wording.py`.
    """

    shape: str
    seed: int
    workbook: Path
    readings: Path
    month: str  # the month to fill; of a quarterly workbook the quarter's last
    indicators: tuple[TrueIndicator, ...]
    expected: Mapping[Cell, object]
    may_change: Mapping[Cell, frozenset[object]]
    facts: Mapping[str, str]
