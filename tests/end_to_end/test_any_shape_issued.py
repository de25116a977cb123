"""A month of a workbook of any shape issued and corrected: locked, recorded, restated, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from any_shape import ISSUED, council
from folders import DECIDE, DONE, REFUSED, WITH_FINDINGS

OK = (DONE, WITH_FINDINGS)


@pytest.mark.parametrize(("shape", "seed"), ISSUED)
def test_issuing_locks_the_cells_of_the_month_alone(shape: str, seed: int, tmp_path: Path) -> None:
    ours = council(shape, seed, tmp_path)
    locked = ours.locked()
    issued = ours.run("issue", ours.month, "--json")
    assert issued.code in OK, issued.err
    assert Path(issued.json()["copy"]).read_bytes() == ours.bytes()
    fresh = ours.locked() - locked
    sheets = {sheet for sheet, _, _ in fresh}
    assert len({column for _, _, column in fresh}) <= 2  # the month, and its quarter
    assert len(fresh) == issued.json()["locked"]
    assert len(sheets) == 1
    there = ours.cells()
    assert any((sheet, column + row) in there for sheet, row, column in fresh)
    assert ours.run("verify").code == DONE
    before = ours.bytes()
    refused = ours.run("refresh", ours.month)
    assert refused.code == DECIDE
    assert refused.codes()[0] == "I103"
    assert ours.bytes() == before


@pytest.mark.parametrize(("shape", "seed"), ISSUED)
def test_restating_follows_the_reading_and_undoing_takes_it_back(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    assert ours.run("issue", ours.month).code in OK
    nothing = ours.run("restate", ours.month, "--reason", "late returns")
    assert nothing.code == REFUSED
    assert nothing.codes() == ["I131"]
    issued, file = ours.cells(), ours.bytes()
    reference = ours.one_more()
    tried = ours.run("restate", ours.month, "--reason", "late returns", "--dry-run")
    assert tried.code in OK, tried.err
    assert ours.bytes() == file
    done = ours.run("restate", ours.month, "--reason", "late returns", "--json")
    assert done.code in OK, done.err
    told = {each["figure"] for each in done.json()["restated"]}
    assert {each.split(" (")[0] for each in told} == {reference}
    assert ours.cells() != issued
    assert ours.run("verify").code in OK
    assert ours.run("undo").code == DONE
    assert ours.cells() == issued
    again = ours.run("restate", ours.month, "--reason", "late returns", "--issue", "--json")
    assert again.code in OK, again.err
    assert again.json()["issue"] == 2
    assert ours.run("verify").code in OK
    compared = ours.run("diff", f"{ours.month} I1", f"{ours.month} I2", "--json").json()
    assert {each["figure"].split(" (")[0] for each in compared["figures"]} == {reference}
    assert any("late returns" in each["why"] for each in compared["figures"])


@pytest.mark.parametrize(("shape", "seed"), [("quarterly", 2), ("early_help", 3), ("blocks", 6)])
def test_an_earlier_month_is_restated_after_the_next_one(
    shape: str, seed: int, tmp_path: Path
) -> None:
    ours = council(shape, seed, tmp_path)
    assert ours.run("issue", ours.month).code in OK
    ours.another_period()
    assert ours.run("refresh", ours.next).code in OK
    reference = ours.one_more()
    done = ours.run("restate", ours.month, "--reason", "late returns", "--issue", "--json")
    assert done.code in OK, done.err
    shown = {each["figure"].split(" (")[0] for each in done.json()["restated"]}
    assert shown == {reference}
    assert done.json()["issue"] == 2
    assert ours.run("issue", ours.next).code in OK
    assert ours.run("verify").code in OK


def test_a_quarter_follows_a_month_that_is_restated_after_it_is_over(tmp_path: Path) -> None:
    ours = council("early_help", 17, tmp_path)
    assert ours.month.endswith("-08"), "choose a seed of which the next month ends a quarter"
    assert ours.run("issue", ours.month).code in OK
    ours.another_period()
    assert ours.run("refresh", ours.next).code in OK
    flow = next(
        each for each in ours.made.indicators if (each.kind, each.unit) == ("flow", "count")
    )
    ours.one_more(only=flow.reference)
    done = ours.run("restate", ours.month, "--reason", "late returns", "--json")
    assert done.code in OK, done.err
    whys = [each["why"] for each in done.json()["cells"]]
    assert any(why.startswith(f"{flow.reference} 2024/25 Q2") for why in whys), whys
