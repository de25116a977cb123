"""Conditional formats: lacxl's own are replaced and never stack, other people's stay."""

from __future__ import annotations

from pathlib import Path

import odd
import pytest
from bench import Bench
from edits import both, colour, edit, green_where, red_where

from lacxl.workbook.address import Area
from lacxl.workbook.conditional_formats import OWNER, ConditionalFormat, Look, is_owned
from oracles import invariants
from oracles.reader import read
from oracles.sdk import Validator

SOME = (red_where("D2:D4", "Red"), green_where("D2:D4", "Green"), red_where("F2", 'Say "Red"'))


def others(path: Path, sheet: str = "Report") -> list[tuple[str, str, int | None]]:
    return [rule for rule in read(path)[sheet].rules if not is_owned(rule[1])]


def owned(path: Path, sheet: str = "Report") -> list[tuple[str, str, int | None]]:
    return [rule for rule in read(path)[sheet].rules if is_owned(rule[1])]


def test_no_rule_is_owned_at_first(bench: Bench) -> None:
    assert bench.survey().sheet("Report").rules == ()


def test_rules_are_written_and_read_back(bench: Bench, validator: Validator) -> None:
    report = bench.saved()
    result = bench.apply(colour(bench, "Report", *SOME))
    assert set(bench.survey().sheet("Report").rules) == set(SOME)
    assert len(owned(result)) == len(SOME)
    assert invariants.new_breaches(report, result) == ()
    assert validator.new_errors(report, result) == ()


def test_other_peoples_rules_stay_and_come_first(bench: Bench) -> None:
    before = others(bench.saved())
    assert len(before) == 4
    result = bench.apply(colour(bench, "Report", *SOME))
    assert others(result) == before
    highest = max(priority or 0 for _, _, priority in before)
    assert all((priority or 0) > highest for _, _, priority in owned(result))


def test_rules_never_stack(bench: Bench) -> None:
    first = bench.apply(colour(bench, "Report", *SOME))
    second = bench.apply(colour(bench, "Report", *SOME))
    assert len(owned(second)) == len(owned(first)) == len(SOME)
    third = bench.apply(colour(bench, "Report", SOME[1]))
    assert len(owned(third)) == 1
    assert bench.survey().sheet("Report").rules == (SOME[1],)
    assert others(third) == others(first)


def test_rules_are_taken_away(bench: Bench) -> None:
    report = bench.saved()
    bench.apply(colour(bench, "Report", *SOME))
    result = bench.apply(colour(bench, "Report"))
    assert bench.survey().sheet("Report").rules == ()
    assert read(result)["Report"].rules == read(report)["Report"].rules
    assert invariants.breaches(result) == ()


def test_a_sheet_without_rules_gets_some(bench: Bench, validator: Validator) -> None:
    report = bench.saved()
    result = bench.apply(
        both(colour(bench, "Lists", red_where("A1:A3", "Red")), colour(bench, "Table", *SOME))
    )
    assert len(owned(result, "Lists")) == 1
    assert len(owned(result, "Table")) == len(SOME)
    assert validator.new_errors(report, result) == ()


def test_an_edit_without_rules_leaves_owned_ones(bench: Bench) -> None:
    bench.apply(colour(bench, "Report", *SOME))
    bench.apply(edit(bench, "Report", {"A2": 9}))
    assert set(bench.survey().sheet("Report").rules) == set(SOME)


LOOKS = (
    Look(fill="FF0000"),
    Look(font="00B050"),
    Look(bold=True),
    Look(fill="FFC000", font="000000", bold=True),
)


@pytest.mark.parametrize("look", LOOKS)
def test_each_look_is_read_back(bench: Bench, look: Look) -> None:
    rule = ConditionalFormat(Area.parse("D2:D4"), f'AND(D2="<a> & ""b""",{OWNER})', look)
    bench.apply(colour(bench, "Report", rule))
    assert bench.survey().sheet("Report").rules == (rule,)


def test_a_rule_that_excel_stretched_over_two_areas_is_still_owned(
    engine: Bench, report: Path, tmp_path: Path
) -> None:
    """Excel joins areas when somebody copies cells; the rule is lacxl's all the same."""
    engine.open(report)
    result = engine.apply(colour(engine, "Report", red_where("D2:D4", "Red")))

    def stretched(content: bytes) -> bytes:
        assert b'sqref="D2:D4"' in content
        return content.replace(b'sqref="D2:D4"', b'sqref="D2:D4 F2:F3"')

    engine.open(odd.rewritten(result, tmp_path / "stretched.xlsx", {odd.SHEET: stretched}))
    before = others(engine.saved())
    assert engine.survey().sheet("Report").rules
    after = engine.apply(colour(engine, "Report", green_where("D2:D4", "Green")))
    assert len(owned(after)) == 1
    assert others(after) == before
