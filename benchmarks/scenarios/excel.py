"""Calls to Excel: of a month through the engine for open workbooks, counted by the stand-in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench
from benchmarks.processes import ROOT
from benchmarks.ratios import AnyRow, CountRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WITH_RULES, FIRST_TIME = 15.0, 60.0
"""The most calls a sheet."""
_FEWER = 1 / 50


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario; none where LibreOffice and its Python library are absent."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "contract")]
    try:
        from libreoffice import start_excel

        excel = start_excel()
    except Exception as fault:  # whatever is absent, the other scenarios go on
        bench.say(f"calls to Excel are not counted: {fault}")
        return []
    with excel:
        return _counted(bench, excel)


def _counted(bench: Bench, excel: Any) -> list[AnyRow]:
    import months
    from test_calls import cell_by_cell, whole_run

    rows: list[AnyRow] = []

    def run(name: str, of: Callable[[Path], Any]) -> tuple[int, Any]:
        bench.say(f"counting calls: {name}")
        folder = bench.folder / "excel" / name
        folder.mkdir(parents=True)
        work = of(folder)
        excel.close_all()
        return whole_run(excel, work), work

    def row(name: str, calls: int, against: str, theirs: int, limit: float) -> None:
        rows.append(CountRow(f"{name}, calls", against, (calls,), (theirs,), bench.limit(limit)))

    def by_hand(name: str, calls: int, work: Any, *, survey: bool) -> None:
        excel.close_all()
        row(name, calls, "cell by cell", cell_by_cell(excel, work, survey=survey), _FEWER)

    kinds = {"next": (months.next_month, WITH_RULES), "first": (months.first_month, FIRST_TIME)}
    if not bench.scale.judged:
        del kinds["first"]
    for kind, (of, limit) in kinds.items():
        calls, work = run(f"the demo's {kind} month", lambda folder, of=of: of(folder / "demo"))
        sheets = len(work.changes.sheets)
        row(f"the demo's {kind} month", calls, f"{sheets} sheets", sheets, limit)
        if bench.scale.judged:
            by_hand(f"the demo's {kind} month", calls, work, survey=True)
    if not bench.scale.judged:
        return rows
    least, _ = run("12 months", lambda f: months.made_up(f / "r.xlsx", 12, 30, rules=False))
    for name, width, height in (("36 months", 36, 30), ("120 rows", 12, 120)):
        calls, work = run(
            name, lambda f, w=width, h=height: months.made_up(f / "r.xlsx", w, h, rules=False)
        )
        row(name, calls, "12 months, 30 rows", least, 1.0)
    by_hand(name, calls, work, survey=False)
    return rows
