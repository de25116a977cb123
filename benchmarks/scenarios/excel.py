"""Calls to Excel: of a month through the engine for open workbooks, counted by the stand-in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench
from benchmarks.processes import ROOT
from benchmarks.ratios import AnyRow, CountRow, Limit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WITH_RULES, FIRST_TIME = 15.0, 60.0
"""The most calls a sheet."""
TIMES_FEWER = 50


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

    def run(name: str, of: Callable[[Path], Any]) -> tuple[int, int, Any]:
        bench.say(f"counting calls: {name}")
        folder = bench.folder / "excel" / name
        folder.mkdir(parents=True)
        work = of(folder)
        excel.close_all()
        return whole_run(excel, work), len(work.changes.sheets), work

    from test_calls import cell_by_cell, whole_run

    rows: list[AnyRow] = []
    for name, of, limit in (
        ("the demo's next month", months.next_month, WITH_RULES),
        ("the demo's first month", months.first_month, FIRST_TIME),
    ):
        calls, sheets, work = run(name, lambda folder, of=of: of(folder / "demo"))
        rows.append(
            CountRow(f"{name}, calls", f"{sheets} sheets", (calls,), (sheets,), Limit(limit))
        )
        excel.close_all()
        plain = cell_by_cell(excel, work, survey=True)
        rows.append(
            CountRow(f"{name}, calls", "cell by cell", (calls,), (plain,), Limit(1 / TIMES_FEWER))
        )
    least, _, _ = run("12 months", lambda f: months.made_up(f / "r.xlsx", 12, 30, rules=False))
    for name, width, height in (("36 months", 36, 30), ("120 rows", 12, 120)):
        calls, _, work = run(
            name, lambda f, w=width, h=height: months.made_up(f / "r.xlsx", w, h, rules=False)
        )
        rows.append(
            CountRow(f"{name}, calls", "12 months, 30 rows", (calls,), (least,), Limit(1.0))
        )
    excel.close_all()
    plain = cell_by_cell(excel, work)
    rows.append(
        CountRow("120 rows, calls", "cell by cell", (calls,), (plain,), Limit(1 / TIMES_FEWER))
    )
    return rows
