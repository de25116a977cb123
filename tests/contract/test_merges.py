"""Merged cells that go and come: the bands over a window that rolls on."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench, ExcelBench
from edits import both, edit, merge
from specimens import PASSWORD

from lacxl.domain.errors import Refused
from lacxl.workbook.changes import ChangeSet
from libreoffice import ExcelSession
from libreoffice.ranges import Range
from oracles import invariants
from oracles.parts import compare
from oracles.reader import read
from oracles.sdk import Validator


def bands(bench: Bench) -> ChangeSet:
    """Return what the bands become: 2014/15 over one month, 2015/16 over two."""
    return both(
        edit(bench, "Window", {"C1": "2015/16", "D1": None}),
        merge("Window", part=("B1:C1",), join=("C1:D1",)),
    )


def merged(bench: Bench, sheet: str = "Window") -> set[str]:
    return {str(area) for area in bench.survey().sheet(sheet).merges}


def test_one_band_grows_as_the_other_goes(rolling: Bench, validator: Validator) -> None:
    before = rolling.saved()
    result = rolling.apply(bands(rolling))
    assert merged(rolling) == {"C1:D1", "A9:D10"}
    assert read(result)["Window"].merges == {"C1:D1", "A9:D10"}
    old, new = read(before)["Window"].values, read(result)["Window"].values
    assert new == {**{c: v for c, v in old.items() if c != (1, 4)}, (1, 3): "2015/16"}
    assert invariants.new_breaches(before, result) == ()
    assert validator.new_errors(before, result) == ()


def test_all_other_parts_stay_byte_for_byte(headless: Bench, window: Path) -> None:
    headless.open(window)
    changes = compare(window, headless.apply(bands(headless)))
    assert changes.changed == {"xl/worksheets/sheet1.xml"}
    assert not changes.appeared
    assert not changes.vanished


def test_the_way_back_gives_the_same_cells_and_merges(rolling: Bench) -> None:
    before, source = rolling.survey(), rolling.saved()
    there = bands(rolling)
    rolling.apply(there)
    assert rolling.survey() != before
    result = rolling.apply(there.reverse())
    after = rolling.survey()
    assert after.sheet("Window").values == before.sheet("Window").values
    assert merged(rolling) == {"B1:C1", "A9:D10"}
    assert read(result)["Window"].styles == read(source)["Window"].styles


def test_the_last_merge_goes_and_the_first_comes(rolling: Bench) -> None:
    source = rolling.saved()
    gone = merge("Window", part=("B1:C1", "A9:D10"))
    assert merged_after(rolling, gone) == set()
    assert merged_after(rolling, gone.reverse()) == {"B1:C1", "A9:D10"}
    assert merged_after(rolling, merge("Table", join=("E1:F9",)), "Table") == {"E1:F9"}
    assert read(rolling.saved())["Window"].values == read(source)["Window"].values


def merged_after(bench: Bench, changes: ChangeSet, sheet: str = "Window") -> set[str]:
    bench.apply(changes)
    return merged(bench, sheet)


REFUSED = {
    "not merged": merge("Window", part=("B1:D1",)),
    "one cell": merge("Window", join=("F1",)),
    "merged already": merge("Window", join=("B1:C1",)),
    "meets another": merge("Window", join=("C1:D1",)),
    "meets one that comes": merge("Window", join=("F1:G2", "G2:H2")),
    "would lose": merge("Window", join=("B3:B4",)),
    "a table": merge("Table", join=("A4:B4",)),
    "nowhere": merge("Nowhere", join=("A1:B1",)),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_merged_is_refused_and_nothing_is_written(rolling: Bench, why: str) -> None:
    before = rolling.survey()
    with pytest.raises(Refused) as refusal:
        rolling.apply(both(edit(rolling, "Window", {"A3": "new"}), REFUSED[why]))
    assert rolling.survey() == before
    assert all(finding.todo for finding in refusal.value.findings)


def test_the_refusal_names_the_cells_and_what_would_be_lost(rolling: Bench) -> None:
    with pytest.raises(Refused) as refusal:
        rolling.apply(both(REFUSED["would lose"], REFUSED["a table"]))
    assert "Window!B3:B4" in str(refusal.value)
    assert "B4" in refusal.value.findings[0].what
    assert "Table!A4:B4" in str(refusal.value)


def test_a_value_goes_into_no_cell_that_comes_to_be_covered(rolling: Bench) -> None:
    with pytest.raises(Refused) as refusal:
        rolling.apply(both(edit(rolling, "Window", {"G1": 5}), merge("Window", join=("F1:G1",))))
    assert "W123" in refusal.value.codes


def test_a_guarded_sheet_wants_its_password(rolling: Bench) -> None:
    part = merge("Guarded", part=("B1:C1",))
    before = rolling.survey()
    for password in (None, "wrong"):
        with pytest.raises(Refused):
            rolling.apply(part, password)
    assert rolling.survey() == before
    rolling.apply(part, PASSWORD)
    after = rolling.survey().sheet("Guarded")
    assert after.merges == ()
    assert after.protection == before.sheet("Guarded").protection


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_whichever_write_fails_the_merges_are_put_back(
    live: ExcelBench, window: Path, excel_app: ExcelSession, nth: int
) -> None:
    live.open(window)
    before, changes = live.survey(), bands(live)
    excel_app.faults.fail_write(nth)
    with pytest.raises(Refused) as refusal:
        live.apply(changes)
    assert "told to fail" in str(refusal.value)
    assert live.survey().sheet("Window").values == before.sheet("Window").values
    assert merged(live) == {"B1:C1", "A9:D10"}


def test_a_merge_that_excel_drops_is_noticed(
    live: ExcelBench, window: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.open(window)
    changes, before = bands(live), live.survey()
    monkeypatch.setattr(Range, "Merge", lambda _cells, _across: None)
    with pytest.raises(Refused) as refusal:
        live.apply(changes)
    monkeypatch.undo()
    assert "E110" in refusal.value.codes or "E112" in refusal.value.codes
    assert "merged cells" in str(refusal.value)
    assert before.sheet("Window").values == live.survey().sheet("Window").values
