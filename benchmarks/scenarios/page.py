"""The page in Chromium: its start against bare Pyodide's, a fill against a whole native process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from release import downloads
from release.build_page import build_page

from benchmarks.bench import DONE, MONTH, Bench
from benchmarks.processes import LACXL, ROOT, run
from benchmarks.ratios import AnyRow, Row, Spent

_SCRIPT = ROOT / "benchmarks" / "page_times.cjs"
_BARE = """<!doctype html><script src="pyodide.js"></script><script>
loadPyodide({ indexURL: location.href.replace(/[^/]*$/, "") }).then((python) => {
  python.runPython("1 + 1");
  document.documentElement.dataset.ready = "yes";
});
</script>
"""


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario; none where there is no browser to drive."""
    modules = ROOT / ".tools" / "node_modules"
    chromium = shutil.which("chromium")
    if chromium is None or not (modules / "playwright-core").is_dir():
        bench.say("no Chromium and playwright-core: the page is not measured")
        return []
    bench.say("opening the page")
    page, _ = build_page(bench.folder / "page", downloads.default_cache())
    bare = _bare(bench.folder / "bare")
    times: dict[str, list[Spent]] = {}
    for _ in range(bench.scale.rounds):
        folder = bench.demo()
        command = ["node", _SCRIPT, chromium, modules, page, bare, folder]
        told = subprocess.run(
            [str(each) for each in command], capture_output=True, text=True, check=True
        )
        for name, taken in json.loads(told.stdout).items():
            times.setdefault(name, []).append(Spent(taken / 1000))
        native = run((*LACXL, "refresh", MONTH, "--settings", str(folder)), fine=DONE).spent
        times.setdefault("native", []).append(native)
    spent = {name: tuple(each) for name, each in times.items()}
    native = "native lacxl refresh, whole process"
    return [
        _row(bench, "start", "bare Pyodide's start", spent["page"], spent["bare"], 1.5),
        _row(bench, "first fill", native, spent["once"], spent["native"], 8),
        _row(bench, "second fill", native, spent["again"], spent["native"], 4),
    ]


def _row(
    bench: Bench,
    what: str,
    against: str,
    ours: tuple[Spent, ...],
    theirs: tuple[Spent, ...],
    limit: float,
) -> Row:
    return Row(f"the page's {what}", against, ours, theirs, bench.limit(limit))


def _bare(folder: Path) -> Path:
    packages = downloads.node_packages(downloads.default_cache())
    shutil.copytree(packages / "pyodide", folder)
    (folder / "bare.html").write_text(_BARE, "utf-8")
    return folder / "bare.html"
