"""The twelfth month of a year that is published, against the first."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, Bench
from benchmarks.processes import LACXL, in_turn, run
from benchmarks.ratios import AnyRow, Row, Spent

_MONTHS = [f"2015-{month:02d}" for month in range(4, 13)] + [f"2016-{m:02d}" for m in (1, 2, 3)]
_COUNTS = ("7.1", "7.3", "7.4", "8.1")
_SHARES = (
    "7.5", "7.6", "7.7", "7.8", "7.9", "7.10", "7.11", "7.12", "7.13", "8.2", "8.3", "8.4", "9.1",
    "9.2", "10.1",
)  # fmt: skip
_SMALL = ("7.5", "7.7", "10.1")
"""Those that rest on a handful each month, as adoptions do in any council."""


def measure(bench: Bench) -> list[AnyRow]:
    """Return the row of the scenario."""
    last = len(_MONTHS) if bench.scale.judged else 2
    bench.say(f"publishing {last} months one after the other")
    folders = _played(bench.folder / "to publish", _MONTHS[:last])
    runs = {name: partial(_publish, folder, month) for name, (folder, month) in folders.items()}
    taken = in_turn(min(bench.scale.rounds, 9), runs)
    what = f"lacxl publish, month {last} of a year, whole process"
    return [Row(what, "the first month", taken["last"], taken["first"], bench.limit(3))]


def _publish(folder: Path, month: str) -> Spent:
    """Publish a month for the first time, in a copy of the folder as it was before."""
    copy = folder.with_name(f"{folder.name} now")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    return run((*LACXL, "publish", month, "--settings", str(copy)), fine=DONE).spent


def _played(folder: Path, months: list[str]) -> dict[str, tuple[Path, str]]:
    """Play the months up to the issue of the last; return the folders before two publications."""
    run((*LACXL, "new", months[0], str(folder)), fine=DONE)
    found: dict[str, tuple[Path, str]] = {}
    for number, month in enumerate(months):
        _give(folder / "readings.csv", months[: number + 1])
        steps = (["next-month"] if number else [], ["refresh", month], ["issue", month])
        for step in filter(None, steps):
            run((*LACXL, *step, "--settings", str(folder)), fine=DONE)
        if number in (0, len(months) - 1):
            name = "last" if number else "first"
            found[name] = (folder.with_name(f"{folder.name} {name}"), month)
            shutil.copytree(folder, found[name][0])
        run((*LACXL, "publish", month, "--settings", str(folder)), fine=DONE)
    return found


def _give(readings: Path, months: list[str]) -> None:
    with readings.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["indicator", "month", "numerator", "denominator", "value", "note"])
        for month in months:
            rows.writerows(_readings(month))


def _readings(month: str) -> Iterator[list[object]]:
    """Yield the readings of a month: some rest on few, as those of a council of 400 children do."""
    chance = random.Random(month)
    joined, left = chance.randint(8, 25), chance.randint(8, 25)
    counts = dict(zip(_COUNTS, (400 + joined - left, joined, left, 180), strict=True))
    for number, count in counts.items():
        yield [number, month, count, "", "", ""]
    yield ["7.2", month, counts["7.1"], 56_105, "", ""]
    for number in _SHARES:
        whole = chance.randint(4, 20) if number in _SMALL else chance.randint(60, 400)
        yield [number, month, chance.randint(whole // 3, whole), whole, "", ""]
    for number in ("10.2", "10.3"):
        children = chance.randint(1, 6)
        yield [number, month, children * chance.randint(100, 600), children, "", ""]
