"""Start-up: the shortest commands against Python itself and against importing pandas."""

from __future__ import annotations

from functools import partial

from benchmarks.bench import DONE, MONTH, Bench, python
from benchmarks.processes import LACXL, in_turn, run
from benchmarks.ratios import AnyRow, Row, Spent


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    bench.say("starting up")
    folder = bench.demo()
    taken = in_turn(
        bench.scale.rounds,
        {
            "version": partial(_lacxl, "--version"),
            "figures": partial(_lacxl, "figures", MONTH, "--settings", str(folder)),
            "pass": partial(python, "pass"),
            "pandas": partial(python, "import pandas"),
        },
    )
    return [
        Row(f"lacxl {name}", f"python -c '{code}'", taken[ours], taken[theirs])
        for ours, name in (("version", "--version"), ("figures", "figures"))
        for theirs, code in (("pass", "pass"), ("pandas", "import pandas"))
    ]


def _lacxl(*arguments: str) -> Spent:
    return run((*LACXL, *arguments), fine=DONE).spent
