"""A refresh that brings a sheet of XmR charts up to date, against one without such a sheet."""

from __future__ import annotations

import csv
import shutil
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, Bench
from benchmarks.processes import LACXL, in_turn, run
from benchmarks.ratios import AnyRow, Row

_BEFORE = "2015-04"
_YEAR = [f"2014-{month:02d}" for month in range(4, 13)] + ["2015-01", "2015-02"]


def measure(bench: Bench) -> list[AnyRow]:
    """Return the row of the scenario."""
    bench.say("refreshing a sheet of XmR charts")
    without = bench.folder / "a year"
    shutil.copytree(bench.demo(), without)
    _give_a_year(without / "readings.csv")
    charted = bench.folder / "a year with charts"
    shutil.copytree(without, charted)
    run((*LACXL, "add-charts", _BEFORE, "--settings", str(charted)), fine=DONE)
    taken = in_turn(
        bench.scale.rounds,
        {"with": partial(bench.refresh_in, charted), "without": partial(bench.refresh_in, without)},
    )
    what = "lacxl refresh with a sheet of XmR charts, whole process"
    return [Row(what, "one without", taken["with"], taken["without"], bench.limit(1.2))]


def _give_a_year(readings: Path) -> None:
    """Add a year of readings for each indicator that has one of April, so that most are judged."""
    with readings.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    month = header.index("month")
    there = {(row[0], row[month]) for row in rows}
    april = [row for row in rows if row[month] == _BEFORE]
    for number, each in enumerate(_YEAR):
        rows += [
            [*row[:month], each, *_moved(row[month + 1 :], number)]
            for row in april
            if (row[0], each) not in there
        ]
    with readings.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def _moved(cells: list[str], by: int) -> list[str]:
    """Return the figures of a row, whole ones a little lower."""
    first, *others = cells
    return [str(int(first) - by % 3) if first.isdigit() and int(first) > 3 else first, *others]
