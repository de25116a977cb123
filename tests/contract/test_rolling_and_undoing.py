"""A window that rolls on by a month, kept in a receipt and undone: everything of it at once."""

from __future__ import annotations

import json

from bench import Bench
from edits import both, edit, look_as, merge, move_comments

from lacxl.ledgers.carried_out import differing, how_many_hold
from lacxl.ledgers.kept_changes import kept, restored
from lacxl.workbook.changes import ChangeSet
from oracles.reader import read

SHIFT = {f"{to}{row}": f"{of}{row}" for to, of in ("BC", "CD") for row in range(3, 7)}


def rolled(bench: Bench) -> ChangeSet:
    """Return what rolls the window: each month one column to the left, the last one emptied."""
    there = bench.survey().sheet("Window").values
    values = {str(cell): value for cell, value in there.items()}
    cells = edit(
        bench,
        "Window",
        {to: values[of] for to, of in SHIFT.items()}
        | {f"D{row}": None for row in range(3, 7)}
        | {"C1": "2015/16", "D1": None},
    )
    return both(
        cells.and_then(look_as(bench, "Window", SHIFT)),
        merge("Window", part=("B1:C1",), join=("C1:D1",)),
        move_comments(bench, "Window", {"C3": "B3", "D3": "C3", "B4": None}),
    )


def test_it_is_kept_and_undone(rolling: Bench) -> None:
    source, before = rolling.saved(), rolling.survey()
    there = restored(json.loads(json.dumps(kept(rolled(rolling)))))
    result = rolling.apply(there)
    assert differing(result, there) == ()
    assert set(differing(result, there.reverse())) >= {"Window", "Window!C1", "Window!B3"}
    held, total = how_many_hold(result, there)
    assert held > total
    assert read(result)["Window"].values[3, 2] == 2.2
    result = rolling.apply(there.reverse())
    assert differing(result, there.reverse()) == ()
    assert rolling.survey().sheet("Window").values == before.sheet("Window").values
    old, new = read(source)["Window"], read(result)["Window"]
    assert (new.values, new.styles, new.merges, new.rules) == (
        old.values, old.styles, old.merges, old.rules,
    )  # fmt: skip
