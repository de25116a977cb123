"""The month of the demo as a whole process, against importing pandas and against a plain script."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from benchmarks.bench import Bench, python
from benchmarks.processes import ROOT, in_turn, run
from benchmarks.ratios import AnyRow, Row, Spent

_SCRIPT = ROOT / "benchmarks" / "plain_script.py"


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    cells = _cells(bench)
    bench.say("refreshing the demo's month")
    taken = in_turn(
        bench.scale.rounds,
        {
            "ours": bench.refresh,
            "pandas": partial(python, "import pandas"),
            "script": partial(_plain_script, bench, cells),
            "check": bench.check,
            "adopt": bench.adopt,
            "next month": bench.next_month,
        },
    )
    what = "lacxl refresh of the demo, whole process"
    ours = taken["ours"]
    return [
        Row(what, "python -c 'import pandas'", ours, taken["pandas"], bench.limit(1.0)),
        Row(what, "pandas + openpyxl script", ours, taken["script"], bench.limit(1.0, below=True)),
        Row(
            "lacxl adopt of the demo, whole process",
            "lacxl refresh of it",
            taken["adopt"],
            ours,
            bench.limit(2.0),
        ),
        *(
            Row(
                f"lacxl {command} of the demo, whole process",
                "lacxl refresh of it",
                taken[name],
                ours,
                bench.limit(1.2),
            )
            for name, command in (("check", "check"), ("next month", "next-month"))
        ),
    ]


def _plain_script(bench: Bench, cells: Path) -> Spent:
    return run((sys.executable, str(_SCRIPT), str(bench.fresh()), str(cells))).spent


def _cells(bench: Bench) -> Path:
    """Return a file of the cells that a refresh fills, for the script to fill."""
    bench.refresh()
    receipt = next((bench.folder / "fresh" / "receipts").glob("*.json"))
    cells = bench.folder / "cells.json"
    content = json.loads(receipt.read_text(encoding="utf-8"))["cells"]
    cells.write_text(json.dumps(content), encoding="utf-8")
    return cells
