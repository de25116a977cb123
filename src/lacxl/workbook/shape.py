"""How a sheet is shaped: how wide its columns are, and what of it is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """The widths of a sheet's columns in characters where it states any, and what it hides.

    Only rows and columns of the surveyed window are listed.
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
