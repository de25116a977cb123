"""A year of issues: verifying it against hashing its files, and what each run looks at of it."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from benchmarks.bench import DONE, Bench
from benchmarks.processes import LACXL, in_turn, run, run_ledger_job
from benchmarks.ratios import AnyRow, Row, Spent

_LAST = "2016-03"
_UNCHECKED = "import lacxl.ledgers.register_agreement as a; a._met = lambda _: []; "


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    bench.say("issuing a year of months")
    folder = bench.folder / "year"
    shutil.copytree(bench.demo(), folder)
    run_ledger_job("make", folder)
    bench.say("verifying it")
    taken = in_turn(
        bench.scale.rounds,
        {
            "verify": partial(run_ledger_job, "verify", folder),
            "hashes": partial(run_ledger_job, "hashes", folder),
            "looked at": partial(_figures, folder, ""),
            "not looked at": partial(_figures, folder, _UNCHECKED),
        },
    )
    return [
        Row(
            "lacxl verify of a year of issues",
            "reading and hashing its files",
            taken["verify"],
            taken["hashes"],
            bench.limit(2.0),
        ),
        Row(
            "lacxl refresh --dry-run, whole process",
            "the same without looking at the register",
            taken["looked at"],
            taken["not looked at"],
            bench.limit(1.05),
        ),
    ]


def _figures(folder: Path, before: str) -> Spent:
    """Try the filling of a month out, after `before` in the same process; nothing is changed."""
    command = (sys.executable, "-c", f"{before}{LACXL[2]}")
    given = ("refresh", _LAST, "--reissue", "--dry-run", "--settings", str(folder))
    return run((*command, *given), fine=DONE).spent
