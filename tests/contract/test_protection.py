"""Protection: only the cells that are locked are guarded, and what was kept stays kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench
from edits import both, edit, protect
from specimens import PASSWORD

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import OPEN_PROTECTION, Protection
from oracles import invariants
from oracles.locks import locked
from oracles.reader import opened, read
from oracles.sdk import Validator

GUARDED = Protection(OPEN_PROTECTION.allowed, password=True)
FLAGS = OPEN_PROTECTION.allowed | {"sheet"}
ISSUED = ("C2", "C3", "C4", "J30")
OTHERS = (
    "A1",
    "A2",
    "B2",
    "E2",
    "D2",
    "F6",
    "A8",
    "H15",
    "J20",
    "H20",
    "K300",
    "CZ399",
    "XFD1048576",
)


def issue(bench: Bench, protection: Protection = OPEN_PROTECTION) -> ChangeSet:
    locks = dict.fromkeys(ISSUED, True)
    return both(
        edit(bench, "Report", {"A2": 464}, locks=locks), protect(bench, "Report", protection)
    )


def test_a_free_sheet_guards_the_locked_cells_only(bench: Bench) -> None:
    result = bench.apply(issue(bench))
    assert locked(result, "Report", ISSUED) == dict.fromkeys(ISSUED, True)
    assert locked(result, "Report", OTHERS) == dict.fromkeys(OTHERS, False)
    cells = [Cell.parse(name) for name in (*ISSUED, *OTHERS)]
    looks = bench.looks("Report", cells)
    assert {cell for cell in cells if looks[cell].locked} == {Cell.parse(n) for n in ISSUED}


def test_a_free_sheet_becomes_protected_and_nothing_else_changes(
    bench: Bench, validator: Validator
) -> None:
    report = bench.saved()
    result = bench.apply(issue(bench))
    before, after = read(report)["Report"], read(result)["Report"]
    assert after.values == {**before.values, (2, 1): 464}
    assert after.formulas == before.formulas
    for place, style in before.styles.items():
        assert after.styles[place].number_format == style.number_format
        assert after.styles[place].rest == style.rest
    assert invariants.new_breaches(report, result) == ()
    assert validator.new_errors(report, result) == ()


def test_what_stays_allowed_is_as_asked(bench: Bench) -> None:
    result = bench.apply(issue(bench))
    assert bench.survey().sheet("Report").protection == OPEN_PROTECTION
    with opened(result) as book:
        sheet = book["Report"].protection
        assert sheet.sheet
        assert not any(getattr(sheet, name) for name in OPEN_PROTECTION.allowed)
        assert not sheet.password
        assert not sheet.hashValue


def test_a_strict_protection_is_as_asked(bench: Bench) -> None:
    strict = Protection(frozenset({"selectLockedCells", "selectUnlockedCells", "formatColumns"}))
    result = bench.apply(issue(bench, strict))
    assert bench.survey().sheet("Report").protection == strict
    with opened(result) as book:
        sheet = book["Report"].protection
        forbidden = {name for name in OPEN_PROTECTION.allowed if getattr(sheet, name)}
        assert forbidden == OPEN_PROTECTION.allowed - strict.allowed


def test_other_sheets_stay_free(bench: Bench) -> None:
    bench.apply(issue(bench))
    assert bench.survey().sheet("Table").protection is None
    assert bench.survey().sheet("Lists").protection is None


def test_a_new_password_guards_and_is_asked_for(bench: Bench) -> None:
    result = bench.apply(issue(bench, GUARDED), PASSWORD)
    assert bench.survey().sheet("Report").protection == GUARDED
    assert PASSWORD.encode() not in result.read_bytes()
    before = bench.survey()
    with pytest.raises(Refused):
        bench.apply(edit(bench, "Report", {"C2": 1}), "nonsense")
    assert bench.survey() == before
    bench.apply(edit(bench, "Report", {"C2": 1}), PASSWORD)
    assert bench.survey().sheet("Report").protection == GUARDED


def test_a_wrong_password_writes_nothing(bench: Bench) -> None:
    before = bench.survey()
    changes = both(edit(bench, "Report", {"C2": 1}), edit(bench, "Kept", {"A1": 2}))
    with pytest.raises(Refused) as refusal:
        bench.apply(changes, "nonsense")
    assert bench.survey() == before
    assert "Kept" in str(refusal.value)
    assert "nonsense" not in str(refusal.value)


@pytest.mark.parametrize("password", [None, "nonsense"])
def test_without_the_password_only_free_cells_can_be_written(
    bench: Bench, password: str | None
) -> None:
    before = bench.survey()
    changes = edit(bench, "Kept", {"C3": 7}), edit(bench, "Kept", locks={"B1": True})
    for forbidden in (*changes, protect(bench, "Kept", None)):
        with pytest.raises(Refused):
            bench.apply(forbidden, password)
        assert bench.survey() == before
    bench.apply(edit(bench, "Kept", {"B1": 5}), password)
    kept = bench.survey().sheet("Kept")
    assert kept.values[Cell.parse("B1")] == 5
    assert kept.protection == before.sheet("Kept").protection


def test_a_password_that_is_asked_for_must_be_given(bench: Bench) -> None:
    with pytest.raises(Refused):
        bench.apply(issue(bench, GUARDED))


def test_a_protected_sheet_keeps_flags_and_password(bench: Bench) -> None:
    report = bench.saved()
    before = bench.survey().sheet("Kept").protection
    assert before is not None
    assert before.password
    assert {"formatCells", "sort", "objects"} <= before.allowed
    assert "formatColumns" not in before.allowed
    result = bench.apply(edit(bench, "Kept", {"A1": "new", "B1": 5, "C3": 7}), PASSWORD)
    assert bench.survey().sheet("Kept").protection == before
    with opened(report) as old, opened(result) as new:
        was, now = (dict(b["Kept"].protection) for b in (old, new))
        assert {k: v for k, v in now.items() if k in FLAGS} == {
            k: v for k, v in was.items() if k in FLAGS
        }
    assert read(result)["Kept"].values == {(1, 1): "new", (1, 2): 5, (3, 3): 7}


def test_a_kept_password_still_opens_and_no_other_does(bench: Bench) -> None:
    bench.apply(edit(bench, "Kept", {"A1": "new"}), PASSWORD)
    with pytest.raises(Refused):
        bench.apply(edit(bench, "Kept", {"A1": "newer"}), "nonsense")
    bench.apply(edit(bench, "Kept", {"A1": "newest"}), PASSWORD)
    assert bench.survey().sheet("Kept").values[Cell.parse("A1")] == "newest"


def test_the_headless_engine_leaves_the_very_hash_of_a_password(
    headless: Bench, report: Path
) -> None:
    """Excel makes a new one whenever it protects, so this binds the headless engine alone."""
    headless.open(report)
    result = headless.apply(edit(headless, "Kept", {"A1": "new"}), PASSWORD)
    with opened(report) as old, opened(result) as new:
        was, now = (dict(b["Kept"].protection) for b in (old, new))
        assert now == was


def test_a_protected_sheet_keeps_the_locks_of_other_cells(bench: Bench) -> None:
    others = ("B1", "D9", "XFD1")
    result = bench.apply(edit(bench, "Kept", {"A1": 1}, locks={"C3": False}), PASSWORD)
    assert locked(result, "Kept", ("A1", "C3")) == {"A1": True, "C3": False}
    assert locked(result, "Kept", others) == {"B1": False, "D9": True, "XFD1": True}


def test_a_sheet_is_freed(bench: Bench) -> None:
    result = bench.apply(protect(bench, "Kept", None), PASSWORD)
    assert bench.survey().sheet("Kept").protection is None
    with opened(result) as book:
        assert not book["Kept"].protection.sheet


def test_protecting_twice_is_protecting_once(bench: Bench) -> None:
    bench.apply(issue(bench))
    locks = dict.fromkeys(ISSUED, True)
    result = bench.apply(edit(bench, "Report", {"D2": 471}, locks={**locks, "D2": True}))
    assert locked(result, "Report", (*ISSUED, "D2")) == dict.fromkeys((*ISSUED, "D2"), True)
    assert not any(locked(result, "Report", set(OTHERS) - {"D2"}).values())
    assert invariants.breaches(result) == ()
