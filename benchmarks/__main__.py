"""The one command: runs the scenarios, prints the table, and saves it if asked to."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import report
from benchmarks.bench import FULL, QUICK, Bench
from benchmarks.processes import ROOT
from benchmarks.ratios import AnyRow
from benchmarks.scenarios import (
    children,
    excel,
    growth,
    ledgers,
    month,
    page,
    published,
    publishing,
    signals,
    start,
    writer,
)

SCENARIOS: dict[str, Callable[[Bench], list[AnyRow]]] = {
    "month": month.measure,
    "ledgers": ledgers.measure,
    "writer": writer.measure,
    "growth": growth.measure,
    "start": start.measure,
    "published": published.measure,
    "signals": signals.measure,
    "publishing": publishing.measure,
    "children": children.measure,
    "excel": excel.measure,
    "page": page.measure,
}
RESULTS = ROOT / "benchmarks" / "results.json"


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and once: does it all work?")
    parser.add_argument("--only", choices=SCENARIOS, action="append", help="only this scenario")
    parser.add_argument("--save", action="store_true", help=f"write {RESULTS.name}")
    parser.add_argument(
        "--data", type=Path, help="keep the made-up extracts of children in this folder"
    )
    options = parser.parse_args(arguments)
    if options.data:
        options.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lacxl-benchmarks-") as folder:
        bench = Bench(QUICK if options.quick else FULL, Path(folder), _say, options.data)
        rows = [
            row
            for name, measure in SCENARIOS.items()
            if not options.only or name in options.only
            for row in measure(bench)
        ]
    report.show(rows)
    if options.save:
        report.save(rows, RESULTS)


def _say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
