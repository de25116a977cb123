"""The DfE's files worked out against pandas reading them, and a refresh that fills benchmarks."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, Bench, python
from benchmarks.processes import LACXL, ROOT, in_turn, run
from benchmarks.ratios import AnyRow, Row, Spent

_EXCERPTS = ROOT / "tests" / "data" / "dfe"
_READ = "import pandas as p, pathlib as q; [p.read_csv(f) for f in q.Path({!r}).glob('*.csv')]"
_COUNCIL = ("--council", "372")


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario; without the nine files they are of excerpts."""
    folder = _files()
    bench.say("taking benchmarks from the DfE's files")
    without = bench.demo()
    filled = bench.folder / "with benchmarks"
    shutil.copytree(without, filled)
    run((*LACXL, "benchmarks", str(folder), *_COUNCIL, "--settings", str(filled)), fine=DONE)
    none = bench.folder / "without benchmarks"
    shutil.copytree(without, none)
    settings = (none / "lacxl.toml").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in settings if not line.startswith("benchmarks =")]
    (none / "lacxl.toml").write_text("".join(kept), encoding="utf-8")
    taken = in_turn(
        bench.scale.rounds,
        {
            "ours": partial(_taken, folder),
            "pandas": partial(python, _READ.format(str(folder))),
            "with": partial(bench.refresh_in, filled),
            "without": partial(bench.refresh_in, none),
        },
    )
    whole = folder != _EXCERPTS
    what = "lacxl benchmarks of the DfE's nine files" if whole else "lacxl benchmarks of excerpts"
    limit = bench.limit(1.5) if whole else None
    return [
        Row(what, "pd.read_csv of them", taken["ours"], taken["pandas"], limit),
        Row(
            "lacxl refresh that fills benchmarks",
            "one without",
            taken["with"],
            taken["without"],
            bench.limit(1.05),
        ),
    ]


def _files() -> Path:
    shared = Path(os.environ.get("LACXL_SHARED") or ROOT.parent / "shared") / "dfe"
    return shared if shared.is_dir() else _EXCERPTS


def _taken(folder: Path) -> Spent:
    return run((*LACXL, "benchmarks", str(folder), *_COUNCIL, "--dry-run"), fine=DONE).spent
