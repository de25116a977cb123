"""Time against size: what grows with the workbook, and what only with the touched sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.bench import Bench
from benchmarks.processes import in_turn
from benchmarks.ratios import AnyRow, MemoryRow, Row, Spent
from benchmarks.workbooks import BIG, SMALL

ALLOWED_MB = 400.0


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    return [
        *_grown(bench, "small sheet edited", lambda n: bench.job("edit", n, SMALL)),
        *_grown(bench, "raw copy, flushed", lambda n: bench.job("raw_copy", n, SMALL)),
        *_grown(bench, "survey of every sheet", lambda n: bench.job("survey", n, SMALL)),
        *_grown(bench, "lacxl refresh", lambda n: partial(bench.refresh, n)),
        *_grown(bench, "big sheet edited", lambda n: bench.job("edit", n, BIG)),
        *_inserted(bench, BIG, "on the sheet of"),
        *_inserted(bench, SMALL, "on a small sheet that a tenth name of"),
    ]


def _inserted(bench: Bench, sheet: str, where: str) -> list[AnyRow]:
    """Return the rows for a column inserted on one of the two sheets."""
    most = bench.scale.most
    what = f"column inserted {where} {most:,} cells"
    bench.say(what)
    taken = in_turn(
        bench.scale.large_rounds,
        {name: bench.job(name, most, sheet, linked=True) for name in ("insert", "openpyxl_insert")},
        warm=False,
    )
    ours, theirs = taken["insert"], taken["openpyxl_insert"]
    return [
        Row(what, "openpyxl load, insert_cols, save", ours, theirs, bench.limit(1 / 5)),
        MemoryRow(f"{what}, peak memory", ours, ALLOWED_MB),
    ]


def _grown(bench: Bench, what: str, of: Callable[[int], Callable[[], Spent]]) -> list[AnyRow]:
    """Return a row for each size but the smallest, against which all are held."""
    sizes = bench.scale.sizes
    runs = {str(cells): of(cells) for cells in sizes}
    bench.say(f"{what}: {', '.join(f'{cells:,}' for cells in sizes)} cells")
    taken = in_turn(bench.scale.rounds, runs)
    least = sizes[0]
    return [
        Row(
            f"{what}, {cells:,} cells",
            f"same, {least:,} cells",
            taken[str(cells)],
            taken[str(least)],
        )
        for cells in sizes[1:]
    ]
