"""Children's records: a nation's, growth with their number, and a council's own in a refresh."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, MONTH, Bench
from benchmarks.children_make import ALL_LAYOUTS, COUNTED, TOTALS
from benchmarks.processes import LACXL, in_turn, run, run_children_job
from benchmarks.ratios import AddedRow, AnyRow, GrowthRow, MemoryRow, Row, Spent

ALLOWED_MB = 2861.0
"""3 GB, in units of 2**20."""
ALLOWED_SECONDS = 0.5
_AFTER_PANDAS = (sys.executable, "-c", "import pandas; from lacxl.cli import main; main()")


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    return [*_nation(bench), *_sql(bench), *_growth(bench), *_council(bench)]


def _nation(bench: Bench) -> list[AnyRow]:
    children = bench.scale.children[-1]
    folder = bench.extract(children)
    bench.say(f"{children:,} children: read, checked and counted")
    taken = in_turn(
        bench.scale.children_rounds,
        {name: _job(bench, name, folder) for name in ("everything", "pandas_text", "pandas_dates")},
        warm=bench.scale.judged,
    )
    what = f"SSDA903 of {children:,} children read, checked, counted for 13 months"
    ours = taken["everything"]
    return [
        Row(what, "pd.read_csv, dates as text", ours, taken["pandas_text"], bench.limit(5.0)),
        Row(what, "pd.read_csv, then pd.to_datetime", ours, taken["pandas_dates"]),
        MemoryRow(f"{what}, peak memory", ours, ALLOWED_MB),
    ]


def _sql(bench: Bench) -> list[AnyRow]:
    children = bench.scale.children[-1]
    folder = bench.extract(children)
    bench.say(f"{children:,} children: three measures, also in SQL")
    names = ("three", "duckdb", "three_counted", "duckdb_counted")
    taken = in_turn(
        bench.scale.children_rounds,
        {name: _job(bench, name, folder) for name in names},
        warm=False,
    )
    answers = {name: _answer(bench, name) for name in names}
    for name, answer in answers.items():
        if answer != answers["three"]:
            raise RuntimeError(f"{name} counted something else than lacxl did")
    three = f"7.1, 7.4, 9.2 of {children:,} children"
    return [
        Row(
            f"{three}: everything read and checked, counted",
            "DuckDB SQL over episodes.csv, unchecked",
            taken["three"],
            taken["duckdb"],
        ),
        Row(
            f"{three}: counted from what was read",
            "DuckDB SQL over its own table",
            taken["three_counted"],
            taken["duckdb_counted"],
        ),
    ]


def _growth(bench: Bench) -> list[AnyRow]:
    folders = [bench.extract(children) for children in bench.scale.children]
    sizes = [_episodes(folder) for folder in folders]
    bench.say(f"growth: {', '.join(f'{size:,}' for size in sizes)} episodes")
    taken = in_turn(
        bench.scale.children_rounds,
        {folder.name: _job(bench, "everything", folder) for folder in folders},
        warm=False,
    )
    runs = [(size, taken[folder.name]) for size, folder in zip(sizes, folders, strict=True)]
    return [_fitted(bench, runs), _fitted(bench, runs[-2:])]


def _fitted(bench: Bench, runs: Sequence[tuple[int, tuple[Spent, ...]]]) -> GrowthRow:
    (least, of_least), *between, (most, of_most) = runs
    return GrowthRow(
        f"SSDA903 read, checked, counted, {most:,} episodes: exponent",
        f"{least:,} episodes",
        of_most,
        of_least,
        bench.limit(1.1),
        (least, most),
        tuple(between),
    )


def _council(bench: Bench) -> list[AnyRow]:
    children = bench.scale.council
    folders = bench.folder / "council"
    bench.say(f"a council of {children:,} children refreshed")
    make = (sys.executable, "-m", "benchmarks.children_make", "folders")
    run((*make, str(folders), str(children)))
    taken = in_turn(
        2 * bench.scale.children_rounds if bench.scale.judged else 1,
        {
            "counted": partial(_refresh, bench, COUNTED, LACXL),
            "totals": partial(_refresh, bench, TOTALS, LACXL),
            "after pandas": partial(_refresh, bench, TOTALS, _AFTER_PANDAS),
            "all": partial(_refresh, bench, ALL_LAYOUTS, LACXL),
        },
        warm=bench.scale.judged,
    )
    share = f"share of {ALLOWED_SECONDS:g} s"
    ours, what = taken["counted"], f"refresh from SSDA903 of {children:,} children"
    totals, loaded = "refresh of totals", "refresh of totals that imports pandas"
    every = f"refresh from four layouts of {children:,} children"
    limit = bench.limit(1.0)
    return [
        Row(what, totals, ours, taken["totals"]),
        AddedRow(f"{what}, added: {share}", totals, ours, taken["totals"], limit, ALLOWED_SECONDS),
        AddedRow(
            f"{what}, added: {share}", loaded, ours, taken["after pandas"], None, ALLOWED_SECONDS
        ),
        AddedRow(
            f"{every}, added: {share}", loaded, taken["all"], taken["after pandas"], None,
            ALLOWED_SECONDS,
        ),
    ]  # fmt: skip


def _job(bench: Bench, name: str, folder: Path) -> Callable[[], Spent]:
    return partial(run_children_job, name, folder, bench.folder / f"{name}.json")


def _answer(bench: Bench, name: str) -> object:
    return json.loads((bench.folder / f"{name}.json").read_text("utf-8"))


def _episodes(folder: Path) -> int:
    with (folder / "episodes.csv").open("rb") as file:
        return sum(1 for _ in file) - 1


def _refresh(bench: Bench, name: str, command: tuple[str, ...]) -> Spent:
    fresh = bench.folder / "fresh council"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(bench.folder / "council" / name, fresh)
    done = run((*command, "refresh", MONTH, "--settings", str(fresh)), fine=DONE)
    if not any((fresh / "receipts").glob("*.json")):
        raise RuntimeError("the refresh filled nothing")
    return done.spent
