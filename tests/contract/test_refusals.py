"""What an engine must not write into; a refusal leaves everything as it was."""

from __future__ import annotations

import pytest
from bench import Bench
from edits import both, edit

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellValue

FORBIDDEN = {
    "a table's header": ("Table", "C2"),
    "the master of an array formula": ("Table", "F2"),
    "a cell within an array formula": ("Table", "F3"),
    "the covered part of a merge": ("Report", "B8"),
    "the covered corner of a merge": ("Report", "D9"),
}


def cell_change(sheet: str, cell: str, value: CellValue) -> ChangeSet:
    return ChangeSet((CellChange(sheet, Cell.parse(cell), Swap(None, value)),))


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("value", [5, "text"])
def test_it_is_refused_and_nothing_is_written(bench: Bench, what: str, value: CellValue) -> None:
    sheet, cell = FORBIDDEN[what]
    before = bench.survey()
    with pytest.raises(Refused) as refusal:
        bench.apply(both(edit(bench, "Report", {"A2": 9}), cell_change(sheet, cell, value)))
    assert bench.survey() == before
    for finding in refusal.value.findings:
        assert finding.code
        assert finding.todo, f"{finding} does not say what to do"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_refusal_names_sheet_and_cell(bench: Bench, what: str) -> None:
    sheet, cell = FORBIDDEN[what]
    with pytest.raises(Refused) as refusal:
        bench.apply(cell_change(sheet, cell, 5))
    assert sheet in str(refusal.value)
    assert cell in str(refusal.value)


def test_all_faults_come_at_once(bench: Bench) -> None:
    with pytest.raises(Refused) as refusal:
        bench.apply(both(cell_change("Table", "C2", 1), cell_change("Report", "B8", 1)))
    assert "C2" in str(refusal.value)
    assert "B8" in str(refusal.value)


@pytest.mark.parametrize("sheet", ["Nowhere", "report "])
def test_an_unknown_sheet_is_refused(bench: Bench, sheet: str) -> None:
    before = bench.survey()
    with pytest.raises(Refused):
        bench.apply(both(edit(bench, "Report", {"A2": 9}), cell_change(sheet, "A1", 5)))
    assert bench.survey() == before


@pytest.mark.parametrize("cell", ["C2", "F2", "F3"])
def test_the_survey_warns_of_it(bench: Bench, cell: str) -> None:
    blocked = bench.survey().sheet("Table").blocked
    reasons = [reason for area, reason in blocked if Cell.parse(cell) in area]
    assert reasons
    assert all(reasons)


def test_merges_are_surveyed(bench: Bench) -> None:
    assert [str(area) for area in bench.survey().sheet("Report").merges] == ["A8:D9"]


def test_the_first_cell_of_a_merge_and_the_body_of_a_table_are_free(bench: Bench) -> None:
    bench.apply(both(edit(bench, "Report", {"A8": "New"}), edit(bench, "Table", {"C3": 7})))
    assert bench.survey().sheet("Report").values[Cell.parse("A8")] == "New"
    assert bench.survey().sheet("Table").values[Cell.parse("C3")] == 7
