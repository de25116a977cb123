"""The DfE's published files read and worked out for a council, against pandas reading them."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, Bench, python
from benchmarks.processes import LACXL, ROOT, in_turn, run
from benchmarks.ratios import AnyRow, Row, Spent

_EXCERPTS = ROOT / "tests" / "data" / "dfe"
_READ = "import pandas as p, pathlib as q; [p.read_csv(f) for f in q.Path({!r}).glob('*.csv')]"


def measure(bench: Bench) -> list[AnyRow]:
    """Return the row of the scenario; without the nine files it is of excerpts, and not judged."""
    folder = _files()
    bench.say("taking benchmarks from the DfE's files")
    taken = in_turn(
        bench.scale.rounds,
        {
            "ours": partial(_lacxl, folder),
            "pandas": partial(python, _READ.format(str(folder))),
        },
    )
    whole = folder != _EXCERPTS
    what = "lacxl benchmarks of the DfE's nine files" if whole else "lacxl benchmarks of excerpts"
    limit = bench.limit(1.5) if whole else None
    return [Row(what, "pd.read_csv of them", taken["ours"], taken["pandas"], limit)]


def _files() -> Path:
    shared = Path(os.environ.get("LACXL_SHARED") or ROOT.parent / "shared") / "dfe"
    return shared if shared.is_dir() else _EXCERPTS


def _lacxl(folder: Path) -> Spent:
    call = ("benchmarks", str(folder), "--council", "372", "--dry-run")
    return run((*LACXL, *call), fine=DONE).spent
