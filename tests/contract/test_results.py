"""Results of formulas after a change: current in what either engine hands back, cell for cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench, ExcelBench
from edits import edit

from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import CellError, Formula, Scalar
from libreoffice import ExcelSession


def result_of(bench: Bench, sheet: str, cell: str) -> Scalar:
    value = bench.survey().sheet(sheet).values[Cell.parse(cell)]
    assert isinstance(value, Formula)
    return value.cached


def test_what_depends_on_a_change_is_current(bench: Bench) -> None:
    bench.apply(edit(bench, "Report", {"C2": 500, "D3": 0.5, "B2": "All children"}))
    assert result_of(bench, "Report", "E2") == 485
    assert result_of(bench, "Report", "E3") == pytest.approx((0.131 + 0.5) / 2)
    assert result_of(bench, "Report", "E6") == 1000
    assert result_of(bench, "Report", "D6") == "All children (all)"


def test_what_does_not_depend_on_it_stays(bench: Bench) -> None:
    bench.apply(edit(bench, "Report", {"C2": 500}))
    assert result_of(bench, "Report", "E4") == pytest.approx((0.953 + 0.961) / 2)
    assert result_of(bench, "Report", "C6") == CellError("#DIV/0!")


def test_a_change_and_its_way_back_give_the_results_from_before(bench: Bench) -> None:
    changes = edit(bench, "Report", {"C2": 500, "D2": None})
    bench.apply(changes)
    assert result_of(bench, "Report", "E2") == 500
    bench.apply(changes.reverse())
    assert result_of(bench, "Report", "E2") == (463 + 470) / 2


def test_an_excel_that_calculates_by_hand_is_asked_to(
    live: ExcelBench, report: Path, excel_app: ExcelSession
) -> None:
    live.open(report)
    with excel_app.uncounted():
        excel_app.app.calculation = "manual"
    live.apply(edit(live, "Report", {"C2": 500}))
    assert result_of(live, "Report", "E2") == 485
    with excel_app.uncounted():
        assert excel_app.app.calculation == "manual", "the person's own choice stays"


def test_an_excel_that_calculates_by_itself_is_not_asked(
    live: ExcelBench, report: Path, excel_app: ExcelSession
) -> None:
    live.open(report)
    excel_app.calls.reset()
    live.apply(edit(live, "Report", {"C2": 500}))
    assert not [member for member in excel_app.calls.by_member if member.endswith("Calculate")]
