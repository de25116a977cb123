"""What is not in the change set stays as it was: cells, sheets, and the way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bench import Bench
from edits import both, colour, edit, green_where, protect, red_where
from specimens import PASSWORD

from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import OPEN_PROTECTION, Formula
from oracles import parts
from oracles.reader import read

CHANGED = {"A2", "B15", "C4", "E4"}  # no formula that stays reads any of them


def much(bench: Bench) -> ChangeSet:
    return both(
        edit(
            bench,
            "Report",
            {"A2": 9, "B15": "new", "C4": 0.94, "E4": 0.957},
            formats={"C4": "0.00%", "B15": "@"},
            locks={"A2": False},
        ),
        colour(bench, "Report", red_where("D2:D4", "Red"), green_where("D2:D4", "Green")),
    )


def test_the_empty_change_set_changes_nothing(bench: Bench) -> None:
    before = bench.survey()
    bench.apply(ChangeSet())
    assert bench.survey() == before


def test_the_empty_change_set_leaves_every_byte(headless: Bench, report: Path) -> None:
    headless.open(report)
    assert not parts.compare(report, headless.apply(ChangeSet()))


def test_all_other_cells_stay(bench: Bench) -> None:
    report = bench.saved()
    result = bench.apply(much(bench))
    changed = {tuple(Cell.parse(name)) for name in CHANGED}
    before, after = read(report), read(result)
    assert list(after) == list(before)
    for name, old in before.items():
        new = after[name]
        touched = changed if name == "Report" else set()
        assert {c: v for c, v in new.values.items() if c not in touched} == {
            c: v for c, v in old.values.items() if c not in touched
        }
        assert {c: f for c, f in new.formulas.items() if c not in touched} == {
            c: f for c, f in old.formulas.items() if c not in touched
        }
        for cell in old.styles.keys() - touched:
            assert new.styles[cell] == old.styles[cell], (name, cell)
        assert new.merges == old.merges


def test_hidden_sheets_stay_hidden(bench: Bench) -> None:
    visible = {sheet.name: sheet.visible for sheet in bench.survey().sheets}
    assert visible == {
        "Report": True,
        "Table": True,
        "Kept": True,
        "Lists": False,
        "Secret": False,
    }
    changes = (edit(bench, sheet, {"B2": 1}) for sheet in ("Lists", "Secret"))
    result = bench.apply(both(*changes))
    assert {sheet.name: sheet.visible for sheet in bench.survey().sheets} == visible
    assert {name: sheet.visible for name, sheet in read(result).items()} == visible


def test_the_same_change_twice_leaves_the_same_workbook(bench: Bench) -> None:
    bench.apply(much(bench))
    first = bench.survey()
    bench.apply(much(bench))
    assert bench.survey() == first


def test_the_way_back_restores_values_formats_and_rules(bench: Bench) -> None:
    before, report = bench.survey(), bench.saved()
    cells = [Cell.parse(name) for name in CHANGED]
    looks = dict(bench.looks("Report", cells))
    there = both(
        edit(
            bench,
            "Report",
            {"A2": 9, "B15": "new", "C3": None, "B6": dt.datetime(2015, 6, 30)},
            formats={"C3": "0.00%", "B15": "@"},
            locks={"A2": False, "C2": True},
        ),
        colour(bench, "Report", red_where("D2:D4", "Red")),
    )
    bench.apply(there)
    assert bench.survey() != before
    result = bench.apply(there.reverse())
    assert bench.survey() == before
    assert dict(bench.looks("Report", cells)) == looks
    old, new = read(report)["Report"], read(result)["Report"]
    assert new.values == old.values
    assert new.rules == old.rules


def test_the_way_back_over_rules_restores_the_former_ones(bench: Bench) -> None:
    bench.apply(colour(bench, "Report", red_where("D2:D4", "Red")))
    before = bench.survey()
    there = colour(bench, "Report", green_where("D2:D4", "Green"), red_where("E2", "x"))
    bench.apply(there)
    bench.apply(there.reverse())
    assert bench.survey() == before


def test_the_way_back_over_a_formula_restores_it(bench: Bench) -> None:
    report = bench.saved()
    was = bench.survey().sheet("Report").values[Cell.parse("E2")]
    assert isinstance(was, Formula)
    there = edit(bench, "Report", {"E2": 1})
    bench.apply(there)
    result = bench.apply(there.reverse())
    now = bench.survey().sheet("Report").values[Cell.parse("E2")]
    assert isinstance(now, Formula)
    assert replace(now, cached=None) == replace(was, cached=None)
    assert read(result)["Report"].formulas == read(report)["Report"].formulas


def test_the_way_back_frees_a_protected_sheet(bench: Bench) -> None:
    there = protect(bench, "Report", OPEN_PROTECTION)
    bench.apply(there)
    assert bench.survey().sheet("Report").protection == OPEN_PROTECTION
    bench.apply(there.reverse())
    assert bench.survey().sheet("Report").protection is None


def test_the_way_back_protects_a_freed_sheet(bench: Bench) -> None:
    before = bench.survey().sheet("Kept").protection
    there = protect(bench, "Kept", None)
    bench.apply(there, PASSWORD)
    bench.apply(there.reverse(), PASSWORD)
    assert bench.survey().sheet("Kept").protection == before
