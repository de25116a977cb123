"""What a change means for the results that a workbook keeps of its formulas, and for its charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacxl.workbook.address import CellRef
from lacxl.workbook.snapshot import Scalar


@dataclass(frozen=True, slots=True)
class Calculation:
    """Results to keep, and what is left to Excel.

    `results` were worked out; `waiting` depend on what changed and were not, `possible` may depend
    on it, each with the reason; `clock` give something else at each time, whatever the cells hold.
    `drawn` are parts of charts and text boxes that follow; `undrawn` says why something drawn on a
    sheet cannot, `undrawn_perhaps` the same where it may not even be concerned. `inputs` are the
    kept results, not concerned themselves, that the waiting and possible ones rest on, where they
    were asked for.
    `stale` are the cells of which the file keeps another result than it should: it is stored, or
    taken away where there is none.
    """

    results: Mapping[CellRef, Scalar] = field(default_factory=dict)
    waiting: Mapping[CellRef, str] = field(default_factory=dict)
    possible: Mapping[CellRef, str] = field(default_factory=dict)
    clock: tuple[CellRef, ...] = ()
    stale: frozenset[CellRef] = frozenset()
    drawn: Mapping[str, bytes] = field(default_factory=dict)
    undrawn: Mapping[str, str] = field(default_factory=dict)
    undrawn_perhaps: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[CellRef, Scalar] = field(default_factory=dict)
